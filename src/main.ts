import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditAnchors, anchorAudit } from './app/audit-anchors.ts';
import { openAuthentication } from './app/authentication.ts';
import { type Config, ConfigError, config } from './app/config.ts';
import { contextOf } from './app/context.ts';
import { describeError } from './app/describe-error.ts';
import { DirectAnswers } from './app/direct/direct-answers.ts';
import { type Installation, loadShippedPlans, openInstallation } from './app/installation.ts';
import { createLogger } from './app/log.ts';
import { logRouting } from './app/log-routing.ts';
import { startTelemetry, type Telemetry } from './app/observe/telemetry.ts';
import { PersonalReads } from './app/personal-reads.ts';
import { PlanNotices } from './app/plan-notices.ts';
import { createServer, type Server } from './app/server.ts';
import { Shutdown } from './app/shutdown.ts';
import type { Database, DatabaseOptions } from './db/client.ts';
import { databaseError } from './db/constraint.ts';
import { unavailability } from './db/errors.ts';
import { SchemaError } from './db/migrate.ts';
import { insertPersonalReads } from './db/repositories/personal-reads.ts';
import { clockOf } from './domain/clock.ts';
import { buildSchema } from './resolvers/build-schema.ts';

const EXAMPLE = `{
  unit(code: "HN", asOf: "2025-05-15") {
    name
    branches: descendants(kinds: [BRANCH], first: 3) { totalCount nodes { code name territories { name } } }
  }
}`;

const READY_WITHIN_MS = 2_000;

const logger = createLogger('info');
const shutdown = new Shutdown(logger);

const say = (line: string): void => console.log(line);

/** What is open by now, as far as it is. */
interface Opened {
  server?: Server;
  telemetry?: Telemetry;
  installation?: Installation;
  personalReads?: PersonalReads;
  anchors?: AuditAnchors;
  isReady: boolean;
}

/** Health is answered from the first moment; everything else once the database is migrated and the plans are loaded. */
async function start(settings: Config, opened: Opened): Promise<void> {
  const telemetry = await startTelemetry(settings, logger);
  opened.telemetry = telemetry;
  const { authenticate, localToken } = await openAuthentication(settings, logger, telemetry.tokenLooked);
  const database = (): Database => {
    if (!opened.installation) throw new Error('asked before the database was open');
    return opened.installation.database;
  };

  const notices = new PlanNotices(logger);
  const personalReads = new PersonalReads({ write: (reads) => insertPersonalReads(database(), reads), logger });
  opened.personalReads = personalReads;
  const schema = buildSchema();
  const clock = clockOf(settings.today);
  const server = await createServer({
    schema,
    config: settings,
    context: (facts) => contextOf(database(), clock, { notices, personalReads })(facts),
    direct: new DirectAnswers({ schema, database, clock, personalReads, roomBytes: settings.answerCacheBytes }),
    authenticate,
    ready: async () => opened.isReady && !shutdown.hasBegun && (await isReachable(database())),
    localToken,
    exampleQuery: EXAMPLE,
    logger,
    observers: [shutdown, ...telemetry.requests],
  });
  opened.server = server;
  telemetry.count({ websockets: () => server.websockets(), subscriptions: () => notices.watching });
  const address = await server.listen();
  opened.installation = await openInstallation(settings, say, {
    ...poolsFor(settings),
    onRouting: logRouting(logger),
    observer: telemetry.pools,
  });
  const today = clock.today();
  await opened.installation.alone(() => loadShippedPlans(database(), today, say));
  await database().listen(notices).begun;
  opened.anchors = anchorAudit(database().reads, logger);
  opened.isReady = true;
  void opened.installation.ended.then(() => shutdown.hasBegun || fail(new ServerEndedError()));
  if (!shutdown.hasBegun) announce(address, settings, telemetry);
}

/**
 * As many connections as there are changes at a time, so that none waits for one where it cannot be cancelled. Reads
 * need half as many: while one is answered by the database, another is put into words here.
 */
const poolsFor = ({ maxInFlight, databaseDeadlineMs }: Config): DatabaseOptions => ({
  reads: Math.ceil(maxInFlight / 4),
  writes: Math.ceil(maxInFlight / 2),
  deadlineMs: databaseDeadlineMs,
});

async function isReachable({ reads }: Database): Promise<boolean> {
  const answered = reads`SELECT 1`.then(
    () => true,
    () => false,
  );
  const late = sleep(READY_WITHIN_MS, false, { ref: false });
  return Promise.race([answered, late]);
}

function announce(address: string, { production, oidc }: Config, { metricsUrl }: Telemetry): void {
  say(`\nSapxep answers at ${address}/graphql`);
  if (metricsUrl) say(`Figures for Prometheus: ${metricsUrl}`);
  if (production) return;
  if (oidc) {
    say(`GraphiQL, to be given a token of ${oidc.issuer}: open ${address}/graphql in a browser\n`);
  } else {
    say(`GraphiQL, with a token filled in: open ${address}/graphql in a browser`);
    say('A token for other clients: npm run --silent token -- --role admin\n');
  }
  say(`Try this query:\n\n${EXAMPLE}\n`);
}

/** What was begun is finished, and the embedded server stopped; on a second signal the process ends as it stands. */
function stopWhenSignalled(opened: Opened, deadlineMs: number): void {
  const release = async (withinSeconds?: number): Promise<void> => {
    await opened.personalReads?.close();
    await opened.anchors?.stop();
    await opened.installation?.close(withinSeconds);
    await opened.telemetry?.close();
  };
  const stop = (signal: NodeJS.Signals): void => {
    if (shutdown.hasBegun) process.exit(1);
    shutdown
      .stop(
        { finish: async () => opened.server?.close(), cut: () => opened.server?.cut(), release },
        { signal, deadlineMs },
      )
      .then((code) => process.exit(code), crash);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

/** A server of its own comes up on another port: whoever starts the product again starts it too. */
class ServerEndedError extends Error {
  override readonly name = 'ServerEndedError';

  constructor() {
    super('The embedded PostgreSQL has ended. Start the product again: nothing that was acknowledged is lost.');
  }
}

const MENDABLE = [ConfigError, SchemaError, ServerEndedError];

/** What the operator can mend is told in plain words; of anything else the log has one line. */
function fail(error: unknown): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const unreachable = unavailability(error);
  if (error instanceof Error && (taken || MENDABLE.some((kind) => error instanceof kind))) console.error(error.message);
  else if (unreachable) console.error(`${unreachable} (${error instanceof Error ? error.message : error})`);
  else logger.fatal({ error: describeError(error), reason: databaseError(error)?.message }, 'the start failed');
  process.exit(1);
}

// A lost connection can surface outside any request (postgres.js writes in a later tick): better to go and be started
// again than to live on in an unknown state. What was acknowledged is in the database.
function crash(error: unknown): never {
  logger.fatal({ error: describeError(error) }, 'the process crashed');
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = config();
  logger.level = settings.logLevel;
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  const opened: Opened = { isReady: false };
  stopWhenSignalled(opened, settings.shutdownDeadlineMs);
  try {
    await start(settings, opened);
  } catch (error) {
    // Told to stop meanwhile, it fails for want of what was closed.
    if (shutdown.hasBegun) return;
    await opened.server?.close();
    await opened.installation?.close();
    throw error;
  }
}

await main().catch(fail);
