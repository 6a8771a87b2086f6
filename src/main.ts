import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { destination, pino } from 'pino';
import { type AuditAnchors, anchorAudit } from './app/audit-anchors.ts';
import { openAuthentication } from './app/authentication.ts';
import { type Config, ConfigError, config } from './app/config.ts';
import { contextOf } from './app/context.ts';
import { type Installation, loadShippedPlans, openInstallation } from './app/installation.ts';
import { logRouting } from './app/log-routing.ts';
import { PersonalReads } from './app/personal-reads.ts';
import { PlanNotices } from './app/plan-notices.ts';
import { createServer } from './app/server.ts';
import type { Database, DatabaseOptions } from './db/client.ts';
import { unavailability } from './db/errors.ts';
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

const say = (line: string): void => console.log(line);

/** Health is answered from the first moment; everything else once the database is migrated and the plans are loaded. */
async function start(settings: Config): Promise<() => Promise<void>> {
  const logger = pino({ level: settings.logLevel }, destination(2));
  const { authenticate, localToken } = await openAuthentication(settings, logger);
  const opened: { installation?: Installation; anchors?: AuditAnchors; ready: boolean } = { ready: false };
  const database = (): Database => {
    if (!opened.installation) throw new Error('asked before the database was open');
    return opened.installation.database;
  };

  const notices = new PlanNotices(logger);
  const personalReads = new PersonalReads({ write: (reads) => insertPersonalReads(database(), reads), logger });
  const server = await createServer({
    schema: buildSchema(),
    config: settings,
    context: (facts) => contextOf(database(), clockOf(settings.today), { notices, personalReads })(facts),
    authenticate,
    ready: async () => opened.ready && (await isReachable(database())),
    localToken,
    exampleQuery: EXAMPLE,
    logger,
  });
  const address = await server.listen();
  const stop = async (): Promise<void> => {
    await server.close();
    await personalReads.close();
    await opened.anchors?.stop();
    await opened.installation?.close();
  };
  try {
    opened.installation = await openInstallation(settings, say, {
      ...poolsFor(settings),
      onRouting: logRouting(logger),
    });
    const today = clockOf(settings.today).today();
    await opened.installation.alone(() => loadShippedPlans(database(), today, say));
    await database().listen(notices).begun;
    opened.anchors = anchorAudit(database().reads, logger);
    opened.ready = true;
    void opened.installation.ended.then(() => fail(new ServerEndedError()));
  } catch (error) {
    await stop();
    throw error;
  }
  announce(address, settings);
  return stop;
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

function announce(address: string, { production, oidc }: Config): void {
  say(`\nSapxep answers at ${address}/graphql`);
  if (production) return;
  if (oidc) {
    say(`GraphiQL, to be given a token of ${oidc.issuer}: open ${address}/graphql in a browser\n`);
  } else {
    say(`GraphiQL, with a token filled in: open ${address}/graphql in a browser`);
    say('A token for other clients: npm run --silent token -- --role admin\n');
  }
  say(`Try this query:\n\n${EXAMPLE}\n`);
}

function untilSignalled(stop: () => Promise<void>): void {
  const once = (): void => {
    process.removeListener('SIGTERM', once).removeListener('SIGINT', once);
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGTERM', once).once('SIGINT', once);
}

/** A server of its own comes up on another port: whoever starts the product again starts it too. */
class ServerEndedError extends Error {
  override readonly name = 'ServerEndedError';

  constructor() {
    super('The embedded PostgreSQL has ended. Start the product again: nothing that was acknowledged is lost.');
  }
}

/** One line for what an operator can mend; the whole error for what only a developer can. */
function fail(error: unknown): never {
  const unreachable = unavailability(error);
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (error instanceof ConfigError || error instanceof ServerEndedError || taken) console.error(error.message);
  else if (unreachable) console.error(`${unreachable} (${error instanceof Error ? error.message : error})`);
  else console.error(error);
  process.exit(1);
}

// A lost connection can surface outside any request (postgres.js writes in a later tick): better to go and be started
// again than to live on in an unknown state. What was acknowledged is in the database.
process.on('uncaughtException', fail).on('unhandledRejection', fail);

await Promise.resolve()
  .then(() => start(config()))
  .then(untilSignalled)
  .catch(fail);
