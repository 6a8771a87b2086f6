import { afterAll, describe, expect, it } from 'vitest';
import { globalId } from '../../src/domain/global-id.ts';
import { type Data, startApiServer } from '../support/api-server.ts';
import {
  aCeiling,
  aPerson,
  BY_DISTRICT,
  BY_PROVINCE,
  carried,
  factsOf,
  recordInstruments,
  sendVerb,
  spans,
  told,
  whereabouts,
} from '../support/personnel-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { statementsOf } from '../support/statements-of.ts';

const server = await startApiServer({ today: '2025-07-15' });
await recordInstruments(server);

afterAll(() => server.close());

const SHOW = `secondment { id status staff { code } home { code } host { code } period { from until } daysLeft onReturn
  steps { step on until onReturn instrument { number } reference } }`;
const LETTERS = { homeAgreement: '9/CV-PC', hostAgreement: '10/CV-BD' };
const TERM = { host: 'BD-720', from: '2025-02-01', until: '2026-02-01', onReturn: 'RETURN' };

const send = (verb: string, input: object) => sendVerb(server, verb, input, { show: SHOW });
const refused = (verb: string, input: object) => withoutWriting(server.databaseUrl, () => send(verb, input));
const done = async (verb: string, input: object): Promise<Data> =>
  (await carried(server, verb, input, SHOW)).secondment;

const proposed = async (input: object = {}) => {
  const staff = await aPerson(server);
  const { id } = await done('proposeSecondment', { ...TERM, staff, reference: '1/TTr', ...input });
  return { id: id as string, staff };
};
const agreed = async (input: object = {}) => {
  const { id, staff } = await proposed(input);
  await done('agreeSecondment', { secondment: id, side: 'HOME', reference: '2/CV' });
  await done('agreeSecondment', { secondment: id, side: 'HOST', reference: '3/CV' });
  return { id, staff };
};
const lent = async (input: object = {}, staff?: string) => {
  const code = staff ?? (await aPerson(server));
  const { id } = await done('secondStaff', { ...TERM, ...LETTERS, staff: code, instrument: BY_PROVINCE, ...input });
  return { id: id as string, staff: code };
};
const seenOn = async (id: string, asOf: string) =>
  (await server.query(`{ node(id: "${id}", asOf: "${asOf}") { ... on Secondment { status period { from until } } } }`))
    .node;
const statusesOf = async (id: string, ...days: string[]) =>
  Promise.all(days.map(async (day) => (await seenOn(id, day)).status));

describe('proposeSecondment', () => {
  it('puts a proposal on record and lends nobody', async () => {
    const staff = await aPerson(server);
    const before = await factsOf(server, staff);

    const { secondment, violations } = await send('proposeSecondment', { ...TERM, staff, reference: '1/TTr' });

    expect(violations).toEqual([]);
    expect(secondment).toMatchObject({
      status: 'PROPOSED',
      home: { code: 'PC-718' },
      host: { code: 'BD-720' },
      period: { from: '2025-02-01', until: '2026-02-01' },
      onReturn: 'RETURN',
      steps: [{ step: 'PROPOSED', on: '2025-07-15', until: '2026-02-01', instrument: null, reference: '1/TTr' }],
    });
    expect(await factsOf(server, staff)).toEqual(before);
  });

  it('is told at once what the law would refuse later, and never of agreements, which are to come', async () => {
    const staff = await aPerson(server, { protected: true });

    const payload = await refused('proposeSecondment', {
      staff,
      host: 'BD-720',
      from: '2025-08-01',
      until: '2028-08-02',
      reference: ' ',
    });

    expect(told(payload)).toEqual([
      ['INPUT_INVALID', 'reference', null],
      ['SECONDMENT_TERM_EXCEEDED', 'until', '2028-08-01'],
      ['SECONDMENT_PROTECTED', 'staff', '2025-08-01'],
      ['SECONDMENT_RETURN_UNPLANNED', 'onReturn', '2025-08-01'],
    ]);
    expect(payload.violations[1].policy).toEqual({
      key: 'secondment.max',
      value: 'P3Y',
      instrument: { number: '170/2025/NĐ-CP' },
      article: 'Điều 26',
    });
  });

  it('is refused for who and what is not there, to the home itself, and for no days', async () => {
    const staff = await aPerson(server);
    const propose = async (input: object) =>
      told(await refused('proposeSecondment', { ...TERM, staff, reference: '1/TTr', ...input }));

    expect(await propose({ staff: 'NOBODY' })).toEqual([['NOT_FOUND', 'staff', null]]);
    expect(await propose({ host: 'NOWHERE' })).toEqual([['NOT_FOUND', 'host', '2025-02-01']]);
    expect(await propose({ host: 'PC-718' })).toEqual([['INPUT_INVALID', 'host', null]]);
    expect(await propose({ until: '2025-02-01' })).toEqual([['PERIOD_INVALID', 'until', '2025-02-01']]);
    expect(await propose({ from: '2024-09-30' })).toEqual([['FACT_OUTSIDE_EMPLOYMENT', 'from', '2024-09-30']]);
  });
});

