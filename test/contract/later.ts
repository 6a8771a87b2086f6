/** Operations that no slice brings yet. One that has become valid must leave this list, so that it stays valid. */
export const LATER_OPERATIONS: readonly string[] = [
  'advance-seal',
  'allocate-headcount',
  'appoint-leader',
  'assign-staff',
  'capacity',
  'register-staff',
  'request-seal',
  'second-staff',
  'transfer-staff',
];
