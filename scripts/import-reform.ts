import { parseArgs } from 'node:util';
import { ConfigError, config } from '../src/app/config.ts';
import { loadShippedPlans, openInstallation } from '../src/app/installation.ts';
import { UnitOfWork } from '../src/db/unit-of-work.ts';
import { clockOf } from '../src/domain/clock.ts';
import { messageOf } from '../src/domain/messages.ts';
import { type ImportedReform, importReform } from '../src/services/reform/import-reform.ts';
import { readReform } from '../src/services/reform/read-reform.ts';

const USAGE = 'usage: npm run import-reform -- DIRECTORY [--rehearse]';
const WRONG_INPUT = 2;

async function run(directory: string, rehearse: boolean): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  const { reform, problems } = await readReform(directory);
  if (problems.length > 0) {
    for (const { file, line, column, reason, expected } of problems) {
      console.error(`${file}:${line}${column ? ` (${column})` : ''}: ${reason}; expected ${expected}`);
    }
    console.error(`${problems.length} problems; nothing was written.`);
    return WRONG_INPUT;
  }
  say(
    `Read: ${reform.oldUnits.length} old units in ${reform.oldProvinces.length} provinces, ${reform.newCommunes.length} new communes in ${reform.newProvinces.length}, ${reform.transfers.length} transfers`,
  );

  const settings = config();
  const installation = await openInstallation(settings, say);
  try {
    await loadShippedPlans(installation.database, clockOf(settings.today).today(), say);
    const work = new UnitOfWork(installation.database, {
      actor: 'import-reform',
      requestId: `import-reform-${Date.now()}`,
    });
    const { value, violations } = await importReform(work, reform, { rehearse, progress: say });
    if (value === null) {
      for (const violation of violations)
        console.error(`${violation.path?.join(':') ?? ''}: ${violation.code} ${messageOf(violation, 'en')}`);
      console.error(`${violations.length} violations; nothing was written.`);
      return WRONG_INPUT;
    }
    report(value, say);
    say(rehearse ? 'Rehearsed: nothing was written.' : 'Done.');
    return 0;
  } finally {
    await installation.close();
  }
}

function report(
  { territories, lineages, changes, heldBy, provinces, communes, units, fromHeld }: ImportedReform,
  say: (line: string) => void,
): void {
  for (const line of heldBy) say(`Only territories and their lineage for ${line}`);
  for (const [what, c] of Object.entries({ provinces, communes, units })) {
    say(
      `Conserved, ${what}: ${c.beforeWithSuccessor} of ${c.before} old have successors, ${c.afterWithPredecessor} of ${c.after} new have predecessors, ${c.lines} lines`,
    );
  }
  if (fromHeld > 0) {
    say(
      `${fromHeld} commune centers begin without predecessors: their territory was a plan's, which has its own units there`,
    );
  }
  say(`Wrote ${territories} territories, ${lineages} lines of descent between them, ${changes} changes of units`);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { rehearse: { type: 'boolean' } },
});
const unknown = Object.keys(values).filter((name) => name !== 'rehearse');
const [directory, ...more] = positionals;
if (!directory || more.length > 0 || unknown.length > 0) {
  console.error(USAGE);
  process.exit(WRONG_INPUT);
}
process.exitCode = await run(directory, values.rehearse === true).catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  return 1;
});