describe('agreeSecondment', () => {
  it('takes the letter of each body; both make it agreed', async () => {
    const { id } = await proposed();

    const host = await send('agreeSecondment', { secondment: id, side: 'HOST', reference: '3/CV', on: '2025-07-01' });
    const both = await send('agreeSecondment', { secondment: id, side: 'HOME', reference: '2/CV' });

    expect(host.secondment).toMatchObject({ status: 'PROPOSED' });
    expect(both.secondment).toMatchObject({ status: 'AGREED', onReturn: 'RETURN' });
    expect(both.secondment.steps.slice(1)).toMatchObject([
      { step: 'AGREED_HOST', on: '2025-07-01', reference: '3/CV' },
      { step: 'AGREED_HOME', on: '2025-07-15', reference: '2/CV' },
    ]);
  });

  it('takes it once, and only where it says something', async () => {
    const { id } = await proposed();
    await done('agreeSecondment', { secondment: id, side: 'HOME', reference: '2/CV' });
    const agree = async (input: object) => told(await refused('agreeSecondment', { secondment: id, ...input }));

    expect(await agree({ side: 'HOME', reference: '4/CV' })).toEqual([['ALREADY_DONE', 'side', null]]);
    expect(await agree({ side: 'HOST', reference: '' })).toEqual([['INPUT_INVALID', 'reference', null]]);
  });

  it('that refuses rejects it, also after both agreed; nothing follows', async () => {
    const { id, staff } = await agreed();

    const { secondment } = await send('agreeSecondment', {
      secondment: id,
      side: 'HOME',
      agreed: false,
      reference: '5/CV',
    });

    expect(secondment).toMatchObject({ status: 'REJECTED' });
    const NOTHING = [['TRANSITION_INVALID', 'secondment', '2025-07-15']];
    const bare = { secondment: id, instrument: BY_PROVINCE };
    expect(told(await refused('decideSecondment', bare))).toEqual(NOTHING);
    expect(told(await refused('agreeSecondment', { secondment: id, side: 'HOST', reference: '6/CV' }))).toEqual([
      ['ALREADY_DONE', 'side', null],
    ]);
    expect(await whereabouts(server, staff, '2025-07-15')).toEqual([['PC-718', 'PC-718']]);
  });
});

