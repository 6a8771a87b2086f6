import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { openSocket, subscribe } from '../support/subscriber.ts';

const server = await startApiServer({ traffic: { rateLimit: 1, maxInFlight: 2 } });

afterAll(() => server.close());

describe('whoever subscribes', () => {
  it('spends what it costs, and is told to wait like whoever asks over HTTP', async () => {
    const first = subscribe(server, { role: 'VIEWER' });
    await first.live();

    const second = await subscribe(server, { role: 'VIEWER' }).ended();
    const over = await server.ask('{ __typename }', {}, { role: 'VIEWER' });

    expect(second).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect([over.status, over.errors?.[0]?.extensions?.code]).toEqual([429, 'RATE_LIMITED']);
    expect(first.end).toBeUndefined();
    first.leave();
  });

  it('with bad tokens is told so many times a minute, then to wait', async () => {
    const guess = async () => {
      const { say, closed } = await openSocket(server);
      say({ type: 'connection_init', payload: { authorization: 'Bearer guess' } });
      return (await closed()).code;
    };

    const codes = await Promise.all(Array.from({ length: 150 }, guess));

    expect(new Set(codes)).toEqual(new Set([4403, 4429]));
    expect(codes.filter((code) => code === 4403).length).toBeGreaterThanOrEqual(60);
  });
});
