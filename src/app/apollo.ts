import { ApolloServer, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { LIMITS } from '../resolvers/limits.ts';
import type { KnownDocuments } from './direct/known-documents.ts';
import { formatError } from './format-error.ts';
import { graphqlOverHttp } from './graphql-over-http.ts';
import { admission } from './limits/admission.ts';
import { documentRules } from './limits/document-limits.ts';
import type { RequestObserver } from './observe/observer.ts';

interface ApolloOptions {
  schema: GraphQLSchema;
  production: boolean;
  logger: Logger;
  observer: Required<RequestObserver>;
  /** Told of each document that is valid. */
  known: Pick<KnownDocuments, 'remember'>;
}

/** Builds and starts Apollo for one HTTP server; whatever Apollo would read from the environment is said here. */
export async function startApollo<Context extends BaseContext>(
  app: FastifyInstance,
  { schema, production, logger, observer, known }: ApolloOptions,
): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema,
    formatError,
    logger,
    nodeEnv: production ? 'production' : 'development',
    // `documentRules` bounds it, over WebSocket as well.
    introspection: true,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: documentRules(production),
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    // No other site can make a browser send this header without asking first, and every caller sends it.
    csrfPrevention: { requestHeaders: ['authorization'] },
    plugins: [
      // How long requests under way may take is for who closes the server to say.
      { serverWillStart: async () => ({ drainServer: async () => app.close() }) },
      graphqlOverHttp(logger, observer, known),
      admission(),
      // It would instrument every field (0.68 µs becomes 2.5 µs).
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}
