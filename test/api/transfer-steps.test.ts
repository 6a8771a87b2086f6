import { afterAll, describe, expect, it } from 'vitest';
import { globalId } from '../../src/domain/global-id.ts';
import { type Data, startApiServer } from '../support/api-server.ts';
import {
  aCeiling,
  anInstrument,
  aPerson,
  BY_CENTER,
  BY_DISTRICT,
  BY_PROVINCE,
  carried,
  factsOf,
  recordInstruments,
  sendVerb,
  somePeople,
  spans,
  told,
  whereabouts,
} from '../support/personnel-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { onServer } from '../support/test-server.ts';

const server = await startApiServer({ today: '2025-07-15' });
await recordInstruments(server);

afterAll(() => server.close());

const SHOW = `transfer { id status staff { code } fromUnit { code } toUnit { code } on category decidedBy { code }
  instrument { number } retroactive compensates { id } compensatedBy { id }
  steps { step on instrument { number } reference } }`;
const LATER = '2025-10-01';

const send = (verb: string, input: object) => sendVerb(server, verb, input, { show: SHOW });
const refused = (verb: string, input: object) => withoutWriting(server.databaseUrl, () => send(verb, input));
const done = async (verb: string, input: object): Promise<Data> => (await carried(server, verb, input, SHOW)).transfer;

const propose = async (parts: { staff?: string; on?: string; toUnit?: string; category?: string } = {}) => {
  const { staff = await aPerson(server), on = LATER, toUnit = 'BD-718', ...rest } = parts;
  const transfer = await done('proposeTransfer', { staff, toUnit, on, reference: '1/TTr', ...rest });
  return { id: transfer.id as string, staff, transfer };
};
const agreed = async (parts: Parameters<typeof propose>[0] = {}) => {
  const { id, staff } = await propose(parts);
  await done('agreeTransfer', { transfer: id, side: 'FROM', reference: '2/CV' });
  await done('agreeTransfer', { transfer: id, side: 'TO', reference: '3/CV' });
  return { id, staff };
};
const decided = async (parts: Parameters<typeof propose>[0] = {}) => {
  const { id, staff } = await agreed(parts);
  await done('decideTransfer', { transfer: id, instrument: BY_PROVINCE });
  return { id, staff };
};
const statusOf = async (id: string, asOf = '2025-07-15') =>
  (await server.query(`{ node(id: "${id}", asOf: "${asOf}") { ... on Transfer { status } } }`)).node.status;

describe('proposeTransfer', () => {
  it('puts a proposal on record and moves nobody', async () => {
    const staff = await aPerson(server);
    const before = await factsOf(server, staff);

    const payload = await send('proposeTransfer', {
      staff,
      toUnit: 'BD-718',
      category: 'PUBLIC_EMPLOYEE',
      on: LATER,
      reference: '1/TTr',
    });

    expect(payload).toMatchObject({
      violations: [],
      rehearsed: false,
      transfer: {
        status: 'PROPOSED',
        staff: { code: staff },
        fromUnit: { code: 'PC-718' },
        toUnit: { code: 'BD-718' },
        on: LATER,
        category: 'PUBLIC_EMPLOYEE',
        decidedBy: null,
        instrument: null,
        retroactive: false,
        steps: [{ step: 'PROPOSED', on: '2025-07-15', instrument: null, reference: '1/TTr' }],
      },
    });
    expect(await factsOf(server, staff)).toEqual(before);
  });

  it('rehearsed shows it and leaves nothing', async () => {
    const staff = await aPerson(server);

    const payload = await refused('proposeTransfer', {
      staff,
      toUnit: 'BD-718',
      on: LATER,
      reference: '1/TTr',
      rehearse: true,
    });

    expect(payload).toMatchObject({ transfer: { status: 'PROPOSED' }, violations: [], rehearsed: true });
  });

  it('is refused for who and what is not there, without a letter, before there were days: all at once', async () => {
    const payload = await refused('proposeTransfer', {
      staff: 'NOBODY',
      toUnit: 'NOWHERE',
      workplace: 'NEITHER',
      on: '1899-12-31',
      reference: ' ',
    });

    expect(payload.transfer).toBeNull();
    expect(told(payload)).toEqual([
      ['PERIOD_INVALID', 'on', '1899-12-31'],
      ['INPUT_INVALID', 'reference', null],
      ['NOT_FOUND', 'staff', '1899-12-31'],
      ['NOT_FOUND', 'toUnit', '1899-12-31'],
      ['NOT_FOUND', 'workplace', '1899-12-31'],
    ]);
  });

  it('is refused to where the person is, unless the category changes, and for a day on which they are not on staff', async () => {
    const staff = await aPerson(server, { payrollHome: 'BD-718', category: 'CONTRACT', from: '2025-02-01' });
    const asked = (input: object) =>
      send('proposeTransfer', { staff, toUnit: 'BD-718', on: LATER, reference: '1/TTr', rehearse: true, ...input });

    expect(told(await asked({}))).toEqual([['INPUT_INVALID', 'toUnit', LATER]]);
    expect(told(await asked({ category: 'PUBLIC_EMPLOYEE' }))).toEqual([]);
    expect(told(await asked({ toUnit: 'BD-719', on: '2025-01-31' }))).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'staff', '2025-01-31'],
    ]);
  });
});

