import { getIntrospectionQuery } from 'graphql';
import type { Attack } from './attack.ts';

const INVALID = { status: 200, code: 'GRAPHQL_VALIDATION_FAILED' };
const REFUSED = { status: 200, code: 'BAD_USER_INPUT' };
const TOO_DEEP = { status: 400, code: 'BAD_USER_INPUT' };
const UNPARSED = { status: 200, code: 'GRAPHQL_PARSE_FAILED' };

const repeated = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');
const nested = (levels: number, open: string, inner: string) => `${open.repeat(levels)}${inner}${' }'.repeat(levels)}`;
const inUnit = (selection: string) => `{ unit(code: "HN") { ${selection} } }`;
/** The id of HN, as a caller can make it up. */
const idOf = (text: string) => Buffer.from(text).toString('base64');
const nodeById = (id: string) => ({ query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id } });

/** Documents that ask for more than they look like, or for what is nobody's business. */
export const DOCUMENT_ATTACKS: readonly Attack[] = [
  { name: 'deep nesting', body: { query: inUnit(nested(90, 'parent { ', 'code')) }, ...INVALID },
  { name: 'deep nesting beyond any stack', body: { query: '{a'.repeat(100_000) }, ...TOO_DEEP },
  { name: 'deep lists of values', body: { query: `{ units(kinds: ${'['.repeat(50_000)}` }, ...TOO_DEEP },
  ...[90, 500, 2_450].map((levels) => ({
    name: `a value of ${levels} levels`,
    body: { query: `{ units(kinds: ${'['.repeat(levels)}${']'.repeat(levels)}) { totalCount } }` },
    ...(levels < 100 ? INVALID : TOO_DEEP),
  })),
  {
    name: 'lists within lists',
    body: { query: inUnit(nested(6, 'children { parent { ', 'code').replace(/ \}/g, ' }') + ' }'.repeat(6)) },
    ...REFUSED,
  },
  {
    name: 'circular fragments',
    body: {
      query: `${inUnit('...A')} fragment A on OrgUnit { parent { ...B } } fragment B on OrgUnit { parent { ...A } }`,
    },
    ...INVALID,
  },
  { name: 'a fragment of itself', body: { query: `${inUnit('...A')} fragment A on OrgUnit { ...A }` }, ...INVALID },
  {
    name: 'a fragment bomb',
    body: {
      query: `${inUnit('...F0')} ${repeated(60, (i) => `fragment F${i} on OrgUnit { parent { ...F${i + 1} ...F${i + 1} } }`)} fragment F60 on OrgUnit { code }`,
    },
    ...INVALID,
  },
  {
    name: 'a chain of fragments',
    body: {
      query: `${inUnit('...F0')} ${repeated(400, (i) => `fragment F${i} on OrgUnit { code ...F${i + 1} }`)} fragment F400 on OrgUnit { code }`,
    },
    ...INVALID,
  },
  { name: 'alias overload', body: { query: inUnit(repeated(1_000, (i) => `a${i}: name`)) }, ...INVALID },
  {
    name: 'alias overload at the root',
    body: { query: `{ ${repeated(300, (i) => `a${i}: unit(code: "HN") { code }`)} }` },
    ...INVALID,
  },
  {
    name: 'alias overload of a change',
    body: {
      query: `mutation { ${repeated(60, (i) => `a${i}: renameUnit(input: { unit: "HN", name: "X", on: "2025-09-01" }) { rehearsed }`)} }`,
    },
    ...INVALID,
  },
  { name: 'field duplication', body: { query: inUnit('code '.repeat(4_000)) }, ...INVALID },
  { name: 'field duplication beyond all measure', body: { query: inUnit('code '.repeat(100_000)) }, ...REFUSED },
  { name: 'directive overload', body: { query: inUnit(`code ${'@skip(if: false) '.repeat(500)}`) }, ...INVALID },
  { name: 'overload of unknown directives', body: { query: inUnit(`code ${'@a '.repeat(2_000)}`) }, ...INVALID },
  {
    name: 'directives that nobody declared',
    body: { query: inUnit('code @defer @stream @cost(weight: 1)') },
    ...INVALID,
  },
  { name: 'deferred fragments', body: { query: inUnit('... @defer { code }') }, ...INVALID },
  { name: 'introspection', body: { query: getIntrospectionQuery() }, ...INVALID },
  {
    name: 'introspection of types upon types',
    body: { query: '{ __type(name: "Staff") { fields { type { fields { type { name } } } } } }' },
    ...INVALID,
  },
  {
    name: 'circular introspection',
    body: { query: `{ __schema { types { ${nested(6, 'fields { type { ', 'name')} ${' }'.repeat(6)} } } }` },
    ...INVALID,
  },
  { name: 'fishing for field names', body: { query: inUnit('nam') }, ...INVALID },
  { name: 'fishing for root fields', body: { query: '{ unitt(code: "HN") { code } }' }, ...INVALID },
  { name: 'fishing for arguments', body: { query: '{ unit(cod: "HN") { code } }' }, ...INVALID },
  { name: 'fishing for enum values', body: { query: '{ units(kinds: [BRANC]) { totalCount } }' }, ...INVALID },
  { name: 'fishing for types', body: { query: `${inUnit('...A')} fragment A on OrgUnitt { code }` }, ...INVALID },
  { name: 'an unfinished document', body: { query: '{ unit(code: "HN") {' }, ...UNPARSED },
  { name: 'a document of noise', body: { query: '\u0000\u0001{}}}((' }, ...UNPARSED },
  { name: 'an unfinished string of 1 MB', body: { query: `{ unit(code: "${'a'.repeat(1_000_000)}` }, ...UNPARSED },
  {
    name: 'a comment of 1 MB',
    body: { query: `#${'a'.repeat(1_000_000)}\n{ __typename }` },
    status: 200,
    code: null,
    data: { __typename: 'Query' },
  },
  { name: 'a foreign id', body: nodeById(idOf('OrgUnit:999999999')), status: 200, code: null, data: { node: null } },
  { name: 'a forged id', body: nodeById(idOf("OrgUnit:1' OR '1'='1")), status: 200, code: null, data: { node: null } },
  {
    name: 'an id of another kind',
    body: nodeById(idOf('AuditEntry:1')),
    status: 200,
    code: null,
    data: { node: null },
  },
  {
    name: 'an id beyond every number',
    body: nodeById(idOf(`OrgUnit:${'9'.repeat(400)}`)),
    status: 200,
    code: null,
    data: { node: null },
  },
  { name: 'an oversized id', body: nodeById('A'.repeat(1_000_000)), status: 200, code: null, data: { node: null } },
  { name: 'an id with NUL', body: nodeById('\u0000'), ...REFUSED },
];
