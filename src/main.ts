import 'reflect-metadata';
import { destination, pino } from 'pino';
import { bearerAuthentication } from './app/authenticate.ts';
import { type Config, ConfigError, config } from './app/config.ts';
import { contextOf } from './app/context.ts';
import { type Installation, loadShippedPlans, openInstallation } from './app/installation.ts';
import { createServer } from './app/server.ts';
import { issueToken, loadSigningKey } from './app/token.ts';
import type { Database } from './db/client.ts';
import { clockOf } from './domain/clock.ts';
import { buildSchema } from './resolvers/build-schema.ts';

const EXAMPLE = `{
  unit(code: "HN", asOf: "2025-05-15") {
    name
    branches: descendants(kinds: [BRANCH], first: 3) { totalCount nodes { code name territories { name } } }
  }
}`;

const say = (line: string): void => console.log(line);

/** Health is answered from the first moment; everything else once the database is migrated and the plans are loaded. */
async function start(settings: Config): Promise<() => Promise<void>> {
  const logger = pino({ level: settings.logLevel }, destination(2));
  const key = await loadSigningKey(settings.dataDirectory);
  const localToken = settings.production
    ? undefined
    : await issueToken(key, { subject: 'local', roles: ['ADMIN'], expiresIn: '30 days' });
  const opened: { installation?: Installation; ready: boolean } = { ready: false };
  const database = (): Database => {
    if (!opened.installation) throw new Error('asked before the database was open');
    return opened.installation.database;
  };

  const server = await createServer({
    schema: buildSchema(),
    config: settings,
    context: (facts) => contextOf(database(), clockOf(settings.today))(facts),
    authenticate: bearerAuthentication(key),
    ready: async () => opened.ready && (await isReachable(database())),
    localToken,
    exampleQuery: EXAMPLE,
    logger,
  });
  const address = await server.listen();
  const stop = async (): Promise<void> => {
    await server.close();
    await opened.installation?.close();
  };
  try {
    opened.installation = await openInstallation(settings, say);
    await loadShippedPlans(database(), say);
    opened.ready = true;
  } catch (error) {
    await stop();
    throw error;
  }
  announce(address, settings);
  return stop;
}

async function isReachable({ reads }: Database): Promise<boolean> {
  return reads`SELECT 1`.then(
    () => true,
    () => false,
  );
}

function announce(address: string, { production }: Config): void {
  say(`\nSapxep answers at ${address}/graphql`);
  if (production) return;
  say(`GraphiQL, with a token filled in: open ${address}/graphql in a browser`);
  say('A token for other clients: npm run --silent token -- --role admin\n');
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

function fail(error: unknown): never {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}

await Promise.resolve()
  .then(() => start(config()))
  .then(untilSignalled)
  .catch(fail);
