import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { HeadcountScene } from '../support/headcount-scene.ts';
import { aPayroll, retract } from '../support/staff-builder.ts';
import { statementsOf } from '../support/statements-of.ts';
import { connect } from '../support/writer.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-12-31' });
const scene = new HeadcountScene(server);
const { instrument, category: CATEGORY } = scene;
const from = '2025-01-01';
const until = '2026-01-01';

beforeAll(() => scene.begin());

afterAll(() => server.close());

const LEDGER = `balanced
  accounts(on: $on) { unit { code } measure category opening debits credits closing }
  entries { totalCount nodes { on measure category creditedCategory quantity debit { code } credit { code } staff { code } reason instrument { number } } }`;

async function ledgerOf(root: string, variables: object = {}): Promise<Data> {
  const { headcountLedger } = await server.query(
    `query ($root: String!, $from: Date!, $until: Date!, $on: Date, $knownAt: DateTime) {
      headcountLedger(root: $root, from: $from, until: $until, knownAt: $knownAt, first: 100) { ${LEDGER} } }`,
    { root, from, until, ...variables },
  );
  return headcountLedger;
}

/** Entries as day, quantity, whence, whither, who and why. */
const entries = ({ entries: { nodes } }: Data) =>
  nodes.map(({ on, quantity, credit, debit, staff, reason }: Data) =>
    [on, quantity, `${credit?.code ?? 'outside'} > ${debit?.code ?? 'outside'}`, staff?.code ?? 'posts', reason].join(
      ' ',
    ),
  );

/** Accounts as opening + debits - credits = closing. */
const accounts = ({ accounts: rows }: Data) =>
  rows.map(
    ({ unit, measure, opening, debits, credits, closing }: Data) =>
      `${unit.code} ${measure} ${opening} + ${debits} - ${credits} = ${closing}`,
  );

