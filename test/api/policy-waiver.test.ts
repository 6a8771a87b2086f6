import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-02-10' });

afterAll(() => server.close());

const refused = (act: () => Promise<Data>) => withoutWriting(server.databaseUrl, act);
const WAIVER =
  'waiver { id code inForce daysLeft period { from until } plan phase gate unit { code } uses { verb subject } }';
const grant = (no: number, input: object) =>
  sendVerb(
    server,
    'grantWaiver',
    { instrument: `${no}/QD`, reason: 'Cần gấp', from: '2025-02-01', until: '2025-03-01', ...input },
    { show: WAIVER },
  );

describe('waivers', () => {
  it('burn down: how many are in force, and how many are left from which day', async () => {
    const { plan } = await aTrainingPlan(server, 33);
    await grant(33, { code: 'NAME_FROZEN', plan, until: '2025-02-20' });
    await grant(33, { code: 'NAME_FROZEN', plan, phase: 1, until: '2025-03-01' });
    await grant(33, {
      code: 'PHASE_GATE_UNMET',
      plan,
      phase: 1,
      gate: 'HEARD',
      from: '2025-01-01',
      until: '2025-02-01',
    });

    const { waivers } = await server.query(`{ waivers(plan: "T33") {
      inForce burnDown { on left } nodes { code inForce daysLeft period { from until } } } }`);

    expect(waivers.inForce).toBe(2);
    expect(waivers.burnDown).toEqual([
      { on: '2025-02-20', left: 1 },
      { on: '2025-03-01', left: 0 },
    ]);
    expect(waivers.nodes.map((w: Data) => [w.code, w.inForce, w.daysLeft])).toEqual([
      ['PHASE_GATE_UNMET', false, 0],
      ['NAME_FROZEN', true, 10],
      ['NAME_FROZEN', true, 19],
    ]);
  });

  it('are refused without instrument, scope, reason or end, for rules that stand, and for what is not there', async () => {
    await aTrainingPlan(server, 34);
    const asked = async (input: object) =>
      told(await refused(() => grant(34, { code: 'NAME_FROZEN', plan: 'T34', ...input })));

    expect(await asked({ instrument: null })).toEqual([['INSTRUMENT_REQUIRED', 'instrument', '2025-02-01']]);
    expect(await asked({ plan: null })).toEqual([['INPUT_INVALID', 'unit', null]]);
    expect(await asked({ plan: null, unit: 'T34', phase: 1 })).toEqual([['INPUT_INVALID', 'unit', null]]);
    expect(await asked({ reason: ' ' })).toEqual([['INPUT_INVALID', 'reason', null]]);
    expect(await asked({ until: '2025-02-01' })).toEqual([['PERIOD_INVALID', 'until', '2025-02-01']]);
    expect(await asked({ code: 'UNIT_CYCLE' })).toEqual([['INPUT_INVALID', 'code', null]]);
    expect(await asked({ plan: 'GONE', unit: 'GONE', approvedBy: 'GONE' })).toEqual([
      ['NOT_FOUND', 'unit', null],
      ['NOT_FOUND', 'approvedBy', null],
      ['NOT_FOUND', 'plan', null],
    ]);
    expect(await asked({ phase: 9 })).toEqual([['NOT_FOUND', 'phase', null]]);
    expect(await asked({ phase: 1, gate: 'GONE' })).toEqual([['NOT_FOUND', 'gate', null]]);
  });
});

describe('setPolicy', () => {
  const set = (input: object) =>
    sendVerb(
      server,
      'setPolicy',
      { key: 'deputies.max', value: '2', unit: 'T40', from: '2025-02-01', instrument: '40/KH', ...input },
      { show: 'policy { key value confirmed article scope { code } period { from until } instrument { number } }' },
    );
  const believed = async (asOf: string) =>
    (
      await server.query(
        `{ policies(plan: "T40", key: "deputies.max", asOf: "${asOf}") { value period { from until } } }`,
      )
    ).policies;

  it('sets a value from a day on: the one until then ends, the one set for later stays', async () => {
    await aTrainingPlan(server, 40);

    const first = await set({ article: 'Điều 3', confirmed: true });
    await set({ value: '5', from: '2025-06-01' });
    await set({ value: '3', from: '2025-03-01' });

    expect(first.policy).toEqual({
      key: 'deputies.max',
      value: '2',
      confirmed: true,
      article: 'Điều 3',
      scope: { code: 'T40' },
      period: { from: '2025-02-01', until: null },
      instrument: { number: '40/KH' },
    });
    expect(await Promise.all(['2025-01-31', '2025-02-28', '2025-05-31', '2025-06-01'].map(believed))).toEqual([
      [],
      [{ value: '2', period: { from: '2025-02-01', until: '2025-03-01' } }],
      [{ value: '3', period: { from: '2025-03-01', until: '2025-06-01' } }],
      [{ value: '5', period: { from: '2025-06-01', until: null } }],
    ]);
  });

  it('replaces a value from its own first day, and the one before it is still known as of then', async () => {
    await aTrainingPlan(server, 41);
    const policy = { unit: 'T41', key: 'kpi.satisfaction', instrument: '41/KH' };
    await set({ ...policy, value: '90' });
    const then = new Date().toISOString();
    await set({ ...policy, value: '95' });

    const { now, was } = await server.query(`{ now: policies(plan: "T41", key: "kpi.satisfaction") { value }
      was: policies(plan: "T41", key: "kpi.satisfaction", knownAt: "${then}") { value } }`);

    expect([now, was]).toEqual([[{ value: '95' }], [{ value: '90' }]]);
  });

  it('is refused without instrument, for an unknown key or unit, a value not of its form, and days that end before', async () => {
    const asked = async (input: object) => told(await refused(() => set(input)));

    expect(await asked({ instrument: null })).toEqual([['INSTRUMENT_REQUIRED', 'instrument', '2025-02-01']]);
    expect(await asked({ key: 'deputies.min' })).toEqual([['NOT_FOUND', 'key', '2025-02-01']]);
    expect((await refused(() => set({ key: 'deputies.min' }))).violations[0].message).toBe(
      'deputies.min was not found; there are deputies.max, deputies.average.max.',
    );
    expect(await asked({ value: 'two', unit: 'GONE', until: '2025-01-31' })).toEqual([
      ['INPUT_INVALID', 'value', '2025-02-01'],
      ['NOT_FOUND', 'unit', null],
      ['PERIOD_INVALID', 'until', '2025-01-31'],
    ]);
  });
});
