import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../src/app/embedded-postgres.ts';
import { Freshness } from '../../src/db/freshness.ts';
import { migrate } from '../../src/db/migrate.ts';
import { connect } from '../support/writer.ts';

const STRUCTURE = { on: 'STRUCTURE' } as const;

let directory: string;
let cluster: EmbeddedPostgres;
let sql: Sql;

/** A server of its own, which is slow to write down what need not be kept. */
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), `sapxep-test-${process.pid}-crash-`));
  await chmod(directory, 0o755);
  cluster = await openEmbeddedPostgres({ directory });
  await migrate(cluster.url);
  sql = connect(cluster.url);
  await sql`ALTER SYSTEM SET wal_writer_delay = '10s'`;
  await sql`SELECT pg_reload_conf()`;
}, 120_000);

afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await cluster?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** The number of a transaction that comes to nothing, as that of a rehearsal. */
async function rehearsed(): Promise<number> {
  const numbers: number[] = [];
  await sql
    .begin(async (tx) => {
      const [row] = await tx`SELECT pg_current_xact_id()::text AS number`;
      numbers.push(Number(row?.number));
      throw ROLLED_BACK;
    })
    .catch((error) => expect(error).toBe(ROLLED_BACK));
  return numbers[0] ?? 0;
}

const ROLLED_BACK = new Error('rolled back');

/** As where the machine runs out of memory: PostgreSQL ends all sessions, and begins anew with what is written down. */
async function killSession(): Promise<void> {
  const [session] = await sql`SELECT pg_backend_pid() AS pid`;
  process.kill(session?.pid, 'SIGKILL');
  await expect
    .poll(
      () =>
        sql`SELECT 1`.then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
}

it('numbers that a crash has given out once more are not taken for those seen before it', async () => {
  const [first, second] = [new Freshness(sql), new Freshness(sql)];
  await first.sync();
  await rehearsed();
  await sql`CHECKPOINT`;
  for (let count = 0; count < 20; count += 1) await rehearsed();
  const before = await rehearsed();
  const since = await second.sync();
  expect(second.holds(STRUCTURE, since)).toBe(true);

  await killSession();
  // It notices first, and says from when on there are marks again.
  await first.sync();
  await expect.poll(async () => (await sql`SELECT FROM write_mark_horizon`).length).toBe(1);
  await sql`UPDATE plan SET version = version`;
  const [mark] = await sql`SELECT max(xid)::text AS number FROM write_mark`;
  await second.sync();

  expect(Number(mark?.number)).toBeLessThan(before);
  expect(second.holds(STRUCTURE, since)).toBe(false);
}, 60_000);
