import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CryptoKey, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Actor, type Grant, readGrant, writeGrant } from '../domain/actor.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'sapxep';
const AUDIENCE = 'sapxep';
const CLOCK_TOLERANCE_SECONDS = 5;
const KEY_BYTES = 32;

const claims = z.object({
  sub: z.string().min(1),
  roles: z.array(z.string().transform(grantOf)),
  exp: z.number(),
});

/** What a token grants and until when, in milliseconds since 1970. */
export interface VerifiedToken {
  actor: Actor;
  expiresAtMs: number;
}

function grantOf(text: string, context: z.RefinementCtx): Grant {
  const grant = readGrant(text);
  if (grant) return grant;
  context.addIssue({ code: 'custom', message: 'expected a role, or ROLE@UNIT' });
  return z.NEVER;
}

/** The key this installation signs with, made on first start and kept in `<dataDirectory>/signing-key`. */
export async function loadSigningKey(dataDirectory: string): Promise<CryptoKey> {
  await mkdir(dataDirectory, { recursive: true });
  const file = path.join(dataDirectory, 'signing-key');
  const text = await readFile(file, 'utf8').catch(() => createKeyFile(file));
  const bytes = Buffer.from(text.trim(), 'base64url');
  if (bytes.length < KEY_BYTES) {
    throw new Error(`${file} holds no signing key of at least ${KEY_BYTES} bytes; remove it to have a new one made`);
  }

  // Imported once: jose would import raw bytes again for every token, which doubles the time of a verification.
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** Signs a token that lets its bearer act as `subject` with some grants; `expiresIn` reads like `30 days` or `1h`. */
export function issueToken(
  key: CryptoKey,
  grant: { subject: string; grants: readonly Grant[]; expiresIn: string },
): Promise<string> {
  return new SignJWT({ roles: grant.grants.map(writeGrant) })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(grant.subject)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(grant.expiresIn)
    .sign(key);
}

/** Tells who bears a token; throws when it is not ours, altered, expired or names a role we do not know. */
export async function verifyToken(key: CryptoKey, token: string): Promise<Actor> {
  return (await readToken(key, token)).actor;
}

/** Like `verifyToken`, and tells how long the answer may be remembered. */
export async function readToken(key: CryptoKey, token: string): Promise<VerifiedToken> {
  const { payload } = await jwtVerify(token, key, {
    algorithms: [ALGORITHM],
    issuer: ISSUER,
    audience: AUDIENCE,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['sub', 'exp'],
  });
  const { sub, roles, exp } = claims.parse(payload);
  return { actor: { subject: sub, grants: roles }, expiresAtMs: exp * 1000 };
}

/**
 * A link appears under its name complete or not at all and never replaces another, so of two processes starting
 * together one makes the key and both read that one.
 */
async function createKeyFile(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  await writeFile(draft, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return readFile(file, 'utf8');
}
