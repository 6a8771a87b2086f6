import { type Day, earlier, later, overlaps, type Period } from '../day.ts';
import type { RelationKind } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import type { Organization } from './organization.ts';

interface Relation {
  child: string;
  kind: RelationKind;
  parent: string;
  period: Period;
  path: readonly string[];
}

/** A unit never stands above itself, on any day of the new relation. */
export function decideRelationCycle(
  organization: Organization,
  { child, kind, parent, period, path }: Relation,
): Violation[] {
  const on = dayReaching(organization, { among: new Set([child]), kind, unit: parent, period });
  return on === null ? [] : [violation('UNIT_CYCLE', { path, unit: child, on })];
}

/** The first day of a period on which going up from a unit, itself included, comes to one of those looked for. */
export function dayReaching(
  organization: Organization,
  { among, kind, unit, period }: { among: ReadonlySet<string>; kind: RelationKind; unit: string; period: Period },
): Day | null {
  if (among.has(unit)) return period.from;
  const days = (organization.find(unit)?.relations ?? [])
    .filter((relation) => relation.kind === kind && overlaps(relation, period))
    .map((relation) => {
      const within = { from: later(relation.from, period.from), until: earlier(relation.until, period.until) };
      return dayReaching(organization, { among, kind, unit: relation.parent, period: within });
    })
    .filter((day) => day !== null);
  return days.reduce<Day | null>((first, day) => (first === null ? day : earlier(first, day)), null);
}
