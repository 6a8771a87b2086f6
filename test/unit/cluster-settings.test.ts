import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/app/config.ts';

const DATABASE_URL = 'postgres://sapxep:secret@pgbouncer:6432/sapxep';

describe('the settings of a cluster', () => {
  it('say where to listen, and what to read and how far that may lag', () => {
    const config = parseConfig({
      DATABASE_URL,
      LISTEN_URL: 'postgres://sapxep:secret@primary/sapxep',
      REPLICA_URL: 'postgres://sapxep:secret@replica/sapxep',
      REPLICA_LAG_MS: '800',
    });

    expect(config).toMatchObject({
      databaseUrl: DATABASE_URL,
      listenUrl: 'postgres://sapxep:secret@primary/sapxep',
      replicaUrl: 'postgres://sapxep:secret@replica/sapxep',
      replicaLagMs: 800,
    });
  });

  it('are refused all at once, and no password is repeated', () => {
    const wrong = () =>
      parseConfig({ DATABASE_URL, REPLICA_URL: 'mysql://sapxep:secret@replica', REPLICA_LAG_MS: '50' });

    expect(wrong).toThrow(
      [
        'The configuration is wrong:',
        '  REPLICA_URL: expected an address like postgres://user:password@host:5432/database',
        '  REPLICA_LAG_MS: expected a whole number from 100 to 9999999, got "50"',
      ].join('\n'),
    );
  });

  it('make no sense beside the embedded database', () => {
    const wrong = () => parseConfig({ REPLICA_URL: 'postgres://replica/sapxep' });

    expect(wrong).toThrow('REPLICA_URL: expected together with DATABASE_URL');
  });
});
