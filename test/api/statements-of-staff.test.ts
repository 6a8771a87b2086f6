import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { aPerson, aSecondment, sendStaffVerb } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const crowd: string[] = [];
beforeAll(async () => {
  while (crowd.length < 55) crowd.push(await aPerson(server));
});

const PERSON = `code name category payrollHome { code name } workplace { code } payroll { unit { code } }
  workplaces { unit { code } basis } history { name instrument { number } } appointments { unit { code } }`;
const from = '2025-05-01';

/** What a verb sends where it is carried out, with all its payload shows. */
async function sentBy(verb: string, input: object, show: string): Promise<number> {
  const { statements, result } = await statementsOf(server, () => sendStaffVerb(server, verb, input, { show }));
  expect(result.violations).toEqual([]);
  return statements.length;
}

describe('a verb', () => {
  it('that registers a person sends 11 statements', async () => {
    const input = { code: 'ONE', name: 'Một', category: 'PUBLIC_EMPLOYEE', payrollHome: 'HN-B01', from };

    expect(await sentBy('registerStaff', { ...input, instrument: PLAN_29 }, `staff { ${PERSON} }`)).toBe(11);
  });

  it('that corrects a person sends 9', async () => {
    const input = { staff: await aPerson(server), on: from, reason: 'Ghi sai' };

    expect(await sentBy('correctStaff', { ...input, name: 'Đúng' }, `staff { ${PERSON} }`)).toBe(9);
  });

  it('that lets a person leave sends 10', async () => {
    const input = { staff: await aPerson(server), on: from };

    expect(await sentBy('leaveStaff', input, `staff { ${PERSON} }`)).toBe(10);
  });

  const ASSIGNMENT = `assignment { id staff { ${PERSON} } unit { code } decidedBy { code } }`;

  it('that places a person sends 9, one more where another assignment gives way', async () => {
    const staff = await aPerson(server);

    expect(await sentBy('assignStaff', { staff, unit: 'HN-00109', from }, ASSIGNMENT)).toBe(9);
    expect(
      await sentBy('assignStaff', { staff, unit: 'HN-00091', from: '2025-06-01', replace: true }, ASSIGNMENT),
    ).toBe(10);
  });

  it('that appoints a leader sends 11, three more where deputies are counted over a pool', async () => {
    const appointment = `appointment { id staff { ${PERSON} } unit { code leaders { role } } }`;
    const appoint = async (input: object) =>
      sentBy('appointLeader', { staff: await aPerson(server), from, instrument: PLAN_29, ...input }, appointment);

    expect([
      await appoint({ unit: 'HN-B03', role: 'DIRECTOR', decidedBy: 'HN' }),
      await appoint({ unit: 'HN-B03', role: 'DEPUTY_DIRECTOR', decidedBy: 'HN' }),
      await appoint({ unit: 'BN-07210', role: 'DEPUTY_DIRECTOR', decidedBy: 'BN', from: '2025-10-15' }),
    ]).toEqual([11, 11, 14]);
  });

  it('that lends a person sends 11', async () => {
    const terms = { host: 'HN-B01', from, until: '2026-05-01', onReturn: 'RETURN', instrument: PLAN_29 };
    const letters = { homeAgreement: '1/CV', hostAgreement: '2/CV' };
    const secondment = `secondment { id status staff { ${PERSON} } home { code } host { code } steps { step } }`;

    expect(await sentBy('secondStaff', { staff: await aPerson(server), ...terms, ...letters }, secondment)).toBe(11);
  });
});

describe('a verb that does not wait between statements', () => {
  const sentInOrder = async (verb: string, input: object, order: readonly RegExp[]) => {
    const { statements } = await statementsOf(server, () => sendStaffVerb(server, verb, input));
    const places = order.map((part) => statements.findIndex((text) => part.test(text)));

    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  };
  const TAKEN = [
    /FROM staff.* FOR NO KEY UPDATE/s,
    /wanted AS MATERIALIZED.*FROM unit WHERE.* FOR NO KEY UPDATE/s,
    /AS "lives".* AS policies/s,
  ];

  it('takes rows before it reads what is said of them, and refers to what is there', async () => {
    const terms = { unit: 'HN-B03', role: 'DEPUTY_DIRECTOR', decidedBy: 'HN', from, instrument: PLAN_29 };

    await sentInOrder('appointLeader', { staff: await aPerson(server), ...terms }, [
      ...TAKEN,
      /INSERT INTO appointment/,
      /INSERT INTO "leadership"/,
      /INSERT INTO audit_entry/,
    ]);
  });

  it('audits what is written', async () => {
    const input = { code: 'INORDER', name: 'Một', category: 'PUBLIC_EMPLOYEE', payrollHome: 'HN-B01', from };

    await sentInOrder('registerStaff', { ...input, instrument: PLAN_29 }, [
      ...TAKEN,
      /INSERT INTO staff /,
      /INSERT INTO "staff_version"/,
      /INSERT INTO "payroll"/,
      /INSERT INTO "workplace"/,
      /INSERT INTO audit_entry/,
    ]);
  });
});

