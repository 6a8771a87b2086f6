import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb } from '../support/plan-verbs.ts';
import { allocated, aSite } from '../support/premises-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { ServiceScene } from '../support/service-scene.ts';
import { statementsOf } from '../support/statements-of.ts';
import { communesOf, namesOf, startFirst, trainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'plans', today: '2025-02-15' });
const scene = new ServiceScene(server);

afterAll(() => server.close());

/** East of 105°: 4.15 km and 20.76 km from the first at 21° north. */
const EAST = ['0', '0.04', '0.2', null];

/**
 * A plan under way in a province of four communes with a point each, all but the last with coordinates. Neither the center
 * nor the last point is anywhere.
 */
async function aProvince(no: number): Promise<ReturnType<typeof namesOf>> {
  const attachments = communesOf(no).map(({ name, content }) => {
    const rows = content.split('\n').map((row) => {
      const east = row.includes('COMMUNE') ? EAST[Number(row.split(',')[0]) - no * 1000 - 1] : null;
      return east ? row.replace(/,,,$/, `,21,${105 + Number(east)},`) : row;
    });
    return { name, content: rows.join('\n') };
  });
  await carried(server, 'importPlan', { document: trainingPlan(no), attachments });
  const names = namesOf(no);
  await startFirst(server, names.plan);
  await carried(server, 'applyPhase', { plan: names.plan, phase: 1 });
  return names;
}

const set = (no: number, key: string, value: string, from = '2025-01-01') =>
  carried(server, 'setPolicy', { key, value, from, unit: `T${no}`, instrument: `${no}/KH` });

async function seat(no: number, unit: string, longitude: number, areaM2: number): Promise<void> {
  const result = { unit, seat: { address: 'Số 1', latitude: 21, longitude, areaM2 } };
  const change = { kind: 'RETYPE', on: '2025-01-05', results: [result] };
  await carried(server, 'applyChange', { instrument: `${no}/QD`, change });
}

async function accessOf(plan: string, args = 'asOf: "2025-02-15"'): Promise<Data> {
  const { accessStandard } = await server.query(`{ accessStandard(plan: "${plan}", ${args}) {
    standard { asked kilometers minutes speed distancePolicy { value } timePolicy { value } speedPolicy { value } }
    points unlocatedPoints pointsWithoutPlace { code } closing { code }
    before { communes within outside unlocated } after { communes within outside unlocated }
    communes { territory { name } nearest { unit { code } kilometers minutes } within
      nearestAfterClosing { unit { code } kilometers minutes } withinAfterClosing } } }`);
  return accessStandard;
}

/** Communes as name, nearest point, kilometers and whether that is near enough; after the closing. */
const closed = ({ communes }: Data) =>
  communes.map(({ territory, nearestAfterClosing: nearest, withinAfterClosing }: Data) => [
    territory.name,
    nearest?.unit.code ?? null,
    nearest?.kilometers ?? null,
    withinAfterClosing,
  ]);

