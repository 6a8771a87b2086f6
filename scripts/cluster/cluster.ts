import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serverAccount } from '../../src/app/embedded-postgres/server-account.ts';
import { issueToken, loadSigningKey } from '../../src/app/token.ts';
import { everywhere } from '../../src/domain/actor.ts';
import { pooledUrl, startPgbouncer } from './pgbouncer.ts';
import { type Ground, makeApplicationRole, makePrimary, makeReplica, postgresUrl, startPostgres } from './postgres.ts';
import { freePorts, signalFamily } from './process.ts';
import { type ClusterPrograms, clusterPrograms } from './programs.ts';
import { type ClusterServer, startServer } from './server.ts';

export interface ClusterOptions {
  /** How many processes of the product. */
  servers: number;
  /** Of the first process, the others follow; free ones where left out. */
  port?: number;
  /** False gives up safety against crashes of the machine for speed, for tests. */
  durable?: boolean;
  /** Further settings of all processes. */
  environment?: Record<string, string>;
  say?: (line: string) => void;
}

/** The product on several processes behind pgbouncer, on a primary with a streaming replica; all on loopback. */
export interface Cluster {
  /** Of the primary and the replica themselves. */
  primaryUrl: string;
  replicaUrl: string;
  /** Of the primary and the replica through pgbouncer in transaction mode. */
  pooledUrl: string;
  pooledReplicaUrl: string;
  /** Every other one reads the replica through pgbouncer. */
  servers: ClusterServer[];
  replica: ClusterReplica;
  /** A token of somebody who may do everything. */
  token(subject: string): Promise<string>;
  stop(): Promise<void>;
}

interface ClusterReplica {
  /** Ends it without a word to anybody. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Leaves its connections open, but has it answer nothing until it is thawed. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

type Ports = Record<'primary' | 'replica' | 'pgbouncer', number>;

/** Sets a cluster up in a directory of its own, which is gone once it is stopped. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const programs = await clusterPrograms();
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    return { ...(await setUp(programs, options, endings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function setUp(
  programs: ClusterPrograms,
  { servers, port, durable = true, environment = {}, say = () => {} }: ClusterOptions,
  endings: (() => Promise<unknown>)[],
): Promise<Omit<Cluster, 'stop'>> {
  const ground = await openGround(programs, durable);
  endings.push(() => rm(ground.directory, { recursive: true, force: true }));
  const [primary = 0, replica = 0, pgbouncer = 0, ...free] = await freePorts(3 + servers);
  const ports = { primary, replica, pgbouncer };
  const restartable = await startDatabases(ground, ports, endings);
  say('PostgreSQL streams to its replica, and pgbouncer is up.');

  const urls = urlsOf(ground, ports);
  const dataDirectory = path.join(ground.directory, 'data');
  const key = await loadSigningKey(dataDirectory);
  const starting = free.map((freePort, index) =>
    startServer(port === undefined ? freePort : port + index, {
      logFile: path.join(ground.directory, `server-${index + 1}.log`),
      environment: {
        ...environment,
        DATA_DIRECTORY: dataDirectory,
        DATABASE_URL: urls.pooledUrl,
        LISTEN_URL: urls.primaryUrl,
        REPLICA_URL: index % 2 === 0 ? urls.replicaUrl : urls.pooledReplicaUrl,
      },
    }).then((server) => {
      endings.push(() => server.end('SIGTERM'));
      return server;
    }),
  );
  // One that does not start must not keep the others from being ended.
  await Promise.allSettled(starting);
  return {
    ...urls,
    servers: await Promise.all(starting),
    replica: restartable,
    token: (subject) => issueToken(key, { subject, grants: [everywhere('ADMIN')], expiresIn: '1 day' }),
  };
}

async function openGround(programs: ClusterPrograms, durable: boolean): Promise<Ground> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sapxep-cluster-'));
  // The servers' account goes through it to what is its own.
  await chmod(directory, 0o755);
  return { programs, durable, directory, account: await serverAccount(), password: randomBytes(24).toString('hex') };
}

async function startDatabases(
  ground: Ground,
  ports: Ports,
  endings: (() => Promise<unknown>)[],
): Promise<ClusterReplica> {
  const places = {
    primary: { name: 'primary', port: ports.primary },
    replica: { name: 'replica', port: ports.replica },
  } as const;
  const signal = ground.durable ? 'SIGINT' : 'SIGQUIT';
  await makePrimary(ground);
  const primary = await startPostgres(ground, places.primary);
  endings.push(() => primary.end(signal));
  await makeApplicationRole(ground, places.primary);
  await makeReplica(ground, places.primary);
  let replica = await startPostgres(ground, places.replica);
  const thaw = () => signalFamily(replica.pid, 'CONT');
  endings.push(async () => {
    // Frozen it would hear of no end.
    await thaw().catch(() => {});
    await replica.end(signal);
  });
  const pgbouncer = await startPgbouncer(ground, {
    port: ports.pgbouncer,
    primaryPort: ports.primary,
    replicaPort: ports.replica,
  });
  endings.push(() => pgbouncer.end('SIGTERM'));
  return {
    kill: () => replica.end('SIGKILL'),
    start: async () => {
      replica = await startPostgres(ground, places.replica);
    },
    freeze: () => signalFamily(replica.pid, 'STOP'),
    thaw,
  };
}

function urlsOf(
  ground: Ground,
  ports: Ports,
): Pick<Cluster, `${'primary' | 'replica' | 'pooled' | 'pooledReplica'}Url`> {
  return {
    primaryUrl: postgresUrl(ground, { port: ports.primary }),
    replicaUrl: postgresUrl(ground, { port: ports.replica }),
    pooledUrl: pooledUrl(ground, { port: ports.pgbouncer, database: 'postgres' }),
    pooledReplicaUrl: pooledUrl(ground, { port: ports.pgbouncer, database: 'replica' }),
  };
}
