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
