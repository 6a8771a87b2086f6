import { loadHeadcount } from '../../db/repositories/headcount.ts';
import { loadFacts } from '../../db/repositories/organization.ts';
import { loadRulebook } from '../../db/repositories/rulebooks.ts';
import { loadStaff, lockCountingUnits, lockStaff } from '../../db/repositories/staff.ts';
import { findHeirs } from '../../db/repositories/units.ts';
import type { Work } from '../../db/unit-of-work.ts';
import type { HeadcountFacts } from '../../domain/headcount.ts';
import { Organization } from '../../domain/organization/organization.ts';
import type { Heir } from '../../domain/personnel/follow-heirs.ts';
import { Personnel } from '../../domain/personnel/personnel.ts';
import type { Rulebook } from '../../domain/rulebook.ts';
import type { StaffFacts } from '../../domain/staff.ts';

/** What verbs on people decide on: the people, the units they are or come to, what is counted there, what rules say. */
export interface StaffGround {
  organization: Organization;
  personnel: Personnel;
  headcount: HeadcountFacts;
  rulebook: Rulebook;
  heirs: ReadonlyMap<string, Heir>;
}

/** Takes people and units, in this order, and reads what any rule on people looks at; the same statements for any number. */
export async function loadStaffGround(
  { tx }: Work,
  { staff, units }: { staff: readonly string[]; units: readonly string[] },
): Promise<StaffGround> {
  // The lock comes before the read: a decision is only as good as the facts it saw.
  await lockStaff(tx, staff);
  const people = inOrder(await loadStaff(tx, staff), staff);
  const named = [...new Set([...units, ...people.flatMap(unitsOf)])];
  const heirs = await findHeirs(tx, named);
  const places = [...new Set([...named, ...[...heirs.values()].map(({ heir }) => heir)])];
  await lockCountingUnits(tx, places);
  const facts = await loadFacts(tx, { units: places, territories: [], standing: true });
  return {
    organization: new Organization(facts),
    personnel: new Personnel(people),
    headcount: await loadHeadcount(tx, places),
    rulebook: await loadRulebook(tx, places),
    heirs,
  };
}

/** As they were named: what stands in the way is told in the order of the input. */
function inOrder(people: readonly StaffFacts[], staff: readonly string[]): StaffFacts[] {
  const positions = new Map(staff.map((code, index) => [code, index]));
  const positionOf = ({ code }: StaffFacts) => positions.get(code) ?? 0;
  return [...people].sort((a, b) => positionOf(a) - positionOf(b));
}

const unitsOf = ({ payroll, workplaces, leaderships }: StaffFacts): string[] =>
  [...payroll, ...workplaces, ...leaderships].map(({ unit }) => unit);
