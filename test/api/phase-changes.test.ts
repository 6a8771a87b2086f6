import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan, completeFirst, plannedIn, startFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated' });
const ACTS = 'changes { kind on instrument { number } phase { ordinal } }';

afterAll(() => server.close());

const apply = (plan: string, phase: number) =>
  sendVerb(
    server,
    'applyPhase',
    { plan, phase },
    { show: `phase { status progress { changes { done total } } } ${ACTS}` },
  );
const refusedApply = (plan: string, phase: number) => withoutWriting(server.databaseUrl, () => apply(plan, phase));

describe('applyPhase', () => {
  it('carries out every change that is left, each under the phase and on the plan’s instrument', async () => {
    const { plan } = await aTrainingPlan(server, 10);
    await startFirst(server, plan);
    const [first] = await plannedIn(server, plan, 1);
    await carried(server, 'applyChange', { plan, plannedChange: first });

    const payload = await apply(plan, 1);

    expect(payload.violations).toEqual([]);
    const act = { kind: 'REPARENT', on: '2025-01-01', instrument: { number: '10/KH' }, phase: { ordinal: 1 } };
    expect(payload.changes).toEqual([act, act, act]);
    expect(payload.phase).toEqual({ status: 'ACTIVE', progress: { changes: { done: 4, total: 4 } } });
    expect((await refusedApply(plan, 1)).violations).toMatchObject([
      { code: 'ALREADY_DONE', path: ['phase'], message: 'T10/1 was done already.' },
    ]);
  });

  it('carries out none where one is refused', async () => {
    const { plan, point } = await aTrainingPlan(server, 11, (d) => {
      d.phases[1].changes.push({ change: 'RENAME', on: '2025-05-10', unit: 'GONE', name: 'Mới' });
    });
    await completeFirst(server, plan);
    await carried(server, 'startPhase', { plan, phase: 2, on: '2025-05-01' });

    const payload = await refusedApply(plan, 2);

    expect([payload.phase, payload.changes]).toEqual([null, null]);
    expect(payload.violations).toMatchObject([{ code: 'NOT_FOUND', message: 'GONE was not found.' }]);
    expect((await server.query(`{ unit(code: "${point(1)}") { code } }`)).unit).toEqual({ code: point(1) });
  });

  it('is refused while the phase is planned, and while it is suspended', async () => {
    const { plan } = await aTrainingPlan(server, 12);

    expect(new Set(told(await refusedApply(plan, 1)).map(([code]) => code))).toEqual(new Set(['PHASE_NOT_ACTIVE']));
    await startFirst(server, plan);
    await carried(server, 'suspendPhase', { plan, phase: 1, on: '2025-01-01' });
    const held = await refusedApply(plan, 1);
    expect(held.violations.map(({ message }: Data) => message)).toEqual(
      Array(4).fill('Phase 1 of plan T12 is not active on 2025-01-01 (it is SUSPENDED).'),
    );
    expect(told(await refusedApply(plan, 9))).toEqual([['NOT_FOUND', 'phase', null]]);
  });

  it('sends as many statements for one change as for four', async () => {
    const sent = async (no: number, codes?: string[]) => {
      const { plan } = await aTrainingPlan(server, no, (d) => {
        d.phases[0].changes[0].each = { ...d.phases[0].changes[0].each, codes };
      });
      await startFirst(server, plan);
      return (await statementsOf(server, () => apply(plan, 1))).statements.length;
    };

    const [one, all] = [await sent(13, ['13001']), await sent(14)];

    expect([one, all]).toEqual([15, 15]);
  });
});

describe('rehearsePhase', () => {
  const rehearse = (plan: string, phase: number) =>
    server
      .query(
        `query ($plan: String!, $phase: Int!) { rehearsePhase(plan: $plan, phase: $phase) {
        rehearsed violations { code on ... on UnitViolation { unit { code } } } unitsBefore { kind count } unitsAfter { kind count }
        changes { kind count } gates { code met } remaining { description }
        diff { summary { kind count } changes { kind unit { code } } } } }`,
        { plan, phase },
      )
      .then((data) => data.rehearsePhase);

  it('counts units before and after, shows what changes, and leaves no trace', async () => {
    const { plan } = await aTrainingPlan(server, 20);
    await completeFirst(server, plan);
    const state = `{ plan(code: "T20") { version phases { status } } unit(code: "T20") { version children { code } } }`;
    const [rows, before] = [await rowCounts(server.databaseUrl), await server.query(state)];

    const rehearsal = await rehearse(plan, 2);

    expect(rehearsal).toEqual({
      rehearsed: true,
      violations: [],
      unitsBefore: [{ kind: 'ONE_STOP', count: 4 }],
      unitsAfter: [
        { kind: 'BRANCH', count: 1 },
        { kind: 'ONE_STOP', count: 2 },
      ],
      changes: [{ kind: 'MERGE', count: 1 }],
      gates: [],
      remaining: [],
      diff: {
        summary: [
          { kind: 'CLOSED', count: 2 },
          { kind: 'ESTABLISHED', count: 1 },
        ],
        changes: expect.arrayContaining([{ kind: 'ESTABLISHED', unit: { code: 'T20-B' } }]),
      },
    });
    expect(await rowCounts(server.databaseUrl)).toEqual(rows);
    expect(await server.query(state)).toEqual(before);
  });

  it('lists every violation although other changes hold, and what the gates would miss', async () => {
    const { plan } = await aTrainingPlan(server, 21, (d) => {
      d.phases[0].changes.push({ change: 'REPARENT', unit: 'GONE', parents: { ESTABLISHMENT: 'T21' } });
    });

    const rehearsal = await withoutWriting(server.databaseUrl, () => rehearse(plan, 1));

    expect(rehearsal.violations.map(({ code }: Data) => code)).toEqual(['PHASE_GATE_UNMET', 'NOT_FOUND']);
    expect(rehearsal.unitsAfter).toEqual([{ kind: 'ONE_STOP', count: 4 }]);
    expect(rehearsal.gates).toEqual([
      { code: 'HEARD', met: false },
      { code: 'COVERAGE', met: true },
      { code: 'APPLIED', met: false },
      { code: 'TASKS', met: false },
      { code: 'SIGNS', met: false },
    ]);
    expect(rehearsal.remaining.map(({ description }: Data) => description)).toContain(
      'Not carried out: REPARENT GONE, on 2025-01-01.',
    );
  });

  it('says of a phase that is over, and of one that is not there, that it is so', async () => {
    const { plan } = await aTrainingPlan(server, 22);
    await completeFirst(server, plan);

    expect((await rehearse(plan, 1)).violations).toMatchObject([{ code: 'PHASE_NOT_ACTIVE' }]);
    expect((await rehearse(plan, 9)).violations).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await rehearse('GONE', 1)).violations).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});
