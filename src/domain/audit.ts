import { THING_TYPES } from './thing.ts';

/** What an audit entry can be about. */
export const AUDIT_SUBJECTS = [
  'OrgUnit',
  'LegalInstrument',
  'Territory',
  'Plan',
  'Phase',
  'Task',
  'Policy',
  'Waiver',
  'Staff',
  'Transfer',
  'Secondment',
  'Quota',
  'DossierLoad',
  'Site',
  'Readiness',
  'Counter',
  ...THING_TYPES,
] as const;

export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

/** Entries about these have a person's code as their subject. */
export const ABOUT_STAFF: readonly AuditSubject[] = ['Staff', 'Transfer', 'Secondment'];
