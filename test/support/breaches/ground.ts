import type postgres from 'postgres';
import type { Sql } from 'postgres';
import type { Proof } from '../../../src/services/verify/proof.ts';
import { AREAS } from '../../../src/services/verify/proofs.ts';
import { anInstrument, oneOfEach } from '../organization-builder.ts';
import { aBusyPlan, oneOfEachOfPlans } from '../plan-builder.ts';
import { oneOfEachOfStaff } from '../staff-builder.ts';
import { oneOfEachOfThings } from '../thing-builder.ts';
import type { Plant } from './planting.ts';

const PROOFS = AREAS.flatMap(({ proofs }) => proofs);
/** What a proof found. */
export interface Found {
  code: string;
  title: string;
  subject: string | null;
  day: string | null;
}

/** A row of every kind, by which no rule is broken. */
export async function layGround(sql: Sql): Promise<void> {
  await anInstrument(sql);
  for (const each of [oneOfEach, oneOfEachOfPlans, oneOfEachOfStaff, oneOfEachOfThings]) await each(sql);
  await aBusyPlan(sql, ['2025-02-01']);
  await sql`INSERT INTO plan_territory (plan_id, territory_id) SELECT min(plan.id), min(territory.id) FROM plan, territory`;
  await sql`INSERT INTO idempotency_key (actor, key, verb, request_hash, outcome) VALUES ('test', '1', 'test', 'x', '{}')`;
}

/** What makes the builders' rows such as the product would write: builders write facts alone. */
const TIDY = [
  'UPDATE unit_version SET own_seal = true, own_account = true',
  'UPDATE unit_child SET own_seal = true, own_account = true',
  'UPDATE signboard b SET text = u.code FROM unit u WHERE u.id = b.unit_id',
  'SELECT renew_progress_units(ARRAY(SELECT code FROM unit))',
  `INSERT INTO audit_entry (actor, verb, subject_type, subject, change_id, request_id, recorded_at)
    SELECT 'test', 'test', 'OrgUnit', 'x', e.id, '1', e.recorded_at FROM change_event e`,
];

/** Nothing but the proofs is left to find a breach; only the triggers that keep `unit_headcount` and `progress_…` still find rows by their keys. */
const UNBIND = `DO $$
  DECLARE found record;
  BEGIN
    FOR found IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'c', 'u', 'x', 'p') AND conname !~ '^(unit_headcount|progress_)' ORDER BY contype <> 'f' LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.owner, found.conname);
    END LOOP;
    FOR found IN SELECT indexrelid::regclass AS name FROM pg_index JOIN pg_class t ON t.oid = indrelid
      WHERE t.relnamespace = 'public'::regnamespace AND indisunique AND t.relname !~ '^(unit_headcount|progress_)' LOOP
      EXECUTE format('DROP INDEX %s', found.name);
    END LOOP;
    ALTER TABLE unit_version ALTER COLUMN search_text DROP EXPRESSION;
    ALTER TABLE staff_version ALTER COLUMN search_text DROP EXPRESSION;
  END $$`;

/** Works on the ground in one transaction that is rolled back: plants are laid out first, and nothing is broken yet. */
export async function onGround(
  sql: Sql,
  plants: readonly Plant[],
  work: (planted: (plant: Plant) => Promise<Found[]>, clean: Found[]) => Promise<void>,
): Promise<void> {
  const over = new Error('rolled back');
  const transaction = sql.begin(async (tx) => {
    await tx.unsafe(UNBIND);
    const breaks = new Map<Plant, readonly string[]>();
    for (const plant of plants) breaks.set(plant, await plant.lay(tx as unknown as Sql));
    // From here on no trigger sees what is written. Changed once: it makes PostgreSQL plan everything anew.
    await tx.unsafe('SET LOCAL session_replication_role = replica; SET LOCAL jit = off');
    for (const text of TIDY) await tx.unsafe(text);
    await prepare(tx);
    await work(
      (plant) => planting(tx, plant, breaks.get(plant) ?? []),
      foundIn(
        await run(
          tx,
          proving(() => true),
        ),
      ),
    );
    throw over;
  });
  await transaction.catch((error: unknown) => {
    if (error !== over) throw error;
  });
}

/** What all proofs find of one breach, which is then taken back. */
async function planting(
  tx: postgres.TransactionSql,
  { code, title }: Plant,
  breaks: readonly string[],
): Promise<Found[]> {
  try {
    const results = await run(tx, [
      'SAVEPOINT planted',
      ...breaks,
      ...proving(readerOf(breaks)),
      'ROLLBACK TO planted',
    ]);
    if (results.some(({ command, count }) => WRITING.includes(command) && count === 0))
      throw new Error('nothing was broken');
    // What is derived from facts is stale as well where these are broken.
    return foundIn(results).filter((found) => !DERIVED.includes(found.code) || code === found.code);
  } catch (error) {
    await tx.unsafe('ROLLBACK TO planted');
    throw new Error(`${code} (${title}): ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

const DERIVED: readonly string[] = ['SCOPE_STALE', 'HEADCOUNT_STALE', 'TREE_STALE', 'PROGRESS_STALE'];
const WRITING = ['INSERT', 'UPDATE', 'DELETE'];

/** Plans every proof once. */
async function prepare(tx: postgres.TransactionSql): Promise<void> {
  const prepared = PROOFS.map(
    ({ sql }, index) => `PREPARE p${index} AS SELECT ${index} AS proof, subject::text, day::text FROM (${sql}) AS p`,
  );
  await tx.unsafe(prepared.join(';'));
}

type Results = postgres.RowList<{ proof: number; subject: string | null; day: string | null }[]>[];

/** Runs statements in one go; there are several. */
const run = (tx: postgres.TransactionSql, statements: readonly string[]): Promise<Results> =>
  tx.unsafe(statements.join(';')) as unknown as Promise<Results>;

/** The proofs that read some tables: what others find has not changed. */
const proving = (reads: (proof: Proof) => boolean): string[] =>
  PROOFS.flatMap((proof, index) => (reads(proof) ? [`EXECUTE p${index}`] : []));

const foundIn = (results: Results): Found[] =>
  results.flat().flatMap(({ proof, subject, day }) => {
    const { code = '', title = '' } = PROOFS[proof] ?? {};
    return [{ code, title, subject, day }];
  });

const WRITES = /(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)/g;

/** Whether a proof reads a table that some statements write. */
function readerOf(breaks: readonly string[]): (proof: Proof) => boolean {
  const written = breaks.flatMap((text) => [...text.matchAll(WRITES)].map(([, table = '']) => table));
  const named = new RegExp(`\\b(${written.join('|')})\\b`);
  return ({ sql }) => named.test(sql);
}
