import type { LifeCycle } from './life-cycle.ts';

export const ACCOUNT_STATUSES = ['REQUESTED', 'OPENED', 'CLOSED', 'REFUSED'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export const ACCOUNT_LIFE: LifeCycle<AccountStatus> = {
  REQUESTED: ['OPENED', 'REFUSED'],
  OPENED: ['CLOSED'],
  CLOSED: [],
  REFUSED: [],
};
