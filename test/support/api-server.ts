import 'reflect-metadata';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import pino from 'pino';
import { type Authenticate, bearerAuthentication } from '../../src/app/authenticate.ts';
import { contextOf } from '../../src/app/context.ts';
import { DirectAnswers } from '../../src/app/direct/direct-answers.ts';
import type { TrafficLimits } from '../../src/app/limits/traffic.ts';
import type { AnswerWay } from '../../src/app/observe/request-record.ts';
import { PersonalReads } from '../../src/app/personal-reads.ts';
import { PlanNotices } from '../../src/app/plan-notices.ts';
import { createServer } from '../../src/app/server.ts';
import { issueToken } from '../../src/app/token.ts';
import { openDatabase } from '../../src/db/client.ts';
import { insertPersonalReads } from '../../src/db/repositories/personal-reads.ts';
import { everywhere, type Grant, ROLES, type Role, readGrant } from '../../src/domain/actor.ts';
import { clockOf } from '../../src/domain/clock.ts';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { createTestDatabase, type Template } from './database.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer has whatever shape its question asked for.
export type Data = any;

interface Answer {
  status: number;
  data?: Data;
  errors?: GraphQLFormattedError[];
}

/** A role over everything, one over a unit such as `PLANNER@HN`, several, or none. */
export type Holder = Role | `${Role}@${string}` | 'NONE' | readonly (Role | `${Role}@${string}`)[];

/** Who asks and how; an administrator in English where nothing is said, nobody at all with `role: null`. */
export interface Asking {
  role?: Holder | null;
  headers?: Record<string, string>;
}

export interface ApiServer {
  /** Where `/graphql` answers. */
  url: string;
  /** Where the server's database is, to be looked at past the API. */
  databaseUrl: string;
  /** A token of somebody with one role, or with none. */
  token(role: Role | 'NONE'): string;
  /** A token of somebody with any grants. */
  tokenOf(holder: Holder): Promise<string>;
  /** Sends a document and tells what came back, whatever it was. */
  ask(document: string, variables?: object, asking?: Asking): Promise<Answer>;
  /** The data of an answer; throws where there are errors. */
  query(document: string, variables?: object, asking?: Asking): Promise<Data>;
  /** Every statement sent to the database so far, both pools together. */
  statements(): readonly string[];
  /** How each answer so far came about. */
  ways(): readonly AnswerWay[];
  /** Everything logged so far, one parsed line each. */
  logged: Record<string, unknown>[];
  /** Resolves when all reads of personal data so far are recorded. */
  recorded(): Promise<void>;
  close(): Promise<void>;
}

/** What keeps no test from what it does, however slow the machine. */
const UNLIMITED: TrafficLimits = { rateLimit: 0, maxInFlight: 16, requestDeadlineMs: 60_000 };

const TOKEN_HOLDERS = [...ROLES, 'NONE'] as const;
/** As in the product, one schema for all servers of a process. */
let schema: GraphQLSchema | undefined;
/**
 * postgres.js asks the first of each new connection, whoever makes it; the second is written whenever there is time; the
 * third asks whether kept answers still hold, for all who want one at the time.
 */
const BESIDE = /pg_catalog\.pg_type|INSERT INTO personal_read|FROM write_mark/;

/** The whole product on a free port and a database of its own, on the day given. */
export async function startApiServer({
  template = 'plans',
  today = '2025-07-15',
  databaseUrl: existing,
  authenticating = (authenticate) => authenticate,
  mostWaiting,
  traffic,
  deadlineMs,
  direct = true,
  answerCacheBytes = 2 ** 24,
}: {
  template?: Template;
  today?: string;
  /** A database to share with another server, instead of one of its own. */
  databaseUrl?: string;
  /** Changes who is recognized, while the server runs. */
  authenticating?: (authenticate: Authenticate) => Authenticate;
  /** How many reads of personal data may wait to be recorded. */
  mostWaiting?: number;
  traffic?: Partial<TrafficLimits>;
  /** After how long the database gives a statement up by itself. */
  deadlineMs?: number;
  /** Whether documents that were asked before are answered the short way. */
  direct?: boolean;
  answerCacheBytes?: number;
} = {}): Promise<ApiServer> {
  const { url: databaseUrl, drop } =
    existing === undefined ? await createTestDatabase({ template }) : { url: existing, drop: async () => {} };
  const sent: string[] = [];
  const ways: AnswerWay[] = [];
  const logged: Record<string, unknown>[] = [];
  const database = openDatabase(databaseUrl, {
    reads: 2,
    writes: 4,
    deadlineMs,
    onStatement: (text) => void (BESIDE.test(text) || sent.push(text)),
  });
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  const tokens = new Map<Role | 'NONE', string>();
  for (const holder of TOKEN_HOLDERS) {
    const grants = holder === 'NONE' ? [] : [everywhere(holder)];
    tokens.set(holder, await issueToken(key, { subject: `test-${holder}`, grants, expiresIn: '1 day' }));
  }
  const logger = pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const notices = new PlanNotices(logger);
  const personalReads = new PersonalReads({
    write: (reads) => insertPersonalReads(database, reads),
    logger,
    mostWaiting,
  });
  await database.listen(notices).begun;
  schema ??= buildSchema();
  const server = await createServer({
    schema,
    config: { host: '127.0.0.1', port: 0, production: true, ...UNLIMITED, ...traffic },
    context: contextOf(database, clockOf(today), { notices, personalReads }),
    ...(direct && {
      direct: new DirectAnswers({
        schema,
        database: () => database,
        clock: clockOf(today),
        personalReads,
        roomBytes: answerCacheBytes,
        keptFromMs: 0,
      }),
    }),
    authenticate: authenticating(bearerAuthentication(key)),
    ready: () => true,
    logger,
    observers: [{ ended: ({ way }) => void ways.push(way) }],
  });
  const url = `${await server.listen()}/graphql`;

  const token = (role: Role | 'NONE'): string => {
    const found = tokens.get(role);
    if (!found) throw new Error(`no token was issued for ${role}`);
    return found;
  };
  const tokenOf = async (holder: Holder): Promise<string> => {
    if (typeof holder === 'string' && !holder.includes('@')) return token(holder as Role | 'NONE');
    const held = [holder].flat() as string[];
    const grants = held.map((text) => readGrant(text) as Grant);
    return issueToken(key, { subject: `test-${held.join('+')}`, grants, expiresIn: '1 day' });
  };
  const ask: ApiServer['ask'] = async (document, variables = {}, { role = 'ADMIN', headers } = {}) => {
    const authorization: Record<string, string> =
      role === null ? {} : { authorization: `Bearer ${await tokenOf(role)}` };
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en', ...authorization, ...headers },
      body: JSON.stringify({ query: document, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  };
  return {
    url,
    databaseUrl,
    token,
    tokenOf,
    ask,
    query: async (document, variables, asking) => {
      const { data, errors } = await ask(document, variables, asking);
      if (errors) throw new Error(`the answer has errors: ${JSON.stringify(errors)}`);
      return data;
    },
    statements: () => sent,
    ways: () => ways,
    logged,
    recorded: () => personalReads.flush(),
    close: async () => {
      await server.close();
      await personalReads.close();
      await database.close();
      await drop();
    },
  };
}
