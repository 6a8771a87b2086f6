import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IdentityProvider } from '../../test/support/identity-provider.ts';
import { TODAY } from '../data/fill.ts';
import { type Served, serve } from './child.ts';

/** So high that one caller never reaches it, while every request is counted and charged as in production. */
const RATE_LIMIT = '999999999999';
const AUDIENCE = 'sapxep';

export interface ProductPlace {
  /** As the login that row level security binds. */
  appUrl: string;
  ownerUrl: string;
  core: number | null;
}

export interface ServedProduct extends Served {
  token: string;
}

/** Starts the product as production does: a provider's tokens, a login that owns nothing, scope, limits and audit on. */
export async function serveProduct({ appUrl, ownerUrl, core }: ProductPlace): Promise<ServedProduct> {
  const provider = await IdentityProvider.start();
  const token = await provider.token({ claims: { roles: ['ADMIN'] } });
  const served = await serve({
    command: [process.execPath, '--import', 'tsx', 'src/main.ts'],
    env: {
      NODE_ENV: 'production',
      PORT: '0',
      LOG_LEVEL: 'warn',
      TODAY,
      DATABASE_URL: appUrl,
      DATABASE_OWNER_URL: ownerUrl,
      DATA_DIRECTORY: await mkdtemp(path.join(tmpdir(), 'sapxep-bench-')),
      OIDC_ISSUER: provider.issuer,
      OIDC_AUDIENCE: AUDIENCE,
      RATE_LIMIT,
    },
    core,
    announces: /answers at (\S+)/,
  });
  return {
    ...served,
    token,
    stop: async () => {
      await served.stop();
      await provider.leave();
    },
  };
}
