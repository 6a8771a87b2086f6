/** What is measured of the service of a unit and those below it. */
export const KPI_KINDS = [
  'DIGITIZED',
  'ARCHIVED',
  'PUBLISHED',
  'SATISFACTION',
  'LATE',
  'SUPPLEMENT',
  'WITHDRAWN',
] as const;
export type KpiKind = (typeof KPI_KINDS)[number];
