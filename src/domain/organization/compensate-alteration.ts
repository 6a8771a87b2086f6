import { aResult, type ChangeKind, type ChangeResult, type RelationChange } from '../change.ts';
import { covers, type Day } from '../day.ts';
import type { TerritoryRef } from '../territory.ts';
import { RELATION_KINDS, type RelationKind, type UnitAttributes, type UnitFacts, type VersionFact } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import { changedSince, dayBefore, receiverOn, servedBefore, severalActs, type Undoing } from './compensate-undoing.ts';

/** What an act altered on a unit that lives on, as it was on the day before; or why it does not come back. */
interface TakenBack {
  result: ChangeResult;
  violations: Violation[];
}

/** Acts that may end a relation and put no other in its place: the end itself cites no act. */
const ENDING_RELATIONS: readonly ChangeKind[] = ['REPARENT', 'MERGE', 'ABSORB', 'SPLIT'];

/**
 * Puts attributes, relations and seat of a unit back, where they are still what the act made of them. `gone` are the units
 * that closed with the act. A first seat stays: there is no act that leaves a unit without one.
 */
export function takeBack(undoing: Undoing, unit: UnitFacts, gone: ReadonlySet<string> = new Set()): TakenBack {
  const { act, on } = undoing;
  const result = aResult(unit.code);
  if (!covers(unit.life, on)) {
    return { result, violations: [violation('FACT_OUTSIDE_UNIT', { path: ['on'], unit: unit.code, on })] };
  }
  const cites = [...unit.versions, ...unit.relations].some(({ change }) => change === act.id);
  if (cites && unit.life.from >= act.on) {
    // Where the act met the unit on its first day there is nothing that it could be again.
    const day = dayBefore(undoing);
    return { result, violations: [violation('FACT_OUTSIDE_UNIT', { path: ['change'], unit: unit.code, on: day })] };
  }
  const attributes = attributesBack(undoing, unit);
  const relations = RELATION_KINDS.map((kind) => relationBack(undoing, unit, { kind, gone }));
  const seat = seatBack(undoing, unit);
  return {
    result: {
      ...result,
      attributes: attributes.patch,
      relations: relations.flatMap(({ relation }) => relation ?? []),
      sites: seat.sites,
    },
    violations: [...attributes.violations, ...relations.flatMap(({ violations }) => violations), ...seat.violations],
  };
}

const ATTRIBUTES = [
  'name',
  'shortName',
  'kind',
  'branchType',
  'rank',
  'ownSeal',
  'ownAccount',
  'independentAccounting',
] as const satisfies readonly (keyof UnitAttributes)[];

/** What a version says of a unit. */
export function attributesOf(version: VersionFact): UnitAttributes {
  const { name, shortName, kind, branchType, rank, ownSeal, ownAccount, independentAccounting } = version;
  return { name, shortName, kind, branchType, rank, ownSeal, ownAccount, independentAccounting };
}

function attributesBack(
  undoing: Undoing,
  { code, versions }: UnitFacts,
): { patch: Partial<UnitAttributes>; violations: Violation[] } {
  const { act, on } = undoing;
  const set = versions.find((version) => version.change === act.id && version.from === act.on);
  const before = versions.find((version) => covers(version, dayBefore(undoing)));
  if (!set || !before) return { patch: {}, violations: [] };
  const altered = ATTRIBUTES.filter((key) => set[key] !== before[key]);
  const changed = firstDay(
    versions
      .filter(({ from }) => act.on < from && from <= on)
      .filter((version) => altered.some((key) => version[key] !== set[key])),
  );
  if (changed !== null) return { patch: {}, violations: [changedSince(code, changed)] };
  return { patch: Object.fromEntries(altered.map((key) => [key, before[key]])), violations: [] };
}

