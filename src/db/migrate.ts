import { fileURLToPath } from 'node:url';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import postgres from 'postgres';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any constant: processes that start together migrate one after the other. */
export const SCHEMA_LOCK = 20_250_701;
/**
 * Stands at the head of a migration after which versions that do not know it must not run. Any other leaves room for
 * them: that is what makes an upgrade without a pause, and a step back, possible.
 */
const BREAKING = /^-- breaking:/;

/** The database has a schema that this version must not run on, or not write to. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** One of this version's migrations. */
export interface Migration {
  /** When it was made, in milliseconds since 1970; tells migrations apart and orders them. */
  madeAt: number;
  hash: string;
  statements: readonly string[];
  isBreaking: boolean;
}

/** What a database came to. */
export interface Migrated {
  applied: number;
  /** How many migrations it has that this version does not know: a newer one was here. */
  unknown: number;
}

/** The migrations in a folder, this version's where none is named, oldest first. */
export function readMigrations(folder = FOLDER): Migration[] {
  const read = ({ folderMillis, hash, sql: statements }: MigrationMeta): Migration => ({
    madeAt: folderMillis,
    hash,
    statements,
    isBreaking: BREAKING.test(statements[0] ?? ''),
  });
  return readMigrationFiles({ migrationsFolder: folder })
    .map(read)
    .sort((one, other) => one.madeAt - other.madeAt);
}

/**
 * Brings the database at `url` to this version's schema: all of it or, where something fails, nothing. Safe to call from
 * several processes at once. Throws `SchemaError` where a newer version left a schema that this one must not run on.
 */
export async function migrate(url: string, migrations: readonly Migration[] = readMigrations()): Promise<Migrated> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await client.begin((tx) => migrateWithin(tx, migrations));
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Does `work` while no other process that asked for the same does; `url` leads past any pooler, which would mix sessions. */
export async function alone<T>(url: string, work: (client: postgres.Sql) => Promise<T>): Promise<T> {
  const client = postgres(url, { max: 1, max_lifetime: null, onnotice: () => {} });
  try {
    await client`SELECT pg_advisory_lock(${SCHEMA_LOCK})`;
    return await work(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Carries out the migrations that are missing, within a transaction of whoever asks. */
export async function migrateWithin(tx: postgres.TransactionSql, migrations: readonly Migration[]): Promise<Migrated> {
  await lockSchema(tx);
  await tx`CREATE SCHEMA IF NOT EXISTS drizzle`;
  await tx`
    CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`;
  const there = await appliedWithin(tx);
  const known = new Set(migrations.map(({ madeAt }) => madeAt));
  const unknown = there.filter((madeAt) => !known.has(madeAt));
  if (unknown.length > 0) await refuseWhereBroken(tx, migrations);

  const missing = migrations.filter(({ madeAt }) => !there.includes(madeAt));
  for (const migration of missing) await carryOut(tx, migration);
  return { applied: missing.length, unknown: unknown.length };
}

/** Nobody else changes the schema until the transaction ends: held so, it works through a pooler by transaction. */
export async function lockSchema(tx: postgres.TransactionSql): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(${SCHEMA_LOCK})`;
}

async function appliedWithin(tx: postgres.TransactionSql): Promise<number[]> {
  const rows = await tx<{ at: string }[]>`SELECT created_at AS at FROM drizzle.__drizzle_migrations`;
  return rows.map(({ at }) => Number(at));
}

async function carryOut(
  tx: postgres.TransactionSql,
  { statements, hash, madeAt, isBreaking }: Migration,
): Promise<void> {
  for (const statement of statements) await tx.unsafe(statement);
  await tx`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${hash}, ${madeAt})`;
  // Said in the database, since an older version has no file to read it from.
  if (isBreaking) await tx.unsafe(`COMMENT ON TABLE drizzle.__drizzle_migrations IS 'oldest usable: ${madeAt}'`);
}

async function refuseWhereBroken(tx: postgres.TransactionSql, migrations: readonly Migration[]): Promise<void> {
  const [row] = await tx<{ said: string | null }[]>`
    SELECT obj_description('drizzle.__drizzle_migrations'::regclass, 'pg_class') AS said`;
  const oldestUsable = Number(/^oldest usable: (\d+)$/.exec(row?.said ?? '')?.[1] ?? 0);
  if (migrations.some(({ madeAt }) => madeAt >= oldestUsable)) return;
  throw new SchemaError(
    'The database was migrated by a newer version, and this one must not run on it: install that version, or restore a backup made before the upgrade.',
  );
}
