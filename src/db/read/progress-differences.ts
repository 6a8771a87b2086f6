import { sql } from 'drizzle-orm';
import { Compiler } from './compiler.ts';
import { progressFields, progressOf } from './phase-progress.ts';
import { registry } from './registry.ts';
import type { SelectedField } from './selection.ts';
import { prepared } from './statement.ts';

const field = (name: string, below: SelectedField[] = []): SelectedField => ({
  key: name,
  name,
  args: {},
  fields: () => below,
});
const PROGRESS = field(
  'progress',
  Object.keys(progressFields).map((figure) => field(figure, [field('done'), field('total')])),
);

/**
 * Phases and days on which figures are told otherwise than they are counted, as the text of a statement: of some days, rows
 * of `day`, which may name `phase`. Columns phase_id, day, told and counted.
 */
export function progressDifferences(days: string): string {
  const compiler = new Compiler(registry, { today: '', scope: null });
  const at = { asOf: sql`asked.day`, knownAt: null };
  const row = { phase: sql`phase`, version: sql`NULL`, state: sql`NULL`, at };
  const { text, params } = prepared(sql`
    SELECT * FROM (
      SELECT phase.id AS phase_id, asked.day, ${progressOf(compiler, PROGRESS, row)}::text AS told,
        ${compiler.part('Progress', { ...row, told: null }, PROGRESS)}::text AS counted
      FROM phase CROSS JOIN LATERAL (${sql.raw(days)}) AS asked (day)) AS both_ways
    WHERE told IS DISTINCT FROM counted`);
  if (params.length > 0) throw new Error('a statement of its own has no parameters');
  return text;
}
