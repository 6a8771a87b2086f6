import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan, completeFirst, plannedIn, startFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-05-20' });
const SHOW = `plan { status currentPhase { ordinal } phases { ordinal status } }
  impact { phases { ordinal } tasks { code } orphanedUnits { code } laterChanges { kind on }
    territories { territory { code } partial } toDecide { territory { code } } sealsToReturn { id } staffUnplaced }`;
const ON = '2025-05-10';

afterAll(() => server.close());

const supersede = (plan: string, input: object = {}) =>
  sendVerb(server, 'supersedePlan', { plan, on: ON, instrument: `${plan.slice(1)}/QD`, ...input }, { show: SHOW });
const refused = (verb: string, input: object) =>
  withoutWriting(server.databaseUrl, () => sendVerb(server, verb, input));
const statusesOn = async (plan: string, asOf: string) =>
  (await server.query(`{ plan(code: "${plan}", asOf: "${asOf}") { status phases { status } } }`)).plan;

describe('supersedePlan', () => {
  it('ends a plan: what is over stays, what is not is superseded, and open tasks are cancelled', async () => {
    const { plan } = await aTrainingPlan(server, 10);
    await completeFirst(server, plan);
    await carried(server, 'startPhase', { plan, phase: 2, on: '2025-05-01' });

    const payload = await supersede(plan, { note: 'Nghị quyết mới' });

    expect(payload.violations).toEqual([]);
    expect(payload.plan).toEqual({
      status: 'SUPERSEDED',
      currentPhase: null,
      phases: [
        { ordinal: 1, status: 'COMPLETED' },
        { ordinal: 2, status: 'SUPERSEDED' },
        { ordinal: 3, status: 'SUPERSEDED' },
      ],
    });
    expect(payload.impact).toMatchObject({
      phases: [{ ordinal: 2 }, { ordinal: 3 }],
      tasks: [{ code: 'REPORT' }],
      laterChanges: [],
      sealsToReturn: [],
      staffUnplaced: 0,
    });
    expect(await statusesOn(plan, '2025-05-09')).toEqual({
      status: 'ADOPTED',
      phases: [{ status: 'COMPLETED' }, { status: 'ACTIVE' }, { status: 'PLANNED' }],
    });
    const { tasks } = await server.query('{ tasks(plan: "T10") { nodes { code status since } } }');
    expect(tasks.nodes).toContainEqual({ code: 'REPORT', status: 'CANCELLED', since: ON });
    expect(tasks.nodes).toContainEqual({ code: 'FEES', status: 'DONE', since: '2025-02-20' });
  });

  it('rehearsed shows what it would leave to be decided and writes nothing', async () => {
    const { plan } = await aTrainingPlan(server, 11);

    const payload = await withoutWriting(server.databaseUrl, () => supersede(plan, { rehearse: true }));

    expect(payload).toMatchObject({ rehearsed: true, violations: [], plan: { status: 'SUPERSEDED' } });
    expect(payload.impact.phases).toHaveLength(3);
    expect((await statusesOn(plan, ON)).status).toBe('ADOPTED');
  });

  it('lists what was carried out under it and takes effect later: that stays', async () => {
    const { plan } = await aTrainingPlan(server, 12);
    await startFirst(server, plan);
    const [plannedChange] = await plannedIn(server, plan, 1);
    await carried(server, 'applyChange', { plannedChange });

    const { impact } = await supersede(plan, { on: '2025-01-01', rehearse: true });
    const later = await supersede(plan, { on: '2025-01-02' });

    expect(impact.laterChanges).toEqual([{ kind: 'REPARENT', on: '2025-01-01' }]);
    expect(later.impact.laterChanges).toEqual([]);
    const { unit } = await server.query('{ unit(code: "T12-12001") { parent { code } } }');
    expect(unit.parent).toEqual({ code: 'T12' });
  });

  it('lets nothing new take effect under it, while what takes effect before its end may', async () => {
    const { plan, point, decision } = await aTrainingPlan(server, 13);
    await startFirst(server, plan);
    const planned = await plannedIn(server, plan, 1);
    const [third] = await plannedIn(server, plan, 3);
    await supersede(plan, { on: '2025-02-01' });
    const move = {
      kind: 'REPARENT',
      on: '2025-02-10',
      results: [{ unit: point(1), relations: [{ relation: 'ESTABLISHMENT', unit: 'T13' }] }],
    };

    const codes = async (verb: string, input: object) => told(await refused(verb, input)).map(([code]) => code);
    expect(await codes('applyChange', { plan, phase: 1, change: move })).toContain('PLAN_SUPERSEDED');
    expect(await codes('applyChange', { plannedChange: third })).toContain('PLAN_SUPERSEDED');
    expect(await codes('applyPhase', { plan, phase: 3 })).toContain('PLAN_SUPERSEDED');
    expect(await codes('startPhase', { plan, phase: 2, on: '2025-05-01' })).toContain('PLAN_SUPERSEDED');
    expect(await codes('readyPhase', { plan, phase: 2, on: '2025-05-01' })).toContain('PLAN_SUPERSEDED');
    expect(
      await codes('extendPhase', { plan, phase: 1, on: '2025-03-01', until: '2025-04-10', instrument: decision }),
    ).toContain('PLAN_SUPERSEDED');
    expect(told(await sendVerb(server, 'applyChange', { plannedChange: planned[0] }))).toEqual([]);
  });

  it('is refused without instrument, for another version, a second time, and for a plan that is not there', async () => {
    const { plan } = await aTrainingPlan(server, 14);
    const asked = async (input: object) => told(await withoutWriting(server.databaseUrl, () => supersede(plan, input)));

    expect(await asked({ instrument: null, expectedVersion: 1, note: ' ' })).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', ON],
      ['INPUT_INVALID', 'note', null],
      ['VERSION_CONFLICT', 'expectedVersion', null],
    ]);
    expect(await asked({ plan: 'GONE' })).toEqual([['NOT_FOUND', 'plan', null]]);
    await supersede(plan);
    expect(await asked({ on: '2025-06-01' })).toEqual([['TRANSITION_INVALID', 'plan', '2025-06-01']]);
  });

  it('frees the days of its phases for the plan that follows', async () => {
    const { plan } = await aTrainingPlan(server, 15);

    const { plan: ended } = await supersede(plan, { on: '2024-12-25' });

    expect(ended.phases.map(({ status }: Data) => status)).toEqual(['SUPERSEDED', 'SUPERSEDED', 'SUPERSEDED']);
    expect((await statusesOn(plan, '2024-12-24')).status).toBe('ADOPTED');
  });
});

