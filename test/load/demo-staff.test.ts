import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { demoCenter } from '../../src/services/demo/demo-center.ts';
import { DEMO_INSTRUMENT } from '../../src/services/demo/demo-law.ts';
import { type DemoOptions, demoStaff } from '../../src/services/demo/demo-staff.ts';
import { SIZES } from '../../src/services/demo/sizes.ts';
import { allocateHeadcount } from '../../src/services/headcount/allocate-headcount.ts';
import { verified } from '../support/breaches/verified.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { runScript, startScript } from '../support/run-script.ts';

/** Centers, branches and points have what they are to have by then. */
const TODAY = '2025-07-15';

interface Place {
  test: TestDatabase;
  database: Database;
  /** Sees everything. */
  owner: Database;
}
const places: Place[] = [];

async function aPlace(): Promise<Place> {
  const test = await createTestDatabase({ template: 'plans' });
  const place = { test, database: openDatabase(test.url), owner: openDatabase(test.url, { role: null, reads: 1 }) };
  places.push(place);
  return place;
}

const [first, second, third] = [await aPlace(), await aPlace(), await aPlace()];

afterAll(async () => {
  for (const { test, database, owner } of places) {
    await Promise.all([database.close(), owner.close()]);
    await test.drop();
  }
});

/** Fills a place, and answers which centers were filled by that and which were before. */
async function fill({ database }: Place, options: Partial<DemoOptions> = {}) {
  const told: string[] = [];
  const progress: DemoOptions['progress'] = ({ center, isNew }) => told.push(isNew ? `${center} new` : center);
  const outcome = await demoStaff(database, { scale: 'plans', seed: 1, progress, ...options });
  return { told, outcome };
}

/** Rows as lists of their values. */
const rows = ({ owner }: Place, text: string) => owner.reads.unsafe(text).values();

const believed = (alias: string) => `${alias}.superseded_at = 'infinity'`;
const on = (alias: string, day = TODAY) =>
  `${believed(alias)} AND ${alias}.valid_from <= '${day}' AND '${day}' < ${alias}.valid_to`;

/** Everything believed about people and posts, as far as people see it: no ids, no record time. */
async function dump({ owner: { reads } }: Place): Promise<string[]> {
  const lines = await reads<{ line: string }[]>`
    SELECT concat_ws('|', s.code, v.name, v.category, v.protected, v.valid_from, v.valid_to) AS line
      FROM staff_version v JOIN staff s ON s.id = v.staff_id WHERE v.superseded_at = 'infinity'
    UNION ALL SELECT concat_ws('|', 'payroll', s.code, u.code, p.category, p.valid_from, p.valid_to, p.transfer_id IS NULL)
      FROM payroll p JOIN staff s ON s.id = p.staff_id JOIN unit u ON u.id = p.unit_id WHERE p.superseded_at = 'infinity'
    UNION ALL SELECT concat_ws('|', 'workplace', s.code, u.code, w.basis, w.counter, w.valid_from, w.valid_to)
      FROM workplace w JOIN staff s ON s.id = w.staff_id JOIN unit u ON u.id = w.unit_id WHERE w.superseded_at = 'infinity'
    UNION ALL SELECT concat_ws('|', 'leadership', s.code, u.code, l.role, l.concurrent, l.valid_from, l.valid_to)
      FROM leadership l JOIN staff s ON s.id = l.staff_id JOIN unit u ON u.id = l.unit_id WHERE l.superseded_at = 'infinity'
    UNION ALL SELECT concat_ws('|', 'signature', s.code, d.serial, d.valid_from, d.valid_to)
      FROM digital_signature d JOIN staff s ON s.id = d.staff_id WHERE d.superseded_at = 'infinity'
    UNION ALL SELECT concat_ws('|', 'quota', u.code, q.category, q.year, q.ceiling, q.minimum, q.valid_from, q.valid_to)
      FROM quota q JOIN unit u ON u.id = q.unit_id WHERE q.superseded_at = 'infinity'
    UNION ALL SELECT concat_ws('|', 'transfer', s.code, f.code, t.code, x.on_day, x.category, y.step, y.on_day)
      FROM transfer x JOIN transfer_step y ON y.transfer_id = x.id JOIN staff s ON s.id = x.staff_id
      JOIN unit f ON f.id = x.from_unit_id JOIN unit t ON t.id = x.to_unit_id
    UNION ALL SELECT concat_ws('|', 'secondment', s.code, h.code, o.code, y.step, y.on_day, y.until_day, y.on_return, y.reference)
      FROM secondment d JOIN secondment_step y ON y.secondment_id = d.id JOIN staff s ON s.id = d.staff_id
      JOIN unit h ON h.id = d.home_id JOIN unit o ON o.id = d.host_id`;
  return lines.map(({ line }) => line).sort();
}

