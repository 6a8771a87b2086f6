import { is, Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Compiler } from './compiler.ts';
import { seesUnit, seesUnitBetween } from './scope.ts';
import type { SelectedField } from './selection.ts';

/** Arguments by which root fields name the unit that they are about. */
const UNITS = ['unit', 'under', 'root', 'center'];
/** Root fields that compute something of the whole center of a plan: for whoever sees the center, not for all whom it governs. */
const OF_CENTER: ReadonlySet<string> = new Set([
  'accessStandard',
  'continuity',
  'coverage',
  'dueAfterRename',
  'integrationCandidates',
  'readiness',
  'sealCutover',
  'signaturesDue',
]);

/** Whether an argument names something, be it later. */
const isName = (value: unknown): boolean => typeof value === 'string' || is(value, Placeholder);

/**
 * A root field whose arguments name nothing outside the caller's scope: a code of it becomes null within the statement,
 * where it is looked for like one that nothing bears.
 */
export function namingSeen(compiler: Compiler, field: SelectedField): SelectedField {
  if (compiler.scope === null) return field;
  const { from, until, asOf } = field.args as { from?: unknown; until?: unknown; asOf?: unknown };
  const day = sql`${isName(asOf) ? asOf : compiler.today}::date`;
  const seen = (unit: SQL) =>
    typeof from === 'string' && typeof until === 'string'
      ? seesUnitBetween(compiler, unit, { from: sql`${from}::date`, until: sql`${until}::date` })
      : seesUnit(compiler, unit, day);
  const args: Record<string, unknown> = { ...field.args };
  for (const name of UNITS) {
    const code = args[name];
    // The unit of a diff is seen on either of its days, which it asks itself.
    if (!isName(code) || field.name === 'organizationDiff') continue;
    args[name] = sql`(SELECT seen.code FROM unit seen WHERE seen.code = ${code} AND ${seen(sql`seen.id`)})`;
  }
  if (isName(args.plan) && OF_CENTER.has(field.name))
    args.plan = sql`(SELECT seen.code FROM plan seen WHERE seen.code = ${args.plan} AND ${seen(sql`seen.center_id`)})`;
  return { ...field, args };
}
