import { covers, type Day, earlier, FOREVER, later, type Period } from '../../domain/day.ts';
import { lineAbove } from '../../domain/organization/decide-rules.ts';
import { Organization } from '../../domain/organization/organization.ts';
import type { UnitFacts, UnitKind } from '../../domain/unit.ts';

/** Days at one unit; `change` is the act that took people there. */
export interface Stay extends Period {
  unit: string;
  change: number | null;
}

/** Units that pay people; those who work at other units are paid by the nearest one above. */
const PAYERS: readonly UnitKind[] = [
  'PROVINCIAL_CENTER',
  'COMMUNE_CENTER',
  'BRANCH',
  'PEOPLES_COMMITTEE',
  'DEPARTMENT',
  'OUTSIDE_BODY',
];
const CENTERS: readonly UnitKind[] = ['PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER'];
const OF_CENTER: readonly UnitKind[] = ['BRANCH', 'ONE_STOP', 'RECEPTION_POINT'];

/** The units of a center through time, as people who work there see them. */
export class Terrain {
  readonly organization: Organization;
  readonly units: readonly UnitFacts[];
  private readonly heirs = new Map<number, string>();
  private readonly changes = new Map<string, Day[]>();
  private readonly kinds = new Map<string, UnitFacts[]>();

  constructor(facts: readonly UnitFacts[]) {
    this.organization = new Organization(facts);
    this.units = [...facts].sort((a, b) => (a.code < b.code ? -1 : 1));
    for (const { code, life, versions } of this.units)
      for (const act of [life.openedBy, ...versions.map(({ change }) => change)])
        if (life.closedBy !== act && !this.heirs.has(act)) this.heirs.set(act, code);
  }

  kindOn(unit: string, on: Day): UnitKind | undefined {
    return this.organization.versionOn(unit, on)?.kind;
  }

  /** Units that are there without end, of some kinds in the end. */
  lasting(kinds: readonly UnitKind[]): UnitFacts[] {
    const key = kinds.join();
    const known = this.kinds.get(key);
    if (known) return known;
    const found = this.units.filter((unit) => {
      const kind = unit.versions.at(-1)?.kind;
      return unit.life.until === FOREVER && kind !== undefined && kinds.includes(kind);
    });
    this.kinds.set(key, found);
    return found;
  }

  /** Since when a unit is what it is in the end, and stands where it does. */
  standsSince(unit: string): Day {
    const { life, versions, relations } = this.organization.get(unit);
    const kind = versions.at(-1)?.kind;
    const become = versions.findLast((version) => version.kind !== kind)?.until ?? life.from;
    const placed = relations.find((one) => one.kind === 'ESTABLISHMENT' && one.until === life.until)?.from ?? life.from;
    return later(become, placed);
  }

  /** Those that stand below a unit in the end. */
  lastingBelow(parent: string): UnitFacts[] {
    return this.lasting(OF_CENTER).filter(
      ({ relations }) =>
        relations.find((one) => one.kind === 'ESTABLISHMENT' && one.until === FOREVER)?.parent === parent,
    );
  }

  /** Units that closed into one. */
  originsOf(unit: string): UnitFacts[] {
    return this.units.filter(({ life }) => life.closedBy !== null && this.heirs.get(life.closedBy) === unit);
  }

  /** Every unit that stood above some, on whatever day. */
  everAbove(units: readonly string[]): string[] {
    const found = new Set(units);
    for (const unit of found)
      for (const { kind, parent } of this.organization.find(unit)?.relations ?? [])
        if (kind === 'ESTABLISHMENT') found.add(parent);
    return [...found].filter((unit) => !units.includes(unit)).sort();
  }

  /** Where somebody works who begins at a unit and goes along with it where it closes. */
  postsFrom(unit: string, { from, until }: Period): Stay[] {
    const stays: Stay[] = [];
    let stay: Stay = { unit, from: later(from, this.organization.get(unit).life.from), until, change: null };
    for (;;) {
      const { life } = this.organization.get(stay.unit);
      stays.push({ ...stay, until: earlier(stay.until, life.until) });
      const heir = life.closedBy === null ? undefined : this.heirs.get(life.closedBy);
      if (until <= life.until || heir === undefined) return stays.filter((one) => one.from < one.until);
      stay = { unit: heir, from: later(from, life.until), until, change: life.closedBy };
    }
  }

  /** Who pays somebody for working where they do. */
  homesOf(posts: readonly Stay[]): Stay[] {
    const homes: Stay[] = [];
    for (const post of posts) {
      for (const day of this.turns(post)) {
        const unit = this.payerOn(post.unit, day);
        const last = homes.at(-1);
        if (last?.unit === unit) continue;
        if (last) last.until = day;
        homes.push({ unit, from: day, until: FOREVER, change: last ? this.actOn(post, unit, day) : null });
      }
    }
    const [last, end] = [homes.at(-1), posts.at(-1)];
    if (last && end) last.until = end.until;
    return homes;
  }

  /** Who appoints the leaders of a unit: its center where it has one, else the unit above it. */
  authorityOver(unit: string, on: Day): string | undefined {
    const kind = this.kindOn(unit, on);
    const above = lineAbove(this.organization, unit, on).slice(1);
    const center = above.find((code) => isOneOf(CENTERS, this.kindOn(code, on)));
    return isOneOf(OF_CENTER, kind) ? (center ?? above[0]) : above[0];
  }

  /** The first day of a stay, and those on which something about its unit or those above it changes. */
  private turns({ unit, from, until }: Stay): Day[] {
    return [from, ...this.changesAround(unit).filter((day) => from < day && day < until)];
  }

  /** The days on which something about a unit or those above it changes, in order; found out once. */
  private changesAround(unit: string): Day[] {
    const known = this.changes.get(unit);
    if (known) return known;
    const around = [unit, ...this.everAbove([unit])].map((code) => this.organization.find(code));
    const days = around.flatMap((one) =>
      [...(one?.relations ?? []), ...(one?.versions ?? [])].map((fact) => fact.from),
    );
    const found = [...new Set(days)].sort();
    this.changes.set(unit, found);
    return found;
  }

  /** The unit that pays those who work at another: the committee that still manages its staff, or itself. */
  payerOn(unit: string, on: Day): string {
    const payer = lineAbove(this.organization, unit, on).find((code) => isOneOf(PAYERS, this.kindOn(code, on))) ?? unit;
    const relations = this.organization.find(payer)?.relations ?? [];
    const manager = relations.find((one) => one.kind === 'STAFF_MANAGEMENT' && covers(one, on))?.parent;
    return manager !== undefined && this.kindOn(manager, on) === 'PEOPLES_COMMITTEE' ? manager : payer;
  }

  /** The act by which a unit became the payer of those at a post, where an act did. */
  private actOn({ unit, from, change }: Stay, payer: string, on: Day): number | null {
    if (from === on && change !== null) return change;
    const facts = [unit, payer].flatMap((code) => this.organization.find(code)?.relations ?? []);
    return facts.find((relation) => relation.from === on)?.change ?? null;
  }
}

const isOneOf = (kinds: readonly UnitKind[], kind: UnitKind | undefined): boolean =>
  kind !== undefined && kinds.includes(kind);
