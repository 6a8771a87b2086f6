import type { Change } from '../change.ts';
import { type Day, earlier, FOREVER, later, overlaps, type Period } from '../day.ts';
import type { RelationFact, RelationKind } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import { changeRelations } from './facts.ts';
import type { Organization } from './organization.ts';

interface Relation {
  child: string;
  kind: RelationKind;
  parent: string;
  period: Period;
  path: readonly string[];
}

/** A unit never stands above itself, on any day of the new relation; the change's other results may close the circle. */
export function decideRelationCycle(
  organization: Organization,
  change: Change,
  { child, kind, parent, period, path }: Relation,
): Violation[] {
  const relationsOf = relationsAfter(organization, change);
  const on = dayReaching(relationsOf, { among: new Set([child]), kind, unit: parent, period });
  return on === null ? [] : [violation('UNIT_CYCLE', { path, unit: child, on })];
}

/** How units stand once the results of a change stand as it says; what sources pass on is not yet passed on. */
export function relationsAfter(organization: Organization, { results, on }: Change) {
  return (code: string): readonly RelationFact[] => {
    const unit = organization.find(code);
    const result = results.find((one) => one.unit === code);
    const life = unit?.life.until ?? FOREVER;
    const relations = unit?.relations ?? [];
    return result ? changeRelations(relations, result.relations, { on, life, change: 0 }) : relations;
  };
}

interface Climb {
  among: ReadonlySet<string>;
  kind: RelationKind;
  unit: string;
  period: Period;
}

/** The first day of a period on which going up from a unit, itself included, comes to one of those looked for. */
export function dayReaching(
  relationsOf: (unit: string) => readonly RelationFact[],
  { among, kind, unit, period }: Climb,
  passed: readonly string[] = [],
): Day | null {
  if (among.has(unit)) return period.from;
  if (passed.includes(unit)) return null;
  const days = relationsOf(unit)
    .filter((relation) => relation.kind === kind && overlaps(relation, period))
    .map((relation) => {
      const within = { from: later(relation.from, period.from), until: earlier(relation.until, period.until) };
      return dayReaching(relationsOf, { among, kind, unit: relation.parent, period: within }, [...passed, unit]);
    })
    .filter((day) => day !== null);
  return days.reduce<Day | null>((first, day) => (first === null ? day : earlier(first, day)), null);
}