describe('decideSecondment', () => {
  it('lends the person on the days proposed, by the letters of both bodies', async () => {
    const { id, staff } = await agreed();

    const payload = await send('decideSecondment', { secondment: id, instrument: BY_PROVINCE, on: '2025-01-20' });

    expect(payload.violations).toEqual([]);
    expect(payload.secondment).toMatchObject({ id, status: 'ACTIVE', onReturn: 'RETURN' });
    expect(payload.secondment.steps.at(-1)).toEqual({
      step: 'DECIDED',
      on: '2025-01-20',
      until: '2026-02-01',
      onReturn: 'RETURN',
      instrument: { number: BY_PROVINCE },
      reference: null,
    });
    expect(await whereabouts(server, staff, '2025-01-31', '2025-02-01', '2026-02-01')).toEqual([
      ['PC-718', 'PC-718'],
      ['PC-718', 'BD-720'],
      ['PC-718', 'PC-718'],
    ]);
  });

  it('may say anew what comes after it', async () => {
    const { id } = await agreed();
    const input = { secondment: id, instrument: BY_PROVINCE, onReturn: 'TRANSFER' };
    expect((await send('decideSecondment', input)).secondment).toMatchObject({ onReturn: 'TRANSFER' });
  });

  it('comes only after both bodies agreed, and tells whose letter is missing', async () => {
    const { id } = await proposed();
    await done('agreeSecondment', { secondment: id, side: 'HOME', reference: '2/CV' });

    const payload = await refused('decideSecondment', { secondment: id });

    expect(told(payload)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-07-15'],
      ['TRANSITION_INVALID', 'secondment', '2025-07-15'],
      ['SECONDMENT_CONSENT_MISSING', 'secondment', '2025-02-01'],
    ]);
    expect(payload.violations[2]).toMatchObject({ unit: { code: 'BD-720' } });
  });

  it('is asked again what may have changed since the proposal', async () => {
    const { id, staff } = await agreed();
    await carried(server, 'attestProtection', {
      staff,
      from: '2025-12-01',
      protected: true,
      instrument: BY_PROVINCE,
    });
    const other = await agreed();
    await lent({ from: '2025-06-01', host: 'BD-721' }, other.staff);

    expect(told(await refused('decideSecondment', { secondment: id, instrument: BY_PROVINCE }))).toEqual([
      ['SECONDMENT_PROTECTED', 'secondment', '2025-12-01'],
    ]);
    expect(told(await refused('decideSecondment', { secondment: other.id, instrument: BY_PROVINCE }))).toEqual([
      ['STAFF_WORKPLACE_OVERLAP', 'secondment', '2025-06-01'],
    ]);
  });

  it('is won by exactly one of two who decide at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, staff } = await agreed();

      const both = await Promise.all(
        [BY_PROVINCE, BY_DISTRICT].map((instrument) => send('decideSecondment', { secondment: id, instrument })),
      );

      const outcomes = both.map((one) => one.secondment?.status ?? told(one)[0]?.[0]);
      expect(outcomes.sort()).toEqual(['ACTIVE', 'TRANSITION_INVALID']);
      const { workplaces } = await factsOf(server, staff);
      expect(spans(workplaces)).toEqual([
        ['PC-718', '2024-10-01', null],
        ['BD-720', '2025-02-01', '2026-02-01'],
      ]);
    }
  });
});

