import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { PLAN_29 } from '../support/verbs.ts';

// Branches of Hanoi from 2025-04-01 on; nothing of phase 3 is read here.
const server = await startApiServer({ today: '2025-05-15' });
const instrument = PLAN_29;
const on = '2025-06-01';

afterAll(() => server.close());

/** A person of a unit since the branch began. */
const aPerson = (code: string, unit: string, more: object = {}) =>
  carried(server, 'registerStaff', {
    code,
    name: `Nguyễn Văn ${code}`,
    category: 'CIVIL_SERVANT',
    payrollHome: unit,
    from: '2025-04-01',
    instrument,
    ...more,
  });

const granted = (allocations: object[]) =>
  carried(server, 'allocateHeadcount', { center: 'HN', year: 2025, instrument, allocations });
const posts = (unit: string, ceiling: number) => ({ unit, category: 'CIVIL_SERVANT', ceiling });

const merge = (sources: string[], result: object, more: object = {}) =>
  sendVerb(
    server,
    'applyChange',
    {
      instrument,
      ...more,
      change: { kind: 'MERGE', on, sources: sources.map((unit) => ({ unit })), results: [result] },
    },
    { show: 'change { id }' },
  );

const STAFF = `code payrollHome { code } workplace { code } payroll { unit { code } period { from until } }
  appointments { unit { code } role } secondments { status period { from until } }`;
const person = async (code: string, asOf: string): Promise<Data> =>
  (
    await server.query(`query ($code: String!, $asOf: Date!) { staff(code: $code, asOf: $asOf) { ${STAFF} } }`, {
      code,
      asOf,
    })
  ).staff;

const quotasOf = async (...units: string[]): Promise<Data> =>
  (await server.query(`{ quotas(center: "HN", year: 2025) { unit { code } ceiling period { from until } } }`)).quotas
    .filter(({ unit }: Data) => units.includes(unit.code))
    .map(({ unit, ceiling, period }: Data) => [unit.code, ceiling, period.from, period.until]);

