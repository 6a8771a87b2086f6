import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { ServiceScene } from '../support/service-scene.ts';
import { statementsOf } from '../support/statements-of.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-07-15' });
const scene = new ServiceScene(server);

beforeAll(() => scene.begin());

afterAll(() => server.close());

const UNIT = `unit { code } dossiers dossiersAtMost days averagePerDay strength perPersonAndDay needed
  overloaded { day counter dossiers strength perPerson }
  possiblyOverloaded { day counter dossiers dossiersAtMost strength perPerson perPersonAtMost } counters { counter dossiers days averagePerDay timesAverage }`;

async function workloadOf(root: string, knownAt?: string): Promise<Data> {
  const { workload } = await server.query(
    `query ($root: String!, $knownAt: DateTime) { workload(root: $root, from: "2025-07-01", until: "2025-08-01", knownAt: $knownAt) {
      root { code } period { from until } limit policy { key } units { ${UNIT} }
      leveling { needed present shortage proposals { from { code } to { code } people } } } }`,
    { root, knownAt },
  );
  return workload;
}

const proposals = ({ leveling }: Data) =>
  leveling.proposals.map(({ from, to, people }: Data) => `${people}: ${from.code} > ${to.code}`);

/** How many dossiers a person of each unit handles a day once the proposals are carried out. */
function leveled({ units, leveling }: Data): number[] {
  const moved = (code: string) =>
    leveling.proposals.reduce(
      (sum: number, { from, to, people }: Data) =>
        sum + (to.code === code ? people : 0) - (from.code === code ? people : 0),
      0,
    );
  return units.map(({ unit, averagePerDay, strength }: Data) => averagePerDay / (strength + moved(unit.code)));
}

