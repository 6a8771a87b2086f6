import { sql } from 'drizzle-orm';
import type { PersonalRead } from '../../domain/personal-read.ts';
import type { Database } from '../client.ts';
import { json } from '../json.ts';

/** Writes down who looked at whom; one statement. */
export async function insertPersonalReads({ writes }: Database, reads: readonly PersonalRead[]): Promise<void> {
  await writes.execute(sql`
    INSERT INTO personal_read (at, actor, request_id, operation, field, arguments, staff)
    SELECT (n ->> 'at')::timestamptz, n ->> 'actor', n ->> 'requestId', n ->> 'operation', n ->> 'field', n -> 'arguments',
      ARRAY(SELECT jsonb_array_elements_text(n -> 'staff'))
    FROM jsonb_array_elements(${json(reads)}) AS n`);
}
