import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, type Data, type Holder, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aPerson, aSecondment, staffCarried } from '../support/staff-verbs.ts';
import { onServer } from '../support/test-server.ts';
import { PLAN_29 } from '../support/verbs.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
  await aPerson(server, { code: 'AN' });
  await aPerson(server, { code: 'BINH', payrollHome: 'BD' });
  await aPerson(server, { code: 'CHI' });
  await aSecondment(server, { staff: 'CHI', host: 'HN-B04' });
  const granted = { unit: 'HN', category: 'PUBLIC_EMPLOYEE', ceiling: 7 };
  await staffCarried(server, 'allocateHeadcount', {
    center: 'HN',
    year: 2025,
    allocations: [granted],
    instrument: PLAN_29,
  });
});

afterAll(() => server.close());

const query = (role: Holder, document: string): Promise<Data> => server.query(document, {}, { role });
const act = (role: Holder, document: string): Promise<Data> => server.query(`mutation { ${document} }`, {}, { role });

describe('a caller over one center', () => {
  it('finds its units and no others, and counts as many', async () => {
    const data = await query(
      'VIEWER@HN',
      `{ own: unit(code: "HN-B03") { code } other: unit(code: "BD") { code } above: unit(code: "PC-01") { code }
         all: units { totalCount } named: units(search: "binh duong") { totalCount } under: units(under: "BD") { totalCount }
         everybody: units(under: "HN") { totalCount } }`,
    );

    expect(data).toMatchObject({ own: { code: 'HN-B03' }, other: null, above: null });
    expect([data.named.totalCount, data.under.totalCount]).toEqual([0, 0]);
    expect(data.all.totalCount).toBe(data.everybody.totalCount + 1);
  });

  it('sees its tree end at its own unit', async () => {
    const { unit } = await query(
      'VIEWER@HN',
      '{ unit(code: "HN") { parent { code } parents { unit { code } } children { code } } }',
    );

    expect([unit.parent, unit.parents, unit.children.length]).toEqual([null, [], 12]);
  });

  it('reaches nobody and nothing else by an id that it knows', async () => {
    const ids = await query(
      'ADMIN',
      '{ unit(code: "BD") { id } staff(code: "BINH") { id } seals(unit: "BD") { nodes { id } } plan(code: "BD") { id } }',
    );
    const known = [ids.unit.id, ids.staff.id, ids.seals.nodes[0].id, ids.plan.id];
    const asked = known.map((id, index) => `n${index}: node(id: "${id}") { id }`).join(' ');

    expect(Object.values(await query('VIEWER@HN', `{ ${asked} }`))).toEqual([null, null, null, null]);
    expect(Object.values(await query('VIEWER@BD', `{ ${asked} }`))).toEqual(known.map((id) => ({ id })));
  });

  it('finds its people only, by code, in lists and in numbers', async () => {
    const document =
      '{ own: staff(code: "AN") { name } other: staff(code: "BINH") { name } staffMembers { totalCount nodes { code } } }';

    expect(await query('VIEWER@BD', document)).toMatchObject({
      own: null,
      staffMembers: { totalCount: 1, nodes: [{ code: 'BINH' }] },
    });
    expect(await query('VIEWER@HN', document)).toMatchObject({ other: null, staffMembers: { totalCount: 2 } });
  });

  it('is told nothing of a unit out there but what it is called, where something of its own names it', async () => {
    const { secondmentsEnding } = await query(
      'VIEWER@HN-B04',
      '{ secondmentsEnding(before: "2030-01-01") { nodes { staff { code payroll { unit { code } } } home { code name seals { id } leaders { id } parent { code } children { code } descendants { totalCount } } } } }',
    );

    expect(secondmentsEnding.nodes).toEqual([
      {
        staff: { code: 'CHI', payroll: [] },
        home: {
          code: 'HN-B02',
          name: 'Chi nhánh Tây Hồ',
          seals: [],
          leaders: [],
          parent: null,
          children: [],
          descendants: { totalCount: 0 },
        },
      },
    ]);
  });

  it('sees who leads it, also where they are paid and work elsewhere', async () => {
    await staffCarried(server, 'appointLeader', {
      staff: 'AN',
      unit: 'HN-B06',
      role: 'DIRECTOR',
      concurrent: true,
      decidedBy: 'HN',
      from: '2025-07-10',
      instrument: PLAN_29,
    });

    const { unit, staff } = await query(
      'VIEWER@HN-B06',
      '{ unit(code: "HN-B06") { leaders { role staff { code } } } staff(code: "AN") { code } }',
    );

    expect(unit.leaders).toEqual([{ role: 'DIRECTOR', staff: { code: 'AN' } }]);
    expect(staff).toBeNull();
  });

  it('compares its own organization only', async () => {
    const document = (root: string) =>
      `{ organizationDiff(root: "${root}", from: { asOf: "2024-12-31" }, to: { asOf: "2025-06-30" }) { summary { kind } } }`;

    expect((await query('VIEWER@BD', document('BD'))).organizationDiff.summary).toHaveLength(3);
    expect(await query('VIEWER@HN', document('BD'))).toEqual({ organizationDiff: null });
  });
});

