import { outsideUnit } from './organization.ts';
import { believed, onePerDay, type Proof, staffCode, unique, unitCode } from './proof.ts';

const believedOf = (table: string): string =>
  `SELECT unit_id, valid_from, valid_to FROM ${table} WHERE superseded_at = 'infinity'`;

const OF_EMPLOYMENT = ['payroll', 'workplace', 'leadership', 'digital_signature'] as const;

/** What is said of a person lies within their employment. */
const withinEmployment = OF_EMPLOYMENT.map(
  (table): Proof => ({
    code: 'FACT_OUTSIDE_EMPLOYMENT',
    title: table,
    sql: `
    WITH employment AS (
      SELECT staff_id, range_agg(daterange(valid_from, valid_to)) AS days FROM staff_version
      WHERE superseded_at = 'infinity' AND valid_from < valid_to GROUP BY staff_id)
    SELECT ${staffCode('f.staff_id')} AS subject, lower(datemultirange(daterange(f.valid_from, f.valid_to)) - coalesce(e.days, '{}')) AS day
    FROM ${table} f LEFT JOIN employment e USING (staff_id)
    WHERE ${believed('f')} AND f.valid_from < f.valid_to AND NOT coalesce(e.days, '{}') @> daterange(f.valid_from, f.valid_to)`,
  }),
);

/** People, where they are paid, work and lead, and what was said of lending them. */
export const staffProofs: readonly Proof[] = [
  onePerDay({
    code: 'STAFF_VERSION_OVERLAP',
    table: 'staff_version',
    keys: ['f.staff_id'],
    subject: staffCode('f.staff_id'),
  }),
  onePerDay({ code: 'STAFF_HOME_OVERLAP', table: 'payroll', keys: ['f.staff_id'], subject: staffCode('f.staff_id') }),
  onePerDay({
    code: 'STAFF_WORKPLACE_OVERLAP',
    table: 'workplace',
    keys: ['f.staff_id', 'f.basis'],
    where: `f.basis <> 'ADDITIONAL'`,
    subject: staffCode('f.staff_id'),
  }),
  onePerDay({
    code: 'STAFF_WORKPLACE_OVERLAP',
    table: 'workplace',
    keys: ['f.staff_id', 'f.unit_id', `coalesce(f.counter, '')`],
    where: `f.basis = 'ADDITIONAL'`,
    subject: staffCode('f.staff_id'),
  }),
  onePerDay({
    code: 'DIRECTOR_EXISTS',
    table: 'leadership',
    keys: ['f.unit_id'],
    where: `f.role = 'DIRECTOR'`,
    subject: unitCode('f.unit_id'),
  }),
  onePerDay({
    code: 'LEADERSHIP_OVERLAP',
    table: 'leadership',
    keys: ['f.staff_id', 'f.unit_id'],
    subject: staffCode('f.staff_id'),
  }),
  onePerDay({
    code: 'LEADERSHIP_OVERLAP',
    table: 'leadership',
    keys: ['f.staff_id'],
    where: 'NOT f.concurrent',
    subject: staffCode('f.staff_id'),
  }),
  onePerDay({
    code: 'SIGNATURE_OVERLAP',
    table: 'digital_signature',
    keys: ['f.issuer', 'f.serial'],
    subject: staffCode('f.staff_id'),
  }),
  ...withinEmployment,
  outsideUnit('payroll', believedOf('payroll')),
  outsideUnit('workplace', believedOf('workplace')),
  outsideUnit('leadership', believedOf('leadership')),
  {
    code: 'STAFF_CATEGORY_MISMATCH',
    title: 'payroll: a person is counted in their category',
    sql: `
    SELECT ${staffCode('p.staff_id')} AS subject, greatest(p.valid_from, v.valid_from) AS day
    FROM payroll p JOIN staff_version v ON v.staff_id = p.staff_id AND ${believed('v')} AND v.category <> p.category
      AND p.valid_from < v.valid_to AND v.valid_from < p.valid_to
    WHERE ${believed('p')}`,
  },
  {
    code: 'SECONDMENT_COUNTED_AT_HOST',
    title: 'payroll: who is lent is counted at home, which is not the host',
    sql: `
    SELECT ${staffCode('w.staff_id')} AS subject, greatest(p.valid_from, w.valid_from) AS day
    FROM workplace w JOIN payroll p ON p.staff_id = w.staff_id AND p.unit_id = w.unit_id AND ${believed('p')}
      AND p.valid_from < w.valid_to AND w.valid_from < p.valid_to
    WHERE w.basis = 'SECONDMENT' AND ${believed('w')}
    UNION ALL SELECT ${staffCode('staff_id')}, from_day FROM secondment WHERE home_id = host_id`,
  },
  unique('ALREADY_DONE', 'transfer_step', { keys: 'transfer_id, step' }),
  unique('ALREADY_DONE', 'secondment_step', { keys: 'secondment_id, step', where: `step <> 'EXTENDED'` }),
];
