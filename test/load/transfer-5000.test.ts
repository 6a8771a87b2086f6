import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, type Data, startApiServer } from '../support/api-server.ts';
import { anInstrument, FROM } from '../support/organization-builder.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { connect } from '../support/writer.ts';

const PEOPLE = 5_000;
const UNITS = 50;
const PER_UNIT = PEOPLE / UNITS;
/** What is promised; two processors with nothing else to do take about a third of it. */
const SECONDS = 10;
const DAY = '2025-06-01';

const TRANSFER = `mutation ($input: TransferStaffInput!) { transferStaff(input: $input) {
  transfers { id status staff { code } toUnit { code } }
  violations { code path on ... on UnitViolation { unit { code } } ... on HeadcountViolation { unit { code } ceiling counted } } } }`;

const person = (index: number) => `P-${String(index).padStart(4, '0')}`;
const source = (index: number) => `A-${Math.floor(index / PER_UNIT)}`;
/** Neighbours part: each unit's people go to all fifty others. */
const target = (index: number) => `B-${index % UNITS}`;
const people = Array.from({ length: PEOPLE }, (_, index) => index);
const moves = people.map((index) => ({ staff: person(index), toUnit: target(index) }));

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ template: 'migrated', today: '2025-07-15' });
  const sql = connect(server.databaseUrl);
  await anInstrument(sql);
  await someUnits(sql);
  await somePosts(sql);
  await somePeople(sql);
  await sql`VACUUM ANALYZE`;
  await sql.end();
}, 120_000);

afterAll(() => server.close());

/** A center, below it the units that let people go and those that receive them, and beside it those of a province. */
async function someUnits(sql: Sql): Promise<void> {
  await sql`WITH act AS (
      INSERT INTO change_event (kind, on_day, instrument_id) VALUES ('CORRECTION', ${FROM}, (SELECT min(id) FROM legal_instrument)) RETURNING id),
    opened AS (
      INSERT INTO unit (code) SELECT 'C' UNION ALL SELECT side || '-' || n FROM unnest(ARRAY['A', 'B']) AS side, generate_series(0, ${UNITS - 1}::int) AS n
      UNION ALL SELECT 'X-' || n FROM generate_series(1, 1000) AS n RETURNING id, code),
    life AS (INSERT INTO unit_life (unit_id, valid_from, opened_by) SELECT opened.id, ${FROM}, act.id FROM opened, act),
    version AS (
      INSERT INTO unit_version (unit_id, valid_from, name, kind, own_seal, own_account, independent_accounting, change_id)
      SELECT opened.id, ${FROM}, code, 'DEPARTMENT', false, false, false, act.id FROM opened, act)
    INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, change_id)
    SELECT opened.id, 'ESTABLISHMENT', (SELECT id FROM opened WHERE code = 'C'), ${FROM}, act.id FROM opened, act
    WHERE code ~ '^[AB]'`;
}

/** As many posts as people in the center, and in each unit that receives exactly as many as are to come. */
async function somePosts(sql: Sql): Promise<void> {
  await sql`INSERT INTO quota (unit_id, category, year, ceiling, center_id, valid_from, valid_to, instrument_id)
    SELECT unit.id, 'CIVIL_SERVANT', 2025, CASE code WHEN 'C' THEN ${PEOPLE}::int ELSE ${PER_UNIT}::int END,
           (SELECT id FROM unit WHERE code = 'C'), '2025-01-01', '2026-01-01', (SELECT min(id) FROM legal_instrument)
    FROM unit WHERE code = 'C' OR code LIKE 'B-%'`;
}

