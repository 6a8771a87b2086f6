import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Authenticate } from './authenticate.ts';
import { describeError } from './describe-error.ts';
import { addressError, codeOf, formatError, isFault } from './format-error.ts';
import type { RequestFacts } from './graphql-route.ts';
import type { Traffic } from './limits/traffic.ts';
import { problemMessage } from './problem.ts';
import { Connection } from './subscriptions/connection.ts';
import { beginOperation, type Operation } from './subscriptions/operation.ts';
import { converse } from './subscriptions/socket.ts';
import { turns } from './subscriptions/turns.ts';

const MAX_CONNECTIONS = 2_000;
const MAX_SUBSCRIPTIONS = 50;
const MAX_MESSAGE_BYTES = 100 * 1024;
const INIT_WITHIN_MS = 5_000;
/** Half the connections that reads have, so that a change many wait for does not hold up everybody else. */
const EVENTS_AT_A_TIME = 2;
const CLOSE_WITHIN_MS = 2_000;
const GOING_AWAY = 1001;

interface SubscriptionOptions<Context> {
  schema: GraphQLSchema;
  context: (facts: RequestFacts) => Context | Promise<Context>;
  authenticate: Authenticate;
  production: boolean;
  logger: Logger;
  traffic: Traffic;
}

export interface Subscriptions {
  connections(): number;
  /** Takes no more connections and closes those there are. */
  close(): Promise<void>;
}

/** Serves subscriptions at `/graphql` of the same server, in the subprotocol graphql-transport-ws. */
export function addSubscriptions<Context>(app: FastifyInstance, options: SubscriptionOptions<Context>): Subscriptions {
  const { logger } = options;
  const protocol = protocolOf(options);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols,
  });

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (sockets.clients.size >= MAX_CONNECTIONS) return refuse(socket);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const connection = new Connection(opened, request, options);
      converse(opened, {
        protocol,
        connection,
        // Whoever may no longer be there is told when nothing happens, too.
        keepAlive: () => void connection.actor().catch(() => {}),
        onFault: (error) => logFault(logger, connection, error),
      });
    });
  });

  return { connections: () => sockets.clients.size, close: () => closeAll(sockets) };
}

/** The protocol itself: what is said before a subscription, and how it is answered. */
function protocolOf<Context>({ schema, context, production, logger, traffic }: SubscriptionOptions<Context>) {
  const inTurn = turns(EVENTS_AT_A_TIME);
  const format = (connection: Connection, errors: readonly GraphQLError[]) => formatErrors(errors, connection, logger);

  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: INIT_WITHIN_MS,
    onConnect: ({ extra, connectionParams }) => extra.admit(connectionParams),
    onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
      // The one that is asked for is among them.
      if (Object.keys(subscriptions).length > MAX_SUBSCRIPTIONS) return [tooMany()];
      const { requestId, language } = extra;
      const undertake = <T>(work: (contextValue: Context) => T | Promise<T>): Promise<T> =>
        extra.undertake(async (actor, undertaking) => work(await context({ actor, requestId, language, undertaking })));
      try {
        if (traffic.waitOfCaller((await extra.actor()).subject) > 0) return [rateLimited()];
        return await beginOperation(payload, { schema, production, undertake, inTurn });
      } catch (error) {
        return [error instanceof GraphQLError ? error : new GraphQLError('failed', { originalError: error as Error })];
      }
    },
    subscribe: (args) => (args as Operation).answers,
    onNext: ({ extra }, _id, _payload, _args, result) =>
      result.errors && { ...result, errors: format(extra, result.errors) },
    onError: ({ extra }, _id, _payload, errors) => format(extra, errors),
  });
}

const tooMany = (): GraphQLError =>
  new GraphQLError(`A connection carries at most ${MAX_SUBSCRIPTIONS} subscriptions.`, {
    extensions: { code: 'BAD_REQUEST' },
  });

const rateLimited = (): GraphQLError =>
  new GraphQLError(problemMessage('rateLimited', 'en'), { extensions: { code: 'RATE_LIMITED' } });

/** What a client may read of errors, as over HTTP; our own faults are logged. */
function formatErrors(
  errors: readonly GraphQLError[],
  connection: Connection,
  logger: Logger,
): GraphQLFormattedError[] {
  return errors.map((error) => {
    if (isFault(codeOf(error))) logFault(logger, connection, error.originalError ?? error);
    return addressError(formatError(error.toJSON(), error), connection);
  });
}

function logFault(logger: Logger, { requestId }: Connection, error: unknown): void {
  logger.error({ requestId, error: describeError(error) }, 'a subscription failed');
}

function refuse(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}

/** Whoever does not answer the farewell is cut off. */
async function closeAll(sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => sockets.close(() => resolve()));
  for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Going away');
  const late = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(late);
}
