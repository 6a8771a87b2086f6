import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';

const server = await startApiServer();

afterAll(() => server.close());

describe('a document', () => {
  it('may ask the same field under several aliases with different arguments', async () => {
    const data = await server.query(`{
      before: unit(code: "HN-B01", asOf: "2025-06-30") { title: name }
      after: unit(code: "HN-B01", asOf: "2025-07-01") {
        title: name
        parents { relation }
        staff: parents(relation: STAFF_MANAGEMENT) { above: unit { code } }
      }
    }`);

    expect(data).toEqual({
      before: { title: 'Chi nhánh Cầu Giấy' },
      after: {
        title: 'Chi nhánh Cầu Giấy – Thanh Xuân',
        parents: [{ relation: 'ESTABLISHMENT' }, { relation: 'STAFF_MANAGEMENT' }],
        staff: [{ above: { code: 'HN' } }],
      },
    });
  });

  it('may name one field over another', async () => {
    const { unit } = await server.query('{ unit(code: "HN-B02") { name: code code: kind kind: name } }');

    expect(unit).toEqual({ name: 'HN-B02', code: 'BRANCH', kind: 'Chi nhánh Tây Hồ' });
  });

  it('may ask in pieces, which are put together', async () => {
    const { unit } = await server.query(
      `{
        unit(code: "HN-B02") { ...Names parent { code } children(kinds: [RECEPTION_POINT]) { code } }
        unit(code: "HN-B02") { ...Names parent { name } ... { kind } ... on OrgUnit { rank } }
      }
      fragment Names on OrgUnit { code ...Deeper }
      fragment Deeper on OrgUnit { parent { kind } children(kinds: [RECEPTION_POINT]) { kind } }`,
    );

    expect(unit).toEqual({
      code: 'HN-B02',
      parent: { kind: 'PROVINCIAL_CENTER', code: 'HN', name: 'Trung tâm Phục vụ hành chính công thành phố Hà Nội' },
      children: Array.from({ length: 8 }, () => ({
        kind: 'RECEPTION_POINT',
        code: expect.stringMatching(/^HN-\d{5}$/),
      })),
      kind: 'BRANCH',
      rank: 'phòng',
    });
  });

  it('may leave out and take in by variables', async () => {
    const document = `query ($full: Boolean!, $code: String! = "HN-B02") {
      unit(code: $code) { code ... @include(if: $full) { name } kind @skip(if: $full) parent @include(if: $full) { code } }
      other: unit(code: "BD") @include(if: $full) { code }
    }`;

    const full = await server.query(document, { full: true });
    const short = await server.query(document, { full: false, code: 'BD' });

    expect(full).toEqual({
      unit: { code: 'HN-B02', name: 'Chi nhánh Tây Hồ', parent: { code: 'HN' } },
      other: { code: 'BD' },
    });
    expect(short).toEqual({ unit: { code: 'BD', kind: 'PROVINCIAL_CENTER' } });
  });

  it('may leave out everything', async () => {
    const { unit } = await server.query(`{ unit(code: "HN-B02") {
      period { from @skip(if: true) }
      children { code @include(if: false) }
      descendants(first: 1) { nodes { code @skip(if: true) } pageInfo { endCursor @skip(if: true) } }
    } }`);

    expect(unit).toEqual({
      period: {},
      children: Array.from({ length: 8 }, () => ({})),
      descendants: { nodes: [{}], pageInfo: {} },
    });
  });

  it('may ask for the type of everything', async () => {
    const data = await server.query(`{ __typename unit(code: "HN-B01") {
      __typename period { __typename } entitlements { __typename } parents { __typename event { __typename } }
      predecessors { __typename } history { __typename } territories { __typename }
      descendants(first: 1) { __typename edges { __typename node { __typename } } pageInfo { kind: __typename } }
    } }`);

    expect(data).toEqual({
      __typename: 'Query',
      unit: {
        __typename: 'OrgUnit',
        period: { __typename: 'Period' },
        entitlements: { __typename: 'Entitlements' },
        parents: Array.from({ length: 2 }, () => ({ __typename: 'OrgRelation', event: { __typename: 'ChangeEvent' } })),
        predecessors: Array.from({ length: 2 }, () => ({ __typename: 'UnitLineage' })),
        history: Array.from({ length: 2 }, () => ({ __typename: 'UnitVersion' })),
        territories: Array.from({ length: 2 }, () => ({ __typename: 'Territory' })),
        descendants: {
          __typename: 'OrgUnitConnection',
          edges: [{ __typename: 'OrgUnitEdge', node: { __typename: 'OrgUnit' } }],
          pageInfo: { kind: 'PageInfo' },
        },
      },
    });
  });

  it('may use any name that GraphQL allows', async () => {
    const { unit } = await server.query(`{ unit(code: "BD", asOf: "2025-05-01") {
      select: code table: kind from: branchType page: rank matching: shortName
      o: parent { o: code kind }
      u1: children { o: code kind }
      position: descendants(first: 1) { name: edges { o: cursor code: node { o: code } } }
    } }`);

    expect(unit).toMatchObject({
      select: 'BD',
      table: 'PROVINCIAL_CENTER',
      from: null,
      page: null,
      matching: null,
      o: { o: 'PC-74', kind: 'PEOPLES_COMMITTEE' },
    });
    expect(unit.u1).toHaveLength(9);
    expect(unit.u1[8]).toEqual({ o: 'BD-725', kind: 'BRANCH' });
    expect(unit.position.name).toEqual([{ o: expect.any(String), code: { o: 'BD-25960' } }]);
  });

  it('may hold aliases of up to 63 characters', async () => {
    const [fits, other, long] = [`${'a'.repeat(62)}b`, `${'a'.repeat(62)}c`, 'a'.repeat(64)];

    const { unit } = await server.query(`{ unit(code: "BD") { ${fits}: code ${other}: kind } }`);
    const { data, errors } = await server.ask(`{ unit(code: "BD") { ${long}: code } }`);

    expect(unit).toEqual({ [fits]: 'BD', [other]: 'PROVINCIAL_CENTER' });
    expect(data).toEqual({ unit: null });
    expect(errors?.[0]?.message).toBe(`Alias ${long}: expected at most 63 characters.`);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('takes null for an argument as if it were left out', async () => {
    const data = await server.query(`{
      unit(code: "HN-B01", asOf: null, knownAt: null) { name parents(relation: null) { relation } children(kinds: null) { code } }
    }`);

    expect(data.unit.name).toBe('Chi nhánh Cầu Giấy – Thanh Xuân');
    expect(data.unit.parents).toHaveLength(2);
    expect(data.unit.children).toHaveLength(17);
  });
});

describe('days and instants', () => {
  const DAY = 'query ($asOf: Date) { unit(code: "HN", asOf: $asOf) { code } }';
  const INSTANT = 'query ($knownAt: DateTime) { unit(code: "HN", knownAt: $knownAt) { code } }';

  it.each([
    '2025-02-29',
    '2025-2-1',
    '01/07/2025',
    'infinity',
    '0000-01-01',
    '10000-01-01',
    '2025-07-01T00:00:00Z',
    '',
    20250701,
  ])('%j is no day', async (asOf) => {
    const { data, errors } = await server.ask(DAY, { asOf });

    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it.each([
    '2025-07-01',
    '2025-07-01T00:00:00',
    '2025-07-01T25:00:00Z',
    'now',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    1,
  ])('%j is no instant', async (knownAt) => {
    const { data, errors } = await server.ask(INSTANT, { knownAt });

    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it.each(['0001-01-01', '1899-12-31'])('%s is a day on which nothing was', async (asOf) => {
    expect(await server.query(DAY, { asOf })).toEqual({ unit: null });
  });

  it.each(['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.999999+23:59', '9999-12-31t23:59:59z'])(
    '%s is an instant at which all of today is known',
    async (knownAt) => {
      expect(await server.query(INSTANT, { knownAt })).toEqual({ unit: { code: 'HN' } });
      expect(await server.query(`{ unit(code: "HN", knownAt: "${knownAt}") { code } }`)).toEqual({
        unit: { code: 'HN' },
      });
    },
  );
});
