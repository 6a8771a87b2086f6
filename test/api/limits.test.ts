import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getIntrospectionQuery, parse, validate } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { documentRules } from '../../src/app/limits/document-limits.ts';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { LIMITS } from '../../src/resolvers/limits.ts';
import { startApiServer } from '../support/api-server.ts';

const OPERATIONS = path.resolve(import.meta.dirname, '../contract/operations');

const schema = buildSchema();
const server = await startApiServer();

afterAll(() => server.close());

/** What is refused, as the first error tells it. */
async function refusal(document: string, variables = {}): Promise<{ code: string; message: string }> {
  const { errors } = await server.ask(document, variables);
  const [error] = errors ?? [];
  return { code: String(error?.extensions?.code), message: String(error?.message) };
}

const nested = (levels: number, inner: string) => `${'parent { '.repeat(levels)}${inner}${' }'.repeat(levels)}`;

const many = (count: number, field: string) => Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
const REPEATED_ALIASES = `{ unit(code: "HN") { ...F parent { ...F parent { ...F } } } } fragment F on OrgUnit { ${many(67, 'name')} }`;
const LEAVES = 'id code name shortName kind branchType rank version';
const WIDE = `{ unit(code: "HN") { ${many(190, 'parent { ...F }')} } } fragment F on OrgUnit { ${LEAVES} }`;
const DOUBLING = `{ unit(code: "HN") { ...F0 } } ${Array.from(
  { length: 14 },
  (_, i) => `fragment F${i} on OrgUnit { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`,
).join(' ')} fragment F14 on OrgUnit { code }`;

describe('what one request may ask for', () => {
  it('answers a tree of four levels', async () => {
    const { unit } = await server.query(
      '{ unit(code: "PC-01", asOf: "2025-05-15") { children { code children { code children { code children { code } } } } } }',
    );

    expect(unit.children.length).toBe(31);
  });

  it.each([
    ['too deep a chain', `{ unit(code: "HN") { ${nested(15, 'code')} } }`, 'at most 15 levels'],
    ['more aliases than anybody needs', `{ unit(code: "HN") { ${many(201, 'name')} } }`, 'at most 200 aliases'],
    ['aliases repeated by a fragment', REPEATED_ALIASES, 'at most 200 aliases, fragments expanded'],
    ['more root fields than a screen has', `{ ${'unit(code: "HN") { code } '.repeat(51)} }`, 'at most 50 fields'],
    [
      'root fields that come by a fragment',
      `{ ...F ...F } fragment F on Query { ${'__typename '.repeat(26)} }`,
      'at most 50 fields',
    ],
    ['one field very often', `{ unit(code: "HN") { ${'code '.repeat(1_500)} } }`, 'at most 1500 fields'],
    ['a field repeated', `{ unit(code: "HN") { ${'children { code } '.repeat(102)} } }`, 'at most 100 fields repeated'],
    [
      'a field repeated by inline fragments',
      `{ unit(code: "HN") { ${'... { children { code } } '.repeat(102)} } }`,
      'at most 100 fields repeated',
    ],
    ['more fields than a row has columns', WIDE, 'at most 1500 fields'],
    [
      'directives upon directives',
      `{ unit(code: "HN") { ${'code @skip(if: false) @include(if: true) '.repeat(51)} } }`,
      'at most 100 directives',
    ],
    [
      'more fragments than anybody names',
      `{ unit(code: "HN") { code } } ${Array.from({ length: 101 }, (_, i) => `fragment F${i} on OrgUnit { code }`).join(' ')}`,
      'at most 100 fragments',
    ],
    ['fragments that double each other', DOUBLING, 'at most'],
  ])('refuses %s before it is checked any further', async (_, document, expected) => {
    const { code, message } = await refusal(document);

    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(message).toContain(`The request asks for too much: expected ${expected}`);
  });

  it('refuses what is nested beyond the stack of a parser, and takes no bracket in a text for one', async () => {
    const deep = await server.ask(`{ unit(code: "HN") { ${nested(1_000, 'code')} } }`);
    const text = await server.ask(`{ unit(code: "${'['.repeat(1_000)}") { code } }`);

    expect([deep.status, deep.errors?.[0]?.message, deep.errors?.[0]?.extensions?.code]).toEqual([
      400,
      'The request asks for too much: expected at most 100 brackets within each other.',
      'BAD_USER_INPUT',
    ]);
    expect([text.status, text.data]).toEqual([200, { unit: null }]);
  });

  it('refuses lists within lists by how much they would answer', async () => {
    const chain = 'children { parent { children { parent { children { parent { children { parent { children { code';

    const { code, message } = await refusal(`{ unit(code: "HN") { ${chain} ${'}'.repeat(9)} } }`);

    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toContain('fewer lists');
  });

  it('refuses a document of very many words without reading it to its end', async () => {
    const { errors } = await server.ask(`{ unit(code: "HN") { ${'code '.repeat(100_000)} `);

    expect(errors).toEqual([
      {
        message: 'The request asks for too much: expected a document of at most 5000 tokens.',
        extensions: {
          code: 'BAD_USER_INPUT',
          expected: 'a document of at most 5000 tokens',
          requestId: expect.any(String),
        },
      },
    ]);
  });

  it('takes a fragment within itself for what it is', async () => {
    const { code, message } = await refusal(
      '{ unit(code: "HN") { ...A } } fragment A on OrgUnit { parent { ...B } } fragment B on OrgUnit { parent { ...A } }',
    );

    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(message).toContain('Cannot spread fragment "A" within itself');
  });

  it('lets the largest documents pass that clients of the product send', async () => {
    const files = await readdir(OPERATIONS);
    const documents = await Promise.all(files.map((file) => readFile(path.join(OPERATIONS, file), 'utf8')));

    const refusals = documents.flatMap((document) =>
      validate(schema, parse(document, { maxTokens: LIMITS.tokens }), documentRules(true)),
    );

    expect(documents.length).toBeGreaterThan(20);
    expect(refusals).toEqual([]);
  });

  it('lets tools ask for the whole schema outside production only', () => {
    const document = parse(getIntrospectionQuery(), { maxTokens: LIMITS.tokens });
    const told = (production: boolean) => validate(schema, document, documentRules(production));

    expect(told(false)).toEqual([]);
    expect(told(true)[0]?.message).toContain('the whole schema is in schema.graphql');
  });

  it('refuses a payload that asks for too much before anything is done', async () => {
    const payload = `unit { ${'children { '.repeat(5)}code${' }'.repeat(5)} }`;
    const document = `mutation { renameUnit(input: { unit: "HN", name: "X", on: "2025-09-01", instrument: "29/KH-UBND" }) { ${payload} } }`;

    const { code } = await refusal(document);

    expect(code).toBe('BAD_USER_INPUT');
    const { unit } = await server.query('{ unit(code: "HN", asOf: "2025-09-01") { name } }');
    expect(unit.name).toBe('Trung tâm Phục vụ hành chính công thành phố Hà Nội');
  });
});

describe('null for an argument that may not be null', () => {
  it.each([
    ['a nested field', 'query ($v: RelationKind) { unit(code: "HN") { children(relation: $v) { code } } }'],
    ['a list of history', 'query ($v: Boolean) { unit(code: "HN") { history(corrections: $v) { name } } }'],
    [
      'an input',
      'mutation ($v: Boolean) { extendTerritory(input: { unit: "HN", territories: [], on: "2025-05-01", takeOver: $v }) { rehearsed } }',
    ],
  ])('is told for %s', async (_, document) => {
    const { code } = await refusal(document, { v: null });

    expect(code).toBe('BAD_USER_INPUT');
  });
});

describe('an idempotency key', () => {
  it('is refused where it is too long to be kept', async () => {
    const key = Array.from({ length: 10_000 }, (_, i) => ((i * 7_919) % 16).toString(16)).join('');

    const { renameUnit } = await server.query(
      `mutation { renameUnit(input: { unit: "HN", name: "X", on: "2025-09-01", instrument: "29/KH-UBND", idempotencyKey: "${key}" }) { unit { code } violations { code path } } }`,
    );

    expect(renameUnit).toEqual({ unit: null, violations: [{ code: 'INPUT_INVALID', path: ['idempotencyKey'] }] });
  });
});
