import { loadShippedPlans, openInstallation } from '../../src/app/installation.ts';
import { describeProblems, describeViolations } from '../../src/app/plan-report.ts';
import type { Database } from '../../src/db/client.ts';
import { refreshStatistics } from '../../src/db/repositories/statistics.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { codeOfProvince, DEMO_PROVINCES } from '../../src/services/demo/country-units.ts';
import { demoStaff } from '../../src/services/demo/demo-staff.ts';
import { importPlan } from '../../src/services/plan/import-plan.ts';
import { readPlan } from '../../src/services/plan/read-plan.ts';
import { type Province, planDocumentOf } from './plan-document.ts';

/** The day the product believes it is; nothing is planned later by the shipped plans. */
export const TODAY = '2026-11-01';
const SEED = 1;

export interface Filling {
  /** Where the embedded PostgreSQL keeps its data. */
  directory: string;
  /** Made-up provinces beside the four shipped plans. */
  provinces?: number;
}

/** Makes the data that is measured over, as far as it is not there yet: the made-up country and a plan for each province. */
export async function fill(
  { directory, provinces = DEMO_PROVINCES }: Filling,
  say: (line: string) => void,
): Promise<void> {
  const { database, close } = await openInstallation({ databaseUrl: undefined, dataDirectory: directory }, say);
  try {
    await loadShippedPlans(database, TODAY, say);
    const outcome = await demoStaff(database, {
      scale: 'country',
      seed: SEED,
      provinces,
      progress: ({ center, isNew, people }) => (isNew ? say(`${center}: ${people} people`) : undefined),
    });
    if (!outcome.isDone) throw new Error([`${outcome.center}:`, ...describeViolations(outcome.violations)].join('\n'));
    for (let number = 1; number <= provinces; number += 1) await plan(database, codeOfProvince(number), say);
    await database.writes.transaction(refreshStatistics);
  } finally {
    await close();
  }
}

async function plan(database: Database, code: string, say: (line: string) => void): Promise<void> {
  const [existing] = await database.reads`SELECT 1 FROM plan WHERE code = ${`KH-${code}`}`;
  if (existing) return;
  const started = performance.now();
  const text = planDocumentOf(await provinceOf(database, code));
  const read = readPlan({ name: `${code}.json`, text, attachments: new Map() });
  if (read.plan === null) throw new Error(describeProblems(read.problems).join('\n'));
  const work = new UnitOfWork(database, { actor: 'bench', requestId: `bench-plan-${code}` });
  const { value, violations } = await importPlan(work, { plan: read.plan, today: TODAY });
  if (value === null) throw new Error([`the plan of ${code}:`, ...describeViolations(violations)].join('\n'));
  say(`Plan of ${code}: ${value.changes} changes (${Math.round(performance.now() - started)} ms)`);
}

async function provinceOf({ reads }: Database, code: string): Promise<Province> {
  const units = await reads<{ code: string; name: string; kind: string }[]>`
    SELECT code, name, kind FROM unit
    JOIN unit_version v ON v.unit_id = unit.id AND v.superseded_at = 'infinity' AND '2024-12-31' BETWEEN v.valid_from AND v.valid_to
    WHERE starts_with(code, ${`${code}-`}) ORDER BY code`;
  const branches = units.filter(({ kind }) => kind === 'BRANCH').map((unit) => unit.code);
  return { code, branches, points: units.filter(({ kind }) => kind === 'RECEPTION_POINT') };
}
