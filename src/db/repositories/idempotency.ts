import { sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';
import { json } from '../json.ts';

/** One caller's attempt under a key; the hash tells whether a retry asks for the same thing. */
export interface Attempt {
  actor: string;
  key: string;
  verb: string;
  requestHash: string;
}

export type Claim = { kind: 'first' } | { kind: 'repeat'; outcome: unknown } | { kind: 'mismatch' };

/** Claims a key for this transaction. A second claimant waits here until the first has committed or rolled back. */
export async function claimKey(tx: Transaction, attempt: Attempt): Promise<Claim> {
  const { actor, key, verb, requestHash } = attempt;
  const claimed = await tx.execute(sql`
    INSERT INTO idempotency_key (actor, key, verb, request_hash) VALUES (${actor}, ${key}, ${verb}, ${requestHash})
    ON CONFLICT DO NOTHING RETURNING key`);
  if (claimed.length === 1) return { kind: 'first' };
  const [kept] = await tx.execute<{ same: boolean; outcome: unknown }>(sql`
    SELECT verb = ${verb} AND request_hash = ${requestHash} AS same, outcome FROM idempotency_key WHERE actor = ${actor} AND key = ${key}`);
  return kept?.same ? { kind: 'repeat', outcome: kept.outcome } : { kind: 'mismatch' };
}

/** Keeps what the first attempt answered, in its own transaction. */
export async function keepOutcome(tx: Transaction, attempt: Attempt, outcome: unknown): Promise<void> {
  await tx.execute(sql`
    UPDATE idempotency_key SET outcome = ${json(outcome)} WHERE actor = ${attempt.actor} AND key = ${attempt.key}`);
}
