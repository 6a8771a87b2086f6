import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueToken, loadSigningKey } from '../../src/app/token.ts';
import { everywhere } from '../../src/domain/actor.ts';
import type { Data } from '../support/api-server.ts';
import { createTestDatabase } from '../support/database.ts';
import { type Running, startProcess } from '../support/process.ts';
import { subscribe } from '../support/subscriber.ts';
import { receiveTraces } from '../support/trace-receiver.ts';
import { connect } from '../support/writer.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const SECRET_NAME = 'Nguyễn Thị Bí Mật';
const RULES =
  'mutation Phase { startPhase(input: { plan: "HN", phase: 3, on: "2025-07-15" }) { violations { code } } }';
const REGISTER =
  'mutation ($input: RegisterStaffInput!) { registerStaff(input: $input) { staff { code } violations { code } } }';
const RENAME = `mutation { renameUnit(input: { unit: "BN", name: "Khác", on: "2025-07-15", instrument: "29/KH-UBND" }) { violations { code } } }`;

/** On a signal it tells what is loaded, then fails outside any request. */
const CRASHING = `
  import { createRequire } from 'node:module';
  const { cache } = createRequire(import.meta.url);
  process.once('SIGUSR2', () => {
    console.log('loaded', Object.keys(cache).filter((file) => /opentelemetry|prom-client/.test(file)).length);
    setImmediate(() => { throw Object.assign(new Error('boom'), { code: 'ECONNRESET' }); });
  });`;

const database = await createTestDatabase({ template: 'plans' });
const sql = connect(database.url);
const folder = await mkdtemp(path.join(tmpdir(), 'sapxep-life-'));
const traces = await receiveTraces();
let token: string;
let watched: Running;
let hurried: Running;
let crashing: Running;

beforeAll(async () => {
  const preload = path.join(folder, 'crashing.mjs');
  await writeFile(preload, CRASHING);
  token = await issueToken(await loadSigningKey(folder), {
    subject: 'lan',
    grants: [everywhere('ADMIN')],
    expiresIn: '1 hour',
  });
  const env = { DATABASE_URL: database.url, DATA_DIRECTORY: folder, TODAY: '2025-07-15' };
  [watched, hurried, crashing] = await Promise.all([
    // Fifty writers of one unit took 4 to 6 s on a busy machine; below the test's own limit, so that what hangs is named.
    startProcess({
      ...env,
      SHUTDOWN_DEADLINE_MS: '25000',
      LOG_LEVEL: 'trace',
      METRICS_PORT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
    }),
    startProcess(env),
    startProcess({ ...env, NODE_OPTIONS: `--import ${preload}` }),
  ]);
});

afterAll(async () => {
  for (const running of [watched, hurried, crashing]) running?.child.kill('SIGKILL');
  await sql.end();
  await Promise.all([traces.close(), database.drop(), rm(folder, { recursive: true })]);
});

