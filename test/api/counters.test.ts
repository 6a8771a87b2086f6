import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { aCounter, COUNTER, countersOf, sendCounterVerb } from '../support/counter-verbs.ts';
import { forget } from '../support/forget.ts';
import { carried, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { anAssignment, aPerson, sendStaffVerb } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

// A Thursday.
const server = await startApiServer({ today: '2025-05-15' });
await forget(server, 'counter_version');
const refused = (verb: string, input: object): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => sendCounterVerb(server, verb, input));
const require = (key: string, unit: string) =>
  carried(server, 'setPolicy', { key, value: 'true', from: '2025-04-01', unit, instrument: PLAN_29, article: 'II' });

afterAll(() => server.close());

describe('openCounter', () => {
  it('opens a counter from Monday to Friday at a unit', async () => {
    const input = { unit: 'HN-B01', label: ' Quầy 1 ', kind: 'NON_BOUNDARY', from: '2025-04-01', instrument: PLAN_29 };

    expect(await sendCounterVerb(server, 'openCounter', input)).toEqual({
      counter: {
        id: expect.any(String),
        unit: { code: 'HN-B01' },
        label: 'Quầy 1',
        kind: 'NON_BOUNDARY',
        weekdays: [1, 2, 3, 4, 5],
        period: { from: '2025-04-01', until: null },
        open: true,
        assumed: false,
        instrument: { number: PLAN_29 },
      },
      violations: [],
      rehearsed: false,
    });
  });

  it('is refused where the unit has one of that label on the day, whatever the case', async () => {
    await aCounter(server, { unit: 'HN-B02', from: '2025-05-01' });

    const payload = await refused('openCounter', {
      unit: 'HN-B02',
      label: 'QUẦY 1',
      kind: 'PRIORITY',
      from: '2025-04-01',
    });

    expect(told(payload)).toEqual([['COUNTER_OVERLAP', 'label', '2025-05-01']]);
    expect(payload.violations[0].message).toBe('HN-B02 already has a counter "QUẦY 1" on 2025-05-01.');
  });

  it('is refused outside the life of the unit, and on no weekday', async () => {
    const early = { unit: 'HN-B03', label: 'A', kind: 'STANDARD', from: '2025-03-31', weekdays: [1, 1] };

    expect(told(await refused('openCounter', early))).toEqual([
      ['INPUT_INVALID', 'weekdays', null],
      ['FACT_OUTSIDE_UNIT', 'unit', '2025-03-31'],
    ]);
    expect(told(await refused('openCounter', { ...early, weekdays: [], until: '2025-03-31' }))).toEqual([
      ['INPUT_INVALID', 'weekdays', null],
      ['PERIOD_INVALID', 'until', '2025-03-31'],
    ]);
  });

  it('writes nothing where it is rehearsed', async () => {
    const input = { unit: 'HN-B03', label: 'A', kind: 'STANDARD', from: '2025-05-01', rehearse: true };

    const payload = await withoutWriting(server.databaseUrl, () => sendCounterVerb(server, 'openCounter', input));

    expect([payload.counter.label, payload.rehearsed]).toEqual(['A', true]);
  });
});

describe('openCounters', () => {
  const entry = (unit: string, label: string, more: object = {}) => ({
    unit,
    label,
    kind: 'STANDARD',
    from: '2025-04-01',
    ...more,
  });

  it('tells everything that stands in the way at once, and opens none', async () => {
    const counters = [
      entry('HN-B05', 'A'),
      entry('GONE', 'A'),
      entry('HN-B05', 'a'),
      entry('HN-B05', 'B', { weekdays: [8] }),
    ];

    expect(told(await refused('openCounters', { counters }))).toEqual([
      ['NOT_FOUND', 'counters.1.unit', null],
      ['INPUT_INVALID', 'counters.3.weekdays', null],
      ['COUNTER_OVERLAP', 'counters.2.label', '2025-04-01'],
    ]);
    expect(told(await refused('openCounters', { counters: [] }))).toEqual([['INPUT_INVALID', 'counters', null]]);
  });

  it('sends 10 statements, however many they are', async () => {
    const open = (unit: string, count: number) =>
      statementsOf(server, () =>
        sendCounterVerb(server, 'openCounters', {
          counters: Array.from({ length: count }, (_, index) => entry(unit, `Quầy ${index + 1}`)),
        }),
      );

    const [one, many] = [await open('HN-B06', 1), await open('HN-B07', 200)];

    expect([one.result.counters.length, many.result.counters.length]).toEqual([1, 200]);
    expect(many.result.counters[199].label).toBe('Quầy 200');
    expect([one.statements.length, many.statements.length]).toEqual([10, 10]);
  });
});

