import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/day.ts';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { ServiceScene } from '../support/service-scene.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan, startFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-07-15' });
const scene = new ServiceScene(server);

beforeAll(() => scene.begin());

afterAll(() => server.close());

async function kpisOf(root: string, args = 'from: "2025-07-01", until: "2025-08-01"'): Promise<Data> {
  const { kpis } = await server.query(`{ kpis(root: "${root}", ${args}) {
    root { code } period { from until } days
    measures { kind numerator denominator percent target atLeast met policy { key value instrument { number } } } } }`);
  return kpis;
}

/** Measures as `kind numerator/denominator = percent, target, met`. */
const brief = ({ measures }: Data) =>
  measures.map(
    ({ kind, numerator, denominator, percent, target, atLeast, met }: Data) =>
      `${kind} ${numerator}/${denominator} = ${percent}, ${atLeast ? '≥' : '≤'} ${target}: ${met}`,
  );

/** So many days in a row. */
const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(first, index));

const FIGURES = {
  received: 200,
  resolvedOnTime: 150,
  late: 10,
  supplementAsked: 4,
  withdrawn: 2,
  digitized: 200,
  archived: 156,
  published: 160,
  surveyed: 30,
  satisfied: 29,
};

describe('kpis', () => {
  it('add up to more than an Int holds', async () => {
    const { center, a, b } = await scene.aCenter();
    const most = { received: 0, resolvedOnTime: 999_999, late: 999_999, archived: 999_999 };
    const days = daysFrom('2024-01-01', 540);
    await scene.report(...days.flatMap((day) => [a, b].map((unit) => ({ unit, day, ...most }))));

    const measures = brief(await kpisOf(center, 'from: "2024-01-01", until: "2025-07-01"'));

    expect(measures).toContain('ARCHIVED 1079998920/2159997840 = 50, ≥ null: null');
    expect(measures).toContain('LATE 1079998920/2159997840 = 50, ≤ null: null');
  });

  it('add up what a unit and those below it report, and hold it against the policies in force', async () => {
    const { center, a, b } = await scene.aCenter();
    for (const key of ['digitized', 'archived', 'published']) await scene.policy(center, `kpi.${key}`, '100');
    await scene.policy(center, 'kpi.satisfaction', '95');
    await scene.policy(center, 'kpi.late.max', '6.25');
    await scene.policy(center, 'kpi.supplement.max', '1');
    await scene.report(
      { unit: a, day: '2025-07-01', ...FIGURES },
      { unit: b, day: '2025-07-02', ...FIGURES, late: 9, resolvedOnTime: 151, satisfied: 27 },
    );

    const kpis = await kpisOf(center);

    expect(kpis).toMatchObject({
      root: { code: center },
      period: { from: '2025-07-01', until: '2025-08-01' },
      days: 2,
    });
    expect(brief(kpis)).toEqual([
      'DIGITIZED 400/400 = 100, ≥ 100: true',
      'ARCHIVED 312/320 = 97.5, ≥ 100: false',
      'PUBLISHED 320/320 = 100, ≥ 100: true',
      'SATISFACTION 56/60 = 93.33, ≥ 95: false',
      'LATE 19/320 = 5.94, ≤ 6.25: true',
      'SUPPLEMENT 8/400 = 2, ≤ 1: false',
      'WITHDRAWN 4/400 = 1, ≤ null: null',
    ]);
    expect(kpis.measures[3].policy).toEqual({
      key: 'kpi.satisfaction',
      value: '95',
      instrument: { number: scene.staffing.instrument },
    });
    expect(kpis.measures[6].policy).toBeNull();
  });

  it('leave out what nobody states, and say nothing where nothing is stated', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.policy(center, 'kpi.archived', '100');
    await scene.report(
      { unit: a, day: '2025-07-01', received: 100 },
      { unit: b, day: '2025-07-01', received: 50, receivedAtMost: 60, digitized: 45, withdrawn: 5, late: 1 },
    );

    expect(brief(await kpisOf(center))).toEqual([
      'DIGITIZED 45/60 = 75, ≥ null: null',
      'ARCHIVED 0/0 = null, ≥ 100: null',
      'PUBLISHED 0/0 = null, ≥ null: null',
      'SATISFACTION 0/0 = null, ≥ null: null',
      'LATE 0/0 = null, ≤ null: null',
      'SUPPLEMENT 0/0 = null, ≤ null: null',
      'WITHDRAWN 5/50 = 10, ≤ null: null',
    ]);
  });

  it('take what a unit says as a whole, and its counters only where it says nothing', async () => {
    const { center, a } = await scene.aCenter();
    for (const label of ['Quầy 1', 'Quầy 2']) await scene.counter(a, label);
    const counters = (day: string) =>
      ['Quầy 1', 'Quầy 2'].map((counter) => ({ unit: a, day, counter, received: 10, digitized: 5 }));
    await scene.report(...counters('2025-07-01'), ...counters('2025-07-02'), {
      unit: a,
      day: '2025-07-01',
      received: 100,
      digitized: 100,
    });

    expect(brief(await kpisOf(center))[0]).toBe('DIGITIZED 110/120 = 91.67, ≥ null: null');
  });

  it('count a unit on the days on which it stands in the tree', async () => {
    const [{ center, a }, { center: other }] = [await scene.aCenter(), await scene.aCenter()];
    await scene.report(
      ...['2025-06-30', '2025-07-01', '2025-07-02'].map((day) => ({ unit: a, day, received: 10, digitized: 10 })),
    );
    await scene.staffing.send('reparentUnit', {
      unit: a,
      relation: 'ESTABLISHMENT',
      parent: other,
      on: '2025-07-02',
    });

    const [before, after] = [await kpisOf(center), await kpisOf(other)];

    expect([before, after].map((kpis) => [kpis.days, brief(kpis)[0]])).toEqual([
      [1, 'DIGITIZED 10/10 = 100, ≥ null: null'],
      [1, 'DIGITIZED 10/10 = 100, ≥ null: null'],
    ]);
  });

  it('show what was believed before a correction, by one statement', async () => {
    const { center, a } = await scene.aCenter();
    await scene.report({ unit: a, day: '2025-07-01', received: 10, digitized: 10 });
    const { dossierLoads } = await server.query(
      `{ dossierLoads(unit: "${a}", from: "2025-07-01", until: "2025-07-02") { nodes { recordedAt } } }`,
    );
    await scene.report({ unit: a, day: '2025-07-01', received: 10, digitized: 8 });

    const args = `from: "2025-07-01", until: "2025-08-01", knownAt: "${dossierLoads.nodes[0].recordedAt}"`;
    const { statements, result } = await statementsOf(server, () => kpisOf(center, args));

    expect(statements).toHaveLength(1);
    expect(brief(result)[0]).toBe('DIGITIZED 10/10 = 100, ≥ null: null');
    expect(brief(await kpisOf(center))[0]).toBe('DIGITIZED 8/10 = 80, ≥ null: null');
  });

  it('are null of a unit that is not there, and refuse a period that ends before it begins', async () => {
    const answer = await server.ask('{ kpis(root: "C1", from: "2025-07-01", until: "2025-07-01") { days } }');

    expect(await kpisOf('NOWHERE')).toBeNull();
    expect(answer.errors?.[0]?.extensions?.field).toBe('until');
  });
});

