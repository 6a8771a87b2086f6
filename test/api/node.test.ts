import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';

const server = await startApiServer();
const { unit, territory, instruments } = await server.query(`{
  unit(code: "HN-B01", asOf: "2025-05-15") { id }
  territory(code: "009") { id }
  instruments(number: "29/KH-UBND") { nodes { id } }
}`);

afterAll(() => server.close());

const idOf = (text: string) => Buffer.from(text).toString('base64');

const NODE = `query ($id: ID!, $asOf: Date, $knownAt: DateTime) { node(id: $id, asOf: $asOf, knownAt: $knownAt) {
  __typename id
  ... on OrgUnit { code unitName: name parent { code } }
  ... on Territory { code territoryName: name parent { name } }
  ... on LegalInstrument { number issuer }
} }`;

async function node(variables: { id: string; asOf?: string; knownAt?: string }) {
  return (await server.query(NODE, variables)).node;
}

describe('node', () => {
  it('answers a unit', async () => {
    expect(await node({ id: unit.id })).toEqual({
      __typename: 'OrgUnit',
      id: unit.id,
      code: 'HN-B01',
      unitName: 'Chi nhánh Cầu Giấy – Thanh Xuân',
      parent: { code: 'HN' },
    });
  });

  it('answers a territory', async () => {
    expect(await node({ id: territory.id })).toEqual({
      __typename: 'Territory',
      id: territory.id,
      code: '009',
      territoryName: 'Thanh Xuân',
      parent: { name: 'Hà Nội' },
    });
  });

  it('answers an instrument', async () => {
    const [{ id }] = instruments.nodes;

    expect(await node({ id })).toEqual({ __typename: 'LegalInstrument', id, number: '29/KH-UBND', issuer: 'PC-01' });
  });

  it('answers as of a day and an instant', async () => {
    const before = await node({ id: unit.id, asOf: '2025-06-30' });
    const unborn = await node({ id: unit.id, asOf: '2024-11-30' });
    const unknown = await node({ id: unit.id, knownAt: '2020-01-01T00:00:00Z' });
    const unrecorded = await node({ id: instruments.nodes[0].id, knownAt: '2020-01-01T00:00:00Z' });

    expect(before.unitName).toBe('Chi nhánh Cầu Giấy');
    expect([unborn, unknown, unrecorded]).toEqual([null, null, null]);
  });

  it('says its type even where nothing of that type is asked', async () => {
    const data = await server.query(
      `query ($id: ID!) {
        plain: node(id: $id) { __typename }
        other: node(id: $id) { ... on Territory { name } }
        skipped: node(id: $id) { id @skip(if: true) }
        through: node(id: $id) { ...OnNode }
      }
      fragment OnNode on Node { id ... on OrgUnit { code } }`,
      { id: unit.id },
    );

    expect(data).toEqual({
      plain: { __typename: 'OrgUnit' },
      other: {},
      skipped: {},
      through: { id: unit.id, code: 'HN-B01' },
    });
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no type', idOf('1')],
    ['a type without ids', idOf('Coverage:1')],
    ['an unknown type', idOf('Secret:1')],
    ['no number', idOf('OrgUnit:HN')],
    ['number zero', idOf('OrgUnit:0')],
    ['a leading zero', idOf('OrgUnit:01')],
    ['too large a number', idOf('OrgUnit:99999999999999999999')],
    ['SQL', idOf('OrgUnit:1 OR true')],
    ['base64 that is not ours', `${idOf('OrgUnit:1')}=`],
    ['a unit that does not exist', idOf('OrgUnit:999999')],
    ['a territory that does not exist', idOf('Territory:999999')],
    ['an instrument that does not exist', idOf('LegalInstrument:999999')],
  ])('is null for %s', async (_what, id) => {
    expect(await node({ id })).toBeNull();
  });
});