describe('changeCounter', () => {
  it('changes what a counter is from a day on, and keeps what it was', async () => {
    const counter = await aCounter(server, { unit: 'HN-B08' });

    const changed = await sendCounterVerb(
      server,
      'changeCounter',
      { counter, on: '2025-05-10', kind: 'COMBINED', weekdays: [6, 1] },
      { show: `${COUNTER} history { kind weekdays period { from until } event { id } }` },
    );

    expect(changed).toMatchObject({
      violations: [],
      counter: {
        id: counter,
        kind: 'COMBINED',
        open: true,
        history: [
          {
            kind: 'STANDARD',
            weekdays: [1, 2, 3, 4, 5],
            period: { from: '2025-04-01', until: '2025-05-10' },
            event: null,
          },
          { kind: 'COMBINED', weekdays: [1, 6], period: { from: '2025-05-10', until: null }, event: null },
        ],
      },
    });
  });

  it('is refused where it says nothing, where the label is taken, and on a day without the counter', async () => {
    const counter = await aCounter(server, { unit: 'HN-B09', until: '2025-07-01' });
    await aCounter(server, { unit: 'HN-B09', label: 'Quầy 2' });

    expect(told(await refused('changeCounter', { counter, on: '2025-05-01' }))).toEqual([['INPUT_INVALID', '', null]]);
    expect(told(await refused('changeCounter', { counter, on: '2025-05-01', label: 'Quầy 2' }))).toEqual([
      ['COUNTER_OVERLAP', 'label', '2025-05-01'],
    ]);
    expect(told(await refused('changeCounter', { counter, on: '2025-07-01', label: 'C' }))).toEqual([
      ['PERIOD_INVALID', 'on', '2025-07-01'],
    ]);
    expect(told(await refused('changeCounter', { counter: 'x', on: '2025-07-01', label: 'C' }))).toEqual([
      ['NOT_FOUND', 'counter', null],
    ]);
  });

  it('keeps the last counter of a kind that a policy asks for, unless waived', async () => {
    await require('counter.priority.required', 'HN-B10');
    const counter = await aCounter(server, { unit: 'HN-B10', kind: 'COMBINED' });
    const change = { counter, on: '2025-05-20', kind: 'NON_BOUNDARY' };

    const payload = await refused('changeCounter', change);

    expect(payload.violations).toMatchObject([
      {
        code: 'COUNTER_REQUIRED',
        path: ['kind'],
        on: '2025-05-20',
        unit: { code: 'HN-B10' },
        message: 'HN-B10 must have a counter of kind PRIORITY on 2025-05-20.',
        policy: { key: 'counter.priority.required', value: 'true', instrument: { number: PLAN_29 }, article: 'II' },
        waivable: true,
      },
    ]);
    await carried(server, 'grantWaiver', {
      code: 'COUNTER_REQUIRED',
      unit: 'HN',
      from: '2025-05-01',
      until: '2025-06-01',
      reason: 'Sửa chữa',
      instrument: PLAN_29,
    });
    const waived = await sendCounterVerb(server, 'changeCounter', change);
    expect(waived.violations).toMatchObject([{ code: 'COUNTER_REQUIRED', severity: 'WARNING' }]);
    expect(waived.counter.kind).toBe('NON_BOUNDARY');
  });
});

