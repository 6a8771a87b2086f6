import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Actor } from '../domain/actor.ts';
import type { Language } from '../domain/language.ts';
import { type Authenticate, isActor, type Refusal } from './authenticate.ts';
import { describeError } from './describe-error.ts';
import type { DirectAnswers } from './direct/direct-answers.ts';
import { addressError, isFault } from './format-error.ts';
import { asksForGraphiql, type GraphiqlPage } from './graphiql.ts';
import { contextFor } from './limits/admission.ts';
import { isNestedTooDeeply } from './limits/document-limits.ts';
import { PAST, type Traffic, type Undertaking } from './limits/traffic.ts';
import { preferredLanguage, preferredMediaType } from './negotiate.ts';
import type { RequestObserver } from './observe/observer.ts';
import { attachRecord, beginRecord, type RequestRecord, recordOf } from './observe/request-record.ts';
import { answerProblem, GRAPHQL_MEDIA_TYPES } from './problem.ts';

/** Who asks, and how to answer. */
interface Asker {
  actor: Actor;
  requestId: string;
  language: Language;
  /** Takes what is learnt of the request; absent where nobody wants to know. */
  record?: RequestRecord;
}

/** What HTTP knows about one request. */
export interface RequestFacts extends Asker {
  /** Tells when to stop, and is told what it costs. */
  undertaking: Pick<Undertaking, 'over' | 'spend'>;
}

interface RouteOptions<Context> {
  context: (facts: RequestFacts) => Context | Promise<Context>;
  authenticate: Authenticate;
  direct?: DirectAnswers;
  /** Absent in production. */
  graphiql?: GraphiqlPage;
  traffic: Traffic;
  observer: Required<RequestObserver>;
}

const ACTOR = Symbol('actor');
const UNDERTAKING = Symbol('undertaking');
/** Tells a client what its request cost, in the units of its rate limit. */
const COST_HEADER = 'x-request-cost';
/** When it is worth trying again where all places were taken. */
const BUSY_RETRY_SECONDS = 1;
/** For what was given up to end by itself: to roll back, and to say so. */
const GRACE_MS = 5_000;

/** Serves `/graphql`: nobody reaches Apollo, not even with a body to be read, before we know who it is. */
export function addGraphqlRoute<Context extends BaseContext>(
  app: FastifyInstance,
  apollo: ApolloServer<Context>,
  { context, authenticate, direct, graphiql, traffic, observer }: RouteOptions<Context>,
): void {
  const execute = fastifyApolloHandler(apollo, { context: (request) => createContext(request, context) });

  const within = <T>(request: FastifyRequest, work: () => T): T => {
    const record = recordOf(request);
    return record ? observer.within(record, work) : work();
  };

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const undertaking = request.getDecorator<Undertaking>(UNDERTAKING);
    const body = request.method === 'POST' ? request.body : undefined;
    const text = body && (await direct?.answer({ ...askerOf(request), body, undertaking }, observer));
    if (!text) return execute.call(app, request, reply);
    const mediaType = preferredMediaType(request.headers.accept, GRAPHQL_MEDIA_TYPES);
    void reply.header('content-type', `${mediaType}; charset=utf-8`);
    return text;
  };

  app.decorateRequest(ACTOR, null);
  app.decorateRequest(UNDERTAKING, null);
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      if (graphiql && asksForGraphiql(request)) return graphiql(request, reply);
      const record = observe(request, reply, observer);
      const caller = await authenticate(request.headers.authorization);
      if (!isActor(caller)) return refuseUnknown(caller, traffic, { request, reply });
      record.subject = caller.subject;
      request.setDecorator(ACTOR, caller);
      const seconds = traffic.waitOfCaller(caller.subject);
      return seconds > 0 ? refuseForNow(seconds, request, reply) : refuseUnusable(request, reply);
    },
    preHandler: (request, reply, done) => {
      if (isNestedTooDeeply(queryOf(request))) answerProblem(request, reply, 'nestedTooDeeply');
      else done();
    },
    handler: async (request, reply) => {
      const undertaking = traffic.begin(request.getDecorator<Actor>(ACTOR).subject, reply.raw);
      request.setDecorator(UNDERTAKING, undertaking);
      undertaking.spendOnBody(Number(request.headers['content-length'] ?? request.url.length));
      try {
        const answered = await undertaking.unlessPast(
          within(request, () => answer(request, reply)),
          GRACE_MS,
        );
        if (answered === PAST) return answerProblem(request, reply, 'unavailable');
        reply.header(COST_HEADER, undertaking.cost);
        if (reply.statusCode === 503) reply.header('retry-after', BUSY_RETRY_SECONDS);
        return typeof answered === 'string' && reply.statusCode >= 400 ? addressFailure(answered, request) : answered;
      } finally {
        undertaking.end();
      }
    },
  });
}