describe('headcountLedger', () => {
  it('debits the unit of a person who is registered, and credits nobody', async () => {
    const { center, a } = await scene.aCenter();
    await scene.register('S1', a, { from: '2025-03-01' });

    const ledger = await ledgerOf(center);

    expect(ledger.entries).toEqual({
      totalCount: 1,
      nodes: [
        {
          on: '2025-03-01',
          measure: 'PEOPLE',
          category: CATEGORY,
          creditedCategory: CATEGORY,
          quantity: 1,
          debit: { code: a },
          credit: null,
          staff: { code: 'S1' },
          reason: 'REGISTERED',
          instrument: { number: instrument },
        },
      ],
    });
    expect(ledger.balanced).toBe(true);
    expect(accounts(ledger)).toEqual([`${a} PEOPLE 0 + 1 - 0 = 1`]);
  });

  it('makes one entry of a transfer, from one home to the other', async () => {
    const { center, a, b } = await scene.aCenter();
    const staff = await scene.register('S2', a);
    await scene.transfer(staff, b, { on: '2025-05-01' });

    const ledger = await ledgerOf(center);

    expect(entries(ledger)).toEqual([`2025-05-01 1 ${a} > ${b} S2 TRANSFERRED`]);
    expect(accounts(ledger)).toEqual([`${a} PEOPLE 1 + 0 - 1 = 0`, `${b} PEOPLE 0 + 1 - 0 = 1`]);
    expect(ledger.balanced).toBe(true);
  });

  it('counts a transfer on the first day, not one on the day after the last', async () => {
    const { center, a, b } = await scene.aCenter();
    const staff = await scene.register('S3', a);
    await scene.transfer(staff, b, { on: from });
    await scene.transfer(staff, a, { on: until });

    const [ledger, next] = [await ledgerOf(center), await ledgerOf(center, { from: until, until: '2027-01-01' })];

    expect(entries(ledger)).toEqual([`${from} 1 ${a} > ${b} S3 TRANSFERRED`]);
    expect(accounts(ledger)).toEqual([`${a} PEOPLE 1 + 0 - 1 = 0`, `${b} PEOPLE 0 + 1 - 0 = 1`]);
    expect(entries(next)).toEqual([`${until} 1 ${b} > ${a} S3 TRANSFERRED`]);
    expect(accounts(next)).toEqual([`${a} PEOPLE 0 + 1 - 0 = 1`, `${b} PEOPLE 1 + 0 - 1 = 0`]);
  });

  it('credits the unit of who leaves, and debits nobody', async () => {
    const { center, a } = await scene.aCenter();
    const staff = await scene.register('S4', a);
    await scene.send('leaveStaff', { staff, on: '2025-09-01' });

    const ledger = await ledgerOf(center);

    expect(entries(ledger)).toEqual([`2025-09-01 1 ${a} > outside S4 LEFT`]);
    expect(ledger.entries.nodes[0].instrument).toBeNull();
    expect(accounts(ledger)).toEqual([`${a} PEOPLE 1 + 0 - 1 = 0`]);
    expect(ledger.balanced).toBe(true);
  });

  it('moves who is recategorized between two accounts of one unit', async () => {
    const { center, a } = await scene.aCenter();
    const staff = await scene.register('S5', a, { category: 'CONTRACT' });
    await scene.transfer(staff, a, { on: '2025-04-01', category: CATEGORY });

    const ledger = await ledgerOf(center);

    expect(entries(ledger)).toEqual([`2025-04-01 1 ${a} > ${a} S5 RECATEGORIZED`]);
    expect(ledger.entries.nodes[0]).toMatchObject({ category: CATEGORY, creditedCategory: 'CONTRACT' });
    expect(ledger.accounts.map(({ category }: Data) => category)).toEqual([CATEGORY, 'CONTRACT']);
    expect(accounts(ledger)).toEqual([`${a} PEOPLE 0 + 1 - 0 = 1`, `${a} PEOPLE 1 + 0 - 1 = 0`]);
    expect(ledger.balanced).toBe(true);
  });

  it('makes no entry where one fact follows another that says the same', async () => {
    const { center, a, b } = await scene.aCenter();
    const staff = await scene.register('S6', a);
    await scene.transfer(staff, b, { on: '2025-09-01' });
    await scene.transfer(staff, b, { on: '2025-05-01' });

    const ledger = await ledgerOf(center);

    const { staff: shown } = await server.query(`{ staff(code: "${staff}") { payroll { unit { code } } } }`);
    expect(shown.payroll.map(({ unit }: Data) => unit.code)).toEqual([a, b, b]);
    expect(entries(ledger)).toEqual([`2025-05-01 1 ${a} > ${b} S6 TRANSFERRED`]);
    expect(ledger.balanced).toBe(true);
  });

  it('shows a unit outside the tree as where somebody came from or went to', async () => {
    const { center, a, other } = await scene.aCenter();
    await scene.transfer(await scene.register('S7', other), a, { on: '2025-05-01' });
    await scene.transfer(await scene.register('S8', a), other, { on: '2025-06-01', decidedBy: other });

    const [ledger, others] = [await ledgerOf(center), await ledgerOf(other)];

    const moved = [`2025-05-01 1 ${other} > ${a} S7 TRANSFERRED`, `2025-06-01 1 ${a} > ${other} S8 TRANSFERRED`];
    expect(entries(ledger)).toEqual(moved);
    expect(entries(others)).toEqual(moved);
    expect(accounts(ledger)).toEqual([`${a} PEOPLE 1 + 1 - 1 = 1`]);
    expect(accounts(others)).toEqual([`${other} PEOPLE 1 + 1 - 1 = 1`]);
  });

  it('leaves people where they are when their unit changes its parent', async () => {
    const { center, a } = await scene.aCenter();
    const { center: next } = await scene.aCenter();
    await scene.register('S9', a);
    await scene.send('reparentUnit', {
      unit: a,
      relation: 'ESTABLISHMENT',
      parent: next,
      on: '2025-07-01',
    });

    const [before, after] = [await ledgerOf(center), await ledgerOf(next)];
    const afterwards = await ledgerOf(center, { from: '2025-07-01' });

    expect([entries(before), entries(after)]).toEqual([[], []]);
    expect(accounts(before)).toEqual([`${a} PEOPLE 1 + 0 - 0 = 1`]);
    expect(accounts(after)).toEqual([`${a} PEOPLE 1 + 0 - 0 = 1`]);
    expect(accounts(afterwards)).toEqual([]);
  });

  it('takes people and posts along with a merger', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.allocate(center, { [center]: 5, [a]: 2, [b]: 1 });
    await scene.register('S10', a);
    await scene.register('S11', b);
    await scene.send('applyChange', {
      change: { kind: 'ABSORB', on: '2025-07-01', sources: [{ unit: b }], results: [{ unit: a }] },
    });

    const ledger = await ledgerOf(center, { from: '2025-01-02' });

    expect(entries(ledger)).toEqual([
      `2025-07-01 1 ${center} > ${a} posts MERGED`,
      `2025-07-01 1 ${b} > ${center} posts MERGED`,
      `2025-07-01 1 ${b} > ${a} S11 MERGED`,
    ]);
    expect(ledger.entries.nodes.map((entry: Data) => entry.instrument)).toEqual(Array(3).fill({ number: instrument }));
    expect(accounts(ledger)).toEqual([
      `${center} POSTS 2 + 1 - 1 = 2`,
      `${a} POSTS 2 + 1 - 0 = 3`,
      `${a} PEOPLE 1 + 1 - 0 = 2`,
      `${b} POSTS 1 + 0 - 1 = 0`,
      `${b} PEOPLE 1 + 0 - 1 = 0`,
    ]);
    expect(ledger.balanced).toBe(true);
  });
});

