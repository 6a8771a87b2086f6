import type { LifeCycle } from './life-cycle.ts';

/** The one seal by which a unit signs; a further wet seal, by permission; a dry and a reduced impression of it. */
export const SEAL_KINDS = ['PRINCIPAL', 'ADDITIONAL', 'EMBOSSED', 'REDUCED'] as const;
export type SealKind = (typeof SEAL_KINDS)[number];

export const SEAL_STATUSES = [
  'REQUESTED',
  'AUTHORIZED',
  'ENGRAVED',
  'REGISTERED',
  'IN_USE',
  'WITHDRAWN',
  'RETURNED',
  'DESTROYED',
  'ARCHIVED',
  'LOST',
  'INVALIDATED',
] as const;
export type SealStatus = (typeof SEAL_STATUSES)[number];

/** Decree 99/2016/NĐ-CP: a specimen is registered before its seal is used, and a seal that is withdrawn goes back. */
export const SEAL_LIFE: LifeCycle<SealStatus> = {
  REQUESTED: ['AUTHORIZED', 'INVALIDATED'],
  AUTHORIZED: ['ENGRAVED', 'INVALIDATED'],
  ENGRAVED: ['REGISTERED', 'LOST', 'INVALIDATED'],
  REGISTERED: ['IN_USE', 'WITHDRAWN', 'LOST', 'INVALIDATED'],
  IN_USE: ['WITHDRAWN', 'LOST', 'INVALIDATED'],
  WITHDRAWN: ['RETURNED', 'LOST', 'INVALIDATED'],
  RETURNED: ['DESTROYED', 'ARCHIVED'],
  DESTROYED: [],
  ARCHIVED: [],
  LOST: ['RETURNED', 'INVALIDATED'],
  INVALIDATED: ['RETURNED', 'DESTROYED', 'ARCHIVED'],
};
