import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { statementsOf } from '../support/statements-of.ts';

const server = await startApiServer();

afterAll(() => server.close());

const UNIT = `code name shortName kind branchType rank version entitlements { seal account independentAccounting }
  period { from until } seat { address latitude longitude areaM2 }`;
const DETAIL = `${UNIT} parent { code name parent { code } }
  parents { relation untilEvent period { from until } unit { code name } event { kind on instrument { number } } }
  children { ${UNIT} children { code territories { code name } } }
  territories { code name kind level parent { name } receivedBy { code } predecessors { on extent territory { code } } }
  predecessors(steps: null) { step on extent unit { code name } event { kind decidedBy { code } } }
  successors { on unit { code } } leaders { role } seals { id } signboards { id }
  history(corrections: true) { name period { from until } recordedAt supersededAt event { kind instrument { number title } } }`;
/** What a page of a hundred may show of each. */
const ROW = `${UNIT} parent { code name } territories { code receivedBy { code } } history { name event { kind } }`;
const POINTS = 'kinds: [RECEPTION_POINT]';

describe('one statement answers', () => {
  it.each([
    ['a unit in detail', `unit(code: "HN-B02") { ${DETAIL} }`],
    ['a unit that does not exist', `unit(code: "NOBODY") { ${DETAIL} }`],
    ['an organization on a day', `unit(code: "HN", asOf: "2025-05-15") { ${DETAIL} }`],
    ['what was believed of it', `unit(code: "HN", asOf: "2025-05-15", knownAt: "2030-01-01T00:00:00Z") { ${DETAIL} }`],
    [
      'a tree',
      `unit(code: "PC-01") { code children { code name children { code name children { code name children { code } } } } }`,
    ],
    [
      'a page of all below',
      `unit(code: "HN") { descendants(first: 100) { totalCount edges { cursor node { ${ROW} } } pageInfo { hasNextPage endCursor } } }`,
    ],
    ['a search', `units(search: "thanh xuan", first: 50) { totalCount nodes { ${DETAIL} } }`],
    [
      'a difference',
      `organizationDiff(root: "HN", from: { asOf: "2025-03-31" }, to: { asOf: "2025-07-01" }) {
        summary { kind count }
        changes { kind unit { code name parent { code } } before { name parentCode } after { name parentCode }
          event { kind on instrument { number } } } }`,
    ],
    [
      'a coverage',
      `coverage(plan: "HN", from: "2024-10-01", until: "2025-08-01") { territories
        uncovered { territory { code name parent { name } } period { from until } }
        overlapping { territory { code } units { code name } period { from until } } }`,
    ],
    ['a node', `node(id: "${Buffer.from('OrgUnit:1').toString('base64')}") { id ... on OrgUnit { ${DETAIL} } }`],
    [
      'territories',
      `territories(level: COMMUNE, parent: "24", first: 99) {
        totalCount nodes { code name parent { code } children { code } receivedBy { code parent { name } }
          predecessors { on extent territory { code parent { name } } } successors { on } } }`,
    ],
    ['a territory', 'territory(code: "09187") { name predecessors { territory { code name } } receivedBy { code } }'],
    ['instruments', 'instruments(first: 100) { totalCount nodes { number title issuer supersedes { number } } }'],
  ])('%s', async (_what, field) => {
    const { statements, result } = await statementsOf(server, () => server.query(`{ ${field} }`));

    expect(Object.keys(result)).toHaveLength(1);
    expect(statements).toHaveLength(1);
  });

  it('several questions at once', async () => {
    const { statements, result } = await statementsOf(server, () =>
      server.query(`{
        unit(code: "HN") { ${DETAIL} } other: unit(code: "BD") { name } units(first: 5) { totalCount nodes { code } }
        territory(code: "01") { name } territories(first: 5) { nodes { code } } instruments { totalCount }
        node(id: "${Buffer.from('Territory:1').toString('base64')}") { id }
        coverage(plan: "BD", from: "2025-01-01", until: "2025-02-01") { territories }
        organizationDiff(root: "BD", from: { asOf: "2025-01-01" }, to: { asOf: "2025-05-01" }) { summary { count } } }`),
    );

    expect(Object.keys(result)).toHaveLength(9);
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['units', (first: number) => `units(${POINTS}, first: ${first}) { nodes { ${ROW} } }`],
    [
      'descendants',
      (first: number) => `unit(code: "HN") { page: descendants(${POINTS}, first: ${first}) { nodes { ${ROW} } } }`,
    ],
    [
      'territories',
      (first: number) => `territories(first: ${first}) { nodes { code children { code } receivedBy { ${UNIT} } } }`,
    ],
  ])('%s, be it one row or sixty', async (_what, field) => {
    const one = await statementsOf(server, () => server.query(`{ list: ${field(1)} }`));
    const many = await statementsOf(server, () => server.query(`{ list: ${field(60)} }`));

    const rows = ({ list }: typeof one.result) => (list.page ?? list).nodes.length;
    expect([rows(one.result), rows(many.result)]).toEqual([1, 60]);
    expect([one.statements.length, many.statements.length]).toEqual([1, 1]);
  });

  it('children, be it one or fifty', async () => {
    const ask = (code: string, kind: string) =>
      statementsOf(server, () =>
        server.query(`{ unit(code: "${code}") { children(kinds: [${kind}]) { ${DETAIL} } } }`),
      );

    const [one, many] = [await ask('PC-74', 'PROVINCIAL_CENTER'), await ask('BN', 'COMMUNE_CENTER')];

    expect(one.result.unit.children).toHaveLength(1);
    expect(many.result.unit.children).toHaveLength(99);
    expect([one.statements.length, many.statements.length]).toEqual([1, 1]);
  });

  it('nothing that the arguments rule out', async () => {
    const { statements } = await statementsOf(server, () => server.ask('{ units(first: 101) { totalCount } }'));

    expect(statements).toEqual([]);
  });

  it('nothing that the caller may not see', async () => {
    const { statements } = await statementsOf(server, () =>
      server.ask('{ units { totalCount } }', {}, { role: 'NONE' }),
    );

    expect(statements).toEqual([]);
  });
});