/** The document of a request, as it was sent. */
const queryOf = ({ body, query }: FastifyRequest): unknown =>
  ((body ?? query) as { query?: unknown } | undefined)?.query;

/** Bad tokens are told apart from none: only they are guesses, and only so many a minute are answered as such. */
function refuseUnknown(
  refusal: Refusal,
  traffic: Traffic,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const isGuess = refusal === 'unauthenticated' && request.headers.authorization !== undefined;
  const seconds = isGuess ? traffic.waitOfGuess(request.ip) : 0;
  return seconds > 0 ? refuseForNow(seconds, request, reply) : answerProblem(request, reply, refusal);
}

const refuseForNow = (seconds: number, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  answerProblem(request, reply.header('retry-after', seconds), 'rateLimited');

/** A response closes once, whether it was sent or nobody waited for it. */
function observe(
  request: FastifyRequest,
  reply: FastifyReply,
  observer: RouteOptions<never>['observer'],
): RequestRecord {
  const record = beginRecord(request);
  observer.begun(record, request.raw);
  reply.raw.once('close', () => {
    record.end({ status: reply.raw.statusCode, isAbandoned: !reply.raw.writableFinished });
    observer.ended(record);
  });
  return record;
}

function askerOf(request: FastifyRequest): Asker {
  return {
    actor: request.getDecorator<Actor>(ACTOR),
    requestId: request.id,
    language: preferredLanguage(request.headers['accept-language']),
    record: recordOf(request),
  };
}

/** Nearly all ask for the same. */
let latestHost = 'localhost';
function isHost(host: string): boolean {
  if (host === latestHost) return true;
  const is = URL.canParse(`http://${host}`);
  if (is) latestHost = host;
  return is;
}

/** Apollo would run a mutation before it finds that the client takes no form of answer, and trusts the host's name. */
function refuseUnusable(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (!isHost(request.host)) return answerProblem(request, reply, 'malformed');
  const mediaType = preferredMediaType(request.headers.accept, GRAPHQL_MEDIA_TYPES);
  return mediaType ? undefined : answerProblem(request, reply, 'notAcceptable');
}

/** No plugin of Apollo is told which request a context was for, so its faults are logged here. */
async function createContext<Context extends BaseContext>(
  request: FastifyRequest,
  context: RouteOptions<Context>['context'],
): Promise<Context> {
  try {
    const undertaking = request.getDecorator<Undertaking>(UNDERTAKING);
    const asker = askerOf(request);
    const made = contextFor(await context({ ...asker, undertaking }), undertaking);
    attachRecord(made, asker.record);
    return made;
  } catch (error) {
    if (error instanceof GraphQLError && !isFault(error.extensions.code)) throw error;
    request.log.error({ error: describeError(error) }, 'a request context failed');
    throw new GraphQLError('no context', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  }
}

/** What Apollo refuses before an operation starts passes no plugin either, so its errors get their id here. */
function addressFailure(answer: string, request: FastifyRequest): string {
  const result = JSON.parse(answer) as FormattedExecutionResult;
  recordOf(request)?.noteErrors(result.errors);
  return JSON.stringify({ ...result, errors: result.errors?.map((error) => addressError(error, askerOf(request))) });
}
