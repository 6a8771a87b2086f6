import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-01-10' });
const SHOW = 'phase { gates { code met attestation { attestedBy evidence period { from until } } } }';

afterAll(() => server.close());

const send = (verb: string, plan: string, input: object = {}) =>
  sendVerb(
    server,
    verb,
    { plan, phase: 1, gate: 'HEARD', ...(verb === 'attestGate' && { evidence: 'Biên bản' }), ...input },
    { show: SHOW },
  );
const refused = (...sent: Parameters<typeof send>) => withoutWriting(server.databaseUrl, () => send(...sent));
const metOn = async (plan: string, asOf: string): Promise<boolean> => {
  const data = await server.query(`{ plan(code: "${plan}", asOf: "${asOf}") { phases { gates { code met } } } }`);
  return data.plan.phases[0].gates.find(({ code }: Data) => code === 'HEARD').met;
};

describe('attestGate and revokeAttestation', () => {
  it('state that a gate is met from a day on, and take that back', async () => {
    const { plan } = await aTrainingPlan(server, 10);

    const attested = await send('attestGate', plan, { on: '2025-01-05' });
    const revoked = await send('revokeAttestation', plan, { on: '2025-01-08' });

    expect([attested.violations, revoked.violations]).toEqual([[], []]);
    expect(attested.phase.gates[0]).toEqual({
      code: 'HEARD',
      met: true,
      attestation: {
        attestedBy: 'test-ADMIN',
        evidence: 'Biên bản',
        period: { from: '2025-01-05', until: null },
      },
    });
    expect(revoked.phase.gates[0]).toEqual({ code: 'HEARD', met: false, attestation: null });
    expect(
      await Promise.all(['2025-01-04', '2025-01-05', '2025-01-07', '2025-01-08'].map((day) => metOn(plan, day))),
    ).toEqual([false, true, true, false]);
    const again = await send('attestGate', plan, { on: '2025-01-09', evidence: 'Lần hai' });
    expect(again.phase.gates[0].attestation.evidence).toBe('Lần hai');
  });

  it('hold for the step of the phase: a statement taken back keeps it from starting', async () => {
    const { plan } = await aTrainingPlan(server, 11);
    await carried(server, 'attestGate', { plan, phase: 1, gate: 'HEARD', evidence: 'Biên bản', on: '2024-12-25' });
    await carried(server, 'readyPhase', { plan, phase: 1, on: '2024-12-26' });
    await carried(server, 'revokeAttestation', { plan, phase: 1, gate: 'HEARD', on: '2024-12-28' });

    const payload = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'startPhase', { plan, phase: 1, on: '2025-01-02' }),
    );

    expect(told(payload)).toEqual([['PHASE_GATE_UNMET', 'phase', '2025-01-02']]);
  });

  it('are refused a second time, for gates decided from the record, without evidence, and for what is not there', async () => {
    const { plan } = await aTrainingPlan(server, 12);
    const asked = async (verb: string, input?: object) => told(await refused(verb, plan, input));

    expect(await asked('revokeAttestation')).toEqual([['NOT_FOUND', 'gate', '2025-01-10']]);
    expect(await asked('attestGate', { gate: 'COVERAGE' })).toEqual([['INPUT_INVALID', 'gate', null]]);
    expect(await asked('attestGate', { gate: 'GONE', evidence: '' })).toEqual([
      ['INPUT_INVALID', 'evidence', null],
      ['NOT_FOUND', 'gate', null],
    ]);
    expect(await asked('attestGate', { phase: 9 })).toEqual([['NOT_FOUND', 'phase', null]]);
    await send('attestGate', plan);
    expect(await asked('attestGate')).toEqual([['ALREADY_DONE', 'gate', '2025-01-10']]);
  });

  it('rehearsed show the gate met and write nothing', async () => {
    const { plan } = await aTrainingPlan(server, 13);

    const payload = await refused('attestGate', plan, { rehearse: true });

    expect([payload.rehearsed, payload.phase.gates[0].met]).toEqual([true, true]);
    expect(await metOn(plan, '2025-01-10')).toBe(false);
  });
});
