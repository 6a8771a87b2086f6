import postgres from 'postgres';
import { openEmbeddedPostgres } from '../../src/app/embedded-postgres.ts';

/** Until when what is told anew reaches; the last of it goes on without end, as it did. */
const TODAY = '2026-11-01';

/**
 * Leaves of everybody what a decision a year over some years leaves, by SQL: each payroll home and each post that goes on
 * without end is told in as many parts, one after the other, over the time since it began; what was believed before is
 * superseded. Where everybody is on a day stays as it was, so that the answers stay the same.
 */
export async function addYears(directory: string, years: number, say: (line: string) => void): Promise<void> {
  const server = await openEmbeddedPostgres({ directory });
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    const [told] = await sql`SELECT 1 FROM pg_class WHERE relname = 'bench_years'`;
    if (told) return;
    say(`${years} years of decisions on everybody`);
    await sql.begin(async (tx) => {
      // As the verbs write facts, but many at a time: the triggers that look at each are left out.
      await tx`SET LOCAL session_replication_role = replica`;
      await tell(tx, { table: 'payroll', same: ['category'], only: 'true' }, years);
      await tell(tx, { table: 'workplace', same: ['basis', 'counter'], only: `basis = 'POST'` }, years);
      await tx`CREATE TABLE bench_years AS SELECT ${years}::int AS years`;
    });
    await sql`VACUUM ANALYZE`;
  } finally {
    await sql.end();
    await server.stop();
  }
}

interface Kind {
  table: 'payroll' | 'workplace';
  same: readonly string[];
  only: string;
}

async function tell(tx: postgres.TransactionSql, { table, same, only }: Kind, years: number): Promise<void> {
  const columns = [...same, 'staff_id', 'unit_id', 'instrument_id', 'transfer_id', 'change_id'].join(', ');
  const part = (index: string): string => `valid_from + (date '${TODAY}' - valid_from) * ${index} / ${years}`;
  await tx.unsafe(`
    CREATE TEMPORARY TABLE ended ON COMMIT DROP AS SELECT * FROM ${table}
    WHERE superseded_at = 'infinity' AND valid_to = 'infinity' AND valid_from < date '${TODAY}' - ${years} AND ${only}`);
  await tx.unsafe(`UPDATE ${table} SET superseded_at = clock_timestamp() WHERE id IN (SELECT id FROM ended)`);
  await tx.unsafe(`
    INSERT INTO ${table} (${columns}, valid_from, valid_to)
    SELECT ${columns}, ${part('index')}, CASE WHEN index = ${years - 1} THEN 'infinity' ELSE ${part('(index + 1)')} END
    FROM ended CROSS JOIN generate_series(0, ${years - 1}) AS index`);
  await tx.unsafe('DROP TABLE ended');
}
