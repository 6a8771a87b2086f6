import { type SQL, sql } from 'drizzle-orm';
import type { AuditSubject } from '../../domain/audit.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { given } from '../json.ts';

/** What was done to whom; before and after are what a reader needs to understand it without the tables. */
export interface AuditRecord {
  subjectType: AuditSubject;
  subject: string;
  before: unknown;
  after: unknown;
  instrument: number | null;
  change: number | null;
  /** The waivers without which it would have been refused. */
  waivers?: readonly number[];
}

/** Who did it, by which verb, in which request. */
export interface AuditContext {
  actor: string;
  verb: string;
  requestId: string;
}

const TODAY = sql`(transaction_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`;

const unitByCode = (code: SQL): SQL => sql`(SELECT id FROM unit WHERE code = ${code})`;

/** Where a person is counted, or else works: today or, where they are nowhere today, on the nearest day. */
const unitOfStaff = (code: SQL): SQL => sql`(
  SELECT there.unit_id FROM staff CROSS JOIN LATERAL (
    SELECT p.unit_id, p.valid_from, p.valid_to, 1 AS rank FROM payroll p WHERE p.staff_id = staff.id AND p.superseded_at = 'infinity'
    UNION ALL SELECT w.unit_id, w.valid_from, w.valid_to, 2 FROM workplace w
    WHERE w.staff_id = staff.id AND w.basis <> 'ADDITIONAL' AND w.superseded_at = 'infinity') AS there
  WHERE staff.code = ${code}
  ORDER BY (there.valid_from <= ${TODAY} AND there.valid_to > ${TODAY}) DESC, there.rank, abs(there.valid_from - ${TODAY}) LIMIT 1)`;

/** The unit that a record `n` of some type is about; null where it is about none. */
const UNIT = sql`CASE
  WHEN n ->> 'subjectType' IN ('Staff', 'Transfer', 'Secondment') THEN ${unitOfStaff(sql`n ->> 'subject'`)}
  WHEN n ->> 'subjectType' IN ('Plan', 'Phase', 'Task') THEN (SELECT center_id FROM plan WHERE code = split_part(n ->> 'subject', '/', 1))
  WHEN n ->> 'subjectType' = 'Waiver' THEN (
    SELECT coalesce(w.unit_id, plan.center_id) FROM waiver w LEFT JOIN plan ON plan.id = w.plan_id WHERE w.id = (n ->> 'subject')::bigint)
  WHEN n ->> 'subjectType' = 'Counter' THEN (
    SELECT v.unit_id FROM counter_version v WHERE v.counter_id = (n ->> 'subject')::bigint ORDER BY v.superseded_at DESC, v.valid_from DESC LIMIT 1)
  WHEN n ->> 'subjectType' IN ('Site', 'Policy') THEN ${unitByCode(sql`
    coalesce(n -> 'after' ->> 'unit', n -> 'after' -> 0 ->> 'unit', n -> 'before' ->> 'unit', n -> 'before' -> 0 ->> 'unit')`)}
  WHEN n ->> 'subjectType' IN ('LegalInstrument', 'Territory') THEN NULL
  ELSE ${unitByCode(sql`n ->> 'subject'`)} END`;

/** Writes audit entries in the transaction of the change; one statement. */
export async function insertAuditEntries(
  tx: Transaction,
  context: AuditContext,
  records: readonly AuditRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await writtenEntries(tx, { ...context, records: JSON.stringify(records) });
}

const writtenEntries = fixed(
  () => sql`
    INSERT INTO audit_entry (actor, verb, subject_type, subject, before, after, instrument_id, change_id, request_id, unit_id)
    SELECT ${sql.placeholder('actor')}::text, ${sql.placeholder('verb')}::text, n ->> 'subjectType', n ->> 'subject', nullif(n -> 'before', 'null'), CASE WHEN jsonb_array_length(coalesce(n -> 'waivers', '[]')) > 0
             THEN jsonb_build_object('waivers', n -> 'waivers') || coalesce(nullif(n -> 'after', 'null'), '{}') ELSE nullif(n -> 'after', 'null') END,
           (n ->> 'instrument')::bigint, (n ->> 'change')::bigint, ${sql.placeholder('requestId')}::text, ${UNIT}
    FROM jsonb_array_elements(${given('records')}) AS n`,
);
