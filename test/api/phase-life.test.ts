import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan, completeFirst, startFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-01-20' });
const SHOW = 'phase { ordinal status period { from until } history { status note period { from until } } }';

afterAll(() => server.close());

const step = (verb: string, input: object) => sendVerb(server, verb, input, { show: SHOW });
/** A step that is refused: nothing is written. */
const refusedStep = (verb: string, input: object) => withoutWriting(server.databaseUrl, () => step(verb, input));
const attest = (plan: string) =>
  carried(server, 'attestGate', { plan, phase: 1, gate: 'HEARD', evidence: 'Biên bản', on: '2024-12-28' });

describe('readyPhase', () => {
  it('needs every mandatory gate before READY, and tells what is missing with who owes it', async () => {
    const { plan } = await aTrainingPlan(server, 10);

    const payload = await refusedStep('readyPhase', { plan, phase: 1, on: '2024-12-28' });

    expect(payload.phase).toBeNull();
    expect(payload.violations).toMatchObject([
      {
        __typename: 'PhaseGateViolation',
        code: 'PHASE_GATE_UNMET',
        path: ['phase'],
        on: '2024-12-28',
        waivable: true,
        message: 'Phase 1 does not meet the gate "Đã lấy ý kiến" (1 missing).',
        gate: { code: 'HEARD' },
        missing: [{ description: 'Not attested: Đã lấy ý kiến', owner: { code: 'PC-10' } }],
      },
    ]);
  });

  it('makes a planned phase ready from a day on, once', async () => {
    const { plan } = await aTrainingPlan(server, 11);
    await attest(plan);

    const { phase, violations } = await step('readyPhase', { plan, phase: 1, on: '2024-12-28', note: 'Đủ điều kiện' });

    expect(violations).toEqual([]);
    expect(phase.status).toBe('READY');
    expect(phase.history.at(-1)).toEqual({
      status: 'READY',
      note: 'Đủ điều kiện',
      period: { from: '2024-12-28', until: null },
    });
    const again = await refusedStep('readyPhase', { plan, phase: 1, on: '2024-12-29' });
    expect(again.violations).toMatchObject([
      {
        code: 'TRANSITION_INVALID',
        message: `${plan}/1 is READY and cannot become READY; it can become ACTIVE, PLANNED, CANCELLED.`,
      },
    ]);
  });

  it('rehearsed shows the phase ready and writes nothing', async () => {
    const { plan } = await aTrainingPlan(server, 12);

    const payload = await withoutWriting(server.databaseUrl, () =>
      step('readyPhase', { plan, phase: 2, on: '2025-01-05', rehearse: true }),
    );

    expect(payload).toMatchObject({ rehearsed: true, violations: [], phase: { status: 'READY' } });
  });
});

describe('startPhase', () => {
  it('starts a planned phase today where no day is said', async () => {
    const { plan } = await aTrainingPlan(server, 20);
    await attest(plan);

    const { phase, violations } = await step('startPhase', { plan, phase: 1 });

    expect(violations).toEqual([]);
    expect(phase.status).toBe('ACTIVE');
    expect(phase.history.at(-1).period).toEqual({ from: '2025-01-20', until: null });
  });

  it('is refused out of order, outside its window and before its gates, all at once', async () => {
    const { plan } = await aTrainingPlan(server, 21, (d) => {
      d.phases[1].gates = [{ code: 'G', title: 'G', kind: 'ATTESTATION', before: 'READY' }];
    });

    const payload = await refusedStep('startPhase', { plan, phase: 2, on: '2025-04-15' });

    expect(told(payload)).toEqual([
      ['PHASE_ORDER', 'phase', '2025-04-15'],
      ['PHASE_WINDOW_CLOSED', 'on', '2025-04-15'],
      ['PHASE_GATE_UNMET', 'phase', '2025-04-15'],
    ]);
    expect(payload.violations.map(({ message }: Data) => message)).toEqual([
      'Phase 1 (PLANNED) comes before phase 2.',
      '2025-04-15 lies outside the window of phase 2 (2025-05-01 to 2025-06-30).',
      'Phase 2 does not meet the gate "G" (1 missing).',
    ]);
  });

  it('is refused while another phase is active', async () => {
    const { plan } = await aTrainingPlan(server, 22);
    await startFirst(server, plan);

    expect(told(await refusedStep('startPhase', { plan, phase: 2, on: '2025-05-01' }))).toEqual([
      ['PHASE_ORDER', 'phase', '2025-05-01'],
      ['PHASE_ALREADY_ACTIVE', 'phase', '2025-05-01'],
    ]);
    expect(told(await refusedStep('startPhase', { plan, phase: 1, on: '2025-01-02' }))).toEqual([
      ['PHASE_ALREADY_ACTIVE', 'phase', '2025-01-02'],
    ]);
  });

  it('starts the second once the first is completed, on whatever day of its window', async () => {
    const { plan } = await aTrainingPlan(server, 23);
    await completeFirst(server, plan);

    const { phase, violations } = await step('startPhase', { plan, phase: 2, on: '2025-06-30' });

    expect(violations).toEqual([]);
    expect(phase).toMatchObject({ ordinal: 2, status: 'ACTIVE' });
  });

  it('is refused for another version than the caller read, an unknown phase, plan or instrument, and a draft', async () => {
    const { plan } = await aTrainingPlan(server, 24, (d) => delete d.instrument);
    const start = (input: object) => refusedStep('startPhase', { plan, phase: 2, on: '2025-05-01', ...input });

    const conflict = await start({ expectedVersion: 1 });
    expect(told(conflict)[0]).toEqual(['VERSION_CONFLICT', 'expectedVersion', null]);
    expect(told(await start({ phase: 9 }))).toEqual([['NOT_FOUND', 'phase', null]]);
    expect(told(await start({ plan: 'GONE' }))).toEqual([['NOT_FOUND', 'plan', null]]);
    expect(told(await start({ instrument: 'GONE' }))[0]).toEqual(['NOT_FOUND', 'instrument', null]);
    expect(told(await start({}))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-05-01'],
      ['TRANSITION_INVALID', 'plan', '2025-05-01'],
      ['TRANSITION_INVALID', 'phase', '2025-05-01'],
      ['PHASE_ORDER', 'phase', '2025-05-01'],
    ]);
  });
});

