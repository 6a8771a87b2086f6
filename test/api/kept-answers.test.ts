import { setImmediate } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { type Asking, startApiServer } from '../support/api-server.ts';
import { aPerson, sendStaffVerb, staffCarried } from '../support/staff-verbs.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();
/** Another process over the same database. */
const other = await startApiServer({ databaseUrl: server.databaseUrl });
const sql = postgres(server.databaseUrl, { max: 2, onnotice: () => {} });

afterAll(async () => {
  await sql.end();
  await other.close();
  await server.close();
});

const TREE =
  'query Tree($code: String!) { unit(code: $code) { code version headcount { payroll secondedIn } children { code headcount { payroll } } } }';
const PAGE =
  'query Page($unit: String!) { staffMembers(unit: $unit) { totalCount nodes { code name payrollHome { code name } workplace { code } } } }';
const PAST =
  'query Past($code: String!, $asOf: Date!) { unit(code: $code, asOf: $asOf) { code children { code headcount { payroll } } } }';
const PLANS = '{ plans { nodes { code center { version } } } }';
const EVERYBODY = '{ staffMembers(first: 100) { totalCount } }';

/** The answer, and by which way it came. */
async function asked(document: string, variables: object = {}, asking?: Asking) {
  const before = server.ways().length;
  const data = await server.query(document, variables, asking);
  // A request is over when its connection knows that the answer was sent.
  while (server.ways().length === before) await setImmediate();
  return { data, way: server.ways().at(-1) };
}

/** Asks until the answer is kept, and tells how often: what was written before it was first read has it read once more. */
const kept = async (...[document, variables, asking]: Parameters<typeof asked>): Promise<number> => {
  let times = 0;
  await expect
    .poll(
      () => {
        times += 1;
        return asked(document, variables, asking).then(({ way }) => way);
      },
      { timeout: 20_000 },
    )
    .toBe('kept');
  return times;
};

