import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';

const server = await startApiServer();

afterAll(() => server.close());

/** What is refused, as the first error tells it. */
async function refusal(document: string, variables = {}): Promise<{ code: string; message: string }> {
  const { errors } = await server.ask(document, variables);
  const [error] = errors ?? [];
  return { code: String(error?.extensions?.code), message: String(error?.message) };
}

const nested = (levels: number, inner: string) => `${'parent { '.repeat(levels)}${inner}${' }'.repeat(levels)}`;

describe('what one request may ask for', () => {
  it('answers a tree of four levels', async () => {
    const { unit } = await server.query(
      '{ unit(code: "PC-01", asOf: "2025-05-15") { children { code children { code children { code children { code } } } } } }',
    );

    expect(unit.children.length).toBe(31);
  });

  it.each([
    [
      'lists within lists',
      '{ unit(code: "HN") { children { children { parent { children { parent { children { parent { children { code } } } } } } } } } }',
      'fewer lists',
    ],
    ['too deep a chain', `{ unit(code: "HN") { ${nested(20, 'code')} } }`, 'at most 15 levels'],
    ['thousands of levels', `{ unit(code: "HN") { ${nested(1_000, 'code')} } }`, 'at most 15 levels'],
    [
      'more fields than a row has columns',
      `{ unit(code: "HN") { ${Array.from({ length: 1_700 }, (_, i) => `a${i}: name`).join(' ')} } }`,
      'at most 1500 fields',
    ],
  ])('refuses %s', async (_, document, expected) => {
    const { code, message } = await refusal(document);

    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toContain(expected);
  });

  it('counts fragments where they are used, not where they are written', async () => {
    const fragments = Array.from(
      { length: 14 },
      (_, i) => `fragment F${i} on OrgUnit { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`,
    );
    const document = `{ unit(code: "HN") { ...F0 } } ${fragments.join(' ')} fragment F14 on OrgUnit { code }`;

    const { code, message } = await refusal(document);

    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toContain('at most');
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
