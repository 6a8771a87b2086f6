import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadShippedPlans } from '../../src/app/installation.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { applyPhase } from '../../src/services/phase/apply-phase.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { aStatus } from '../support/plan-builder.ts';
import { rowCounts } from '../support/row-counts.ts';
import { connect } from '../support/writer.ts';

const TODAY = '2025-03-15';
/** Changes that phase 2 of Hanoi foresees. */
const FORESEEN = 511;
const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));

let test: TestDatabase;
let sql: Sql;
let before: Record<string, number>;

/** Hanoi before its second phase, which has just been started. */
beforeAll(async () => {
  test = await createTestDatabase();
  const database = openDatabase(test.url);
  await loadShippedPlans(database, TODAY, () => {});
  await database.close();
  sql = connect(test.url);
  const [phase] = await sql<{ id: string }[]>`
    SELECT phase.id FROM phase JOIN plan ON plan.id = plan_id WHERE code = 'HN' AND ordinal = 2`;
  await aStatus(sql, 'phase_status', { id: Number(phase?.id), status: 'ACTIVE', on: '2025-04-01' });
  before = await rowCounts(test.url);
});

afterAll(async () => {
  await sql.end();
  await test.drop();
});

/** Applies the phase over connections of its own, which may be lost. */
async function apply() {
  const database: Database = openDatabase(test.url, { reads: 1, writes: 1 });
  try {
    const work = new UnitOfWork(database, { actor: 'lan', requestId: '1' });
    return await applyPhase(work, { plan: 'HN', phase: 2, today: TODAY });
  } finally {
    await database.close();
  }
}

/** How many of the changes that phase 2 foresees were carried out. */
async function carriedOut(): Promise<number> {
  const [row] = await sql<{ acts: number }[]>`
    SELECT count(e.id)::int AS acts FROM planned_change p JOIN phase ON phase.id = p.phase_id JOIN plan ON plan.id = p.plan_id
    JOIN change_event e ON e.planned_change_id = p.id WHERE plan.code = 'HN' AND ordinal = 2`;
  return row?.acts ?? 0;
}

/** The last id given to an act, also to one that was rolled back: so a test knows how far a crash let it come. */
async function lastAct(): Promise<number> {
  const [row] = await sql<{ id: number }[]>`SELECT last_value::int AS id FROM change_event_id_seq`;
  return row?.id ?? 0;
}

/** Does something to whoever writes into a table, in the middle of their transaction or at its end. */
async function lieInWait(table: string, moment: 'WRITE' | 'COMMIT', trap: string): Promise<void> {
  await sql.unsafe(`
    CREATE OR REPLACE FUNCTION lie_in_wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ${trap}; RETURN NULL; END $$`);
  await sql.unsafe(
    moment === 'WRITE'
      ? `CREATE TRIGGER lie_in_wait AFTER INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION lie_in_wait()`
      : `CREATE CONSTRAINT TRIGGER lie_in_wait AFTER INSERT OR UPDATE ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lie_in_wait()`,
  );
}

const clear = () => sql`DROP FUNCTION IF EXISTS lie_in_wait() CASCADE`;

/** Sessions of the product in the database, and those of them that are held up by `lieInWait`. */
async function sessions(): Promise<{ all: number; held: number }> {
  const [row] = await sql<{ all: number; held: number }[]>`
    SELECT count(*)::int AS all, count(*) FILTER (WHERE wait_event = 'PgSleep')::int AS held
    FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sapxep'`;
  return row ?? { all: 0, held: 0 };
}

const until = (there: (now: { all: number; held: number }) => boolean) =>
  expect.poll(async () => there(await sessions()), { timeout: 15_000, interval: 20 }).toBe(true);

/** Applies the phase in a process of its own. */
function applyInProcess(): ChildProcess {
  const script = `
    import { openDatabase } from '${SOURCE}db/client.ts';
    import { UnitOfWork } from '${SOURCE}db/unit-of-work.ts';
    import { applyPhase } from '${SOURCE}services/phase/apply-phase.ts';
    const work = new UnitOfWork(openDatabase(process.argv[1], { reads: 1, writes: 1 }), { actor: 'lan', requestId: '1' });
    await applyPhase(work, { plan: 'HN', phase: 2, today: '${TODAY}' });
    process.exit(0);`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script, test.url], {
    stdio: 'ignore',
  });
}

// In a process of its own: postgres.js 3.4.9 throws beside all promises where a transaction loses its connection (#1208).
describe('a connection that is lost while a phase is applied', () => {
  it.each([
    ['change_event', 'WRITE'],
    ['unit_lineage', 'WRITE'],
    ['audit_entry', 'WRITE'],
    ['plan', 'COMMIT'],
  ] as const)('at %s, on %s, leaves nothing behind', async (table, moment) => {
    const begun = await lastAct();
    await lieInWait(table, moment, 'pg_terminate_backend(pg_backend_pid())');

    const [code] = await once(applyInProcess(), 'exit');
    await until(({ all }) => all === 0);
    await clear();

    expect(code).toBe(1);
    expect(await lastAct()).toBe(begun + FORESEEN);
    expect(await carriedOut()).toBe(0);
    expect(await rowCounts(test.url)).toEqual(before);
  });
});

describe('a process that is killed while it applies a phase', () => {
  it.each([
    ['service_territory', 'WRITE'],
    ['audit_entry', 'WRITE'],
  ] as const)('at %s, on %s, leaves nothing behind', async (table, moment) => {
    const begun = await lastAct();
    await lieInWait(table, moment, 'pg_sleep(0.5)');
    const child = applyInProcess();
    const gone = once(child, 'exit');
    await until(({ held }) => held > 0);

    child.kill('SIGKILL');
    await gone;
    await until(({ all }) => all === 0);
    await clear();

    expect(child.signalCode).toBe('SIGKILL');
    expect(await lastAct()).toBe(begun + FORESEEN);
    expect(await carriedOut()).toBe(0);
    expect(await rowCounts(test.url)).toEqual(before);
  });
});

describe('whoever comes after them', () => {
  it('applies the phase, all of it and once, though it is killed while that is committed', async () => {
    await lieInWait('plan', 'COMMIT', 'pg_sleep(0.5)');
    const child = applyInProcess();
    const gone = once(child, 'exit');
    await until(({ held }) => held > 0);

    child.kill('SIGKILL');
    await gone;
    await until(({ all }) => all === 0);
    await clear();

    expect(await carriedOut()).toBe(FORESEEN);
    expect((await apply()).violations).toMatchObject([{ code: 'ALREADY_DONE' }]);
    expect(await carriedOut()).toBe(FORESEEN);
  });
});
