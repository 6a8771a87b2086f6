import { contains, covers, type Day, earlier, FOREVER, later, overlaps, type Period } from './day.ts';
import { FIRST_DAY, type StatusFact } from './life-cycle.ts';
import { cut } from './organization/facts.ts';
import { type Organization, type Rows, rowsOf } from './organization/organization.ts';
import { decideUnit } from './thing.ts';
import { type Violation, violation } from './violation.ts';

/** Who holds a site on some days, and by what. */
export interface PremisesFact extends Period {
  id: number | null;
  site: number;
  /** Code of the holder. */
  unit: string;
  /** What ends it, where no day is known. */
  untilEvent: string | null;
  handover: number | null;
  instrument: number | null;
  assumed: boolean;
  /** Id of the act of reorganization that it comes from. */
  change: number | null;
}

/**
 * What is believed about the holders of some sites, and what decisions make of it. As with units, a changed fact is a
 * new one with no id: the delta is what has no id now and what had one and is gone.
 */
export class Holdings {
  private readonly original: readonly PremisesFact[];
  private facts: readonly PremisesFact[];

  constructor(facts: readonly PremisesFact[] = []) {
    this.original = facts;
    this.facts = facts;
  }

  /** Everybody known to have held a site, or to be going to. */
  of(site: number): PremisesFact[] {
    return this.facts.filter((fact) => fact.site === site);
  }

  on(site: number, day: Day): PremisesFact | undefined {
    return this.of(site).find((fact) => covers(fact, day));
  }

  /** The first to hold a site on some day of a period, but for one holding. */
  firstWithin(site: number, period: Period, except?: PremisesFact): PremisesFact | undefined {
    return this.of(site)
      .filter((fact) => fact !== except && overlaps(fact, period))
      .sort((a, b) => (a.from < b.from ? -1 : 1))[0];
  }

  begin(fact: Omit<PremisesFact, 'id'>): void {
    this.facts = [...this.facts, { ...fact, id: null }];
  }

  /** Who holds a site on a day does so no longer from that day on; what anybody is to hold later stays. */
  end({ site, on }: { site: number; on: Day }): void {
    const ending = this.on(site, on);
    if (ending) this.facts = [...this.facts.filter((fact) => fact !== ending), ...cut([ending], on)];
  }

  delta(): Rows<PremisesFact> {
    return rowsOf({ before: this.original, after: this.facts });
  }
}

/** SITE_DOUBLE_ALLOCATED: one holder per site and day; told for the first day on which there would be two. */
export function decideSoleHolder(
  holdings: Holdings,
  { site, unit, period, except }: { site: number; unit: string; period: Period; except?: PremisesFact },
  path: readonly string[],
): Violation[] {
  const other = holdings.firstWithin(site, period, except);
  if (!other) return [];
  const on = later(other.from, period.from);
  return [violation('SITE_DOUBLE_ALLOCATED', { path, unit, on, words: { holder: other.unit } })];
}

/** Until when a unit can hold something from now on: to the end of its life, where that is known. */
export const untilItsEnd = (organization: Organization, unit: string, until: Day = FOREVER): Day =>
  earlier(until, organization.find(unit)?.life.until ?? FOREVER);

/** A site to be held by a unit, as the input asks for it. */
export interface Allocation {
  site: number;
  unit: string;
  from: Day;
  until: Day | null;
  untilEvent: string | null;
}

/** A first holder: a unit that is there on all of the days, on which nobody else holds the site. */
export function decideAllocation(organization: Organization, holdings: Holdings, asked: Allocation): Violation[] {
  const { site, unit, from, until } = asked;
  const early = decideSpan(asked);
  const there = decideUnit(organization, unit, { on: from, path: ['unit'] });
  if (early.length + there.length > 0) return [...early, ...there];
  const life = organization.get(unit).life;
  const period = { from, until: untilItsEnd(organization, unit, until ?? FOREVER) };
  const isLonger = until !== null && !contains(life, { from, until });
  return [
    ...(isLonger ? [violation('FACT_OUTSIDE_UNIT', { path: ['until'], unit, on: life.until })] : []),
    ...decideSoleHolder(holdings, { site, unit, period }, ['site']),
  ];
}

function decideSpan({ unit, from, until, untilEvent }: Allocation): Violation[] {
  const isReversed = until !== null && until <= from;
  const isTwofold = until !== null && untilEvent !== null;
  return [
    ...(from < FIRST_DAY
      ? [violation('PERIOD_INVALID', { path: ['from'], unit, on: from, expected: 'DAY_FROM_1900' })]
      : []),
    ...(isReversed
      ? [violation('PERIOD_INVALID', { path: ['until'], unit, on: until, expected: 'FROM_BEFORE_UNTIL' })]
      : []),
    ...(isTwofold ? [violation('INPUT_INVALID', { path: ['untilEvent'], unit, expected: 'UNTIL_OR_EVENT' })] : []),
  ];
}

/**
 * Somebody holds the site that is given up, and did so before. HANDOVER_INCOMPLETE: who hands it over by signed minutes
 * holds it until then.
 */
export function decideRelease(
  holdings: Holdings,
  { site, on, what }: { site: number; on: Day; what: string },
): Violation[] {
  const held = holdings.on(site, on);
  if (!held) return [violation('NOT_FOUND', { path: ['site'], on, words: { what } })];
  const { unit, from, until } = held;
  if (from >= on)
    return [violation('PERIOD_INVALID', { path: ['on'], unit, on, expected: 'LATER_THAN', words: { day: from } })];
  const isPromised = holdings.of(site).some((fact) => fact.handover !== null && fact.from === until);
  return isPromised
    ? [violation('HANDOVER_INCOMPLETE', { path: ['on'], unit, on: until, words: { missing: 'site' } })]
    : [];
}

/** A handover of a site, as far as its use depends on it. */
export interface SiteHandover {
  site: number;
  /** Code of the unit that receives it. */
  receiver: string;
  statuses: readonly StatusFact<string>[];
}

/** What is known of sites that somebody wants to use. */
export interface SiteUse {
  holdings: Holdings;
  handovers: readonly SiteHandover[];
}
