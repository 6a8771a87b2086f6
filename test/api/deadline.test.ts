import { request } from 'node:http';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { PATIENCE } from '../support/subscriber.ts';
import { PLAN_29 } from '../support/verbs.ts';

const DEADLINE_MS = 1_000;
const NAME = 'Chi nhánh Cầu Giấy – Thanh Xuân';
const TOO_LATE = 'The request took too long and was given up; ask for less, or try again.';
const READ = '{ unit(code: "HN") { name } }';
const RENAMING = `renameUnit(
  input: { unit: "HN-B01", name: "Tên khác", on: "2025-09-01", instrument: "${PLAN_29}" }
) { unit { name } }`;
const RENAME = `mutation { ${RENAMING} }`;

let server: ApiServer;
let sql: postgres.Sql;

beforeAll(async () => {
  // Each is to read for itself.
  server = await startApiServer({ traffic: { requestDeadlineMs: DEADLINE_MS }, answerCacheBytes: 0 });
  sql = postgres(server.databaseUrl, { max: 3, fetch_types: false, onnotice: () => {} });
});

afterAll(async () => {
  await sql.end({ timeout: 5 });
  await server.close();
});

/** What the server's connections do that is not over. */
const working = () => sql`
  SELECT pid, state, wait_event_type FROM pg_stat_activity
  WHERE application_name = 'sapxep' AND datname = current_database() AND state <> 'idle'`;

const idle = () => vi.waitFor(async () => expect(await working()).toEqual([]), PATIENCE);
const waiting = (count = 1) =>
  vi.waitFor(async () => {
    const found = await working();
    expect(found.filter((row) => row.wait_event_type === 'Lock').length).toBe(count);
  }, PATIENCE);

/** Keeps everybody from rows while something is done. */
async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const done: T[] = [];
  await sql
    .begin(async (held) => {
      await held.unsafe(lock);
      done.push(await work());
      throw RELEASED;
    })
    .catch((error: unknown) => {
      if (error !== RELEASED) throw error;
    });
  return done[0] as T;
}

const RELEASED = new Error('released');
const ROW_OF_UNIT = `SELECT FROM unit WHERE code = 'HN-B01' FOR UPDATE`;
const WHOLE_TABLE = 'LOCK TABLE unit IN ACCESS EXCLUSIVE MODE';

/** Sends a request over a connection of its own and goes away when told. */
function leaving(document: string): { leave: () => void } {
  const sent = request(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token('ADMIN')}` },
    agent: false,
  });
  sent.on('error', () => {});
  sent.end(JSON.stringify({ query: document }));
  return { leave: () => sent.destroy() };
}

const nameOfBranch = async () =>
  (await server.query('{ unit(code: "HN-B01", asOf: "2025-09-01") { name } }')).unit.name;

describe('a request that takes too long', () => {
  it.each([
    ['read', READ, WHOLE_TABLE, { unit: null }],
    ['change', RENAME, ROW_OF_UNIT, { renameUnit: null }],
  ])(
    'is given up where it is a %s, in the database too, and nothing of it is left',
    async (_kind, document, lock, none) => {
      const started = Date.now();
      const [answer, tookMs] = await withLock(lock, async () => {
        const asked = server.ask(document);
        await waiting();
        const told = await asked;
        const spent = Date.now() - started;
        await idle();
        return [told, spent];
      });

      expect(answer.errors?.map(({ message, extensions }) => [message, extensions?.code])).toEqual([
        [TOO_LATE, 'UNAVAILABLE'],
      ]);
      expect(answer.data ?? none).toEqual(none);
      expect(tookMs).toBeGreaterThanOrEqual(DEADLINE_MS);
      expect(await nameOfBranch()).toBe(NAME);
      await idle();
    },
  );
});

describe('a client that goes away', () => {
  it.each([
    ['read', READ, WHOLE_TABLE],
    ['change', RENAME, ROW_OF_UNIT],
  ])('takes its %s along at once', async (_kind, document, lock) => {
    await withLock(lock, async () => {
      const started = Date.now();
      const client = leaving(document);
      await waiting();
      client.leave();
      await idle();
      expect(Date.now() - started).toBeLessThan(DEADLINE_MS);
    });

    expect(await nameOfBranch()).toBe(NAME);
  });

  it('leaves no connection behind, however many go', async () => {
    await withLock(WHOLE_TABLE, async () => {
      const clients = Array.from({ length: 12 }, (_, index) => leaving(index % 2 ? READ : RENAME));
      await waiting(6);
      for (const client of clients) client.leave();
      await idle();
    });

    const answers = await Promise.all(Array.from({ length: 12 }, () => server.query(READ)));

    expect(new Set(answers.map(({ unit }) => unit.name)).size).toBe(1);
    await idle();
  });
});
