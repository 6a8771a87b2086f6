export const COUNTER_KINDS = ['STANDARD', 'NON_BOUNDARY', 'PRIORITY', 'COMBINED'] as const;
export type CounterKind = (typeof COUNTER_KINDS)[number];