describe('extendSecondment', () => {
  const extend = (id: string, input: object = {}) => ({
    secondment: id,
    until: '2027-02-01',
    onReturn: 'TRANSFER',
    instrument: BY_PROVINCE,
    ...LETTERS,
    ...input,
  });

  it('gives it a later end, by the letters of both bodies; what comes after it may be another', async () => {
    const { id, staff } = await lent();

    const payload = await send('extendSecondment', extend(id));

    expect(payload.violations).toEqual([]);
    expect(payload.secondment).toMatchObject({
      status: 'EXTENDED',
      period: { from: '2025-02-01', until: '2027-02-01' },
      onReturn: 'TRANSFER',
    });
    expect(payload.secondment.steps.at(-1)).toEqual({
      step: 'EXTENDED',
      on: '2025-07-15',
      until: '2027-02-01',
      onReturn: 'TRANSFER',
      instrument: { number: BY_PROVINCE },
      reference: '9/CV-PC; 10/CV-BD',
    });
    expect(await whereabouts(server, staff, '2026-02-01', '2027-01-31', '2027-02-01')).toEqual([
      ['PC-718', 'BD-720'],
      ['PC-718', 'BD-720'],
      ['PC-718', 'PC-718'],
    ]);
  });

  it('is counted from the first day of the secondment, however often it is extended', async () => {
    const { id } = await lent();
    await done('extendSecondment', extend(id));

    const tooLong = await refused('extendSecondment', extend(id, { until: '2028-02-02' }));
    const longest = await send('extendSecondment', extend(id, { until: '2028-02-01' }));

    expect(tooLong.violations).toMatchObject([
      {
        code: 'SECONDMENT_TERM_EXCEEDED',
        path: ['until'],
        on: '2028-02-01',
        policy: { value: 'P3Y', instrument: { number: '138/2020/NĐ-CP' }, article: 'Điều 27' },
      },
    ]);
    expect(longest.secondment).toMatchObject({ status: 'EXTENDED', period: { until: '2028-02-01' } });
    expect(longest.secondment.steps.filter(({ step }: Data) => step === 'EXTENDED')).toHaveLength(2);
  });

  it('comes while it is under way: not before, not after, and only to a later day', async () => {
    const { id } = await lent();
    const step = async (input: object) => told(await refused('extendSecondment', extend(id, input)));

    expect(await step({ on: '2025-01-31' })).toEqual([['TRANSITION_INVALID', 'secondment', '2025-01-31']]);
    expect(await step({ on: '2026-02-01' })).toEqual([['TRANSITION_INVALID', 'secondment', '2026-02-01']]);
    expect(await step({ until: '2026-02-01' })).toEqual([['PERIOD_INVALID', 'until', '2026-02-01']]);
    expect(await step({ until: '2025-02-01' })).toEqual([
      ['PERIOD_INVALID', 'until', '2025-02-01'],
      ['PERIOD_INVALID', 'until', '2025-02-01'],
    ]);
  });

  it('is refused without letters, plan and instrument, all at once', async () => {
    const { id } = await lent();
    const bare = { homeAgreement: null, hostAgreement: null, onReturn: null, instrument: null };

    expect(told(await refused('extendSecondment', extend(id, bare)))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-07-15'],
      ['SECONDMENT_CONSENT_MISSING', 'homeAgreement', '2025-02-01'],
      ['SECONDMENT_CONSENT_MISSING', 'hostAgreement', '2025-02-01'],
      ['SECONDMENT_RETURN_UNPLANNED', 'onReturn', '2025-02-01'],
    ]);
  });

  it('asks of protection on the days that are added, not on those that went by', async () => {
    const { id, staff } = await lent();
    const attest = (from: string, until: string) =>
      carried(server, 'attestProtection', { staff, from, until, protected: true, instrument: BY_PROVINCE });
    await attest('2025-03-01', '2025-06-01');
    await done('extendSecondment', extend(id, { until: '2026-08-01' }));
    await attest('2026-12-01', '2027-06-01');

    expect(told(await refused('extendSecondment', extend(id)))).toEqual([
      ['SECONDMENT_PROTECTED', 'secondment', '2026-12-01'],
    ]);
  });

  it('may not touch the next secondment', async () => {
    const { id, staff } = await lent();
    await lent({ host: 'BD-721', from: '2026-09-01', until: '2027-09-01' }, staff);

    expect(told(await refused('extendSecondment', extend(id)))).toEqual([
      ['STAFF_WORKPLACE_OVERLAP', 'until', '2026-09-01'],
    ]);
    expect(told(await send('extendSecondment', extend(id, { until: '2026-09-01' })))).toEqual([]);
  });

  it('follows the host where that was merged meanwhile', async () => {
    const { id, staff } = await lent(
      { host: 'BD-25747', until: '2025-09-01' },
      await aPerson(server, { payrollHome: 'PC-719' }),
    );

    const payload = await send('extendSecondment', extend(id, { until: '2025-12-01' }));

    expect(payload.violations).toEqual([]);
    expect(await whereabouts(server, staff, '2025-03-31', '2025-04-01', '2025-11-30', '2025-12-01')).toEqual([
      ['PC-719', 'BD-25747'],
      ['PC-719', 'BD-718'],
      ['PC-719', 'BD-718'],
      ['PC-719', 'PC-719'],
    ]);
  });
});

