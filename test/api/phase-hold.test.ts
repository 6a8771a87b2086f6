import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan, completeFirst, startFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-01-20' });
const SHOW = 'phase { ordinal status period { from until } history { status note period { from until } } }';

afterAll(() => server.close());

const step = (verb: string, input: object) => sendVerb(server, verb, input, { show: SHOW });
/** A step that is refused: nothing is written. */
const refusedStep = (verb: string, input: object) => withoutWriting(server.databaseUrl, () => step(verb, input));

describe('suspendPhase, resumePhase and cancelPhase', () => {
  it('hold a phase, take it up again, and keep every step', async () => {
    const { plan } = await aTrainingPlan(server, 40);
    await startFirst(server, plan);

    const held = await step('suspendPhase', { plan, phase: 1, on: '2025-01-15', note: 'Lũ' });
    const again = await step('resumePhase', { plan, phase: 1, on: '2025-01-18' });

    expect([held.violations, again.violations]).toEqual([[], []]);
    expect([held.phase.status, again.phase.status]).toEqual(['SUSPENDED', 'ACTIVE']);
    expect(again.phase.history.slice(-3).map(({ status, period, note }: Data) => [status, period.from, note])).toEqual([
      ['ACTIVE', '2025-01-01', null],
      ['SUSPENDED', '2025-01-15', 'Lũ'],
      ['ACTIVE', '2025-01-18', null],
    ]);
  });

  it('are refused from a status that does not lead there', async () => {
    const { plan } = await aTrainingPlan(server, 41);
    const on = '2025-01-15';

    expect(told(await refusedStep('suspendPhase', { plan, phase: 1, on }))).toEqual([
      ['TRANSITION_INVALID', 'phase', on],
    ]);
    expect(told(await refusedStep('resumePhase', { plan, phase: 1, on }))).toEqual([
      ['TRANSITION_INVALID', 'phase', on],
    ]);
    await startFirst(server, plan);
    expect(told(await refusedStep('cancelPhase', { plan, phase: 1, on }))).toEqual([
      ['TRANSITION_INVALID', 'phase', on],
    ]);
    expect(told(await refusedStep('suspendPhase', { plan, phase: 1, on: '2024-12-31' }))).toEqual([
      ['TRANSITION_INVALID', 'phase', '2025-01-01'],
    ]);
  });

  it('give up a phase before it begins: it holds up nothing and its days are free', async () => {
    const { plan, decision } = await aTrainingPlan(server, 42);
    await completeFirst(server, plan);

    const { phase, violations } = await step('cancelPhase', { plan, phase: 2, on: '2025-04-10' });

    expect([violations, phase.status]).toEqual([[], 'CANCELLED']);
    const third = { plan, phase: 3, on: '2025-07-01' };
    expect(told(await step('startPhase', third))).toEqual([]);
    expect(
      told(await refusedStep('extendPhase', { ...third, phase: 2, until: '2025-08-01', instrument: decision })),
    ).toContainEqual(['TRANSITION_INVALID', 'phase', '2025-07-01']);
  });
});

describe('extendPhase', () => {
  it('gives a phase a later end on an instrument of its own, from the day it was decided', async () => {
    const { plan, decision } = await aTrainingPlan(server, 50);

    const payload = await step('extendPhase', {
      plan,
      phase: 1,
      on: '2025-01-20',
      until: '2025-04-16',
      instrument: decision,
    });

    expect(payload.violations).toEqual([]);
    expect(payload.phase.period).toEqual({ from: '2025-01-01', until: '2025-04-16' });
    const { eve } = await server.query(
      '{ eve: plan(code: "T50", asOf: "2025-01-19") { phases { period { until } instrument { number } } } }',
    );
    expect(eve.phases[0].period).toEqual({ until: '2025-04-01' });
  });

  it('is refused without an instrument, to no later day, and into the next phase', async () => {
    const { plan, decision } = await aTrainingPlan(server, 51);
    const extend = (until: string | null, input: object = {}) =>
      refusedStep('extendPhase', { plan, phase: 1, on: '2025-01-20', until, instrument: decision, ...input });

    expect(told(await extend('2025-04-16', { instrument: null }))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-01-20'],
    ]);
    const same = await extend('2025-04-01');
    expect([told(same), same.violations[0].expected]).toEqual([
      [['PERIOD_INVALID', 'until', '2025-04-01']],
      'a day after 2025-03-31',
    ]);
    expect(told(await extend('2025-05-02'))).toEqual([['PHASE_OVERLAP', 'until', '2025-05-01']]);
    expect(told(await extend(null))).toEqual([
      ['PHASE_OVERLAP', 'until', '2025-05-01'],
      ['PHASE_OVERLAP', 'until', '2025-07-01'],
    ]);
  });

  it('does not cut an extension that was decided for later', async () => {
    const { plan, decision } = await aTrainingPlan(server, 52);
    const extend = (on: string, until: string) => ({ plan, phase: 1, on, until, instrument: decision });
    await step('extendPhase', extend('2025-01-20', '2025-04-16'));

    const shorter = await refusedStep('extendPhase', extend('2025-01-10', '2025-04-10'));
    const longer = await step('extendPhase', extend('2025-01-10', '2025-04-20'));

    expect([told(shorter), shorter.violations[0].expected]).toEqual([
      [['PERIOD_INVALID', 'until', '2025-04-10']],
      'a day after 2025-04-15',
    ]);
    expect(longer.phase.period.until).toBe('2025-04-20');
  });

  it('carries the version that the caller read', async () => {
    const { plan, decision } = await aTrainingPlan(server, 53);
    const { plan: read } = await server.query('{ plan(code: "T53") { version } }');
    const extend = (until: string) => ({
      plan,
      phase: 1,
      on: '2025-01-20',
      until,
      instrument: decision,
      expectedVersion: read.version,
    });

    expect(told(await step('extendPhase', extend('2025-04-10')))).toEqual([]);
    expect(told(await refusedStep('extendPhase', extend('2025-04-12')))).toEqual([
      ['VERSION_CONFLICT', 'expectedVersion', null],
    ]);
  });
});
