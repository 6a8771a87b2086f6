import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-02-10' });

afterAll(() => server.close());

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

describe('INTEGRATION_CRITERIA_UNMET', () => {
  const seat = (unit: string, latitude: number, areaM2: number) => ({
    unit,
    seat: { address: 'Số 1', latitude, longitude: 105, areaM2 },
  });

  it('keeps a point from a unit that is too far or too small, by thresholds that are policies', async () => {
    const { point } = await aTrainingPlan(server, 31);
    for (const result of [seat(point(1), 21, 50), seat(point(2), 21.1, 80)])
      await carried(server, 'applyChange', {
        instrument: '31/QD',
        change: { kind: 'RETYPE', on: '2025-01-05', results: [{ ...result, rank: 'tổ' }] },
      });
    const absorb = () =>
      change(
        31,
        { kind: 'ABSORB', on: '2025-02-15', sources: [{ unit: point(1) }], results: [{ unit: point(2) }] },
        true,
      );
    const set = (key: string, value: string, from: string) =>
      carried(server, 'setPolicy', { key, value, from, unit: 'PC-31', instrument: '31/KH', article: 'Mục II' });
    expect(told(await absorb())).toEqual([]);

    await set('integration.distance.max', '5', '2025-01-01');
    await set('integration.premises.min', '100', '2025-01-01');

    const payload = await refused(absorb);
    expect(
      payload.violations.map(({ code, message, policy, waivable }: Data) => [code, message, policy.article, waivable]),
    ).toEqual([
      [
        'INTEGRATION_CRITERIA_UNMET',
        'Point T31-31001 cannot be integrated into T31-31002: integration.distance.max is 11.1 km, expected ≤ 5 km.',
        'Mục II',
        true,
      ],
      [
        'INTEGRATION_CRITERIA_UNMET',
        'Point T31-31001 cannot be integrated into T31-31002: integration.premises.min is 80 m², expected ≥ 100 m².',
        'Mục II',
        true,
      ],
    ]);
    await set('integration.distance.max', '11.2', '2025-02-10');
    await set('integration.premises.min', '80', '2025-02-10');
    expect(told(await absorb())).toEqual([]);
  });
});

describe('SERVICE_INTERRUPTED', () => {
  it('keeps a territory from being left without a receiver, unless waived', async () => {
    const { point, commune } = await aTrainingPlan(server, 32);
    const stop = () =>
      change(32, { kind: 'TERRITORY', on: '2025-02-15', results: [{ unit: point(1), endTerritories: [commune(1)] }] });

    const payload = await refused(stop);

    expect(payload.violations).toMatchObject([
      {
        __typename: 'TerritoryViolation',
        code: 'SERVICE_INTERRUPTED',
        on: '2025-02-15',
        unit: { code: point(1) },
        territory: { code: commune(1) },
        waivable: true,
        message: 'Nobody receives for territory 32001 from 2025-02-15 (T32-32001 stops).',
      },
    ]);
    await grant(32, { code: 'SERVICE_INTERRUPTED', unit: 'PC-32' });
    expect((await stop()).violations).toMatchObject([{ code: 'SERVICE_INTERRUPTED', severity: 'WARNING' }]);
  });
});
