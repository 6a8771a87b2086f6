import type { StaffDelta } from '../../domain/personnel/personnel.ts';

/** Ids of what facts refer to by a placeholder below zero: -1 is the first. */
export type Identified = Partial<
  Record<'transfer' | 'secondment' | 'assignment' | 'appointment' | 'change', readonly number[]>
>;

/** New facts with the ids they refer to; a placeholder stays where nothing of its kind is told. */
export function withIds(delta: StaffDelta, identified: Identified): StaffDelta {
  const idOf = (kind: keyof Identified, given: number | null) =>
    given !== null && given < 0 && identified[kind] ? (identified[kind][-given - 1] ?? null) : given;
  const acts = <T extends { transfer: number | null; change: number | null }>(fact: T): T => ({
    ...fact,
    transfer: idOf('transfer', fact.transfer),
    change: idOf('change', fact.change),
  });
  const { payroll, workplaces, leaderships } = delta;
  return {
    ...delta,
    payroll: { ...payroll, added: payroll.added.map(acts) },
    workplaces: {
      ...workplaces,
      added: workplaces.added.map(acts).map((fact) => ({
        ...fact,
        secondment: idOf('secondment', fact.secondment),
        assignment: idOf('assignment', fact.assignment),
      })),
    },
    leaderships: {
      ...leaderships,
      added: leaderships.added.map((fact) => ({ ...fact, appointment: idOf('appointment', fact.appointment) ?? 0 })),
    },
  };
}
