import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, type Data, startApiServer } from '../support/api-server.ts';
import { anAppointment, aPerson, sendStaffVerb } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { onServer } from '../support/test-server.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

let request = 0;

/** Asks something as a viewer and answers what the log says of it. */
async function readsOf(document: string, variables: object = {}, role: 'ADMIN' | 'VIEWER' = 'VIEWER'): Promise<Data[]> {
  request += 1;
  const requestId = `look-${request}`;
  const { data } = await server.ask(document, variables, { role, headers: { 'x-request-id': requestId } });
  expect(JSON.stringify(data)).not.toContain('@');
  return recorded(`requestId: "${requestId}"`);
}

async function recorded(args: string): Promise<Data[]> {
  await server.recorded();
  const selection = 'at actor operation field arguments staff staffCount requestId';
  const { personalReads } = await server.query(`{ personalReads(${args}) { nodes { ${selection} } } }`);
  return personalReads.nodes;
}

const shown = (reads: Data[]): [string, string[]][] => reads.map(({ field, staff }) => [field, staff.sort()]);

beforeAll(async () => {
  await aPerson(server, { code: 'LAN', name: 'Trần Thị Lan' });
  await aPerson(server, { code: 'MAI', payrollHome: 'HN-B01' });
  await anAppointment(server, { staff: 'LAN', unit: 'HN-B02', from: '2025-02-01' });
});

describe('whoever looks at people', () => {
  it('is recorded with what they asked and whom they saw', async () => {
    const text = 'x'.repeat(101);

    const reads = await readsOf(
      `query Look($long: String) { staffMembers(search: "lan", unit: "HN-B02") { nodes { name } } other: staffMembers(search: $long) { totalCount } }`,
      { long: text },
    );

    const read = {
      actor: 'test-VIEWER',
      operation: 'Look',
      field: 'staffMembers',
      requestId: 'look-1',
      at: expect.stringMatching(/Z$/),
    };
    const asked = { first: 20, descendants: true, place: 'EITHER' };
    expect(reads).toHaveLength(2);
    expect(reads).toContainEqual({
      ...read,
      arguments: { ...asked, search: 'lan', unit: 'HN-B02' },
      staff: ['LAN'],
      staffCount: 1,
    });
    expect(reads).toContainEqual({
      ...read,
      arguments: { ...asked, search: '… (101 characters)' },
      staff: [],
      staffCount: 0,
    });
  });

  it.each([
    ['directly', '{ staff(code: "LAN") { name } }', ['staff', ['LAN']]],
    ['in vain', '{ staff(code: "NOBODY") { name } }', ['staff', []]],
    ['by an id', `{ node(id: "${Buffer.from('Staff:1').toString('base64')}") { id } }`, ['node', ['LAN']]],
    [
      'as leaders of a unit',
      '{ unit(code: "HN") { below: children { ...Led } } } fragment Led on OrgUnit { leaders { who: staff { name } } }',
      ['unit', ['LAN']],
    ],
    ['in a file', '{ exportTable(kind: STAFF, format: CSV, unit: "HN") { base64 } }', ['exportTable', ['LAN', 'MAI']]],
    [
      'in a file of a ledger',
      '{ exportTable(kind: LEDGER, format: CSV, unit: "HN", from: "2025-01-01", until: "2025-02-01") { rows } }',
      ['exportTable', ['LAN', 'MAI']],
    ],
  ])('%s is recorded', async (_how, document, read) => {
    expect(shown(await readsOf(document))).toEqual([read]);
  });

  it('in what a rehearsal shows, or in what stands in the way, is recorded', async () => {
    const move = { moves: [{ staff: 'LAN', toUnit: 'HN-B01' }], on: '2025-08-01', instrument: PLAN_29, rehearse: true };
    const document = `mutation ($input: TransferStaffInput!) { transferStaff(input: $input) {
      transfers { staff { name } } violations { ... on StaffViolation { staff { name } } } } }`;
    const early = { ...move, on: '2024-01-01' };

    expect(shown(await readsOf(document, { input: move }, 'ADMIN'))).toEqual([['transferStaff', ['LAN']]]);
    expect(shown(await readsOf(document, { input: early }, 'ADMIN'))).toEqual([['transferStaff', ['LAN']]]);
  });

  it('in what a verb shows is recorded of each, by a document that was asked before', async () => {
    const document = `mutation ($input: TransferStaffInput!) { transferStaff(input: $input) { transfers { staff { code } toUnit { code } } } }`;
    const move = (staff: string, toUnit: string) => ({
      input: { moves: [{ staff, toUnit }], on: '2025-08-01', instrument: PLAN_29, rehearse: true },
    });
    const asked = [
      move('LAN', 'HN-B01'),
      move('MAI', 'HN-B02'),
      { input: { ...move('LAN', 'HN-B03').input, on: '2025-09-01' } },
    ];

    const reads: Data[] = [];
    for (const variables of asked) reads.push(...(await readsOf(document, variables, 'ADMIN')));
    const { data } = await server.ask(document, asked[1], { role: 'ADMIN' });

    expect(shown(reads)).toEqual([
      ['transferStaff', ['LAN']],
      ['transferStaff', ['MAI']],
      ['transferStaff', ['LAN']],
    ]);
    expect(data?.transferStaff.transfers).toEqual([{ staff: { code: 'MAI' }, toUnit: { code: 'HN-B02' } }]);
  });

  it('in the audit is recorded', async () => {
    expect(shown(await readsOf('{ auditEntries(subject: "MAI") { nodes { after } } }', {}, 'ADMIN'))).toEqual([
      ['auditEntries', ['MAI']],
    ]);
  });

  it.each([
    '{ unit(code: "HN-B02") { name leaders { role } } }',
    '{ capacity(unit: "HN-B02", from: "2025-01-01", until: "2026-01-01") { strengthPeak } }',
    '{ exportTable(kind: HEADCOUNT, format: CSV, unit: "HN") { rows } }',
  ])('is told from who asks %s', async (document) => {
    expect(await readsOf(document)).toEqual([]);
  });

  it('is found by whom they saw, and by who they are', async () => {
    const ofMai = await recorded('staff: "MAI", actor: "test-VIEWER"');

    expect(ofMai.length).toBeGreaterThan(1);
    expect(ofMai.every(({ staff, actor }) => staff.includes('MAI') && actor === 'test-VIEWER')).toBe(true);
    expect(await recorded('staff: "NOBODY"')).toEqual([]);
  });

  it('does not wait for the record: one statement answers', async () => {
    const ask = () => server.query('{ staffMembers(unit: "HN") { totalCount nodes { name payrollHome { name } } } }');

    expect((await statementsOf(server, ask)).statements).toHaveLength(1);
  });
});

