/** What a unit has ready before it opens, by count. */
export const READINESS_ITEMS = ['OFFICIAL_ACCOUNTS', 'PROCEDURES'] as const;
export type ReadinessItem = (typeof READINESS_ITEMS)[number];
