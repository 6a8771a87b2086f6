import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CryptoKey, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bearerAuthentication } from '../../src/app/authenticate.ts';
import { issueToken, loadSigningKey, verifyToken } from '../../src/app/token.ts';
import { everywhere } from '../../src/domain/actor.ts';

const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');

let directory: string;
let key: CryptoKey;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'sapxep-token-'));
  key = await loadSigningKey(directory);
});

afterAll(() => rm(directory, { recursive: true }));

afterEach(() => vi.useRealTimers());

interface Claims {
  sub?: string;
  roles?: unknown;
  iss?: string;
  aud?: string;
  exp?: number;
}

/** A token of our own but for what `claims` changes; `undefined` leaves a claim out. */
function aToken(claims: Claims, sign: { with?: CryptoKey; algorithm?: string } = {}): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  return new SignJWT({ sub: 'lan', roles: ['PLANNER'], iss: 'sapxep', aud: 'sapxep', exp, ...claims })
    .setProtectedHeader({ alg: sign.algorithm ?? 'HS256' })
    .sign(sign.with ?? key);
}

function hmacKey(hash: 'SHA-256' | 'SHA-512'): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'HMAC', hash }, false, ['sign', 'verify']);
}

describe('signing key', () => {
  it('is made on first start, readable by its owner only, and kept', async () => {
    const own = path.join(directory, 'first', 'start');

    const first = await loadSigningKey(own);
    const second = await loadSigningKey(own);

    const token = await issueToken(first, { subject: 'lan', grants: [everywhere('PLANNER')], expiresIn: '1 minute' });
    expect((await stat(path.join(own, 'signing-key'))).mode & 0o777).toBe(0o600);
    expect(await verifyToken(second, token)).toEqual({ subject: 'lan', grants: [everywhere('PLANNER')] });
    expect(await readdir(own)).toEqual(['signing-key']);
  });

  it('is one key for all who start at the same moment', async () => {
    const own = path.join(directory, 'race');

    const keys = await Promise.all(Array.from({ length: 20 }, () => loadSigningKey(own)));

    const tokens = await Promise.all(
      keys.map((each) => issueToken(each, { subject: 'lan', grants: [everywhere('PLANNER')], expiresIn: '1 minute' })),
    );
    const [first] = keys as [CryptoKey];
    const actors = await Promise.all(tokens.map((token) => verifyToken(first, token)));
    expect(actors).toEqual(Array.from({ length: 20 }, () => ({ subject: 'lan', grants: [everywhere('PLANNER')] })));
    expect(await readdir(own)).toEqual(['signing-key']);
  });

  it('is refused when it is too short to protect anything', async () => {
    const own = await mkdtemp(path.join(directory, 'short-'));
    await writeFile(path.join(own, 'signing-key'), 'c2hvcnQ\n');

    const load = loadSigningKey(own);

    await expect(load).rejects.toThrow('holds no signing key of at least 32 bytes');
    expect(await readFile(path.join(own, 'signing-key'), 'utf8')).toBe('c2hvcnQ\n');
  });

  it('cannot be kept where a file stands in the way of the data directory', async () => {
    const own = await mkdtemp(path.join(directory, 'unusable-'));
    await writeFile(path.join(own, 'file'), '');

    const load = loadSigningKey(path.join(own, 'file'));

    await expect(load).rejects.toThrow('EEXIST');
  });
});

describe('token', () => {
  it('carries its subject and roles', async () => {
    const token = await issueToken(key, {
      subject: 'lan',
      grants: [everywhere('LEADER'), everywhere('AUDITOR')],
      expiresIn: '30 days',
    });

    const actor = await verifyToken(key, token);

    expect(actor).toEqual({ subject: 'lan', grants: [everywhere('LEADER'), everywhere('AUDITOR')] });
  });

  it('is accepted until 5 seconds after its end, for clocks that differ', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2025-03-15T08:00:00Z') });
    const token = await issueToken(key, { subject: 'lan', grants: [], expiresIn: '60 seconds' });

    vi.setSystemTime(new Date('2025-03-15T08:01:04Z'));
    const actor = await verifyToken(key, token);
    vi.setSystemTime(new Date('2025-03-15T08:01:05Z'));
    const late = verifyToken(key, token);

    expect(actor).toEqual({ subject: 'lan', grants: [] });
    await expect(late).rejects.toThrow('"exp" claim timestamp check failed');
  });

  it.each<[string, () => string | Promise<string>]>([
    ['of another issuer', () => aToken({ iss: 'elsewhere' })],
    ['for another audience', () => aToken({ aud: 'elsewhere' })],
    ['without an end', () => aToken({ exp: undefined })],
    ['without a subject', () => aToken({ sub: undefined })],
    ['with an empty subject', () => aToken({ sub: '' })],
    ['without roles', () => aToken({ roles: undefined })],
    ['with an unknown role', () => aToken({ roles: ['PLANNER', 'EMPEROR'] })],
    ['signed with another key', async () => aToken({}, { with: await hmacKey('SHA-256') })],
    ['signed with another algorithm', async () => aToken({}, { with: await hmacKey('SHA-512'), algorithm: 'HS512' })],
    [
      'not signed at all',
      () => new UnsecuredJWT({ sub: 'lan', roles: ['ADMIN'], iss: 'sapxep', aud: 'sapxep' }).encode(),
    ],
    ['that is no token', () => 'nonsense'],
  ])('is refused %s', async (_what, make) => {
    const token = await make();

    const actor = verifyToken(key, token);

    await expect(actor).rejects.toThrow();
  });
});

