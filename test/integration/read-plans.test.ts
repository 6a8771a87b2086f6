import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IN_MEMORY } from '../../src/db/client.ts';
import { Compiler } from '../../src/db/read/compiler.ts';
import { queryFields } from '../../src/db/read/query.ts';
import { registry } from '../../src/db/read/registry.ts';
import type { SelectedField } from '../../src/db/read/selection.ts';
import { openScene, type Scene } from '../support/scene.ts';

/** Tables that grow with the country and with the years: no question about one unit may read one of them whole. */
const LARGE = [
  'unit',
  'unit_version',
  'unit_relation',
  'staff',
  'staff_version',
  'payroll',
  'workplace',
  'unit_headcount',
  'planned_change',
  'change_event',
  'task_status',
  'progress_unit',
  'progress_step',
];
const DAY = '2025-06-01';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
  await fill();
});
afterAll(() => scene.close());

/** 40 branches of 100 points under one center, 8,000 people, and a plan of three phases for each branch: past all rules. */
const fill = () =>
  sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await tx`INSERT INTO unit (code) SELECT 'C' UNION ALL SELECT 'C-B' || b FROM generate_series(1, 40) b
      UNION ALL SELECT 'C-B' || b || '-P' || p FROM generate_series(1, 40) b, generate_series(1, 100) p`;
    await tx`INSERT INTO unit_version (unit_id, valid_from, name, kind, own_seal, own_account, independent_accounting, change_id)
      SELECT id, '2020-01-01', 'Điểm số ' || code, 'BRANCH', false, false, false, 1 FROM unit`;
    await tx`INSERT INTO unit_relation (child_id, parent_id, kind, valid_from, change_id)
      SELECT child.id, parent.id, 'ESTABLISHMENT', '2020-01-01', 1 FROM unit child JOIN unit parent ON parent.code = regexp_replace(child.code, '-[^-]*$', '') AND parent.id <> child.id`;
    await tx`INSERT INTO staff (code) SELECT 'N' || n FROM generate_series(1, 8000) n`;
    await tx`INSERT INTO staff_version (staff_id, valid_from, name, category) SELECT id, '2020-01-01', 'Nguyễn ' || code, 'PUBLIC_EMPLOYEE' FROM staff`;
    await tx`INSERT INTO payroll (staff_id, unit_id, category, valid_from)
      SELECT s.id, u.id, 'PUBLIC_EMPLOYEE', '2020-01-01' FROM (SELECT id, row_number() OVER () AS n FROM staff) s JOIN (SELECT id, row_number() OVER () AS n FROM unit) u ON u.n = 1 + s.n % 4000`;
    await tx`INSERT INTO workplace (staff_id, unit_id, basis, valid_from) SELECT staff_id, unit_id, 'POST', valid_from FROM payroll`;
    await tx`INSERT INTO unit_headcount SELECT unit_id, '2020-01-01', count(*), 0 FROM payroll GROUP BY unit_id`;
    await tx`INSERT INTO plan (code, center_id) SELECT code, id FROM unit WHERE code ~ '^C-B[0-9]+$'`;
    await tx`INSERT INTO plan_version (plan_id, number, title, valid_from) SELECT id, 1, code, '1900-01-01' FROM plan`;
    await tx`INSERT INTO plan_status (plan_id, status, instrument_id, valid_from) SELECT id, 'ADOPTED', 1, '1900-01-01' FROM plan`;
    await tx`INSERT INTO phase (plan_id, ordinal) SELECT id, ordinal FROM plan, generate_series(1, 3) ordinal`;
    await tx`INSERT INTO phase_version (phase_id, plan_id, title, window_from, allowed, valid_from) SELECT id, plan_id, 'Test', '2025-01-01', '{RENAME}', '1900-01-01' FROM phase`;
    await tx`INSERT INTO phase_status (phase_id, plan_id, status, instrument_id, valid_from) SELECT id, plan_id, 'PLANNED', 1, '1900-01-01' FROM phase`;
    await tx`INSERT INTO planned_change (phase_id, plan_id, position, kind, on_day, change)
      SELECT phase.id, plan_id, p, 'RENAME', '2025-03-01', jsonb_build_object('results', jsonb_build_array(jsonb_build_object('unit', plan.code || '-P' || p)))
      FROM phase JOIN plan ON plan.id = plan_id, generate_series(1, 100) p`;
    await tx`INSERT INTO change_event (kind, on_day, instrument_id, phase_id, plan_id, planned_change_id) SELECT kind, on_day, 1, phase_id, plan_id, id FROM planned_change`;
    await tx`INSERT INTO task (plan_id, phase_id, code, title, due_precision) SELECT plan_id, phase_id, id, 'Test', 'NONE' FROM planned_change`;
    await tx`INSERT INTO task_status (task_id, plan_id, status, valid_from) SELECT id, plan_id, 'OPEN', '1900-01-01' FROM task`;
    await tx`INSERT INTO progress_unit SELECT figure, code, phase.id, '{}', '{}', '{}' FROM phase, unit, unnest(ARRAY['SEALS', 'SIGNBOARDS']::progress_figure[]) figure WHERE unit.id % 40 = phase.id % 40`;
    await tx`INSERT INTO progress_step SELECT phase.id, figure, '2025-01-01'::date + day, 1, 1 FROM phase, unnest(enum_range(NULL::progress_figure)) figure, generate_series(1, 20) day`;
    await tx`ANALYZE`;
  });