describe('a kept answer is read again', () => {
  it('after what this process wrote', async () => {
    await kept(PAGE, { unit: 'HN-B01' });
    const code = await aPerson(server, { payrollHome: 'HN-B01' });

    const { data, way } = await asked(PAGE, { unit: 'HN-B01' });

    expect(way).toBe('direct');
    expect(data.staffMembers.nodes.map((person: { code: string }) => person.code)).toContain(code);
  });

  it('after what another process wrote', async () => {
    await kept(PAGE, { unit: 'HN-B01' });
    const code = await aPerson(other, { payrollHome: 'HN-B01' });

    const { data } = await asked(PAGE, { unit: 'HN-B01' });

    expect(data.staffMembers.nodes.map((person: { code: string }) => person.code)).toContain(code);
  });

  it('after direct SQL, as soon as it is committed and no sooner', async () => {
    await kept(TREE, { code: 'HN' });
    const { data: before } = await asked(TREE, { code: 'HN' });
    const { version } = before.unit;

    await sql.begin(async (tx) => {
      await tx`UPDATE unit SET version = version + 1 WHERE code = 'HN'`;
      expect(await asked(TREE, { code: 'HN' })).toEqual({ data: before, way: 'kept' });
      // A transaction that came later and ended sooner.
      await sql`UPDATE unit SET version = version + 1 WHERE code = 'BD'`;
      expect((await asked(TREE, { code: 'HN' })).data.unit.version).toBe(version);
    });

    expect((await asked(TREE, { code: 'HN' })).data.unit.version).toBe(version + 1);
  });

  it('after people of a unit changed that stood below it once, wherever both stand today', async () => {
    const unit = { kind: 'DEPARTMENT', on: '2025-01-01' };
    for (const code of ['ONCE', 'NOW', 'ABOVE']) await given(server, 'establishUnit', { ...unit, code, name: code });
    await given(server, 'establishUnit', { ...unit, code: 'CHILD', name: 'CHILD', parent: 'ONCE' });
    await given(server, 'reparentUnit', { unit: 'CHILD', parent: 'NOW', on: '2025-03-01' });
    await given(server, 'reparentUnit', { unit: 'ONCE', parent: 'ABOVE', on: '2025-04-01' });
    const variables = { code: 'ONCE', asOf: '2025-02-01' };
    await kept(PAST, variables);
    await aPerson(server, { payrollHome: 'CHILD' });

    const { data } = await asked(PAST, variables);

    expect(data.unit.children).toEqual([{ code: 'CHILD', headcount: { payroll: 1 } }]);
  });

  it('after people of a unit changed in a transaction meanwhile another unit was put above it', async () => {
    const unit = { kind: 'DEPARTMENT', on: '2025-01-01' };
    for (const code of ['MIDDLE', 'TOP']) await given(server, 'establishUnit', { ...unit, code, name: code });
    await given(server, 'establishUnit', { ...unit, code: 'LOWEST', name: 'LOWEST', parent: 'MIDDLE' });
    const code = await aPerson(server, { payrollHome: 'LOWEST' });
    const members = 'query Members { staffMembers(unit: "TOP") { nodes { code version } } }';
    const { version } = (await server.query('query ($code: String!) { staff(code: $code) { version } }', { code }))
      .staff;

    await sql.begin(async (tx) => {
      await tx`UPDATE staff SET version = version + 1 WHERE code = ${code}`;
      await tx`SET CONSTRAINTS ALL IMMEDIATE`;
      await given(server, 'reparentUnit', { unit: 'MIDDLE', parent: 'TOP', on: '2025-03-01' });
      await kept(members);
      expect((await asked(members)).data.staffMembers.nodes).toEqual([{ code, version }]);
    });

    expect((await asked(members)).data.staffMembers.nodes).toEqual([{ code, version: version + 1 }]);
  });

  it('after people changed that are shown below a unit only as it was believed once', async () => {
    const unit = { kind: 'DEPARTMENT', on: '2025-01-01' };
    for (const code of ['BELIEVED', 'CORRECT']) await given(server, 'establishUnit', { ...unit, code, name: code });
    await given(server, 'establishUnit', { ...unit, code: 'BELOW', name: 'BELOW', parent: 'BELIEVED' });
    const code = await aPerson(server, { payrollHome: 'BELOW' });
    const [now] = await sql`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS instant`;
    await given(server, 'reparentUnit', { unit: 'BELOW', parent: 'CORRECT', on: '2025-01-01' });
    const members =
      'query Believed($knownAt: DateTime!) { staffMembers(unit: "BELIEVED", knownAt: $knownAt) { nodes { code version } } }';
    await kept(members, { knownAt: now?.instant });
    const [before] = (await asked(members, { knownAt: now?.instant })).data.staffMembers.nodes;
    expect(before?.code).toBe(code);

    await sql`UPDATE staff SET version = version + 1 WHERE code = ${code}`;

    expect((await asked(members, { knownAt: now?.instant })).data.staffMembers.nodes).toEqual([
      { code, version: before.version + 1 },
    ]);
  });

  it('after a crash, by which the marks are lost of what was written before it', async () => {
    await kept(TREE, { code: 'HN' });
    const { data } = await asked(TREE, { code: 'HN' });
    await sql`UPDATE unit SET version = version + 1 WHERE code = 'HN'`;
    // As PostgreSQL does with tables that are not logged.
    await sql`DELETE FROM write_mark`;
    await sql`DELETE FROM write_mark_horizon`;

    expect((await asked(TREE, { code: 'HN' })).data.unit.version).toBe(data.unit.version + 1);
    await kept(TREE, { code: 'HN' });
  });

  it('after something was written that any unit may show', async () => {
    await kept(PLANS);
    await sql`UPDATE unit SET version = version + 1 WHERE code = 'NA'`;

    expect((await asked(PLANS)).way).toBe('direct');
  });
});

