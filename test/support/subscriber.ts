import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient } from 'graphql-ws';
import postgres from 'postgres';
import { vi } from 'vitest';
import WebSocket, { type ClientOptions } from 'ws';
import type { ApiServer, Asking, Data } from './api-server.ts';

/** How long to wait for what must come; a busy machine takes its time. */
export const PATIENCE = { timeout: 15_000, interval: 20 };

/** A gate always has a phase, so no change of a plan looks like it. */
const PROBE = { kind: 'GATE', phase: null };

export interface Subscriber {
  /** The `planChanged` of each event told so far, without those that `live` asked for. */
  events: Data[];
  /** Whatever came as an answer and has errors. */
  failures: FormattedExecutionResult[];
  /** Set once it is over. */
  end?: { errors: readonly GraphQLFormattedError[] } | { code: number; reason: string } | 'completed';
  /** Settles when events are told: has one told again and again until it comes. */
  live(): Promise<void>;
  /** Settles with the next events, as soon as there are so many. */
  next(count: number): Promise<Data[]>;
  /** Settles with how it ended. */
  ended(): Promise<NonNullable<Subscriber['end']>>;
  /** Leaves. */
  leave(): void;
}

interface Subscribing extends Asking {
  plan?: string;
  /** The whole document, instead of one that watches `plan`. */
  document?: string;
  variables?: Record<string, unknown>;
  /** What `connection_init` carries; the token where left out. */
  params?: Record<string, unknown>;
}

/** Watches a plan over a WebSocket of its own, as graphql-ws does it in a browser, and never tries again. */
export function subscribe(
  server: Pick<ApiServer, 'url' | 'tokenOf' | 'databaseUrl'>,
  { plan = 'HN', document, variables, role = 'ADMIN', params, headers = {} }: Subscribing = {},
): Subscriber {
  class Socket extends WebSocket {
    constructor(address: string, protocols: string[], options?: ClientOptions) {
      super(address, protocols, { ...options, headers: { 'accept-language': 'en', ...headers } });
    }
  }
  const client = createClient({
    url: server.url.replace(/^http/, 'ws'),
    webSocketImpl: Socket,
    connectionParams:
      params ?? (role === null ? {} : async () => ({ authorization: `Bearer ${await server.tokenOf(role)}` })),
    retryAttempts: 0,
  });
  let probes = 0;
  const query =
    document ?? `subscription { planChanged(plan: "${plan}") { kind plan { code version } phase { ordinal } } }`;
  const leave = client.subscribe<Data, Record<string, unknown>>(
    { query, variables },
    {
      next: (result) => {
        const event: Data = result.data?.planChanged;
        if (result.errors) subscriber.failures.push(result);
        else if (event.kind === PROBE.kind && event.phase === PROBE.phase) probes += 1;
        else subscriber.events.push(event);
      },
      error: (error) => {
        const { code, reason } = error as { code: number; reason: string };
        subscriber.end ??= Array.isArray(error) ? { errors: error } : { code, reason };
      },
      complete: () => {
        subscriber.end ??= 'completed';
      },
    },
  );

  let taken = 0;
  const subscriber: Subscriber = {
    events: [],
    failures: [],
    leave,
    live: () =>
      vi.waitFor(async () => {
        if (subscriber.end) return;
        await notify(server.databaseUrl, { plan, ...PROBE });
        if (probes === 0) throw new Error('the subscription is not live');
      }, PATIENCE),
    next: async (count) => {
      await vi.waitFor(() => {
        if (subscriber.events.length < taken + count) throw new Error(`told ${JSON.stringify(subscriber)}`);
      }, PATIENCE);
      taken += count;
      return subscriber.events.slice(taken - count, taken);
    },
    ended: () =>
      vi.waitFor(() => {
        if (!subscriber.end) throw new Error('the subscription goes on');
        return subscriber.end;
      }, PATIENCE),
  };
  return subscriber;
}

/** Tells what the database's triggers would tell of a change. */
export async function notify(databaseUrl: string, notice: object | string): Promise<void> {
  const text = typeof notice === 'string' ? notice : JSON.stringify(notice);
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await sql`SELECT pg_notify('plan_changed', ${text})`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A bare WebSocket that speaks only what a test says, with all that it was told. */
export interface BareSocket {
  socket: WebSocket;
  messages: Data[];
  say(message: object | string | Buffer): void;
  /** The first message of a type. */
  heard(type: string): Promise<Data>;
  closed(): Promise<{ code: number; reason: string }>;
}

/** Opens a WebSocket; nothing is said over it yet. */
export async function openSocket(
  { url }: Pick<ApiServer, 'url'>,
  { protocol = 'graphql-transport-ws', headers = {} }: { protocol?: string; headers?: Record<string, string> } = {},
): Promise<BareSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocol, {
    headers: { 'accept-language': 'en', ...headers },
  });
  const messages: Data[] = [];
  let closing: { code: number; reason: string } | undefined;
  socket.on('message', (data) => void messages.push(JSON.parse(String(data))));
  socket.on('close', (code, reason) => {
    closing = { code, reason: String(reason) };
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return {
    socket,
    messages,
    say: (message) =>
      socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)),
    heard: (type) =>
      vi.waitFor(() => {
        const found = messages.find((message) => message.type === type);
        if (!found) throw new Error(`heard ${JSON.stringify(messages)}`);
        return found;
      }, PATIENCE),
    closed: () =>
      vi.waitFor(() => {
        if (!closing) throw new Error('the socket is open');
        return closing;
      }, PATIENCE),
  };
}
