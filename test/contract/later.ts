/** Operations that no slice brings yet. One that has become valid must leave this list, so that it stays valid. */
export const LATER_OPERATIONS: readonly string[] = [
  'advance-seal',
  'allocate-headcount',
  'appoint-leader',
  'assign-staff',
  'capacity',
  'complete-phase',
  'plan-status',
  'register-staff',
  'rehearse-phase',
  'request-seal',
  'second-staff',
  'start-phase',
  'tasks',
  'transfer-staff',
];

/** Steps of scenarios whose operation is there but whose rule is not. One that has become true must leave this list. */
export const LATER_STEPS: readonly string[] = ['12-seals-and-names: a frozen name'];