describe('agreeTransfer', () => {
  it('takes the word of each side, in any order; both make it agreed', async () => {
    const { id } = await propose();

    const one = await send('agreeTransfer', { transfer: id, side: 'TO', reference: '2/CV', on: '2025-07-10' });
    const both = await send('agreeTransfer', { transfer: id, side: 'FROM', reference: '3/CV' });

    expect(one.transfer).toMatchObject({ status: 'PROPOSED' });
    expect(both.transfer).toMatchObject({
      status: 'AGREED',
      steps: [
        { step: 'PROPOSED', on: '2025-07-15', reference: '1/TTr' },
        { step: 'AGREED_TO', on: '2025-07-10', reference: '2/CV' },
        { step: 'AGREED_FROM', on: '2025-07-15', reference: '3/CV' },
      ],
    });
  });

  it('takes the word of a side once', async () => {
    const { id, staff } = await propose();
    await done('agreeTransfer', { transfer: id, side: 'FROM', reference: '2/CV' });

    const payload = await refused('agreeTransfer', { transfer: id, side: 'FROM', reference: '4/CV' });

    expect(told(payload)).toEqual([['ALREADY_DONE', 'side', null]]);
    expect(payload.violations[0].staff).toEqual({ code: staff });
  });

  it('needs a letter', async () => {
    const { id } = await propose();
    const payload = await refused('agreeTransfer', { transfer: id, side: 'FROM', reference: '' });
    expect(told(payload)).toEqual([['INPUT_INVALID', 'reference', null]]);
  });

  it('that refuses rejects the transfer, even after the other side agreed; nothing follows', async () => {
    const { id } = await agreed();

    const payload = await send('agreeTransfer', { transfer: id, side: 'TO', agreed: false, reference: '5/CV' });

    expect(payload.transfer).toMatchObject({ status: 'REJECTED' });
    expect(payload.transfer.steps.at(-1)).toMatchObject({ step: 'REJECTED', reference: '5/CV' });
    const NOTHING = [['TRANSITION_INVALID', 'transfer', '2025-07-15']];
    expect(told(await refused('decideTransfer', { transfer: id, instrument: BY_PROVINCE }))).toEqual(NOTHING);
    expect(told(await refused('cancelTransfer', { transfer: id, reason: 'Thôi' }))).toEqual(NOTHING);
    expect(
      told(await refused('agreeTransfer', { transfer: id, side: 'FROM', agreed: false, reference: '6/CV' })),
    ).toEqual(NOTHING);
  });
});