async function ask(
  { url }: Running,
  query: string,
  { variables = {}, bearer = token, headers = {} }: { variables?: object; bearer?: string; headers?: object } = {},
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

const register = (code: string, name: string) =>
  ask(watched, REGISTER, {
    variables: { input: { code, name, category: 'CIVIL_SERVANT', payrollHome: 'HN-B01', from: '2025-02-01' } },
  });

describe('a process that is watched', () => {
  it('tells figures on a port of their own, by codes and root fields', async () => {
    await ask(watched, 'query Named { unit(code: "NA") { name } }', {
      headers: { traceparent: `00-${TRACE}-${CALLER}-01`, 'x-request-id': 'traced' },
    });
    await ask(watched, RULES);
    await ask(watched, '{ nothing }', { bearer: `${token}x` });
    await register('MAT', SECRET_NAME);

    const [, address = ''] = await watched.says(/Prometheus: (\S+)/);
    const told = await (await fetch(address)).text();
    const other = await Promise.all([
      fetch(new URL('/', address)),
      fetch(address, { method: 'POST' }),
      fetch(new URL('/metrics', watched.url)),
    ]);

    expect(told.split('\n')).toEqual(
      expect.arrayContaining([
        'sapxep_requests_total{operation_type="query",outcome="ok"} 1',
        'sapxep_requests_total{operation_type="mutation",outcome="refused"} 1',
        'sapxep_requests_total{operation_type="mutation",outcome="ok"} 1',
        'sapxep_requests_total{operation_type="none",outcome="failed"} 1',
        'sapxep_request_duration_seconds_count{operation_type="query",root_field="unit"} 1',
        'sapxep_refusals_total{code="PHASE_ALREADY_ACTIVE"} 1',
        'sapxep_refusals_total{code="UNAUTHENTICATED"} 1',
        'sapxep_sql_duration_seconds_count{pool="reads"} 1',
        'sapxep_pool_busy{pool="writes"} 0',
        'sapxep_pool_waiting{pool="writes"} 0',
        'sapxep_requests_in_flight 0',
        'sapxep_cache_lookups_total{cache="token",outcome="hit"} 2',
        'sapxep_cache_lookups_total{cache="document",outcome="miss"} 3',
      ]),
    );
    expect(told).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(other.map(({ status }) => status)).toEqual([404, 405, 404]);
  });

  it('finishes what is under way when told to stop; what it acknowledged is stored', async () => {
    const watching = subscribe({ url: watched.url, tokenOf: async () => token, databaseUrl: database.url });
    await watching.live();
    const acknowledged: string[] = [];
    const all = Array.from({ length: 50 }, async (_, index) => {
      const { data } = await register(`DONG-${index}`, SECRET_NAME);
      if (data?.registerStaff.staff) acknowledged.push(data.registerStaff.staff.code);
      if (acknowledged.length === 5) watched.child.kill('SIGTERM');
    });

    await watched.says(/"msg":"stopping"/);
    const ready = await fetch(new URL('/ready', watched.url)).then(
      ({ status }) => status,
      () => 503,
    );
    const [code] = await Promise.all([watched.ended, Promise.allSettled(all)]);

    const stored = (await sql<{ code: string }[]>`SELECT code FROM staff`).map((row) => row.code);
    expect([code, ready, watched.logged.filter(({ level }) => Number(level) >= 40)]).toEqual([0, 503, []]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(5);
    expect(stored).toEqual(expect.arrayContaining(acknowledged));
    // Clients of graphql-ws come back after this code.
    expect(watching.end).toMatchObject({ code: 1001 });
    expect(watched.logged).toContainEqual(expect.objectContaining({ msg: 'stopped', clean: true }));
  });

  it('has one line for each request, and no secret in any', () => {
    const lines = watched.logged.filter(({ requestId }) => requestId === 'traced');
    const failed = watched.logged.find(({ errors }) => String(errors) === 'UNAUTHENTICATED');
    const refused = watched.logged.find(({ operation }) => operation === 'Phase');

    expect(lines).toMatchObject([
      {
        level: 20,
        subject: 'lan',
        type: 'query',
        operation: 'Named',
        fields: ['unit'],
        outcome: 'ok',
        status: 200,
        traceId: TRACE,
      },
    ]);
    expect(refused).toMatchObject({ level: 30, outcome: 'refused', violations: ['PHASE_ALREADY_ACTIVE'] });
    expect(failed).toMatchObject({ level: 30, subject: null, type: null, outcome: 'failed', status: 401 });
    for (const secret of [token, SECRET_NAME, 'Bí Mật', new URL(database.url).password || database.url])
      expect(watched.told()).not.toContain(secret);
  });

  it('has sent the spans of a request: the caller’s, its own, the operation, the statement', () => {
    const spans = traces.spans.filter(({ traceId }) => traceId === TRACE);
    const byName = new Map(spans.map((span) => [span.name, span]));
    const [request, operation, statement] = ['POST /graphql', 'query unit', 'SELECT'].map((name) => byName.get(name));

    expect(spans).toHaveLength(3);
    expect(request).toMatchObject({ parentSpanId: CALLER, kind: 2, service: 'sapxep' });
    expect(request?.attributes).toMatchObject({ 'http.response.status_code': 200, 'sapxep.request_id': 'traced' });
    expect(operation).toMatchObject({ parentSpanId: request?.spanId });
    expect(operation?.attributes).toMatchObject({ 'graphql.operation.name': 'Named', 'sapxep.outcome': 'ok' });
    expect(statement).toMatchObject({ parentSpanId: operation?.spanId, kind: 3 });
    expect(JSON.stringify(traces.spans)).not.toContain('Bí Mật');
  });
});

describe('a process that nobody watches', () => {
  it('loads nothing for that, and after a crash says so in one line and fails', async () => {
    crashing.child.kill('SIGUSR2');

    expect(await crashing.ended).toBe(1);
    expect(crashing.told()).toContain('loaded 0\n');
    expect(crashing.logged.filter(({ level }) => level === 60)).toMatchObject([
      { msg: 'the process crashed', error: { name: 'Error', message: 'boom', code: 'ECONNRESET' } },
    ]);
  });

  it('ends at once at a second signal, whatever is under way', async () => {
    const held = connect(database.url);
    await held`BEGIN`;
    await held`SELECT FROM unit WHERE code = 'BN' FOR UPDATE`;
    const cut = ask(hurried, RENAME).then(
      () => 'answered',
      () => 'cut',
    );
    await expect
      .poll(() => sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
      .toHaveLength(1);

    hurried.child.kill('SIGTERM');
    await hurried.says(/"msg":"stopping"/);
    hurried.child.kill('SIGTERM');

    expect(await hurried.ended).toBe(1);
    expect(await cut).toBe('cut');
    expect(hurried.logged).toContainEqual(expect.objectContaining({ msg: 'stopping', requests: 1 }));
    await held`ROLLBACK`;
    await held.end();
  });
});