describe('headcountLedger after a merger', () => {
  it('says of a transfer decided before, for a later day, that it is one', async () => {
    const { center, a, b } = await scene.aCenter();
    const staff = await scene.register('S19', center);
    await scene.transfer(staff, b, { on: '2025-09-01', decidedBy: center });
    await scene.send('applyChange', {
      change: { kind: 'ABSORB', on: '2025-07-01', sources: [{ unit: b }], results: [{ unit: a }] },
    });

    const ledger = await ledgerOf(center);

    expect(entries(ledger)).toEqual([`2025-09-01 1 ${center} > ${a} S19 TRANSFERRED`]);
    expect(ledger.entries.nodes[0].instrument).toEqual({ number: instrument });
  });

  it('takes people and posts back where it is undone', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.allocate(center, { [center]: 5, [a]: 2, [b]: 1 });
    await scene.register('S20', b);
    const change = { kind: 'ABSORB', on: '2025-07-01', sources: [{ unit: b }], results: [{ unit: a }] };
    const { applyChange } = await server.query(
      'mutation ($input: ApplyChangeInput!) { applyChange(input: $input) { change { id } } }',
      { input: { change, instrument } },
    );
    const undoing = { change: applyChange.change.id, on: '2025-09-01', restoredAs: [{ unit: b, as: `${b}2` }] };
    await scene.send('compensateChange', undoing);

    const ledger = await ledgerOf(center, { from: '2025-08-01' });

    expect(entries(ledger).at(-1)).toBe(`2025-09-01 1 ${a} > ${b}2 S20 REORGANIZED`);
    expect(ledger.balanced).toBe(true);
  });
});

describe('headcountLedger of posts', () => {
  it('has the total come from outside, and the parts from the center', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 4, [b]: 3 });

    const ledger = await ledgerOf(center);

    expect(entries(ledger)).toEqual([
      `${from} 10 outside > ${center} posts GRANTED`,
      `${from} 4 ${center} > ${a} posts GRANTED`,
      `${from} 3 ${center} > ${b} posts GRANTED`,
    ]);
    expect(accounts(ledger)).toEqual([
      `${center} POSTS 0 + 10 - 7 = 3`,
      `${a} POSTS 0 + 4 - 0 = 4`,
      `${b} POSTS 0 + 3 - 0 = 3`,
    ]);
    expect(ledger.balanced).toBe(true);
  });

  it('moves posts from one branch to another by way of the center', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 6, [b]: 4 });
    await scene.allocate(center, { [a]: 4, [b]: 6 }, { from: '2025-07-01' });

    const ledger = await ledgerOf(center, { from: '2025-02-01' });

    expect(entries(ledger)).toEqual([
      `2025-07-01 2 ${a} > ${center} posts WITHDRAWN`,
      `2025-07-01 2 ${center} > ${b} posts GRANTED`,
    ]);
    expect(accounts(ledger)).toEqual([
      `${center} POSTS 0 + 2 - 2 = 0`,
      `${a} POSTS 6 + 0 - 2 = 4`,
      `${b} POSTS 4 + 2 - 0 = 6`,
    ]);
    expect(ledger.balanced).toBe(true);
  });

  it('says so when posts run out with their year', async () => {
    const { center, a } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 4 });

    const ledger = await ledgerOf(center, { from: '2025-12-01', until: '2026-02-01' });

    expect(entries(ledger)).toEqual([
      `2026-01-01 10 ${center} > outside posts YEAR_END`,
      `2026-01-01 4 ${a} > ${center} posts YEAR_END`,
    ]);
    expect(ledger.entries.nodes[0].instrument).toBeNull();
    expect(accounts(ledger)).toEqual([`${center} POSTS 6 + 4 - 10 = 0`, `${a} POSTS 4 + 0 - 4 = 0`]);
    expect(ledger.balanced).toBe(true);
  });

  it('nets the years where posts go on', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 4, [b]: 3 });
    await scene.allocate(center, { [center]: 8, [a]: 4, [b]: 4 }, { year: 2026 });

    const ledger = await ledgerOf(center, { from: '2025-12-01', until: '2026-02-01' });

    expect(entries(ledger)).toEqual([
      `2026-01-01 2 ${center} > outside posts WITHDRAWN`,
      `2026-01-01 1 ${center} > ${b} posts GRANTED`,
    ]);
    expect(accounts(ledger)).toEqual([
      `${center} POSTS 3 + 0 - 3 = 0`,
      `${a} POSTS 4 + 0 - 0 = 4`,
      `${b} POSTS 3 + 1 - 0 = 4`,
    ]);
  });

  it('shows a center outside the tree as where posts came from', async () => {
    const { center, a } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 4 });

    const ledger = await ledgerOf(a);

    expect(entries(ledger)).toEqual([`${from} 4 ${center} > ${a} posts GRANTED`]);
    expect(accounts(ledger)).toEqual([`${a} POSTS 0 + 4 - 0 = 4`]);
  });

  it('tells of posts granted without a total', async () => {
    const { center, a } = await scene.aCenter();
    await scene.allocate(center, { [a]: 4 });

    const ledger = await ledgerOf(center);

    expect(accounts(ledger)).toEqual([`${center} POSTS 0 + 0 - 4 = -4`, `${a} POSTS 0 + 4 - 0 = 4`]);
    expect(ledger.balanced).toBe(true);
  });
});