describe('completePhase', () => {
  it('is refused with every unmet gate at once, each with what it misses and who owes that', async () => {
    const { plan } = await aTrainingPlan(server, 30);
    await startFirst(server, plan);

    const payload = await refusedStep('completePhase', { plan, phase: 1, on: '2025-04-01' });

    expect(
      payload.violations.map(({ code, gate, missing }: Data) => [
        code,
        gate.code,
        missing.map(({ description, owner }: Data) => [description, owner?.code]),
      ]),
    ).toEqual([
      [
        'PHASE_GATE_UNMET',
        'COVERAGE',
        ['An', 'Bình', 'Cát', 'Đông'].map((name) => [`Nobody receives for ${name} from 2025-01-01.`, 'T30']),
      ],
      [
        'PHASE_GATE_UNMET',
        'APPLIED',
        [1, 2, 3, 4].map((index) => [`Not carried out: REPARENT T30-3000${index}, on 2025-01-01.`, 'T30']),
      ],
      ['PHASE_GATE_UNMET', 'TASKS', [['Not done: Tham mưu về phí', 'PC-30']]],
    ]);
  });

  it('completes a phase whose mandatory gates are met', async () => {
    const { plan } = await aTrainingPlan(server, 31);

    await completeFirst(server, plan);

    const { phases } = (
      await server.query(`{ plan(code: "T31", asOf: "2025-04-01") { phases { status gates { code met } } } }`)
    ).plan;
    expect(phases[0]).toEqual({
      status: 'COMPLETED',
      gates: [
        { code: 'HEARD', met: true },
        { code: 'COVERAGE', met: true },
        { code: 'APPLIED', met: true },
        { code: 'TASKS', met: true },
        { code: 'SIGNS', met: false },
      ],
    });
    expect(told(await refusedStep('completePhase', { plan, phase: 1, on: '2025-04-02' }))).toEqual([
      ['TRANSITION_INVALID', 'phase', '2025-04-02'],
    ]);
  });

  it('is refused for a phase that has not begun', async () => {
    const { plan } = await aTrainingPlan(server, 32);

    expect(told(await refusedStep('completePhase', { plan, phase: 2, on: '2025-06-01' }))).toEqual([
      ['TRANSITION_INVALID', 'phase', '2025-06-01'],
    ]);
  });

  it('sends as many statements for one gate as for fifteen', async () => {
    const gates = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ code: `G${index}`, title: 'G', kind: 'CHANGES_APPLIED' }));
    const sent = async (no: number, count: number) => {
      const { plan } = await aTrainingPlan(server, no, (d) => {
        d.phases[0].gates = gates(count);
      });
      await carried(server, 'startPhase', { plan, phase: 1, on: '2025-01-01' });
      await carried(server, 'applyPhase', { plan, phase: 1 });
      const { statements } = await statementsOf(server, () =>
        carried(server, 'completePhase', { plan, phase: 1, on: '2025-04-01' }, SHOW),
      );
      return statements.length;
    };

    const [one, many] = [await sent(33, 1), await sent(34, 15)];

    expect([one, many]).toEqual([11, 11]);
  });
});
