import type { BaseContext } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { startApollo } from './apollo.ts';
import type { Authenticate } from './authenticate.ts';
import type { Config } from './config.ts';
import type { DirectAnswers } from './direct/direct-answers.ts';
import { graphiqlPage } from './graphiql.ts';
import { addGraphqlRoute, type RequestFacts } from './graphql-route.ts';
import { addHealth, type Ready } from './health.ts';
import { createHttp } from './http.ts';
import { Traffic, type TrafficLimits } from './limits/traffic.ts';
import { observers, type RequestObserver } from './observe/observer.ts';
import { addSubscriptions } from './subscriptions.ts';

export interface ServerOptions<Context extends BaseContext> {
  schema: GraphQLSchema;
  config: Pick<Config, 'host' | 'port' | 'production'> & TrafficLimits;
  /** Apollo hands resolvers a shallow copy of it, so it must not be a class with private fields. */
  context: (facts: RequestFacts) => Context | Promise<Context>;
  authenticate: Authenticate;
  /** The short way for queries known before; all go the plain way where it is left out. */
  direct?: DirectAnswers;
  ready: Ready;
  /** Put into GraphiQL's requests; used in development only. */
  localToken?: string;
  /** What GraphiQL opens with. */
  exampleQuery?: string;
  logger: Logger;
  /** Told how requests go. */
  observers?: readonly RequestObserver[];
}

export interface Server {
  app: FastifyInstance;
  /** Starts accepting connections and tells where. */
  listen(): Promise<string>;
  /** How many WebSockets are open. */
  websockets(): number;
  /** Takes no more requests, closes the WebSockets and lets requests under way finish, however long they take. */
  close(): Promise<void>;
  /** Ends every connection that is left. */
  cut(): void;
}

const FORGETFUL = { remember: () => {} };

/** Puts the HTTP side together; nothing is listened to before `listen`. */
export async function createServer<Context extends BaseContext>(options: ServerOptions<Context>): Promise<Server> {
  const { schema, config, context, authenticate, direct, ready, localToken, exampleQuery, logger } = options;
  const { host, port, production } = config;

  const app = createHttp(logger);
  const traffic = new Traffic(config);
  const observer = observers(options.observers ?? []);
  const apollo = await startApollo<Context>(app, {
    schema,
    production,
    logger,
    observer,
    known: direct?.known ?? FORGETFUL,
  });
  const graphiql = production ? undefined : graphiqlPage({ localToken, exampleQuery });
  addHealth(app, ready);
  addGraphqlRoute(app, apollo, { context, authenticate, direct, graphiql, traffic, observer });
  const subscriptions = addSubscriptions(app, { schema, context, authenticate, production, logger, traffic });
  await app.ready();

  let closed: Promise<void> | undefined;
  return {
    app,
    listen: () => app.listen({ host, port }),
    websockets: () => subscriptions.connections(),
    close: () => {
      // Apollo 5.5 never answers a second stop() made while the first is under way.
      closed ??= Promise.all([subscriptions.close(), apollo.stop()]).then(() => {});
      return closed;
    },
    cut: () => app.server.closeAllConnections(),
  };
}