describe('decideTransfer', () => {
  it('moves the person from its day on, by the terms of the proposal', async () => {
    const staff = await aPerson(server, { category: 'CONTRACT' });
    const { id } = await agreed({ staff, category: 'PUBLIC_EMPLOYEE' });

    const payload = await send('decideTransfer', { transfer: id, instrument: BY_DISTRICT, decidedBy: 'BD' });

    expect(payload).toMatchObject({
      violations: [],
      transfer: {
        id,
        status: 'SCHEDULED',
        decidedBy: { code: 'BD' },
        instrument: { number: BY_DISTRICT },
        compensates: null,
      },
    });
    expect(payload.transfer.steps.map(({ step }: Data) => step)).toEqual([
      'PROPOSED',
      'AGREED_FROM',
      'AGREED_TO',
      'DECIDED',
    ]);
    const { payroll } = await factsOf(server, staff);
    expect(payroll.map((one: Data) => [one.unit.code, one.category, one.period.from])).toEqual([
      ['PC-718', 'CONTRACT', '2024-10-01'],
      ['BD-718', 'PUBLIC_EMPLOYEE', LATER],
    ]);
    expect([await statusOf(id, '2025-09-30'), await statusOf(id, LATER)]).toEqual(['SCHEDULED', 'EFFECTIVE']);
  });

  it('is in effect at once where its day has come', async () => {
    const { id, staff } = await agreed({ on: '2025-03-01' });

    const payload = await send('decideTransfer', { transfer: id, instrument: BY_PROVINCE });

    expect(payload.transfer).toMatchObject({ status: 'EFFECTIVE', decidedBy: { code: 'PC-74' } });
    expect(await whereabouts(server, staff, '2025-03-01')).toEqual([['BD-718', 'BD-718']]);
  });

  it('comes only after both sides agreed', async () => {
    const { id } = await propose();
    const decide = () => refused('decideTransfer', { transfer: id, instrument: BY_PROVINCE });
    const nobody = await decide();
    await done('agreeTransfer', { transfer: id, side: 'FROM', reference: '2/CV' });

    expect(told(nobody)).toEqual([['TRANSITION_INVALID', 'transfer', '2025-07-15']]);
    expect(told(await decide())).toEqual([['TRANSITION_INVALID', 'transfer', '2025-07-15']]);
    expect(nobody.violations[0].message).toContain('is PROPOSED and cannot become DECIDED');
  });

  it('is said once', async () => {
    const { id } = await decided();

    const payload = await refused('decideTransfer', { transfer: id, instrument: BY_PROVINCE });

    expect(told(payload)).toEqual([['TRANSITION_INVALID', 'transfer', '2025-07-15']]);
    expect(payload.violations[0].message).toContain('is SCHEDULED and cannot become DECIDED');
  });

  it('is asked everything that transferStaff is, told of the transfer', async () => {
    await aCeiling(server, { unit: 'BD-725', ceiling: 0 });
    const full = await agreed({ toUnit: 'BD-725' });
    const late = await agreed({ on: '2026-02-01' });
    const decide = (id: string, input: object = {}) =>
      refused('decideTransfer', { transfer: id, instrument: BY_PROVINCE, ...input });

    expect(told(await decide(full.id))).toEqual([['HEADCOUNT_CEILING_EXCEEDED', 'transfer', LATER]]);
    expect(told(await decide(late.id))).toEqual([['TRANSFER_WINDOW_CLOSED', 'transfer', '2026-02-01']]);
    expect(told(await decide(full.id, { instrument: null }))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', LATER],
      ['HEADCOUNT_CEILING_EXCEEDED', 'transfer', LATER],
    ]);
    expect(told(await decide(late.id, { decidedBy: 'PC-718' }))).toEqual([
      ['TRANSFER_WINDOW_CLOSED', 'transfer', '2026-02-01'],
      ['TRANSFER_MANAGER_MISMATCH', 'transfer', '2026-02-01'],
    ]);
    expect(told(await decide(late.id, { decidedBy: 'NADA', instrument: '9/GONE' }))).toEqual([
      ['NOT_FOUND', 'instrument', null],
      ['NOT_FOUND', 'decidedBy', null],
      ['TRANSFER_WINDOW_CLOSED', 'transfer', '2026-02-01'],
    ]);
    expect(await statusOf(full.id)).toBe('AGREED');
  });

  it('is told where the person moved meanwhile: from where they are then', async () => {
    const { id, staff } = await agreed();
    const input = { moves: [{ staff, toUnit: 'BD-718' }], on: '2025-08-01', instrument: BY_PROVINCE };
    await carried(server, 'transferStaff', input);

    const payload = await refused('decideTransfer', { transfer: id, instrument: BY_PROVINCE });

    expect(told(payload)).toEqual([['INPUT_INVALID', 'transfer', LATER]]);
  });

  it('is won by exactly one of two who decide at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, staff } = await agreed();

      const both = await Promise.all(
        [BY_PROVINCE, BY_CENTER].map((instrument) => send('decideTransfer', { transfer: id, instrument })),
      );

      const outcomes = both.map((one) => one.transfer?.status ?? told(one)[0]?.[0]);
      expect(outcomes.sort()).toEqual(['SCHEDULED', 'TRANSITION_INVALID']);
      const { payroll } = await factsOf(server, staff);
      expect(spans(payroll)).toEqual([
        ['PC-718', '2024-10-01', LATER],
        ['BD-718', LATER, null],
      ]);
    }
  });

  it('and a cancellation at the same moment do not both leave their mark', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, staff } = await agreed();

      const [decision, cancellation] = await Promise.all([
        send('decideTransfer', { transfer: id, instrument: BY_PROVINCE }),
        send('cancelTransfer', { transfer: id, reason: 'Thôi' }),
      ]);

      expect(cancellation.transfer).toMatchObject({ status: 'CANCELLED' });
      expect([null, 'SCHEDULED']).toContain(decision.transfer?.status ?? null);
      expect(spans((await factsOf(server, staff)).payroll)).toEqual([['PC-718', '2024-10-01', null]]);
    }
  });
});