describe('recallSecondment', () => {
  it('ends it on an earlier day: from then on they work at home again, and it is over from that day', async () => {
    const { id, staff } = await lent();

    const payload = await send('recallSecondment', {
      secondment: id,
      on: '2025-09-01',
      reason: 'Thiếu người',
      instrument: BY_PROVINCE,
    });

    expect(payload.violations).toEqual([]);
    expect(payload.secondment).toMatchObject({
      status: 'RECALLED',
      period: { from: '2025-02-01', until: '2025-09-01' },
      daysLeft: 0,
    });
    expect(payload.secondment.steps.at(-1)).toMatchObject({
      step: 'RECALLED',
      on: '2025-09-01',
      until: '2025-09-01',
      reference: 'Thiếu người',
    });
    expect(await whereabouts(server, staff, '2025-08-31', '2025-09-01')).toEqual([
      ['PC-718', 'BD-720'],
      ['PC-718', 'PC-718'],
    ]);
    expect(await statusesOf(id, '2025-01-31', '2025-02-01', '2025-08-31', '2025-09-01', '2026-03-01')).toEqual([
      'DECIDED',
      'ACTIVE',
      'ACTIVE',
      'RECALLED',
      'RECALLED',
    ]);
  });

  it('before it began leaves no day of it', async () => {
    const { id, staff } = await lent({ from: '2025-09-01', until: '2026-09-01' });
    const before = await factsOf(server, await aPerson(server));

    const { secondment } = await send('recallSecondment', {
      secondment: id,
      on: '2025-08-01',
      reason: 'Thôi',
      instrument: BY_PROVINCE,
    });

    expect(secondment).toMatchObject({
      status: 'RECALLED',
      period: { from: '2025-09-01', until: '2025-09-01' },
      daysLeft: 0,
    });
    expect(spans((await factsOf(server, staff)).workplaces)).toEqual(spans(before.workplaces));
    expect(await statusesOf(id, '2025-07-31', '2025-08-01', '2025-10-01')).toEqual(['DECIDED', 'RECALLED', 'RECALLED']);
  });

  it('takes what the host assigned with it', async () => {
    const { id, staff } = await lent();
    await carried(server, 'assignStaff', {
      staff,
      unit: 'BD-720',
      counter: '3',
      from: '2025-03-01',
      until: '2026-01-01',
      decidedBy: 'BD-720',
      instrument: BY_PROVINCE,
    });

    await done('recallSecondment', { secondment: id, on: '2025-09-01', reason: 'Thôi', instrument: BY_PROVINCE });

    expect(spans((await factsOf(server, staff)).workplaces)).toEqual([
      ['PC-718', '2024-10-01', null],
      ['BD-720', '2025-02-01', '2025-09-01'],
      ['BD-720', '2025-03-01', '2025-09-01'],
    ]);
  });

  it('on its end or later is refused; so is one without reason or instrument', async () => {
    const { id } = await lent();
    const recall = async (input: object) =>
      told(
        await refused('recallSecondment', {
          secondment: id,
          on: '2025-09-01',
          reason: 'Thôi',
          instrument: BY_PROVINCE,
          ...input,
        }),
      );

    expect(await recall({ on: '2026-02-01' })).toEqual([
      ['TRANSITION_INVALID', 'secondment', '2026-02-01'],
      ['PERIOD_INVALID', 'on', '2026-02-01'],
    ]);
    expect(await recall({ reason: ' ', instrument: null })).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-09-01'],
      ['INPUT_INVALID', 'reason', null],
    ]);
  });

  it('is said once, and nothing follows it', async () => {
    const { id } = await lent();
    const recall = { secondment: id, on: '2025-09-01', reason: 'Thôi', instrument: BY_PROVINCE };
    await done('recallSecondment', recall);

    expect(told(await refused('recallSecondment', { ...recall, on: '2025-08-01' }))).toEqual([
      ['TRANSITION_INVALID', 'secondment', '2025-08-01'],
    ]);
    expect(told(await refused('endSecondment', { secondment: id, on: '2025-08-01', outcome: 'RETURN' }))).toEqual([
      ['TRANSITION_INVALID', 'secondment', '2025-08-01'],
    ]);
  });
});