describe('headcountLedger on another day', () => {
  it('closes its accounts at the end of any day of the period', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.transfer(await scene.register('S12', a), b, { on: '2025-05-01' });
    await scene.register('S13', a, { from: '2025-08-01' });

    const days = ['2025-01-01', '2025-04-30', '2025-05-01', '2025-08-01'];
    const found = await Promise.all(days.map((on) => ledgerOf(center, { on })));

    expect(found.map(accounts)).toEqual([
      [`${a} PEOPLE 1 + 0 - 0 = 1`],
      [`${a} PEOPLE 1 + 0 - 0 = 1`],
      [`${a} PEOPLE 1 + 0 - 1 = 0`, `${b} PEOPLE 0 + 1 - 0 = 1`],
      [`${a} PEOPLE 1 + 1 - 1 = 1`, `${b} PEOPLE 0 + 1 - 0 = 1`],
    ]);
  });

  it('tells what was believed at an instant', async () => {
    const { center, a, b } = await scene.aCenter();
    const staff = await scene.register('S14', a);
    const { staff: shown } = await server.query(`{ staff(code: "${staff}") { payroll { recordedAt } } }`);
    await scene.transfer(staff, b, { on: '2025-05-01' });

    const ledger = await ledgerOf(center, { knownAt: shown.payroll[0].recordedAt });

    expect(entries(ledger)).toEqual([]);
    expect(accounts(ledger)).toEqual([`${a} PEOPLE 1 + 0 - 0 = 1`]);
    expect(ledger.balanced).toBe(true);
  });

  it('names units and people as they were on the day of the entry', async () => {
    const { center, a, b } = await scene.aCenter();
    const staff = await scene.register('S15', a);
    await scene.transfer(staff, b, { on: '2025-05-01' });
    await scene.send('renameUnit', { unit: a, name: 'Mới', on: '2025-05-01' });
    await scene.send('renameUnit', { unit: b, name: 'Mới', on: '2025-05-01' });

    const { headcountLedger } = await server.query(
      `{ headcountLedger(root: "${center}", from: "${from}", until: "${until}") {
        root { name } period { from until } entries { nodes { debit { name } credit { name } staff { name payrollHome { code } } } } } }`,
    );

    expect(headcountLedger).toEqual({
      root: { name: center },
      period: { from, until },
      entries: {
        nodes: [{ debit: { name: 'Mới' }, credit: { name: a }, staff: { name: 'An', payrollHome: { code: b } } }],
      },
    });
  });
});

