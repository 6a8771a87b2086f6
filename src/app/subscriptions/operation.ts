import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { LIMITS } from '../../resolvers/limits.ts';
import { documentRules, isNestedTooDeeply } from '../limits/document-limits.ts';
import { problemMessage } from '../problem.ts';

export interface OperationOptions<Context> {
  schema: GraphQLSchema;
  production: boolean;
  /**
   * Works for whoever asks, when there is a place for it: when the operation begins and again for each event. What is
   * loaded, and who asks, is new each time.
   */
  undertake: <T>(work: (context: Context) => T | Promise<T>) => Promise<T>;
  /** Lets events begin in turn, however many subscribers there are. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A subscription under way: what graphql-ws is given to execute, and the answers to it. */
export interface Operation extends ExecutionArgs {
  answers: AsyncIterableIterator<ExecutionResult>;
}

/** Begins a subscription; or tells why not, in errors that the caller may mend. */
export async function beginOperation<Context>(
  { query, variables: variableValues, operationName }: SubscribePayload,
  options: OperationOptions<Context>,
): Promise<Operation | readonly GraphQLError[]> {
  const { schema } = options;
  if (isNestedTooDeeply(query)) return [problem('BAD_USER_INPUT', problemMessage('nestedTooDeeply', 'en'))];
  const document = read(query);
  if (document instanceof GraphQLError) return [coded(document, 'GRAPHQL_PARSE_FAILED')];
  const invalid = validate(schema, document, [...specifiedRules, ...documentRules(options.production)], {
    hideSuggestions: options.production,
  });
  if (invalid.length > 0) return invalid.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
  const operation = getOperationAST(document, operationName);
  if (!operation) return [problem('OPERATION_RESOLUTION_FAILURE', 'operationName must name one of the operations.')];
  if (operation.operation !== 'subscription') {
    return [problem('BAD_REQUEST', `A ${operation.operation} goes over HTTP; WebSocket is for subscriptions.`)];
  }

  const args: ExecutionArgs = { schema, document, variableValues, operationName };
  const events = await options.undertake((contextValue) => createSourceEventStream({ ...args, contextValue }));
  if (!(Symbol.asyncIterator in events)) return events.errors ?? [];
  return { ...args, answers: answersTo(events, (event) => options.inTurn(() => answer(event, args, options))) };
}

function read(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: LIMITS.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

const problem = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

const coded = ({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(message, { nodes, source, positions, extensions: { code } });

/**
 * What graphql-js's `subscribe` does, but with a context of its own for each event. Not a generator: that would not
 * pass `return` on while it waits for an event, and a subscriber who has left would be kept until there is one.
 */
function answersTo(
  events: AsyncIterable<unknown>,
  tell: (event: unknown) => Promise<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult> {
  const iterator = events[Symbol.asyncIterator]();
  const end = async () => {
    await iterator.return?.();
    return { done: true, value: undefined } as const;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { done, value } = await iterator.next();
      if (done) return { done, value: undefined };
      try {
        return { done: false, value: await tell(value) };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
  };
}

/** There was no place for it in time: whoever watches is to know that something happened. */
function asResult(error: unknown): ExecutionResult {
  if (error instanceof GraphQLError && error.extensions.code === 'UNAVAILABLE') return { errors: [error] };
  throw error;
}

/** Throws where the caller may no longer ask, which ends the subscription; any other failure is told with the event. */
async function answer<Context>(
  event: unknown,
  args: ExecutionArgs,
  { undertake }: OperationOptions<Context>,
): Promise<ExecutionResult> {
  const result = await undertake((contextValue) => execute({ ...args, rootValue: event, contextValue })).catch(
    asResult,
  );
  const refusal = result.errors?.find(({ path, extensions }) => path?.length === 1 && extensions.code === 'FORBIDDEN');
  if (refusal) throw refusal;
  return result;
}