describe('cancelTransfer', () => {
  it('before the decision only says so', async () => {
    const { id, staff } = await propose();
    const before = await factsOf(server, staff);

    const payload = await send('cancelTransfer', { transfer: id, reason: 'Thôi', on: '2025-07-14' });

    expect(payload.violations).toEqual([]);
    expect(payload.transfer).toMatchObject({ status: 'CANCELLED' });
    expect(payload.transfer.steps.at(-1)).toEqual({
      step: 'CANCELLED',
      on: '2025-07-14',
      instrument: null,
      reference: 'Thôi',
    });
    expect(await factsOf(server, staff)).toEqual(before);
  });

  it('after the decision restores home, workplace and category exactly', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718', category: 'CONTRACT' });
    const before = await factsOf(server, staff);
    const { id } = await decided({ staff, toUnit: 'BD-719', category: 'PUBLIC_EMPLOYEE' });
    const moved = await factsOf(server, staff);

    const payload = await send('cancelTransfer', { transfer: id, reason: 'Thôi', instrument: BY_CENTER });

    expect(moved.payroll).toHaveLength(2);
    expect(payload.transfer).toMatchObject({ status: 'CANCELLED', instrument: { number: BY_PROVINCE } });
    expect(await factsOf(server, staff)).toEqual(before);
    expect(await statusOf(id, '2026-01-01')).toBe('CANCELLED');
  });

  it('restores what the person was before they had a home', async () => {
    const staff = await aPerson(server, { payrollHome: null, workplace: 'BD-720', category: 'VOLUNTEER' });
    const before = await factsOf(server, staff);
    const { id } = await decided({ staff, toUnit: 'BD-719', category: 'CONTRACT' });

    await done('cancelTransfer', { transfer: id, reason: 'Thôi' });

    expect(await factsOf(server, staff)).toEqual(before);
  });

  it('restores the assignments that it ended, and leaves those that ended by themselves', async () => {
    const staff = await aPerson(server, { payrollHome: 'BD-721' });
    const assign = (input: object) =>
      carried(server, 'assignStaff', { staff, unit: 'BD-720', decidedBy: 'BD', instrument: BY_PROVINCE, ...input });
    await assign({ from: '2025-01-10', until: LATER, counter: '1' });
    const other = await decided({ staff, toUnit: 'BD-719' });
    await done('cancelTransfer', { transfer: other.id, reason: 'Thôi' });
    await assign({ from: LATER, counter: '2' });
    const before = await factsOf(server, staff);
    const { id } = await decided({ staff, toUnit: 'BD-719', on: '2025-11-01' });

    await done('cancelTransfer', { transfer: id, reason: 'Thôi' });

    expect(await factsOf(server, staff)).toEqual(before);
    expect(before.workplaces.map((one: Data) => [one.unit.code, one.basis, one.counter, one.period])).toEqual([
      ['BD-721', 'POST', null, { from: '2024-10-01', until: null }],
      ['BD-720', 'ASSIGNMENT', '1', { from: '2025-01-10', until: LATER }],
      ['BD-720', 'ASSIGNMENT', '2', { from: LATER, until: null }],
    ]);
  });

  it('leaves a secondment that ended on its day as it is', async () => {
    const staff = await aPerson(server);
    await carried(server, 'secondStaff', {
      staff,
      host: 'BD-720',
      from: '2025-01-10',
      until: LATER,
      homeAgreement: '1/CV',
      hostAgreement: '2/CV',
      onReturn: 'RETURN',
      instrument: BY_PROVINCE,
    });
    const before = await factsOf(server, staff);
    const { id } = await decided({ staff });

    await done('cancelTransfer', { transfer: id, reason: 'Thôi' });

    expect(await factsOf(server, staff)).toEqual(before);
  });

  it('leaves a transfer decided for later, and the one before it goes on until then', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718' });
    const last = await decided({ staff, toUnit: 'BD', on: '2025-12-01' });
    const before = await factsOf(server, staff);
    const first = await decided({ staff, toUnit: 'BD-719' });

    await done('cancelTransfer', { transfer: first.id, reason: 'Thôi' });

    expect(await factsOf(server, staff)).toEqual(before);
    expect(await statusOf(last.id)).toBe('SCHEDULED');
    await done('cancelTransfer', { transfer: last.id, reason: 'Thôi' });
    expect(spans((await factsOf(server, staff)).payroll)).toEqual([['PC-718', '2024-10-01', null]]);
    expect(spans((await factsOf(server, staff)).workplaces)).toEqual([['BD-718', '2024-10-01', null]]);
  });

  it('rehearsed shows it called off and leaves everything as decided', async () => {
    const { id } = await decided();

    const payload = await refused('cancelTransfer', { transfer: id, reason: 'Thôi', rehearse: true });

    expect(payload).toMatchObject({ transfer: { status: 'CANCELLED' }, rehearsed: true, violations: [] });
    expect(await statusOf(id)).toBe('SCHEDULED');
  });

  it('is refused where the old home has no post any more', async () => {
    await aCeiling(server, { unit: 'BD-726', ceiling: 1, category: 'PUBLIC_EMPLOYEE' });
    const category = 'PUBLIC_EMPLOYEE';
    const staff = await aPerson(server, { payrollHome: 'BD-726', category });
    const { id } = await decided({ staff, toUnit: 'BD-719' });
    const next = await aPerson(server, { category });
    const input = { moves: [{ staff: next, toUnit: 'BD-726' }], on: '2025-11-01', instrument: BY_PROVINCE };
    await carried(server, 'transferStaff', input);

    const payload = await refused('cancelTransfer', { transfer: id, reason: 'Thôi' });

    expect(payload.violations).toMatchObject([
      { code: 'HEADCOUNT_CEILING_EXCEEDED', path: ['transfer'], on: '2025-11-01', ceiling: 1, counted: 2 },
    ]);
  });

  it('needs a reason, and an instrument that is there', async () => {
    const { id } = await decided();
    expect(told(await refused('cancelTransfer', { transfer: id, reason: ' ' }))).toEqual([
      ['INPUT_INVALID', 'reason', null],
    ]);
    expect(told(await refused('cancelTransfer', { transfer: id, reason: 'Thôi', instrument: '9/GONE' }))).toEqual([
      ['NOT_FOUND', 'instrument', null],
    ]);
  });

  it('is said once', async () => {
    const { id } = await propose();
    await done('cancelTransfer', { transfer: id, reason: 'Thôi' });
    expect(told(await refused('cancelTransfer', { transfer: id, reason: 'Thôi' }))).toEqual([
      ['TRANSITION_INVALID', 'transfer', '2025-07-15'],
    ]);
  });

  it('leaves one audit entry that tells it of the transfer', async () => {
    const { id, staff } = await propose();
    await done('cancelTransfer', { transfer: id, reason: 'Thôi' });

    const rows = await onServer(
      server.databaseUrl,
      (sql) => sql`SELECT verb, subject_type AS type, after ->> 'step' AS step, after ->> 'reference' AS reason
        FROM audit_entry WHERE subject = ${staff} ORDER BY id`,
    );
    expect(rows.slice(2)).toEqual([{ verb: 'cancelTransfer', type: 'Transfer', step: 'CANCELLED', reason: 'Thôi' }]);
  });
});

