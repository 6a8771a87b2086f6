import type {
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContext,
  GraphQLRequestContextDidEncounterErrors,
  GraphQLRequestContextWillSendResponse,
} from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { describeError } from './describe-error.ts';
import type { KnownDocuments } from './direct/known-documents.ts';
import { addressError, codeOf, isFault } from './format-error.ts';
import { preferredLanguage, preferredMediaType } from './negotiate.ts';
import type { RequestObserver } from './observe/observer.ts';
import { recordOf } from './observe/request-record.ts';
import { GRAPHQL_MEDIA_TYPES } from './problem.ts';

/** Set by the HTTP server on every request, whatever the client sent. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** Failures of a well-formed request: a client of plain JSON learns of them from the body, not from the status. */
const TOLD_IN_BODY: ReadonlySet<unknown> = new Set([
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * Makes Apollo answer as GraphQL over HTTP asks, gives every error its request id, logs our own faults and tells the
 * observer how it goes. One plugin, since each costs every request.
 */
export function graphqlOverHttp<Context extends BaseContext>(
  logger: Logger,
  observer: Required<RequestObserver>,
  known: Pick<KnownDocuments, 'remember'>,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ contextValue }) {
      const record = recordOf(contextValue);
      return {
        // Called for documents that Apollo does not remember.
        async parsingDidStart() {
          if (record) record.isNewDocument = true;
        },
        async didResolveOperation({ document, operation, source }) {
          if (source) known.remember(source, document);
          if (record && operation) {
            record.resolve(document, operation);
            observer.resolved(record);
          }
          if (operation?.operation === 'subscription') throw subscriptionRefused();
        },
        async didEncounterErrors(request) {
          logFaults(logger, request);
        },
        async willSendResponse(request) {
          completeResponse(request);
          if (!record) return;
          const { body } = request.response;
          if (body.kind === 'single') record.noteErrors(body.singleResult.errors);
          observer.answered(record);
        },
      };
    },
  };
}

/** Apollo would run it as if it were a query. */
const subscriptionRefused = (): GraphQLError =>
  new GraphQLError('A subscription goes over WebSocket, in the subprotocol graphql-transport-ws.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });

/** Logs each fault once, however many fields it came up in. */
function logFaults<Context extends BaseContext>(
  logger: Logger,
  request: GraphQLRequestContextDidEncounterErrors<Context>,
): void {
  const faults = request.errors.filter((error) => isFault(codeOf(error)));
  const distinct = new Map(faults.map((error) => [error.originalError ?? error, error]));
  for (const [origin, error] of distinct) {
    logger.error(
      {
        requestId: requestIdOf(request),
        operation: request.operationName,
        path: pathOf(error),
        error: describeError(origin),
      },
      'a GraphQL operation failed',
    );
  }
}

function completeResponse<Context extends BaseContext>(request: GraphQLRequestContextWillSendResponse<Context>): void {
  const { body, http } = request.response;
  if (body.kind !== 'single' || !body.singleResult.errors) return;

  const language = preferredLanguage(request.request.http?.headers.get('accept-language'));
  const requestId = requestIdOf(request);
  const errors = body.singleResult.errors.map((error) => addressError(error, { requestId, language }));
  body.singleResult.errors = errors;

  const mediaType = preferredMediaType(request.request.http?.headers.get('accept'), GRAPHQL_MEDIA_TYPES);
  const told = errors.every((error) => TOLD_IN_BODY.has(error.extensions?.code));
  if (mediaType === 'application/json' && http.status === 400 && told) http.status = 200;
}

function requestIdOf<Context extends BaseContext>(request: GraphQLRequestContext<Context>): string {
  return request.request.http?.headers.get(REQUEST_ID_HEADER) ?? '';
}

function pathOf(error: GraphQLError): string | undefined {
  return error.path?.join('.');
}
