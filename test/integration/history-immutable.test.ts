import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aUnit, oneOfEach } from '../support/organization-builder.ts';
import { oneOfEachOfPlans } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { oneOfEachOfStaff } from '../support/staff-builder.ts';
import { oneOfEachOfThings } from '../support/thing-builder.ts';
import { outcomeOf } from '../support/writer.ts';

/** Rows with a beginning and an end of belief. */
const FACTS = [
  ...['unit_life', 'unit_version', 'unit_relation', 'unit_lineage', 'unit_site', 'service_territory'],
  ...['territory_version', 'territory_lineage'],
  ...['plan_version', 'plan_status', 'phase_version', 'phase_status', 'gate', 'gate_attestation'],
  ...['planned_change', 'phase_freeze', 'task_status', 'policy', 'waiver_term'],
  ...['staff_version', 'payroll', 'workplace', 'leadership', 'digital_signature', 'quota'],
  ...['seal_status', 'signboard_status', 'bank_account_status', 'handover_status', 'equipment_need_status'],
  ...['premises', 'counter_version', 'dossier_load', 'readiness'],
];
/** Rows that are said once. */
const RECORDS = [
  ...['change_event', 'legal_instrument', 'site', 'audit_entry', 'territory'],
  ...['phase', 'task', 'task_owner', 'waiver_use'],
  ...['assignment', 'appointment', 'transfer_batch', 'transfer', 'transfer_step', 'secondment', 'secondment_step'],
  ...['seal', 'signboard', 'bank_account', 'handover', 'handover_item', 'equipment_need', 'counter', 'personal_read'],
];
/** Rows that are an identity, on which writers meet: their counters rise. */
const IDENTITIES = ['unit', 'plan', 'waiver', 'staff'];
/** Links and ends of chains, which no writer writes: see audit-chain.test.ts. */
const SEALS = ['audit_seal', 'audit_chain'];
/** Rows that state nothing about the world, or take no part in time. */
const APART = [
  'idempotency_key',
  'unit_above',
  'unit_headcount',
  'unit_child',
  'headcount_shift',
  'progress_unit',
  'progress_step',
  'progress_turn',
  'write_mark',
  'write_mark_horizon',
  'plan_territory',
];

/** What may stand in a column where nothing does. */
const SOMETHING: Record<string, string> = {
  bigint: '1',
  integer: '1',
  text: 'x',
  date: '2020-01-01',
  'double precision': '1',
  jsonb: '{}',
};
const GENERATED_ALWAYS = '428C9';

let scene: Scene;
let sql: Sql;
let before: unknown;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
  await oneOfEach(sql);
  await oneOfEachOfPlans(sql);
  await oneOfEachOfStaff(sql);
  await oneOfEachOfThings(sql);
});

afterAll(() => scene.close());

beforeEach(async () => {
  before = await everything();
});

/** All rows of all tables but the queue of their own history. */
function everything(): PromiseLike<unknown> {
  const tables = [...FACTS, ...RECORDS, ...IDENTITIES].map(
    (table) => sql`SELECT ${table} AS name, jsonb_agg(t ORDER BY id) AS rows FROM ${sql(table)} AS t`,
  );
  return sql`${tables.reduce((all, one) => sql`${all} UNION ALL ${one}`)} ORDER BY name`;
}

interface Column {
  name: string;
  type: string;
  fixed: boolean;
}

