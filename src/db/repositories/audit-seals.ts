import type postgres from 'postgres';
import type { Sql } from '../client.ts';

/** Everything in one snapshot: writers go on, and what they write meanwhile is not looked at. */
export type Snapshot = postgres.TransactionSql;

/** Where a chain stands or stood: at which link, with which hash (hexadecimal). */
export interface ChainHead {
  chain: number;
  position: number;
  hash: string;
}

/** A link of a chain as it is stored, and what is found when it is computed again. */
export interface CheckedSeal extends ChainHead {
  previous: string;
  /** The hash that its parts come to. */
  computed: string;
  entries: number;
  /** Entries that are not as they were sealed. */
  wrong: { entry: string; gone: boolean }[];
}

const SEALS_AT_ONCE = 200;
const ENTRIES_AT_ONCE = 1_000;

/** What is sealed of an entry `e`: the same as `audit_entry_digest` says, but not asked of it. */
const DIGEST = `sha256(convert_to(json_build_array(
  e.id, e.actor, e.verb, e.subject_type, e.subject, e.before, e.after, e.instrument_id, e.change_id,
  e.request_id, to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.unit_id)::text, 'UTF8'))`;

/** The hash of a seal `s`: the same as `audit_seal_hash` says. */
const HASH = `sha256(convert_to(json_build_array(s.chain, s."position", encode(s.previous, 'hex'), to_json(s.entry_ids),
  encode(sha256(coalesce((SELECT string_agg(digest, ''::bytea ORDER BY place) FROM unnest(s.digests) WITH ORDINALITY AS sealed (digest, place)), '')), 'hex'))::text, 'UTF8'))`;

const CHECKED = `
  SELECT s.chain, s."position"::float8 AS "position", encode(s.previous, 'hex') AS previous, encode(s.hash, 'hex') AS hash,
    encode(${HASH}, 'hex') AS computed, cardinality(s.entry_ids) AS entries, wrong.found AS wrong
  FROM audit_seal s CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('entry', u.id::text, 'gone', e.id IS NULL) ORDER BY u.place), '[]') AS found
    FROM unnest(s.entry_ids, s.digests) WITH ORDINALITY AS u (id, digest, place) LEFT JOIN audit_entry e ON e.id = u.id
    WHERE u.id IS NOT NULL AND (e.id IS NULL OR ${DIGEST} IS DISTINCT FROM u.digest)) AS wrong
  ORDER BY s.chain, s."position"`;

/** Looks at the audit as it is at one instant. */
export const inSnapshot = <T>(sql: Sql, look: (snapshot: Snapshot) => Promise<T>): Promise<T> =>
  sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (snapshot) => {
    await snapshot`SELECT set_config('sapxep.scope', '*', true)`;
    return look(snapshot);
  }) as Promise<T>;

/** All links, chain by chain, some at a time; memory does not grow with the log. */
export const checkedSeals = (snapshot: Snapshot): AsyncIterable<CheckedSeal[]> =>
  snapshot.unsafe<CheckedSeal[]>(CHECKED).cursor(SEALS_AT_ONCE);

/** Entries that no link holds, by id, some at a time. */
export const unsealedEntries = (snapshot: Snapshot): AsyncIterable<{ id: string }[]> =>
  snapshot<{ id: string }[]>`
    SELECT e.id::text FROM audit_entry e LEFT JOIN (SELECT unnest(entry_ids) AS id FROM audit_seal) AS sealed ON sealed.id = e.id
    WHERE sealed.id IS NULL ORDER BY e.id`.cursor(ENTRIES_AT_ONCE);

export async function countSeals(snapshot: Snapshot): Promise<number> {
  const [row] = await snapshot<{ count: number }[]>`SELECT count(*)::float8 AS count FROM audit_seal`;
  return row?.count ?? 0;
}

/** Where the chains end; those that have entries. */
export const chainHeads = (sql: Sql | Snapshot): PromiseLike<ChainHead[]> =>
  sql<ChainHead[]>`
    SELECT chain, "position"::float8 AS "position", encode(hash, 'hex') AS hash FROM audit_chain WHERE "position" > 0 ORDER BY chain`;

/** The hashes of links named by chain and position, those that are there. */
export const sealsAt = (
  snapshot: Snapshot,
  places: readonly Pick<ChainHead, 'chain' | 'position'>[],
): PromiseLike<ChainHead[]> =>
  snapshot<ChainHead[]>`
    SELECT s.chain, s."position"::float8 AS "position", encode(s.hash, 'hex') AS hash
    FROM jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) AS named (chain smallint, "position" bigint)
    JOIN audit_seal s USING (chain, "position") ORDER BY s.chain`;
