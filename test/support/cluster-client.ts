import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { vi } from 'vitest';
import type { Cluster } from '../../scripts/cluster/cluster.ts';
import type { Data } from './api-server.ts';

/** How long to wait for what must come; a busy machine takes its time. */
const PATIENCE = { timeout: 30_000, interval: 20 };

/** Asks one process of a cluster as one caller. */
export interface ClusterClient {
  /** The data of an answer of the process with this index; throws where there are errors. */
  query(server: number, document: string, variables?: object): Promise<Data>;
  /** Carries a verb out; throws where it is refused. */
  change(server: number, verb: string, input: object): Promise<void>;
  token: string;
}

export async function clientOf(cluster: Cluster, subject: string): Promise<ClusterClient> {
  const token = await cluster.token(subject);
  const query: ClusterClient['query'] = async (server, document, variables = {}) => {
    const response = await fetch(cluster.servers[server]?.url ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    if (errors) throw new Error(`the answer has errors: ${JSON.stringify(errors)}`);
    return data;
  };
  return {
    token,
    query,
    change: async (server, verb, input) => {
      const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${verb}(input: $input) { violations { code message } } }`;
      const { violations } = (await query(server, document, { input }))[verb];
      if (violations.length > 0) throw new Error(`${verb} was refused: ${JSON.stringify(violations)}`);
    },
  };
}

/** Where each process said last that reads go. */
async function routing(cluster: Cluster): Promise<(string | undefined)[]> {
  const logs = await Promise.all(cluster.servers.map(({ logFile }) => readFile(logFile, 'utf8')));
  return logs.map((log) => [...log.matchAll(/"msg":"reads go to the (primary|replica)"/g)].at(-1)?.[1]);
}

/** Settles when every process has said that reads go there. */
export async function readsGoTo(cluster: Cluster, place: 'primary' | 'replica'): Promise<void> {
  await vi.waitFor(async () => {
    const found = await routing(cluster);
    if (found.some((said) => said !== place)) throw new Error(`reads go to ${found.join(' and ')}`);
  }, PATIENCE);
}

/** Keeps the replica from replaying while `work` is done. */
export async function whilePaused(cluster: Cluster, work: () => Promise<void>): Promise<void> {
  const sql = postgres(cluster.replicaUrl, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await sql`SELECT pg_wal_replay_pause()`;
    await vi.waitFor(async () => {
      const [found] = await sql`SELECT pg_get_wal_replay_pause_state() AS state`;
      if (found?.state !== 'paused') throw new Error(`replay is ${found?.state}`);
    }, PATIENCE);
    await work();
  } finally {
    await sql`SELECT pg_wal_replay_resume()`;
    await sql.end({ timeout: 5 });
  }
}
