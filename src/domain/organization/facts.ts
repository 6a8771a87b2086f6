import type { RelationChange } from '../change.ts';
import { covers, type Day, earlier, FOREVER, type Period } from '../day.ts';
import type { RelationFact, RelationKind, UnitAttributes, VersionFact } from '../unit.ts';

interface Stored extends Period {
  id: number | null;
}

/** Ends facts on a day: those that begin later vanish, the one that spans it is restated shorter. */
export function cut<T extends Stored>(facts: readonly T[], on: Day): T[] {
  return facts
    .filter((fact) => fact.from < on)
    .map((fact) => (fact.until > on ? { ...fact, id: null, until: on } : fact));
}

/** Ends what holds on a day; what is planned for later stays. */
export function endCurrent<T extends Stored>(facts: readonly T[], on: Day): T[] {
  return facts.flatMap((fact) => (covers(fact, on) ? cut([fact], on) : [fact]));
}

/** What of the facts lies on or after a day, as new facts of the given change. */
export function tail<T extends Stored & { change: number }>(facts: readonly T[], on: Day, change: number): T[] {
  return facts
    .filter((fact) => fact.until > on)
    .map((fact) => (fact.from < on ? { ...fact, id: null, from: on, change } : { ...fact, id: null }));
}

/** The attributes that are given: one left out may also be there as undefined. */
export const given = (patch: Partial<UnitAttributes>): Partial<UnitAttributes> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

const keysOf = (patch: Partial<UnitAttributes>) => Object.keys(patch) as (keyof UnitAttributes)[];

/**
 * Changes attributes from a day on. A version already planned for later keeps an attribute that it changes itself:
 * a rename today does not undo the rename decided for next year.
 */
export function patchVersions(
  versions: readonly VersionFact[],
  { on, patch, change }: { on: Day; patch: Partial<UnitAttributes>; change: number },
): VersionFact[] {
  const before = versions.find((version) => covers(version, on));
  if (!before) return [...versions];
  let pending = keysOf(patch).filter((key) => patch[key] !== undefined && patch[key] !== before[key]);
  return versions.flatMap((version) => {
    if (version.until <= on) return [version];
    pending = pending.filter((key) => version[key] === before[key]);
    if (pending.length === 0) return [version];
    const changed = { ...version, ...Object.fromEntries(pending.map((key) => [key, patch[key]])), id: null };
    if (version.from >= on) return [{ ...changed, change: version.from === on ? change : version.change }];
    return [
      { ...version, id: null, until: on },
      { ...changed, from: on, change },
    ];
  });
}

/** The day until which a relation begun on `on` may last: the end of the one it replaces, or the next one's start. */
export function relationEnd(relations: readonly RelationFact[], kind: RelationKind, on: Day): Day {
  const same = relations.filter((relation) => relation.kind === kind && relation.until > on);
  const current = same.find((relation) => covers(relation, on));
  if (current) return current.until;
  return same.reduce((end, relation) => (relation.from < end ? relation.from : end), FOREVER);
}

/** Replaces the relation of one kind from a day on, leaving what is planned for later alone. */
export function replaceRelation(relations: readonly RelationFact[], next: RelationFact): RelationFact[] {
  const kept = relations.flatMap((relation) => {
    if (relation.kind !== next.kind || !covers(relation, next.from)) return [relation];
    return relation.from < next.from ? [{ ...relation, id: null, until: next.from }] : [];
  });
  return [...kept, next];
}

/** Relations as a unit has them once a change gave it others from a day on; one it has already stays as it is. */
export function changeRelations(
  relations: readonly RelationFact[],
  changes: readonly RelationChange[],
  { on, life, change }: { on: Day; life: Day; change: number },
): RelationFact[] {
  return changes.reduce<RelationFact[]>(
    (facts, { kind, parent, untilEvent }) => {
      const same = facts.filter((fact) => fact.kind === kind);
      const current = same.find((fact) => covers(fact, on));
      const keepsEvent = untilEvent === undefined || untilEvent === current?.untilEvent;
      if (current && current.parent === parent && keepsEvent) return facts;
      if (parent === null) return [...facts.filter((fact) => fact.kind !== kind), ...endCurrent(same, on)];
      const until = earlier(relationEnd(facts, kind, on), life);
      return replaceRelation(facts, {
        id: null,
        kind,
        parent,
        untilEvent: untilEvent ?? null,
        from: on,
        until,
        change,
      });
    },
    [...relations],
  );
}

/**
 * Restates the version of a day as it should have been recorded. Where its first day was wrong, the version before it
 * ends on the right one.
 */
export function correctVersion(
  versions: readonly VersionFact[],
  { on, patch, beganOn, change }: { on: Day; patch: Partial<UnitAttributes>; beganOn: Day | null; change: number },
): VersionFact[] {
  const wrong = versions.find((version) => covers(version, on));
  if (!wrong) return [...versions];
  const from = beganOn ?? wrong.from;
  return versions.map((version) => {
    if (version === wrong) return { ...wrong, ...given(patch), id: null, from, change };
    return version.until === wrong.from && from !== wrong.from ? { ...version, id: null, until: from } : version;
  });
}
