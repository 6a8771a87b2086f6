import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Authenticate, Refusal } from '../../src/app/authenticate.ts';
import { parseConfig } from '../../src/app/config.ts';
import { oidcAuthentication } from '../../src/app/oidc/authentication.ts';
import { type Actor, everywhere } from '../../src/domain/actor.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { IdentityProvider } from '../support/identity-provider.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ALGORITHMS = ['RS256', 'ES256', 'PS256', 'EdDSA'];
const QUESTION = '{ policies(key: "access.speed") { value } }';
const HOUR_SECONDS = 3600;
const LAN = { subject: 'lan', grants: [everywhere('VIEWER')] };

let provider: IdentityProvider;
let server: ApiServer;
/** Whom the server took the sender of the last request for. */
let caller: Actor | Refusal;

function authentication(settings: Record<string, string> = {}): Authenticate {
  const { oidc } = parseConfig({
    NODE_ENV: 'production',
    OIDC_ISSUER: provider.issuer,
    OIDC_AUDIENCE: 'sapxep',
    ...settings,
  });
  if (!oidc) throw new Error('there is no issuer');
  return oidcAuthentication(oidc, pino({ enabled: false }));
}

/** Runs beside the other tests, since it takes its time. */
let beginning: Promise<object>;

function beginWithoutProvider(): Promise<object> {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '70000' };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'src/main.ts'], { cwd: ROOT, env }, (error, stdout, stderr) => {
      resolve({ code: error?.code, stdout, stderr });
    });
  });
}

beforeAll(async () => {
  beginning = beginWithoutProvider();
  provider = await IdentityProvider.start(ALGORITHMS);
  const authenticate = authentication({ OIDC_ROLES_CLAIM: 'realm_access.roles' });
  server = await startApiServer({
    template: 'migrated',
    authenticating: () => async (authorization) => {
      caller = await authenticate(authorization);
      return caller;
    },
  });
});

afterEach(() => vi.useRealTimers());

afterAll(async () => {
  await server.close();
  await provider.leave();
});

const send = (token: string, document = QUESTION) =>
  server.ask(document, {}, { role: null, headers: { authorization: `Bearer ${token}` } });

const wellKnown = (): string => `${provider.issuer}/.well-known/openid-configuration`;
const inRealm = (...roles: unknown[]) => ({ realm_access: { roles } });
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Claims of a good token, for those who sign by means of their own. */
const goodClaims = (): JWTPayload => ({
  iss: provider.issuer,
  aud: 'sapxep',
  sub: 'lan',
  exp: nowSeconds() + HOUR_SECONDS,
  ...inRealm('ADMIN'),
});

describe('a token of the provider', () => {
  it.each(ALGORITHMS)('is good for what its roles allow, signed by %s', async (algorithm) => {
    const token = await provider.token({ algorithm, claims: inRealm('viewer') });

    const answer = await send(token);

    expect(answer).toEqual({ status: 200, data: { policies: [] } });
    expect(caller).toEqual(LAN);
  });

  it('grants the roles we know, each once, and nothing by words that are none', async () => {
    const roles = ['offline_access', 'planner', 'PLANNER', 'leader@HN', 'LEADER@hn', 'EMPEROR@HN', 7, null, ['ADMIN']];
    const token = await provider.token({ claims: inRealm(...roles) });

    await send(token);

    expect(caller).toEqual({ subject: 'lan', grants: [everywhere('PLANNER'), { role: 'LEADER', unit: 'HN' }] });
  });

  it.each([
    ['no role we know', inRealm('offline_access')],
    ['no roles', {}],
    ['roles in another claim', { roles: ['ADMIN'], realm_access: 'ADMIN' }],
  ])('with %s is of somebody known who may do nothing', async (_what, claims) => {
    const token = await provider.token({ claims });

    const { status, data, errors } = await send(token);

    expect(caller).toEqual({ subject: 'lan', grants: [] });
    expect({ status, data }).toEqual({ status: 200, data: null });
    expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN' }) })]);
  });

  it.each([
    ['roles', { roles: ['PLANNER'] }],
    ['scope', { scope: 'openid planner' }],
    ['resource_access.sapxep.gov.vn.roles', { resource_access: { 'sapxep.gov.vn': { roles: ['planner'] } } }],
    ['https://sapxep.vn/roles', { 'https://sapxep.vn/roles': ['PLANNER'] }],
  ])('may have its roles in %s', async (claim, claims) => {
    const token = await provider.forged(claims);

    const found = await authentication({ OIDC_ROLES_CLAIM: claim })(`Bearer ${token}`);

    expect(found).toEqual({ subject: 'lan', grants: [everywhere('PLANNER')] });
  });

  it.each(['at+jwt', 'application/at+jwt', 'JWT', undefined])('may be of type %s', async (typ) => {
    const token = await provider.forged(inRealm('VIEWER'), { typ });

    expect((await send(token)).status).toBe(200);
  });

  it('is good from its first to its last second, and some seconds more for clocks that differ', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const token = await provider.forged({ nbf: nowSeconds() + 60, exp: nowSeconds() + 120, ...inRealm('VIEWER') });
    const statusAfter = async (seconds: number) => {
      vi.setSystemTime(Date.now() + seconds * 1000);
      return (await send(token)).status;
    };

    expect([await statusAfter(54), await statusAfter(2), await statusAfter(67), await statusAfter(3)]).toEqual([
      401, 200, 200, 401,
    ]);
  });

  it('is read as docs/access.md shows it', async () => {
    const page = await readFile(path.join(ROOT, 'docs/access.md'), 'utf8');
    const [section = ''] = page.split(/^## Tokens\n/m)[1]?.split(/^## /m) ?? [];
    const block = (kind: string) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'ms').exec(section)?.[1] ?? '';
    const settings = Object.fromEntries(
      block('sh')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    const { iss, ...claims } = JSON.parse(block('json'));
    const token = await provider.forged({ ...claims, exp: nowSeconds() + HOUR_SECONDS });

    const found = await authentication({ ...settings, OIDC_ISSUER: provider.issuer })(`Bearer ${token}`);

    expect(iss).toBe(settings.OIDC_ISSUER);
    expect(found).toEqual({
      subject: '6f1c0e1a-93c5-4d2e-8f57-0f6c5ad7b1e2',
      grants: [{ role: 'PLANNER', unit: 'HN' }, everywhere('VIEWER')],
    });
  });
});

