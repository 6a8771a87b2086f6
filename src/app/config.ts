import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  CLUSTER_EXPECTED,
  CLUSTER_VARIABLES,
  type ClusterSettings,
  clusterProblems,
  clusterSettings,
} from './cluster-settings.ts';
import { OTEL_EXPECTED, otelSchema, type TraceSettings, traceSettings } from './observe/otel-settings.ts';
import { OIDC_EXPECTED, OIDC_VARIABLES, type OidcSettings, oidcProblems, oidcSettings } from './oidc/settings.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** About half a minute of one core of the database: no screen and no importer comes near it. */
const PRODUCTION_RATE_LIMIT = 3_000_000;

/** Everything the environment may decide; the rest of the program never looks at `process.env`. */
export interface Config extends ClusterSettings {
  port: number;
  host: string;
  /** An outside PostgreSQL; without it the product starts its own. */
  databaseUrl?: string;
  /** Absolute path of what this installation keeps: its signing key and its own database. */
  dataDirectory: string;
  /** Runs the whole product on this calendar day (`YYYY-MM-DD`) instead of the clock's. */
  today?: string;
  production: boolean;
  /** Who says who is asking; without it tokens are our own. Always there in production. */
  oidc?: OidcSettings;
  /** After how long a statement is given up, and with it the request. */
  databaseDeadlineMs: number;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Units that one caller may spend in a minute; 0 for as many as they like. */
  rateLimit: number;
  /** After how long a request is given up. */
  requestDeadlineMs: number;
  /** Operations carried out at a time. */
  maxInFlight: number;
  /** Room for answers that are shown again. */
  answerCacheBytes: number;
  /** Where figures are told to Prometheus, on a listener of their own; absent where nobody is to ask. */
  metrics?: { port: number; host: string };
  /** How long requests under way may take to finish once the process is told to stop. */
  shutdownDeadlineMs: number;
  /** What OpenTelemetry's standard variables say; absent where they name no receiver of traces. */
  tracing?: TraceSettings;
}

/** Says at once everything that is wrong with the environment. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(problems: readonly string[]) {
    super(['The configuration is wrong:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

// Relative to this file, so that the same data is found from whatever directory the program is started.
const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .refine((number) => number >= from && number <= to);

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);

const schema = z.object({
  PORT: port.default(4000),
  HOST: z.string().regex(/^\S+$/).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .refine((address) => URL.canParse(address))
    .optional(),
  DATA_DIRECTORY: z
    .string()
    .default('.data')
    .transform((directory) => path.resolve(projectRoot, directory)),
  TODAY: z.string().refine(isCalendarDay).optional(),
  NODE_ENV: z.enum(['development', 'production', 'test']).optional(),
  DATABASE_DEADLINE_MS: z
    .string()
    .regex(/^\d{3,6}$/)
    .transform(Number)
    .default(20_000),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  ...OIDC_VARIABLES,
  ...CLUSTER_VARIABLES,
  RATE_LIMIT: wholeNumber(0, 1e12).optional(),
  REQUEST_DEADLINE_MS: wholeNumber(100, 600_000).default(20_000),
  MAX_IN_FLIGHT: wholeNumber(2, 1_000).default(16),
  ANSWER_CACHE_MB: wholeNumber(0, 100_000).default(32),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().regex(/^\S+$/).default('127.0.0.1'),
  SHUTDOWN_DEADLINE_MS: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .default(10_000),
  ...otelSchema,
});

const EXPECTED: Record<keyof z.infer<typeof schema>, string> = {
  PORT: 'a whole number from 0 to 65535',
  HOST: 'a host name or an address to listen on',
  DATABASE_URL: 'an address like postgres://user:password@host:5432/database',
  DATA_DIRECTORY: 'a directory',
  TODAY: 'an existing day written YYYY-MM-DD',
  NODE_ENV: 'production, development or test',
  DATABASE_DEADLINE_MS: 'milliseconds, from 100 to 999999',
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
  ...OIDC_EXPECTED,
  ...CLUSTER_EXPECTED,
  RATE_LIMIT: 'units a minute, a whole number; 0 for no limit',
  REQUEST_DEADLINE_MS: 'milliseconds, a whole number from 100 to 600000',
  MAX_IN_FLIGHT: 'a whole number from 2 to 1000',
  ANSWER_CACHE_MB: 'megabytes, a whole number from 0 to 100000',
  METRICS_PORT: 'a whole number from 0 to 65535',
  METRICS_HOST: 'a host name or an address to listen on',
  SHUTDOWN_DEADLINE_MS: 'a whole number of milliseconds',
  ...OTEL_EXPECTED,
};

// They hold a password, so they are named but never repeated.
const SECRET: ReadonlySet<string> = new Set(['DATABASE_URL', 'DATABASE_OWNER_URL', 'LISTEN_URL', 'REPLICA_URL']);

/** Reads the configuration out of an environment; throws `ConfigError` with every problem found. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  // Shells and compose files write "not set" as an empty value.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  const problems = [
    ...(result.success ? [] : problemsOf(result.error, given)),
    ...oidcProblems(given),
    ...clusterProblems(given),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);

  const { PORT, HOST, DATABASE_URL, DATA_DIRECTORY, TODAY, NODE_ENV, DATABASE_DEADLINE_MS, LOG_LEVEL } = result.data;
  const { RATE_LIMIT, REQUEST_DEADLINE_MS, MAX_IN_FLIGHT, ANSWER_CACHE_MB } = result.data;
  const production = NODE_ENV === 'production';
  const { METRICS_PORT, METRICS_HOST, SHUTDOWN_DEADLINE_MS } = result.data;
  return {
    port: PORT,
    host: HOST,
    databaseUrl: DATABASE_URL,
    dataDirectory: DATA_DIRECTORY,
    today: TODAY,
    production,
    databaseDeadlineMs: DATABASE_DEADLINE_MS,
    logLevel: LOG_LEVEL,
    oidc: oidcSettings(result.data),
    rateLimit: RATE_LIMIT ?? (production ? PRODUCTION_RATE_LIMIT : 0),
    requestDeadlineMs: REQUEST_DEADLINE_MS,
    maxInFlight: MAX_IN_FLIGHT,
    answerCacheBytes: ANSWER_CACHE_MB * 2 ** 20,
    ...clusterSettings(result.data),
    metrics: METRICS_PORT === undefined ? undefined : { port: METRICS_PORT, host: METRICS_HOST },
    shutdownDeadlineMs: SHUTDOWN_DEADLINE_MS,
    tracing: traceSettings(result.data),
  };
}

let parsed: Config | undefined;

/** The configuration of this process, read once. */
export function config(): Config {
  parsed ??= parseConfig(process.env);
  return parsed;
}

function problemsOf(error: z.ZodError, given: Record<string, string | undefined>): string[] {
  const names = new Set(error.issues.map((issue) => String(issue.path[0])));
  return [...names].map((name) => {
    const expected = EXPECTED[name as keyof typeof EXPECTED];
    return SECRET.has(name)
      ? `${name}: expected ${expected}`
      : `${name}: expected ${expected}, got ${JSON.stringify(given[name])}`;
  });
}

/** `Date` alone rolls 30 February over into March, so the day must come back as it was written. */
function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
