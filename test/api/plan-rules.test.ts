import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan, startFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-02-10' });

afterAll(() => server.close());

const SHOW = 'unit { code name }';
const rename = (no: number, input: object = {}) =>
  sendVerb(
    server,
    'renameUnit',
    { unit: `T${no}-${no}001`, name: 'Mới', on: '2025-02-15', instrument: `${no}/QD`, ...input },
    { show: SHOW },
  );
const change = (no: number, input: object, rehearse = false) =>
  sendVerb(
    server,
    'applyChange',
    { instrument: `${no}/QD`, change: input, rehearse },
    { show: 'change { id } unit { code }' },
  );
const refused = (act: () => Promise<Data>) => withoutWriting(server.databaseUrl, act);
const WAIVER =
  'waiver { id code inForce daysLeft period { from until } plan phase gate unit { code } uses { verb subject } }';
const grant = (no: number, input: object) =>
  sendVerb(
    server,
    'grantWaiver',
    { instrument: `${no}/QD`, reason: 'Cần gấp', from: '2025-02-01', until: '2025-03-01', ...input },
    { show: WAIVER },
  );

describe('NAME_FROZEN', () => {
  it('keeps a unit from being renamed in the window of the phase, and on no other day', async () => {
    const { point } = await aTrainingPlan(server, 10);

    const frozen = await refused(() => rename(10));

    expect(frozen.violations).toMatchObject([
      {
        __typename: 'UnitViolation',
        code: 'NAME_FROZEN',
        severity: 'BLOCKING',
        path: ['name'],
        on: '2025-02-15',
        waivable: true,
        waivedBy: null,
        unit: { code: point(1) },
        message: 'The name of T10-10001 is frozen during phase 1 of plan T10.',
      },
    ]);
    expect(told(await rename(10, { on: '2024-12-31', rehearse: true }))).toEqual([]);
    expect(told(await rename(10, { on: '2025-03-31', rehearse: true })).map(([code]) => code)).toEqual(['NAME_FROZEN']);
    expect(told(await rename(10, { on: '2025-04-01', rehearse: true }))).toEqual([]);
  });

  it('keeps the survivor of a merger from a new name', async () => {
    const { point } = await aTrainingPlan(server, 11);
    const merger = {
      kind: 'MERGE',
      on: '2025-02-15',
      sources: [{ unit: point(1) }, { unit: point(2) }],
      results: [{ unit: point(1), name: 'Mới' }],
    };

    expect((await refused(() => change(11, merger))).violations).toMatchObject([
      { code: 'NAME_FROZEN', on: '2025-02-15', unit: { code: point(1) } },
    ]);
  });

  it('is a warning while a waiver lifts it, which names the waiver and counts its use', async () => {
    await aTrainingPlan(server, 12);
    const granted = await grant(12, { code: 'NAME_FROZEN', unit: 'T12-12001', plan: 'T12', phase: 1 });

    const { unit, violations } = await rename(12);

    expect(unit.name).toBe('Mới');
    expect(violations).toMatchObject([
      {
        code: 'NAME_FROZEN',
        severity: 'WARNING',
        waivedBy: { id: granted.waiver.id, instrument: { number: '12/QD' } },
      },
    ]);
    expect(told(await refused(() => rename(12, { unit: 'T12-12002' })))).toEqual([
      ['NAME_FROZEN', 'name', '2025-02-15'],
    ]);
    const { nodes } = (await server.query('{ waivers(plan: "T12") { nodes { uses { verb subject } } } }')).waivers;
    expect(nodes[0].uses).toEqual([{ verb: 'renameUnit', subject: 'T12-12001' }]);
  });

  it('stands again on the very day a waiver ends, or is revoked', async () => {
    await aTrainingPlan(server, 13);
    const { waiver } = await grant(13, { code: 'NAME_FROZEN', plan: 'T13' });

    expect(told(await refused(() => rename(13, { on: '2025-03-01' })))).toEqual([
      ['NAME_FROZEN', 'name', '2025-03-01'],
    ]);
    const eve = await rename(13, { on: '2025-02-28', rehearse: true });
    expect(eve.violations).toMatchObject([{ severity: 'WARNING' }]);

    const revoke = (input: object) =>
      sendVerb(server, 'revokeWaiver', { waiver: waiver.id, on: '2025-02-20', ...input }, { show: WAIVER });
    expect(told(await refused(() => revoke({})))).toEqual([['INSTRUMENT_REQUIRED', 'instrument', '2025-02-20']]);
    expect((await revoke({ instrument: '13/QD' })).waiver.period).toEqual({ from: '2025-02-01', until: '2025-02-20' });
    expect(told(await refused(() => rename(13, { on: '2025-02-20' })))).toEqual([
      ['NAME_FROZEN', 'name', '2025-02-20'],
    ]);
    expect((await rename(13, { on: '2025-02-19', rehearse: true })).violations).toMatchObject([
      { severity: 'WARNING' },
    ]);
    expect(told(await refused(() => revoke({ instrument: '13/QD' })))).toEqual([
      ['WAIVER_EXPIRED', 'on', '2025-02-20'],
    ]);
  });
});

