import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigError, config } from '../src/app/config.ts';
import { openInstallation } from '../src/app/installation.ts';
import { peopleIn } from '../src/app/people-shown.ts';
import type { Database } from '../src/db/client.ts';
import { answer } from '../src/db/read/reader.ts';
import { ArgumentError } from '../src/db/read/selection.ts';
import { insertPersonalReads } from '../src/db/repositories/personal-reads.ts';
import { clockOf } from '../src/domain/clock.ts';
import { EXPORT_FORMATS, EXPORT_KINDS, type ExportFormat, type ExportKind } from '../src/domain/export.ts';
import type { Language } from '../src/domain/language.ts';
import { exportTable, TooManyRowsError } from '../src/services/export/export-table.ts';
import type { Table } from '../src/services/export/table.ts';

const USAGE = `usage: npm run export -- staff|headcount|ledger --unit CODE --format csv|xlsx --out FILE
  [--as-of DAY | --from DAY --until DAY] [--known-at INSTANT] [--language vi|en]`;
const WRONG_INPUT = 2;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LANGUAGES: readonly Language[] = ['vi', 'en'];

/** What is asked for by the names the API has for it; absent where it is left out. */
interface Wish {
  kind: ExportKind;
  format: ExportFormat;
  language: Language;
  out: string;
  asked: { unit: string; asOf?: string; from?: string; until?: string; knownAt?: string };
}

/** Thrown for what the person typing can put right. */
class UsageError extends Error {}

async function run({ kind, format, language, out, asked }: Wish): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  const settings = config();
  const installation = await openInstallation(settings, say);
  try {
    const today = clockOf(settings.today).today();
    const field = { key: 'table', name: 'exportTable', args: { kind, ...asked }, fields: () => [] };
    const [rows] = await answer(installation.database.reads, [{ from: 'query', key: 'table', field }], {
      today,
      scope: null,
    });
    if (rows instanceof Error) throw rows;
    if (rows === null) throw new UsageError(`There is no unit ${asked.unit}.`);
    await record(installation.database, { kind, ...asked }, peopleIn(rows));
    const { unit, asOf = today, from, until } = asked;
    const days = from !== undefined && until !== undefined ? [from, until] : [asOf];
    const file = await exportTable({ kind, format, unit, days, language }, rows as Table['rows']);
    await writeFile(out, file.content);
    say(`Wrote ${file.rows} rows to ${out}.`);
    return 0;
  } finally {
    await installation.close();
  }
}

/** Whoever exports people is in the log like whoever looks at them over the API. */
async function record(database: Database, asked: object, people: ReadonlySet<string>): Promise<void> {
  if (people.size === 0) return;
  const by = { actor: 'export', requestId: `export-${process.pid}`, operation: null, field: 'exportTable' };
  const at = new Date().toISOString();
  await insertPersonalReads(database, [{ read: { ...by, at, arguments: asked }, staff: people }]);
}

function readWish(args: readonly string[]): Wish {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      unit: text,
      format: text,
      out: text,
      'as-of': text,
      from: text,
      until: text,
      'known-at': text,
      language: { ...text, default: 'vi' },
    },
  });
  const [kind, ...more] = positionals;
  const { unit, out, from, until, 'as-of': asOf, 'known-at': knownAt } = values;
  if (!kind || more.length > 0 || !unit || !out) throw new UsageError(USAGE);
  for (const [name, day] of Object.entries({ 'as-of': asOf, from, until }))
    if (day !== undefined && !isDay(day)) throw new UsageError(`--${name} must be a day YYYY-MM-DD, not "${day}".`);
  if (knownAt !== undefined && Number.isNaN(Date.parse(knownAt)))
    throw new UsageError(`--known-at must be an instant such as 2025-07-01T00:00:00Z, not "${knownAt}".`);
  return {
    kind: oneOf(EXPORT_KINDS, kind.toUpperCase()),
    format: oneOf(EXPORT_FORMATS, values.format?.toUpperCase()),
    language: oneOf(LANGUAGES, values.language),
    out,
    asked: { unit, asOf, from, until, knownAt },
  };
}

const isDay = (text: string): boolean => DAY.test(text) && new Date(text).toISOString().startsWith(text);

function oneOf<T extends string>(known: readonly T[], word: string | undefined): T {
  const found = known.find((one) => one === word);
  if (!found) throw new UsageError(USAGE);
  return found;
}

/** Whether the person typing can put it right: a wrong argument, too many rows, a folder that is not there. */
function isTheirs(error: unknown): error is Error {
  if ([UsageError, ArgumentError, TooManyRowsError, ConfigError].some((kind) => error instanceof kind)) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(ENOENT|EACCES|EISDIR|ENOTDIR|ERR_PARSE_ARGS_\w+)$/.test(code);
}

try {
  process.exitCode = await run(readWish(process.argv.slice(2)));
} catch (error) {
  console.error(isTheirs(error) ? error.message : error);
  process.exitCode = isTheirs(error) ? WRONG_INPUT : 1;
}
