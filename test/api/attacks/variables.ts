import { HOSTILE_DAYS } from '../../support/hostile.ts';
import type { Attack } from './attack.ts';

const REFUSED = { status: 200, code: 'BAD_USER_INPUT' };
const NONE = { status: 200, code: null, data: { units: { totalCount: 0 } } };

const byCode = (code: unknown) => ({
  query: 'query ($v: String!) { unit(code: $v) { code } }',
  variables: { v: code },
});
const search = (text: string) => ({
  query: 'query ($v: String!) { units(search: $v) { totalCount } }',
  variables: { v: text },
});
const onDay = (day: unknown) => ({
  query: 'query ($v: Date!) { unit(code: "HN", asOf: $v) { code } }',
  variables: { v: day },
});
const page = (first: unknown) => ({
  query: 'query ($v: Int!) { units(first: $v) { totalCount } }',
  variables: { v: first },
});
const kinds = (list: unknown) => ({
  query: 'query ($v: [UnitKind!]) { units(kinds: $v) { totalCount } }',
  variables: { v: list },
});
const between = (from: string, until: string) => ({
  query: 'query ($f: Date!, $u: Date!) { coverage(plan: "HN", from: $f, until: $u) { territories } }',
  variables: { f: from, u: until },
});
const inside = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
/** Days that exist, though not many things do on them. */
const REAL = new Set(['0001-01-01', '9999-12-31']);

/** Values that fit no type, or fit one and nothing else. */
export const VARIABLE_ATTACKS: readonly Attack[] = [
  { name: 'a number for text', body: byCode(1), ...REFUSED },
  { name: 'an object for text', body: byCode({ $ne: null }), ...REFUSED },
  { name: 'a list for text', body: byCode(['HN', 'BD']), ...REFUSED },
  { name: 'null where something must be', body: byCode(null), ...REFUSED },
  { name: 'NUL', body: byCode('HN\u0000'), ...REFUSED },
  { name: 'half a surrogate pair', body: byCode('HN\ud83c'), ...REFUSED },
  { name: 'the other half', body: byCode('\udfe2HN'), ...REFUSED },
  { name: 'text for a number', body: page('1'), ...REFUSED },
  { name: 'a number beyond an Int', body: page(2_147_483_648), ...REFUSED },
  {
    name: 'a number beyond any',
    body: `{"query":"query ($v: Int!) { units(first: $v) { totalCount } }","variables":{"v":1e999}}`,
    ...REFUSED,
  },
  { name: 'the largest Int', body: page(2_147_483_647), ...REFUSED },
  { name: 'a number below nothing', body: page(-1), ...REFUSED },
  { name: 'a fraction of an item', body: page(0.5), ...REFUSED },
  {
    name: 'an Int overflow within a document',
    body: { query: '{ units(first: 99999999999999999999) { totalCount } }' },
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { name: 'lists nested in a list', body: kinds([[['BRANCH']]]), ...REFUSED },
  {
    name: 'lists nested beyond any stack',
    body: `{"query":"query ($v: [UnitKind!]) { units(kinds: $v) { totalCount } }","variables":{"v":${inside(100_000)}}}`,
    ...REFUSED,
  },
  { name: 'a list of 100,000 wrong values', body: kinds(Array(100_000).fill('X')), ...REFUSED },
  { name: 'a list of 100,000 right values', body: kinds(Array(100_000).fill('OUTSIDE_BODY')), status: 200, code: null },
  {
    name: 'variables that are a list',
    body: { query: '{ __typename }', variables: [1] },
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    name: 'variables that are text',
    body: { query: '{ __typename }', variables: 'x' },
    status: 400,
    code: 'BAD_REQUEST',
  },
  { name: 'a query that is a list', body: { query: ['{ __typename }'] }, status: 400, code: 'BAD_REQUEST' },
  { name: 'a query that is an object', body: { query: { kind: 'Document' } }, status: 400, code: 'BAD_REQUEST' },
  { name: 'a reversed period', body: between('2025-07-01', '2025-04-01'), ...REFUSED },
  { name: 'a period of no days', body: between('2025-07-01', '2025-07-01'), ...REFUSED },
  {
    name: 'a period of all days',
    body: between('0001-01-01', '9999-12-31'),
    status: 200,
    code: null,
    data: { coverage: { territories: 30 } },
  },
  { name: 'a search of 1 MB', body: search('a'.repeat(1_000_000)), ...REFUSED },
  { name: 'LIKE wildcards', body: search('%_%'), ...NONE },
  { name: 'a wildcard that escapes itself', body: search('\\'), ...NONE },
  { name: 'a regular expression that never ends', body: search(`(a+)+$${'a'.repeat(60)}!`), ...NONE },
  { name: 'a search of brackets', body: search('[[:alpha:]]{1,99}(?=x)'), ...NONE },
  { name: 'a search that compares itself', body: search(`' OR '1'='1`), ...NONE },
  { name: 'a search that sleeps', body: search(`'; SELECT pg_sleep(60); --`), ...NONE },
  {
    name: 'an operation that is not there',
    body: { query: 'query A { __typename } query B { __typename }', operationName: 'C' },
    status: 200,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    name: 'a choice between operations that is left open',
    body: { query: 'query A { __typename } mutation B { __typename }' },
    status: 200,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    name: 'an operation named by a number',
    body: { query: 'query A { __typename }', operationName: 1 },
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    name: 'an operation named __proto__',
    body: { query: 'query A { __typename }', operationName: '__proto__' },
    status: 200,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  ...HOSTILE_DAYS.filter((day) => !REAL.has(day)).map((day) => ({
    name: `the day “${day}”`,
    body: onDay(day),
    ...REFUSED,
  })),
  { name: 'a day that is a number', body: onDay(20_250_715), ...REFUSED },
  { name: 'the first day of all', body: onDay('0001-01-01'), status: 200, code: null, data: { unit: null } },
];
