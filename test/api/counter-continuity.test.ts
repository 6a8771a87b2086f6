import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { aWidePlan } from '../support/continuity-scene.ts';
import { aCounter } from '../support/counter-verbs.ts';
import { forget } from '../support/forget.ts';
import { carried, sendVerb } from '../support/plan-verbs.ts';
import { instantNow } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ today: '2025-07-15' });
await forget(server, 'counter_version');

afterAll(() => server.close());

const SHOWN = `from until territories uninterrupted cutOvers { on territories interrupted }
  gaps { territory { code } period { from until } unit { code } reason weekdays }`;
const continuity = async (plan: string, more: object = {}): Promise<Data> =>
  (
    await server.query(
      `query ($plan: String!, $from: Date, $until: Date, $knownAt: DateTime) {
        continuity(plan: $plan, from: $from, until: $until, knownAt: $knownAt) { ${SHOWN} } }`,
      { plan, ...more },
    )
  ).continuity;
const gapsOf = ({ gaps }: Data) =>
  gaps.map(({ territory, period, unit, reason, weekdays }: Data) =>
    [territory.code, reason, unit?.code ?? null, period.from, period.until, weekdays.join('')].join(' '),
  );

/** A counter at every point of a training plan, which the plan's center does not yet have below it. */
const countersAt = (points: readonly string[], more: object = {}) =>
  carried(server, 'openCounters', {
    counters: points.map((unit) => ({ unit, label: 'Quầy 1', kind: 'STANDARD', from: '2020-01-01', ...more })),
  });

describe('continuity', () => {
  it('holds where every territory has a counter on every day of the plan, also before its units come below the center', async () => {
    const { plan, point } = await aTrainingPlan(server, 41);
    await countersAt([1, 2, 3, 4].map(point));

    expect(await continuity(plan)).toEqual({
      from: '2025-01-01',
      until: '2025-07-16',
      territories: 4,
      uninterrupted: true,
      cutOvers: [],
      gaps: [],
    });
  });

  it('tells the days without a counter, and the weekdays on which none opens', async () => {
    const { plan, point, center } = await aTrainingPlan(server, 42);
    await countersAt([point(2)], { weekdays: [1, 3] });
    await countersAt([point(3)], { until: '2025-03-01' });
    await aCounter(server, { unit: point(2), label: 'Quầy 2', weekdays: [2, 6, 7], from: '2025-02-03' });
    await aCounter(server, { unit: point(3), label: 'Quầy 2', from: '2025-03-03' });
    await aCounter(server, { unit: center });

    const found = await continuity(plan, { from: '2025-01-01', until: '2025-04-01' });

    expect(gapsOf(found)).toEqual([
      '42001 NO_COUNTER T42-42001 2025-01-01 2025-04-01 12345',
      '42002 CLOSED_WEEKDAYS T42-42002 2025-01-01 2025-02-03 2',
      '42002 CLOSED_WEEKDAYS T42-42002 2025-01-01 2025-04-01 45',
      '42004 NO_COUNTER T42-42004 2025-01-01 2025-04-01 12345',
    ]);
    expect(found.uninterrupted).toBe(false);
  });

  it('counts the territories of each cut-over, and those that lose their counter by it', async () => {
    const { plan, point, commune } = await aTrainingPlan(server, 43);
    await countersAt([1, 3, 4].map(point));
    const pass = (from: number, to: number, on: string) =>
      sendVerb(server, 'extendTerritory', {
        unit: point(to),
        territories: [commune(from)],
        takeOver: true,
        on,
        instrument: '43/QD',
      });
    await pass(1, 3, '2025-02-01');
    await pass(2, 4, '2025-02-01');
    await carried(server, 'grantWaiver', {
      code: 'SERVICE_INTERRUPTED',
      unit: 'PC-43',
      from: '2025-01-01',
      until: '2025-12-31',
      reason: 'Diễn tập',
      instrument: '43/QD',
    });
    const { violations } = await pass(4, 2, '2025-03-01');

    const found = await continuity(plan, { from: '2025-01-01', until: '2025-04-01' });

    expect(violations).toMatchObject([{ code: 'SERVICE_INTERRUPTED', severity: 'WARNING' }]);
    expect(found.cutOvers).toEqual([
      { on: '2025-02-01', territories: 2, interrupted: 0 },
      { on: '2025-03-01', territories: 1, interrupted: 1 },
    ]);
    expect(gapsOf(found)).toEqual([
      '43002 NO_COUNTER T43-43002 2025-01-01 2025-02-01 12345',
      '43004 NO_COUNTER T43-43002 2025-03-01 2025-04-01 12345',
    ]);
  });

  it('counts who receives wherever they stand, and tells where nobody does', async () => {
    const { gaps, territories } = await continuity('HN', { from: '2025-06-01', until: '2025-07-02' });
    expect([territories, gaps.length]).toEqual([30, 31]);
    expect(gaps.filter(({ reason }: Data) => reason !== 'NO_COUNTER')).toEqual([]);
    const { plan, point, commune } = await aTrainingPlan(server, 47);
    await countersAt([1, 2, 3, 4].map(point));
    await carried(server, 'grantWaiver', {
      code: 'SERVICE_INTERRUPTED',
      unit: 'PC-47',
      from: '2025-01-01',
      until: '2025-12-31',
      reason: 'Diễn tập',
      instrument: '47/QD',
    });
    await carried(server, 'applyChange', {
      instrument: '47/QD',
      change: { kind: 'TERRITORY', on: '2025-03-01', results: [{ unit: point(1), endTerritories: [commune(1)] }] },
    });

    const found = await continuity(plan, { from: '2025-02-01', until: '2025-04-01' });

    expect(gapsOf(found)).toEqual(['47001 NO_RECEIVER  2025-03-01 2025-04-01 12345']);
    expect(found.cutOvers).toEqual([{ on: '2025-03-01', territories: 1, interrupted: 1 }]);
  });

  it('is as it was believed at an instant, and null where there is no plan', async () => {
    const { plan, point } = await aTrainingPlan(server, 44);
    const before = await instantNow(server);
    await countersAt([1, 2, 3, 4].map(point));

    expect([(await continuity(plan)).uninterrupted, (await continuity(plan, { knownAt: before })).gaps.length]).toEqual(
      [true, 4],
    );
    expect(await continuity('GONE')).toBeNull();
    const { errors } = await server.ask(
      '{ continuity(plan: "HN", from: "2025-02-01", until: "2025-02-01") { territories } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it.each([
    [100, 300],
    [1000, 1000],
  ])('of %i territories is one statement of less than %i ms', async (communes, mostMs) => {
    const plan = await aWidePlan(server.databaseUrl, { plan: `W${communes}`, communes, codes: 60_000 + communes });
    const days = { from: '2024-01-01', until: '2026-01-01' };
    await continuity(plan, days);
    const began = performance.now();

    const { statements, result } = await statementsOf(server, () => continuity(plan, days));
    const tookMs = performance.now() - began;

    expect(result).toMatchObject({
      territories: communes,
      uninterrupted: true,
      cutOvers: [{ on: '2025-07-01', territories: communes, interrupted: 0 }],
    });
    expect(statements).toHaveLength(1);
    expect(tookMs).toBeLessThan(mostMs);
  });
});
