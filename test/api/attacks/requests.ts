import { gzipSync } from 'node:zlib';
import type { Attack } from './attack.ts';

const MALFORMED = { status: 400, code: 'BAD_REQUEST' };
const TYPENAME = '{"query":"{ __typename }"}';
const ANSWERED = { status: 200, code: null, data: { __typename: 'Query' } };
const RENAME = 'mutation { renameUnit(input: { unit: "HN", name: "X", on: "2025-09-01" }) { rehearsed } }';
const padded = (bytes: number) => `{"query":"{ __typename }","extensions":{"x":"${'a'.repeat(bytes)}"}}`;
const typed = (type: string) => ({
  headers: { 'content-type': type },
  body: TYPENAME,
  status: 415,
  code: 'BAD_REQUEST',
});

/** Requests that are none, or that pretend to be something else. */
export const REQUEST_ATTACKS: readonly Attack[] = [
  { name: 'a batch', body: [{ query: '{ __typename }' }, { query: '{ __typename }' }], ...MALFORMED },
  { name: 'a batch of a thousand changes', body: Array(1_000).fill({ query: RENAME }), ...MALFORMED },
  { name: 'an empty batch', body: [], ...MALFORMED },
  {
    name: 'a change by GET',
    method: 'GET',
    body: null,
    search: `?query=${encodeURIComponent(RENAME)}`,
    status: 405,
    code: 'BAD_REQUEST',
  },
  {
    name: 'a change behind a query by GET',
    method: 'GET',
    body: null,
    search: `?operationName=B&query=${encodeURIComponent(`query A { __typename } ${RENAME.replace('mutation', 'mutation B')}`)}`,
    status: 405,
    code: 'BAD_REQUEST',
  },
  { name: 'another method', method: 'PUT', body: TYPENAME, status: 404, code: 'NOT_FOUND' },
  { name: 'a form', ...typed('application/x-www-form-urlencoded') },
  { name: 'plain text', ...typed('text/plain') },
  { name: 'an upload', ...typed('multipart/form-data; boundary=x') },
  { name: 'JSON in another encoding', ...typed('application/json; charset=utf-16') },
  { name: 'JSON as a suffix', ...typed('application/problem+json') },
  { name: 'malformed JSON', body: '{"query": "{ __typename }"', ...MALFORMED },
  { name: 'JSON with a comma too many', body: '{"query": "{ __typename }",}', ...MALFORMED },
  { name: 'no JSON at all', body: 'query=%7B__typename%7D', ...MALFORMED },
  { name: 'an empty body', body: '', ...MALFORMED },
  { name: 'JSON that is null', body: 'null', ...MALFORMED },
  { name: 'JSON that is a number', body: '1e308', ...MALFORMED },
  { name: 'brackets beyond any stack', body: '['.repeat(1_000_000), ...MALFORMED },
  {
    name: 'invalid UTF-8',
    body: Buffer.from([...Buffer.from('{"query":"{ __typename }","operationName":"'), 0xc3, 0x28, 0x22, 0x7d]),
    ...MALFORMED,
  },
  { name: 'overlong UTF-8', body: Buffer.from([0x7b, 0xc0, 0xaf, 0x7d]), ...MALFORMED },
  { name: 'a byte order mark', body: `\ufeff${TYPENAME}`, ...ANSWERED },
  { name: 'a compressed body', body: gzipSync(TYPENAME), headers: { 'content-encoding': 'gzip' }, ...MALFORMED },
  {
    name: 'a compressed bomb',
    body: gzipSync(Buffer.alloc(8 * 1024 * 1024)),
    headers: { 'content-encoding': 'gzip' },
    ...MALFORMED,
  },
  {
    name: 'a key given twice',
    body: `{"query":"{ __schema { types { name } } }","query":"{ __typename }"}`,
    ...ANSWERED,
  },
  { name: 'the key __proto__', body: '{"query":"{ __typename }","__proto__":{"production":false}}', ...MALFORMED },
  {
    name: 'the key __proto__ among variables',
    body: '{"query":"{ __typename }","variables":{"__proto__":{"a":1}}}',
    ...MALFORMED,
  },
  {
    name: 'a constructor among variables',
    body: '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"a":1}}}}',
    ...MALFORMED,
  },
  { name: 'a body of 100 kB', body: padded(100_000), ...ANSWERED },
  { name: 'a body of 10 MB', body: padded(10_000_000), status: 413, code: 'BAD_REQUEST' },
  {
    name: 'a stored query that nobody stored',
    body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
    status: 200,
    code: 'PERSISTED_QUERY_NOT_SUPPORTED',
  },
  {
    name: 'a token without a signature',
    body: TYPENAME,
    headers: { authorization: `Bearer ${unsigned()}` },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'a token of 8 kB',
    body: TYPENAME,
    headers: { authorization: `Bearer ${'a'.repeat(8_000)}` },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'a language that is none',
    body: TYPENAME,
    headers: { 'accept-language': `${'a'.repeat(4_000)};q=x,${'*;'.repeat(500)}` },
    ...ANSWERED,
  },
  {
    name: 'an answer in a form that is none',
    body: TYPENAME,
    headers: { accept: 'image/png' },
    status: 406,
    code: 'BAD_REQUEST',
  },
];

function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub: 'lan', roles: ['ADMIN'], exp: 4_000_000_000, iss: 'sapxep', aud: 'sapxep' })}.`;
}
