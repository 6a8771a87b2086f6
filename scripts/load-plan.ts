import { parseArgs } from 'node:util';
import { ConfigError, config } from '../src/app/config.ts';
import { openInstallation } from '../src/app/installation.ts';
import { describeProblems, describeViolations } from '../src/app/plan-report.ts';
import { UnitOfWork } from '../src/db/unit-of-work.ts';
import { clockOf } from '../src/domain/clock.ts';
import { importPlan } from '../src/services/plan/import-plan.ts';
import { readPlan, readPlanFile } from '../src/services/plan/read-plan.ts';

const USAGE = 'usage: npm run load-plan -- FILE [--rehearse] [--territories DIRECTORY]';
const WRONG_INPUT = 2;

async function run(
  file: string,
  { rehearse, territories }: { rehearse: boolean; territories?: string },
): Promise<number> {
  const started = performance.now();
  const say = (line: string): void => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  const source = await readPlanFile(file, territories).catch(() => null);
  if (source === null) {
    console.error(`${file} cannot be read.`);
    return WRONG_INPUT;
  }
  const { plan, problems } = readPlan(source);
  if (plan === null) return refuse(file, describeProblems(problems));
  say(`Read: ${plan.document.phases.length} phases, ${plan.territories.length} territories`);

  const settings = config();
  const installation = await openInstallation(settings, say);
  try {
    const work = new UnitOfWork(installation.database, { actor: 'load-plan', requestId: `load-plan-${process.pid}` });
    const today = clockOf(settings.today).today();
    const { value, violations } = await importPlan(work, { plan, today, rehearse });
    if (value === null) return refuse(file, describeViolations(violations));
    for (const warning of describeViolations(violations)) console.warn(warning);
    say(`Plan ${value.plan}: ${value.territories} territories, ${value.changes} changes`);
    if (rehearse) say('Rehearsed: nothing was written.');
    return 0;
  } finally {
    await installation.close();
  }
}

function refuse(file: string, lines: readonly string[]): number {
  for (const line of [`${file}:`, ...lines]) console.error(line);
  console.error(`${lines.length} problems; nothing was written.`);
  return WRONG_INPUT;
}

async function main(): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { rehearse: { type: 'boolean' }, territories: { type: 'string' } },
    });
    const [file] = positionals;
    if (file && positionals.length === 1) return await run(file, { ...values, rehearse: values.rehearse ?? false });
    console.error(USAGE);
    return WRONG_INPUT;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!(error instanceof ConfigError) && !code.startsWith('ERR_PARSE_ARGS')) throw error;
    console.error(error instanceof Error ? error.message : error);
    return WRONG_INPUT;
  }
}

process.exitCode = await main();
