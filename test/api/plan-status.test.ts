import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan, completeFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-05-20' });
/** An instant before the second phase was suspended. */
let beforeHeld: string;

afterAll(() => server.close());

/** The first phase is over, the second was begun, held and taken up again; another plan is as it was adopted. */
beforeAll(async () => {
  const { plan } = await aTrainingPlan(server, 10, (d) => {
    d.policies = [
      { key: 'deputies.max', value: 2, from: '2025-01-01', to: '2025-06-30', instrument: '10/KH', article: 'Mục II' },
    ];
  });
  await completeFirst(server, plan);
  await carried(server, 'readyPhase', { plan, phase: 2, on: '2025-04-20' });
  await carried(server, 'startPhase', { plan, phase: 2, on: '2025-05-05' });
  beforeHeld = new Date().toISOString();
  await carried(server, 'suspendPhase', { plan, phase: 2, on: '2025-05-10' });
  await carried(server, 'resumePhase', { plan, phase: 2, on: '2025-05-15' });
  await aTrainingPlan(server, 11);
});

const planOn = async (asOf: string, fields: string, knownAt: string | null = null): Promise<Data> =>
  (
    await server.query(
      `query ($asOf: Date!, $knownAt: DateTime) { plan(code: "T10", asOf: $asOf, knownAt: $knownAt) { ${fields} } }`,
      { asOf, knownAt },
    )
  ).plan;

