import { afterEach, describe, expect, it } from 'vitest';
import { everywhere } from '../../src/domain/actor.ts';
import { aServer, TOKEN } from '../support/tiny-server.ts';

type Server = Awaited<ReturnType<typeof aServer>>;

const SLOW = '{ slow }';
const TRACE = 'mutation { leaveTrace }';
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function started(options: Parameters<typeof aServer>[0]): Promise<Server> {
  const server = await aServer(options);
  servers.push(server);
  return server;
}

/** Sent at once, not when somebody waits for the answer. */
const post = async (server: Server, query: string, authorization = `Bearer ${TOKEN}`) =>
  await server.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization, 'accept-language': 'en', 'content-type': 'application/json' },
    payload: { query },
  });

type Told = Awaited<ReturnType<typeof post>>;
const told = (response: Told) => [response.statusCode, response.json().errors?.[0]?.extensions.code];

/** Lets slow queries go on when told, and counts those that are under way. */
function aPause() {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const state = { underWay: 0 };
  const pause = async () => {
    state.underWay += 1;
    await released;
    state.underWay -= 1;
  };
  return { pause, release: () => release(), state };
}

describe('work in flight', () => {
  it('is bounded: what finds neither a place nor a place to wait at is told to come back, at once', async () => {
    const { pause, release, state } = aPause();
    const server = await started({ pause, traffic: { maxInFlight: 4 } });
    // Two are carried out, and sixteen wait for each of the two places.
    const asked = Array.from({ length: 34 }, () => post(server, SLOW));
    const refused = await post(server, SLOW);

    expect(told(refused)).toEqual([503, 'UNAVAILABLE']);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.json()).toEqual({
      errors: [
        {
          message: 'The server is busy; try again in a moment.',
          extensions: { code: 'UNAVAILABLE', requestId: expect.any(String) },
        },
      ],
    });
    expect(state.underWay).toBe(2);
    expect(told(await post(server, TRACE))).toEqual([200, undefined]);
    const health = await Promise.all([server.app.inject('/live'), server.app.inject('/ready')]);
    expect(health.map(({ statusCode }) => statusCode)).toEqual([200, 200]);

    release();
    const answers = await Promise.all(asked);

    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(told(await post(server, SLOW))).toEqual([200, undefined]);
  });

  it('waits no longer than its request has time', async () => {
    const { pause, release } = aPause();
    const server = await started({ pause, traffic: { maxInFlight: 2, requestDeadlineMs: 100 } });
    const first = post(server, SLOW);

    const second = await post(server, SLOW);
    release();

    expect(told(second)).toEqual([503, 'UNAVAILABLE']);
    expect(second.headers['retry-after']).toBe('1');
    expect(second.json().errors[0].message).toBe('The server is busy; try again in a moment.');
    expect(told(await first)).toEqual([200, undefined]);
    expect(told(await post(server, SLOW))).toEqual([200, undefined]);
  });

  it('gives its place back where an operation is refused after all', async () => {
    const server = await started({ traffic: { maxInFlight: 2 } });

    for (const _ of [1, 2, 3]) {
      expect(told(await post(server, '{ salary }'))).toEqual([200, 'INTERNAL_SERVER_ERROR']);
      expect(told(await post(server, '{ twice(number: "x") }'))).toEqual([200, 'GRAPHQL_VALIDATION_FAILED']);
    }

    expect(told(await post(server, '{ whoAmI }'))).toEqual([200, undefined]);
  });
});

describe('what a caller may spend', () => {
  it('is counted by what requests cost, told with each, and may be overdrawn once', async () => {
    const server = await started({ traffic: { rateLimit: 1 } });

    const answers = [];
    for (const _ of [1, 2]) answers.push(await post(server, '{ whoAmI }'));

    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 429]);
    expect(answers[0]?.headers['x-request-cost']).toBe('10');
    const [, refused] = answers;
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(500);
    expect(refused?.json()).toEqual({
      errors: [
        {
          message: 'Too many requests; try again later.',
          extensions: { code: 'RATE_LIMITED', requestId: expect.any(String) },
        },
      ],
    });
  });

  it('is nobody else’s concern', async () => {
    const authenticate = async (header: string | undefined) => ({
      subject: String(header),
      grants: [everywhere('VIEWER')],
    });
    const server = await started({ authenticate, traffic: { rateLimit: 1 } });

    const answers = [];
    for (const who of ['lan', 'lan', 'minh']) answers.push(await post(server, '{ whoAmI }', who));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 429, 200]);
  });
});

describe('bad tokens of one address', () => {
  it('are told to wait after so many a minute, while good ones pass', async () => {
    const server = await started({});

    let guesses = 0;
    let last: Told;
    do {
      last = await post(server, '{ whoAmI }', `Bearer guess-${guesses}`);
      guesses += 1;
    } while (last.statusCode === 401 && guesses < 1_000);

    // On a slow machine a few more come in meanwhile.
    expect(guesses).toBeGreaterThan(60);
    expect(told(last)).toEqual([429, 'RATE_LIMITED']);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect(told(await post(server, '{ whoAmI }'))).toEqual([200, undefined]);
  });
});