describe('the gate that asks for service targets', () => {
  const NO = 61;
  const gate = { code: 'KPI', title: 'Đạt chỉ tiêu', kind: 'KPI_REACHED', before: 'COMPLETED' };

  /** What the gate misses on a day. */
  async function missingOf(asOf: string, language = 'en'): Promise<string[]> {
    const { plan } = await server.query(
      `{ plan(code: "T${NO}", asOf: "${asOf}") { phases { gates { code met missing { description } } } } }`,
      {},
      { headers: { 'accept-language': language } },
    );
    const found = plan.phases[0].gates.find(({ code }: Data) => code === 'KPI');
    expect(found.met).toBe(found.missing.length === 0);
    return found.missing.map(({ description }: Data) => description);
  }

  beforeAll(async () => {
    await aTrainingPlan(server, NO, (document) => document.phases[0].gates.push(gate));
    await startFirst(server, `T${NO}`);
  });

  it('misses a target where none is set', async () => {
    expect(await missingOf('2025-03-01')).toEqual(['No target is set: Đạt chỉ tiêu']);
  });

  it('misses what is not reached or not reported, over the days of the phase until now', async () => {
    const set = (key: string, value: string) =>
      carried(server, 'setPolicy', { key, value, from: '2025-01-01', unit: `T${NO}`, instrument: `${NO}/KH` });
    await set('kpi.digitized', '99');
    await set('kpi.satisfaction', '95');
    await set('kpi.late.max', '5');
    const load = { unit: `T${NO}`, received: 10, resolvedOnTime: 9, late: 1 };
    await scene.report(
      { ...load, day: '2024-12-31', digitized: 0 },
      { ...load, day: '2025-02-01', digitized: 9, late: 0 },
      { ...load, day: '2025-03-01', received: 90, digitized: 90 },
      { ...load, day: '2025-04-01', digitized: 0 },
    );

    expect(await missingOf('2025-01-31')).toEqual([
      'kpi.digitized is not recorded, expected ≥ 99 %.',
      'kpi.satisfaction is not recorded, expected ≥ 95 %.',
      'kpi.late.max is not recorded, expected ≤ 5 %.',
    ]);
    expect(await missingOf('2025-02-28', 'vi')).toEqual([
      'kpi.digitized: 90 %, cần ≥ 99 %.',
      'kpi.satisfaction: chưa ghi nhận, cần ≥ 95 %.',
    ]);
    expect(await missingOf('2025-03-31')).toEqual([
      'kpi.satisfaction is not recorded, expected ≥ 95 %.',
      'kpi.late.max is 5.26 %, expected ≤ 5 %.',
    ]);
    expect(await missingOf('2025-06-30')).toEqual(await missingOf('2025-03-31'));
  });

  it('is met once every target is', async () => {
    await scene.report({
      unit: `T${NO}`,
      day: '2025-02-02',
      received: 1,
      resolvedOnTime: 10,
      late: 0,
      surveyed: 20,
      satisfied: 19,
    });

    expect(await missingOf('2025-03-31')).toEqual([]);
  });
});
