import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerWay } from '../../src/app/observe/request-record.ts';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { type Holder, startApiServer } from '../support/api-server.ts';
import { MUTATION_ARGUMENTS, prepare, QUERY_ARGUMENTS } from '../support/root-fields.ts';
import { everythingOf, waysToTypes } from '../support/selections.ts';

const CONTRACT = path.join(import.meta.dirname, '../contract');
const read = (...names: string[]) => readFileSync(path.join(CONTRACT, ...names), 'utf8');

const direct = await startApiServer();
/** The same product over the same database, in which everything goes the plain way. */
const plain = await startApiServer({ direct: false, databaseUrl: direct.databaseUrl });

beforeAll(() => prepare(direct));
afterAll(async () => {
  await plain.close();
  await direct.close();
});

/** What shows texts in the caller's language is put into words by resolvers. */
const WORDED: ReadonlySet<string> = new Set(['plan-status', 'rehearse-phase']);

interface Told {
  status: number;
  headers: Record<string, string>;
  body: string;
}

async function tell(
  server: typeof direct,
  body: object,
  { role = 'ADMIN', headers = {} }: { role?: Holder; headers?: Record<string, string> } = {},
): Promise<Told> {
  const authorization = `Bearer ${await server.tokenOf(role)}`;
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': 'en',
      'x-request-id': 'same',
      authorization,
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const told = Object.fromEntries(response.headers);
  const { date: _date, 'keep-alive': _, connection: __, ...lasting } = told;
  return { status: response.status, headers: lasting, body: await response.text() };
}

/** Asks three times, so that the document is known and then the answer kept, and compares each to the plain way. */
async function expectTheSame(body: object, asking?: Parameters<typeof tell>[2]): Promise<readonly AnswerWay[]> {
  const expected = await tell(plain, body, asking);
  const before = direct.ways().length;
  for (const _ of [1, 2, 3]) expect(await tell(direct, body, asking)).toEqual(expected);
  // A request is over when its connection knows that the answer was sent.
  await expect.poll(() => direct.ways().length).toBe(before + 3);
  return direct.ways().slice(before);
}

describe('a query known before is answered, to the byte, as it is the plain way', () => {
  const steps = readdirSync(path.join(CONTRACT, 'scenarios')).flatMap(
    (file) =>
      JSON.parse(read('scenarios', file)).steps as { operation: string; document?: string; variables?: object }[],
  );
  const queries = steps
    .map(({ operation, document, variables = {} }) => ({
      operation,
      body: { query: document ?? read('operations', `${operation}.graphql`), variables },
    }))
    .filter(({ body }) => /^query /m.test(body.query));

  it.each(queries.map(({ operation, body }) => [operation, JSON.stringify(body.variables), body] as const))(
    'in the contract: %s %s',
    async (operation, _variables, body) => {
      for (const role of ['ADMIN', 'PLANNER@HN'] as const)
        expect((await expectTheSame(body, { role })).at(-1)).toBe(WORDED.has(operation) ? 'plain' : 'kept');
    },
  );

  const schema = buildSchema();
  const ways = waysToTypes(schema, QUERY_ARGUMENTS, MUTATION_ARGUMENTS);
  const documents = ways
    .map(({ type, document }) => [type.name, document(everythingOf(schema, type))] as const)
    .filter(([, document]) => !document.startsWith('mutation'));

  it.each(documents)('with everything of %s', async (_type, query) => {
    await expectTheSame({ query });
    await expectTheSame({ query }, { role: ['PLANNER@HN', 'STAFF_MANAGER@HN-B02'] });
  });

  it.each([
    [
      'several operations',
      { query: 'query A { unit(code: "HN") { code } } query B { unit(code: "BD") { code } }', operationName: 'B' },
    ],
    ['an operation that is not there', { query: 'query A { unit(code: "HN") { code } }', operationName: 'B' }],
    [
      'aliases and fragments',
      {
        query:
          'query ($c: String!) { a: unit(code: $c) { ...F } b: unit(code: "BD") { ...F x: name } } fragment F on OrgUnit { code children { ... on OrgUnit { k: kind } } }',
        variables: { c: 'HN' },
      },
    ],
    [
      'a variable also used below',
      {
        query: 'query ($d: Date) { staff(code: "AN", asOf: $d) { code workplace(asOf: $d) { code } } }',
        variables: { d: '2025-06-01' },
      },
    ],
    [
      'what is left out',
      {
        query: 'query ($all: Boolean!) { unit(code: "HN") { code name @include(if: $all) } }',
        variables: { all: false },
      },
    ],
    ['an empty code', { query: 'query ($c: String!) { unit(code: $c) { code } }', variables: { c: '' } }],
    [
      'an empty root',
      { query: 'query ($u: String) { units(under: $u, first: 2) { nodes { code } } }', variables: { u: '' } },
    ],
    ['a null day', { query: 'query ($d: Date) { unit(code: "HN", asOf: $d) { code } }', variables: { d: null } }],
    [
      'a day that is none',
      { query: 'query ($d: Date) { unit(code: "HN", asOf: $d) { code } }', variables: { d: '2025-02-30' } },
    ],
    ['a missing variable', { query: 'query ($c: String!) { unit(code: $c) { code } }', variables: {} }],
    [
      'a unit that is not there',
      {
        query:
          '{ unit(code: "NOBODY") { code } capacity(unit: "NOBODY", from: "2025-01-01", until: "2026-01-01") { strengthPeak } }',
      },
    ],
    ['a page too large', { query: '{ units(first: 1000) { nodes { code } } }' }],
    [
      'words that cannot be stored',
      { query: 'query ($c: String!) { unit(code: $c) { code } }', variables: { c: 'a\u0000b' } },
    ],
    [
      'names with quotes and signs',
      { query: '{ units(search: "\\"\\\\%_", first: 2) { totalCount nodes { code } } }' },
    ],
    ['the schema', { query: '{ __typename unit(code: "HN") { __typename code } }' }],
    [
      'too much',
      { query: `{ ${Array.from({ length: 60 }, (_, index) => `a${index}: unit(code: "HN") { code }`).join(' ')} }` },
    ],
    [
      'something that names what is not there',
      { query: '{ accessStandard(plan: "BD", closing: ["NOBODY"]) { communes } }' },
    ],
    ['people, whose codes are recorded', { query: '{ staffMembers(unit: "HN", first: 3) { nodes { name } } }' }],
    [
      'people of whom nothing is selected in the end',
      { query: '{ staffMembers(first: 3) { nodes { name @skip(if: true) workplace { code @skip(if: true) } } } }' },
    ],
    ['people of whom nothing is selected', { query: '{ staffMembers(first: 3) { nodes { name @skip(if: true) } } }' }],
    ['a body with extensions', { query: '{ unit(code: "HN") { code } }', extensions: {} }],
  ])('with %s', async (_what, body) => {
    await expectTheSame(body);
    await expectTheSame(body, { headers: { accept: 'application/graphql-response+json', 'accept-language': 'vi' } });
    await expectTheSame(body, { role: 'NONE' });
    await expectTheSame(body, { role: 'AUDITOR' });
  });
});