describe('bearer authentication', () => {
  const LAN = { subject: 'lan', grants: [everywhere('PLANNER')] };

  it('knows the bearer of a good token, whatever the case of the scheme', async () => {
    const authenticate = bearerAuthentication(key);
    const token = await aToken({});

    const actors = await Promise.all([authenticate(`Bearer ${token}`), authenticate(`bearer  ${token} `)]);

    expect(actors).toEqual([LAN, LAN]);
  });

  it('knows nobody else', async () => {
    const authenticate = bearerAuthentication(key);
    const token = await aToken({});
    const expired = await aToken({ exp: 1 });
    const headers = [
      undefined,
      '',
      'Bearer',
      `Basic ${token}`,
      token,
      `Bearer ${token} x`,
      `Bearer ${expired}`,
      'Bearer x',
    ];

    const actors = await Promise.all(headers.map(authenticate));

    expect(actors).toEqual(headers.map(() => 'unauthenticated'));
  });

  it('does not know a token for longer than it lasts, though it remembers it', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2025-03-15T08:00:00Z') });
    const authenticate = bearerAuthentication(key);
    const token = await issueToken(key, { subject: 'lan', grants: [everywhere('PLANNER')], expiresIn: '60 seconds' });

    const early = await authenticate(`Bearer ${token}`);
    vi.setSystemTime(new Date('2025-03-15T08:00:59Z'));
    const inTime = await authenticate(`Bearer ${token}`);
    vi.setSystemTime(new Date('2025-03-15T08:01:10Z'));
    const late = await authenticate(`Bearer ${token}`);

    expect([early, inTime, late]).toEqual([LAN, LAN, 'unauthenticated']);
  });

  it('knows bearers still when more tokens were seen than it remembers', async () => {
    const authenticate = bearerAuthentication(key);
    const tokens = await Promise.all(Array.from({ length: 1010 }, (_, index) => aToken({ sub: `person-${index}` })));

    for (const token of tokens) await authenticate(`Bearer ${token}`);
    const first = await authenticate(`Bearer ${tokens[0]}`);

    expect(first).toEqual({ subject: 'person-0', grants: [everywhere('PLANNER')] });
  });
});

describe('token command', () => {
  interface Outcome {
    code: number;
    stdout: string;
    stderr: string;
  }

  function run(args: string[], settings: Record<string, string> = {}): Promise<Outcome> {
    const env = { ...process.env, DATA_DIRECTORY: directory, NODE_OPTIONS: '', ...settings };
    const command = ['--import', 'tsx', 'scripts/token.ts', ...args];
    return new Promise((resolve) => {
      execFile(process.execPath, command, { cwd: PROJECT_ROOT, env }, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      });
    });
  }

  it('prints just a token this installation accepts', async () => {
    const { code, stdout, stderr } = await run(['--role', 'branch-director', '--subject', 'lan', '--days', '2']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await verifyToken(key, stdout.trim())).toEqual({ subject: 'lan', grants: [everywhere('BRANCH_DIRECTOR')] });
  });

  it.each([
    ['an unknown role', ['--role', 'emperor'], 'Unknown role "emperor".'],
    ['an unknown flag', ['--role', 'admin', '--colour', 'red'], "Unknown option '--colour'"],
    ['a missing role', ['--days', '3'], '--role is missing.'],
    [
      'a lifetime of no days',
      ['--role', 'admin', '--days', '0'],
      '--days must be a whole number from 1 to 3650, not "0".',
    ],
  ])('refuses %s and names the roles', async (_what, args, problem) => {
    const { code, stdout, stderr } = await run(args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(problem);
    expect(stderr).toContain(
      'Roles: admin, center-director, branch-director, planner, staff-manager, home-body, leader, auditor, viewer',
    );
  });

  it('makes none where the tokens of a provider count, and says so', async () => {
    const { code, stdout, stderr } = await run(['--role', 'admin'], {
      OIDC_ISSUER: 'https://id.example.vn/realms/city',
      OIDC_AUDIENCE: 'sapxep',
    });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'This token would be of no use: OIDC_ISSUER is set, so only tokens of https://id.example.vn/realms/city count.\n',
    );
  });
});