describe('headcountLedger in pages', () => {
  it('goes on where the page before ended, each entry once and in order', async () => {
    const { center, a } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 4 });
    for (const [code, day] of [
      ['S18', '2025-03-01'],
      ['S16', '2025-03-01'],
      ['S17', '2025-02-01'],
    ] as const)
      await scene.register(code, a, { from: day });

    const pages: Data[] = [];
    for (let after: string | null = null; pages.length === 0 || after !== null; ) {
      const { headcountLedger } = await server.query(
        `query ($after: String) { headcountLedger(root: "${center}", from: "${from}", until: "${until}", first: 2, after: $after) {
          entries { totalCount edges { cursor node { quantity staff { code } } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`,
        { after },
      );
      pages.push(headcountLedger.entries);
      after = headcountLedger.entries.pageInfo.hasNextPage ? headcountLedger.entries.pageInfo.endCursor : null;
    }

    expect(pages.map(({ edges }) => edges.map(({ node }: Data) => node.staff?.code ?? node.quantity))).toEqual([
      [10, 4],
      ['S17', 'S16'],
      ['S18'],
    ]);
    expect(pages.map(({ totalCount }) => totalCount)).toEqual([5, 5, 5]);
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
    expect(pages[1].edges.at(-1).cursor).toBe(pages[1].pageInfo.endCursor);
  });

  it('is read by one statement, be it one entry or fifty', async () => {
    const { center, a, b } = await scene.aCenter();
    for (let index = 0; index < 50; index += 1)
      await scene.register(`T${index}`, index === 0 ? a : b, { from: '2025-03-01' });

    const [one, many] = [
      await statementsOf(server, () => ledgerOf(a)),
      await statementsOf(server, () => ledgerOf(center)),
    ];

    expect([one.result.entries.totalCount, many.result.entries.totalCount]).toEqual([1, 50]);
    expect([one.statements.length, many.statements.length]).toEqual([1, 1]);
  });
});

describe('headcountLedger refuses', () => {
  const ask = (args: string, show = 'balanced') =>
    server.ask(`{ headcountLedger(${args}) { ${show} } }`).then(({ data, errors }) => ({
      data,
      told: errors?.map(({ extensions }) => [extensions?.code, extensions?.field, extensions?.expected]),
    }));
  const year = `from: "${from}", until: "${until}"`;

  it.each([
    [
      'a period without days',
      `root: "C1", from: "${from}", until: "${from}"`,
      'balanced',
      ['until', 'a day after from'],
    ],
    [
      'a period that ends before',
      `root: "C1", from: "${until}", until: "${from}"`,
      'balanced',
      ['until', 'a day after from'],
    ],
    [
      'accounts on the day before',
      `root: "C1", ${year}`,
      'accounts(on: "2024-12-31") { opening }',
      ['on', 'a day of the period'],
    ],
    [
      'accounts on the day after',
      `root: "C1", ${year}`,
      'accounts(on: "2026-01-01") { opening }',
      ['on', 'a day of the period'],
    ],
    [
      'pages without entries',
      `root: "C1", ${year}, first: 0`,
      'entries { totalCount }',
      ['first', 'a number from 1 to 100'],
    ],
    [
      'pages that are too long',
      `root: "C1", ${year}, first: 101`,
      'entries { totalCount }',
      ['first', 'a number from 1 to 100'],
    ],
    [
      'a cursor that is none',
      `root: "C1", ${year}, after: "x"`,
      'entries { totalCount }',
      ['after', 'a cursor that a page of this list ended with'],
    ],
  ])('%s', async (_what, args, show, [field, expected]) => {
    const { data, told } = await ask(args, show);

    expect(data).toEqual({ headcountLedger: null });
    expect(told).toEqual([['BAD_USER_INPUT', field, expected]]);
  });

  it('nothing where there is no such unit, and answers null', async () => {
    expect(await ask(`root: "NOBODY", ${year}`)).toEqual({ data: { headcountLedger: null }, told: undefined });
  });
});

describe('headcountLedger of facts that contradict each other', () => {
  it('is not balanced, although its accounts close as counted', async () => {
    const { center, a, b } = await scene.aCenter();
    const staff = await scene.register('S21', a);
    const sql = connect(server.databaseUrl);
    // Only so can somebody have two homes a day; the last test of the file.
    await sql`ALTER TABLE payroll DROP CONSTRAINT staff_home_overlap__payroll`;
    await retract(sql, 'payroll', staff);
    for (const unit of [a, b]) await aPayroll(sql, { staff, unit, from: '2024-06-01', until: '2025-03-01' });
    await aPayroll(sql, { staff, unit: center, from: '2025-03-01', until: '2025-04-01' });
    for (const unit of [a, b]) await aPayroll(sql, { staff, unit, from: '2025-04-01' });
    await sql.end();

    const ledger = await ledgerOf(center);

    expect(accounts(ledger)).toEqual([
      `${center} PEOPLE 0 + 2 - 2 = 0`,
      `${a} PEOPLE 1 + 1 - 1 = 1`,
      `${b} PEOPLE 1 + 1 - 1 = 1`,
    ]);
    expect(ledger.balanced).toBe(false);
  });
});