describe('accessStandard', () => {
  it('tells which communes are near an open point, before and after some points are closed', async () => {
    const { plan, point } = await aProvince(41);
    await set(41, 'access.distance.max', '5');

    const access = await accessOf(plan, `asOf: "2025-02-15", closing: ["${point(2)}", "${point(3)}"]`);

    expect(access).toMatchObject({
      standard: { asked: true, kilometers: 5, minutes: null, speed: null, distancePolicy: { value: '5' } },
      points: 5,
      unlocatedPoints: 2,
      pointsWithoutPlace: [{ code: 'T41' }, { code: point(4) }],
      closing: [{ code: point(2) }, { code: point(3) }],
      before: { communes: 4, within: 3, outside: 0, unlocated: 1 },
      after: { communes: 4, within: 2, outside: 1, unlocated: 1 },
    });
    expect(access.communes[2].nearest).toEqual({ unit: { code: point(3) }, kilometers: 0, minutes: null });
    expect(closed(access)).toEqual([
      ['An', point(1), 0, true],
      ['Bình', point(1), 4.15, true],
      ['Cát', point(1), 20.76, false],
      ['Đông', null, null, null],
    ]);
  });

  it('closes everything below a unit, and names the points that lie nowhere', async () => {
    const access = `accessStandard(plan: "BD", asOf: "2024-12-31", closingUnder: "BD-720", onlyOutside: true)`;

    const { accessStandard } = await server.query(`{ ${access} {
      unlocatedPoints pointsWithoutPlace { code } closing { code } after { within outside } communes { withinAfterClosing } } }`);

    expect(accessStandard.closing.map(({ code }: Data) => code)).toContain('BD-720');
    expect([accessStandard.closing.length, accessStandard.after]).toEqual([13, { within: 79, outside: 12 }]);
    expect(accessStandard.pointsWithoutPlace).toHaveLength(accessStandard.unlocatedPoints);
  });

  it.each([
    ['closing: ["BD-720", "BD-XXX"]', 'closing.1', 'BD-XXX'],
    ['closingUnder: "BD-XXX"', 'closingUnder', 'BD-XXX'],
    ['within: ["74", "999"]', 'within.1', '999'],
  ])('tells that there is nothing of a code: %s', async (args, field, what) => {
    const { data, errors } = await server.ask(
      `{ accessStandard(plan: "BD", asOf: "2024-12-31", ${args}) { points } plan(code: "BD") { code } }`,
    );

    expect(data).toEqual({ accessStandard: null, plan: { code: 'BD' } });
    expect(errors).toEqual([
      expect.objectContaining({
        message: `${field}: there is no "${what}".`,
        path: ['accessStandard'],
        extensions: expect.objectContaining({ code: 'NOT_FOUND', field }),
      }),
    ]);
  });

  it('asks for minutes where a speed is known, and is met by one criterion of both', async () => {
    const { plan, point } = await aProvince(42);
    const closing = `asOf: "2025-02-15", closing: ["${point(1)}", "${point(2)}"]`;
    const none = await accessOf(plan, closing);
    await set(42, 'access.time.max', '30');
    const without = await accessOf(plan, closing);
    await set(42, 'access.speed', '40');
    const reckoned = await accessOf(plan, closing);
    await set(42, 'access.distance.max', '20.8');
    const both = await accessOf(plan, closing);

    expect(
      [none, without].map(({ standard, after: { within, outside } }) => [standard.asked, within, outside]),
    ).toEqual([
      [false, 0, 0],
      [false, 0, 0],
    ]);
    expect(without.standard).toMatchObject({ minutes: 30, timePolicy: { value: '30' }, speedPolicy: null });
    expect(reckoned.communes[1].nearestAfterClosing).toEqual({
      unit: { code: point(3) },
      kilometers: 16.61,
      minutes: 24.9,
    });
    expect(closed(reckoned).map(([, , , within]: Data) => within)).toEqual([false, true, true, null]);
    expect(closed(both).map(([, , , within]: Data) => within)).toEqual([true, true, true, null]);
  });

  it('shows only communes that are or would be outside, or only those in a territory', async () => {
    const { plan, point, commune } = await aProvince(43);
    await set(43, 'access.distance.max', '5');
    const closing = `asOf: "2025-02-15", closing: ["${point(1)}", "${point(2)}"]`;

    const outside = await accessOf(plan, `${closing}, onlyOutside: true`);
    const inside = await accessOf(plan, `${closing}, within: ["${commune(2)}", "${commune(3)}"]`);
    const everywhere = await accessOf(plan, `${closing}, within: ["43"]`);

    expect(closed(outside).map(([name]: Data) => name)).toEqual(['An', 'Bình']);
    expect(outside.after).toEqual({ communes: 4, within: 1, outside: 2, unlocated: 1 });
    expect(inside.after).toEqual({ communes: 2, within: 1, outside: 1, unlocated: 0 });
    expect(everywhere.after).toEqual(outside.after);
  });

  it('takes the seat of a point for where it is, and counters, where there are some, for whether it is open', async () => {
    const { plan, point } = await aProvince(44);
    await set(44, 'access.distance.max', '5');
    await seat(44, point(4), 105.2, 50);
    await scene.counter(point(1), 'Quầy 1', '2025-02-10');
    await scene.counter(point(4), 'Quầy 1', '2025-01-10');

    const [january, february] = [await accessOf(plan, 'asOf: "2025-01-15"'), await accessOf(plan)];

    expect([january.points, february.points]).toEqual([1, 2]);
    expect(closed(january)).toEqual([
      ['An', point(4), 20.76, false],
      ['Bình', point(4), 16.61, false],
      ['Cát', point(4), 0, true],
      ['Đông', null, null, null],
    ]);
    expect(closed(february).map(([, unit]: Data) => unit)).toEqual([point(1), point(1), point(4), null]);
  });

  it('knows no point before one stands in the tree, and not what was said later; by one statement', async () => {
    const { plan } = await aProvince(45);
    const { policies } = await server.query('{ policies(key: "access.distance.max") { recordedAt } }');
    await set(45, 'access.distance.max', '5', '2024-12-01');
    const known = policies.at(-1).recordedAt;

    const { statements, result } = await statementsOf(server, () => accessOf(plan, 'asOf: "2024-12-31"'));

    expect(statements).toHaveLength(1);
    expect([result.points, result.before]).toEqual([1, { communes: 4, within: 0, outside: 3, unlocated: 1 }]);
    expect(await accessOf(plan, `knownAt: "${known}"`)).toBeNull();
    expect(await accessOf('NOWHERE')).toBeNull();
  });
});

