import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { isSecure, type OidcSettings } from './settings.ts';

const ANSWER_WITHIN_MS = 5_000;

type Provider = Pick<OidcSettings, 'issuer' | 'jwksUrl'>;

/** Fetches the keys that the provider signs with now; throws where it does not tell them. */
export async function fetchKeys({ issuer, jwksUrl }: Provider): Promise<JSONWebKeySet> {
  const inTime = AbortSignal.timeout(ANSWER_WITHIN_MS);
  return (await fetchJson(jwksUrl ?? (await discover(issuer, inTime)), inTime)) as JSONWebKeySet;
}

/** Where the provider keeps its keys. It is asked each time: a provider that moves them tells it nowhere else. */
async function discover(issuer: string, inTime: AbortSignal): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { jwks_uri: keys } = z
    .object({
      issuer: z.literal(issuer),
      jwks_uri: z.url().refine((uri) => isSecure(uri) || !isSecure(issuer), 'expected https:// as for the issuer'),
    })
    .parse(await fetchJson(address, inTime));
  return keys;
}

async function fetchJson(address: string, inTime: AbortSignal): Promise<unknown> {
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: inTime,
  }).catch((cause: unknown) => {
    throw new Error(`${address} does not answer`, { cause });
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${address} answered ${response.status}`);
  }
  return response.json();
}
