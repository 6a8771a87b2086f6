import { parseArgs } from 'node:util';
import { type Cluster, startCluster } from './cluster/cluster.ts';

const USAGE = 'usage: npm run cluster [-- [--servers NUMBER] [--port NUMBER]]';
const WRONG_INPUT = 2;
const MOST_SERVERS = 16;

interface Asked {
  servers: number;
  port: number;
}

/** What is asked for, or null where it cannot be meant. */
function read(): Asked | null {
  try {
    const { values } = parseArgs({
      options: { servers: { type: 'string', default: '2' }, port: { type: 'string', default: '4000' } },
    });
    const [servers, port] = [values.servers, values.port].map((text) =>
      /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0,
    );
    return servers && port && servers <= MOST_SERVERS && port + servers <= 65_536 ? { servers, port } : null;
  } catch {
    return null;
  }
}

async function announce(cluster: Cluster): Promise<void> {
  console.log(`Primary:              ${cluster.primaryUrl}`);
  console.log(`Primary by pgbouncer: ${cluster.pooledUrl}`);
  console.log(`Replica:              ${cluster.replicaUrl}`);
  console.log(`Replica by pgbouncer: ${cluster.pooledReplicaUrl}`);
  for (const { url, logFile } of cluster.servers) console.log(`Server:               ${url} (log: ${logFile})`);
  console.log(`Token:                ${await cluster.token('cluster')}`);
  console.log('Ctrl-C stops everything and removes it.');
}

async function untilSignalled(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
  });
}

const asked = read();
if (asked) {
  const cluster = await startCluster({ ...asked, say: (line) => console.log(line) });
  const signalled = untilSignalled();
  await announce(cluster);
  await signalled;
  await cluster.stop();
} else {
  console.error(USAGE);
  process.exitCode = WRONG_INPUT;
}
