import { GATE_KINDS, GATE_MOMENTS, type GateKind, type GateMoment } from '../domain/gate.ts';
import { PHASE_STATUSES, type PhaseStatus, PLAN_STATUSES, type PlanStatus } from '../domain/plan.ts';
import { DUE_PRECISIONS, type DuePrecision, TASK_STATUSES, type TaskStatus } from '../domain/task.ts';
import { type Described, enumOf } from './enum-of.ts';

const planStatuses: Described<PlanStatus | 'COMPLETED'> = {
  DRAFT: 'Not adopted yet.',
  ADOPTED: 'In force.',
  SUPERSEDED: 'Nothing new takes effect under it.',
  COMPLETED: 'Adopted, and each of its phases is over; derived.',
};
export const PlanStatusEnum = enumOf('PlanStatus', 'Where a plan stands on a day.', [
  [...PLAN_STATUSES, 'COMPLETED'] as const,
  planStatuses,
]);

const phaseStatuses: Described<PhaseStatus> = {
  DRAFT: 'The plan is not adopted yet.',
  PLANNED: 'Adopted, not begun.',
  READY: 'Every mandatory gate before its start was met.',
  ACTIVE: 'Under way: changes take effect in it.',
  SUSPENDED: 'Held: no change takes effect until it is resumed.',
  COMPLETED: 'Over: every mandatory gate was met.',
  CANCELLED: 'Given up before it began.',
  SUPERSEDED: 'Ended by what replaces it.',
};
export const PhaseStatusEnum = enumOf('PhaseStatus', 'Where a phase stands on a day.', [PHASE_STATUSES, phaseStatuses]);

const gateKinds: Described<GateKind> = {
  TERRITORY_COVERAGE:
    'Every territory of the plan has a receiving unit on each day of the phase (TERRITORY_UNCOVERED).',
  CHANGES_APPLIED: 'Every change the phase foresees was carried out.',
  DIRECTOR_APPOINTED: 'Each unit has its director.',
  MINIMUM_HEADCOUNT: 'Each unit has its minimum of staff.',
  SEALS_IN_USE: 'New seals are in use.',
  OLD_SEALS_RETURNED: 'Old seals were returned (Decree 99/2016/NĐ-CP).',
  SIGNBOARDS_MOUNTED: 'Signboards bear the names of the day.',
  HANDOVERS_SIGNED: 'Premises and assets were handed over on signed minutes.',
  COUNTERS_OPEN: 'Counters are open.',
  TASKS_DONE: 'No task of the phase is open.',
  ACCOUNTS_CREATED: 'Officials have their accounts.',
  KPI_REACHED: 'Service figures reach their targets.',
  ATTESTATION: 'Somebody states with evidence that it is met.',
  BANK_ACCOUNTS_OPEN: 'Each unit entitled to an account has one.',
  DIGITAL_SIGNATURES_VALID: 'Every official seconded to the units of the plan can sign digitally.',
  PROCEDURES_CONFIGURED: 'Procedures are published and configured, by count.',
  EQUIPMENT_PURCHASED: 'What was registered as needed is bought, and some was registered.',
};
export const GateKindEnum = enumOf('GateKind', 'What a gate looks at.', [GATE_KINDS, gateKinds]);

const gateMoments: Described<GateMoment> = {
  READY: 'Before the phase is ready to start.',
  COMPLETED: 'Before the phase is completed.',
};
export const GateMomentEnum = enumOf('GateMoment', 'Which step of a phase needs a gate.', [GATE_MOMENTS, gateMoments]);

const taskStatuses: Described<TaskStatus> = {
  OPEN: 'Owed.',
  DONE: 'Done.',
  CANCELLED: 'No longer owed.',
};
export const TaskStatusEnum = enumOf('TaskStatus', 'Where a task stands on a day; late is derived.', [
  TASK_STATUSES,
  taskStatuses,
]);

const precisions: Described<DuePrecision> = {
  DAY: 'A day; it is the last one in time.',
  MONTH: 'A month; its last day is the last one in time.',
  NONE: 'Words alone.',
};
export const DuePrecisionEnum = enumOf('DuePrecision', 'How exactly a deadline was given.', [
  DUE_PRECISIONS,
  precisions,
]);
