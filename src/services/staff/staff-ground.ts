import { loadHeadcount } from '../../db/repositories/headcount.ts';
import { takeStaffGround } from '../../db/repositories/staff-ground.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { earlier, later } from '../../domain/day.ts';
import { type HeadcountFacts, NOTHING_COUNTED, unitsThatCount } from '../../domain/headcount.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { countedChanges } from '../../domain/personnel/decide-personnel.ts';
import type { Heir } from '../../domain/personnel/follow-heirs.ts';
import { Personnel } from '../../domain/personnel/personnel.ts';
import type { Rulebook } from '../../domain/rulebook.ts';
import type { StaffFacts } from '../../domain/staff.ts';

/** What verbs on people decide on: the people, the units they are or come to, what rules say. */
export interface StaffGround {
  organization: Organization;
  personnel: Personnel;
  rulebook: Rulebook;
  heirs: ReadonlyMap<string, Heir>;
}

/** Takes people and units and reads what any rule on people looks at; the same statements for any number. */
export async function loadStaffGround(
  { tx }: Work,
  { staff, units, counting = true }: { staff: readonly string[]; units: readonly string[]; counting?: boolean },
): Promise<StaffGround> {
  const { people, heirs, units: facts, rulebook } = await takeStaffGround(tx, { staff, units, counting });
  return {
    organization: new Organization(facts),
    personnel: new Personnel(inOrder(people, staff)),
    rulebook,
    heirs,
  };
}

/** What is counted where payroll changes, as far as the change reaches; asked only where it does. */
export async function loadCounted({ tx }: Work, { personnel, organization }: StaffGround): Promise<HeadcountFacts> {
  const changes = countedChanges(personnel);
  const [first] = changes;
  if (!first) return NOTHING_COUNTED;
  const units = unitsThatCount(organization.codes(), changes, membershipOf(organization));
  if (units.length === 0) return NOTHING_COUNTED;
  return loadHeadcount(tx, units, {
    within: {
      from: changes.reduce((day, { from }) => earlier(day, from), first.from),
      until: changes.reduce((day, { until }) => later(day, until), first.until),
      categories: [...new Set(changes.map(({ category }) => category))],
    },
  });
}

/** As they were named: what stands in the way is told in the order of the input. */
function inOrder(people: readonly StaffFacts[], staff: readonly string[]): StaffFacts[] {
  const positions = new Map(staff.map((code, index) => [code, index]));
  const positionOf = ({ code }: StaffFacts) => positions.get(code) ?? 0;
  return [...people].sort((a, b) => positionOf(a) - positionOf(b));
}
