import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Bindings, Logger } from 'pino';
import { closeConnectionsWhenClosing } from './close-connections.ts';
import { describeError } from './describe-error.ts';
import { REQUEST_ID_HEADER } from './graphql-over-http.ts';
import { answerProblem, type Problem } from './problem.ts';

/** A staff file of 10,000 rows fits, as base64. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
/** A client must have sent its whole request by then. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Once anybody listens for upgrades, Node hands over every request that offers one, its body unread: also that of a
 * client that only offers HTTP/2, as Java's does each time (nodejs/node#57054). A request for anything but what is
 * served as a WebSocket stays an ordinary one.
 */
class IncomingRequest extends IncomingMessage {
  private offersUpgrade = false;

  get upgrade(): boolean {
    if (!this.offersUpgrade || this.method === 'CONNECT') return this.offersUpgrade;
    return this.headers.upgrade?.toLowerCase() === 'websocket' && this.url?.split('?')[0] === '/graphql';
  }

  set upgrade(offered: boolean | null) {
    this.offersUpgrade = offered === true;
  }
}

/** The log of one request, made when something is logged: for most nothing ever is. */
class RequestLog {
  private readonly parent: FastifyBaseLogger;
  private readonly bindings: Bindings;
  private made: FastifyBaseLogger | undefined;

  constructor(parent: FastifyBaseLogger, bindings: Bindings) {
    this.parent = parent;
    this.bindings = bindings;
  }

  get level(): string {
    return this.parent.level;
  }

  private get log(): FastifyBaseLogger {
    this.made ??= this.parent.child(this.bindings);
    return this.made;
  }

  fatal(...told: [never]): void {
    this.log.fatal(...told);
  }

  error(...told: [never]): void {
    this.log.error(...told);
  }

  warn(...told: [never]): void {
    this.log.warn(...told);
  }

  info(...told: [never]): void {
    this.log.info(...told);
  }

  debug(...told: [never]): void {
    this.log.debug(...told);
  }

  trace(...told: [never]): void {
    this.log.trace(...told);
  }

  silent(): void {}

  child(...told: [never]): FastifyBaseLogger {
    return this.log.child(...told);
  }
}

/** The bare HTTP server: ids, headers, body limits and failures, but no routes. */
export function createHttp(logger: Logger): FastifyInstance {
  const app: FastifyInstance = Fastify({
    http: { IncomingMessage: IncomingRequest },
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: requestId,
    childLoggerFactory: (parent, bindings) => new RequestLog(parent, bindings) as unknown as FastifyBaseLogger,
    frameworkErrors: (_error, request, reply) => answerProblem(request, prepare(request, reply), 'malformed'),
  });

  app.addHook('onRequest', (request, reply, done) => {
    prepare(request, reply);
    done();
  });
  acceptJsonOnly(app);
  closeConnectionsWhenClosing(app);
  app.setNotFoundHandler((request, reply) => answerProblem(request, reply, 'notFound'));
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error);
    if (problem === 'internal') request.log.error({ error: describeError(error) }, 'a request failed');
    return answerProblem(request, reply, problem);
  });
  return app;
}

/** A sane id of the caller's is kept, so that its logs and ours can be read together. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers[REQUEST_ID_HEADER];
  const id = typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
  // From here on the header holds the id that counts: Apollo's plugins see only headers.
  request.headers[REQUEST_ID_HEADER] = id;
  return id;
}

function prepare(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.headers({
    [REQUEST_ID_HEADER]: request.id,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Answers depend on who asks and when.
    'cache-control': 'no-store',
  });
}

/** Wrongly encoded names would be stored with holes in them, so anything but true UTF-8 is refused. */
function acceptJsonOnly(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
    if (!/^utf-?8$/i.test(charset)) return done(failure(415));
    if (!isUtf8(body)) return done(failure(400));
    // Sent in chunks it had no length before: what a request costs is counted by it.
    request.headers['content-length'] ??= String(body.length);
    return parseJson(request, body.toString('utf8'), done);
  });
}

function failure(statusCode: number): Error {
  return Object.assign(new Error('unreadable body'), { statusCode });
}

function problemOf({ statusCode = 500 }: FastifyError): Problem {
  if (statusCode === 413) return 'tooLarge';
  if (statusCode === 415) return 'wrongContentType';
  if (statusCode === 503) return 'unavailable';
  return statusCode >= 400 && statusCode < 500 ? 'malformed' : 'internal';
}
