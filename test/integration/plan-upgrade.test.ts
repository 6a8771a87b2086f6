import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { findPlan, loadPlanFacts } from '../../src/db/repositories/plans.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { verifyAudit } from '../../src/services/audit/verify-audit.ts';
import { supersedePlan } from '../../src/services/plan/supersede-plan.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { anInstrument, aTerritory, FROM, oneOfEach } from '../support/organization-builder.ts';
import { connect } from '../support/writer.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** How many migrations there were before plans had phases. */
const BEFORE_PHASES = 3;

let test: TestDatabase;
let sql: Sql;
let database: Database;
let before: unknown;

/** A database as it was before plans had phases, brought to the present. */
beforeAll(async () => {
  test = await createTestDatabase({ template: 'empty' });
  sql = connect(test.url);
  await migrateTo(BEFORE_PHASES);
  await anInstrument(sql);
  await oneOfEach(sql);
  for (const code of ['OLD', 'OLDER'])
    await sql`INSERT INTO plan (code, title, center_id, instrument_id)
      SELECT ${code}, ${`Plan ${code}`}, min(unit.id), min(i.id) FROM unit, legal_instrument AS i`;
  await sql`INSERT INTO plan_territory (plan_id, territory_id)
    SELECT plan.id, territory.id FROM plan, territory WHERE plan.code = 'OLD' AND territory.code = ${await aTerritory(sql)}`;
  await sql`INSERT INTO audit_entry (actor, verb, subject_type, subject, request_id, instrument_id)
    SELECT 'lan', 'importPlan', 'Plan', 'OLD', '1', min(id) FROM legal_instrument`;
  before = await kept();

  await migrate(test.url);
  database = openDatabase(test.url, { reads: 1, writes: 1 });
});

afterAll(async () => {
  await database.close();
  await sql.end();
  await test.drop();
});

/** Carries out the first migrations only. */
async function migrateTo(count: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sapxep-migrations-'));
  try {
    await cp(MIGRATIONS, folder, { recursive: true });
    const journal = path.join(folder, 'meta', '_journal.json');
    const all = JSON.parse(await readFile(journal, 'utf8')) as { entries: unknown[] };
    await writeFile(journal, JSON.stringify({ ...all, entries: all.entries.slice(0, count) }));
    const client = connect(test.url);
    await applyMigrations(drizzle(client), { migrationsFolder: folder }).finally(() => client.end());
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What must come through as it is. */
async function kept(): Promise<unknown> {
  return {
    plans: await sql`SELECT id, code, center_id, recorded_at FROM plan ORDER BY id`,
    covered: await sql`SELECT * FROM plan_territory`,
    acts: await sql`SELECT id, kind, on_day, instrument_id, recorded_at FROM change_event ORDER BY id`,
    entries: await sql`SELECT to_jsonb(e) - 'unit_id' AS entry FROM audit_entry AS e ORDER BY id`,
    versions: await sql`SELECT * FROM unit_version ORDER BY id`,
  };
}

const factsOf = (code: string) =>
  database.writes.transaction(async (tx) => {
    const plan = await findPlan(tx, code);
    return plan && loadPlanFacts(tx, plan.id);
  });

describe('a plan of before', () => {
  it('keeps what it was, with all else in the record', async () => {
    expect(await kept()).toEqual(before);
  });

  it('is audited in entries that are sealed as they were', async () => {
    const found: unknown[] = [];

    const { entries } = await verifyAudit(database.reads, { found: (one) => found.push(one) });

    expect([entries, found]).toEqual([2, []]);
  });

  it('has one version, with its title and its instrument, on every day', async () => {
    const versions = await sql`
      SELECT code, number::int, title, instrument_id IS NOT NULL AS cites, valid_from, valid_to FROM plan_version
      JOIN plan ON plan.id = plan_id ORDER BY code`;

    const always = { number: 1, cites: true, valid_from: '1900-01-01', valid_to: 'infinity' };
    expect(versions).toEqual([
      { code: 'OLD', title: 'Plan OLD', ...always },
      { code: 'OLDER', title: 'Plan OLDER', ...always },
    ]);
  });

  it('is a draft until its instrument was issued, and adopted from then on', async () => {
    const facts = await factsOf('OLD');

    expect(facts).toMatchObject({ code: 'OLD', phases: [] });
    expect(facts?.instrument).not.toBeNull();
    expect(facts?.statuses).toMatchObject([
      { status: 'DRAFT', from: '1900-01-01', until: FROM },
      { status: 'ADOPTED', from: FROM, until: 'infinity' },
    ]);
  });

  it('is known as long as the plan is', async () => {
    const later = await sql`
      SELECT FROM plan JOIN (
        SELECT plan_id, recorded_at FROM plan_version UNION ALL SELECT plan_id, recorded_at FROM plan_status) AS stated ON plan.id = plan_id
      WHERE stated.recorded_at <> plan.recorded_at`;

    expect(later).toHaveLength(0);
  });

  it('goes on: it is superseded like any other', async () => {
    const work = new UnitOfWork(database, { actor: 'lan', requestId: '2' });

    const { violations } = await supersedePlan(work, { plan: 'OLD', on: '2026-01-01', instrument: '1/QĐ' });

    expect(violations).toEqual([]);
    expect((await factsOf('OLD'))?.statuses.at(-1)).toMatchObject({ status: 'SUPERSEDED', from: '2026-01-01' });
    expect((await factsOf('OLDER'))?.statuses.at(-1)).toMatchObject({ status: 'ADOPTED' });
  });
});
