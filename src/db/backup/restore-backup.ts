import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import postgres from 'postgres';
import { lockSchema, type Migration, migrateWithin, readMigrations } from '../migrate.ts';
import { copyOut, fixTextForms } from './catalog.ts';
import { type BackedUpTable, BackupError, type Header, type Manifest, readBackup, sha256, Tallying } from './format.ts';
import type { Progress } from './take-backup.ts';

type Tx = postgres.TransactionSql;

interface Verified {
  header: Header;
  manifest: Manifest;
}

/** Reads a backup through and tells what it holds; throws `BackupError` where anything in it is not as it was written. */
async function verifyBackup(file: string): Promise<Verified> {
  let header: { header: Header; text: string } | undefined;
  let manifest: Manifest | undefined;
  const found = new Map<string, Tallying>();
  for await (const part of readBackup(file)) {
    if (part.kind === 'header') header = part;
    else if (part.kind === 'manifest') manifest = part.manifest;
    else {
      const tallying = found.get(part.table.name) ?? new Tallying();
      found.set(part.table.name, tallying);
      if (part.kind === 'rows') tallying.add(part.block);
    }
  }
  if (!header || !manifest) throw new BackupError('The backup is not whole.');
  if (sha256(header.text) !== manifest.header) throw new BackupError('The backup was altered: its first line.');
  for (const [name, tallying] of found) compare(name, tallying, manifest);
  return { header: header.header, manifest };
}

/**
 * Fills the empty database at `url` from a backup, in one transaction: with the schema of the version that made it, every
 * row and every sequence, read back and compared. Where anything is wrong, nothing of it is left.
 */
export async function restoreBackup(url: string, file: string, progress: Progress): Promise<Header> {
  const verified = await verifyBackup(file);
  const migrations = migrationsFor(verified.header);
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'sapxep-restore' } });
  try {
    await client.begin(async (tx) => {
      await fixTextForms(tx);
      await lockSchema(tx);
      await refuseUnlessEmpty(tx);
      await migrateWithin(tx, migrations);
      await load(tx, file, verified.header);
      await readBack(tx, verified, progress);
    });
    // Plans for empty tables would last until the statistics are taken in the ordinary course.
    await client`ANALYZE`;
    return verified.header;
  } finally {
    await client.end({ timeout: 5 });
  }
}

function compare(table: string, tallying: Tallying, { tables }: Manifest): void {
  const { rows, sha256: digest } = tallying.result;
  const expected = tables[table];
  if (expected?.rows === rows && expected.sha256 === digest) return;
  throw new BackupError(`The backup was altered: ${table} has ${rows} rows that are not those it was written with.`);
}

/** Exactly those that the backed-up database had. */
function migrationsFor({ migrations }: Header): Migration[] {
  const ours = readMigrations();
  return migrations.map(({ madeAt, hash }) => {
    const found = ours.find((migration) => migration.madeAt === madeAt && migration.hash === hash);
    if (!found)
      throw new BackupError('The backup was made by another version: restore it with that one, or a newer one.');
    return found;
  });
}

async function refuseUnlessEmpty(tx: Tx): Promise<void> {
  const [found] = await tx<{ name: string }[]>`
    SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^(pg_|information_schema$)'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1 LIMIT 1`;
  if (found) throw new BackupError(`The database is not empty (it has ${found.name}); restore into a new one.`);
}

/** Triggers are off meanwhile: they would stamp rows anew. Keys, checks and exclusions hold throughout. */
async function load(tx: Tx, file: string, { tables, sequences }: Header): Promise<void> {
  const special = await tx<{ table: string; trigger: string; enabled: string }[]>`
    SELECT tgrelid::regclass::text AS table, tgname AS trigger, tgenabled AS enabled
    FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'`;
  for (const { name } of tables) await tx`ALTER TABLE ${tx(name)} DISABLE TRIGGER USER`;
  // A migration may have written what the backup holds as well.
  await tx.unsafe(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
  await copyAll(tx, file);
  for (const { name, lastValue, isCalled } of sequences)
    await tx`SELECT setval(${name}::regclass, ${lastValue}::bigint, ${isCalled})`;
  // Deferred constraints are checked now: a table with checks to come takes no ALTER.
  await tx`SET CONSTRAINTS ALL IMMEDIATE`;
  for (const { name } of tables) await tx`ALTER TABLE ${tx(name)} ENABLE TRIGGER USER`;
  for (const { table, trigger, enabled } of special) {
    const state = enabled === 'A' ? 'ENABLE ALWAYS' : enabled === 'R' ? 'ENABLE REPLICA' : 'DISABLE';
    await tx.unsafe(`ALTER TABLE ${table} ${state} TRIGGER "${trigger}"`);
  }
}

async function copyAll(tx: Tx, file: string): Promise<void> {
  let into: { table: BackedUpTable; stream: Writable } | undefined;
  for await (const part of readBackup(file)) {
    if (part.kind === 'rows') {
      if (into?.table !== part.table) into = { table: part.table, stream: await copyIn(tx, part.table) };
      await write(into.stream, part.block);
    }
    if (part.kind === 'end' && into?.table === part.table) await finish(tx, into.stream);
  }
}

const copyIn = (tx: Tx, { name, columns }: BackedUpTable): Promise<Writable> =>
  tx`COPY ${tx(name)} (${tx(columns as string[])}) FROM STDIN`.writable();

const write = (stream: Writable, block: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.write(block, (error) => {
      stream.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });

/**
 * Ends a COPY. postgres.js never tells of rows that are refused at its end, and the stream would not finish: so a
 * statement is sent after it, which fails in a transaction that has failed.
 */
async function finish(tx: Tx, stream: Writable): Promise<void> {
  stream.on('error', () => {});
  stream.end();
  await setImmediate();
  await tx`SELECT 1`;
}

/** What is in the database now must be what was written, to the byte. */
async function readBack(tx: Tx, { header, manifest }: Verified, progress: Progress): Promise<void> {
  for (const table of header.tables) {
    const tallying = new Tallying();
    for await (const block of copyOut(tx, table)) tallying.add(block);
    compare(table.name, tallying, manifest);
    await progress(table.name, manifest.tables[table.name]?.rows ?? 0);
  }
}