describe('the impact of a plan that ends', () => {
  it('names no units and territories where the province itself stays', async () => {
    const { plan } = await aTrainingPlan(server, 16);
    await completeFirst(server, plan);

    const { impact } = await supersede(plan);

    expect(impact).toEqual({
      phases: [{ ordinal: 2 }, { ordinal: 3 }],
      tasks: [{ code: 'REPORT' }],
      orphanedUnits: [],
      laterChanges: [],
      territories: [],
      toDecide: [],
      sealsToReturn: [],
      staffUnplaced: 0,
    });
  });

  it('is no hindrance to a plan that follows for the same center', async () => {
    const { plan, center } = await aTrainingPlan(server, 17);
    await supersede(plan, { on: '2025-03-01' });
    const document = {
      code: 'T17-NEXT',
      title: 'Kế hoạch sau',
      center,
      instrument: '17/QD',
      phases: [
        {
          ordinal: 1,
          title: 'Một',
          from: '2025-03-01',
          changes: [{ change: 'RENAME', on: '2025-05-10', unit: center, name: 'Trung tâm mới' }],
        },
      ],
    };

    await carried(server, 'importPlan', { document: JSON.stringify(document) });
    await carried(server, 'startPhase', { plan: 'T17-NEXT', phase: 1, on: '2025-05-01' });
    await carried(server, 'applyPhase', { plan: 'T17-NEXT', phase: 1 });

    expect((await server.query('{ unit(code: "T17") { name } }')).unit).toEqual({ name: 'Trung tâm mới' });
  });
});
