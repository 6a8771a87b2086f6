import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan, communesOf, importTraining, startFirst, trainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-05-20' });

afterAll(() => server.close());

const refused = (verb: string, input: object) =>
  withoutWriting(server.databaseUrl, () => sendVerb(server, verb, input));

describe('a document without end', () => {
  it('is refused in a bounded answer', async () => {
    const phases = Array.from({ length: 3000 }, (_, index) => `- {ordinal: ${index + 1}, title: p, from: 2030-01-01}`);
    const document = ['code: A', 'title: b', 'center: HN', 'phases:', ...phases].join('\n');

    const { violations } = await refused('importPlan', { document });

    expect(violations.length).toBeLessThan(10);
    expect(violations[0]).toMatchObject({ code: 'INPUT_INVALID', path: ['phases'] });
  });

  it('holds days that there are', async () => {
    const tweak = (d: Data) => {
      d.phases[0].from = '0000-01-01';
      d.phases[2].to = '9999-12-31';
    };

    expect(told(await importTraining(server, { no: 10, tweak }))).toEqual([
      ['INPUT_INVALID', 'phases.0.from', null],
      ['INPUT_INVALID', 'phases.2.to', null],
    ]);
  });
});

describe('what a document reports of the past', () => {
  it('went in order, each phase in its window', async () => {
    const second = (d: Data) => Object.assign(d.phases[1], { reported: { started: '2025-01-10' } });
    const reversed = (d: Data) =>
      Object.assign(d.phases[0], { reported: { started: '2025-01-10', completed: '2025-01-05' } });

    expect(told(await importTraining(server, { no: 11, tweak: second }))).toEqual([
      ['PHASE_WINDOW_CLOSED', 'phases.1.reported.started', '2025-01-10'],
      ['PHASE_ORDER', 'phases.1.reported.started', '2025-01-10'],
    ]);
    expect(told(await importTraining(server, { no: 12, tweak: reversed }))).toEqual([
      ['PERIOD_INVALID', 'phases.0.reported.completed', '2025-01-05'],
    ]);
  });
});

describe('a phase that was given up', () => {
  it('still shows its gates', async () => {
    const { plan } = await aTrainingPlan(server, 13);
    await carried(server, 'cancelPhase', { plan, phase: 1, on: '2025-01-02' });

    const read = await server.query(`{ plan(code: "${plan}") { phases { status gates { code met } } } }`);

    expect(read.plan.phases[0]).toMatchObject({ status: 'CANCELLED', gates: expect.any(Array) });
    expect(told(await refused('startPhase', { plan, phase: 1, on: '2025-01-06' }))).toContainEqual([
      'TRANSITION_INVALID',
      'phase',
      '2025-01-06',
    ]);
  });
});

describe('a planned change that was undone', () => {
  it('is not done any more, and only an amendment plans it anew', async () => {
    const { plan, decision } = await aTrainingPlan(server, 14);
    await startFirst(server, plan);
    const { changes } = await carried(server, 'applyPhase', { plan, phase: 1 }, 'changes { id }');
    await carried(server, 'compensateChange', { change: changes[0].id, on: '2025-01-15', instrument: decision });

    const progress = `{ plan(code: "${plan}") { phases { progress { changes { done total } } } } }`;
    expect((await server.query(progress)).plan.phases[0].progress.changes).toEqual({
      done: changes.length - 1,
      total: changes.length,
    });
    expect(told(await refused('applyPhase', { plan, phase: 1 }))).toEqual([['ALREADY_DONE', 'phase', null]]);
  });
});

describe('a phase under way', () => {
  it('is not left before what was carried out in it takes effect', async () => {
    const { plan } = await aTrainingPlan(server, 15, (d) => {
      d.phases[0].changes[0].on = '2025-02-10';
    });
    await startFirst(server, plan);
    await carried(server, 'applyPhase', { plan, phase: 1 });

    expect(told(await refused('suspendPhase', { plan, phase: 1, on: '2025-02-05' }))).toEqual([
      ['PERIOD_INVALID', 'on', '2025-02-10'],
    ]);
  });
});

describe('an amendment', () => {
  it('moves the days of several phases at once, and adds one after an open one', async () => {
    const { plan, decision } = await aTrainingPlan(server, 16);
    const document = trainingPlan(16, (d) => {
      Object.assign(d.phases[0], { to: '2025-05-15' });
      Object.assign(d.phases[1], { from: '2025-05-20', changes: [] });
      Object.assign(d.phases[2], { to: '2025-08-31' });
      d.phases.push({ ordinal: 4, title: 'Mới', from: '2025-09-01' });
    });

    const payload = await carried(
      server,
      'amendPlan',
      { document, attachments: communesOf(16), on: '2025-02-01', instrument: decision },
      'plan { phases { ordinal status period { from until } } }',
    );

    expect(payload.plan.phases.map(({ period }: Data) => period.from)).toEqual([
      '2025-01-01',
      '2025-05-20',
      '2025-07-01',
      '2025-09-01',
    ]);
    const before = await server.query(`{ plan(code: "${plan}", asOf: "2025-01-31") { phases { ordinal } } }`);
    expect(before.plan.phases).toHaveLength(3);
  });
});

describe('supersedePlan', () => {
  it('does not reach behind the adoption, nor before there are days', async () => {
    const { plan, decision } = await aTrainingPlan(server, 17);
    const supersede = (on: string) => refused('supersedePlan', { plan, on, instrument: decision });

    expect(told(await supersede('2020-01-01'))).toEqual([['PERIOD_INVALID', 'on', '2020-01-01']]);
    expect(told(await supersede('1800-01-01'))).toContainEqual(['PERIOD_INVALID', 'on', '1800-01-01']);
  });
});

describe('extendPhase', () => {
  it('of a phase that is open tells that there is nothing to extend', async () => {
    const { plan, decision } = await aTrainingPlan(server, 18);

    expect(
      told(await refused('extendPhase', { plan, phase: 3, on: '2025-01-10', instrument: decision })),
    ).toContainEqual(['PERIOD_INVALID', 'until', null]);
  });
});
