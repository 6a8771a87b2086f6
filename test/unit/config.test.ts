import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/app/config.ts';

const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');

function messageOf(env: Record<string, string>): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('configuration', () => {
  it('has a default for everything', () => {
    const config = parseConfig({});

    expect(config).toEqual({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDirectory: path.join(PROJECT_ROOT, '.data'),
      today: undefined,
      production: false,
      databaseDeadlineMs: 20_000,
      logLevel: 'info',
      oidc: undefined,
      replicaLagMs: 5000,
      rateLimit: 0,
      requestDeadlineMs: 20_000,
      maxInFlight: 16,
      answerCacheBytes: 32 * 2 ** 20,
      metrics: undefined,
      shutdownDeadlineMs: 10_000,
      tracing: undefined,
    });
  });

  it('reads every variable', () => {
    const env = {
      PORT: '8080',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgresql://sapxep:secret@db:5432/sapxep',
      DATA_DIRECTORY: '/var/lib/sapxep',
      TODAY: '2025-03-15',
      NODE_ENV: 'production',
      LOG_LEVEL: 'debug',
      OIDC_ISSUER: 'https://id.example.vn/realms/city/',
      OIDC_AUDIENCE: 'https://sapxep.example.vn',
      OIDC_JWKS_URL: 'https://id.example.vn/keys?for=city',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_ALGORITHMS: 'RS512, Ed25519',
      OIDC_CLOCK_TOLERANCE: '60',
      RATE_LIMIT: '1000',
      REQUEST_DEADLINE_MS: '5000',
      MAX_IN_FLIGHT: '32',
      ANSWER_CACHE_MB: '3',
      METRICS_PORT: '9464',
      METRICS_HOST: '::1',
      SHUTDOWN_DEADLINE_MS: '30000',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
      OTEL_SERVICE_NAME: 'sapxep-hn',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    };

    const config = parseConfig(env);

    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      databaseUrl: 'postgresql://sapxep:secret@db:5432/sapxep',
      dataDirectory: '/var/lib/sapxep',
      today: '2025-03-15',
      production: true,
      databaseDeadlineMs: 20_000,
      logLevel: 'debug',
      oidc: {
        issuer: 'https://id.example.vn/realms/city/',
        audience: 'https://sapxep.example.vn',
        jwksUrl: 'https://id.example.vn/keys?for=city',
        rolesClaim: 'realm_access.roles',
        algorithms: ['RS512', 'Ed25519'],
        clockToleranceSeconds: 60,
      },
      replicaLagMs: 5000,
      rateLimit: 1_000,
      requestDeadlineMs: 5_000,
      maxInFlight: 32,
      answerCacheBytes: 3 * 2 ** 20,
      metrics: { port: 9464, host: '::1' },
      shutdownDeadlineMs: 30_000,
      tracing: { serviceName: 'sapxep-hn', sampler: 'parentbased_traceidratio', ratio: 0.25 },
    });
  });

  it('limits what callers spend in production, and elsewhere where asked to', () => {
    const production = { NODE_ENV: 'production', OIDC_ISSUER: 'https://id.example.vn', OIDC_AUDIENCE: 'sapxep' };
    const limits = [{}, production, { ...production, RATE_LIMIT: '0' }, { RATE_LIMIT: '7' }];

    expect(limits.map((env) => parseConfig(env).rateLimit)).toEqual([0, 3_000_000, 0, 7]);
  });

  it('takes an empty value for one that is not set', () => {
    const config = parseConfig({ PORT: '', DATABASE_URL: '', TODAY: '' });

    expect(config).toEqual(parseConfig({}));
  });

  it('finds the data of a relative directory from any working directory', () => {
    const config = parseConfig({ DATA_DIRECTORY: 'training' });

    expect(config.dataDirectory).toBe(path.join(PROJECT_ROOT, 'training'));
  });

  it('reports all problems at once, with what was expected', () => {
    const message = messageOf({ PORT: '70000', HOST: 'two words', TODAY: '2025-02-30', LOG_LEVEL: 'loud' });

    expect(message).toBe(
      [
        'The configuration is wrong:',
        '  PORT: expected a whole number from 0 to 65535, got "70000"',
        '  HOST: expected a host name or an address to listen on, got "two words"',
        '  TODAY: expected an existing day written YYYY-MM-DD, got "2025-02-30"',
        '  LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, got "loud"',
      ].join('\n'),
    );
  });

  it('never repeats the password of a wrong database address', () => {
    const message = messageOf({ DATABASE_URL: 'mysql://sapxep:secret@db/sapxep' });

    expect(message).toBe(
      'The configuration is wrong:\n' +
        '  DATABASE_URL: expected an address like postgres://user:password@host:5432/database',
    );
  });

  it.each(['2025-02-30', '2025-2-3', '2025-13-01', '2100-02-29', '2025-03-15T00:00:00Z', 'infinity', 'today'])(
    'refuses %s as the day to run on',
    (TODAY) => {
      const message = messageOf({ TODAY });

      expect(message).toContain('TODAY: expected an existing day');
    },
  );

  it.each(['-1', '65536', '4000.5', '0x10', '1e3', ' 80', 'http'])('refuses %j as a port', (PORT) => {
    const message = messageOf({ PORT });

    expect(message).toContain('PORT: expected a whole number');
  });

  it('runs on a leap day', () => {
    const config = parseConfig({ TODAY: '2028-02-29' });

    expect(config.today).toBe('2028-02-29');
  });
});