describe('a verb sends as many statements for many as for one', () => {
  it('people who are transferred', async () => {
    const transfers = `transfers { id status staff { ${PERSON} } fromUnit { code } toUnit { code } instrument { number } }`;
    const move = (staff: readonly string[]) => {
      const moves = staff.map((code) => ({ staff: code, toUnit: 'HN-B04', category: 'CIVIL_SERVANT' }));
      return sentBy('transferStaff', { moves, on: from, instrument: PLAN_29 }, transfers);
    };

    expect([await move(crowd.slice(0, 1)), await move(crowd.slice(1, 51))]).toEqual([12, 12]);
  });

  it('units that are granted posts', async () => {
    const { unit } = await server.query('{ unit(code: "HN-B01") { children { code } } }');
    const units = ['HN', 'HN-B01', 'HN-B02', ...unit.children.map(({ code }: { code: string }) => code)].slice(0, 20);
    const quotas = 'quotas { unit { code name } category ceiling minimum period { from } instrument { number } }';
    const grant = (granted: readonly string[], year: number) => {
      const allocations = granted.map((code) => ({
        unit: code,
        category: 'PUBLIC_EMPLOYEE',
        ceiling: code === 'HN' ? 9000 : 90,
      }));
      return sentBy('allocateHeadcount', { center: 'HN', year, allocations, instrument: PLAN_29 }, quotas);
    };

    expect([await grant(['HN'], 2030), await grant(units, 2031)]).toEqual([12, 12]);
  });

  it('violations that name people and units', async () => {
    const refuse = (staff: readonly string[]) =>
      statementsOf(server, () =>
        sendStaffVerb(server, 'transferStaff', {
          moves: staff.map((code) => ({ staff: code, toUnit: 'HN-B02' })),
          on: '2024-12-15',
          instrument: PLAN_29,
        }),
      );

    const [one, many] = [await refuse(crowd.slice(0, 1)), await refuse(crowd.slice(0, 45))];

    expect([one.result.violations.length, many.result.violations.length]).toEqual([1, 45]);
    expect([one.statements.length, many.statements.length]).toEqual([7, 7]);
  });
});

describe('one statement answers', () => {
  beforeAll(async () => {
    for (const staff of crowd.slice(0, 3)) await aSecondment(server, { staff, host: 'HN-B05' });
  });

  it.each([
    ['a person', () => `staff(code: "${crowd[0]}") { ${PERSON} secondments { status } transfers { status } }`],
    ['nobody', () => `staff(code: "NOBODY") { ${PERSON} }`],
    ['one of many people', () => `staffMembers(unit: "HN", first: 1) { totalCount nodes { ${PERSON} } }`],
    ['fifty people', () => `staffMembers(unit: "HN", first: 50) { totalCount nodes { ${PERSON} } }`],
    [
      'the capacity of a unit',
      () =>
        `capacity(unit: "HN", from: "2025-01-01", until: "2026-01-01") { unit { code } rows { category payrollPeak } strengthPeak secondedIn }`,
    ],
    [
      'quotas',
      () => 'quotas(center: "HN", year: 2031) { unit { code parent { code } } ceiling instrument { number } }',
    ],
    [
      'one secondment that ends',
      () =>
        `secondmentsEnding(before: "2027-01-01", first: 1) { totalCount nodes { staff { ${PERSON} } host { code } } }`,
    ],
    [
      'all secondments that end',
      () =>
        `secondmentsEnding(before: "2027-01-01") { totalCount nodes { staff { ${PERSON} } host { code } steps { step } } }`,
    ],
    ['the leaders of a unit', () => `unit(code: "HN-B03") { leaders { role staff { ${PERSON} } } }`],
  ])('%s', async (_what, field) => {
    const { statements, result } = await statementsOf(server, () => server.query(`{ ${field()} }`));

    expect(Object.keys(result)).toHaveLength(1);
    expect(statements).toHaveLength(1);
  });

  it('fifty people with what was asked for', async () => {
    const { staffMembers } = await server.query('{ staffMembers(unit: "HN", first: 50) { nodes { code } } }');

    expect(staffMembers.nodes).toHaveLength(50);
  });
});
