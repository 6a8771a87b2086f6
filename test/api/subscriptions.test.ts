import { request } from 'node:http';
import type { GraphQLObjectType } from 'graphql';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isActor, type Refusal } from '../../src/app/authenticate.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { everythingOf } from '../support/selections.ts';
import { notify, openSocket, PATIENCE, type Subscriber, subscribe } from '../support/subscriber.ts';

const LISTENING = 'sapxep-listen';
const WATCH = 'subscription { planChanged(plan: "HN") { kind } }';

let server: ApiServer;
let sql: postgres.Sql;
/** What a token is good for now, by whom it names, where that is not what it says. */
const recognized = new Map<string, Actor | Refusal>();
const present: Subscriber[] = [];

beforeAll(async () => {
  server = await startApiServer({
    authenticating: (authenticate) => async (authorization) => {
      const caller = await authenticate(authorization);
      return isActor(caller) ? (recognized.get(caller.subject) ?? caller) : caller;
    },
  });
  sql = postgres(server.databaseUrl, { max: 2, fetch_types: false, onnotice: () => {} });
});

afterEach(() => {
  for (const subscriber of present.splice(0)) subscriber.leave();
  recognized.clear();
});

afterAll(async () => {
  await sql.end({ timeout: 5 });
  await server.close();
});

const join: typeof subscribe = (...args) => {
  const subscriber = subscribe(...args);
  present.push(subscriber);
  return subscriber;
};

const joinLive = async (...args: Parameters<typeof subscribe>): Promise<Subscriber> => {
  const subscriber = join(...args);
  await subscriber.live();
  return subscriber;
};

/** Attests something of a phase past the API, which nothing stands against. */
const attest = (tx: postgres.Sql | postgres.TransactionSql, gate: string, { plan = 'HN', phase = 2 } = {}) => tx`
  INSERT INTO gate_attestation (phase_id, plan_id, gate_code, evidence, attested_by, valid_from)
  SELECT phase.id, phase.plan_id, ${gate}, 'Biên bản', 'SQL', '2025-07-01'
  FROM phase JOIN plan ON plan.id = plan_id WHERE plan.code = ${plan} AND ordinal = ${phase}`;

const versionOf = async (plan: string): Promise<number> => {
  const [row] = await sql`SELECT version::int FROM plan WHERE code = ${plan}`;
  return row?.version;
};

const aGate = async (phase: number) => ({
  kind: 'GATE',
  plan: { code: 'HN', version: await versionOf('HN') },
  phase: { ordinal: phase },
});

