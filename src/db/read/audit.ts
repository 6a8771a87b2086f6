import { type SQL, sql } from 'drizzle-orm';
import { ABOUT_STAFF, AUDIT_SUBJECTS } from '../../domain/audit.ts';
import { PERSON_KEY } from '../../domain/personal-read.ts';
import { codesIn } from '../json.ts';
import { type At, instantText } from './at.ts';
import { changeOf } from './change.ts';
import type { Compiler, Fields } from './compiler.ts';
import { connection, NEWEST_FIRST } from './connection.ts';
import { instrumentById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import { everSees } from './scope.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

/** Codes that a read shows; whether somebody was among more is asked by the argument `staff`. */
const MOST_CODES = 1_000;

/** What is said of a person tells of all units they ever belonged to: it is for whoever sees everything. */
const told = ({ scope }: Compiler, row: SQL, what: SQL): SQL =>
  scope === null ? what : sql`CASE WHEN ${row}.subject_type <> 'Staff' THEN ${what} END`;

/** A row of `audit_entry`. */
export const auditEntryFields: Fields<DatedRow> = {
  id: ({ row }) => sql`${row}.id::text`,
  at: ({ row }) => instantText(sql`${row}.recorded_at`),
  actor: ({ row }) => sql`${row}.actor`,
  verb: ({ row }) => sql`${row}.verb`,
  subjectType: ({ row }) => sql`${row}.subject_type`,
  subject: ({ row }) => sql`${row}.subject`,
  before: ({ row }, _field, compiler) => told(compiler, row, sql`${row}.before`),
  after: ({ row }, _field, compiler) => told(compiler, row, sql`${row}.after`),
  requestId: ({ row }) => sql`${row}.request_id`,
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  change: (row, field, compiler) => changeOf(compiler, field, { row, column: 'change_id' }),
  [PERSON_KEY]: ({ row }) => sql`CASE WHEN ${row}.subject_type IN ${codesIn(ABOUT_STAFF)} THEN ${row}.subject END`,
};

/** A row of `personal_read`. */
export const personalReadFields: Fields<DatedRow> = {
  id: ({ row }) => sql`${row}.id::text`,
  at: ({ row }) => instantText(sql`${row}.at`),
  actor: ({ row }) => sql`${row}.actor`,
  requestId: ({ row }) => sql`${row}.request_id`,
  operation: ({ row }) => sql`${row}.operation`,
  field: ({ row }) => sql`${row}.field`,
  arguments: ({ row }) => sql`${row}.arguments`,
  staff: ({ row }) => sql`to_json(${row}.staff[1:${sql.raw(String(MOST_CODES))}])`,
  staffCount: ({ row }) => sql`cardinality(${row}.staff)`,
};

/** What both logs may be asked by. A type, not an interface: only it goes for any arguments. */
type LogArgs = {
  actor?: string | null;
  requestId?: string | null;
  from?: string | null;
  until?: string | null;
};

/** Conditions of a log whose entries have an instant `at`, an actor and a request. */
function inLog({ actor, requestId, from, until }: LogArgs, at: SQL): SQL[] {
  if (from != null && until != null && Date.parse(from) >= Date.parse(until))
    throw new ArgumentError('until', 'an instant after from');
  return [
    ...(actor == null ? [] : [sql`actor = ${actor}`]),
    ...(requestId == null ? [] : [sql`request_id = ${requestId}`]),
    ...(from == null ? [] : [sql`${at} >= ${from}::timestamptz`]),
    ...(until == null ? [] : [sql`${at} < ${until}::timestamptz`]),
  ];
}

const where = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`` : sql`WHERE ${sql.join([...conditions], sql` AND `)}`;

/** What was changed, page by page, the newest first. */
export function auditEntries(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { subject, subjectType, verb } = field.args as Partial<Record<string, string | null>>;
  // The index begins with the type: all types there are stand in for none.
  const types = subjectType == null ? AUDIT_SUBJECTS : [subjectType];
  const conditions = [
    ...(compiler.scope === null ? [] : [everSees(compiler, sql`audit_entry.unit_id`)]),
    ...inLog(field.args as LogArgs, sql`recorded_at`),
    ...(subject == null && subjectType == null ? [] : [sql`subject_type = ANY (${`{${types.join()}}`}::text[])`]),
    ...(subject == null ? [] : [sql`subject = ${subject}`]),
    ...(verb == null ? [] : [sql`verb = ${verb}`]),
  ];
  const row = compiler.alias('l');
  return connection(compiler, field, {
    type: 'AuditEntry',
    row: { row, at },
    order: NEWEST_FIRST,
    matching: sql`SELECT id, recorded_at AS at FROM audit_entry ${where(conditions)}`,
    from: sql`page JOIN audit_entry ${row} ON ${row}.id = page.id`,
  });
}

/** Who looked at whom, page by page, the newest first. */
export function personalReads(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { staff } = field.args as { staff?: string | null };
  const conditions = [
    // A look is not about one unit: whose role is over some of them sees none.
    ...(compiler.scope === null ? [] : [sql`false`]),
    ...inLog(field.args as LogArgs, sql`at`),
    ...(staff == null ? [] : [sql`staff @> ARRAY[${staff}]::text[]`]),
  ];
  const row = compiler.alias('l');
  return connection(compiler, field, {
    type: 'PersonalRead',
    row: { row, at },
    order: NEWEST_FIRST,
    matching: sql`SELECT id, at FROM personal_read ${where(conditions)}`,
    from: sql`page JOIN personal_read ${row} ON ${row}.id = page.id`,
  });
}
