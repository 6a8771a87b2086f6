import { parseArgs } from 'node:util';
import { ConfigError, config } from '../src/app/config.ts';
import { loadShippedPlans, openInstallation } from '../src/app/installation.ts';
import { describeViolations } from '../src/app/plan-report.ts';
import { clockOf } from '../src/domain/clock.ts';
import { DEMO_INSTRUMENT, DEMO_PREFIX } from '../src/services/demo/demo-law.ts';
import { DEMO_SCALES, type DemoScale, demoStaff } from '../src/services/demo/demo-staff.ts';

const USAGE = `usage: npm run demo-staff [-- [--scale ${DEMO_SCALES.join('|')}] [--seed NUMBER]]`;
const WRONG_INPUT = 2;
const SEED = 1;

interface Asked {
  scale: DemoScale;
  seed: number;
}

async function run({ scale, seed }: Asked): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  say(
    `${DEMO_INSTRUMENT.title}: people with codes ${DEMO_PREFIX}…, instrument ${DEMO_INSTRUMENT.number}, seed ${seed}`,
  );
  const settings = config();
  const installation = await openInstallation(settings, say);
  try {
    await loadShippedPlans(installation.database, clockOf(settings.today).today(), say);
    const outcome = await demoStaff(installation.database, {
      scale,
      seed,
      progress: ({ center, isNew, units, people }) =>
        say(isNew ? `${center}: ${units > 0 ? `${units} units, ` : ''}${people} people` : `${center}: filled already`),
    });
    if (!outcome.isDone) {
      for (const line of [`${outcome.center}:`, ...describeViolations(outcome.violations)]) console.error(line);
      console.error(`Nothing was written for ${outcome.center}; the centers before it are filled.`);
      return WRONG_INPUT;
    }
    const { centers, branches, points, people, payroll, workplaces } = outcome.counts;
    say(`There are ${centers} centers, ${branches} branches and ${points} points and one-stops.`);
    say(`Made up: ${people} people with ${payroll} payroll homes and ${workplaces} workplaces, all of them dated.`);
    return 0;
  } finally {
    await installation.close();
  }
}

/** What is asked for, or null where it cannot be meant. */
function read(): Asked | null {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { scale: { type: 'string', default: 'plans' }, seed: { type: 'string', default: String(SEED) } },
  });
  const scale = DEMO_SCALES.find((known) => known === values.scale);
  const isSeed = /^\d{1,9}$/.test(values.seed);
  return scale && isSeed && positionals.length === 0 ? { scale, seed: Number(values.seed) } : null;
}

async function main(): Promise<number> {
  try {
    const asked = read();
    if (asked) return await run(asked);
    console.error(USAGE);
    return WRONG_INPUT;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('ERR_PARSE_ARGS')) console.error(USAGE);
    else if (error instanceof ConfigError) console.error(error.message);
    else throw error;
    return WRONG_INPUT;
  }
}

process.exitCode = await main();
