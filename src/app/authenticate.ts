import { type CryptoKey, errors } from 'jose';
import { ZodError } from 'zod';
import type { Actor } from '../domain/actor.ts';
import type { Problem } from './problem.ts';
import { type Looked, RememberedTokens } from './remembered-tokens.ts';
import { readToken } from './token.ts';

/** Why nobody is recognized: it is nobody we know, or whoever vouches for them cannot be asked now. */
export type Refusal = Extract<Problem, 'unauthenticated' | 'unverifiable'>;

/** Tells who sent an `Authorization` header, or why that cannot be told. */
export type Authenticate = (authorization: string | undefined) => Promise<Actor | Refusal>;

/** Tells whether somebody was recognized. */
export function isActor(caller: Actor | Refusal): caller is Actor {
  return typeof caller !== 'string';
}

/** Authenticates bearers of our own tokens. Refusals are not remembered. */
export function bearerAuthentication(key: CryptoKey, looked?: Looked): Authenticate {
  const remembered = new RememberedTokens<CryptoKey>(looked);

  return async (authorization) => {
    const token = bearerToken(authorization);
    if (token === undefined) return 'unauthenticated';
    const known = remembered.find(token, key);
    if (known) return known;

    try {
      const fresh = await readToken(key, token);
      remembered.add(token, key, fresh);
      return fresh.actor;
    } catch (error) {
      return refusalOf(error);
    }
  };
}

/** The token of an `Authorization` header. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.-]+) *$/i.exec(authorization ?? '')?.[1];
}

/** What is wrong with a token refuses its bearer; anything else is a fault of ours and thrown on. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof errors.JOSEError || error instanceof ZodError) return 'unauthenticated';
  throw error;
}