describe('a merger', () => {
  it('takes staff and posts along, closes no history and warns of surplus leaders', async () => {
    await aPerson('M-1', 'HN-B03');
    await aPerson('M-2', 'HN-B04');
    await granted([posts('HN', 100), posts('HN-B03', 5), posts('HN-B04', 7)]);
    await carried(server, 'appointLeader', {
      staff: 'M-2',
      unit: 'HN-B04',
      role: 'DIRECTOR',
      from: '2025-04-01',
      decidedBy: 'HN',
      instrument,
    });

    const merged = await merge(['HN-B03', 'HN-B04'], { unit: 'HN-B03' });

    expect(merged.violations).toMatchObject([{ code: 'LEADERS_SURPLUS', severity: 'WARNING', on, path: ['change'] }]);
    expect(await person('M-2', '2025-05-31')).toMatchObject({
      payrollHome: { code: 'HN-B04' },
      workplace: { code: 'HN-B04' },
      appointments: [{ unit: { code: 'HN-B04' }, role: 'DIRECTOR' }],
    });
    expect(await person('M-2', on)).toMatchObject({
      payrollHome: { code: 'HN-B03' },
      workplace: { code: 'HN-B03' },
      payroll: [
        { unit: { code: 'HN-B04' }, period: { from: '2025-04-01', until: on } },
        { unit: { code: 'HN-B03' }, period: { from: on, until: null } },
      ],
      appointments: [],
    });
    expect((await person('M-1', on)).payroll).toEqual([
      { unit: { code: 'HN-B03' }, period: { from: '2025-04-01', until: null } },
    ]);
    expect(await quotasOf('HN-B03', 'HN-B04')).toEqual([
      ['HN-B03', 5, '2025-04-01', on],
      ['HN-B03', 12, on, '2026-01-01'],
      ['HN-B04', 7, '2025-04-01', on],
    ]);
  });

  it('that is undone brings back whom it took along, and nobody else', async () => {
    await aPerson('U-1', 'HN-B05');
    await aPerson('U-2', 'HN-B06');
    const { change } = await merge(['HN-B05', 'HN-B06'], { unit: 'HN-B05' });
    await aPerson('U-3', 'HN-B05', { from: '2025-06-15' });

    const undone = await sendVerb(server, 'compensateChange', { change: change.id, on: '2025-07-01', instrument });

    expect(undone.violations).toEqual([]);
    expect(await person('U-2', '2025-07-01')).toMatchObject({
      payroll: [
        { unit: { code: 'HN-B06' }, period: { from: '2025-04-01', until: on } },
        { unit: { code: 'HN-B05' }, period: { from: on, until: '2025-07-01' } },
        { unit: { code: 'HN-B06.2' }, period: { from: '2025-07-01', until: null } },
      ],
      workplace: { code: 'HN-B06.2' },
    });
    expect(await person('U-1', '2025-07-01')).toMatchObject({ payrollHome: { code: 'HN-B05' } });
    expect(await person('U-3', '2025-07-01')).toMatchObject({ payrollHome: { code: 'HN-B05' } });
  });

  it('ends a secondment between those that become one', async () => {
    await aPerson('S-1', 'HN-B07');
    await carried(server, 'secondStaff', {
      staff: 'S-1',
      host: 'HN-B08',
      from: '2025-05-01',
      until: '2026-05-01',
      homeAgreement: '1/CV',
      hostAgreement: '2/CV',
      onReturn: 'RETURN',
      instrument,
    });

    const merged = await merge(['HN-B07', 'HN-B08'], { unit: 'HN-B08' });

    expect(merged.violations).toEqual([]);
    expect(await person('S-1', on)).toMatchObject({
      payrollHome: { code: 'HN-B08' },
      workplace: { code: 'HN-B08' },
      secondments: [{ status: 'RETURNED', period: { from: '2025-05-01', until: on } }],
    });
  });

  it('takes along the people of a unit without a quota as posts', async () => {
    await aPerson('Q-1', 'HN-B09');
    await aPerson('Q-2', 'HN-B10');
    await granted([posts('HN-B09', 3)]);

    const merged = await merge(['HN-B09', 'HN-B10'], { unit: 'HN-B09' });

    expect(merged.violations).toEqual([]);
    expect(await quotasOf('HN-B09')).toEqual([
      ['HN-B09', 3, '2025-04-01', on],
      ['HN-B09', 4, on, '2026-01-01'],
    ]);
  });
});

describe('a closing that passes nothing on', () => {
  it('is refused while people are there', async () => {
    await carried(server, 'establishUnit', {
      code: 'X-1',
      name: 'Tạm',
      kind: 'OUTSIDE_BODY',
      on: '2025-04-01',
      instrument,
    });
    await aPerson('D-1', 'X-1');

    const refused = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'dissolveUnit', { unit: 'X-1', on, noSuccessor: true, instrument }),
    );

    expect(told(refused)).toEqual([['UNIT_HAS_DEPENDENTS', 'unit', on]]);
  });
});

describe('a unit that comes below one with a quota', () => {
  it('is refused where its people would be too many, with the figures', async () => {
    for (const code of ['R-1', 'R-2', 'R-3']) await aPerson(code, 'HN-B12');
    await carried(server, 'establishUnit', {
      code: 'R-CENTER',
      name: 'Trung tâm thử',
      kind: 'PROVINCIAL_CENTER',
      parent: 'PC-01',
      on: '2025-04-01',
      instrument,
    });
    await carried(server, 'allocateHeadcount', {
      center: 'R-CENTER',
      year: 2025,
      instrument,
      allocations: [posts('R-CENTER', 2)],
    });

    const refused = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'reparentUnit', { unit: 'HN-B12', parent: 'R-CENTER', on, instrument }),
    );

    expect(told(refused)).toEqual([['HEADCOUNT_CEILING_EXCEEDED', '', on]]);
    expect(refused.violations[0].message).toBe(
      'R-CENTER (CIVIL_SERVANT) would have 3 people, above its ceiling of 2, from 2025-06-01.',
    );
  });
});
