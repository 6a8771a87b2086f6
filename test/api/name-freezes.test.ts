import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { aTrainingPlan, communesOf, startFirst, trainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-02-10' });

afterAll(() => server.close());

/** Whether the name of the first one-stop of a plan is frozen on each of some days. */
const frozenOn = (no: number, ...days: string[]) =>
  Promise.all(
    days.map(async (on) => {
      const input = { unit: `T${no}-${no}001`, name: 'Mới', on, instrument: `${no}/QD`, rehearse: true };
      return told(await sendVerb(server, 'renameUnit', input)).some(([code]) => code === 'NAME_FROZEN');
    }),
  );

describe('a name freeze', () => {
  it('lasts as long as the phase, also where that is extended', async () => {
    const { plan, decision } = await aTrainingPlan(server, 10);
    expect(await frozenOn(10, '2025-03-31', '2025-04-01', '2025-04-09')).toEqual([true, false, false]);

    await carried(server, 'extendPhase', {
      plan,
      phase: 1,
      on: '2025-02-10',
      until: '2025-04-10',
      instrument: decision,
    });

    expect(await frozenOn(10, '2025-03-31', '2025-04-01', '2025-04-09', '2025-04-10')).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('is no more where the phase is given up', async () => {
    const { plan } = await aTrainingPlan(server, 11);

    await carried(server, 'cancelPhase', { plan, phase: 1, on: '2025-01-05' });

    expect(await frozenOn(11, '2025-02-15')).toEqual([false]);
  });

  it('ends with the plan', async () => {
    const { plan, decision } = await aTrainingPlan(server, 12);

    await carried(server, 'supersedePlan', { plan, on: '2025-02-01', instrument: decision });

    expect(await frozenOn(12, '2025-01-31', '2025-02-01')).toEqual([true, false]);
  });

  it('stays while the phase is held', async () => {
    const { plan } = await aTrainingPlan(server, 13);
    await startFirst(server, plan);

    await carried(server, 'suspendPhase', { plan, phase: 1, on: '2025-02-01' });

    expect(await frozenOn(13, '2025-02-15')).toEqual([true]);
  });

  it('is no more where an amendment leaves it out', async () => {
    await aTrainingPlan(server, 14);

    const document = trainingPlan(14, (d) => {
      d.phases[0].freezes = [];
    });
    await carried(server, 'amendPlan', {
      document,
      attachments: communesOf(14),
      on: '2025-02-10',
      instrument: '14/QD',
    });

    expect(await frozenOn(14, '2025-02-15')).toEqual([false]);
  });
});
