import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { told } from '../support/plan-verbs.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { ServiceScene } from '../support/service-scene.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan, namesOf } from '../support/training-plan.ts';
import { connect } from '../support/writer.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-07-15' });
const scene = new ServiceScene(server);

beforeAll(() => scene.begin());

afterAll(() => server.close());

const counted = ({ recorded, corrected, unchanged }: Data) => [recorded, corrected, unchanged];
const refused = (input: object) => withoutWriting(server.databaseUrl, () => scene.send(input));

const FIGURES = `counter received receivedAtMost resolvedOnTime late supplementAsked withdrawn digitized archived published
  surveyed satisfied source recordedAt`;

async function loadsOf(args: string): Promise<Data> {
  const { dossierLoads } = await server.query(
    `{ dossierLoads(${args}) { totalCount pageInfo { hasNextPage endCursor } nodes { unit { code } day ${FIGURES} } } }`,
  );
  return dossierLoads;
}

/** Figures as unit, day, counter and dossiers received. */
const brief = ({ nodes }: Data) =>
  nodes.map(({ unit, day, counter, received }: Data) => [unit.code, day, counter, received]);
const IN_JULY = 'from: "2025-07-01", until: "2025-08-01"';

describe('recordDossierLoads', () => {
  it('says for the first time what a plan only assumed, be it the same', async () => {
    const { point } = namesOf(53);
    const [one, other] = [point(1), point(2)];
    const days = { from: '2025-07-01', to: '2025-07-02' };
    await aTrainingPlan(server, 53, (document) => {
      const assumed = { unit: one, ...days, received: 5, assumed: true };
      document.things = { dossierLoads: [assumed, { unit: other, ...days, received: 7 }] };
    });
    const again = { loads: [one, other].map((unit) => ({ unit, day: '2025-07-02', received: unit === one ? 5 : 7 })) };

    const payload = await scene.send(again);

    expect([counted(payload), counted(await scene.send(again))]).toEqual([
      [0, 1, 1],
      [0, 0, 2],
    ]);
    const { dossierLoads } = await server.query(
      `{ dossierLoads(under: "PC-53", ${IN_JULY}) { nodes { unit { code } day assumed } } }`,
    );
    expect(dossierLoads.nodes.map(({ unit, day, assumed }: Data) => [unit.code, day, assumed])).toEqual([
      [one, '2025-07-01', true],
      [other, '2025-07-01', false],
      [one, '2025-07-02', false],
      [other, '2025-07-02', false],
    ]);
  });
  it('puts what a unit reports of a day on record, with where it comes from', async () => {
    const { a } = await scene.aCenter();
    const load = { unit: a, day: '2025-07-01', received: 300, receivedAtMost: 350, resolvedOnTime: 90, late: 10 };
    const more = { supplementAsked: 5, withdrawn: 2, digitized: 300, archived: 80, published: 70 };

    const payload = await scene.send({
      loads: [{ ...load, ...more, surveyed: 20, satisfied: 19 }],
      source: 'Báo cáo ngày',
    });

    expect([told(payload), counted(payload), payload.rehearsed]).toEqual([[], [1, 0, 0], false]);
    const { totalCount, nodes } = await loadsOf(`unit: "${a}", ${IN_JULY}`);
    expect(totalCount).toBe(1);
    expect(nodes).toEqual([
      {
        ...load,
        ...more,
        unit: { code: a },
        counter: null,
        surveyed: 20,
        satisfied: 19,
        source: 'Báo cáo ngày',
        recordedAt: expect.stringMatching(/^20.*Z$/),
      },
    ]);
  });

  it('corrects an earlier report of the day, which was believed until then', async () => {
    const { a } = await scene.aCenter();
    await scene.report({ unit: a, day: '2025-07-01', received: 10 }, { unit: a, day: '2025-07-02', received: 20 });
    const before = (await loadsOf(`unit: "${a}", ${IN_JULY}`)).nodes[0].recordedAt;

    const payload = await scene.report(
      { unit: a, day: '2025-07-01', received: 11 },
      { unit: a, day: '2025-07-02', received: 20 },
      { unit: a, day: '2025-07-03', received: 30 },
    );

    expect(counted(payload)).toEqual([1, 1, 1]);
    expect(brief(await loadsOf(`unit: "${a}", ${IN_JULY}`))).toEqual([
      [a, '2025-07-01', null, 11],
      [a, '2025-07-02', null, 20],
      [a, '2025-07-03', null, 30],
    ]);
    expect(brief(await loadsOf(`unit: "${a}", ${IN_JULY}, knownAt: "${before}"`))).toEqual([
      [a, '2025-07-01', null, 10],
      [a, '2025-07-02', null, 20],
    ]);
  });

  it('keeps what one counter receives apart from the unit and from its other counters', async () => {
    const { a } = await scene.aCenter();
    for (const label of ['Quầy 1', 'Quầy 2']) await scene.counter(a, label);
    const day = '2025-07-01';

    const payload = await scene.report(
      { unit: a, day, received: 30 },
      { unit: a, day, counter: 'quầy 2', received: 20 },
      { unit: a, day, counter: 'Quầy 1', received: 10 },
    );

    expect(counted(payload)).toEqual([3, 0, 0]);
    expect(brief(await loadsOf(`unit: "${a}", ${IN_JULY}`))).toEqual([
      [a, day, null, 30],
      [a, day, 'Quầy 1', 10],
      [a, day, 'Quầy 2', 20],
    ]);
    expect(counted(await scene.report({ unit: a, day, counter: 'Quầy 2', received: 21 }))).toEqual([0, 1, 0]);
  });

  it('reads a table, with semicolons and days as people write them', async () => {
    const { a, b } = await scene.aCenter();
    const rows = ['Unit;Day;received at most;received;late', `${a};1/7/2025;350;300;`, '', `${b};2025-07-02;;7;0`];

    const payload = await scene.send({ csv: `\uFEFF${rows.join('\r\n')}` });

    expect([told(payload), counted(payload)]).toEqual([[], [2, 0, 0]]);
    const [first, second] = [await loadsOf(`unit: "${a}", ${IN_JULY}`), await loadsOf(`unit: "${b}", ${IN_JULY}`)];
    expect(first.nodes[0]).toMatchObject({ day: '2025-07-01', received: 300, receivedAtMost: 350, late: null });
    expect(second.nodes[0]).toMatchObject({ day: '2025-07-02', received: 7, receivedAtMost: null, late: 0 });
  });

  it('from a table with a Vietnamese header', async () => {
    const { a } = await scene.aCenter();
    const rows = ['Mã đơn vị;Ngày;Tiếp nhận;Đúng hạn;Trễ hạn', `${a};1/7/2025;12;9;1`];

    const payload = await scene.send({ csv: rows.join('\n') });

    expect(counted(payload)).toEqual([1, 0, 0]);
    expect((await loadsOf(`unit: "${a}", ${IN_JULY}`)).nodes).toMatchObject([
      { day: '2025-07-01', received: 12, resolvedOnTime: 9, late: 1 },
    ]);
  });

  it('does nothing twice that is sent again under its key, and writes nothing in a rehearsal', async () => {
    const { a } = await scene.aCenter();
    const input = { loads: [{ unit: a, day: '2025-07-01', received: 1 }], idempotencyKey: `loads-${a}` };

    const rehearsed = await refused({ ...input, rehearse: true });
    const first = await scene.send(input);
    const again = await refused(input);

    expect([rehearsed.rehearsed, counted(rehearsed)]).toEqual([true, [1, 0, 0]]);
    expect([counted(first), counted(again)]).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  it('audits once for each unit, with what was reported before', async () => {
    const { a, b } = await scene.aCenter();
    await scene.report({ unit: a, day: '2025-07-01', received: 1 });

    await scene.report(
      { unit: a, day: '2025-07-01', received: 2, late: 1 },
      { unit: a, day: '2025-07-02', received: 3 },
      { unit: b, day: '2025-07-01', received: 4 },
    );

    const sql = connect(server.databaseUrl);
    const entries = await sql`
      SELECT subject, before, after FROM audit_entry WHERE subject_type = 'DossierLoad' AND subject IN (${a}, ${b}) ORDER BY id OFFSET 1`;
    await sql.end();
    expect([...entries]).toEqual([
      {
        subject: a,
        before: [{ day: '2025-07-01', counter: null, received: 1 }],
        after: [
          { day: '2025-07-01', counter: null, received: 2, late: 1 },
          { day: '2025-07-02', counter: null, received: 3 },
        ],
      },
      { subject: b, before: null, after: [{ day: '2025-07-01', counter: null, received: 4 }] },
    ]);
  });

  it('audits nothing where nothing is new', async () => {
    const { a } = await scene.aCenter();
    await scene.report({ unit: a, day: '2025-07-01', received: 1 });
    const before = await rowCounts(server.databaseUrl);

    const payload = await scene.report({ unit: a, day: '2025-07-01', received: 1 });

    expect(counted(payload)).toEqual([0, 0, 1]);
    expect(await rowCounts(server.databaseUrl)).toEqual(before);
  });
});

describe('recordDossierLoads is refused', () => {
  it('for figures that cannot be, all at once', async () => {
    const { a } = await scene.aCenter();
    const load = { unit: a, received: 10 };

    const payload = await refused({
      loads: [
        { ...load, day: '2025-07-01', received: -1 },
        { ...load, day: '2025-07-02', surveyed: 5, satisfied: 6 },
        { ...load, day: '2025-07-03', satisfied: 1 },
        { ...load, day: '2025-07-04', digitized: 11 },
        { ...load, day: '2025-07-05', receivedAtMost: 9 },
        { ...load, day: '2025-07-06', resolvedOnTime: 3, late: 1, archived: 5, published: 4 },
        { ...load, day: '2025-07-16' },
        { ...load, day: '1899-12-31', received: 1_000_000 },
        { ...load, day: '2025-07-06' },
      ],
    });

    expect(told(payload)).toEqual([
      ['INPUT_INVALID', 'loads.0.received', '2025-07-01'],
      ['INPUT_INVALID', 'loads.1.satisfied', '2025-07-02'],
      ['INPUT_INVALID', 'loads.2.satisfied', '2025-07-03'],
      ['INPUT_INVALID', 'loads.3.digitized', '2025-07-04'],
      ['INPUT_INVALID', 'loads.4.receivedAtMost', '2025-07-05'],
      ['INPUT_INVALID', 'loads.5.archived', '2025-07-06'],
      ['INPUT_INVALID', 'loads.6.day', '2025-07-16'],
      ['INPUT_INVALID', 'loads.7.received', '1899-12-31'],
      ['INPUT_INVALID', 'loads.7.day', '1899-12-31'],
      ['INPUT_INVALID', 'loads.8.day', '2025-07-06'],
      ['FACT_OUTSIDE_UNIT', 'loads.7.day', '1899-12-31'],
    ]);
    expect(payload.violations.map(({ expected }: Data) => expected)).toEqual([
      'a whole number from 0 to 999999',
      'a whole number from 0 to 5',
      'a whole number from 0 to 0',
      'a whole number from 0 to 10',
      'a whole number from 10 to 999999',
      'a whole number from 0 to 4',
      'a day not after 2025-07-15',
      'a whole number from 0 to 999999',
      'a day from 1900 on',
      'each entry only once',
      null,
    ]);
    expect(counted(payload)).toEqual([null, null, null]);
  });

  it('for units and counters that are not there, and days outside their lives', async () => {
    const { a } = await scene.aCenter();
    await scene.counter(a, 'Quầy 1', '2025-07-02');

    const payload = await refused({
      loads: [
        { unit: 'NOWHERE', day: '2025-07-01', received: 1 },
        { unit: a, day: '2023-12-31', received: 1 },
        { unit: a, day: '2025-07-01', counter: 'Quầy 1', received: 1 },
        { unit: a, day: '2025-07-02', counter: 'Quầy 1', received: 1 },
        { unit: a, day: '2025-07-02', counter: '', received: 1 },
      ],
    });

    expect(told(payload)).toEqual([
      ['INPUT_INVALID', 'loads.4.counter', null],
      ['NOT_FOUND', 'loads.0.unit', '2025-07-01'],
      ['FACT_OUTSIDE_UNIT', 'loads.1.day', '2023-12-31'],
      ['NOT_FOUND', 'loads.2.counter', '2025-07-01'],
      ['NOT_FOUND', 'loads.4.counter', '2025-07-02'],
    ]);
  });

  it('for a table whose cells cannot be read, with line and column, together with what it says', async () => {
    const { a } = await scene.aCenter();
    const rows = [
      'unit,day,received,late',
      `${a},30/2/2025,1,`,
      `${a},2025-07-01,many,-2`,
      `${a},2025-07-01,3,`,
      ',,,',
    ];

    const payload = await refused({ csv: [...rows, `${a},2025-07-02,1,2,3`, 'NOWHERE,2025-07-03,1,'].join('\n') });

    expect(told(payload)).toEqual([
      ['INPUT_INVALID', 'csv.2.day', null],
      ['INPUT_INVALID', 'csv.3.received', null],
      ['INPUT_INVALID', 'csv.3.late', null],
      ['INPUT_INVALID', 'csv.6', null],
      ['NOT_FOUND', 'csv.7.unit', '2025-07-03'],
    ]);
    expect(payload.violations[1].expected).toBe(
      'what the column holds: a whole number from 0 on, or nothing ("many" is not a whole number)',
    );
  });

  it('for a table without its columns, with others, or with nothing', async () => {
    const [wrong, empty, none] = [
      await refused({ csv: 'unit,received,recieved,received\nX,1,1,1' }),
      await refused({ csv: '\n' }),
      await refused({}),
    ];

    expect(told(wrong).map(([, path]) => path)).toEqual(['csv.1.day', 'csv.1.recieved', 'csv.1.received']);
    expect(wrong.violations.map(({ expected }: Data) => expected)).toEqual([
      expect.stringMatching(
        /a first row with the columns unit, day, received and any of .* \(the column is missing\)$/,
      ),
      'what the column holds: a name of a column (no column is called "recieved")',
      'what the column holds: only one of them (the column "received" is there twice)',
    ]);
    expect(told(empty)).toEqual([['INPUT_INVALID', 'csv.1', null]]);
    expect(told(none)).toEqual([['INPUT_INVALID', 'loads', null]]);
  });

  it('for more than 10,000 reports', async () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => `U${index},2025-07-01,1`);

    const payload = await refused({ csv: ['unit,day,received', ...rows].join('\n') });

    expect(payload.violations).toMatchObject([{ path: ['loads'], expected: 'from 1 to 10000 items' }]);
  });
});