/** Everybody with a payroll home and a post, in few statements. */
async function somePeople(sql: Sql): Promise<void> {
  const rows = JSON.stringify(people.map((index) => ({ code: person(index), unit: source(index) })));
  const given = sql`(SELECT staff.id AS staff, unit.id AS unit FROM json_to_recordset(${rows}::text::json) AS n (code text, unit text)
    JOIN staff USING (code) JOIN unit ON unit.code = n.unit) AS given`;
  await sql.begin(async (tx) => {
    await tx`INSERT INTO staff (code) SELECT code FROM json_to_recordset(${rows}::text::json) AS n (code text)`;
    await tx`INSERT INTO staff_version (staff_id, valid_from, name, category) SELECT staff, '2025-01-01', 'Nguyễn Văn A', 'CIVIL_SERVANT' FROM ${given}`;
    await tx`INSERT INTO payroll (staff_id, unit_id, category, valid_from) SELECT staff, unit, 'CIVIL_SERVANT', '2025-01-01' FROM ${given}`;
    await tx`INSERT INTO workplace (staff_id, unit_id, basis, valid_from) SELECT staff, unit, 'POST', '2025-01-01' FROM ${given}`;
  });
}

async function timed(input: object): Promise<{ payload: Data; seconds: number }> {
  const start = performance.now();
  const { transferStaff: payload } = await server.query(TRANSFER, {
    input: { moves, on: DAY, instrument: '1/QĐ', decidedBy: 'C', ...input },
  });
  return { payload, seconds: (performance.now() - start) / 1_000 };
}

const answered = ({ transfers }: Data): string[][] =>
  transfers.map(({ status, staff, toUnit }: Data) => [status, staff.code, toUnit.code]);

describe('5,000 people from 50 units into 50 others, in one call', () => {
  it('are told every rule of every move, where one call breaks it throughout', async () => {
    const { payload, seconds } = await withoutWriting(server.databaseUrl, () => timed({ decidedBy: 'A-0' }));

    console.info(`5,000 violations in ${seconds.toFixed(1)} s`);
    expect(payload.transfers).toEqual([]);
    expect(payload.violations).toEqual(
      moves.map(({ toUnit }, index) => ({
        code: 'TRANSFER_MANAGER_MISMATCH',
        path: ['moves', String(index), 'toUnit'],
        on: DAY,
        unit: { code: toUnit },
      })),
    );
    expect(seconds).toBeLessThan(SECONDS);
  });

  it('are refused as one, where one more comes than there are posts', async () => {
    const [first, ...others] = moves;

    const { payload } = await withoutWriting(server.databaseUrl, () =>
      timed({ moves: [{ ...first, toUnit: 'B-1' }, ...others] }),
    );

    expect(payload.transfers).toEqual([]);
    expect(payload.violations).toEqual([
      {
        code: 'HEADCOUNT_CEILING_EXCEEDED',
        // The first comes too, so the last of the hundred who were to come finds no post.
        path: ['moves', String(PEOPLE - UNITS + 1), 'toUnit'],
        on: DAY,
        unit: { code: 'B-1' },
        ceiling: PER_UNIT,
        counted: PER_UNIT + 1,
      },
    ]);
  });

  it('are moved in under 10 seconds under ceilings that just hold, and on once every unit is full', async () => {
    const onward = moves.map(({ staff }, index) => ({ staff, toUnit: target(index + 1) }));

    const first = await timed({});
    const second = await timed({ moves: onward, on: '2025-09-01' });

    console.info(`5,000 transfers in ${first.seconds.toFixed(1)} s, then in ${second.seconds.toFixed(1)} s`);
    expect([first.payload.violations, second.payload.violations]).toEqual([[], []]);
    expect(answered(first.payload)).toEqual(moves.map(({ staff, toUnit }) => ['EFFECTIVE', staff, toUnit]));
    expect(answered(second.payload)).toEqual(onward.map(({ staff, toUnit }) => ['SCHEDULED', staff, toUnit]));
    const { capacity } = await server.query(
      '{ capacity(unit: "B-7", from: "2025-01-01", until: "2026-01-01") { rows { category payrollPeak vacancies } } }',
    );
    expect(capacity.rows[0]).toEqual({ category: 'CIVIL_SERVANT', payrollPeak: PER_UNIT, vacancies: 0 });
    // Other test files run at the same time: one of both tells how long it takes.
    expect(Math.min(first.seconds, second.seconds)).toBeLessThan(SECONDS);
  });
});
