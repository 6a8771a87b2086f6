import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import { type ExportKind, MOST_EXPORTED_ROWS } from '../../domain/export.ts';
import { PERSON_KEY } from '../../domain/personal-read.ts';
import { type At, known, valid } from './at.ts';
import { asList, type Compiler, inVietnamese } from './compiler.ts';
import { headcountByUnit } from './headcount-by-unit.ts';
import { ENTRY_KEY, ledgerParts } from './headcount-ledger.ts';
import { liveStaff } from './nearest.ts';
import { ArgumentError, type SelectedField } from './selection.ts';
import { inUnit } from './staff-members.ts';

/** A type, not an interface: only it goes for any arguments. */
type ExportArgs = {
  kind: ExportKind;
  unit: string;
  asOf?: string | null;
  from?: string | null;
  until?: string | null;
};

/** Beside its columns a row tells whom it shows. */
const PERSON = sql.identifier(PERSON_KEY);

/** One row more than may be exported shows that there are too many; no parameter, of which a plan knows nothing. */
const LIMIT = sql.raw(`LIMIT ${MOST_EXPORTED_ROWS + 1}`);

/** The rows of a table to be exported, under the keys of its columns; null where there is no such unit. */
export function exportTable(compiler: Compiler, { args }: SelectedField, at: At): SQL {
  const order = args as ExportArgs;
  const rows = rowsOf(compiler, order, at);
  return sql`(CASE WHEN EXISTS (SELECT FROM unit WHERE code = ${order.unit}) THEN ${asList(rows)} END)`;
}

function rowsOf(compiler: Compiler, order: ExportArgs, at: At): SQL {
  switch (order.kind) {
    case 'STAFF':
      if (order.from != null) throw new ArgumentError('from', 'no period: staff is exported as of a day, asOf');
      if (order.until != null) throw new ArgumentError('until', 'no period: staff is exported as of a day, asOf');
      return staffRows(compiler, order.unit, at);
    case 'HEADCOUNT': {
      const period = order.from == null && order.until == null ? null : periodOf(order);
      return headcountRows(order.unit, period, at);
    }
    case 'LEDGER':
      return ledgerRows(order.unit, periodOf(order), at);
  }
}

function periodOf({ asOf, from, until }: ExportArgs): { from: Day; until: Day } {
  if (asOf != null) throw new ArgumentError('asOf', 'either a day or a period');
  if (from == null) throw new ArgumentError('from', 'the first day of a period');
  if (until == null || from >= until) throw new ArgumentError('until', 'a day after from');
  return { from, until };
}

const codeOf = (unit: SQL): SQL => sql`(SELECT code FROM unit WHERE unit.id = ${unit})`;

/** What a unit is called on a day, or on the nearest to it on which there is such a unit. */
const nameOf = (unit: SQL, day: SQL, at: At): SQL => sql`(
  SELECT n.name FROM unit_version n WHERE n.unit_id = ${unit} AND ${known(sql`n`, at)}
  ORDER BY n.valid_from <= ${day} DESC, abs(n.valid_from - ${day}) LIMIT 1)`;

/** People of a unit and those below it, in Vietnamese order; since when their payroll home, or else their workplace, is theirs. */
function staffRows(compiler: Compiler, unit: string, at: At): SQL {
  const { row, from } = liveStaff(compiler, at);
  const { staff, version } = row;
  return sql`
    SELECT ${staff}.code, ${staff}.code AS ${PERSON}, ${version}.name, ${version}.category, ${codeOf(sql`home.unit_id`)} AS "payrollHome", ${nameOf(sql`home.unit_id`, at.asOf, at)} AS "payrollHomeName",
      ${codeOf(sql`there.unit_id`)} AS workplace, ${nameOf(sql`there.unit_id`, at.asOf, at)} AS "workplaceName", coalesce(home.valid_from, there.valid_from) AS "from"
    FROM ${from} LEFT JOIN payroll home ON home.staff_id = ${staff}.id AND ${valid(sql`home`, at)}
    LEFT JOIN LATERAL (
      SELECT w.unit_id, w.valid_from FROM workplace w WHERE w.staff_id = ${staff}.id AND w.basis <> 'ADDITIONAL' AND ${valid(sql`w`, at)}
      ORDER BY w.basis DESC LIMIT 1) AS there ON true
    WHERE ${inUnit({ unit }, { staff: sql`${staff}.id`, at })}
    ORDER BY ${inVietnamese(sql`${version}.name`)}, ${staff}.code ${LIMIT}`;
}

function headcountRows(unit: string, period: { from: Day; until: Day } | null, at: At): SQL {
  const from = period ? sql`${period.from}::date` : at.asOf;
  const window = period
    ? sql`daterange(${period.from}::date, ${period.until}::date)`
    : sql`daterange(${at.asOf}, ${at.asOf} + 1)`;
  return sql`
    SELECT ${codeOf(sql`figure.unit_id`)} AS unit, ${nameOf(sql`figure.unit_id`, from, at)} AS "unitName", category, ceiling, minimum, payroll, vacancies,
      seconded_in AS "secondedIn", seconded_out AS "secondedOut"
    FROM (${headcountByUnit(sql`${unit}`, window, at)}) AS figure ORDER BY unit, category ${LIMIT}`;
}

function ledgerRows(root: string, period: { from: Day; until: Day }, at: At): SQL {
  const ledger = { root: sql`${root}`, from: sql`${period.from}::date`, until: sql`${period.until}::date`, at };
  const eve = sql`(on_day - 1)`;
  return sql`
    WITH RECURSIVE ${ledgerParts(ledger)}
    SELECT on_day AS "on", measure, quantity, ${codeOf(sql`debit_id`)} AS debit, ${nameOf(sql`debit_id`, sql`on_day`, at)} AS "debitName", debit_category AS "debitCategory",
      ${codeOf(sql`credit_id`)} AS credit, ${nameOf(sql`credit_id`, eve, at)} AS "creditName", credit_category AS "creditCategory",
      (SELECT code FROM staff WHERE staff.id = staff_id) AS staff, (SELECT code FROM staff WHERE staff.id = staff_id) AS ${PERSON},
      (SELECT s.name FROM staff_version s WHERE s.staff_id = entry.staff_id AND ${known(sql`s`, at)}
        ORDER BY s.valid_from <= on_day DESC, abs(s.valid_from - on_day) LIMIT 1) AS "staffName",
      reason, (SELECT number FROM legal_instrument i WHERE i.id = instrument_id) AS instrument
    FROM entry ORDER BY on_day, ${ENTRY_KEY} ${LIMIT}`;
}
