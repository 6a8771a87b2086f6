import { decideOwnScope, decideSecondedPlacement, type Placement, placePerson } from './assignment.ts';
import { type Day, FOREVER, type Period } from './day.ts';
import type { Organization } from './organization/organization.ts';
import { decidePerson } from './personnel/decide-person.ts';
import type { StaffFacts } from './staff.ts';
import { blocks, type Violation, type ViolationCode } from './violation.ts';

export const ALTERNATIVE_KINDS = ['ANOTHER_DAY', 'ANOTHER_UNIT', 'SECONDMENT', 'WAIVER'] as const;
type AlternativeKind = (typeof ALTERNATIVE_KINDS)[number];

/** Something near to what was asked that the rules would allow. */
export interface Alternative extends Period {
  kind: AlternativeKind;
  /** The unit; for a secondment the host. */
  unit: string;
  /** For a waiver: the rule to be waived. */
  code: ViolationCode | null;
}

const PATHS = { staff: ['staff'], payroll: ['staff'], workplace: ['unit'], leadership: ['unit'] };

/** Everything that speaks against placing a person. */
export function explainPlacement(organization: Organization, person: StaffFacts, placement: Placement): Violation[] {
  const after = placePerson(person, placement);
  return [
    ...decideOwnScope(organization, person, placement),
    ...decideSecondedPlacement(organization, person, placement),
    ...decidePerson(organization, { after, paths: PATHS }),
  ];
}

/** The nearest days on which the same placement would be allowed: the last before and the first after the one asked. */
export function otherDays(organization: Organization, person: StaffFacts, placement: Placement): Alternative[] {
  const { unit, from, until } = placement;
  const spans = [
    ...person.versions,
    ...person.workplaces,
    ...(organization.find(unit)?.relations ?? []),
    ...(organization.find(unit) ? [organization.get(unit).life] : []),
  ];
  const edges = [...new Set(spans.flatMap((span) => [span.from, span.until]))].filter((day) => day !== FOREVER).sort();
  const fits = (day: Day) =>
    day < until && !blocks(explainPlacement(organization, person, { ...placement, from: day }));
  const after = edges.find((day) => day > from && fits(day));
  const before = until === FOREVER ? undefined : edges.findLast((day) => day < from && fits(day));
  return [before, after].flatMap((day) =>
    day === undefined ? [] : [{ kind: 'ANOTHER_DAY' as const, unit, from: day, until, code: null }],
  );
}

/** Units of some at which the person could be placed on the same days, in the order given; at most so many. */
export function otherUnits(
  organization: Organization,
  { person, placement, units }: { person: StaffFacts; placement: Placement; units: readonly string[] },
  most: number,
): Alternative[] {
  const { from, until } = placement;
  const found: Alternative[] = [];
  for (const unit of units) {
    if (found.length === most) break;
    if (unit !== placement.unit && !blocks(explainPlacement(organization, person, { ...placement, unit })))
      found.push({ kind: 'ANOTHER_UNIT', unit, from, until, code: null });
  }
  return found;
}

/** Waivers that would be needed, where nothing else stands in the way. */
export function waiversNeeded(violations: readonly Violation[], { unit, from, until }: Placement): Alternative[] {
  const blocking = violations.filter(({ severity }) => severity === 'BLOCKING');
  if (blocking.length === 0 || !blocking.every(({ waivable }) => waivable)) return [];
  return [...new Set(blocking.map(({ code }) => code))].map((code) => ({ kind: 'WAIVER', unit, from, until, code }));
}
