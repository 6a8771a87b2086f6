import type { Sql } from 'postgres';
import { createTestDatabase } from './database.ts';
import { anInstrument } from './organization-builder.ts';
import { connect, Writer } from './writer.ts';

/** A database of a test file's own with what the builders need, and who works in it. */
export interface Scene {
  url: string;
  /** Prepares and looks, each statement a transaction. */
  sql: Sql;
  first: Writer;
  second: Writer;
  close(): Promise<void>;
}

/** Opens the scene of a test file; its tests keep apart by their units. */
export async function openScene(): Promise<Scene> {
  const { url, drop } = await createTestDatabase();
  const sql = connect(url);
  await anInstrument(sql);
  const first = await Writer.open(url);
  const second = await Writer.open(url);
  return {
    url,
    sql,
    first,
    second,
    close: async () => {
      await Promise.all([sql.end({ timeout: 5 }), first.close(), second.close()]);
      await drop();
    },
  };
}
