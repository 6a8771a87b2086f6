import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import postgres from 'postgres';
import { copyOut, fixTextForms, sequencesOf, tablesOf } from './catalog.ts';
import { BackupError, END_OF_ROWS, type Header, sha256, type Tally, Tallying } from './format.ts';

/** Told of each table as it is done, and waited for. */
export type Progress = (table: string, rows: number) => unknown;

/**
 * Writes all that the database at `url` holds into a file, as of one moment, while others go on writing; tells how many
 * rows. The file appears under its name when it is whole; it holds personal data, so only its owner may read it.
 */
export async function takeBackup(url: string, file: string, progress: Progress): Promise<number> {
  if (await stat(file).catch(() => null)) throw new BackupError(`${file} is there already; name another file.`);
  const draft = `${file}.part`;
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'sapxep-backup' } });
  try {
    let total = 0;
    await client.begin('isolation level repeatable read read only', async (tx) => {
      const text = backupText(tx, async (table, { rows }) => {
        total += rows;
        await progress(table, rows);
      });
      const compressed = createGzip();
      await pipeline(Readable.from(text, { objectMode: false }), compressed, createWriteStream(draft, { mode: 0o600 }));
    });
    await sync(draft);
    await rename(draft, file);
    return total;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Header, the rows of every table, manifest. */
async function* backupText(
  tx: postgres.TransactionSql,
  done: (table: string, tally: Tally) => Promise<void>,
): AsyncGenerator<string | Buffer> {
  await fixTextForms(tx);
  const header = JSON.stringify(await headerOf(tx));
  yield `${header}\n`;
  const tables: Record<string, Tally> = {};
  for (const table of (JSON.parse(header) as Header).tables) {
    const tallying = new Tallying();
    for await (const block of copyOut(tx, table)) {
      tallying.add(block);
      yield block;
    }
    yield END_OF_ROWS;
    const tally = tallying.result;
    tables[table.name] = tally;
    await done(table.name, tally);
  }
  yield `${JSON.stringify({ tables, header: sha256(header) })}\n`;
}

async function headerOf(tx: postgres.TransactionSql): Promise<Header> {
  const [found] = await tx<{ is_ours: boolean; taken_at: string; postgres: string }[]>`
    SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS is_ours,
           to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS taken_at,
           current_setting('server_version') AS postgres`;
  if (!found?.is_ours) throw new BackupError('The database holds nothing of this product.');
  const migrations = await tx<{ at: string; hash: string }[]>`
    SELECT created_at AS at, hash FROM drizzle.__drizzle_migrations ORDER BY created_at`;
  return {
    sapxep: 'backup',
    format: 1,
    takenAt: found.taken_at,
    postgres: found.postgres,
    migrations: migrations.map(({ at, hash }) => ({ madeAt: Number(at), hash })),
    tables: await tablesOf(tx),
    sequences: await sequencesOf(tx),
  };
}

/** A rename must not reach the disk before what it names. */
async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
