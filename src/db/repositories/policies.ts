import { sql } from 'drizzle-orm';
import { type Day, earlier } from '../../domain/day.ts';
import type { Transaction } from '../client.ts';
import { policy } from '../tables/policy.ts';
import { cutRows, insertRows } from './facts.ts';

export interface PolicyRecord {
  key: string;
  value: string;
  scope: number | null;
  instrument: number;
  article: string | null;
  confirmed: boolean;
  note: string | null;
  from: Day;
  until: Day;
}

/** Sets a policy from a day on: the value in force until then ends, one set for later still begins on its day. */
export async function setPolicyFrom(tx: Transaction, record: PolicyRecord): Promise<number> {
  const { key, value, scope, instrument, article, confirmed, note, from, until } = record;
  const same = sql`key = ${key} AND scope_id IS NOT DISTINCT FROM ${scope}::bigint`;
  // One value per scope and day: writers of the same policy wait for each other.
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`policy ${key} ${scope ?? 0}`}, 0))`);
  const [next] = await tx.execute<{ from: Day | null }>(sql`
    SELECT min(valid_from) AS "from" FROM policy WHERE ${same} AND superseded_at = 'infinity' AND valid_from > ${from}`);
  await cutRows(tx, { table: policy, where: sql`${same} AND valid_from <= ${from}`, on: from });
  const end = next?.from ? earlier(until, next.from) : until;
  const row = { key, value, scopeId: scope, instrumentId: instrument, article, confirmed, note };
  const [id = 0] = await insertRows(tx, policy, [{ ...row, validFrom: from, validTo: end }]);
  return id;
}