describe('a scope', () => {
  it('follows its unit through a merger, and the day asked', async () => {
    const codes = async (unit: string, day: string): Promise<string[]> =>
      (await query(`VIEWER@${unit}`, `{ units(asOf: "${day}", first: 100) { nodes { code } } }`)).units.nodes.map(
        ({ code }: { code: string }) => code,
      );

    // BN-07210 took over six one-stops on 2025-07-01.
    expect(await codes('BN-OS-07201', '2025-06-30')).toEqual(['BN-OS-07201']);
    expect(await codes('BN-OS-07201', '2025-07-01')).toEqual(['BN-07210']);
    expect((await codes('BN-07210', '2025-06-30')).length).toBeGreaterThan(5);
    expect(await codes('BN-07210', '2025-06-30')).toContain('BN-OS-07201');
    expect(await codes('BN-07210', '2025-07-01')).toEqual(['BN-07210']);
  });

  it('of a body that manages staff ends on the day it no longer does', async () => {
    const onDay = (day: string) => query('STAFF_MANAGER@HN', `{ units(asOf: "${day}") { totalCount } }`);

    const [before, after] = await Promise.all([onDay('2025-03-15'), onDay('2025-07-15')]);

    expect(before.units.totalCount).not.toBe(after.units.totalCount);
  });

  it('is the sum of what one holds, for reading; an act takes the role for the unit', async () => {
    const both: Holder = ['VIEWER@BD', 'PLANNER@HN'];
    const rename = (unit: string) =>
      act(
        both,
        `renameUnit(input: { unit: "${unit}", name: "Chi nhánh X", on: "2025-08-01", instrument: "${PLAN_29}", rehearse: true }) { unit { name } violations { code } }`,
      );

    expect(await query(both, '{ a: unit(code: "BD") { code } b: unit(code: "HN") { code } }')).toEqual({
      a: { code: 'BD' },
      b: { code: 'HN' },
    });
    expect((await rename('BD-718')).renameUnit).toEqual({ unit: null, violations: [{ code: 'NOT_FOUND' }] });
    expect((await rename('HN-B03')).renameUnit).toEqual({ unit: { name: 'Chi nhánh X' }, violations: [] });
  });

  it('of a plan is read by all whom it governs, and acted on by whoever has its center', async () => {
    const read =
      '{ plan(code: "HN") { code } tasks(plan: "HN") { totalCount } coverage(plan: "HN", from: "2025-07-01", until: "2025-07-02") { territories } }';
    const hold =
      'suspendPhase(input: { plan: "HN", phase: 3, on: "2025-07-15", rehearse: true }) { phase { ordinal } violations { code path } }';

    expect(await query('VIEWER@HN-B03', read)).toEqual({
      plan: { code: 'HN' },
      tasks: { totalCount: 5 },
      coverage: null,
    });
    expect(await query('VIEWER@BD', read)).toEqual({ plan: null, tasks: { totalCount: 0 }, coverage: null });
    expect((await act('LEADER@HN-B03', hold)).suspendPhase.violations).toEqual([{ code: 'NOT_FOUND', path: ['plan'] }]);
    expect((await act('LEADER@HN', hold)).suspendPhase.phase).toEqual({ ordinal: 3 });
  });
});

