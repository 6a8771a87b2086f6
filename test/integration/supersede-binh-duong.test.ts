import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { importReform } from '../../src/services/reform/import-reform.ts';
import { readReform } from '../../src/services/reform/read-reform.ts';
import { type ApiServer, type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';

/** Official rows: Binh Duong whole, and of the two other provinces that were merged with it one commune each. */
const REFORM = fileURLToPath(new URL('../fixtures/binh-duong-reform/', import.meta.url));

const SUPERSEDE = `mutation ($rehearse: Boolean!) {
  supersedePlan(input: { plan: "BD", on: "2025-07-01", instrument: "202/2025/QH15", note: "Bình Dương nhập vào Thành phố Hồ Chí Minh", rehearse: $rehearse }) {
    rehearsed violations { code message }
    plan { code status instrument { number } phases { ordinal status } }
    impact {
      orphanedUnits { code kind }
      territories { territory { code level } successors { code name level } partial }
      toDecide { territory { code level } }
      phases { ordinal status } tasks { code status } laterChanges { kind on }
      sealsToReturn { unit { code } status } staffUnplaced
    }
  }
}`;
const READ = `query ($asOf: Date!) {
  plan(code: "BD", asOf: $asOf) { status phases { ordinal status period { from until } } }
  tasks(plan: "BD", asOf: $asOf, first: 100) { nodes { code status } }
  branch: unit(code: "BD-718", asOf: $asOf) { kind parent { code } territories { code } }
}`;
const APPLY = `mutation ($on: Date!, $phase: Int) {
  applyChange(input: { plan: "BD", phase: $phase, change: {
    kind: RENAME, on: $on, results: [{ unit: "BD-25744", name: "Điểm Một cửa Phú Lợi" }]
  } }) { change { id } violations { code path severity } }
}`;

/** Old communes whose land went to more than one new one. */
const SPLIT_COMMUNES = [
  ...['25741', '25768', '25774', '25783', '25786', '25798', '25801', '25810'],
  ...['25813', '25822', '25876', '25918', '25939', '25948', '25969', '25990'],
];
const DISTRICTS = ['718', '719', '720', '721', '722', '723', '724', '725', '726'];
const CANCELLED_TASKS = [
  ...['COUNTERS', 'ONE-STOP-POINTS', 'ONE-STOP-STAFF', 'PREMISES'],
  ...['PROCEDURES', 'SEALS', 'SIGNBOARDS', 'STAFF-TRANSFER'],
];

describe('the plan of Binh Duong, superseded by Resolution 202/2025/QH15', () => {
  let server: ApiServer;
  let rehearsed: Data;

  beforeAll(async () => {
    server = await startApiServer({ today: '2025-07-15' });
    const { reform, problems } = await readReform(REFORM);
    const database = openDatabase(server.databaseUrl);
    const work = new UnitOfWork(database, { actor: 'test', requestId: 'reform' });
    const { value, violations } = await importReform(work, reform);
    await database.close();
    expect([problems, violations]).toEqual([[], []]);
    expect(value).toMatchObject({
      heldBy: ['Tỉnh Bình Dương (74) before the reform: plan BD'],
      communes: { before: 91 + 2, after: 36 + 2, lines: 107 + 2 },
      fromHeld: 36,
    });
  });

  afterAll(() => server.close());

  it('is rehearsed without a trace', async () => {
    const { supersedePlan } = await withoutWriting(server.databaseUrl, () => supersede(server, true));

    rehearsed = supersedePlan;
    expect(supersedePlan).toMatchObject({ rehearsed: true, violations: [], plan: { status: 'SUPERSEDED' } });
    expect((await server.query(READ, { asOf: '2025-07-01' })).plan.status).toBe('ADOPTED');
  });

  it('ends, with the same impact', async () => {
    const { supersedePlan } = await supersede(server, false);

    expect(supersedePlan).toEqual({ ...rehearsed, rehearsed: false });
    expect(supersedePlan.plan.phases).toEqual([
      { ordinal: 1, status: 'COMPLETED' },
      { ordinal: 2, status: 'COMPLETED' },
      { ordinal: 3, status: 'SUPERSEDED' },
    ]);
  });

  it('leaves the center, its branches and all points without territory', () => {
    const { orphanedUnits } = rehearsed.impact;

    const byKind = (kind: string) => orphanedUnits.filter((unit: Data) => unit.kind === kind);
    expect(byKind('PROVINCIAL_CENTER')).toEqual([{ code: 'BD', kind: 'PROVINCIAL_CENTER' }]);
    expect(codesOf(byKind('BRANCH'))).toEqual(DISTRICTS.map((code) => `BD-${code}`));
    expect(byKind('ONE_STOP')).toHaveLength(82);
    expect(orphanedUnits).toHaveLength(1 + 9 + 82);
  });

  it('says of every territory what it became', () => {
    const { territories, toDecide } = rehearsed.impact;

    const ofLevel = (level: string) => territories.filter(({ territory }: Data) => territory.level === level);
    expect(ofLevel('COMMUNE')).toHaveLength(91);
    expect(ofLevel('DISTRICT').map(({ territory }: Data) => territory.code)).toEqual(DISTRICTS);
    expect(ofLevel('PROVINCE')).toEqual([
      {
        territory: { code: '74', level: 'PROVINCE' },
        successors: [{ code: '79', name: 'Hồ Chí Minh', level: 'PROVINCE' }],
        partial: false,
      },
    ]);
    const whole = ofLevel('COMMUNE').filter(({ partial }: Data) => !partial);
    expect(whole).toHaveLength(91 - 16);
    expect(whole.every(({ successors }: Data) => successors.length === 1)).toBe(true);
    expect(territories.filter(({ partial }: Data) => partial).map(({ territory }: Data) => ({ territory }))).toEqual(
      toDecide,
    );
    expect(toDecide.map(({ territory }: Data) => territory.code)).toEqual([...SPLIT_COMMUNES, ...DISTRICTS]);
    const successorsOf = (code: string) =>
      codesOf(territories.find(({ territory }: Data) => territory.code === code).successors);
    // Through its communes, of which some lost land to communes that arose elsewhere.
    expect(successorsOf('724')).toEqual(['25942', '25945', '25951']);
    expect(successorsOf('25741')).toEqual(['25747', '25750']);
    expect(
      territories.flatMap(({ successors }: Data) => successors).some((one: Data) => one.level === 'DISTRICT'),
    ).toBe(false);
  });

  it('cuts phase 3 short and lifts what was still owed', () => {
    const { phases, tasks, laterChanges, sealsToReturn, staffUnplaced } = rehearsed.impact;

    expect(phases).toEqual([{ ordinal: 3, status: 'SUPERSEDED' }]);
    expect(codesOf(tasks).sort()).toEqual(CANCELLED_TASKS);
    expect(tasks.every(({ status }: Data) => status === 'CANCELLED')).toBe(true);
    expect({ laterChanges, staffUnplaced }).toEqual({ laterChanges: [], staffUnplaced: 0 });
    expect(sealsToReturn.map(({ unit, status }: Data) => [unit.code, status])).toEqual(
      ['BD', ...DISTRICTS.map((district) => `BD-${district}`)].map((unit) => [unit, 'IN_USE']),
    );
  });

  it.each([3, null])('takes no change any more, phase %s', async (phase) => {
    const { applyChange } = await withoutWriting(server.databaseUrl, () =>
      server.query(APPLY, { on: '2025-07-02', phase }),
    );

    expect(applyChange.change).toBeNull();
    expect(applyChange.violations).toContainEqual({
      code: 'PLAN_SUPERSEDED',
      severity: 'BLOCKING',
      path: ['change', 'on'],
    });
  });

  it('is read as it was on any day before', async () => {
    const dayBefore = await server.query(READ, { asOf: '2025-06-30' });
    const onTheDay = await server.query(READ, { asOf: '2025-07-01' });

    expect(dayBefore.plan.status).toBe('ADOPTED');
    expect(dayBefore.plan.phases.map(({ status }: Data) => status)).toEqual(['COMPLETED', 'ACTIVE', 'PLANNED']);
    expect(dayBefore.tasks.nodes.every(({ status }: Data) => status === 'OPEN')).toBe(true);
    expect(dayBefore.branch).toMatchObject({ kind: 'BRANCH', parent: { code: 'BD' } });
    expect(codesOf(dayBefore.branch.territories).sort()).toEqual(['25747', '718']);
    expect(dayBefore.tasks.nodes).toHaveLength(CANCELLED_TASKS.length);
    expect(onTheDay.plan.status).toBe('SUPERSEDED');
    expect(onTheDay.plan.phases.map(({ status }: Data) => status)).toEqual(['COMPLETED', 'COMPLETED', 'SUPERSEDED']);
    expect(onTheDay.tasks.nodes.every(({ status }: Data) => status === 'CANCELLED')).toBe(true);
  });
});

const codesOf = (things: Data[]): string[] => things.map(({ code }) => code);

const supersede = (server: ApiServer, rehearse: boolean): Promise<Data> => server.query(SUPERSEDE, { rehearse });