function relationBack(
  undoing: Undoing,
  { code, relations }: UnitFacts,
  { kind, gone }: { kind: RelationKind; gone: ReadonlySet<string> },
): { relation: RelationChange | null; violations: Violation[] } {
  const { act, on } = undoing;
  const same = relations.filter((relation) => relation.kind === kind);
  const set = same.find((relation) => relation.change === act.id && relation.from === act.on);
  const before = same.find((relation) => covers(relation, dayBefore(undoing)));
  const ended =
    ENDING_RELATIONS.includes(act.kind) && before?.until === act.on && !same.some(({ from }) => from === act.on);
  if (!set && !ended) return { relation: null, violations: [] };
  if (set && before?.parent === set.parent && before.untilEvent === set.untilEvent)
    return { relation: null, violations: [] };

  const changed = set ? set.until : firstDay(same.filter(({ from }) => from > act.on));
  if (changed !== null && changed <= on) return { relation: null, violations: [changedSince(code, changed)] };
  if (before && gone.has(before.parent)) return { relation: null, violations: [severalActs(code, act.on)] };
  const relation = { kind, parent: before?.parent ?? null, untilEvent: before?.untilEvent ?? null };
  return { relation, violations: [] };
}

function seatBack(
  undoing: Undoing,
  { code, sites }: UnitFacts,
): { sites: ChangeResult['sites']; violations: Violation[] } {
  const { act, on } = undoing;
  const seats = sites.filter(({ role }) => role === 'SEAT');
  const set = seats.find((seat) => seat.change === act.id && seat.from === act.on);
  const before = seats.find((seat) => covers(seat, dayBefore(undoing)));
  if (!set || !before || set.site === before.site) return { sites: [], violations: [] };
  if (set.until <= on) return { sites: [], violations: [changedSince(code, set.until)] };
  return { sites: [{ site: before.site, role: 'SEAT' }], violations: [] };
}

/** What units began to receive for with the act goes back to who received for it before, and what they gave up returns. */
export function takeTerritoriesBack(undoing: Undoing, units: readonly UnitFacts[]): TakenBack[] {
  const { organization, act, on } = undoing;
  const moves = new Map<string, TakenBack>();
  const moveOf = (unit: string) => {
    const move = moves.get(unit) ?? { result: aResult(unit), violations: [] };
    moves.set(unit, move);
    return move;
  };
  for (const { code, services } of units) {
    for (const { territory, from, until, change } of services) {
      const giver = receiverOn(organization, territory, dayBefore(undoing));
      if (change !== act.id || from !== act.on || giver === code || territory.until <= on) continue;
      if (until <= on) moveOf(code).violations.push(changedSince(code, until, territory));
      else moveOf(code).result.ends.push(territory);
      if (giver !== undefined) moveOf(giver).result.starts.push(territory);
    }
  }
  if (act.kind !== 'TERRITORY') return [...moves.values()];
  const named = new Set([...units.map(({ code }) => code), ...moves.keys()]);
  for (const code of named) {
    const { starts, violations } = givenUp(undoing, organization.get(code));
    if (starts.length + violations.length === 0) continue;
    moveOf(code).result.starts.push(...starts);
    moveOf(code).violations.push(...violations);
  }
  return [...moves.values()];
}

/** What a unit stopped receiving for with the act, and nobody began to: such an end cites no act. */
function givenUp(undoing: Undoing, unit: UnitFacts): { starts: TerritoryRef[]; violations: Violation[] } {
  const { organization, act, on } = undoing;
  const starts: TerritoryRef[] = [];
  const violations: Violation[] = [];
  for (const { territory, until } of servedBefore(undoing, unit)) {
    if (until !== act.on || receiverOn(organization, territory, act.on) !== undefined) continue;
    const since = firstDay(organization.servicesOf(territory.id).filter(({ from }) => from > act.on));
    if (since !== null && since <= on) violations.push(changedSince(unit.code, since, territory));
    else starts.push(territory);
  }
  return { starts, violations };
}

/** The earliest first day of some facts. */
function firstDay(facts: readonly { from: Day }[]): Day | null {
  return facts.reduce<Day | null>((first, { from }) => (first !== null && first < from ? first : from), null);
}