describe('whoever watches a plan', () => {
  it('is told of what was committed past the API, with the plan and the phase as they are then', async () => {
    const subscriber = await joinLive(server);

    await attest(sql, 'A1');

    expect(await subscriber.next(1)).toEqual([await aGate(2)]);
  });

  it('is told once of all that one transaction did to a phase', async () => {
    const subscriber = await joinLive(server);

    await sql.begin(async (tx) => {
      await attest(tx, 'B1');
      await attest(tx, 'B2');
      await attest(tx, 'B3', { phase: 3 });
    });

    expect(await subscriber.next(2)).toEqual([await aGate(2), await aGate(3)]);
  });

  it('is told of a task with its phase', async () => {
    const subscriber = await joinLive(server, { plan: 'BD' });

    await sql.begin(async (tx) => {
      const [task] = await tx`
        UPDATE task_status SET superseded_at = clock_timestamp()
        WHERE id = (
          SELECT min(s.id) FROM task_status s JOIN task ON task.id = s.task_id JOIN phase ON phase.id = task.phase_id JOIN plan ON plan.id = s.plan_id
          WHERE plan.code = 'BD' AND phase.ordinal = 1)
        RETURNING task_id, plan_id`;
      await tx`INSERT INTO task_status (task_id, plan_id, status, valid_from) VALUES (${task?.task_id}, ${task?.plan_id}, 'OPEN', '1900-01-01')`;
    });

    expect(await subscriber.next(1)).toEqual([
      { kind: 'TASK', plan: { code: 'BD', version: await versionOf('BD') }, phase: { ordinal: 1 } },
    ]);
  });

  it('is told nothing of what was rolled back, nor of other plans', async () => {
    const subscriber = await joinLive(server);

    const rolledBack = sql.begin(async (tx) => {
      await attest(tx, 'C1');
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    await attest(sql, 'C2', { plan: 'BD', phase: 1 });
    await notify(server.databaseUrl, 'nonsense');
    await attest(sql, 'C3', { phase: 3 });

    // Events come in the order of commits, so whatever was to come before this one has come.
    await subscriber.next(1);
    expect(subscriber.events).toEqual([await aGate(3)]);
  });

  it('gets what was selected, by alias, fragment, directive and variable', async () => {
    const document = `
      subscription Watch($plan: String!, $quiet: Boolean!) {
        what: planChanged(plan: $plan) { ...Facts phase @skip(if: $quiet) { ordinal } __typename }
      }
      fragment Facts on PlanEvent { is: kind about: plan { named: code __typename } }`;
    const told: unknown[] = [];
    const bare = await openSocket(server);
    bare.say({ type: 'connection_init', payload: { Authorization: `Bearer ${server.token('VIEWER')}` } });
    await bare.heard('connection_ack');

    bare.say({ id: '1', type: 'subscribe', payload: { query: document, variables: { plan: 'HN', quiet: true } } });
    await vi.waitFor(async () => {
      await notify(server.databaseUrl, { plan: 'HN', phase: 1, kind: 'PHASE' });
      told.push((await bare.heard('next')).payload);
    }, PATIENCE);

    expect(told).toEqual([
      { data: { what: { is: 'PHASE', about: { named: 'HN', __typename: 'Plan' }, __typename: 'PlanEvent' } } },
    ]);
    bare.socket.close();
  });

  it('can be shown all that a plan and a phase have', async () => {
    const schema = buildSchema();
    const [plan, phase] = ['Plan', 'Phase'].map((name) =>
      everythingOf(schema, schema.getType(name) as GraphQLObjectType),
    );
    const document = `subscription { planChanged(plan: "HN") { kind plan { ${plan} } phase { ${phase} } } }`;
    const subscriber = await joinLive(server, { document });

    await notify(server.databaseUrl, { plan: 'HN', phase: 3, kind: 'PHASE' });

    const [event] = await subscriber.next(1);
    expect(event).toMatchObject({
      kind: 'PHASE',
      plan: { code: 'HN', status: 'ADOPTED', phases: [{ ordinal: 1 }, { ordinal: 2 }, { ordinal: 3 }] },
      phase: { __typename: 'Phase', ordinal: 3, status: 'ACTIVE' },
    });
    expect(subscriber.failures).toEqual([]);
  });

  it('is told in one statement for each event', async () => {
    const subscriber = await joinLive(server);
    await notify(server.databaseUrl, { plan: 'HN', phase: 2, kind: 'PHASE' });
    await subscriber.next(1);
    const before = server.statements().length;

    await notify(server.databaseUrl, { plan: 'HN', phase: 3, kind: 'CHANGE' });

    await subscriber.next(1);
    expect(server.statements().length - before).toBe(1);
  });

  it('is told by every process of the server of what another one did', async () => {
    const second = await startApiServer({ databaseUrl: server.databaseUrl });
    const subscribers = [await joinLive(server), await joinLive(second), await joinLive(second)];

    await attest(sql, 'D1');

    const gate = await aGate(2);
    expect(await Promise.all(subscribers.map((subscriber) => subscriber.next(1)))).toEqual([[gate], [gate], [gate]]);
    await second.close();
  });

  it('is told to read again when the connection that listens was lost and made again', async () => {
    const subscriber = await joinLive(server);

    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${LISTENING} AND datname = current_database()`;

    expect(await subscriber.next(1)).toEqual([
      { kind: 'RESYNC', plan: { code: 'HN', version: await versionOf('HN') }, phase: null },
    ]);
    await attest(sql, 'E1');
    expect(await subscriber.next(1)).toEqual([await aGate(2)]);
    expect(server.logged).toContainEqual(
      expect.objectContaining({ level: 40, msg: 'changes of plans are not heard; trying again' }),
    );
  });

  it('costs nothing after leaving', async () => {
    const [subscriber, other] = [await joinLive(server), await joinLive(server)];

    subscriber.leave();

    expect(await subscriber.ended()).toBe('completed');
    await vi.waitFor(async () => {
      const before = server.statements().length;
      await attest(sql, crypto.randomUUID());
      // Who came first is told first, so a statement for the other one would be among these.
      await other.next(1);
      expect(server.statements().length - before).toBe(1);
    }, PATIENCE);
  });
});

const refusal = (code: string, message: string | RegExp) => [
  expect.objectContaining({
    message: typeof message === 'string' ? message : expect.stringMatching(message),
    extensions: expect.objectContaining({ code, requestId: expect.any(String) }),
  }),
];

describe('a subscription is refused', () => {
  it.each([
    ['without a token', { role: null }],
    ['with a wrong token', { params: { authorization: 'Bearer wrong' } }],
    ['with a token that is no text', { params: { authorization: 7 } }],
    [
      'with a wrong token, whatever the request for the WebSocket brought',
      { params: { Authorization: 'Bearer wrong' }, authorized: true },
    ],
  ])('%s', async (_what, { authorized = false, ...asking }: object & { authorized?: boolean }) => {
    const headers: Record<string, string> = authorized ? { authorization: `Bearer ${server.token('ADMIN')}` } : {};

    const subscriber = join(server, { ...asking, headers });

    expect(await subscriber.ended()).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('to a caller without roles', async () => {
    const subscriber = join(server, { role: 'NONE' });

    expect(await subscriber.ended()).toEqual({ errors: refusal('FORBIDDEN', 'You may not do this.') });
    expect([subscriber.events, subscriber.failures]).toEqual([[], []]);
  });

  it('for a plan that does not exist, and nothing more is done for it', async () => {
    const subscriber = join(server, { plan: 'XX' });

    expect(await subscriber.ended()).toEqual({ errors: refusal('NOT_FOUND', 'There is no plan "XX".') });
  });

  it.each([
    ['that cannot be parsed', 'subscription {', 'GRAPHQL_PARSE_FAILED', /^Syntax Error/],
    [
      'that does not fit the schema',
      'subscription { planChange(plan: "HN") { kind } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot query field "planChange" on type "Subscription".',
    ],
    [
      'of two events',
      'subscription { a: planChanged(plan: "HN") { kind } b: planChanged(plan: "HN") { kind } }',
      'GRAPHQL_VALIDATION_FAILED',
      /must select only one/,
    ],
    ['of nothing', 'fragment F on PlanEvent { kind }', 'GRAPHQL_VALIDATION_FAILED', /never used/],
    [
      'of several operations',
      `subscription A { planChanged(plan: "HN") { kind } } subscription B { planChanged(plan: "HN") { kind } }`,
      'OPERATION_RESOLUTION_FAILURE',
      /operationName/,
    ],
    ['that asks', '{ __typename }', 'BAD_REQUEST', 'A query goes over HTTP; WebSocket is for subscriptions.'],
    [
      'that acts',
      'mutation { renameUnit(input: { unit: "HN", name: "X", on: "2025-09-01" }) { rehearsed } }',
      'BAD_REQUEST',
      'A mutation goes over HTTP; WebSocket is for subscriptions.',
    ],
    [
      'without its variable',
      'subscription ($plan: String!) { planChanged(plan: $plan) { kind } }',
      'BAD_USER_INPUT',
      /\$plan/,
    ],
    ['with a NUL in the code', 'subscription { planChanged(plan: "H\\u0000") { kind } }', 'BAD_USER_INPUT', /NUL/],
    [
      'of very many tokens',
      `subscription { planChanged(plan: "HN") { ${'kind '.repeat(11_000)} } }`,
      'BAD_USER_INPUT',
      /at most 5000 tokens/,
    ],
    [
      'of too many aliases',
      `subscription { planChanged(plan: "HN") { ${Array.from({ length: 1_600 }, (_, index) => `a${index}: kind`).join(' ')} } }`,
      'GRAPHQL_VALIDATION_FAILED',
      /at most 200 aliases/,
    ],
  ])('for a document %s', async (_what, document, code, message) => {
    const subscriber = join(server, { document });

    expect(await subscriber.ended()).toEqual({ errors: refusal(code, message) });
  });

  it('over HTTP', async () => {
    const { status, errors } = await server.ask(WATCH);

    expect([status, errors]).toEqual([400, refusal('BAD_REQUEST', /goes over WebSocket/)]);
  });
});

describe('a caller known by the request for the WebSocket', () => {
  it('needs to say nothing more', async () => {
    const subscriber = await joinLive(server, {
      params: {},
      headers: { authorization: `Bearer ${server.token('VIEWER')}` },
    });

    await attest(sql, 'F1');

    expect(await subscriber.next(1)).toEqual([await aGate(2)]);
  });
});

describe('a caller who was let in', () => {
  it('is sent away at the next event after the token has expired, and not told of it', async () => {
    const subscriber = await joinLive(server, { role: 'LEADER' });

    recognized.set('test-LEADER', 'unauthenticated');
    await attest(sql, 'G1');

    expect(await subscriber.ended()).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(subscriber.events).toEqual([]);
  });

  it('is told no more after losing every role', async () => {
    const subscriber = await joinLive(server, { role: 'AUDITOR' });

    recognized.set('test-AUDITOR', { subject: 'test-AUDITOR', grants: [] });
    await attest(sql, 'G2');

    expect(await subscriber.ended()).toEqual({ errors: refusal('FORBIDDEN', 'You may not do this.') });
    expect([subscriber.events, subscriber.failures]).toEqual([[], []]);
  });
});

describe('a fault of ours', () => {
  it('is told with the event as a fault, without SQL, and logged under its request id', async () => {
    const own = await startApiServer({ databaseUrl: server.databaseUrl });
    const subscriber = await joinLive(own, { headers: { 'x-request-id': 'call-7' } });

    await sql`ALTER TABLE plan_version RENAME TO plan_version_away`;
    await notify(server.databaseUrl, { plan: 'HN', phase: 2, kind: 'PHASE' });
    const [told] = await vi
      .waitFor(() => {
        expect(subscriber.failures).not.toEqual([]);
        return subscriber.failures;
      }, PATIENCE)
      .finally(() => sql`ALTER TABLE plan_version_away RENAME TO plan_version`);

    expect(told).toEqual({
      data: null,
      errors: [
        {
          message: 'The server failed; please report it with the request id.',
          locations: [{ line: 1, column: 16 }],
          path: ['planChanged'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'call-7' },
        },
      ],
    });
    expect(own.logged).toContainEqual(
      expect.objectContaining({
        msg: 'a subscription failed',
        requestId: 'call-7',
        error: expect.objectContaining({ code: '42P01' }),
      }),
    );
    expect(JSON.stringify(own.logged)).not.toContain('SELECT');
    await attest(sql, 'H1');
    const gate = await aGate(2);
    await vi.waitFor(() => expect(subscriber.events).toContainEqual(gate), PATIENCE);
    await own.close();
  });
});

describe('a connection', () => {
  const init = () => ({ type: 'connection_init', payload: { authorization: `Bearer ${server.token('VIEWER')}` } });

  it('is closed when nothing is said', async () => {
    const bare = await openSocket(server);

    expect(await bare.closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it.each([
    ['subscribes before it is let in', () => [{ id: '1', type: 'subscribe', payload: { query: WATCH } }], 4401],
    ['says no JSON', () => ['hello'], 4400],
    ['says what a server says', () => [init(), { type: 'connection_ack' }], 4400],
    ['speaks in bytes', () => [Buffer.from(JSON.stringify(init()))], 1003],
    ['says more than 100 kB at once', () => [{ ...init(), extra: 'x'.repeat(100 * 1024) }], 1009],
    ['begins twice', () => [init(), init()], 4429],
    ['says too much at once', () => Array.from({ length: 200 }, () => ({ type: 'ping' })), 4429],
  ] as [string, () => (object | string)[], number][])('is closed when it %s', async (_what, said, code) => {
    const bare = await openSocket(server);

    for (const message of said()) bare.say(message as object);

    expect((await bare.closed()).code).toBe(code);
  });

  it('of another subprotocol is closed', async () => {
    const bare = await openSocket(server, { protocol: 'graphql-ws' }).catch((error: Error) => error);

    expect(String(bare)).toMatch(/subprotocol/i);
  });

  it('is told that it is alive', async () => {
    const bare = await openSocket(server);

    bare.say({ type: 'ping', payload: { at: 1 } });

    expect(await bare.heard('pong')).toEqual({ type: 'pong', payload: { at: 1 } });
    bare.socket.close();
  });

  it('carries at most 50 subscriptions, of which one can end without the others', async () => {
    const bare = await openSocket(server);
    bare.say(init());
    await bare.heard('connection_ack');
    const ask = (id: string) => bare.say({ id, type: 'subscribe', payload: { query: WATCH } });

    for (let id = 1; id <= 51; id += 1) ask(String(id));
    const refused = await bare.heard('error');

    expect(refused).toEqual({
      id: '51',
      type: 'error',
      payload: refusal('BAD_REQUEST', 'A connection carries at most 50 subscriptions.'),
    });
    bare.say({ id: '7', type: 'complete' });
    ask('52');
    await vi.waitFor(async () => {
      await notify(server.databaseUrl, { plan: 'HN', phase: 1, kind: 'PHASE' });
      expect(new Set(bare.messages.filter(({ type }) => type === 'next').map(({ id }) => id)).size).toBeGreaterThan(49);
    }, PATIENCE);
    expect(bare.messages.filter(({ type }) => type === 'error')).toHaveLength(1);
    bare.socket.close();
  });
});

describe('an ordinary request that offers another protocol', () => {
  it.each([
    ['HTTP/2, as every request of Java does', 'h2c', '/graphql', 200],
    ['a WebSocket where there is none', 'websocket', '/live', 404],
  ])('%s is answered', async (_what, upgrade, path, expected) => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const headers = {
      connection: 'Upgrade, HTTP2-Settings',
      upgrade,
      'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${server.token('VIEWER')}`,
    };

    const answer = await new Promise<[number | undefined, string]>((resolve, reject) => {
      const asked = request(new URL(path, server.url), { method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk) => chunks.push(chunk))
          .on('end', () => resolve([response.statusCode, String(Buffer.concat(chunks))]));
      });
      asked.on('error', reject).end(body);
    });

    expect(answer[0]).toBe(expected);
    if (expected === 200) expect(JSON.parse(answer[1])).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('a server that closes', () => {
  it('says farewell to whoever is there, waits not long for an answer, and lets go of the database', async () => {
    const own = await startApiServer({ databaseUrl: server.databaseUrl });
    const subscriber = await joinLive(own);
    const deaf = await openSocket(own);
    deaf.socket.pause();

    await own.close();

    expect(await subscriber.ended()).toEqual({ code: 1001, reason: 'Going away' });
    deaf.socket.resume();
    expect((await deaf.closed()).code).toBe(1001);
    await expect(openSocket(own)).rejects.toThrow();
    const [left] =
      await sql`SELECT count(*)::int FROM pg_stat_activity WHERE application_name = ${LISTENING} AND datname = current_database()`;
    expect(left).toEqual({ count: 1 });
  });
});
