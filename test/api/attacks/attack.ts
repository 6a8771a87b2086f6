import { connect } from 'node:net';
import { expect } from 'vitest';
import type { ApiServer, Data } from '../../support/api-server.ts';

/** How long an attack may keep its own connection waiting; a busy machine takes its time. */
const ANSWERED_WITHIN_MS = 10_000;

/** One attack, and the only answer there may be to it. */
export interface Attack {
  name: string;
  /** The body; text and bytes go out as they are, anything else as JSON. */
  body: unknown;
  headers?: Record<string, string>;
  method?: 'GET' | 'POST' | 'PUT';
  /** Behind the address of the server, for requests without a body. */
  search?: string;
  status: number;
  /** The code of the first error; null where there may be none. */
  code: string | null;
  /** The data, where there is any. */
  data?: Data;
}

/** What no answer may show, however something failed. */
const INNARDS =
  /INTERNAL_SERVER_ERROR|node_modules|\.ts:\d|at .+ \(.+:\d+:\d+\)|PostgresError|Failed query|SQLSTATE|pg_\w+|syntax error at or near|relation "|column "|Did you mean|drizzle/;

/** Attacks, and tells whether it came to what it should. */
export async function attacked(server: ApiServer, attack: Attack): Promise<void> {
  const { body, headers = {}, method = 'POST', search = '', status, code, data } = attack;
  const started = Date.now();
  const response = await fetch(`${server.url}${search}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'accept-language': 'en',
      authorization: `Bearer ${server.token('ADMIN')}`,
      ...headers,
    },
    ...(method === 'GET' ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = JSON.parse(text);

  expect([response.status, answer.errors?.[0]?.extensions?.code ?? null], text.slice(0, 500)).toEqual([status, code]);
  expect(text).not.toMatch(INNARDS);
  expect(Date.now() - started).toBeLessThan(ANSWERED_WITHIN_MS);
  if (data !== undefined) expect(answer.data).toEqual(data);
  else if (code !== null) expect(withoutNulls(answer.data)).toEqual([]);
}

const isRaw = (body: unknown): body is string | Buffer<ArrayBuffer> =>
  typeof body === 'string' || Buffer.isBuffer(body);
const withoutNulls = (data: Data): unknown[] => Object.values(data ?? {}).filter((value) => value !== null);

/** Sends bytes over a connection of its own and tells what came back before it was closed or left, if anything. */
export function rawly(server: ApiServer, bytes: string | Buffer, untilMs: number): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const leave = setTimeout(() => socket.destroy(), untilMs);
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(leave);
      resolve(heard);
    });
  });
}