describe('an act beyond the scope', () => {
  const rename = (unit: string) =>
    `renameUnit(input: { unit: "${unit}", name: "X", on: "2025-08-01", instrument: "${PLAN_29}" }) { violations { code message path ... on UnitViolation { unit { code } } } }`;

  it('is refused in the words in which what is not there is', async () => {
    const [hidden, absent] = await withoutWriting(server.databaseUrl, async () => [
      (await act('PLANNER@HN', rename('BD-718'))).renameUnit.violations,
      (await act('PLANNER@HN', rename('ZZ-Z01'))).renameUnit.violations,
    ]);

    expect(JSON.parse(JSON.stringify(hidden).replaceAll('BD-718', 'ZZ-Z01'))).toEqual(absent);
  });

  it.each([
    [
      'a unit that stands below none',
      'establishUnit(input: { code: "NEW-1", name: "Mới", kind: OUTSIDE_BODY, on: "2025-08-01", instrument: "29/KH-UBND" }) { violations { code message } }',
      'NEW-1 is beyond what you have the role for.',
    ],
    [
      'a policy for everything',
      'setPolicy(input: { key: "deputies.max", value: "3", from: "2025-08-01", instrument: "29/KH-UBND" }) { violations { code message } }',
      'deputies.max is beyond what you have the role for.',
    ],
  ])('%s is refused, and nothing is written', async (_, document, message) => {
    const data = await withoutWriting(server.databaseUrl, () => act('ADMIN@HN', document));

    expect(Object.values<Data>(data)[0].violations).toEqual([{ code: 'OUT_OF_SCOPE', message }]);
  });
});

describe('what belongs to others', () => {
  const codes = async (role: Holder, document: string) => {
    const data = await withoutWriting(server.databaseUrl, () => act(role, document));
    return Object.values<Data>(data)[0].violations.map(({ code, path }: Data) => [code, path]);
  };

  it('is not taken over: a territory for which a unit elsewhere receives', async () => {
    expect(
      await codes(
        'PLANNER@HN-B03',
        'extendTerritory(input: { unit: "HN-B03", territories: ["718"], takeOver: true, on: "2025-08-01", instrument: "29/KH-UBND" }) { violations { code path } }',
      ),
    ).toEqual([['NOT_FOUND', ['territories', '0']]]);
  });

  it.each([
    ['leaveStaff(input: { staff: "CHI", on: "2025-08-01", instrument: "29/KH-UBND" }) { violations { code path } }'],
    [
      'transferStaff(input: { moves: [{ staff: "CHI", toUnit: "HN-B04" }], on: "2025-08-01", instrument: "29/KH-UBND" }) { violations { code path } }',
    ],
    [
      'correctStaff(input: { staff: "CHI", on: "2025-07-15", name: "Khác", reason: "x", instrument: "29/KH-UBND" }) { violations { code path } }',
    ],
  ])('is not done to somebody who only works here: %s', async (document) => {
    expect((await codes('PLANNER@HN-B04', document)).map(([code]: [string]) => code)).toContain('NOT_FOUND');
  });

  it('is not said for the body that lends: a secondment is extended, ended and recalled by it alone', async () => {
    const { secondmentsEnding } = await query(
      'ADMIN',
      '{ secondmentsEnding(before: "2030-01-01", unit: "HN-B04") { nodes { id } } }',
    );
    const [{ id }] = secondmentsEnding.nodes;

    expect(
      await codes(
        'PLANNER@HN-B04',
        `recallSecondment(input: { secondment: "${id}", on: "2025-08-01", reason: "x" }) { violations { code path } }`,
      ).catch((error: Error) => error.message),
    ).toEqual([['NOT_FOUND', ['secondment']]]);
  });

  it('is not looked for: an event is recorded for units that are named', async () => {
    expect(
      await codes(
        'PLANNER@HN-B03',
        'recordEvent(input: { event: "Thực hiện xong kế hoạch mua hoặc thuê trụ sở cho các chi nhánh", on: "2025-08-01", instrument: "29/KH-UBND" }) { violations { code path } }',
      ),
    ).toEqual([['NOT_FOUND', ['event']]]);
  });
});

