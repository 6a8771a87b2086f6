import type { Contestant, Running } from '../contestants/contestants.ts';
import type { Mode, Operation } from '../operations/operations.ts';
import type { Variables } from '../operations/variables.ts';
import type { Load } from './load.ts';
import type { LoadResult } from './load-process.ts';
import { cpuOf, cpuOfFamily } from './process-use.ts';

/** What one contestant did with one operation in one round. */
export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  /** CPU milliseconds for a request, in the server's process and in PostgreSQL. */
  serverCpu: number;
  databaseCpu: number;
  bytes: number;
  answered: number;
  /** Told to come again later. */
  refused: number;
}

export interface Asking {
  contestant: Contestant;
  running: Running;
  load: Load;
  /** The process of PostgreSQL whose children serve the connections. */
  database: number;
  connections: number;
}

/** A request as it goes over the wire. */
export function wire({ url, headers }: Running, { path, body }: { path: string; body: string }): string {
  const { host, pathname } = new URL(url);
  const lines = [
    `POST ${pathname}${path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** More than any contestant answers in a second. */
const MOST_A_SECOND: Readonly<Record<string, number>> = {
  e: 12_000,
  c: 4_000,
  a: 3_000,
  d: 3_000,
  i: 4_000,
  f1: 3_000,
  f2: 2_500,
};
const USUALLY_A_SECOND = 1_500;

/** Requests for some seconds of an operation, as they go over the wire. */
export function requestsFor(
  { contestant, running }: Asking,
  { operation, seconds, from }: { operation: Operation; seconds: number; from: Iterator<Variables> },
): string[] {
  const most = Math.ceil(seconds * (MOST_A_SECOND[operation.id] ?? USUALLY_A_SECOND));
  const requests: string[] = [];
  while (requests.length < most) {
    const { done, value } = from.next();
    if (done) break;
    const asked = contestant.ask(operation.id, value);
    // What a contestant does not have it has for no variables.
    if (!asked) break;
    requests.push(wire(running, asked));
  }
  return requests;
}

export interface Measuring {
  operation: Operation;
  mode: Mode;
  requests: string[];
  seconds: number;
  connections?: number;
}

/** Puts a contestant under load and tells what it did and used; a bad answer ends the run. */
export async function measure(
  asking: Asking,
  { operation, mode, requests, seconds, connections = asking.connections }: Measuring,
): Promise<Figures> {
  const { contestant, running, load, database } = asking;
  const { hostname, port } = new URL(running.url);
  const before = await Promise.all([cpuOf(running.pid), cpuOfFamily(database)]);
  const result = await load.run({
    host: hostname,
    port: Number(port),
    connections,
    seconds,
    requests,
    cycle: mode !== 'first',
    holds: operation.isWrite ? contestant.accepts : null,
    lacks: '"errors":[',
  });
  const after = await Promise.all([cpuOf(running.pid), cpuOfFamily(database)]);
  refuseFailures(contestant, operation, result);
  const per = (index: 0 | 1): number => (after[index] - before[index]) / Math.max(1, result.answered);
  const { answered, p50, p99, bytes } = result;
  return {
    ...{ perSecond: answered / result.seconds, p50, p99, serverCpu: per(0), databaseCpu: per(1) },
    ...{ bytes: bytes / Math.max(1, answered), answered, refused: result.refused },
  };
}

function refuseFailures({ title }: Contestant, { id }: Operation, { failed, failure, answered }: LoadResult): void {
  if (failed > 0)
    throw new Error(`${title}, ${id}: ${failed} of ${answered} answers were no good, the first: ${failure}`);
  if (answered === 0) throw new Error(`${title}, ${id}: nothing was answered`);
}
