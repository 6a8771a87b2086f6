import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigError, config } from '../src/app/config.ts';
import { withDatabaseServer } from '../src/app/installation.ts';
import { BackupError } from '../src/db/backup/format.ts';
import { takeBackup } from '../src/db/backup/take-backup.ts';

const USAGE = 'usage: npm run backup -- FILE';
const WRONG_INPUT = 2;

async function run(file: string): Promise<void> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  await withDatabaseServer(config(), async (url) => {
    const rows = await takeBackup(url, file, (table, count) => count > 0 && say(`${table}: ${count} rows`));
    say(`${file}: ${rows} rows in all, ${(await stat(file)).size} bytes`);
  });
}

async function main(): Promise<number> {
  try {
    const { positionals } = parseArgs({ allowPositionals: true, options: {} });
    const [file] = positionals;
    if (!file || positionals.length > 1) throw new BackupError(USAGE);
    await run(file);
    return 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('ERR_PARSE_ARGS')) console.error(USAGE);
    else if (error instanceof ConfigError || error instanceof BackupError) console.error(error.message);
    else throw error;
    return WRONG_INPUT;
  }
}

process.exitCode = await main();
