import {
  RETURNS,
  type Return,
  SECONDMENT_STATUSES,
  SECONDMENT_STEPS,
  type SecondmentStatus,
  type SecondmentStep,
} from '../domain/secondment.ts';
import {
  LEADER_ROLES,
  type LeaderRole,
  STAFF_CATEGORIES,
  type StaffCategory,
  WORKPLACE_BASES,
  type WorkplaceBasis,
} from '../domain/staff.ts';
import { TRANSFER_STATUSES, TRANSFER_STEPS, type TransferStatus, type TransferStep } from '../domain/transfer.ts';
import { type Described, enumOf } from './enum-of.ts';

const categories: Described<StaffCategory> = {
  CIVIL_SERVANT: 'Công chức.',
  PUBLIC_EMPLOYEE: 'Viên chức.',
  CONTRACT:
    'Người lao động hợp đồng; counted where it is paid, unless the policy `headcount.contract.counted` says no.',
  POSTAL: 'Nhân viên bưu chính; never counted.',
  VOLUNTEER: 'Tình nguyện viên; never counted.',
  OUTSIDE_SUPPORT: 'Staff that an outside body posts; never counted.',
};
export const StaffCategoryEnum = enumOf('StaffCategory', 'What a person is employed as.', [
  STAFF_CATEGORIES,
  categories,
]);

const bases: Described<WorkplaceBasis> = {
  ADDITIONAL: 'Beside the workplace of the day.',
  POST: 'As registered or transferred.',
  ASSIGNMENT: 'Placed there for some days.',
  SECONDMENT: 'Lent to that unit.',
  SECONDED_ASSIGNMENT: 'Placed there by the host during a secondment.',
};
export const WorkplaceBasisEnum = enumOf(
  'WorkplaceBasis',
  'Why a person works at a place, weakest first: on a day of several the last of them counts.',
  [WORKPLACE_BASES, bases],
);

const roles: Described<LeaderRole> = { DIRECTOR: 'Giám đốc.', DEPUTY_DIRECTOR: 'Phó giám đốc.' };
export const LeaderRoleEnum = enumOf('LeaderRole', 'As what somebody leads a unit.', [LEADER_ROLES, roles]);

const transferStatuses: Described<TransferStatus> = {
  PROPOSED: 'Proposed; not both sides agreed.',
  AGREED: 'Both sides agreed.',
  DECIDED: 'Decided; by its day it is SCHEDULED or EFFECTIVE, so this is never answered.',
  SCHEDULED: 'Decided for a day to come.',
  EFFECTIVE: 'In effect; answered by a compensating transfer only.',
  REJECTED: 'A side refused.',
  CANCELLED: 'Called off before it was effective.',
};
export const TransferStatusEnum = enumOf('TransferStatus', 'Where a transfer stands on the day.', [
  TRANSFER_STATUSES,
  transferStatuses,
]);

const transferSteps: Described<TransferStep> = {
  PROPOSED: 'It was proposed.',
  AGREED_FROM: 'The unit that lets go agreed.',
  AGREED_TO: 'The unit that receives agreed.',
  DECIDED: 'It was decided.',
  REJECTED: 'A side refused.',
  CANCELLED: 'It was called off.',
};
export const TransferStepEnum = enumOf('TransferStepKind', 'What was said about a transfer.', [
  TRANSFER_STEPS,
  transferSteps,
]);

const secondmentStatuses: Described<SecondmentStatus> = {
  PROPOSED: 'Proposed; not both bodies agreed.',
  AGREED: 'Both bodies agreed in writing.',
  DECIDED: 'Decided, and not begun.',
  ACTIVE: 'Under way.',
  EXTENDED: 'Under way, with a later end than decided at first.',
  ENDED: 'Over by its days; nothing was said of a return.',
  RETURNED: 'Over: back home, or transferred to the host.',
  RECALLED: 'Ended by the home body before its time.',
  REJECTED: 'A body refused.',
};
export const SecondmentStatusEnum = enumOf('SecondmentStatus', 'Where a secondment stands on the day.', [
  SECONDMENT_STATUSES,
  secondmentStatuses,
]);

const secondmentSteps: Described<SecondmentStep> = {
  PROPOSED: 'It was proposed.',
  AGREED_HOME: 'The body that lends agreed in writing.',
  AGREED_HOST: 'The body that receives agreed in writing.',
  DECIDED: 'It was decided.',
  EXTENDED: 'It was given a later end.',
  RECALLED: 'The person was called back.',
  RETURNED: 'It was ended.',
  REJECTED: 'A body refused.',
};
export const SecondmentStepEnum = enumOf('SecondmentStepKind', 'What was said about a secondment.', [
  SECONDMENT_STEPS,
  secondmentSteps,
]);

const returns: Described<Return> = {
  RETURN: 'The person is back home.',
  EXTEND: 'The term is made longer.',
  TRANSFER: 'The person is transferred to the host.',
};
export const SecondmentReturnEnum = enumOf('SecondmentReturn', 'What comes after a secondment.', [RETURNS, returns]);

export const TransferSideEnum = enumOf('TransferSide', 'Whose word it is about a transfer.', [
  ['FROM', 'TO'],
  { FROM: 'The unit that lets go.', TO: 'The unit that receives.' },
]);

export const SecondmentSideEnum = enumOf('SecondmentSide', 'Whose word it is about a secondment.', [
  ['HOME', 'HOST'],
  { HOME: 'The body that lends.', HOST: 'The body that receives.' },
]);

export const StaffPlaceEnum = enumOf('StaffPlace', 'In which respect a person belongs to a unit.', [
  ['PAYROLL_HOME', 'WORKPLACE', 'EITHER'],
  { PAYROLL_HOME: 'Counted and paid there.', WORKPLACE: 'Working there.', EITHER: 'One of both.' },
]);