/** Facts that cite anything but the instrument of the demonstration, and people not marked as made up. */
const unmarked = (place: Place) =>
  rows(
    place,
    `SELECT 'people', count(*)::int FROM staff WHERE NOT starts_with(code, 'DEMO-') HAVING count(*) > 0
     ${['staff_version', 'payroll', 'workplace', 'leadership', 'quota']
       .map(
         (
           table,
         ) => `UNION ALL SELECT '${table}', count(*)::int FROM ${table} LEFT JOIN legal_instrument i ON i.id = instrument_id
           WHERE i.number IS DISTINCT FROM '${DEMO_INSTRUMENT.number}' HAVING count(*) > 0`,
       )
       .join(' ')}`,
  );

describe('npm run demo-staff', () => {
  beforeAll(async () => {
    expect((await fill(first)).told).toEqual(['BD new', 'HN new', 'BN new', 'NA new']);
  }, 60_000);

  it('makes up people of every category, by the center they work for', async () => {
    const people = await rows(
      first,
      `SELECT split_part(s.code, '-', 2), v.category::text, count(*)::int FROM staff s JOIN staff_version v ON v.staff_id = s.id
       WHERE ${on('v')} GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    const facts = await rows(
      first,
      `SELECT (SELECT count(*)::int FROM staff), (SELECT count(*)::int FROM payroll p WHERE ${believed('p')}),
         (SELECT count(*)::int FROM workplace w WHERE ${believed('w')}), (SELECT count(*)::int FROM leadership),
         (SELECT count(*)::int FROM quota), (SELECT count(*)::int FROM transfer), (SELECT count(*)::int FROM assignment)`,
    );
    const [leftAndProtected] = await rows(
      first,
      `SELECT count(*) FILTER (WHERE left_on <= '2026-11-25')::int, count(*) FILTER (WHERE guarded)::int FROM (
         SELECT max(valid_to) AS left_on, bool_or(protected) AS guarded FROM staff_version v WHERE ${believed('v')} GROUP BY staff_id) AS lives`,
    );

    expect(people).toEqual([
      ['BD', 'CIVIL_SERVANT', 177],
      ['BD', 'CONTRACT', 26],
      ['BD', 'POSTAL', 25],
      ['BD', 'PUBLIC_EMPLOYEE', 78],
      ['BN', 'CIVIL_SERVANT', 460],
      ['BN', 'CONTRACT', 21],
      ['BN', 'OUTSIDE_SUPPORT', 101],
      ['BN', 'POSTAL', 17],
      ['BN', 'PUBLIC_EMPLOYEE', 172],
      ['BN', 'VOLUNTEER', 1],
      ['HN', 'CIVIL_SERVANT', 1101],
      ['HN', 'CONTRACT', 185],
      ['HN', 'OUTSIDE_SUPPORT', 2],
      ['HN', 'POSTAL', 73],
      ['HN', 'PUBLIC_EMPLOYEE', 542],
      ['HN', 'VOLUNTEER', 5],
      ['NA', 'CIVIL_SERVANT', 54],
      ['NA', 'CONTRACT', 2],
      ['NA', 'OUTSIDE_SUPPORT', 1],
      ['NA', 'POSTAL', 3],
      ['NA', 'PUBLIC_EMPLOYEE', 6],
      ['PC', 'CIVIL_SERVANT', 92],
    ]);
    expect(leftAndProtected).toEqual([134, 44]);
    expect(facts).toEqual([[3318, 5741, 4695, 273, 629, 338, 78]]);
  });

  it('gives each unit as many as its plan speaks of', async () => {
    const atHeads = await rows(
      first,
      `SELECT split_part(u.code, '-', 1), k.kind::text, min(n)::int, max(n)::int FROM (
         SELECT w.unit_id, count(*) AS n FROM workplace w JOIN staff_version v ON v.staff_id = w.staff_id
         WHERE ${on('w')} AND w.basis = 'POST' AND ${on('v')} AND v.category IN ('CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'CONTRACT') GROUP BY 1) AS counts
       JOIN unit u ON u.id = unit_id JOIN unit_version k ON k.unit_id = u.id WHERE ${on('k')} AND u.code ~ '^(BD|HN|BN)' GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    const inNgheAn = await rows(
      first,
      `SELECT day, (SELECT count(DISTINCT staff_id)::int FROM workplace w JOIN unit u ON u.id = w.unit_id
         WHERE u.code = 'NA' AND ${believed('w')} AND w.valid_from <= day::date AND day::date < w.valid_to)
       FROM unnest(ARRAY['2025-07-15', '2026-03-01', '2026-11-25']) AS day`,
    );

    expect(atHeads).toEqual([
      ['BD', 'BRANCH', 13, 17],
      ['BD', 'ONE_STOP', 1, 2],
      ['BD', 'PROVINCIAL_CENTER', 28, 28],
      ['BN', 'COMMUNE_CENTER', 5, 8],
      ['BN', 'PROVINCIAL_CENTER', 30, 30],
      ['HN', 'BRANCH', 34, 43],
      ['HN', 'PROVINCIAL_CENTER', 60, 60],
      ['HN', 'RECEPTION_POINT', 1, 3],
    ]);
    expect(inNgheAn).toEqual([
      ['2025-07-15', 64],
      ['2026-03-01', 61],
      ['2026-11-25', 58],
    ]);
  });

  it('has leaders, secondments, transfers and assignments in every state', async () => {
    const leaders = await rows(
      first,
      `SELECT split_part(u.code, '-', 1), l.role::text, l.concurrent, count(*)::int FROM leadership l JOIN unit u ON u.id = l.unit_id
       WHERE ${on('l', '2026-11-25')} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    );
    const secondments = await rows(
      first,
      `SELECT steps, count(*)::int FROM (SELECT string_agg(step::text, ' ' ORDER BY id) AS steps FROM secondment_step GROUP BY secondment_id) AS said
       GROUP BY 1 ORDER BY 1`,
    );
    const transfers = await rows(
      first,
      `SELECT on_day::text, steps, count(*)::int FROM transfer t JOIN LATERAL (
         SELECT string_agg(step::text, ' ' ORDER BY id) AS steps FROM transfer_step WHERE transfer_id = t.id) AS said ON true
       GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    const endingSoon = await rows(
      first,
      `SELECT count(*)::int FROM workplace w WHERE ${on('w', '2026-11-25')} AND basis = 'SECONDMENT' AND valid_to <= '2027-02-01'`,
    );

    expect(leaders).toEqual([
      ['BD', 'DEPUTY_DIRECTOR', false, 15],
      ['BD', 'DIRECTOR', false, 10],
      ['BN', 'DEPUTY_DIRECTOR', false, 99],
      ['BN', 'DIRECTOR', false, 1],
      ['BN', 'DIRECTOR', true, 99],
      ['HN', 'DEPUTY_DIRECTOR', false, 26],
      ['HN', 'DIRECTOR', false, 13],
      ['NA', 'DEPUTY_DIRECTOR', false, 2],
      ['NA', 'DIRECTOR', false, 1],
    ]);
    expect(secondments).toEqual([
      ['PROPOSED', 3],
      ['PROPOSED AGREED_HOME', 5],
      ['PROPOSED AGREED_HOME AGREED_HOST DECIDED', 88],
      ['PROPOSED AGREED_HOME AGREED_HOST DECIDED EXTENDED', 16],
      ['PROPOSED AGREED_HOME AGREED_HOST DECIDED RECALLED', 7],
      ['PROPOSED AGREED_HOME AGREED_HOST DECIDED RETURNED', 15],
    ]);
    expect(transfers).toEqual([
      ['2025-01-01', 'DECIDED', 179],
      ['2025-04-01', 'DECIDED', 43],
      ['2025-07-01', 'DECIDED', 17],
      ['2025-09-01', 'DECIDED', 12],
      ['2025-11-01', 'DECIDED', 10],
      ['2025-11-16', 'DECIDED', 1],
      ['2025-12-15', 'DECIDED', 15],
      ['2026-01-22', 'DECIDED', 1],
      ['2026-04-01', 'DECIDED', 12],
      ['2026-05-14', 'DECIDED', 1],
      ['2026-06-01', 'DECIDED', 9],
      ['2026-12-15', 'DECIDED', 18],
      ['2027-02-01', 'DECIDED', 15],
      ['2027-02-01', 'DECIDED CANCELLED', 1],
      ['2027-02-01', 'PROPOSED', 2],
      ['2027-02-01', 'PROPOSED AGREED_FROM', 1],
      ['2027-02-01', 'PROPOSED AGREED_FROM AGREED_TO', 1],
    ]);
    expect(endingSoon).toEqual([[7]]);
  });

  it('carries people along with the units that merged, and transfers those of Bình Dương in the window', async () => {
    const courses = await rows(
      first,
      `SELECT s.code, string_agg(u.code || ' ' || p.valid_from, ', ' ORDER BY p.valid_from) FROM staff s
       JOIN payroll p ON p.staff_id = s.id AND ${believed('p')} JOIN unit u ON u.id = p.unit_id
       WHERE s.code IN ('DEMO-BD-718-0001', 'DEMO-HN-B03-0001', 'DEMO-BN-07432-0001') GROUP BY 1 ORDER BY 1`,
    );

    expect(courses).toEqual([
      ['DEMO-BD-718-0001', 'PC-718 2021-09-30, BD-718 2025-01-01'],
      ['DEMO-BN-07432-0001', 'PC-217 2020-01-31, BN-07432 2025-07-01'],
      ['DEMO-HN-B03-0001', 'PC-269 2021-06-15, HN-B03 2025-04-01'],
    ]);
  });

  it('breaks no rule, on any day', async () => {
    expect(await verified(first.test.url)).toEqual([]);
  });

  it('marks everybody and everything as made up', async () => {
    expect(await unmarked(first)).toEqual([]);
    expect(DEMO_INSTRUMENT).toMatchObject({
      number: 'DEMO/QĐ',
      kind: 'OTHER',
      title: 'Dữ liệu mô phỏng, không phải người thật (synthetic data)',
    });
  });

  it('changes nothing when run again, whatever the seed', async () => {
    const { told } = await withoutWriting(first.test.url, () => fill(first, { seed: 7 }));

    expect(told).toEqual(['BD', 'HN', 'BN', 'NA']);
  });

  it('goes on where it was interrupted, and makes up the same people in another database', async () => {
    const interrupted = fill(second, {
      progress: ({ center }) => {
        if (center === 'HN') throw new Error('cut off');
      },
    });
    await expect(interrupted).rejects.toThrow('cut off');

    const { told } = await fill(second);

    expect(told).toEqual(['BD', 'HN', 'BN new', 'NA new']);
    expect(await dump(second)).toEqual(await dump(first));
  }, 60_000);

  it('makes up other people with another seed', async () => {
    await demoCenter(third.database, { center: 'NA', sizes: sizesOf('NA'), seed: 2 });

    const [named, others] = await Promise.all([first, third].map((place) => rows(place, NAMES_OF_NGHE_AN)));

    expect([named, others]).toEqual([
      [
        ['DEMO-NA-0001', 'Bùi Minh Tâm'],
        ['DEMO-NA-0002', 'Trịnh Văn Hiếu'],
        ['DEMO-NA-SKHDT-0001', 'Nguyễn Xuân Đức'],
      ],
      [
        ['DEMO-NA-0001', 'Nguyễn Thị Ngân'],
        ['DEMO-NA-0002', 'Phạm Phương Chi'],
        ['DEMO-NA-SKHDT-0001', 'Hà Quang Tuấn'],
      ],
    ]);
  });

  it('leaves a center alone to which posts were granted before', async () => {
    const granted = { unit: 'BD-718', category: 'CONTRACT' as const, ceiling: 3, minimum: null };
    const total = { ...granted, unit: 'BD' };
    const allocations = { center: 'BD', year: 2025, from: null, allocations: [total, granted] };
    const work = new UnitOfWork(third.database, { actor: 'test', requestId: 'demo-staff' });
    await allocateHeadcount(work, { ...allocations, instrument: 'BD/2024' });

    const { told, outcome } = await withoutWriting(third.test.url, () => fill(third));

    expect(told).toEqual([]);
    expect(outcome).toMatchObject({ isDone: false, center: 'BD', violations: [{ code: 'QUOTA_OVERLAP', unit: 'BD' }] });
  });
});

describe('npm run demo-staff -- --scale country', () => {
  it('adds made-up provinces with units, people and years of history', async () => {
    const { told, outcome } = await fill(first, { scale: 'country', provinces: 1 });

    expect(told).toEqual(['BD', 'HN', 'BN', 'NA', 'D01 new']);
    expect(outcome).toEqual({
      isDone: true,
      counts: { centers: 5, branches: 44, points: 921, people: 6599, payroll: 9935, workplaces: 10186 },
    });
    expect(await rows(first, UNITS_OF_D01)).toEqual([
      ['BRANCH', 'D01-B01', 'D01-B23', 23, true],
      ['DEPARTMENT', 'D01-S1', 'D01-S4', 4, true],
      ['PEOPLES_COMMITTEE', 'D01-PC', 'D01-PC', 1, true],
      ['PROVINCIAL_CENTER', 'D01', 'D01', 1, true],
      ['RECEPTION_POINT', 'D01-B01-P01', 'D01-B23-P13', 313, true],
    ]);
    expect(await rows(first, HISTORY_OF_D01)).toEqual([['2020-01-01', '2026-12-15', 3196, 4194]]);
    expect(await verified(first.test.url)).toEqual([]);
    expect(await unmarked(first)).toEqual([]);
    expect((await fill(first, { scale: 'country', provinces: 1 })).told).toEqual(['BD', 'HN', 'BN', 'NA', 'D01']);
  }, 60_000);
});

describe('wrong arguments', () => {
  it.each([
    ['an unknown scale', startScript, ['--scale', 'moon']],
    ['a seed that is no number, and a word too many', runScript, ['--seed', 'x', 'BD']],
  ])('are answered by the usage: %s', async (_, run, args) => {
    const { code, told } = await run('demo-staff', args, { DATABASE_URL: first.test.url });

    expect([code, told]).toEqual([2, 'usage: npm run demo-staff [-- [--scale plans|country] [--seed NUMBER]]\n']);
  });
});

const NAMES_OF_NGHE_AN = `SELECT s.code, v.name FROM staff s JOIN staff_version v ON v.staff_id = s.id
  WHERE s.code IN ('DEMO-NA-0001', 'DEMO-NA-0002', 'DEMO-NA-SKHDT-0001') ORDER BY 1`;

const UNITS_OF_D01 = `SELECT k.kind::text, min(u.code), max(u.code), count(*)::int, bool_and(k.name LIKE '%Mô phỏng%') FROM unit u
  JOIN unit_version k ON k.unit_id = u.id WHERE u.code ~ '^D01' GROUP BY 1 ORDER BY 1`;

const HISTORY_OF_D01 = `SELECT min(valid_from)::text, max(valid_from)::text, count(DISTINCT staff_id)::int, count(*)::int FROM payroll p
  JOIN staff s ON s.id = staff_id WHERE s.code LIKE 'DEMO-D01-%' AND ${believed('p')}`;

function sizesOf(center: string) {
  const sizes = SIZES[center];
  if (!sizes) throw new Error(`no sizes for ${center}`);
  return sizes;
}