describe('accessStandard of the plans', () => {
  it('finds every commune of Binh Duong near its own point, and some outside once the points of a district close', async () => {
    const { unit } = await server.query('{ unit(code: "BD-720", asOf: "2024-12-31") { children { code } } }');
    const codes = unit.children.map(({ code }: Data) => `"${code}"`).join(', ');

    const access = await accessOf('BD', `asOf: "2024-12-31", onlyOutside: true, closing: [${codes}]`);

    expect(access.standard).toMatchObject({ kilometers: 5, minutes: 30, speed: null, asked: true });
    expect(access.before).toEqual({ communes: 91, within: 91, outside: 0, unlocated: 0 });
    expect([access.closing.length, access.after]).toEqual([
      12,
      { communes: 91, within: 79, outside: 12, unlocated: 0 },
    ]);
    expect(access.communes).toHaveLength(12);
  });

  it('asks nothing of Hanoi, whose policies set no standard', async () => {
    const { statements, result } = await statementsOf(server, () => accessOf('HN', 'asOf: "2025-07-01"'));

    expect(statements).toHaveLength(1);
    expect([result.standard.asked, result.before]).toEqual([
      false,
      { communes: 526, within: 0, outside: 0, unlocated: 0 },
    ]);
  });
});

describe('integrationCandidates', () => {
  const NO = 46;
  const CRITERIA = 'criteria { key actual needed atLeast met policy { value } }';

  async function candidatesOf(plan: string, args = 'asOf: "2025-02-15"'): Promise<Data[]> {
    const { integrationCandidates } = await server.query(`{ integrationCandidates(plan: "${plan}", ${args}) {
      point { code } into { code } met asked breaksAccess leavesOutside { name } ${CRITERIA} } }`);
    return integrationCandidates;
  }

  const brief = (candidates: Data[]) =>
    candidates.map(({ point, met, asked, breaksAccess }) => [point.code, met, asked, breaksAccess]);

  let names: ReturnType<typeof namesOf>;

  beforeAll(async () => {
    names = await aProvince(NO);
    await seat(NO, names.center, 105.01, 80);
    const site = await aSite(server, { areaM2: 40 });
    await allocated(server, { site, unit: names.center, from: '2025-02-01', instrument: `${NO}/QD` });
  });

  it('asks nothing without a policy, and shows what is recorded', async () => {
    const candidates = await candidatesOf(names.plan);

    expect(brief(candidates)).toEqual([1, 2, 3, 4].map((index) => [names.point(index), 0, 0, null]));
    expect(candidates[0]).toMatchObject({ into: { code: names.center }, leavesOutside: [] });
    expect(candidates[0].criteria).toEqual([
      { key: 'integration.distance.max', actual: 1.04, needed: null, atLeast: false, met: null, policy: null },
      { key: 'integration.premises.min', actual: 120, needed: null, atLeast: true, met: null, policy: null },
      { key: 'integration.volume.max', actual: null, needed: null, atLeast: false, met: null, policy: null },
      { key: 'integration.staff.min', actual: 0, needed: null, atLeast: true, met: null, policy: null },
    ]);
  });

  it('weighs distance, premises, volume and staff, and which communes would be left outside', async () => {
    await set(NO, 'integration.distance.max', '4');
    await set(NO, 'integration.premises.min', '100');
    await set(NO, 'integration.volume.max', '10');
    await set(NO, 'integration.staff.min', '1');
    await set(NO, 'access.distance.max', '2');
    const { point } = names;
    await scene.report(
      { unit: point(1), day: '2024-11-17', received: 1000 },
      { unit: point(1), day: '2024-11-18', received: 8 },
      { unit: point(1), day: '2025-02-15', received: 12 },
      { unit: point(2), day: '2025-02-15', received: 11 },
      { unit: point(3), day: '2025-02-15', received: 10 },
    );

    const candidates = await candidatesOf(names.plan);

    expect(brief(candidates)).toEqual([
      [point(1), 3, 4, false],
      [point(2), 2, 4, true],
      [point(3), 2, 4, true],
      [point(4), 1, 4, false],
    ]);
    expect(candidates.map(({ leavesOutside }) => leavesOutside)).toEqual([
      [],
      [{ name: 'Bình' }],
      [{ name: 'Cát' }],
      [],
    ]);
    const shown = candidates.map(({ criteria }) => criteria.map(({ actual, met }: Data) => [actual, met]));
    expect(shown).toEqual([
      [
        [1.04, true],
        [120, true],
        [10, true],
        [0, false],
      ],
      [
        [3.11, true],
        [120, true],
        [11, false],
        [0, false],
      ],
      [
        [19.72, false],
        [120, true],
        [10, true],
        [0, false],
      ],
      [
        [null, false],
        [120, true],
        [null, false],
        [0, false],
      ],
    ]);
  });

  it('are refused as acts by the same measures of volume', async () => {
    const absorb = (index: number) => ({
      instrument: `${NO}/QD`,
      rehearse: true,
      change: {
        kind: 'ABSORB',
        on: '2025-02-16',
        sources: [{ unit: names.point(index) }],
        results: [{ unit: names.center }],
      },
    });
    const reasonsOf = async (index: number) => {
      const payload = await withoutWriting(server.databaseUrl, () => sendVerb(server, 'applyChange', absorb(index)));
      return payload.violations
        .filter(({ code }: Data) => code === 'INTEGRATION_CRITERIA_UNMET')
        .map(({ message }: Data) => message.replace(/^.*: /, ''));
    };

    expect([await reasonsOf(1), await reasonsOf(2), await reasonsOf(4)]).toEqual([
      ['integration.staff.min is 0 staff, expected ≥ 1 staff.'],
      [
        'integration.volume.max is 11 dossiers/day, expected ≤ 10 dossiers/day.',
        'integration.staff.min is 0 staff, expected ≥ 1 staff.',
      ],
      [
        'integration.distance.max is not recorded, expected ≤ 4 km.',
        'integration.volume.max is not recorded, expected ≤ 10 dossiers/day.',
        'integration.staff.min is 0 staff, expected ≥ 1 staff.',
      ],
    ]);
  });

  it('are read by one statement, few or many', async () => {
    const few = await statementsOf(server, () => candidatesOf(names.plan));
    const many = await statementsOf(server, () => candidatesOf('HN', 'asOf: "2025-07-01"'));

    expect([few.statements.length, many.statements.length]).toEqual([1, 1]);
    expect([few.result.length, many.result.length]).toEqual([4, 526]);
    expect(await candidatesOf('NOWHERE')).toEqual([]);
  });
});
