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
      logLevel: 'info',
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
    };

    const config = parseConfig(env);

    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      databaseUrl: 'postgresql://sapxep:secret@db:5432/sapxep',
      dataDirectory: '/var/lib/sapxep',
      today: '2025-03-15',
      production: true,
      logLevel: 'debug',
    });
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