describe('PHASE_GATE_UNMET', () => {
  it('is lifted for one gate by a waiver', async () => {
    const { plan } = await aTrainingPlan(server, 20);
    await grant(20, { code: 'PHASE_GATE_UNMET', plan, phase: 1, gate: 'HEARD' });

    const payload = await sendVerb(
      server,
      'startPhase',
      { plan, phase: 1, on: '2025-02-01' },
      { show: 'phase { status }' },
    );

    expect(payload.phase.status).toBe('ACTIVE');
    expect(payload.violations).toMatchObject([
      { code: 'PHASE_GATE_UNMET', severity: 'WARNING', gate: { code: 'HEARD' } },
    ]);
  });
});

describe('CHANGE_NOT_ALLOWED', () => {
  it('is lifted by a waiver for the phase', async () => {
    const { plan, center } = await aTrainingPlan(server, 25);
    await startFirst(server, plan);
    const input = { plan, change: { kind: 'RENAME', on: '2025-02-15', results: [{ unit: center, name: 'Mới' }] } };
    const send = () => sendVerb(server, 'applyChange', input, { show: 'unit { name }' });
    expect(told(await refused(send))).toEqual([['CHANGE_NOT_ALLOWED', 'change.kind', '2025-02-15']]);

    await grant(25, { code: 'CHANGE_NOT_ALLOWED', plan, phase: 1 });

    expect((await send()).unit).toEqual({ name: 'Mới' });
  });
});

describe('GOVERNANCE_MODEL_CONFLICT', () => {
  it('keeps commune centers out of a one-level province, and quotes the policy', async () => {
    const { committee } = await aTrainingPlan(server, 30);
    const establish = (on: string) =>
      change(
        30,
        {
          kind: 'ESTABLISH',
          on,
          results: [
            {
              unit: 'T30-X',
              name: 'Trung tâm xã',
              kind: 'COMMUNE_CENTER',
              relations: [{ relation: 'ESTABLISHMENT', unit: committee }],
            },
          ],
        },
        true,
      );
    const policy = { key: 'governance.model', value: 'ONE_LEVEL', unit: committee, from: '2025-02-01' };
    await carried(server, 'setPolicy', { ...policy, until: '2025-03-01', instrument: '30/KH', article: 'Điều 5' });

    const payload = await refused(() => establish('2025-02-15'));

    expect(payload.violations).toMatchObject([
      {
        code: 'GOVERNANCE_MODEL_CONFLICT',
        on: '2025-02-15',
        waivable: false,
        policy: { key: 'governance.model', value: 'ONE_LEVEL', instrument: { number: '30/KH' }, article: 'Điều 5' },
      },
    ]);
    expect([told(await establish('2025-01-31')), told(await establish('2025-03-01'))]).toEqual([[], []]);
  });
});