describe('workload', () => {
  it('tells what each unit has to handle and who handles it, with nothing overloaded without a policy', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.people(a, 4);
    await scene.report(
      { unit: a, day: '2025-07-01', received: 300, receivedAtMost: 350 },
      { unit: a, day: '2025-07-02', received: 101 },
      { unit: b, day: '2025-07-01', received: 5 },
    );

    const workload = await workloadOf(center);

    const none = { needed: null, overloaded: [], possiblyOverloaded: [], counters: [] };
    expect(workload).toEqual({
      root: { code: center },
      period: { from: '2025-07-01', until: '2025-08-01' },
      limit: null,
      policy: null,
      units: [
        {
          unit: { code: a },
          dossiers: 401,
          dossiersAtMost: 451,
          days: 2,
          averagePerDay: 200.5,
          strength: 4,
          perPersonAndDay: 50.13,
          ...none,
        },
        {
          unit: { code: b },
          dossiers: 5,
          dossiersAtMost: 5,
          days: 1,
          averagePerDay: 5,
          strength: 0,
          perPersonAndDay: null,
          ...none,
        },
      ],
      leveling: null,
    });
  });

  it('keeps days apart that are above the policy only if the most of a range came', async () => {
    const { center, a } = await scene.aCenter();
    await scene.people(a, 4);
    await scene.policy(center, 'workload.person.max', '80');
    const range = { unit: a, received: 300, receivedAtMost: 350 };
    await scene.report(
      { ...range, day: '2025-07-01' },
      { ...range, day: '2025-07-02', receivedAtMost: 320 },
      { ...range, day: '2025-07-03', received: 321 },
    );

    const [unit] = (await workloadOf(center)).units;

    expect(unit.possiblyOverloaded).toEqual([
      {
        day: '2025-07-01',
        counter: null,
        dossiers: 300,
        dossiersAtMost: 350,
        strength: 4,
        perPerson: 75,
        perPersonAtMost: 87.5,
      },
    ]);
    expect(unit.overloaded).toEqual([
      { day: '2025-07-03', counter: null, dossiers: 321, strength: 4, perPerson: 80.25 },
    ]);
  });

  it('counts who works there that day: lent in, not lent out, and who is never counted', async () => {
    const { center, a, b } = await scene.aCenter();
    const [lent = ''] = await scene.people(a, 3);
    await scene.people(b, 1);
    await scene.staffing.register(`${a}-POST`, a, { category: 'POSTAL', payrollHome: null, workplace: a });
    await scene.staffing.send('secondStaff', {
      staff: lent,
      host: b,
      from: '2025-07-02',
      until: '2025-07-04',
      onReturn: 'RETURN',
      homeAgreement: '1/CV',
      hostAgreement: '2/CV',
    });
    const assigned = { staff: `${a}-P2`, unit: b, from: '2025-07-03', until: '2025-07-04', decidedBy: center };
    await scene.staffing.send('assignStaff', assigned);
    const days = ['2025-07-01', '2025-07-02', '2025-07-03', '2025-07-04'];
    await scene.policy(center, 'workload.person.max', '1');
    await scene.report(...days.flatMap((day) => [a, b].map((unit) => ({ unit, day, received: 60 }))));

    const { units } = await workloadOf(center);

    const strengths = units.map(({ overloaded }: Data) => overloaded.map(({ strength }: Data) => strength));
    expect(strengths).toEqual([
      [4, 3, 2, 4],
      [1, 2, 3, 1],
    ]);
    expect(units.map(({ strength }: Data) => strength)).toEqual([3.25, 1.75]);
    expect(units[0].overloaded[2]).toEqual({
      day: '2025-07-03',
      counter: null,
      dossiers: 60,
      strength: 2,
      perPerson: 30,
    });
  });

  it('refuses a period that ends before it begins, or is longer than five years', async () => {
    const ask = (until: string) =>
      server.ask(`{ workload(root: "C1", from: "2020-07-01", until: "${until}") { limit } }`);

    const answers = await Promise.all(['2020-07-01', '2025-07-02', '2025-07-01'].map(ask));

    expect(answers.map(({ errors }) => errors?.[0]?.extensions?.field)).toEqual(['until', 'until', undefined]);
  });

  it('is overloaded on days above the policy, not on those at it', async () => {
    const { center, a } = await scene.aCenter();
    await scene.people(a, 2);
    await scene.policy(center, 'workload.person.max', '12.5');
    await scene.report(
      { unit: a, day: '2025-07-01', received: 25 },
      { unit: a, day: '2025-07-02', received: 26 },
      { unit: center, day: '2025-07-02', received: 1 },
      { unit: center, day: '2025-07-03', received: 0 },
    );

    const { limit, policy, units } = await workloadOf(center);

    expect([limit, policy]).toEqual([12.5, { key: 'workload.person.max' }]);
    expect(units.map(({ overloaded }: Data) => overloaded)).toEqual([
      [{ day: '2025-07-02', counter: null, dossiers: 1, strength: 0, perPerson: null }],
      [{ day: '2025-07-02', counter: null, dossiers: 26, strength: 2, perPerson: 13 }],
    ]);
  });

  it('compares the counters of a unit, and watches those to which people are assigned', async () => {
    const { center, a } = await scene.aCenter();
    const [first = '', second = ''] = await scene.people(a, 2);
    for (const label of ['Quầy 1', 'Quầy 2', 'Quầy 3']) await scene.counter(a, label);
    for (const staff of [first, second])
      await scene.staffing.send('assignStaff', { staff, unit: a, counter: 'quầy 1', from: '2025-07-02' });
    await scene.policy(center, 'workload.person.max', '40');
    const counter = (label: string, day: string, received: number) => ({ unit: a, counter: label, day, received });
    await scene.report(
      counter('Quầy 1', '2025-07-01', 50),
      counter('Quầy 1', '2025-07-02', 90),
      counter('Quầy 2', '2025-07-01', 10),
      counter('Quầy 3', '2025-07-01', 10),
    );

    const [unit] = (await workloadOf(center)).units;

    expect([unit.dossiers, unit.days, unit.averagePerDay]).toEqual([160, 2, 80]);
    expect(unit.counters).toEqual([
      { counter: 'Quầy 1', dossiers: 140, days: 2, averagePerDay: 70, timesAverage: 2.33 },
      { counter: 'Quầy 2', dossiers: 10, days: 1, averagePerDay: 10, timesAverage: 0.33 },
      { counter: 'Quầy 3', dossiers: 10, days: 1, averagePerDay: 10, timesAverage: 0.33 },
    ]);
    expect(unit.overloaded).toEqual([
      { day: '2025-07-02', counter: null, dossiers: 90, strength: 2, perPerson: 45 },
      { day: '2025-07-02', counter: 'Quầy 1', dossiers: 90, strength: 2, perPerson: 45 },
    ]);
  });
});

