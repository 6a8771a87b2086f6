import { writeStaffDelta } from '../../db/repositories/staff.ts';
import type { Work } from '../../db/unit-of-work.ts';
import type { HeadcountFacts } from '../../domain/headcount.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import type { Paths } from '../../domain/personnel/decide-person.ts';
import { decidePersonnel } from '../../domain/personnel/decide-personnel.ts';
import { followHeirs } from '../../domain/personnel/follow-heirs.ts';
import { blocks, type Violation } from '../../domain/violation.ts';
import { liftWaived } from '../../domain/waiver.ts';
import { auditPersonnel } from './audit-personnel.ts';
import { loadCounted, type StaffGround } from './staff-ground.ts';
import { type Identified, withIds } from './with-ids.ts';

export interface Settling {
  /** What the verb's own rules found. */
  found: readonly Violation[];
  /** Where in the input a person is spoken of. */
  pathsOf(staff: string): Paths;
  /** Records what the new facts refer to, once nothing stands in the way. */
  identify?(): Promise<Identified>;
  /** Whether that is one record, to which facts then refer without anybody waiting for its id. */
  single?: boolean;
  audit: { instrument: number | null };
  /** What is counted where payroll changes, where that was read already. */
  headcount?: HeadcountFacts;
}

/**
 * What every verb on people ends in: what it made of them is decided on as a whole, written and audited; nothing is where
 * something stands in the way. Answers everything there is to say, and the ids recorded.
 */
export async function settleStaff(
  work: Work,
  ground: StaffGround,
  { found, pathsOf, identify, single = false, audit, headcount }: Settling,
): Promise<{ violations: Violation[]; identified: Identified | null }> {
  const within = membershipOf(ground.organization);
  const { personnel, heirs } = ground;
  for (const person of personnel.all())
    if (person !== personnel.before(person.code)) personnel.put(followHeirs(person, heirs));
  const all = [
    ...found,
    ...decidePersonnel({ ...ground, headcount: headcount ?? (await loadCounted(work, ground)) }, pathsOf),
  ];
  const violations = liftWaived(all, ground.rulebook.waivers, (unit, root) => within(unit, root).length > 0);
  if (blocks(violations)) return { violations, identified: null };
  const identifying = identify?.() ?? Promise.resolve({});
  const known = single ? {} : await identifying;
  // Sent in this order, one after the other, and waited for together.
  const [identified] = await Promise.all([
    identifying,
    writeStaffDelta(work.tx, withIds(ground.personnel.delta(), known)),
    work.use(violations),
    work.audit(auditPersonnel(ground.personnel, audit.instrument)),
  ]);
  return { violations, identified };
}
