import { fileURLToPath } from 'node:url';
import { type Database, type DatabaseOptions, openDatabase } from '../db/client.ts';
import { alone, migrate } from '../db/migrate.ts';
import { surroundingsAt, unfit } from '../db/pooler.ts';
import { UnitOfWork } from '../db/unit-of-work.ts';
import type { Day } from '../domain/day.ts';
import { importPlan } from '../services/plan/import-plan.ts';
import { readPlan, readPlanFile } from '../services/plan/read-plan.ts';
import { type Config, ConfigError } from './config.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import { describeProblems, describeViolations } from './plan-report.ts';

const PLANS = ['BD', 'HN', 'BN', 'NA'] as const;
const DATA = fileURLToPath(new URL('../../data/', import.meta.url));

export interface Installation {
  database: Database;
  /** Does what processes that start together must not do at the same time. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when the embedded server died; a server of somebody else's may come back where it was. */
  ended: Promise<void>;
  /** Closes the pools, and the embedded server unless another process uses it. */
  close(withinSeconds?: number): Promise<void>;
}

type Place = Pick<Config, 'databaseUrl' | 'dataDirectory'> &
  Partial<Pick<Config, 'listenUrl' | 'ownerUrl' | 'production' | 'replicaUrl' | 'replicaLagMs'>>;

/** Opens the database of this installation, its own or the one configured, and brings it to this version's schema. */
export async function openInstallation(
  config: Place,
  say: (line: string) => void,
  options: DatabaseOptions = {},
): Promise<Installation> {
  const server = config.databaseUrl ? undefined : await openEmbeddedPostgres({ directory: config.dataDirectory });
  const url = config.databaseUrl ?? server?.url ?? '';
  try {
    const surroundings = config.databaseUrl ? await surroundingsOf(url, config, { say, options }) : {};
    const { unknown } = await migrate(config.ownerUrl ?? config.listenUrl ?? url);
    if (config.production && config.databaseUrl) await refuseWhoCanPass(url);
    say(server ? 'Database: embedded PostgreSQL, migrated.' : 'Database: DATABASE_URL, migrated.');
    if (unknown > 0)
      say(`A newer version has been here: ${unknown} of its migrations are not known to this one, which goes on.`);
    const database = openDatabase(url, { ...options, ...surroundings });
    return {
      database,
      alone: (work) => alone(config.listenUrl ?? url, work),
      ended: server?.ended ?? new Promise(() => {}),
      close: async (withinSeconds) => {
        await database.close(withinSeconds);
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/** Asked once the tables are there, of which it is asked who owns them. */
async function refuseWhoCanPass(url: string): Promise<void> {
  if (!(await surroundingsAt(url)).canPass) return;
  const expected = 'in production a user that row level security binds, such as sapxep_app (docs/access.md)';
  throw new ConfigError([`DATABASE_URL: expected ${expected}`]);
}

/** What stands before and beside the server. A pooler is found out, since one that nobody tells of breaks later. */
async function surroundingsOf(
  url: string,
  { listenUrl, replicaUrl, replicaLagMs = 0 }: Place,
  { say, options }: { say: (line: string) => void; options: DatabaseOptions },
): Promise<DatabaseOptions> {
  const found = await surroundingsAt(url);
  const { pooled, bounded } = found;
  const direct = listenUrl === undefined || listenUrl === url ? found : await surroundingsAt(listenUrl);
  const problems = [
    direct.pooled
      ? `LISTEN_URL: expected an address of PostgreSQL itself, since through a pooler${listenUrl ? '' : ', as DATABASE_URL leads,'} nothing is heard`
      : null,
    unfit('DATABASE_URL', found),
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new ConfigError(problems);
  if (pooled) say('Database: through a pooler, so nothing is prepared.');
  if (pooled && !bounded && options.deadlineMs !== undefined)
    say('Database: statements have no deadline there; set statement_timeout there (docs/cluster.md).');
  return { pooled, listenUrl, ...(replicaUrl && { replica: { url: replicaUrl, maxLagMs: replicaLagMs } }) };
}

/** Runs work on this installation's database as it is, as its owner, neither migrated nor filled. */
export async function withDatabaseServer<T>(
  { databaseUrl, listenUrl, ownerUrl, dataDirectory }: Place,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl) return work(ownerUrl ?? listenUrl ?? databaseUrl);
  const server = await openEmbeddedPostgres({ directory: dataDirectory });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** Loads the four plans that ship with the product as of a day, those that are not there yet; a line of progress each. */
export async function loadShippedPlans(database: Database, today: Day, say: (line: string) => void): Promise<void> {
  for (const [index, code] of PLANS.entries()) {
    const started = Date.now();
    const step = `Plan ${index + 1}/${PLANS.length} ${code}:`;
    const read = readPlan(await readPlanFile(`${DATA}plans/${code}.yaml`, `${DATA}territories`));
    if (read.plan === null) throw new Error([`${step} not a plan`, ...describeProblems(read.problems)].join('\n'));
    const work = new UnitOfWork(database, { actor: 'system', requestId: `load-plan-${code}` });
    const { value, violations } = await importPlan(work, { plan: read.plan, today });
    if (value !== null)
      say(`${step} ${value.territories} territories, ${value.changes} changes (${Date.now() - started} ms)`);
    else if (violations.every((found) => found.code === 'ALREADY_EXISTS' && found.path?.[0] === 'code'))
      say(`${step} already loaded`);
    else throw new Error([`${step} refused`, ...describeViolations(violations)].join('\n'));
  }
}
