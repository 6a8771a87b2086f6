import { once } from 'node:events';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../src/app/config.ts';
import { oidcAuthentication } from '../../src/app/oidc/authentication.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { notify, openSocket, subscribe } from '../support/subscriber.ts';

const MINUTE_MS = 60_000;
/** How long the provider is left in peace. */
const COOLDOWN_MS = 10_000;
const CLAIMS = { roles: ['VIEWER'] };
const AWAY = { status: 503, retryAfter: '10', code: 'UNAVAILABLE' };
const REFUSED = { status: 401, retryAfter: null, code: 'UNAUTHENTICATED' };
const GOOD = { status: 200, retryAfter: null, code: undefined };

let provider: IdentityProvider;
let server: ApiServer;
const logged: { level: number; msg: string }[] = [];

/** The server begins while the provider is away. */
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  provider = await IdentityProvider.start();
  await provider.leave();
  const { oidc } = parseConfig({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'sapxep' });
  if (!oidc) throw new Error('there is no issuer');
  const logger = pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  server = await startApiServer({ authenticating: () => oidcAuthentication(oidc, logger) });
});

afterEach(() => logged.splice(0));

afterAll(async () => {
  vi.useRealTimers();
  await server.close();
  await provider.leave();
});

/** Not exact to the second where something is waited for: that moves the clock, too. */
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function send(token: string, language = 'en') {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language, ...bearer(token) },
    body: JSON.stringify({ query: '{ plan(code: "HN") { code } }' }),
  });
  const { errors } = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, retryAfter, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
}

const fate = async (token: string) => {
  const { message: _, ...rest } = await send(token);
  return rest;
};

const watch = (token: string) => subscribe(server, { role: null, params: bearer(token) });

describe('a server whose provider is away from the beginning', () => {
  it('asks callers to come again, over HTTP and WebSocket, until the provider is there', async () => {
    const token = await provider.forged(CLAIMS);

    const english = await send(token);
    const vietnamese = await send(token, 'vi');
    const { socket, say } = await openSocket(server);
    say({ type: 'connection_init', payload: bearer(token) });
    const [code, reason] = await once(socket, 'close');

    expect(english).toEqual({ ...AWAY, message: 'Tokens cannot be checked now; try again later.' });
    expect(vietnamese.message).toBe('Tạm thời không kiểm tra được mã truy cập (token); hãy thử lại sau.');
    expect([code, String(reason)]).toEqual([1013, 'Try again later']);
    expect((await server.ask('{ plan(code: "HN") { code } }', {}, { role: null })).status).toBe(401);

    await provider.comeBack();
    expect(await fate(token)).toEqual(AWAY);
    later(COOLDOWN_MS);
    expect(await fate(token)).toEqual(GOOD);
    expect(logged.map(({ level, msg }) => [level, msg])).toEqual([
      [40, 'the OpenID Connect provider tells no keys'],
      [30, 'the OpenID Connect provider tells its keys again'],
    ]);
  });
});

describe('keys that change', () => {
  it('are fetched again for a key that is not known, but not each time', async () => {
    later(COOLDOWN_MS);
    const invented = (kid: string) => provider.forged(CLAIMS, { kid });
    const before = provider.keysFetched;

    const together = await Promise.all(['a', 'b', 'c'].map(async (kid) => fate(await invented(kid))));
    const afterwards = await fate(await invented('d'));
    const fetchedAtFirst = provider.keysFetched - before;
    later(COOLDOWN_MS);
    await fate(await invented('e'));

    expect([...together, afterwards]).toEqual(Array.from({ length: 4 }, () => REFUSED));
    expect([fetchedAtFirst, provider.keysFetched - before]).toEqual([1, 2]);
  });

  it('are followed without a restart, and one that was withdrawn is believed for five minutes at most', async () => {
    const first = await provider.token({ claims: CLAIMS });
    expect(await fate(first)).toEqual(GOOD);

    await provider.rotate();
    later(COOLDOWN_MS);
    const second = await provider.token({ claims: CLAIMS });
    expect([await fate(second), await fate(first)]).toEqual([GOOD, GOOD]);

    provider.withdraw();
    later(5 * MINUTE_MS - 1);
    expect([await fate(second), await fate(first)]).toEqual([GOOD, GOOD]);
    later(1);
    expect([await fate(second), await fate(first)]).toEqual([GOOD, REFUSED]);
  });
});

describe('an outage', () => {
  it('that nobody saw the end of lets no withdrawn key count for longer', async () => {
    const token = await provider.token({ claims: CLAIMS });
    await provider.leave();
    later(5 * MINUTE_MS);
    const meanwhile = await fate(token);

    await provider.comeBack();
    await provider.rotate();
    provider.withdraw();
    later(5 * MINUTE_MS);

    expect([meanwhile, await fate(token)]).toEqual([GOOD, REFUSED]);
  });

  it('is bridged for an hour by the keys that are known; then callers are to come again, until it ends', async () => {
    const token = await provider.token({ claims: CLAIMS });
    expect(await fate(token)).toEqual(GOOD);
    const watching = watch(token);
    await watching.live();

    await provider.leave();
    const expired = await provider.forged({ ...CLAIMS, exp: Math.floor(Date.now() / 1000) - 60 });
    const unknown = await provider.forged(CLAIMS, { kid: 'unknown' });
    later(30 * MINUTE_MS);
    expect(await fate(token)).toEqual(GOOD);
    expect(await fate(await provider.forged(CLAIMS))).toEqual(GOOD);
    expect([await fate(expired), await fate(unknown)]).toEqual([REFUSED, AWAY]);
    later(29 * MINUTE_MS);
    await watching.live();
    expect(await fate(token)).toEqual(GOOD);

    later(MINUTE_MS);
    expect(await fate(token)).toEqual(AWAY);
    await notify(server.databaseUrl, { plan: 'HN', kind: 'GATE', phase: null });
    expect(await watching.ended()).toEqual({ code: 1013, reason: 'Try again later' });
    expect(logged.map(({ level, msg }) => [level, msg])).toEqual([[40, 'the OpenID Connect provider tells no keys']]);

    await provider.comeBack();
    later(COOLDOWN_MS);
    expect([await fate(token), await fate(unknown)]).toEqual([GOOD, REFUSED]);
    const again = watch(token);
    await again.live();
    again.leave();
    expect(again.end).toBeUndefined();
  });
});