describe('a kept answer stays', () => {
  it('when people of another unit are written about', async () => {
    await kept(TREE, { code: 'BD' });
    await kept(TREE, { code: 'HN-B02' });
    await kept(PAGE, { unit: 'BD' });
    await kept(PLANS);
    await kept(EVERYBODY);
    const staff = await aPerson(server, { payrollHome: 'HN-B01' });
    const moves = [{ staff, toUnit: 'HN-B04' }];
    await staffCarried(server, 'transferStaff', { moves, on: '2025-05-01', instrument: PLAN_29 });

    expect((await asked(TREE, { code: 'BD' })).way).toBe('kept');
    expect((await asked(TREE, { code: 'HN-B02' })).way).toBe('kept');
    expect((await asked(PAGE, { unit: 'BD' })).way).toBe('kept');
    expect((await asked(PLANS)).way).toBe('kept');
    expect((await asked(EVERYBODY)).way).toBe('direct');
    expect((await asked(TREE, { code: 'HN' })).way).toBe('direct');
  });

  it('when a database was restored from a server that had come further', async () => {
    await sql`INSERT INTO write_mark_horizon VALUES ('900000000000')`;

    await kept(TREE, { code: 'HN' });
    await sql`DELETE FROM write_mark_horizon WHERE xid = '900000000000'`;
  });

  it('when something is only rehearsed, or refused', async () => {
    const staff = await aPerson(server, { payrollHome: 'HN-B01' });
    await kept(TREE, { code: 'HN' });
    const input = { moves: [{ staff, toUnit: 'HN-B04' }], on: '2025-05-01', instrument: PLAN_29 };
    await sendStaffVerb(server, 'transferStaff', { ...input, rehearse: true });
    await sendStaffVerb(server, 'transferStaff', { ...input, moves: [{ staff, toUnit: 'NOBODY' }] });

    expect((await asked(TREE, { code: 'HN' })).way).toBe('kept');
  });
});

describe('a kept answer is shown', () => {
  it('only to whoever may see the same', async () => {
    await kept(PAGE, { unit: 'HN-B01' });

    const { data } = await asked(PAGE, { unit: 'HN-B01' }, { role: 'PLANNER@BD' });
    expect(data.staffMembers).toEqual({ totalCount: 0, nodes: [] });
    expect((await server.ask(PAGE, { unit: 'HN-B01' }, { role: 'NONE' })).errors?.[0]?.extensions?.code).toBe(
      'FORBIDDEN',
    );
  });

  it('with a record of who looked at whom, each time', async () => {
    const looks = async () => {
      await server.recorded();
      const [row] = await sql`SELECT count(*)::int AS looks FROM personal_read WHERE operation = 'Page'`;
      return row?.looks;
    };
    await kept(PAGE, { unit: 'HN-B01' });
    const before = await looks();
    const times = await kept(PAGE, { unit: 'HN-B01' });

    expect(await looks()).toBe(before + times);
  });

  it('with a record of them also where nothing of them is selected', async () => {
    const code = await aPerson(server, { payrollHome: 'HN-B02' });
    const nobody = 'query Nobody { staffMembers(unit: "HN-B02") { nodes { name @skip(if: true) } } }';
    await kept(nobody);
    await server.recorded();

    const rows = await sql`SELECT staff FROM personal_read WHERE operation = 'Nobody'`;
    expect(new Set(rows.map(({ staff }) => staff.includes(code)))).toEqual(new Set([true]));
    expect((await asked(nobody)).data.staffMembers.nodes).toContainEqual({});
  });

  it('to many at once after one reading', async () => {
    await kept(PAGE, { unit: 'HN-B02' });
    await aPerson(server, { payrollHome: 'HN-B02' });
    const sent = server.statements().length;
    const all = await Promise.all(Array.from({ length: 12 }, () => server.query(PAGE, { unit: 'HN-B02' })));

    expect(new Set(all.map((data) => JSON.stringify(data))).size).toBe(1);
    expect(server.statements().length - sent).toBeLessThanOrEqual(3);
  });
});

it('marks whatever is written to any table that answers are kept of', async () => {
  // What is written about a person touches their row, which is marked as it is checked.
  const unmarked = await sql`
    SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'O'
        AND (t.tgname LIKE 'y\\_mark\\_%' OR t.tgname LIKE 'b\\_touch\\_staff\\_%' OR t.tgname = 'd_check_staff')) < 4
    ORDER BY 1`;

  expect(unmarked.map(({ name }) => name)).toEqual([
    'audit_chain',
    'audit_entry',
    'audit_seal',
    'headcount_shift',
    'idempotency_key',
    'personal_read',
    'progress_step',
    'progress_turn',
    'progress_unit',
    'unit_above',
    'unit_child',
    'unit_headcount',
    'write_mark',
    'write_mark_horizon',
  ]);
});