describe('endSecondment', () => {
  const end = (id: string, input: object) => ({ secondment: id, on: '2025-09-01', instrument: BY_PROVINCE, ...input });

  it('by RETURN brings the person home from that day on', async () => {
    const { id, staff } = await lent();

    const payload = await send('endSecondment', end(id, { outcome: 'RETURN', instrument: null }));

    expect(payload.violations).toEqual([]);
    expect(payload.secondment).toMatchObject({
      status: 'RETURNED',
      onReturn: 'RETURN',
      period: { from: '2025-02-01', until: '2025-09-01' },
    });
    expect(await whereabouts(server, staff, '2025-08-31', '2025-09-01')).toEqual([
      ['PC-718', 'BD-720'],
      ['PC-718', 'PC-718'],
    ]);
    expect(await statusesOf(id, '2025-08-31', '2025-09-01')).toEqual(['ACTIVE', 'RETURNED']);
  });

  it('by RETURN may be said after its last day: until then it is only over', async () => {
    const { id } = await lent({ until: '2025-05-01' });
    expect(await statusesOf(id, '2025-04-30', '2025-05-01')).toEqual(['ACTIVE', 'ENDED']);

    await done('endSecondment', end(id, { outcome: 'RETURN', on: '2025-06-01' }));

    expect(await statusesOf(id, '2025-04-30', '2025-05-31', '2025-06-01')).toEqual(['ACTIVE', 'ENDED', 'RETURNED']);
    expect((await seenOn(id, '2025-07-15')).period).toEqual({ from: '2025-02-01', until: '2025-05-01' });
  });

  it('by EXTEND is an extension, by the same rules', async () => {
    const { id } = await lent();
    const longer = { outcome: 'EXTEND', until: '2026-08-01', ...LETTERS, onReturn: 'RETURN' };

    const bare = await refused('endSecondment', end(id, { outcome: 'EXTEND', until: '2028-08-01' }));
    const payload = await send('endSecondment', end(id, longer));

    expect(told(bare)).toEqual([
      ['SECONDMENT_CONSENT_MISSING', 'homeAgreement', '2025-02-01'],
      ['SECONDMENT_CONSENT_MISSING', 'hostAgreement', '2025-02-01'],
      ['SECONDMENT_TERM_EXCEEDED', 'until', '2028-02-01'],
      ['SECONDMENT_RETURN_UNPLANNED', 'onReturn', '2025-02-01'],
    ]);
    expect(payload.secondment).toMatchObject({ status: 'EXTENDED', period: { until: '2026-08-01' } });
  });

  it('by EXTEND names the new end', async () => {
    const { id } = await lent();
    const input = { outcome: 'EXTEND', ...LETTERS, onReturn: 'RETURN' };
    expect(told(await refused('endSecondment', end(id, input)))).toEqual([['PERIOD_INVALID', 'until', '2025-09-01']]);
  });

  it('by TRANSFER makes the host the home: counted there from that day on, and no longer lent', async () => {
    const category = 'CONTRACT';
    const staff = await aPerson(server, { payrollHome: 'PC-719', category });
    const { id } = await lent({ host: 'BD-722' }, staff);

    const payload = await send('endSecondment', end(id, { outcome: 'TRANSFER' }));

    expect(payload.violations).toEqual([]);
    expect(payload.secondment).toMatchObject({ status: 'RETURNED', onReturn: 'TRANSFER' });
    const { payroll, workplaces } = await factsOf(server, staff);
    expect(spans(payroll)).toEqual([
      ['PC-719', '2024-10-01', '2025-09-01'],
      ['BD-722', '2025-09-01', null],
    ]);
    expect(spans(workplaces)).toEqual([
      ['PC-719', '2024-10-01', '2025-09-01'],
      ['BD-722', '2025-02-01', '2025-09-01'],
      ['BD-722', '2025-09-01', null],
    ]);
    const { staff: person } = await server.query(
      `{ staff(code: "${staff}", asOf: "2025-09-01") { secondment { id } transfers { status toUnit { code } } } }`,
    );
    expect(person).toEqual({ secondment: null, transfers: [{ status: 'EFFECTIVE', toUnit: { code: 'BD-722' } }] });
    const { capacity } = await server.query(
      `{ capacity(unit: "BD-722", from: "2025-09-01", until: "2026-01-01") { secondedIn rows { category payrollPeak } } }`,
    );
    expect(capacity.secondedIn).toBe(0);
    expect(capacity.rows).toContainEqual({ category, payrollPeak: 1 });
  });

  it('by TRANSFER keeps the rules of a transfer: window, decider, instrument, and the ceiling of the host', async () => {
    const category = 'PUBLIC_EMPLOYEE';
    await aCeiling(server, { unit: 'BD-723', ceiling: 0, category });
    const { id } = await lent({ host: 'BD-723', until: '2027-02-01' }, await aPerson(server, { category }));
    const transfer = (input: object) => refused('endSecondment', end(id, { outcome: 'TRANSFER', ...input }));

    const full = await transfer({});
    const late = await transfer({ on: '2026-02-01', decidedBy: 'PC-718' });
    const bare = await transfer({ instrument: null });
    const unknown = await transfer({ decidedBy: 'NADA', on: '2026-02-01' });

    expect(full.violations).toMatchObject([
      {
        code: 'HEADCOUNT_CEILING_EXCEEDED',
        path: ['outcome'],
        on: '2025-09-01',
        unit: { code: 'BD-723' },
        ceiling: 0,
        counted: 1,
      },
    ]);
    expect(told(late)).toEqual([
      ['TRANSFER_WINDOW_CLOSED', 'outcome', '2026-02-01'],
      ['TRANSFER_MANAGER_MISMATCH', 'outcome', '2026-02-01'],
    ]);
    expect(told(bare)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-09-01'],
      ['HEADCOUNT_CEILING_EXCEEDED', 'outcome', '2025-09-01'],
    ]);
    expect(told(unknown)).toEqual([
      ['NOT_FOUND', 'decidedBy', null],
      ['TRANSFER_WINDOW_CLOSED', 'outcome', '2026-02-01'],
    ]);
    expect(await statusesOf(id, '2025-09-01')).toEqual(['ACTIVE']);
  });

  it('by TRANSFER leaves no day between: on the last day at the latest', async () => {
    const { id } = await lent();
    expect(told(await refused('endSecondment', end(id, { outcome: 'TRANSFER', on: '2026-02-02' })))).toContainEqual([
      'PERIOD_INVALID',
      'on',
      '2026-02-02',
    ]);
    const other = await lent({ until: '2025-12-01' });
    expect(told(await send('endSecondment', end(other.id, { outcome: 'TRANSFER', on: '2025-12-01' })))).toEqual([]);
    expect(await whereabouts(server, other.staff, '2025-11-30', '2025-12-01')).toEqual([
      ['PC-718', 'BD-720'],
      ['BD-720', 'BD-720'],
    ]);
  });

  it('before it began is refused, and so is a second end', async () => {
    const { id } = await lent();
    const early = await refused('endSecondment', end(id, { outcome: 'RETURN', on: '2025-01-31' }));
    await done('endSecondment', end(id, { outcome: 'RETURN' }));
    const again = await refused('endSecondment', end(id, { outcome: 'TRANSFER' }));

    expect(told(early)).toEqual([['TRANSITION_INVALID', 'secondment', '2025-01-31']]);
    expect(told(again)).toEqual([['TRANSITION_INVALID', 'secondment', '2025-09-01']]);
  });

  it('is won by exactly one of two who end it at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { id, staff } = await lent();

      const both = await Promise.all([
        send('endSecondment', end(id, { outcome: 'TRANSFER' })),
        send('recallSecondment', end(id, { reason: 'Thôi' })),
      ]);

      expect(both.filter(({ secondment }) => secondment !== null)).toHaveLength(1);
      const [[home]] = (await whereabouts(server, staff, '2025-09-01')) as [string[]];
      expect(home).toBe(both[0].secondment ? 'BD-720' : 'PC-718');
    }
  });
});