describe('configuration of an OpenID Connect provider', () => {
  const PROVIDER = { OIDC_ISSUER: 'https://id.example.vn', OIDC_AUDIENCE: 'sapxep' };

  it('takes issuer and audience, and has a default for the rest', () => {
    const { oidc } = parseConfig({ ...PROVIDER, NODE_ENV: 'production' });

    expect(oidc).toEqual({
      issuer: 'https://id.example.vn',
      audience: 'sapxep',
      jwksUrl: undefined,
      rolesClaim: 'roles',
      algorithms: ['RS256', 'ES256', 'PS256', 'EdDSA'],
      clockToleranceSeconds: 5,
    });
  });

  it('is told all that is wrong with it at once, each and together', () => {
    const message = messageOf({
      NODE_ENV: 'production',
      PORT: 'http',
      OIDC_JWKS_URL: 'http://id.example.vn/keys',
      OIDC_ALGORITHMS: 'RS256,HS256',
      OIDC_CLOCK_TOLERANCE: '61',
    });

    expect(message).toBe(
      [
        'The configuration is wrong:',
        '  PORT: expected a whole number from 0 to 65535, got "http"',
        '  OIDC_ALGORITHMS: expected one or more of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, got "RS256,HS256"',
        '  OIDC_CLOCK_TOLERANCE: expected a whole number of seconds from 0 to 60, got "61"',
        '  OIDC_ISSUER: expected in production, where only the tokens of an OpenID Connect provider are believed',
        '  OIDC_JWKS_URL: expected https:// in production, except on loopback, got "http://id.example.vn/keys"',
      ].join('\n'),
    );
  });

  it.each([
    [{ OIDC_ISSUER: 'https://id.example.vn' }, 'OIDC_AUDIENCE: expected together with OIDC_ISSUER'],
    [{ OIDC_AUDIENCE: 'sapxep' }, 'OIDC_ISSUER: expected together with OIDC_AUDIENCE'],
    [{ OIDC_ROLES_CLAIM: 'scope' }, 'OIDC_ISSUER: expected together with OIDC_ROLES_CLAIM'],
    [{ NODE_ENV: 'production' }, 'OIDC_ISSUER: expected in production'],
  ])('is not half there: %j', (env, problem) => {
    expect(messageOf(env)).toContain(problem);
  });

  it.each([
    'id.example.vn',
    'ftp://id.example.vn',
    'https://me:secret@id.example.vn',
    'https://id.example.vn?x=1',
    'https://id example',
  ])('does not lie at %s', (OIDC_ISSUER) => {
    expect(messageOf({ ...PROVIDER, OIDC_ISSUER })).toContain('OIDC_ISSUER: expected the address');
  });

  it.each(['none', 'HS256', 'RS256 none', 'rs256', ','])('is not believed by %s', (OIDC_ALGORITHMS) => {
    expect(messageOf({ ...PROVIDER, OIDC_ALGORITHMS })).toContain('OIDC_ALGORITHMS: expected one or more of');
  });

  it.each(['http://localhost:8080/realms/city', 'http://127.0.0.1:8080', 'http://[::1]'])(
    'may lie on loopback without https in production: %s',
    (OIDC_ISSUER) => {
      expect(parseConfig({ ...PROVIDER, OIDC_ISSUER, NODE_ENV: 'production' }).oidc?.issuer).toBe(OIDC_ISSUER);
    },
  );

  it.each(['http://id.example.vn', 'http://127.example.vn', 'http://localhost.example.vn', 'http://10.0.0.1'])(
    'needs https anywhere else in production, not in a trial: %s',
    (OIDC_ISSUER) => {
      expect(messageOf({ ...PROVIDER, OIDC_ISSUER, NODE_ENV: 'production' })).toContain(
        'OIDC_ISSUER: expected https://',
      );
      expect(parseConfig({ ...PROVIDER, OIDC_ISSUER }).oidc?.issuer).toBe(OIDC_ISSUER);
    },
  );
});