describe('a server that cannot record who looks at people', () => {
  const LOOK = '{ staff(code: "LAN") { name } }';
  const INPUT = { staff: 'LAN', name: 'Khác', on: '2025-08-01', reason: 'Ghi sai' };

  /** Does something while nobody can write into the log. */
  const whileLogIsLocked = (act: () => Promise<void>) =>
    onServer(server.databaseUrl, (sql) =>
      sql.begin(async (tx) => {
        await tx`LOCK TABLE personal_read IN EXCLUSIVE MODE`;
        await act();
      }),
    );

  const codeOf = async (other: ApiServer, document: string) =>
    (await other.ask(document)).errors?.[0]?.extensions?.code;

  it('shows nobody once too much waits, changes nothing of which it would show people, and records all of it at its end', async () => {
    const other = await startApiServer({ databaseUrl: server.databaseUrl, mostWaiting: 2 });
    const looks = async () =>
      (await recorded('staff: "LAN", actor: "test-ADMIN"')).filter(({ field }) => field === 'staff');
    const before = await looks();

    await whileLogIsLocked(async () => {
      expect([await codeOf(other, LOOK), await codeOf(other, LOOK)]).toEqual([undefined, undefined]);
      expect([await codeOf(other, LOOK), await codeOf(other, LOOK)]).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
      await expect(sendStaffVerb(other, 'correctStaff', INPUT, { show: 'staff { name }' })).rejects.toThrow(
        'UNAVAILABLE',
      );
      expect(await codeOf(other, '{ unit(code: "HN") { name } }')).toBeUndefined();
    });
    await other.close();

    expect((await looks()).length - before.length).toBe(2);
    expect((await server.query('{ staff(code: "LAN", asOf: "2025-09-01") { name } }')).staff.name).toBe('Trần Thị Lan');
  });
});