describe('leveling', () => {
  it('moves people from where there are more than needed to where there are fewer, until nobody has too much', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.people(a, 6);
    await scene.people(b, 1);
    await scene.people(center, 4);
    await scene.policy(center, 'workload.person.max', '10');
    await scene.report(
      { unit: a, day: '2025-07-01', received: 11 },
      { unit: b, day: '2025-07-01', received: 61 },
      { unit: center, day: '2025-07-01', received: 20 },
    );

    const workload = await workloadOf(center);

    expect(workload.units.map(({ needed }: Data) => needed)).toEqual([2, 2, 7]);
    expect(workload.leveling).toMatchObject({ needed: 11, present: 11, shortage: 0 });
    expect(proposals(workload)).toEqual([`4: ${a} > ${b}`, `2: ${center} > ${b}`]);
    expect(leveled(workload).every((each) => each <= 10)).toBe(true);
  });

  it('serves several that lack people from one, the neediest first', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.people(center, 9);
    await scene.people(a, 1);
    await scene.policy(center, 'workload.person.max', '10');
    await scene.report(
      { unit: center, day: '2025-07-01', received: 35 },
      { unit: a, day: '2025-07-01', received: 30 },
      { unit: b, day: '2025-07-01', received: 21 },
    );

    const workload = await workloadOf(center);

    expect(proposals(workload)).toEqual([`3: ${center} > ${b}`, `2: ${center} > ${a}`]);
    expect(leveled(workload).every((each) => each <= 10)).toBe(true);
  });

  it('says how many are missing where all together are too few, and nobody gives away whom they need', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.people(a, 3);
    await scene.policy(center, 'workload.person.max', '10');
    await scene.report({ unit: a, day: '2025-07-01', received: 20 }, { unit: b, day: '2025-07-01', received: 45 });

    const workload = await workloadOf(center);

    expect(workload.leveling).toMatchObject({ needed: 7, present: 3, shortage: 4 });
    expect(proposals(workload)).toEqual([`1: ${a} > ${b}`]);
  });

  it('is the same however figures come to be believed, and was otherwise before a correction; by one statement', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.people(a, 3);
    await scene.policy(center, 'workload.person.max', '10');
    await scene.report({ unit: a, day: '2025-07-01', received: 10 }, { unit: b, day: '2025-07-01', received: 20 });
    const { dossierLoads } = await server.query(
      `{ dossierLoads(unit: "${a}", from: "2025-07-01", until: "2025-07-02") { nodes { recordedAt } } }`,
    );
    await scene.report({ unit: a, day: '2025-07-01', received: 30 });

    const known = dossierLoads.nodes[0].recordedAt;
    const { statements, result: before } = await statementsOf(server, () => workloadOf(center, known));
    const now = await workloadOf(center);

    expect(statements).toHaveLength(1);
    expect([proposals(before), before.leveling.shortage]).toEqual([[`2: ${a} > ${b}`], 0]);
    expect([proposals(now), now.leveling.shortage]).toEqual([[], 2]);
  });

  it('is null of a unit that is not there, and empty of one without figures', async () => {
    const { center } = await scene.aCenter();
    await scene.policy(center, 'workload.person.max', '10');

    expect(await workloadOf('NOWHERE')).toBeNull();
    expect((await workloadOf(center)).leveling).toEqual({ needed: 0, present: 0, shortage: 0, proposals: [] });
  });
});
