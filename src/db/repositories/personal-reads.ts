import { sql } from 'drizzle-orm';
import type { PersonalRead } from '../../domain/personal-read.ts';
import type { Database } from '../client.ts';
import { json } from '../json.ts';
import { query } from '../read/statement.ts';

/** Writes down who looked at whom; one statement, and so not over the pool that is for transactions alone (`client.ts`). */
export async function insertPersonalReads(database: Database, looks: readonly PersonalRead[]): Promise<void> {
  const insertion = sql`
    INSERT INTO personal_read (at, actor, request_id, operation, field, arguments, staff)
    SELECT (n ->> 'at')::timestamptz, n ->> 'actor', n ->> 'requestId', n ->> 'operation', n ->> 'field', n -> 'arguments',
      ARRAY(SELECT jsonb_array_elements_text(n -> 'staff'))
    FROM jsonb_array_elements(${json(looks)}) AS n`;
  await query(database.reads, insertion);
}
