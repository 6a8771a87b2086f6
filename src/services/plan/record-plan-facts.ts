import { insertCounters, writeCounters } from '../../db/repositories/counters.ts';
import { insertLoads } from '../../db/repositories/dossier-loads.ts';
import { loadFacts } from '../../db/repositories/organization.ts';
import { writePremises } from '../../db/repositories/premises.ts';
import { insertReadiness } from '../../db/repositories/readiness.ts';
import { insertSites } from '../../db/repositories/sites.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { decideOpening } from '../../domain/counter.ts';
import { addDays, contains, type Day, FOREVER, type Period } from '../../domain/day.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { decideUnit } from '../../domain/thing.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { substitute } from './expand-change.ts';
import type { ThingsRecording } from './plan-sections.ts';
import type { PlannedThings } from './things-document.ts';

type Templates = Pick<PlannedThings, 'counters' | 'premises' | 'readiness' | 'dossierLoads'>;

/** What a template stands for: one unit, on its days. */
interface Stated<T> extends Period {
  template: T;
  unit: string;
  say(text: string): string;
  instrument: number | null;
  path: readonly string[];
}

/**
 * Records the counters, premises, readiness and service figures of a document, as far as their days have come: first of
 * the units that are there before its changes are carried out, so that mergers take along what they have; then, of those
 * the first round left over. Answers these as well.
 */
export async function recordPlanFacts(
  work: Work,
  recording: ThingsRecording,
  leftOver: ReadonlySet<string> | null = null,
): Promise<{ violations: Violation[]; leftOver: Set<string> }> {
  const all = {
    counters: state(recording, 'counters'),
    premises: state(recording, 'premises'),
    readiness: state(recording, 'readiness'),
    dossierLoads: state(recording, 'dossierLoads'),
  };
  const named = new Set(Object.values(all).flatMap((stated) => stated.map(({ unit }) => unit)));
  const codes = [...named].filter((code) => leftOver === null || leftOver.has(code));
  if (codes.length === 0) return { violations: [], leftOver: new Set() };
  const organization = new Organization(await loadFacts(work.tx, { units: codes, territories: [], standing: true }));
  const later = new Set(leftOver === null ? codes.filter((code) => !organization.find(code)) : []);
  const now = new Set(codes.filter((code) => !later.has(code)));
  const isNow = ({ unit }: { unit: string }) => now.has(unit);
  const lists = {
    counters: all.counters.filter(isNow),
    premises: all.premises.filter(isNow),
    readiness: all.readiness.filter(isNow),
    dossierLoads: all.dossierLoads.filter(isNow),
  };
  const violations = decideAll(organization, lists);
  if (!blocks(violations)) await storeAll(work, lists, await findUnitIds(work.tx, codes));
  return { violations, leftOver: later };
}

type Lists = { [K in keyof Templates]: Stated<Templates[K][number]>[] };

function decideAll(organization: Organization, lists: Lists): Violation[] {
  const others = [lists.premises, lists.readiness, lists.dossierLoads].flat();
  return [
    ...lists.counters.flatMap((stated) =>
      decideOpening(counterOf(stated, -1), organization, (field) => [...stated.path, field]),
    ),
    ...others.flatMap((stated) => decideWithin(organization, stated)),
  ];
}

async function storeAll(work: Work, lists: Lists, units: ReadonlyMap<string, number>): Promise<void> {
  await storeCounters(work, lists.counters);
  await storePremises(work, lists.premises);
  await insertReadiness(
    work.tx,
    lists.readiness.map(({ template, unit, from, say, instrument }) => ({
      unitId: units.get(unit) ?? 0,
      item: template.item,
      field: template.field === undefined ? null : say(template.field),
      done: template.done,
      total: template.total,
      instrumentId: instrument,
      source: template.source?.paraphrase ?? null,
      assumed: template.assumed,
      validFrom: from,
    })),
  );
  await insertLoads(
    work.tx,
    lists.dossierLoads.flatMap(({ template, unit, from, until }) =>
      daysOf({ from, until }).map((day) => ({
        unitId: units.get(unit) ?? 0,
        day,
        received: template.received,
        receivedAtMost: template.receivedAtMost ?? null,
        source: template.source?.paraphrase ?? null,
        assumed: template.assumed,
      })),
    ),
  );
}

/** What the templates of a list stand for; what begins later than today is left out. */
function state<K extends keyof Templates>(
  { document, ground, instrument, today }: ThingsRecording,
  list: K,
): Stated<Templates[K][number]>[] {
  const { directory } = ground;
  const templates: readonly Templates[K][number][] = document.things?.[list] ?? [];
  return templates.flatMap((template, index) => {
    if (template.from > today) return [];
    const named = template.each ? directory.select(template.each, template.from) : [undefined];
    const until = 'to' in template && template.to !== undefined ? addDays(template.to, 1) : FOREVER;
    return named.map((territory) => {
      const say = (text: string) => substitute(text, territory, directory);
      const cited = template.instrument === undefined ? instrument : ground.instrumentId(template.instrument);
      const path = ['things', list, String(index)];
      return { template, unit: say(template.unit), say, from: template.from, until, instrument: cited, path };
    });
  });
}

/** FACT_OUTSIDE_UNIT: what is said of a unit lies within its life. */
function decideWithin(organization: Organization, { unit, from, until, path }: Stated<unknown>): Violation[] {
  const at = [...path, 'unit'];
  const life = organization.find(unit)?.life;
  if (!life) return decideUnit(organization, unit, { on: from, path: at });
  // An open end is that of the unit.
  const span = until === FOREVER ? { from, until: life.until } : { from, until };
  return contains(life, span) ? [] : [violation('FACT_OUTSIDE_UNIT', { path: at, unit, on: from })];
}

const counterOf = (
  {
    template: { label, kind, weekdays, assumed },
    unit,
    say,
    from,
    until,
    instrument,
  }: Stated<Templates['counters'][number]>,
  counter: number,
) => {
  const described = { label: say(label), kind, weekdays };
  return { id: null, counter, unit, ...described, site: null, instrument, assumed, change: null, from, until };
};

async function storeCounters({ tx }: Work, stated: readonly Stated<Templates['counters'][number]>[]): Promise<void> {
  const ids = await insertCounters(tx, stated.length);
  await writeCounters(tx, {
    superseded: [],
    added: stated.map((counter, index) => counterOf(counter, ids[index] ?? 0)),
  });
}

async function storePremises({ tx }: Work, stated: readonly Stated<Templates['premises'][number]>[]): Promise<void> {
  const sites = await insertSites(
    tx,
    stated.map(({ template, say }) => ({ ...template.site, address: say(template.site.address) })),
  );
  const added = stated.map(({ template, unit, from, until, instrument }, index) => {
    const { assumed, untilEvent = null } = template;
    const basis = { handover: null, instrument, assumed, change: null };
    return { id: null, site: sites[index] ?? 0, unit, from, until, untilEvent, ...basis };
  });
  await writePremises(tx, { superseded: [], added });
}

function daysOf({ from, until }: Period): Day[] {
  const days: Day[] = [];
  for (let day = from; day < until; day = addDays(day, 1)) days.push(day);
  return days;
}
