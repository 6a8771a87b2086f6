import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

interface Wish {
  /** Who else than us is to be meant. */
  audience?: string;
  algorithm?: string;
  /** What the token says besides who it is for, such as roles. */
  claims?: Record<string, unknown>;
}

interface SigningKey {
  private: CryptoKey;
  public: CryptoKey;
  jwk: JWK;
}

const CLIENT = { client_id: 'lan', client_secret: 'a-secret-of-the-tests' };
const TOKEN_SECONDS = 4 * 60 * 60;
const resourceOf = (audience: string): string => `https://${audience}.example/`;

let made = 0;

async function aKey(algorithm: string): Promise<SigningKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  made += 1;
  const jwk = { ...(await exportJWK(pair.privateKey)), alg: algorithm, use: 'sig', kid: `key-${made}` };
  return { private: pair.privateKey, public: pair.publicKey, jwk };
}

/** A real OpenID Connect provider on loopback, whose tokens say what a test wishes and whose keys it may change. */
export class IdentityProvider {
  readonly issuer: string;
  /** How often its keys were fetched. */
  keysFetched = 0;
  private readonly port: number;
  private server: Server;
  private keys: SigningKey[];
  private wish: Wish = {};
  private provider: Provider;

  private constructor(server: Server, keys: SigningKey[]) {
    this.port = (server.address() as AddressInfo).port;
    this.issuer = `http://127.0.0.1:${this.port}`;
    this.server = server;
    this.keys = keys;
    this.provider = this.aProvider();
    this.serve();
  }

  static async start(algorithms: readonly string[] = ['ES256']): Promise<IdentityProvider> {
    const keys = await Promise.all(algorithms.map(aKey));
    return new IdentityProvider(await listening(0), keys);
  }

  /** A token as the provider gives it to a client. */
  async token(wish: Wish = {}): Promise<string> {
    this.wish = wish;
    const asked = { ...CLIENT, grant_type: 'client_credentials', resource: resourceOf(wish.audience ?? 'sapxep') };
    const response = await fetch(`${this.issuer}/token`, { method: 'POST', body: new URLSearchParams(asked) });
    const answer = (await response.json()) as { access_token?: string };
    if (!answer.access_token) throw new Error(`no token was given: ${JSON.stringify(answer)}`);
    return answer.access_token;
  }

  /** What the provider would sign, but with other claims, another header or another key; `undefined` leaves one out. */
  async forged(claims: JWTPayload = {}, header: { kid?: string; typ?: string } = {}, key = this.key): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: 'sapxep', sub: 'lan', iat: now, exp: now + TOKEN_SECONDS };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: String(key.jwk.alg), kid: key.jwk.kid, typ: 'at+jwt', ...header })
      .sign(key.private);
  }

  /** The key it signs with. */
  get key(): SigningKey {
    const [first] = this.keys;
    if (!first) throw new Error('the provider has no key');
    return first;
  }

  /** Signs with a new key from now on; the old ones go on being told. */
  async rotate(): Promise<void> {
    this.keys.unshift(await aKey(String(this.key.jwk.alg)));
    this.provider = this.aProvider();
  }

  /** Tells no key any more but the one it signs with. */
  withdraw(): void {
    this.keys.splice(1);
    this.provider = this.aProvider();
  }

  /** Goes away, with every connection to it. */
  async leave(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  async comeBack(): Promise<void> {
    this.server = await listening(this.port);
    this.serve();
  }

  private serve(): void {
    this.server.on('request', (request, response) => {
      if (request.url === '/jwks') this.keysFetched += 1;
      return this.provider.callback()(request, response);
    });
  }

  private aProvider(): Provider {
    return new Provider(this.issuer, {
      jwks: { keys: this.keys.map(({ jwk }) => jwk) },
      clients: [
        {
          ...CLIENT,
          token_endpoint_auth_method: 'client_secret_post',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          id_token_signed_response_alg: this.key.jwk.alg,
        },
      ],
      extraTokenClaims: () => this.wish.claims,
      ttl: { ClientCredentials: TOKEN_SECONDS },
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: () => ({
            scope: '',
            audience: this.wish.audience ?? 'sapxep',
            accessTokenFormat: 'jwt',
            accessTokenTTL: TOKEN_SECONDS,
            jwt: { sign: { alg: this.wish.algorithm ?? this.key.jwk.alg } },
          }),
        },
      },
    });
  }
}

function listening(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}
