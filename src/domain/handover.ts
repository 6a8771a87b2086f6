import type { LifeCycle } from './life-cycle.ts';

export const HANDOVER_STATUSES = ['LISTED', 'INSPECTED', 'SIGNED', 'CLOSED', 'DISPUTED'] as const;
export type HandoverStatus = (typeof HANDOVER_STATUSES)[number];

/** A dispute leads back to an inspection: what both sides then sign is what was found. */
export const HANDOVER_LIFE: LifeCycle<HandoverStatus> = {
  LISTED: ['INSPECTED', 'DISPUTED'],
  INSPECTED: ['SIGNED', 'DISPUTED'],
  SIGNED: ['CLOSED'],
  CLOSED: [],
  DISPUTED: ['INSPECTED'],
};
