import type { LifeCycle } from './life-cycle.ts';

export const NEED_STATUSES = ['REGISTERED', 'CONSOLIDATED', 'FUNDED', 'PURCHASED', 'REFUSED'] as const;
export type NeedStatus = (typeof NEED_STATUSES)[number];

/** The unit registers, the provincial center consolidates, Finance allocates, the unit buys. */
export const NEED_LIFE: LifeCycle<NeedStatus> = {
  REGISTERED: ['CONSOLIDATED', 'REFUSED'],
  CONSOLIDATED: ['FUNDED', 'REFUSED'],
  FUNDED: ['PURCHASED', 'REFUSED'],
  PURCHASED: [],
  REFUSED: [],
};
