/** What is counted at a unit: posts granted to it, and people whose payroll home it is. */
export const HEADCOUNT_MEASURES = ['POSTS', 'PEOPLE'] as const;
export type HeadcountMeasure = (typeof HEADCOUNT_MEASURES)[number];

/** Why posts or people move from one account to another. */
export const HEADCOUNT_REASONS = [
  'REGISTERED',
  'LEFT',
  'TRANSFERRED',
  'RECATEGORIZED',
  'GRANTED',
  'WITHDRAWN',
  'YEAR_END',
  'MERGED',
  'REORGANIZED',
] as const;
export type HeadcountReason = (typeof HEADCOUNT_REASONS)[number];