describe('a transfer between two scopes', () => {
  it('is proposed by one side, seen by both, and agreed to by each for itself', async () => {
    const propose =
      'proposeTransfer(input: { staff: "DUNG", toUnit: "HN-B05", on: "2025-09-01", reference: "1/TT" }) { transfer { id status } violations { code path } }';
    await aPerson(server, { code: 'DUNG' });
    const agree = (id: string, side: string) =>
      `agreeTransfer(input: { transfer: "${id}", side: ${side}, agreed: true, reference: "2/TT", on: "2025-07-10" }) { transfer { status } violations { code path } }`;

    const { proposeTransfer } = await act('HOME_BODY@HN-B02', propose);
    expect(proposeTransfer).toMatchObject({ transfer: { status: 'PROPOSED' }, violations: [] });
    const { id } = proposeTransfer.transfer;

    const [own, others] = [
      await act('HOME_BODY@HN-B05', agree(id, 'FROM')),
      await act('HOME_BODY@HN-B05', agree(id, 'TO')),
    ];
    expect(own.agreeTransfer).toEqual({ transfer: null, violations: [{ code: 'NOT_FOUND', path: ['transfer'] }] });
    expect(others.agreeTransfer).toMatchObject({ violations: [] });
    expect((await act('HOME_BODY@HN-B02', agree(id, 'FROM'))).agreeTransfer).toEqual({
      transfer: { status: 'AGREED' },
      violations: [],
    });
    expect(await query('VIEWER@BD', `{ node(id: "${id}") { id } }`)).toEqual({ node: null });
  });
});

describe('row level security', () => {
  const count = (scope: string | null) =>
    onServer(server.databaseUrl, (sql) =>
      sql.begin(async (tx) => {
        await tx`SET LOCAL ROLE sapxep_app`;
        if (scope !== null) await tx`SELECT set_config('sapxep.scope', ${scope}, true)`;
        const [row] =
          await tx`SELECT (SELECT count(*)::int FROM staff) AS people, (SELECT count(*)::int FROM payroll) AS homes,
          (SELECT count(*)::int FROM secondment) AS secondments, (SELECT count(*)::int FROM transfer) AS transfers`;
        return row;
      }),
    );
  const idOf = (code: string) =>
    onServer(server.databaseUrl, async (sql) => (await sql`SELECT id FROM unit WHERE code = ${code}`)[0]?.id);

  it('shows nobody to whoever says no scope', async () => {
    expect(await count(null)).toEqual({ people: 0, homes: 0, secondments: 0, transfers: 0 });
  });

  it('shows the people of the units said', async () => {
    expect(await count(`{${await idOf('BD')}}`)).toMatchObject({ people: 1, homes: 1, secondments: 0 });
    expect(await count(`{${await idOf('HN-B04')}}`)).toMatchObject({ people: 1, secondments: 1 });
    expect(await count('*')).toMatchObject({ people: 4, secondments: 1 });
  });

  it.each(['BD', 'HN', 'HN-B02', 'HN-B04', 'HN-B06'])(
    'shows of people of %s all of whom its function says so',
    async (unit) => {
      const scope = `{${await idOf(unit)}}`;
      const tables = ['staff', 'staff_version', 'payroll', 'workplace', 'leadership'];
      const [shown, meant] = await onServer(server.databaseUrl, (sql) =>
        sql.begin(async (tx) => {
          await tx`SELECT set_config('sapxep.scope', ${scope}, true)`;
          const rowsOf = async (seen: (person: string) => string) => {
            const counts = tables.map((table) => {
              const person = table === 'staff' ? 'id' : 'staff_id';
              return `(SELECT json_agg(${table}.id ORDER BY ${table}.id) FROM ${table} WHERE ${seen(person)}) AS ${table}`;
            });
            return (await tx.unsafe(`SELECT ${counts.join(', ')}`))[0];
          };
          const byFunction = await rowsOf((person) => `sees_person(${person})`);
          await tx`SET LOCAL ROLE sapxep_app`;
          return [await rowsOf(() => 'true'), byFunction];
        }),
      );

      expect(shown?.staff.length).toBeGreaterThan(0);
      expect(shown).toEqual(meant);
    },
  );

  it('asks its function about nobody who is paid within the scope', async () => {
    const scope = `{${await idOf('BD')}}`;
    const asked = (table: string, person: string, code = 'BINH') =>
      onServer(server.databaseUrl, (sql) =>
        sql.begin(async (tx) => {
          const [somebody] = await tx`SELECT id FROM staff WHERE code = ${code}`;
          await tx`SET LOCAL track_functions = 'all'`;
          await tx`SELECT set_config('sapxep.scope', ${scope}, true)`;
          await tx`SET LOCAL ROLE sapxep_app`;
          const rows = await tx.unsafe(`SELECT FROM ${table} WHERE ${person} = ${somebody?.id}`);
          await tx`RESET ROLE`;
          const calls = await tx`SELECT calls FROM pg_stat_xact_user_functions WHERE funcname = 'sees_person'`;
          return [rows.length, calls.length];
        }),
      );

    expect(await asked('staff', 'id')).toEqual([1, 0]);
    expect(await asked('staff_version', 'staff_id')).toEqual([1, 0]);
    expect(await asked('payroll', 'staff_id')).toEqual([1, 0]);
    expect(await asked('workplace', 'staff_id')).toEqual([1, 0]);
    expect(await asked('staff', 'id', 'AN')).toEqual([0, 1]);
  });

  it('lets the application neither see past it nor take anything back', async () => {
    const attempts = [
      'SET LOCAL row_security = off; SELECT * FROM staff',
      'DELETE FROM staff',
      'TRUNCATE staff',
      'ALTER TABLE staff DISABLE ROW LEVEL SECURITY',
      'UPDATE audit_entry SET actor = NULL',
      'DELETE FROM unit_above',
    ];
    const outcomes = await Promise.all(
      attempts.map((attempt) =>
        onServer(server.databaseUrl, (sql) =>
          sql.begin(async (tx) => {
            await tx`SET LOCAL ROLE sapxep_app`;
            await tx.unsafe(attempt);
            return 'done';
          }),
        ).catch((error: { code?: string }) => error.code),
      ),
    );

    expect(outcomes).toEqual(attempts.map(() => '42501'));
  });
});

