import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { aCounter } from '../support/counter-verbs.ts';
import { carried } from '../support/plan-verbs.ts';
import { aTrainingPlan, plannedIn } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-07-15' });

afterAll(() => server.close());

describe('the gate COUNTERS_OPEN', () => {
  const gate = async (plan: string): Promise<Data> => {
    const data = await server.query(
      `query ($plan: String!) { plan(code: $plan, asOf: "2025-07-15") { phases { ordinal gates { code met missing { description unit { code } owner { code } } } } } }`,
      { plan },
    );
    return data.plan.phases.flatMap(({ gates }: Data) => gates).find(({ code }: Data) => code === 'OPEN');
  };
  const withGate = (document: Data) => {
    document.phases[0].gates.push({ code: 'OPEN', title: 'Mở quầy', kind: 'COUNTERS_OPEN', owner: document.center });
  };

  it('misses the units that the phase moves and that have no counter, or none of a kind that policies ask for', async () => {
    const { plan, point, center } = await aTrainingPlan(server, 45, withGate);
    for (const index of [1, 2, 3]) await aCounter(server, { unit: point(index) });
    await carried(server, 'setPolicy', {
      key: 'counter.priority.required',
      value: 'true',
      from: '2025-01-01',
      unit: point(3),
      instrument: '45/KH',
    });
    const item = (description: string, unit: string) => ({
      description,
      unit: { code: unit },
      owner: { code: center },
    });

    expect(await plannedIn(server, plan, 1)).toHaveLength(4);
    expect(await gate(plan)).toEqual({
      code: 'OPEN',
      met: false,
      missing: [
        item(`No counter of kind PRIORITY: ${point(3)}`, point(3)),
        item(`No counter is open: ${point(4)}`, point(4)),
      ],
    });
    await aCounter(server, { unit: point(3), label: 'Ưu tiên', kind: 'COMBINED' });
    await aCounter(server, { unit: point(4) });
    expect(await gate(plan)).toEqual({ code: 'OPEN', met: true, missing: [] });
  });

  it("misses a counter of the plan's center where the phase foresees nothing", async () => {
    const { plan, center } = await aTrainingPlan(server, 46, (document) => {
      withGate(document);
      document.phases[0].changes = [];
    });

    expect((await gate(plan)).missing).toMatchObject([{ description: `No counter is open: ${center}` }]);
    await aCounter(server, { unit: center });
    expect((await gate(plan)).met).toBe(true);
  });
});
