import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Language } from '../domain/language.ts';
import { cut } from '../domain/text.ts';
import { tooMuch } from '../resolvers/budget.ts';
import { LIMITS } from '../resolvers/limits.ts';
import { inVietnamese } from './in-vietnamese.ts';
import { problemMessage } from './problem.ts';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

/** A message that repeats what was sent is cut: what is wrong stands at its beginning. */
const LONGEST_MESSAGE = 1_000;

/** The codes a client may see; an error with any other is a fault of ours and is masked. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'CONFLICT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
]);

/** Tells whether an error of this code is ours to repair: masked for the client, logged for the operator. */
export function isFault(code: unknown): boolean {
  return !PUBLIC_CODES.has(code);
}

/** How graphql-js says that it stopped parsing. */
const TOO_MANY_TOKENS = /^Syntax Error: Document contains more that \d+ tokens/;
const tooManyTokens = tooMuch(`a document of at most ${LIMITS.tokens} tokens`).toJSON();

/** Leaves of an error only what a client may see; what may hold SQL, parameters or a stack never passes. */
export function formatError(
  { message, locations, path, extensions }: GraphQLFormattedError,
  error?: unknown,
): GraphQLFormattedError {
  const code = error instanceof GraphQLError ? codeOf(error) : extensions?.code;
  if (code === 'GRAPHQL_PARSE_FAILED' && TOO_MANY_TOKENS.test(message)) return tooManyTokens;
  if (isFault(code)) {
    return { message: problemMessage('internal', 'en'), locations, path, extensions: { code: INTERNAL } };
  }
  return {
    message: cut(message, LONGEST_MESSAGE),
    locations,
    path,
    extensions: { code, ...(isOfInput(code) && inputHints(extensions)) },
  };
}

/** Puts into a formatted error what only its request knows: the request id and the language to be told in. */
export function addressError(
  error: GraphQLFormattedError,
  request: { requestId: string; language: Language },
): GraphQLFormattedError {
  const { language, requestId } = request;
  const say = (text: string): string => (language === 'vi' ? inVietnamese(text) : text);
  const { code, expected } = error.extensions ?? {};
  return {
    ...error,
    message: code === INTERNAL ? problemMessage('internal', language) : say(error.message),
    extensions: { ...error.extensions, ...(typeof expected === 'string' && { expected: say(expected) }), requestId },
  };
}

/** Codes that may say which argument they are about. */
const isOfInput = (code: unknown): boolean => code === 'BAD_USER_INPUT' || code === 'NOT_FOUND';

function inputHints(extensions: GraphQLFormattedError['extensions']): Record<string, unknown> {
  const hints = { field: extensions?.field, expected: extensions?.expected };
  return Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined));
}

/**
 * The code an error counts as. graphql-js gives none to what it finds wrong with arguments while executing (null for one
 * that may not be), which it tells with the place in the document, nor to what of an answer its scalars cannot show, such
 * as a number beyond an Int: that is a fault. Nothing of ours throws a GraphQLError without a code.
 */
export function codeOf(error: GraphQLError): unknown {
  if (error.extensions.code !== undefined) return error.extensions.code;
  const origin = error.originalError ?? error;
  if (!(origin instanceof GraphQLError)) return undefined;
  return error.path !== undefined && origin.nodes === undefined ? undefined : 'BAD_USER_INPUT';
}