/** The columns of a table; fixed are those that PostgreSQL itself fills. */
function columnsOf(table: string): PromiseLike<Column[]> {
  return sql<Column[]>`
    SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attidentity <> '' OR attgenerated <> '' AS fixed
    FROM pg_attribute WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
}

/** Another value than the one that stands there. */
const changed = ({ name, type }: Column) => sql`
  CASE WHEN ${sql(name)} IS NULL THEN ${SOMETHING[type] ?? null}::text::${sql.unsafe(type)} END`;

describe.each(FACTS)('%s', (table) => {
  const refusal = `history_immutable__${table}`;

  it('keeps every column, also while its belief is ended', async () => {
    const columns = await columnsOf(table);
    const free = columns.filter(({ fixed, name }) => !fixed && name !== 'superseded_at');

    const outcomes: string[] = [];
    for (const column of free) {
      const change = sql`${sql(column.name)} = ${changed(column)}`;
      outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET ${change}`));
      outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET ${change}, superseded_at = now()`));
    }
    outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET id = DEFAULT, superseded_at = now()`));

    expect(free.length).toBeGreaterThan(4);
    expect(outcomes).toEqual(outcomes.map(() => refusal));
    expect(await everything()).toEqual(before);
  });

  it('keeps what PostgreSQL fills', async () => {
    const columns = await columnsOf(table);

    const outcomes: string[] = [];
    for (const { name } of columns.filter(({ fixed }) => fixed)) {
      outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET ${sql(name)} = NULL, superseded_at = now()`));
    }

    expect(outcomes).toEqual(outcomes.map(() => GENERATED_ALWAYS));
  });

  it('is not deleted, emptied or touched to no effect', async () => {
    const outcomes = [
      await outcomeOf(sql`DELETE FROM ${sql(table)}`),
      await outcomeOf(sql`TRUNCATE ${sql(table)} CASCADE`),
      await outcomeOf(sql`UPDATE ${sql(table)} SET superseded_at = superseded_at`),
    ];

    expect(outcomes).toEqual([refusal, refusal, refusal]);
    expect(await everything()).toEqual(before);
  });

  it('ends its belief once and for all', async () => {
    const { first } = scene;
    await first.begin('READ COMMITTED');
    await first.sql`UPDATE ${sql(table)} SET superseded_at = now()`;

    const again = await first.finish((tx) => tx`UPDATE ${tx(table)} SET superseded_at = now()`);
    await first.begin('READ COMMITTED');
    await first.sql`UPDATE ${sql(table)} SET superseded_at = now()`;
    const back = await first.finish((tx) => tx`UPDATE ${tx(table)} SET superseded_at = 'infinity'`);

    expect([again, back]).toEqual([refusal, refusal]);
    expect(await everything()).toEqual(before);
  });
});

describe.each(RECORDS)('%s', (table) => {
  const refusal = `history_immutable__${table}`;

  it('keeps every column', async () => {
    const columns = await columnsOf(table);

    const outcomes: string[] = [];
    for (const column of columns.filter(({ fixed }) => !fixed)) {
      outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET ${sql(column.name)} = ${changed(column)}`));
    }
    outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET id = DEFAULT`));

    expect(outcomes.length).toBe(columns.length);
    expect(outcomes).toEqual(outcomes.map(() => refusal));
    expect(await everything()).toEqual(before);
  });

  it('is not deleted, emptied or touched to no effect', async () => {
    const outcomes = [
      await outcomeOf(sql`DELETE FROM ${sql(table)}`),
      await outcomeOf(sql`TRUNCATE ${sql(table)} CASCADE`),
      await outcomeOf(sql`UPDATE ${sql(table)} SET recorded_at = recorded_at`),
    ];

    expect(outcomes).toEqual([refusal, refusal, refusal]);
    expect(await everything()).toEqual(before);
  });
});

describe('unit', () => {
  const refusal = 'history_immutable__unit';

  it('keeps its identity', async () => {
    const unit = await aUnit(sql);
    before = await everything();

    const outcomes = [
      await outcomeOf(sql`UPDATE unit SET code = 'OTHER' WHERE code = ${unit}`),
      await outcomeOf(sql`UPDATE unit SET id = DEFAULT WHERE code = ${unit}`),
      await outcomeOf(sql`UPDATE unit SET recorded_at = now() WHERE code = ${unit}`),
      await outcomeOf(sql`DELETE FROM unit WHERE code = ${unit}`),
      await outcomeOf(sql`TRUNCATE unit CASCADE`),
    ];

    expect(outcomes).toEqual([refusal, refusal, refusal, refusal, refusal]);
    expect(await everything()).toEqual(before);
  });

  it('has versions that only rise', async () => {
    const unit = await aUnit(sql);

    const outcomes = [
      await outcomeOf(sql`UPDATE unit SET version = version - 1 WHERE code = ${unit}`),
      await outcomeOf(sql`UPDATE unit SET tree_version = tree_version - 1 WHERE code = ${unit}`),
      await outcomeOf(sql`UPDATE unit SET staff_version = staff_version - 1 WHERE code = ${unit}`),
      await outcomeOf(sql`
        UPDATE unit SET version = version + 1, tree_version = tree_version + 1, staff_version = staff_version + 1 WHERE code = ${unit}`),
    ];

    expect(outcomes).toEqual([refusal, refusal, refusal, 'done']);
  });
});

describe.each(['plan', 'waiver', 'staff'])('%s', (table) => {
  const refusal = `history_immutable__${table}`;

  it('keeps every column but what counts its writers', async () => {
    const columns = await columnsOf(table);
    const free = columns.filter(({ fixed, name }) => !fixed && !['version', 'last_recorded_at'].includes(name));

    const outcomes: string[] = [];
    for (const column of free) {
      const change = sql`${sql(column.name)} = ${changed(column)}`;
      outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET ${change}`));
      outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET ${change}, version = version + 1`));
    }
    outcomes.push(await outcomeOf(sql`UPDATE ${sql(table)} SET id = DEFAULT`));

    expect(free.length).toBeGreaterThan(1);
    expect(outcomes).toEqual(outcomes.map(() => refusal));
    expect(await everything()).toEqual(before);
  });

  it('is not deleted or emptied, and has versions that only rise', async () => {
    const outcomes = [
      await outcomeOf(sql`DELETE FROM ${sql(table)}`),
      await outcomeOf(sql`TRUNCATE ${sql(table)} CASCADE`),
      await outcomeOf(sql`UPDATE ${sql(table)} SET version = version - 1`),
      await outcomeOf(sql`UPDATE ${sql(table)} SET version = version + 1`),
    ];

    expect(outcomes).toEqual([refusal, refusal, refusal, 'done']);
  });
});

it('every table is one of these', async () => {
  const tables = await sql<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;

  expect(tables.map(({ name }) => name).sort()).toEqual(
    [...FACTS, ...RECORDS, ...IDENTITIES, ...SEALS, ...APART].sort(),
  );
});
