import type { Day } from './day.ts';

export const INSTRUMENT_KINDS = [
  'LAW',
  'RESOLUTION',
  'DECREE',
  'CIRCULAR',
  'DECISION',
  'PLAN',
  'CONCLUSION',
  'DISPATCH',
  'OTHER',
] as const;
export type InstrumentKind = (typeof INSTRUMENT_KINDS)[number];

export interface Instrument {
  id: number;
  number: string;
  kind: InstrumentKind;
  issuer: string;
  issuedOn: Day;
  inForceFrom: Day;
  title: string;
}
