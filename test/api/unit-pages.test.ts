import type postgres from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { onServer } from '../support/test-server.ts';

const server = await startApiServer();

afterAll(() => server.close());

interface Page {
  totalCount: number;
  nodes: { code: string; name: string }[];
  edges: { cursor: string; node: { code: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const PAGE = `totalCount nodes { code name } edges { cursor node { code } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

const codes = (page: Page) => page.nodes.map(({ code }) => code);

async function points(first: number | null, after: string | null = null): Promise<Page> {
  const { unit } = await server.query(
    `query ($first: Int, $after: String) { unit(code: "HN", asOf: "2025-07-01") {
      descendants(kinds: [RECEPTION_POINT], first: $first, after: $after) { ${PAGE} } } }`,
    { first, after },
  );
  return unit.descendants;
}

async function pagesOf(first: number): Promise<Page[]> {
  const pages = [await points(first)];
  for (let last = pages[0]; last?.pageInfo.hasNextPage; last = pages.at(-1)) {
    pages.push(await points(first, last.pageInfo.endCursor));
  }
  return pages;
}

/** The whole list as the database alone would put it. */
function inOrder(condition: (sql: postgres.Sql) => postgres.Fragment): Promise<string[]> {
  return onServer(server.databaseUrl, async (sql) => {
    const rows = await sql<{ code: string }[]>`
      SELECT code FROM unit JOIN unit_version v ON v.unit_id = unit.id AND superseded_at = 'infinity'
      WHERE valid_from <= '2025-07-01' AND valid_to > '2025-07-01' AND ${condition(sql)}
      ORDER BY name COLLATE "vi-x-icu", code`;
    return rows.map(({ code }) => code);
  });
}

describe('the 526 points of Hanoi', () => {
  it.each([
    [100, 6],
    [37, 15],
    [1, 526],
  ])('%i at a time come on %i pages, each once and in order', async (first, count) => {
    const unpaged = await inOrder((sql) => sql`kind = 'RECEPTION_POINT'`);

    const pages = await pagesOf(first);

    expect(unpaged).toHaveLength(526);
    expect(pages).toHaveLength(count);
    expect(pages.flatMap(codes)).toEqual(unpaged);
    expect(new Set(pages.map(({ totalCount }) => totalCount))).toEqual(new Set([526]));
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(pages.map((_, index) => index > 0));
  });

  it('are 20 to a page where nothing is said', async () => {
    const { unit } = await server.query(
      '{ unit(code: "HN", asOf: "2025-07-01") { descendants(kinds: [RECEPTION_POINT]) { nodes { code } } } }',
    );
    const asked = await points(null);

    expect(unit.descendants.nodes).toHaveLength(20);
    expect(codes(asked)).toEqual(unit.descendants.nodes.map(({ code }: { code: string }) => code));
  });
});

describe('a page', () => {
  it('has an edge with a cursor for each node', async () => {
    const page = await points(5);

    expect(page.edges.map(({ node }) => node.code)).toEqual(codes(page));
    expect(new Set(page.edges.map(({ cursor }) => cursor)).size).toBe(5);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0]?.cursor,
      endCursor: page.edges[4]?.cursor,
    });
  });

  it('begins after any cursor, not only after the last', async () => {
    const page = await points(5);

    const next = await points(2, page.edges[1]?.cursor);

    expect(codes(next)).toEqual(codes(page).slice(2, 4));
  });

  it('after the last item is empty', async () => {
    const last = (await pagesOf(100)).at(-1);

    const beyond = await points(10, last?.pageInfo.endCursor);

    expect(beyond).toEqual({
      totalCount: 526,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('of exactly what is left is the last one', async () => {
    const { units } = await server.query(
      '{ units(kinds: [BRANCH], under: "HN", asOf: "2025-07-01", first: 12) { totalCount nodes { code } pageInfo { hasNextPage } } }',
    );

    expect([units.totalCount, units.nodes.length, units.pageInfo.hasNextPage]).toEqual([12, 12, false]);
  });

  it('does not lose units that bear the same name', async () => {
    const unpaged = await inOrder((sql) => sql`true`);
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { units }: { units: Page } = await server.query(
        `query ($after: String) { units(asOf: "2025-07-01", first: 9, after: $after) { ${PAGE} } }`,
        { after },
      );
      seen.push(...codes(units));
      ({ endCursor: after, hasNextPage: more } = units.pageInfo);
    }

    expect(seen).toEqual(unpaged);
    expect(new Set(seen).size).toBe(803);
  });
});

describe('a page that cannot be', () => {
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
  const CURSOR = 'a cursor that a page of this list ended with';

  it.each([
    ['first: 0', 'first', 'a number from 1 to 100'],
    ['first: -1', 'first', 'a number from 1 to 100'],
    ['first: 101', 'first', 'a number from 1 to 100'],
    ['after: ""', 'after', CURSOR],
    ['after: "xx"', 'after', CURSOR],
    [`after: "${forged('name')}"`, 'after', CURSOR],
    [`after: "${forged(['name', 1])}"`, 'after', CURSOR],
    [`after: "${forged(['a\0b', 'c'])}"`, 'after', CURSOR],
  ])('(%s) is told with the argument and what it expects', async (argument, field, expected) => {
    const { data, errors } = await server.ask(`{
      units(${argument}) { totalCount }
      unit(code: "HN") { descendants(${argument}) { totalCount } }
      territories(${argument}) { totalCount }
      instruments(${argument}) { totalCount }
    }`);

    expect(data).toBeNull();
    expect(errors?.map(({ message, extensions }) => ({ message, ...extensions }))).toEqual(
      Array.from({ length: errors?.length ?? 0 }, () => ({
        message: `${field}: expected ${expected}.`,
        code: 'BAD_USER_INPUT',
        field,
        expected,
        requestId: expect.any(String),
      })),
    );
    expect(errors?.length).toBeGreaterThan(0);
  });

  it('leaves the other questions of the document alone', async () => {
    const { data, errors } = await server.ask(
      '{ unit(code: "HN") { successors(steps: 0) { step } } other: unit(code: "BD") { code } }',
    );

    expect(data).toEqual({ unit: null, other: { code: 'BD' } });
    expect(
      errors?.map(({ path, extensions }) => [path, extensions?.code, extensions?.field, extensions?.expected]),
    ).toEqual([[['unit'], 'BAD_USER_INPUT', 'steps', 'a number from 1 to 100, or null for all']]);
  });
});