describe('nobody is recognized by', () => {
  const altered = async () => {
    const [header, , signature] = (await provider.token({ claims: inRealm('VIEWER') })).split('.');
    return [header, Buffer.from(JSON.stringify(goodClaims())).toString('base64url'), signature].join('.');
  };
  const signedByPublicKey = async () => {
    const { public: key, jwk } = provider.key;
    const secret = Buffer.from(await exportSPKI(key));
    return new SignJWT(goodClaims()).setProtectedHeader({ alg: 'HS256', kid: jwk.kid }).sign(secret);
  };
  const another = generateKeyPair('RS256');
  const signedByAnother = async (kid?: string) => {
    const { privateKey } = await another;
    return new SignJWT(goodClaims()).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  };

  it.each<[string, () => string | Promise<string>]>([
    ['a token for another audience', () => provider.token({ audience: 'elsewhere', claims: inRealm('ADMIN') })],
    ['a token for nobody in particular', () => provider.forged({ ...goodClaims(), aud: undefined })],
    ['a token of another issuer', () => provider.forged({ ...goodClaims(), iss: `${provider.issuer}/` })],
    ['a token that has expired', () => provider.forged({ ...goodClaims(), exp: nowSeconds() - HOUR_SECONDS })],
    ['a token without an end', () => provider.forged({ ...goodClaims(), exp: undefined })],
    ['a token without a subject', () => provider.forged({ ...goodClaims(), sub: undefined })],
    ['a token with an empty subject', () => provider.forged({ ...goodClaims(), sub: '' })],
    ['a token whose subject no database holds', () => provider.forged({ ...goodClaims(), sub: 'lan\0' })],
    ['a token that was altered', altered],
    ['a token that is not signed', () => new UnsecuredJWT(goodClaims()).encode()],
    ['a token signed with the public key as a secret', signedByPublicKey],
    ['a token signed with a key the provider does not know', () => signedByAnother('invented')],
    ['a token signed with another key of a name the provider knows', () => signedByAnother(provider.key.jwk.kid)],
    ['a token signed with another key of no name', () => signedByAnother()],
    ['an ID token, by its nonce', () => provider.forged({ ...goodClaims(), nonce: 'n-0S6' }, { typ: 'JWT' })],
    ['an ID token, by its audience', () => provider.forged({ ...goodClaims(), aud: 'lan' }, { typ: 'JWT' })],
    ['a logout token', () => provider.forged(goodClaims(), { typ: 'logout+jwt' })],
    ['a token of our own', () => server.token('ADMIN')],
    ['what is no token', () => 'e30.e30.e30'],
  ])('%s', async (_what, make) => {
    const token = await make();

    const { status, errors } = await send(token);

    expect(status).toBe(401);
    expect(errors).toEqual([
      { message: 'A valid bearer token is needed.', extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) },
    ]);
    expect(caller).toBe('unauthenticated');
  });
});

describe('the keys of a provider', () => {
  it.each<[string, Actor | Refusal, () => Record<string, string>]>([
    ['count at the address given', LAN, () => ({ OIDC_JWKS_URL: `${provider.issuer}/jwks` })],
    ['are not told where there is nothing', 'unverifiable', () => ({ OIDC_JWKS_URL: `${provider.issuer}/nothing` })],
    ['are not told by what are none', 'unverifiable', () => ({ OIDC_JWKS_URL: wellKnown() })],
    [
      'do not count where a provider says that it is another',
      'unverifiable',
      () => ({ OIDC_ISSUER: provider.issuer.replace('127.0.0.1', 'localhost') }),
    ],
  ])('%s', async (_what, expected, settings) => {
    const token = await provider.forged({ roles: ['VIEWER'] });

    expect(await authentication(settings())(`Bearer ${token}`)).toEqual(expected);
  });
});

describe('production', () => {
  it('does not begin without a provider', async () => {
    expect(await beginning).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        'The configuration is wrong:',
        '  PORT: expected a whole number from 0 to 65535, got "70000"',
        '  OIDC_ISSUER: expected in production, where only the tokens of an OpenID Connect provider are believed',
        '',
      ].join('\n'),
    });
  });
});
