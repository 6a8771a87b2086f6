import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Actor } from '../domain/actor.ts';
import type { Language } from '../domain/language.ts';
import { type Authenticate, isActor } from './authenticate.ts';
import { describeError } from './describe-error.ts';
import { addressError, isFault } from './format-error.ts';
import { asksForGraphiql, type GraphiqlPage } from './graphiql.ts';
import { preferredLanguage, preferredMediaType } from './negotiate.ts';
import { answerProblem, GRAPHQL_MEDIA_TYPES } from './problem.ts';

/** What HTTP knows about one request. */
export interface RequestFacts {
  actor: Actor;
  requestId: string;
  language: Language;
}

interface RouteOptions<Context> {
  context: (facts: RequestFacts) => Context | Promise<Context>;
  authenticate: Authenticate;
  /** Absent in production. */
  graphiql?: GraphiqlPage;
}

const ACTOR = Symbol('actor');

/** Serves `/graphql`: nobody reaches Apollo, not even with a body to be read, before we know who it is. */
export function addGraphqlRoute<Context extends BaseContext>(
  app: FastifyInstance,
  apollo: ApolloServer<Context>,
  { context, authenticate, graphiql }: RouteOptions<Context>,
): void {
  const execute = fastifyApolloHandler(apollo, { context: (request) => createContext(request, context) });

  app.decorateRequest(ACTOR, null);
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      if (graphiql && asksForGraphiql(request)) return graphiql(request, reply);
      const caller = await authenticate(request.headers.authorization);
      if (!isActor(caller)) return answerProblem(request, reply, caller);
      request.setDecorator(ACTOR, caller);
      return refuseUnusable(request, reply);
    },
    handler: async (request, reply) => {
      const answer: unknown = await execute.call(app, request, reply);
      return typeof answer === 'string' && reply.statusCode >= 400 ? addressFailure(answer, request) : answer;
    },
  });
}

function factsOf(request: FastifyRequest): RequestFacts {
  return {
    actor: request.getDecorator<Actor>(ACTOR),
    requestId: request.id,
    language: preferredLanguage(request.headers['accept-language']),
  };
}

/** Apollo would run a mutation before it finds that the client takes no form of answer, and trusts the host's name. */
function refuseUnusable(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (!URL.canParse(`http://${request.host}`)) return answerProblem(request, reply, 'malformed');
  const mediaType = preferredMediaType(request.headers.accept, GRAPHQL_MEDIA_TYPES);
  return mediaType ? undefined : answerProblem(request, reply, 'notAcceptable');
}

/** No plugin of Apollo is told which request a context was for, so its faults are logged here. */
async function createContext<Context>(
  request: FastifyRequest,
  context: RouteOptions<Context>['context'],
): Promise<Context> {
  try {
    return await context(factsOf(request));
  } catch (error) {
    if (error instanceof GraphQLError && !isFault(error.extensions.code)) throw error;
    request.log.error({ error: describeError(error) }, 'a request context failed');
    throw new GraphQLError('no context', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  }
}

/** What Apollo refuses before an operation starts passes no plugin either, so its errors get their id here. */
function addressFailure(answer: string, request: FastifyRequest): string {
  const result = JSON.parse(answer) as FormattedExecutionResult;
  return JSON.stringify({ ...result, errors: result.errors?.map((error) => addressError(error, factsOf(request))) });
}
