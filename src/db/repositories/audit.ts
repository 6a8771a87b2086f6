import { sql } from 'drizzle-orm';
import type { ThingType } from '../../domain/thing.ts';
import type { Transaction } from '../client.ts';
import { json } from '../json.ts';

/** What was done to whom; before and after are what a reader needs to understand it without the tables. */
export interface AuditRecord {
  subjectType:
    | 'OrgUnit'
    | 'LegalInstrument'
    | 'Territory'
    | 'Plan'
    | 'Phase'
    | 'Task'
    | 'Policy'
    | 'Waiver'
    | 'Staff'
    | 'Transfer'
    | 'Secondment'
    | 'Quota'
    | 'DossierLoad'
    | 'Site'
    | 'Readiness'
    | 'Counter'
    | ThingType;
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

/** Writes audit entries in the transaction of the change; one statement. */
export async function insertAuditEntries(
  tx: Transaction,
  context: AuditContext,
  records: readonly AuditRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await tx.execute(sql`
    INSERT INTO audit_entry (actor, verb, subject_type, subject, before, after, instrument_id, change_id, request_id)
    SELECT ${context.actor}, ${context.verb}, n ->> 'subjectType', n ->> 'subject', nullif(n -> 'before', 'null'), CASE WHEN jsonb_array_length(coalesce(n -> 'waivers', '[]')) > 0
             THEN jsonb_build_object('waivers', n -> 'waivers') || coalesce(nullif(n -> 'after', 'null'), '{}') ELSE nullif(n -> 'after', 'null') END,
           (n ->> 'instrument')::bigint, (n ->> 'change')::bigint, ${context.requestId}
    FROM jsonb_array_elements(${json(records)}) AS n`);
}
