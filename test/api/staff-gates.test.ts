import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-05-15' });

afterAll(() => server.close());

const aPerson = (code: string, unit: string, from: string, instrument: string) =>
  carried(server, 'registerStaff', {
    code,
    name: `Trần ${code}`,
    category: 'CIVIL_SERVANT',
    payrollHome: unit,
    from,
    instrument,
  });

/** What a gate of a plan's phase misses on a day. */
async function missingOf(plan: string, ordinal: number, gate: string, asOf: string): Promise<[string, string][]> {
  const data = await server.query(
    `query ($plan: String!, $asOf: Date!) { plan(code: $plan, asOf: $asOf) {
      phases { ordinal gates { code met missing { description unit { code } } } } } }`,
    { plan, asOf },
  );
  const phase = data.plan.phases.find((one: Data) => one.ordinal === ordinal);
  const found = phase.gates.find((one: Data) => one.code === gate);
  expect(found.met).toBe(found.missing.length === 0);
  return found.missing.map(({ unit, description }: Data) => [unit?.code, description]);
}

describe('the gate that asks for directors', () => {
  it('misses those of the branches that the phase brings, until each has one', async () => {
    const before = await missingOf('HN', 1, 'DIRECTOR', '2025-02-15');
    await aPerson('G-1', 'HN-B01', '2024-12-01', PLAN_29);
    await carried(server, 'appointLeader', {
      staff: 'G-1',
      unit: 'HN-B01',
      role: 'DIRECTOR',
      from: '2025-02-01',
      decidedBy: 'HN',
      instrument: PLAN_29,
    });

    const after = await missingOf('HN', 1, 'DIRECTOR', '2025-02-15');
    const earlier = await missingOf('HN', 1, 'DIRECTOR', '2025-01-31');

    expect(before).toEqual([
      ['HN-B01', 'No director: HN-B01'],
      ['HN-B02', 'No director: HN-B02'],
    ]);
    expect(after).toEqual([['HN-B02', 'No director: HN-B02']]);
    expect(earlier).toEqual(before);
  });

  it('asks for that of the center where a phase brings no unit', async () => {
    expect(await missingOf('BD', 1, 'DIRECTOR', '2024-10-15')).toEqual([['BD', 'No director: BD']]);
  });
});

describe('the gate that asks for minimum headcount', () => {
  it('counts who is paid at a branch or below it, against the policy or the quota', async () => {
    const codes = Array.from({ length: 12 }, (_, index) => `N-${index + 1}`);
    for (const code of codes) await aPerson(code, code === 'N-1' ? 'BD-25747' : 'BD-718', '2025-01-01', 'BD/2024');
    await carried(server, 'allocateHeadcount', {
      center: 'BD',
      year: 2025,
      instrument: 'BD/2024',
      allocations: [{ unit: 'BD-719', category: 'CIVIL_SERVANT', ceiling: 20, minimum: 15 }],
    });

    const missing = await missingOf('BD', 2, 'MINIMUM-HEADCOUNT', '2025-05-01');

    expect(missing.map(([unit]) => unit)).toEqual(
      ['719', '720', '721', '722', '723', '724', '725', '726'].map((code) => `BD-${code}`),
    );
    expect(missing[0]?.[1]).toBe('BD-719 has 0 people, at least 15 are needed.');
    expect(missing[1]?.[1]).toBe('BD-720 has 0 people, at least 12 are needed.');
  });

  it('is told of when people who go leave a unit with fewer than its quota needs', async () => {
    await carried(server, 'allocateHeadcount', {
      center: 'BD',
      year: 2025,
      instrument: 'BD/2024',
      allocations: [{ unit: 'BD-718', category: 'CIVIL_SERVANT', ceiling: 20, minimum: 12 }],
    });

    const { violations } = await carried(server, 'leaveStaff', { staff: 'N-2', on: '2025-05-01' });

    expect(violations).toMatchObject([
      {
        code: 'HEADCOUNT_BELOW_MINIMUM',
        severity: 'WARNING',
        on: '2025-05-01',
        message: 'BD-718 has 11 people on 2025-05-01; at least 12 are needed.',
      },
    ]);
  });
});

describe('a rehearsal', () => {
  it('shows at which units another number of people would be counted', async () => {
    await aPerson('H-1', 'HN-B01', '2025-01-01', PLAN_29);

    const { rehearsePhase } = await server.query(
      '{ rehearsePhase(plan: "HN", phase: 3) { headcount { unit { code } category before after } violations { code } } }',
    );

    expect(rehearsePhase).toEqual({ headcount: [], violations: [] });
  });
});
