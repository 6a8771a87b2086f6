import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../domain/language.ts';
import { LIMITS } from '../resolvers/limits.ts';
import { preferredLanguage, preferredMediaType } from './negotiate.ts';
import { recordOf } from './observe/request-record.ts';

/** What GraphQL answers are sent as; plain JSON unless the client asks for the newer type. */
export const GRAPHQL_MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const;

interface Kind {
  status: number;
  code: string;
  vi: string;
  en: string;
}

/** Why a request fails as a whole, before or beside GraphQL. */
const PROBLEMS = {
  unauthenticated: {
    status: 401,
    code: 'UNAUTHENTICATED',
    vi: 'Cần một mã truy cập (token) hợp lệ.',
    en: 'A valid bearer token is needed.',
  },
  notFound: {
    status: 404,
    code: 'NOT_FOUND',
    vi: 'Không có gì ở địa chỉ này.',
    en: 'There is nothing at this address.',
  },
  notAcceptable: {
    status: 406,
    code: 'BAD_REQUEST',
    vi: `Phải chấp nhận ${GRAPHQL_MEDIA_TYPES.join(' hoặc ')}.`,
    en: `Accept must allow ${GRAPHQL_MEDIA_TYPES.join(' or ')}.`,
  },
  malformed: {
    status: 400,
    code: 'BAD_REQUEST',
    vi: 'Yêu cầu không đúng định dạng; cần JSON mã hóa UTF-8.',
    en: 'The request is malformed; expected JSON encoded as UTF-8.',
  },
  tooLarge: { status: 413, code: 'BAD_REQUEST', vi: 'Yêu cầu lớn hơn 4 MB.', en: 'The request is larger than 4 MB.' },
  wrongContentType: {
    status: 415,
    code: 'BAD_REQUEST',
    vi: 'Content-Type phải là application/json, mã hóa UTF-8.',
    en: 'Content-Type must be application/json, encoded as UTF-8.',
  },
  nestedTooDeeply: {
    status: 400,
    code: 'BAD_USER_INPUT',
    vi: `Yêu cầu hỏi quá nhiều: cần không quá ${LIMITS.nesting} dấu ngoặc lồng nhau.`,
    en: `The request asks for too much: expected at most ${LIMITS.nesting} brackets within each other.`,
  },
  rateLimited: {
    status: 429,
    code: 'RATE_LIMITED',
    vi: 'Quá nhiều yêu cầu; hãy thử lại sau.',
    en: 'Too many requests; try again later.',
  },
  internal: {
    status: 500,
    code: 'INTERNAL_SERVER_ERROR',
    vi: 'Máy chủ gặp lỗi; hãy báo kèm mã yêu cầu.',
    en: 'The server failed; please report it with the request id.',
  },
  unverifiable: {
    status: 503,
    code: 'UNAVAILABLE',
    vi: 'Tạm thời không kiểm tra được mã truy cập (token); hãy thử lại sau.',
    en: 'Tokens cannot be checked now; try again later.',
  },
  unavailable: { status: 503, code: 'UNAVAILABLE', vi: 'Máy chủ đang bận.', en: 'The server is busy.' },
} satisfies Record<string, Kind>;

/** Enough for a restart, and for a provider of tokens to be asked again. */
const RETRY_AFTER_SECONDS = 10;

export type Problem = keyof typeof PROBLEMS;

/** What people are told of a problem. */
export function problemMessage(problem: Problem, language: Language): string {
  return PROBLEMS[problem][language];
}

/** The code that stands for a problem in errors. */
export function problemCode(problem: Problem): string {
  return PROBLEMS[problem].code;
}

/** Answers a request with a problem, in the shape of a GraphQL error. */
export function answerProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, code } = PROBLEMS[problem];
  const message = problemMessage(problem, preferredLanguage(request.headers['accept-language']));
  const mediaType = preferredMediaType(request.headers.accept, GRAPHQL_MEDIA_TYPES) ?? GRAPHQL_MEDIA_TYPES[0];

  const errors = [{ message, extensions: { code, requestId: request.id } }];
  recordOf(request)?.noteErrors(errors);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply.code(status).type(`${mediaType}; charset=utf-8`).send(JSON.stringify({ errors }));
}
