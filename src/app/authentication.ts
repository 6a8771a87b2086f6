import type { Logger } from 'pino';
import { everywhere } from '../domain/actor.ts';
import { type Authenticate, bearerAuthentication } from './authenticate.ts';
import type { Config } from './config.ts';
import { oidcAuthentication } from './oidc/authentication.ts';
import type { Looked } from './remembered-tokens.ts';
import { issueToken, loadSigningKey } from './token.ts';

interface Authentication {
  authenticate: Authenticate;
  /** For GraphiQL, where tokens are our own. */
  localToken?: string;
}

/** Believes the provider where one is set, and then nobody else; our own tokens otherwise. */
export async function openAuthentication(
  { oidc, dataDirectory }: Pick<Config, 'oidc' | 'dataDirectory'>,
  logger: Logger,
  looked?: Looked,
): Promise<Authentication> {
  if (oidc) return { authenticate: oidcAuthentication(oidc, logger, looked) };

  const key = await loadSigningKey(dataDirectory);
  const local = { subject: 'local', grants: [everywhere('ADMIN')], expiresIn: '30 days' };
  return { authenticate: bearerAuthentication(key, looked), localToken: await issueToken(key, local) };
}