describe('viewerCan', () => {
  const of = async (role: Holder, asked: string): Promise<Record<string, Data>> => {
    const data = await query(role, `{ subject: ${asked} { viewerCan { act allowed reasons { code message } } } }`);
    return Object.fromEntries(data.subject.viewerCan.map((one: Data) => [one.act, one]));
  };

  it('tells of a unit what role and scope allow', async () => {
    expect((await of('PLANNER@HN', 'unit(code: "HN-B03")')).renameUnit).toEqual({
      act: 'renameUnit',
      allowed: true,
      reasons: [],
    });
    expect((await of(['PLANNER@BD', 'VIEWER@HN'], 'unit(code: "HN-B03")')).renameUnit).toEqual({
      act: 'renameUnit',
      allowed: false,
      reasons: [{ code: 'SCOPE', message: 'It is beyond what you have the role for (BD).' }],
    });
    expect((await of('VIEWER', 'unit(code: "HN-B03")')).renameUnit.reasons).toEqual([
      { code: 'ROLE', message: 'It takes one of the roles admin, center-director, planner.' },
    ]);
  });

  it('tells of plans and phases what their status allows as well', async () => {
    expect((await of('LEADER', 'plan(code: "HN")')).adoptPlan.reasons).toEqual([
      { code: 'STATUS', message: 'Its status does not allow it: ADOPTED; expected DRAFT.' },
    ]);
    const data = await query('LEADER@HN', '{ plan(code: "HN") { phases { ordinal viewerCan { act allowed } } } }');
    const allowed = data.plan.phases.map(({ viewerCan }: Data) =>
      viewerCan.filter((one: Data) => one.allowed).map((one: Data) => one.act),
    );
    expect(allowed).toEqual([[], [], ['attestGate', 'completePhase', 'extendPhase', 'rehearsePhase', 'suspendPhase']]);
  });

  it('tells of a person who is protected that they are not lent', async () => {
    await staffCarried(server, 'attestProtection', {
      staff: 'BINH',
      protected: true,
      from: '2025-07-01',
      instrument: PLAN_29,
    });

    expect((await of('PLANNER@BD', 'staff(code: "BINH")')).secondStaff.reasons).toEqual([
      { code: 'PROTECTED', message: 'This person is protected from being seconded.' },
    ]);
  });
});
