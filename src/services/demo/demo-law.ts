import type { Day } from '../../domain/day.ts';
import type { RecordInstrument } from '../instrument/record-instrument.ts';

/** Every person made up here has a code that begins so. */
export const DEMO_PREFIX = 'DEMO-';

/** What everything made up here cites, and so says that it is made up. */
export const DEMO_INSTRUMENT: RecordInstrument = {
  number: 'DEMO/QĐ',
  kind: 'OTHER',
  issuer: 'Dữ liệu mô phỏng',
  issuedOn: '2020-01-01',
  inForceFrom: '2020-01-01',
  title: 'Dữ liệu mô phỏng, không phải người thật (synthetic data)',
};

/** Nobody begins earlier. */
export const DEMO_FROM: Day = '2020-01-01';

/** Until this day everything is told as having happened; what lies after it is planned, whatever the clock says. */
export const DEMO_TODAY: Day = '2026-11-01';

/** The years for which posts are granted. */
export const DEMO_YEARS = [2024, 2025, 2026] as const;
