import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ending } from '../../src/db/cancel.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { query } from '../../src/db/read/statement.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { connect } from '../support/writer.ts';

const NAME = 'sapxep';

let own: TestDatabase;
let database: Database;
let observer: Sql;

beforeAll(async () => {
  own = await createTestDatabase();
  database = openDatabase(own.url, { reads: 1, writes: 1, deadlineMs: 10_000 });
  observer = connect(own.url);
});
afterAll(async () => {
  await database?.close();
  await observer?.end();
  await own?.drop();
});

/** Ends a connection while something runs over it, as a restart of the server does. */
async function endedMeanwhile(running: Promise<unknown>): Promise<void> {
  const failed = expect(running).rejects.toThrow();
  await expect
    .poll(
      () => observer`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = ${NAME} AND wait_event = 'PgSleep'`,
    )
    .toHaveLength(1);
  await failed;
}

it('a query after that whose connection was lost is answered', async () => {
  await endedMeanwhile(database.reads`SELECT pg_sleep(60)`.execute());

  expect(await query(database.reads, sql`SELECT 1 AS number`, new Ending())).toEqual([{ number: 1 }]);
});

it('a transaction after that whose connection was lost is carried out, once', async () => {
  await endedMeanwhile(database.writes.transaction((tx) => tx.execute(sql`SELECT pg_sleep(60)`)));
  let told = 0;

  const answer = await database.writes.transaction((tx) => {
    told += 1;
    return tx.execute(sql`SELECT 1 AS number`);
  });

  expect([...answer]).toEqual([{ number: 1 }]);
  expect(told).toBe(1);
});
