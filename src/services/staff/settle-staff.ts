import type { AuditRecord } from '../../db/repositories/audit.ts';
import { writeStaffDelta } from '../../db/repositories/staff.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import type { Paths } from '../../domain/personnel/decide-person.ts';
import { decidePersonnel } from '../../domain/personnel/decide-personnel.ts';
import type { StaffDelta } from '../../domain/personnel/personnel.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { blocks, type Violation } from '../../domain/violation.ts';
import { liftWaived } from '../../domain/waiver.ts';
import type { StaffGround } from './staff-ground.ts';

/** Ids of what facts refer to by a placeholder below zero: -1 is the first. */
export type Identified = Partial<Record<'transfer' | 'secondment' | 'assignment' | 'appointment', readonly number[]>>;

export interface Settling {
  /** What the verb's own rules found. */
  found: readonly Violation[];
  /** Where in the input a person is spoken of. */
  pathsOf(staff: string): Paths;
  /** Records what the new facts refer to, once nothing stands in the way. */
  identify?(): Promise<Identified>;
  audit: { instrument: number | null };
}

/**
 * What every verb on people ends in: what it made of them is decided on as a whole, written and audited; nothing is where
 * something stands in the way. Answers everything there is to say, and the ids recorded.
 */
export async function settleStaff(
  work: Work,
  ground: StaffGround,
  { found, pathsOf, identify, audit }: Settling,
): Promise<{ violations: Violation[]; identified: Identified | null }> {
  const within = membershipOf(ground.organization);
  const all = [...found, ...decidePersonnel(ground, pathsOf)];
  const violations = liftWaived(all, ground.rulebook.waivers, (unit, root) => within(unit, root).length > 0);
  if (blocks(violations)) return { violations, identified: null };
  const identified = (await identify?.()) ?? {};
  await writeStaffDelta(work.tx, withIds(ground.personnel.delta(), identified));
  await work.use(violations);
  await work.audit(
    ground.personnel
      .all()
      .filter((person) => person !== ground.personnel.before(person.code))
      .map((person) => auditOf(person, ground.personnel.before(person.code), audit.instrument)),
  );
  return { violations, identified };
}

/** New facts with the ids they refer to. */
function withIds(delta: StaffDelta, identified: Identified): StaffDelta {
  const idOf = (kind: keyof Identified, given: number | null) =>
    given !== null && given < 0 ? (identified[kind]?.[-given - 1] ?? null) : given;
  return {
    ...delta,
    payroll: {
      ...delta.payroll,
      added: delta.payroll.added.map((fact) => ({ ...fact, transfer: idOf('transfer', fact.transfer) })),
    },
    workplaces: {
      ...delta.workplaces,
      added: delta.workplaces.added.map((fact) => ({
        ...fact,
        transfer: idOf('transfer', fact.transfer),
        secondment: idOf('secondment', fact.secondment),
        assignment: idOf('assignment', fact.assignment),
      })),
    },
    leaderships: {
      ...delta.leaderships,
      added: delta.leaderships.added.map((fact) => ({
        ...fact,
        appointment: idOf('appointment', fact.appointment) ?? 0,
      })),
    },
  };
}

/** What was believed and is no longer, and what is instead. */
function auditOf(after: StaffFacts, before: StaffFacts | undefined, instrument: number | null): AuditRecord {
  const differing = (one: StaffFacts, other: StaffFacts | undefined) => {
    const kinds = ['versions', 'payroll', 'workplaces', 'leaderships', 'signatures'] as const;
    const entries = kinds.map((kind) => {
      const others = new Set<unknown>(other?.[kind] ?? []);
      return [kind, one[kind].filter((fact) => !others.has(fact)).map(({ id: _id, ...fact }) => fact)] as const;
    });
    return Object.fromEntries(entries.filter(([, facts]) => facts.length > 0));
  };
  return {
    subjectType: 'Staff',
    subject: after.code,
    before: before ? differing(before, after) : null,
    after: differing(after, before),
    instrument,
    change: null,
  };
}