describe('closeCounter', () => {
  it('closes a counter; what it was stays readable', async () => {
    const counter = await aCounter(server, { unit: 'HN-B11' });
    await aCounter(server, { unit: 'HN-B11', label: 'Quầy 2' });

    const closed = await sendCounterVerb(server, 'closeCounter', { counter, on: '2025-05-15', reason: 'Ít hồ sơ' });

    expect(closed).toMatchObject({
      violations: [],
      counter: { id: counter, open: false, period: { from: '2025-04-01', until: '2025-05-15' } },
    });
    expect((await countersOf(server, 'HN-B11', '2025-05-15')).map(([, label]) => label)).toEqual(['Quầy 2']);
    expect((await countersOf(server, 'HN-B11', '2025-05-14')).map(([, label]) => label)).toEqual(['Quầy 1', 'Quầy 2']);
    expect(told(await refused('closeCounter', { counter, on: '2025-06-01' }))).toEqual([
      ['PERIOD_INVALID', 'on', '2025-06-01'],
    ]);
  });

  it('is refused for the last one open where the unit receives, with the territories, unless one is open below it', async () => {
    const counter = await aCounter(server, { unit: 'HN-B12' });

    const payload = await refused('closeCounter', { counter, on: '2025-06-01' });

    expect(told(payload)).toEqual(['001', '002', '006'].map(() => ['SERVICE_INTERRUPTED', 'counter', '2025-06-01']));
    expect(payload.violations[0]).toMatchObject({
      unit: { code: 'HN-B12' },
      territory: { code: '001' },
      waivable: true,
      message: 'No counter is open for territory 001 from 2025-06-01 (HN-B12 receives for it).',
    });
    const { units } = await server.query('{ units(under: "HN-B12", first: 1) { nodes { code } } }');
    await aCounter(server, { unit: units.nodes[0].code });
    expect(told(await sendCounterVerb(server, 'closeCounter', { counter, on: '2025-06-01' }))).toEqual([]);
  });

  it('is refused from the day on which another is to close', async () => {
    const [first, second] = [
      await aCounter(server, { unit: 'HN-B05' }),
      await aCounter(server, { unit: 'HN-B05', label: 'Quầy 2' }),
    ];
    await sendCounterVerb(server, 'closeCounter', { counter: second, on: '2025-07-01', reason: 'Ít hồ sơ' });

    const days = told(await refused('closeCounter', { counter: first, on: '2025-06-01' })).map(([code, , on]) => [
      code,
      on,
    ]);

    expect(new Set(days.map(String))).toEqual(new Set(['SERVICE_INTERRUPTED,2025-07-01']));
  });

  it('is refused on its first day', async () => {
    const counter = await aCounter(server, { unit: 'HN-B04' });

    expect(told(await refused('closeCounter', { counter, on: '2025-04-01' }))).toEqual([
      ['PERIOD_INVALID', 'on', '2025-04-01'],
    ]);
  });
});

describe('counters are read', () => {
  it('with those who are placed at them, from both sides', async () => {
    await aCounter(server, { unit: 'HN-00109', label: 'Quầy 3', from: '2025-01-01' });
    const staff = await aPerson(server);
    await anAssignment(server, { staff, unit: 'HN-00109', counter: 'quầy 3', from: '2025-05-01' });

    const { unit, counters } = await server.query(`{
      unit(code: "HN-00109") { counters { label staff { code } } none: counters(kind: PRIORITY) { id } }
      counters(under: "HN-B02", kind: STANDARD) { totalCount nodes { unit { code } label } }
    }`);

    expect(unit).toEqual({ counters: [{ label: 'Quầy 3', staff: [{ code: staff }] }], none: [] });
    expect(counters).toEqual({
      totalCount: 2,
      nodes: [
        { unit: { code: 'HN-00109' }, label: 'Quầy 3' },
        { unit: { code: 'HN-B02' }, label: 'Quầy 1' },
      ],
    });
  });

  it('by an assignment, which is warned where it names none of those there are', async () => {
    const staff = await aPerson(server);
    const assigned = await sendStaffVerb(
      server,
      'assignStaff',
      { staff, unit: 'HN-00109', counter: 'Quầy 9', from: '2025-05-01' },
      { show: 'assignment { id counter atCounter { id } }' },
    );

    expect(assigned.violations).toMatchObject([
      { code: 'NOT_FOUND', severity: 'WARNING', path: ['counter'], message: 'Quầy 9 was not found.' },
    ]);
    expect(assigned.assignment).toMatchObject({ counter: 'Quầy 9', atCounter: null });
    const counter = await aCounter(server, { unit: 'HN-00109', label: 'Quầy 9', from: '2025-05-10' });
    const { node } = await server.query(
      'query ($id: ID!) { node(id: $id) { ... on Assignment { atCounter { id } } } }',
      {
        id: assigned.assignment.id,
      },
    );
    expect(node.atCounter).toEqual({ id: counter });
  });

  it('by their ids, on days on which they are there', async () => {
    const id = await aCounter(server, { unit: 'HN', label: 'Hỗ trợ', from: '2025-05-01' });
    const read = (asOf: string) =>
      server.query(
        'query ($id: ID!, $asOf: Date!) { node(id: $id, asOf: $asOf) { __typename ... on Counter { open } } }',
        { id, asOf },
      );

    expect([await read('2025-04-30'), await read('2025-05-02'), await read('2025-05-03')]).toEqual([
      { node: null },
      { node: { __typename: 'Counter', open: true } },
      { node: { __typename: 'Counter', open: false } },
    ]);
  });

  it('in one statement, for one as for fifty', async () => {
    const ask = (first: number) =>
      statementsOf(server, () =>
        server.query(
          `{ counters(under: "HN", first: ${first}) { nodes { label unit { code } staff { code } history { kind } } } }`,
        ),
      );

    const [one, fifty] = [await ask(1), await ask(50)];

    expect([one.result.counters.nodes.length, fifty.result.counters.nodes.length]).toEqual([1, 50]);
    expect([one.statements.length, fifty.statements.length]).toEqual([1, 1]);
  });
});