describe('secondmentsEnding', () => {
  const LIST = 'totalCount nodes { staff { code } status } pageInfo { hasNextPage endCursor }';
  const ending = async (args: string) =>
    (await server.query(`{ secondmentsEnding(${args}) { ${LIST} } }`)).secondmentsEnding;
  const codes = ({ nodes }: Data): string[] => nodes.map(({ staff }: Data) => staff.code);
  /** Lent in Hanoi, where no other test lends anybody. */
  const lentInHanoi = async (until: string, input: object = {}) => {
    const staff = await aPerson(server, { payrollHome: 'HN-B01', from: '2025-01-10' });
    return lent({ host: 'HN-B02', until, ...input }, staff);
  };

  it('lists those that end before a day, soonest first, page by page', async () => {
    const third = await lentInHanoi('2025-12-01');
    const first = await lentInHanoi('2025-10-01');
    const second = await lentInHanoi('2025-11-30');
    const fourth = await lentInHanoi('2025-12-01');
    const inOrder = [first, second, third, fourth].map(({ staff }) => staff);

    const all = await ending('before: "2025-12-02", unit: "HN"');
    const page = await ending('before: "2025-12-02", unit: "HN", first: 3');
    const rest = await ending(`before: "2025-12-02", unit: "HN", first: 3, after: "${page.pageInfo.endCursor}"`);

    expect([all.totalCount, codes(all)]).toEqual([4, inOrder]);
    expect(all.nodes[0]).toEqual({ staff: { code: first.staff }, status: 'ACTIVE' });
    expect(codes(await ending('before: "2025-12-01", unit: "HN"'))).toEqual(inOrder.slice(0, 2));
    expect([page.totalCount, codes(page), page.pageInfo.hasNextPage]).toEqual([4, inOrder.slice(0, 3), true]);
    expect([codes(rest), rest.pageInfo.hasNextPage]).toEqual([inOrder.slice(3), false]);
  });

  it('is asked of a home or a host, with the units below it', async () => {
    const { staff } = await lentInHanoi('2026-02-01', { host: 'HN-B03', from: '2025-04-01' });
    const of = async (unit: string) => codes(await ending(`before: "2026-02-02", unit: "${unit}", first: 100`));

    expect(await of('HN-B03')).toEqual([staff]);
    expect(await of('HN-B01')).toContain(staff);
    expect(await of('PC-01')).toContain(staff);
    expect(await of('HN-B02')).not.toContain(staff);
    expect(await of('BD')).not.toContain(staff);
    expect(await of('NOWHERE')).toEqual([]);
  });

  it('lists an extended one by its new end, and none that has ended, was ended, or was only proposed', async () => {
    const host = 'HN-B04';
    const parts = { host, from: '2025-04-01' };
    const extended = await lentInHanoi('2025-09-01', parts);
    await done('extendSecondment', {
      secondment: extended.id,
      until: '2025-10-01',
      onReturn: 'RETURN',
      instrument: BY_PROVINCE,
      ...LETTERS,
    });
    await lentInHanoi('2025-07-01', parts);
    const lastDay = await lentInHanoi('2025-07-16', parts);
    await lentInHanoi('2025-07-15', parts);
    const recalled = await lentInHanoi('2025-09-01', parts);
    await done('recallSecondment', {
      secondment: recalled.id,
      on: '2025-08-01',
      reason: 'Thôi',
      instrument: BY_PROVINCE,
    });
    const returned = await lentInHanoi('2025-09-01', parts);
    await done('endSecondment', { secondment: returned.id, on: '2025-08-01', outcome: 'RETURN' });
    const staff = await aPerson(server, { payrollHome: 'HN-B01', from: '2025-01-10' });
    await done('proposeSecondment', { ...TERM, ...parts, until: '2025-09-01', staff, reference: '1/TTr' });

    const until = async (day: string) => codes(await ending(`before: "${day}", unit: "${host}"`));

    expect(await until('2025-10-01')).toEqual([lastDay.staff]);
    expect(await until('2025-10-02')).toEqual([lastDay.staff, extended.staff]);
  });

  it('lists once whose host was merged meanwhile', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-719' });
    await lent({ host: 'BD-25822', until: '2025-09-01' }, staff);

    const found = await ending('before: "2025-09-02", unit: "PC-719", asOf: "2025-03-01"');

    expect(codes(found).filter((code) => code === staff)).toEqual([staff]);
  });

  it('answers as was known, in one statement however many there are', async () => {
    const then = new Date().toISOString();
    const { staff } = await lentInHanoi('2025-08-20');
    const count = async (args: string) => {
      const { statements, result } = await statementsOf(server, () => ending(args));
      return { statements: statements.length, codes: codes(result) };
    };

    const now = await count('before: "2025-08-21", unit: "HN"');
    const was = await count(`before: "2025-08-21", unit: "HN", knownAt: "${then}"`);

    expect(now.codes).toContain(staff);
    expect(was.codes).not.toContain(staff);
    expect([now.statements, was.statements]).toEqual([1, 1]);
  });
});

describe('a step on what is not there', () => {
  const STEPS: [string, object][] = [
    ['agreeSecondment', { side: 'HOME', reference: '1/CV' }],
    ['decideSecondment', { instrument: BY_PROVINCE }],
    ['extendSecondment', { until: '2027-02-01', instrument: BY_PROVINCE }],
    ['recallSecondment', { on: '2025-09-01', reason: 'Thôi', instrument: BY_PROVINCE }],
    ['endSecondment', { on: '2025-09-01', outcome: 'RETURN' }],
  ];
  const NONE = [['NOT_FOUND', 'secondment', null]];

  it.each(STEPS)('%s is refused: an unknown id, one of another type, one that is none', async (verb, input) => {
    const staff = await aPerson(server);
    const { id } = (await server.query(`{ staff(code: "${staff}") { id } }`)).staff;

    expect(told(await refused(verb, { secondment: globalId('Secondment', 999_999), ...input }))).toEqual(NONE);
    expect(told(await refused(verb, { secondment: id, ...input }))).toEqual(NONE);
    expect(told(await refused(verb, { secondment: 'nonsense', ...input }))).toEqual(NONE);
  });
});
