import type { LifeCycle } from './life-cycle.ts';

export const SIGNBOARD_STATUSES = ['DESIGNED', 'BRAND_APPROVED', 'MADE', 'MOUNTED', 'REMOVED', 'DISPOSED'] as const;
export type SignboardStatus = (typeof SIGNBOARD_STATUSES)[number];

/** The brand of one-stops is approved before a board is made (dispatch 2319/VPCP-KSTT, Decision 468/QĐ-TTg). */
export const SIGNBOARD_LIFE: LifeCycle<SignboardStatus> = {
  DESIGNED: ['BRAND_APPROVED', 'DISPOSED'],
  BRAND_APPROVED: ['MADE', 'DISPOSED'],
  MADE: ['MOUNTED', 'DISPOSED'],
  MOUNTED: ['REMOVED'],
  REMOVED: ['MOUNTED', 'DISPOSED'],
  DISPOSED: [],
};
