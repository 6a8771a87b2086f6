import { sql } from 'drizzle-orm';
import type { PersonalRead } from '../../domain/personal-read.ts';
import type { Database } from '../client.ts';
import { json } from '../json.ts';
import { query } from '../read/statement.ts';

/** A look at some people; what many looks have in common is sent once. */
interface Look {
  read: Omit<PersonalRead, 'staff'>;
  staff: ReadonlySet<string>;
}

/** Writes down who looked at whom; one statement, and so not over the pool that is for transactions alone (`client.ts`). */
export async function insertPersonalReads(database: Database, looks: readonly Look[]): Promise<void> {
  const shown = [...new Set(looks.map(({ staff }) => staff))];
  const positions = new Map(shown.map((staff, position) => [staff, position]));
  const reads = looks.map(({ read, staff }) => ({ ...read, shown: positions.get(staff) }));
  const insertion = sql`
    WITH shown AS MATERIALIZED (
      SELECT position - 1 AS position, ARRAY(SELECT jsonb_array_elements_text(people)) AS staff
      FROM jsonb_array_elements(${json(shown.map((staff) => [...staff]))}) WITH ORDINALITY AS s (people, position))
    INSERT INTO personal_read (at, actor, request_id, operation, field, arguments, staff)
    SELECT (n ->> 'at')::timestamptz, n ->> 'actor', n ->> 'requestId', n ->> 'operation', n ->> 'field', n -> 'arguments', shown.staff
    FROM jsonb_array_elements(${json(reads)}) WITH ORDINALITY AS r (n, nr)
    JOIN shown ON shown.position = (n ->> 'shown')::bigint ORDER BY nr`;
  await query(database.reads, insertion);
}
