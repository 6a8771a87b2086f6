import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, config } from '../src/app/config.ts';
import { openInstallation } from '../src/app/installation.ts';
import { UnitOfWork } from '../src/db/unit-of-work.ts';
import { clockOf } from '../src/domain/clock.ts';
import { messageOf } from '../src/domain/messages.ts';
import { blocks, type Violation } from '../src/domain/violation.ts';
import { importStaff } from '../src/services/staff/import-staff.ts';

const USAGE =
  'usage: npm run import-staff -- FILE.csv|FILE.xlsx [--rehearse] [--accept-good-rows] [--instrument NUMBER]';
const WRONG_INPUT = 2;

interface Options {
  rehearse: boolean;
  acceptGoodRows: boolean;
  instrument?: string;
}

async function run(file: string, options: Options): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    console.error(`${file} cannot be read.`);
    return WRONG_INPUT;
  }
  const settings = config();
  const installation = await openInstallation(settings, say);
  try {
    const work = new UnitOfWork(installation.database, {
      actor: 'import-staff',
      requestId: `import-staff-${Date.now()}`,
    });
    const today = clockOf(settings.today).today();
    const command = { name: path.basename(file), bytes, today, ...options, progress: say };
    const { value, violations } = await importStaff(work, command);
    for (const found of violations) console.error(describe(found));
    if (value === null || blocks(violations)) {
      console.error(`Problems: ${violations.length}; nothing was written.`);
      return WRONG_INPUT;
    }
    const leftOut = value.leftOut > 0 ? `, rows left out: ${value.leftOut}` : '';
    say(
      `${value.imported} people put on record${leftOut}${options.rehearse ? ' (rehearsed: nothing was written)' : ''}.`,
    );
    return 0;
  } finally {
    await installation.close();
  }
}

/** Where a row stands, which rule it is about, what is wrong and what was expected. */
function describe(found: Violation): string {
  const [, line, column] = found.path ?? [];
  const at = line === undefined || line === '0' ? '' : `line ${line}${column === undefined ? '' : `, ${column}`}: `;
  return `${found.severity === 'WARNING' ? 'left out, ' : ''}${at}${found.code} ${messageOf(found, 'en')}`;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    rehearse: { type: 'boolean' },
    'accept-good-rows': { type: 'boolean' },
    instrument: { type: 'string' },
  },
});
const unknown = Object.keys(values).filter((name) => !['rehearse', 'accept-good-rows', 'instrument'].includes(name));
const [file, ...more] = positionals;
if (!file || more.length > 0 || unknown.length > 0 || values.instrument === true) {
  console.error(USAGE);
  process.exit(WRONG_INPUT);
}
const options = {
  rehearse: values.rehearse === true,
  acceptGoodRows: values['accept-good-rows'] === true,
  ...(typeof values.instrument === 'string' && { instrument: values.instrument }),
};
process.exitCode = await run(file, options).catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  return 1;
});