describe('once a transfer is in effect', () => {
  it('it is neither cancelled nor decided nor refused: only a compensating transfer answers it', async () => {
    const { id } = await decided({ on: '2025-07-15' });
    const NOTHING = [['TRANSITION_INVALID', 'transfer', '2025-07-15']];

    expect(await statusOf(id)).toBe('EFFECTIVE');
    expect(told(await refused('cancelTransfer', { transfer: id, reason: 'Thôi' }))).toEqual(NOTHING);
    expect(told(await refused('decideTransfer', { transfer: id, instrument: BY_PROVINCE }))).toEqual(NOTHING);
    expect(
      told(await refused('agreeTransfer', { transfer: id, side: 'TO', agreed: false, reference: '9/CV' })),
    ).toEqual(NOTHING);
  });
});

describe('compensateTransfer', () => {
  const transferred = async (move: object = {}, parts: Parameters<typeof aPerson>[1] = {}) => {
    const staff = await aPerson(server, parts);
    const input = { moves: [{ staff, toUnit: 'BD-719', ...move }], on: '2025-03-01', instrument: BY_PROVINCE };
    const { transfers } = await carried(server, 'transferStaff', input, 'transfers { id }');
    return { id: transfers[0].id as string, staff };
  };
  const compensate = (transfer: string, input: object = {}) =>
    send('compensateTransfer', { transfer, on: '2025-06-01', instrument: BY_PROVINCE, ...input });

  it('is a transfer in the other direction; each names the other, and both stay', async () => {
    const { id, staff } = await transferred();

    const { transfer, violations } = await compensate(id);

    expect(violations).toEqual([]);
    expect(transfer).toMatchObject({
      status: 'EFFECTIVE',
      staff: { code: staff },
      fromUnit: { code: 'BD-719' },
      toUnit: { code: 'PC-718' },
      on: '2025-06-01',
      compensates: { id },
      compensatedBy: null,
    });
    const { staff: person } = await server.query(
      `{ staff(code: "${staff}") { transfers { id status compensates { id } compensatedBy { id } } } }`,
    );
    expect(person.transfers).toEqual([
      { id, status: 'EFFECTIVE', compensates: null, compensatedBy: { id: transfer.id } },
      { id: transfer.id, status: 'EFFECTIVE', compensates: { id }, compensatedBy: null },
    ]);
    expect(spans((await factsOf(server, staff)).payroll)).toEqual([
      ['PC-718', '2024-10-01', '2025-03-01'],
      ['BD-719', '2025-03-01', '2025-06-01'],
      ['PC-718', '2025-06-01', null],
    ]);
  });

  it('brings back the workplace and the category that there were', async () => {
    const parts = { payrollHome: 'PC-718', workplace: 'BD-718', category: 'CONTRACT' };
    const { id, staff } = await transferred({ category: 'PUBLIC_EMPLOYEE' }, parts);

    await compensate(id);

    const { payroll, workplaces, history } = await factsOf(server, staff);
    expect(payroll.map((one: Data) => one.category)).toEqual(['CONTRACT', 'PUBLIC_EMPLOYEE', 'CONTRACT']);
    expect(history.map((one: Data) => one.category)).toEqual(['CONTRACT', 'PUBLIC_EMPLOYEE', 'CONTRACT']);
    expect(spans(workplaces)).toEqual([
      ['BD-718', '2024-10-01', '2025-03-01'],
      ['BD-719', '2025-03-01', '2025-06-01'],
      ['BD-718', '2025-06-01', null],
    ]);
  });

  it('from the very day leaves nothing of the wrong home, which stays on record', async () => {
    const { id, staff } = await transferred();

    const { transfer } = await compensate(id, { on: '2025-03-01' });

    expect(transfer).toMatchObject({ compensates: { id } });
    expect(await whereabouts(server, staff, '2025-02-28', '2025-03-01', '2025-06-01')).toEqual([
      ['PC-718', 'PC-718'],
      ['PC-718', 'PC-718'],
      ['PC-718', 'PC-718'],
    ]);
    expect(await statusOf(id)).toBe('EFFECTIVE');
  });

  it('may itself be compensated', async () => {
    const { id, staff } = await transferred();
    const { transfer } = await compensate(id);

    const { transfer: again } = await compensate(transfer.id, { on: '2025-07-01' });

    expect(again).toMatchObject({ toUnit: { code: 'BD-719' }, compensates: { id: transfer.id } });
    expect(await whereabouts(server, staff, '2025-07-01')).toEqual([['BD-719', 'BD-719']]);
  });

  it('is refused before the transfer, while it is not in effect, and where the person is back already', async () => {
    const { id } = await transferred();
    const future = await decided();
    const back = await transferred();
    await compensate(back.id);
    const asked = async (transfer: string, input: object = {}) =>
      told(await withoutWriting(server.databaseUrl, () => compensate(transfer, input)));

    expect(await asked(id, { on: '2025-02-28' })).toEqual([
      ['TRANSITION_INVALID', 'transfer', '2025-02-28'],
      ['INPUT_INVALID', 'transfer', '2025-02-28'],
    ]);
    expect(await asked(future.id, { on: LATER })).toEqual([['TRANSITION_INVALID', 'transfer', LATER]]);
    expect(await asked(back.id, { on: '2025-07-01' })).toEqual([['INPUT_INVALID', 'transfer', '2025-07-01']]);
  });

  it('keeps the rules of a transfer: instrument, decider, ceiling', async () => {
    await aCeiling(server, { unit: 'BD-724', ceiling: 1, category: 'CONTRACT' });
    const { id, staff } = await transferred({}, { payrollHome: 'BD-724', category: 'CONTRACT' });
    const next = await aPerson(server, { category: 'CONTRACT' });
    const input = { moves: [{ staff: next, toUnit: 'BD-724' }], on: '2025-04-01', instrument: BY_PROVINCE };
    await carried(server, 'transferStaff', input);

    const payload = await withoutWriting(server.databaseUrl, () =>
      compensate(id, { instrument: BY_DISTRICT, decidedBy: 'PC-718' }),
    );
    const bare = await withoutWriting(server.databaseUrl, () => compensate(id, { instrument: null }));

    expect(told(payload)).toEqual([
      ['TRANSFER_MANAGER_MISMATCH', 'transfer', '2025-06-01'],
      ['HEADCOUNT_CEILING_EXCEEDED', 'transfer', '2025-06-01'],
    ]);
    expect(told(bare)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-06-01'],
      ['HEADCOUNT_CEILING_EXCEEDED', 'transfer', '2025-06-01'],
    ]);
    expect(await whereabouts(server, staff, '2025-07-01')).toEqual([['BD-719', 'BD-719']]);
  });

  it('is retroactive where its instrument came later', async () => {
    const { id } = await transferred();
    await anInstrument(server, { number: '120/QD', issuer: 'PC-74', issuedOn: '2025-07-01' });

    const { transfer } = await compensate(id, { instrument: '120/QD' });

    expect(transfer).toMatchObject({ retroactive: true });
  });
});

describe('a step on what is not there', () => {
  const STEPS: [string, object][] = [
    ['agreeTransfer', { side: 'FROM', reference: '1/CV' }],
    ['decideTransfer', { instrument: BY_PROVINCE }],
    ['cancelTransfer', { reason: 'Thôi' }],
    ['compensateTransfer', { on: '2025-06-01', instrument: BY_PROVINCE }],
  ];
  const NONE = [['NOT_FOUND', 'transfer', null]];

  it.each(STEPS)('%s is refused: an unknown id, one of another type, one that is none', async (verb, input) => {
    const [staff = ''] = await somePeople(server, 1);
    const { id } = (await server.query(`{ staff(code: "${staff}") { id } }`)).staff;

    expect(told(await refused(verb, { transfer: globalId('Transfer', 999_999), ...input }))).toEqual(NONE);
    expect(told(await refused(verb, { transfer: id, ...input }))).toEqual(NONE);
    expect(told(await refused(verb, { transfer: 'nonsense', ...input }))).toEqual(NONE);
  });
});
