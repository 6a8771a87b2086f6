import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startCluster } from '../../scripts/cluster/cluster.ts';
import { openDatabase } from '../../src/db/client.ts';
import { clientOf, readsGoTo, whilePaused } from '../support/cluster-client.ts';
import { differences, fill, type Kept } from '../support/matching.ts';
import { slowLine } from '../support/slow-line.ts';
import { subscribe } from '../support/subscriber.ts';
import { PLAN_29 } from '../support/verbs.ts';

const CONTRACT = path.join(import.meta.dirname, '../contract');
const LAG_MS = 3_000;
const DECISION = { kind: 'DECISION', issuer: 'UBND', title: 'Q', issuedOn: '2025-07-01', inForceFrom: '2025-07-01' };

/** Of a process: the first reads the replica directly, the second through pgbouncer. */
const BOTH = [0, 1] as const;

describe('two processes behind pgbouncer, with a replica', async () => {
  const cluster = await startCluster({
    servers: 2,
    durable: false,
    environment: { TODAY: '2025-07-15', REPLICA_LAG_MS: String(LAG_MS) },
  });
  afterAll(() => cluster.stop());
  const [lan, minh] = await Promise.all([clientOf(cluster, 'lan'), clientOf(cluster, 'minh')]);

  const nameOf = async (caller: typeof lan, server: number, unit: string): Promise<string> =>
    (await caller.query(server, 'query ($unit: String!) { unit(code: $unit) { name } }', { unit })).unit.name;
  const rename = (caller: typeof lan, server: number, unit: string, name: string) =>
    caller.change(server, 'renameUnit', { unit, name, on: '2025-07-15', instrument: PLAN_29 });

  it('reads lag behind for all but who wrote, up to the lag that is bearable', async () => {
    await readsGoTo(cluster, 'replica');
    const before = await nameOf(minh, 0, 'HN-B01');

    await whilePaused(cluster, async () => {
      await rename(lan, 0, 'HN-B01', 'Chi nhánh số 1');

      const own = await Promise.all(BOTH.map((server) => nameOf(lan, server, 'HN-B01')));
      const others = await Promise.all(BOTH.map((server) => nameOf(minh, server, 'HN-B01')));
      expect(own).toEqual(['Chi nhánh số 1', 'Chi nhánh số 1']);
      expect(others).toEqual([before, before]);

      await readsGoTo(cluster, 'primary');
      const afterwards = await Promise.all(BOTH.map((server) => nameOf(minh, server, 'HN-B01')));
      expect(afterwards).toEqual(['Chi nhánh số 1', 'Chi nhánh số 1']);
    });
    await readsGoTo(cluster, 'replica');
  });

  it('a caller finds what they wrote a moment ago, whichever process they ask', async () => {
    const writers = await Promise.all(['a', 'b', 'c', 'd'].map((subject) => clientOf(cluster, subject)));
    const document = 'query ($number: String!) { instruments(number: $number) { nodes { number } } }';

    const missed = await Promise.all(
      writers.map(async (writer, index) => {
        const notFound: string[] = [];
        for (let round = 0; round < 50; round += 1) {
          const number = `${index}/${round}/QĐ`;
          await writer.change(round % 2, 'recordInstrument', { ...DECISION, number });
          const { instruments } = await writer.query((round + 1) % 2, document, { number });
          if (instruments.nodes.length === 0) notFound.push(number);
        }
        return notFound;
      }),
    );

    expect(missed.flat()).toEqual([]);
  });

  it('a caller finds what they wrote also where news of it come late to a process', async () => {
    const line = await slowLine(cluster.primaryUrl);
    let began = (): void => {};
    const replicaIsRead = new Promise<void>((resolve) => {
      began = resolve;
    });
    const database = openDatabase(cluster.pooledUrl, {
      pooled: true,
      listenUrl: line.url,
      replica: { url: cluster.replicaUrl, maxLagMs: 60_000 },
      onRouting: ({ to }) => void (to === 'replica' && began()),
    });
    const found = async (subject: string) => {
      const text = "SELECT count(*)::int AS rows FROM legal_instrument WHERE number = 'late/QĐ'";
      return (await database.readsOf(subject).unsafe(text, [], { prepare: true }))[0]?.rows;
    };
    await replicaIsRead;

    await whilePaused(cluster, async () => {
      line.delayMs = 400;
      await lan.change(1, 'recordInstrument', { ...DECISION, number: 'late/QĐ' });

      expect(await Promise.all([found('lan'), found('minh')])).toEqual([1, 0]);
    });
    await database.close();
    line.close();
  });

  it('a subscription hears what another process did, and tells it as it is then', async () => {
    const [server] = cluster.servers;
    const subscriber = subscribe({
      url: server?.url ?? '',
      tokenOf: async () => lan.token,
      databaseUrl: cluster.primaryUrl,
    });
    await subscriber.live();

    // What the replica cannot have yet.
    await whilePaused(cluster, async () => {
      await minh.change(1, 'suspendPhase', { plan: 'HN', phase: 3, instrument: PLAN_29, note: 'Lũ' });

      const { plan } = await minh.query(1, '{ plan(code: "HN") { version } }');
      expect(await subscriber.next(1)).toEqual([
        { kind: 'PHASE', plan: { code: 'HN', version: plan.version }, phase: { ordinal: 3 } },
      ]);
    });
    subscriber.leave();
  });

  it('operations of the contract are answered by the second process as by one alone', async () => {
    const { steps } = JSON.parse(
      readFileSync(path.join(CONTRACT, 'scenarios/01-binh-duong-organization.json'), 'utf8'),
    );
    const kept: Kept = {};

    for (const { operation, variables, expect: expected } of steps) {
      const document = readFileSync(path.join(CONTRACT, `operations/${operation}.graphql`), 'utf8');
      const data = await minh.query(1, document, fill(variables, kept) as object);
      expect(differences(expected, data, 'data', kept)).toEqual([]);
    }
  });

  it('a replica that is killed fails no read, and is read again once it is back', async () => {
    const document =
      '{ unit(code: "BD") { descendants(first: 100) { totalCount nodes { name territories { name } } } } }';
    const alone = await minh.query(0, document);
    const reads = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => minh.query(index % 2, document)));

    const underWay = reads(100);
    await cluster.replica.kill();
    const afterwards = reads(20);
    expect(new Set([...(await underWay), ...(await afterwards)].map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify(alone)]),
    );
    await readsGoTo(cluster, 'primary');
    const ready = await Promise.all(cluster.servers.map(({ url }) => fetch(new URL('/ready', url))));
    expect(ready.map(({ status }) => status)).toEqual([200, 200]);
    await rename(lan, 1, 'HN-B01', 'Chi nhánh số một');

    await cluster.replica.start();
    await readsGoTo(cluster, 'replica');
    expect(await Promise.all(BOTH.map((server) => nameOf(minh, server, 'HN-B01')))).toEqual([
      'Chi nhánh số một',
      'Chi nhánh số một',
    ]);
  });

  it('a replica that says nothing any more fails no read', async () => {
    await cluster.replica.freeze();

    const started = performance.now();
    const names = await Promise.all(Array.from({ length: 20 }, (_, index) => nameOf(minh, index % 2, 'HN-B01')));

    expect(new Set(names)).toEqual(new Set(['Chi nhánh số một']));
    expect(performance.now() - started).toBeLessThan(10_000);
    await readsGoTo(cluster, 'primary');
    await cluster.replica.thaw();
    await readsGoTo(cluster, 'replica');
  });
});
