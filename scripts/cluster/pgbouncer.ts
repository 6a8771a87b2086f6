import { chown, writeFile } from 'node:fs/promises';
import { surroundings } from '../../src/app/embedded-postgres/cluster.ts';
import { APPLICATION, type Ground, isUp } from './postgres.ts';
import { launch, type Running } from './process.ts';

export interface PgbouncerPlace {
  port: number;
  primaryPort: number;
  replicaPort: number;
}

/** What the product says itself where no pooler stands between. */
const CONNECT_QUERY = 'SET jit = off; SET statement_timeout = 20000; SET lock_timeout = 10000';

/** Starts pgbouncer in transaction mode, with the primary as `postgres` and the replica as `replica`. */
export async function startPgbouncer(ground: Ground, place: PgbouncerPlace): Promise<Running> {
  const { programs, account, directory, password } = ground;
  const settings = `${directory}/pgbouncer.ini`;
  const users = `${directory}/users.txt`;
  await writeFile(settings, settingsOf(place, users), { mode: 0o600 });
  await writeFile(users, `"${APPLICATION}" "${password}"\n`, { mode: 0o600 });
  if (account) for (const file of [settings, users]) await chown(file, account.uid, account.gid);
  return launch(
    [programs.pgbouncer, settings],
    { ...surroundings(account), logFile: `${directory}/pgbouncer.log` },
    () => isUp(pooledUrl(ground, { port: place.port, database: 'postgres' })),
  );
}

export const pooledUrl = (
  { password }: Ground,
  { port, database }: { port: number; database: 'postgres' | 'replica' },
): string => `postgres://${APPLICATION}:${password}@127.0.0.1:${port}/${database}`;

const settingsOf = ({ port, primaryPort, replicaPort }: PgbouncerPlace, users: string): string => `
[databases]
postgres = host=127.0.0.1 port=${primaryPort} dbname=postgres connect_query='${CONNECT_QUERY}'
replica = host=127.0.0.1 port=${replicaPort} dbname=postgres connect_query='${CONNECT_QUERY}'

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = 20
server_login_retry = 1
`;