/** What is selected: names of fields, and of objects what is selected of them. */
type Shape = { [name: string]: true | Shape };

const selected = (shape: Shape): SelectedField[] =>
  Object.entries(shape).map(([name, below]) => field(name, {}, below === true ? {} : below));

const field = (name: string, args: Record<string, unknown>, shape: Shape): SelectedField => ({
  key: name,
  name,
  args,
  fields: () => selected(shape),
});

const COUNT: Shape = { done: true, total: true };
const NAMED: Shape = { code: true, name: true };
const COUNTED: Shape = { ...NAMED, headcount: { payroll: true, secondedIn: true } };

const HOT: [string, SelectedField][] = [
  ['a tree with its people', field('unit', { code: 'C-B7', asOf: DAY }, { ...COUNTED, children: COUNTED })],
  [
    'the same as it was known at an instant',
    field('unit', { code: 'C-B7', asOf: DAY, knownAt: '2025-08-01T00:00:00Z' }, { ...COUNTED, children: COUNTED }),
  ],
  [
    'a search while typing',
    field('units', { search: 'diem so c-b7-p', asOf: DAY, first: 10 }, { totalCount: true, nodes: NAMED }),
  ],
  [
    'a page of staff of a branch',
    field(
      'staffMembers',
      { unit: 'C-B7', asOf: DAY, first: 50 },
      {
        totalCount: true,
        nodes: { ...NAMED, payrollHome: NAMED, workplace: NAMED },
      },
    ),
  ],
  ['a unit and the one above', field('unit', { code: 'C-B7-P7', asOf: DAY }, { ...NAMED, parent: NAMED })],
  [
    'how far the phases of all plans have come',
    field(
      'plans',
      { first: 50, asOf: DAY },
      {
        nodes: {
          code: true,
          status: true,
          phases: {
            status: true,
            progress: { changes: COUNT, seals: COUNT, signboards: COUNT, handovers: COUNT, tasks: COUNT },
          },
        },
      },
    ),
  ],
  [
    'the capacity of a branch',
    field(
      'capacity',
      { unit: 'C-B7', from: '2025-01-01', until: '2026-01-01' },
      {
        rows: { category: true, payrollPeak: true, vacancies: true },
        strengthLowest: true,
        secondedIn: true,
        secondedOut: true,
      },
    ),
  ],
];

const costs = Object.entries(IN_MEMORY)
  .map(([name, cost]) => `SET LOCAL ${name} = ${cost};`)
  .join(' ');

/** The tables that are read whole by the plan that a prepared statement settles on. */
async function readWhole(root: SelectedField): Promise<string[]> {
  const compiler = new Compiler(registry, { today: DAY, scope: null });
  const read = queryFields[root.name]?.(null, root, compiler) as SQL;
  const { sql: text, params } = new PgDialect({ casing: 'snake_case' }).sqlToQuery(read);
  const values = params.map((value) => (typeof value === 'number' ? String(value) : `'${value}'`)).join(', ');
  return sql.begin(async (tx) => {
    await tx.unsafe(
      `SET LOCAL plan_cache_mode = force_generic_plan; ${costs} SET LOCAL ROLE sapxep_app; SET LOCAL sapxep.scope = '*'`,
    );
    await tx.unsafe(`PREPARE hot AS SELECT ${text}`);
    const plan = await tx.unsafe(`EXPLAIN EXECUTE hot (${values})`);
    await tx.unsafe('DEALLOCATE hot');
    const lines = plan.map((row) => String(row['QUERY PLAN']));
    return lines.flatMap((line) => /Seq Scan on (\w+)/.exec(line)?.[1] ?? []).filter((table) => LARGE.includes(table));
  });
}

it.each(HOT)('%s reads no large table whole', async (_, root) => {
  expect(await readWhole(root)).toEqual([]);
});