describe('dossierLoads', () => {
  it('shows figures of a tree on the days on which their unit stands in it, page by page', async () => {
    const [{ center, a, b }, { center: other }] = [await scene.aCenter(), await scene.aCenter()];
    const days = ['2025-07-01', '2025-07-02'];
    await scene.report(
      ...days.flatMap((day) => [a, b].map((unit) => ({ unit, day, received: 1 }))),
      ...days.map((day) => ({ unit: center, day, received: 9 })),
    );
    const moved = { unit: b, relation: 'ESTABLISHMENT', parent: other, on: '2025-07-02' };
    await scene.staffing.send('reparentUnit', moved);

    const first = await loadsOf(`under: "${center}", ${IN_JULY}, first: 2`);
    const rest = await loadsOf(`under: "${center}", ${IN_JULY}, after: "${first.pageInfo.endCursor}"`);
    const on = await loadsOf(`under: "${center}", ${IN_JULY}, asOf: "2025-07-01"`);

    expect([first.totalCount, first.pageInfo.hasNextPage, on.totalCount]).toEqual([5, true, 6]);
    expect([...brief(first), ...brief(rest)]).toEqual([
      [center, '2025-07-01', null, 9],
      [a, '2025-07-01', null, 1],
      [b, '2025-07-01', null, 1],
      [center, '2025-07-02', null, 9],
      [a, '2025-07-02', null, 1],
    ]);
  });

  it('asks for one of unit and under, and a period', async () => {
    const asks = [IN_JULY, `unit: "A", under: "B", ${IN_JULY}`, 'unit: "A", from: "2025-07-01", until: "2025-07-01"'];

    const answers = await Promise.all(asks.map((args) => server.ask(`{ dossierLoads(${args}) { totalCount } }`)));

    expect(answers.map(({ errors }) => errors?.[0]?.extensions?.field)).toEqual(['unit', 'unit', 'until']);
  });
});

describe('figures are kept', () => {
  it('with as many statements for fifty units as for one, whether new or corrected', async () => {
    const units: string[] = [];
    for (let count = 0; count < 17; count += 1) {
      const { center, a, b } = await scene.aCenter();
      units.push(center, a, b);
    }
    const send = async (count: number, received: number) => {
      const loads = units.slice(0, count).map((unit) => ({ unit, day: '2025-07-01', received }));
      const { statements, result } = await statementsOf(server, () => scene.send({ loads }));
      return [statements.length, ...counted(result)];
    };

    expect([await send(1, 1), await send(50, 1), await send(1, 2), await send(50, 2)]).toEqual([
      [7, 1, 0, 0],
      [7, 49, 0, 1],
      [8, 0, 1, 0],
      [8, 0, 49, 1],
    ]);
  });

  it('and read by one statement, one or fifty', async () => {
    const read = (first: number) =>
      statementsOf(server, () => loadsOf(`under: "C1", ${IN_JULY}, first: ${first}`)).then(
        ({ statements }) => statements.length,
      );

    expect([await read(1), await read(50)]).toEqual([1, 1]);
  });
});
