import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { type Grant, readGrant, writeGrant } from '../../domain/actor.ts';
import type { VerifiedToken } from '../token.ts';
import type { Keys } from './provider-keys.ts';
import type { OidcSettings } from './settings.ts';

/** RFC 9068 asks for `at+jwt`; most providers write `JWT` or nothing. */
const ACCESS_TOKEN_TYPES = /^(application\/)?(at\+)?jwt$/i;

const claims = z.object({ sub: z.string().regex(/^\P{Cc}{1,255}$/u), exp: z.number() });

/**
 * Tells who bears an access token of the provider, and until when. Throws what jose throws, JWKSNoMatchingKey where the
 * token names a key that is not among `keys`.
 */
export async function readAccessToken(token: string, keys: Keys, settings: OidcSettings): Promise<VerifiedToken> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    algorithms: [...settings.algorithms],
    issuer: settings.issuer,
    audience: settings.audience,
    clockTolerance: settings.clockToleranceSeconds,
    requiredClaims: ['sub', 'exp'],
  });
  if (!isAccessToken(protectedHeader, payload)) throw new errors.JWTInvalid('expected an access token');
  const { sub, exp } = claims.parse(payload);
  return { actor: { subject: sub, grants: grantsIn(payload, settings.rolesClaim) }, expiresAtMs: exp * 1000 };
}

/** An ID token is for the client to read. It has another audience as a rule, but not where both use one name. */
function isAccessToken({ typ = 'JWT' }: JWTHeaderParameters, { nonce, at_hash, c_hash }: JWTPayload): boolean {
  if (/at\+jwt$/i.test(typ)) return ACCESS_TOKEN_TYPES.test(typ);
  return ACCESS_TOKEN_TYPES.test(typ) && [nonce, at_hash, c_hash].every((mark) => mark === undefined);
}

/** What is no grant is left out: providers put roles of their own, and of other products, into the same claim. */
function grantsIn(payload: JWTPayload, claim: string): Grant[] {
  const value = claimAt(payload, claim);
  const words = typeof value === 'string' ? value.split(/\s+/) : Array.isArray(value) ? value : [];
  const grants = words
    .map((word) => (typeof word === 'string' ? readGrant(word) : null))
    .filter((grant) => grant !== null);
  return [...new Map(grants.map((grant) => [writeGrant(grant), grant])).values()];
}

/** A dot may lead into a claim or be part of its name, as in `https://example.vn/roles`. */
function claimAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const inside = new Map<string, unknown>(Object.entries(value));
  if (inside.has(path)) return inside.get(path);
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const found = claimAt(inside.get(path.slice(0, dot)), path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