describe('plan', () => {
  it('says where it stands on whatever day', async () => {
    const statuses = async (asOf: string) => {
      const { status, currentPhase, phases } = await planOn(asOf, 'status currentPhase { ordinal } phases { status }');
      return [status, currentPhase?.ordinal ?? null, ...phases.map((phase: Data) => phase.status)];
    };

    expect(await statuses('2024-12-19')).toEqual(['DRAFT', null, 'DRAFT', 'DRAFT', 'DRAFT']);
    expect(await statuses('2024-12-20')).toEqual(['ADOPTED', null, 'PLANNED', 'PLANNED', 'PLANNED']);
    expect(await statuses('2025-01-01')).toEqual(['ADOPTED', 1, 'ACTIVE', 'PLANNED', 'PLANNED']);
    expect(await statuses('2025-03-31')).toEqual(['ADOPTED', 1, 'ACTIVE', 'PLANNED', 'PLANNED']);
    expect(await statuses('2025-04-01')).toEqual(['ADOPTED', null, 'COMPLETED', 'PLANNED', 'PLANNED']);
    expect(await statuses('2025-04-20')).toEqual(['ADOPTED', null, 'COMPLETED', 'READY', 'PLANNED']);
    expect(await statuses('2025-05-05')).toEqual(['ADOPTED', 2, 'COMPLETED', 'ACTIVE', 'PLANNED']);
    expect((await statuses('2025-05-10')).slice(2)).toEqual(['COMPLETED', 'SUSPENDED', 'PLANNED']);
    expect(await statuses('2025-05-15')).toEqual(['ADOPTED', 2, 'COMPLETED', 'ACTIVE', 'PLANNED']);
  });

  it('as it was known before a step shows what was believed then', async () => {
    const fields = 'phases { status } ';

    expect((await planOn('2025-05-12', fields)).phases[1]).toEqual({ status: 'SUSPENDED' });
    expect((await planOn('2025-05-12', fields, beforeHeld)).phases[1]).toEqual({ status: 'ACTIVE' });
    expect(await planOn('2025-05-12', fields, '2020-01-01T00:00:00Z')).toBeNull();
  });

  it('says which phases are overdue, how far they are, and every step they took', async () => {
    const { phases } = await planOn(
      '2025-07-01',
      `phases { overdue retroactive progress { changes { done total } tasks { done total } }
        history { status period { from until } instrument { number } } }`,
    );

    expect(phases.map(({ overdue, retroactive, progress }: Data) => ({ overdue, retroactive, ...progress }))).toEqual([
      { overdue: false, retroactive: false, changes: { done: 4, total: 4 }, tasks: { done: 1, total: 1 } },
      { overdue: true, retroactive: false, changes: { done: 0, total: 1 }, tasks: { done: 0, total: 0 } },
      { overdue: false, retroactive: false, changes: { done: 0, total: 1 }, tasks: { done: 0, total: 0 } },
    ]);
    expect(phases[1].history).toEqual(
      [
        ['DRAFT', '1900-01-01', '2024-12-20', null],
        ['PLANNED', '2024-12-20', '2025-04-20', '10/KH'],
        ['READY', '2025-04-20', '2025-05-05', '10/KH'],
        ['ACTIVE', '2025-05-05', '2025-05-10', '10/KH'],
        ['SUSPENDED', '2025-05-10', '2025-05-15', '10/KH'],
        ['ACTIVE', '2025-05-15', null, '10/KH'],
      ].map(([status, from, until, number]) => ({ status, period: { from, until }, instrument: number && { number } })),
    );
    const eve = await planOn('2025-06-30', 'phases { overdue }');
    expect(eve.phases.map((phase: Data) => phase.overdue)).toEqual([false, false, false]);
  });

  it('marks a phase that began before its instrument was issued', async () => {
    await aTrainingPlan(server, 12, (d) => {
      for (const instrument of d.instruments.slice(1)) instrument.issuedOn = '2025-01-15';
      d.phases[0].reported = { started: '2025-01-01' };
    });

    const { plan } = await server.query('{ plan(code: "T12") { phases { status retroactive } } }');

    expect(plan.phases).toEqual([
      { status: 'ACTIVE', retroactive: true },
      { status: 'PLANNED', retroactive: false },
      { status: 'PLANNED', retroactive: false },
    ]);
  });

  it('and all its phases are over is completed', async () => {
    const { plan } = await aTrainingPlan(server, 13, (d) => d.phases.splice(1));
    await completeFirst(server, plan);

    const { eve, day } = await server.query(`{
      eve: plan(code: "T13", asOf: "2025-03-31") { status } day: plan(code: "T13", asOf: "2025-04-01") { status } }`);

    expect([eve.status, day.status]).toEqual(['ADOPTED', 'COMPLETED']);
  });

  it('has its policies of the day', async () => {
    const fields = 'policies { key value article scope { code } period { from until } instrument { number } }';

    expect((await planOn('2025-06-30', fields)).policies).toEqual([
      {
        key: 'deputies.max',
        value: '2',
        article: 'Mục II',
        scope: { code: 'T10' },
        period: { from: '2025-01-01', until: '2025-07-01' },
        instrument: { number: '10/KH' },
      },
    ]);
    expect((await planOn('2025-07-01', fields)).policies).toEqual([]);
  });

  it('is read with all its phases, gates, tasks and changes in one statement, however many', async () => {
    await aTrainingPlan(server, 14, (d) => {
      const [{ gates, freezes }] = d.phases;
      for (let ordinal = 3; ordinal <= 40; ordinal += 1) {
        const day = (offset: number) => new Date(Date.UTC(2026, 0, 2 * ordinal + offset)).toISOString().slice(0, 10);
        d.phases[ordinal - 1] = { ordinal, title: 'Thêm', from: day(0), to: day(1), gates, freezes };
      }
    });
    const everything = (code: string) =>
      statementsOf(server, () =>
        server.query(`{ plan(code: "${code}") { status version center { name } currentPhase { ordinal } instrument { number }
          policies { key scope { code } } versions { number } phases { status overdue progress { tasks { done } changes { done } }
          freezes { unit { name } } gates { met owner { name } missing { description owner { code } } }
          changes { kind event { on } } history { status instrument { number } } } } }`),
      );

    const [few, many] = [await everything('T10'), await everything('T14')];

    expect([few.result.plan.phases.length, many.result.plan.phases.length]).toEqual([3, 40]);
    expect([few.statements.length, many.statements.length]).toEqual([1, 1]);
  });
});

describe('plans', () => {
  it('lists plans in pages, and those that a text finds', async () => {
    const { all, found, none } = await server.query(`{
      all: plans(first: 2) { totalCount nodes { code } pageInfo { hasNextPage endCursor } }
      found: plans(search: "ke hoach 11") { nodes { code } }
      none: plans(knownAt: "2020-01-01T00:00:00Z") { totalCount }
    }`);

    expect(all).toMatchObject({
      totalCount: 5,
      nodes: [{ code: 'T10' }, { code: 'T11' }],
      pageInfo: { hasNextPage: true },
    });
    expect([found.nodes, none.totalCount]).toEqual([[{ code: 'T11' }], 0]);
    const { plans } = await server.query(`{ plans(first: 2, after: "${all.pageInfo.endCursor}") { nodes { code } } }`);
    expect(plans.nodes).toEqual([{ code: 'T12' }, { code: 'T13' }]);
  });
});
