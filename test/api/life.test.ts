import { connect } from 'node:net';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { Shutdown } from '../../src/app/shutdown.ts';
import { aServer, TOKEN } from '../support/tiny-server.ts';

describe('health', () => {
  it.each([
    ['ready', () => true, 200, 'ready'],
    ['ready later', async () => true, 200, 'ready'],
    ['not ready', () => false, 503, 'not ready'],
    ['unable to tell', () => Promise.reject(new Error('no database')), 503, 'not ready'],
  ])('is live, and %s', async (_what, ready, status, text) => {
    const other = await aServer({ ready });

    const [live, readiness] = await Promise.all([other.app.inject('/live'), other.app.inject('/ready')]);

    expect([live.statusCode, live.json()]).toEqual([200, { status: 'live' }]);
    expect([readiness.statusCode, readiness.json()]).toEqual([status, { status: text }]);
    await other.close();
  });
});

describe('closing', () => {
  it('lets a request under way finish and takes no new one', async () => {
    let resume = () => {};
    let started = () => {};
    const paused = new Promise<void>((resolve) => {
      started = resolve;
    });
    const other = await aServer({
      pause: () => {
        started();
        return new Promise((resolve) => {
          resume = resolve;
        });
      },
    });
    const origin = await other.listen();
    const begun = Date.now();

    const slow = fetch(`${origin}/graphql?query={slow}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    await paused;
    const closed = Promise.all([other.close(), other.close()]);
    const refused = await connectionTo(origin);
    resume();
    const response = await slow;

    expect(refused).toBe('ECONNREFUSED');
    expect([response.status, await response.json()]).toEqual([200, { data: { slow: 'done' } }]);
    await closed;
    expect(Date.now() - begun).toBeLessThan(5000);
  });

  it('waits for a request no longer than its deadline, and says which it cut', async () => {
    const logged: Record<string, unknown>[] = [];
    const shutdown = new Shutdown(
      pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    );
    let started = () => {};
    const paused = new Promise<void>((resolve) => {
      started = resolve;
    });
    const other = await aServer({
      observers: [shutdown],
      pause: () => {
        started();
        return new Promise(() => {});
      },
    });
    const origin = await other.listen();
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-request-id': 'too-slow' };
    const cut = expect(fetch(`${origin}/graphql?query={slow}`, { headers })).rejects.toThrow();
    await paused;
    const released: unknown[] = [];

    const code = await shutdown.stop(
      { finish: () => other.close(), cut: () => other.cut(), release: async (within) => void released.push(within) },
      { signal: 'SIGTERM', deadlineMs: 20 },
    );

    await cut;
    expect([code, released]).toEqual([1, [1]]);
    expect(logged).toMatchObject([
      { msg: 'stopping', signal: 'SIGTERM', requests: 1 },
      { level: 50, cut: [{ requestId: 'too-slow', fields: ['slow'] }] },
      { msg: 'stopped', clean: false },
    ]);
  });

  it('waits for no connection that is not in use', async () => {
    const other = await aServer();
    const origin = await other.listen();
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const ended = new Promise((resolve) => socket.on('close', () => resolve('ended')));
    await fetch(`${origin}/live`).then((response) => response.text());
    const begun = Date.now();

    await other.close();

    expect(Date.now() - begun).toBeLessThan(5000);
    expect(await ended).toBe('ended');
  });
});

/** What becomes of an attempt to connect. */
async function connectionTo(origin: string): Promise<string> {
  // Closing begins with asynchronous hooks; the listening socket is gone a moment later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
  });
}
