import { errors } from 'jose';
import type { Logger } from 'pino';
import { type Authenticate, bearerToken, refusalOf } from '../authenticate.ts';
import { type Looked, RememberedTokens } from '../remembered-tokens.ts';
import { readAccessToken } from './access-token.ts';
import { fetchKeys } from './fetch-keys.ts';
import { type Keys, ProviderKeys } from './provider-keys.ts';
import type { OidcSettings } from './settings.ts';

/**
 * Authenticates bearers of access tokens of an OpenID Connect provider. A verified token is remembered as long as the
 * provider's keys are those it was verified by.
 */
export function oidcAuthentication(settings: OidcSettings, logger: Logger, looked?: Looked): Authenticate {
  const provider = new ProviderKeys(() => fetchKeys(settings), logger);
  const remembered = new RememberedTokens<Keys>(looked);
  const read = async (token: string, keys: Keys) => {
    const fresh = await readAccessToken(token, keys, settings);
    remembered.add(token, keys, fresh);
    return fresh.actor;
  };
  // The first caller need not wait, and the log tells at once where the provider is not there.
  void provider.current();

  return async (authorization) => {
    const token = bearerToken(authorization);
    if (token === undefined) return 'unauthenticated';
    const keys = await provider.current();
    if (!keys) return 'unverifiable';
    return (
      remembered.find(token, keys) ??
      read(token, keys)
        .catch(async (error: unknown) => {
          if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
          const newer = await provider.beyond(keys);
          return newer ? read(token, newer) : 'unverifiable';
        })
        .catch(refusalOf)
    );
  };
}
