import type { Sql } from 'postgres';
import type { Count, Plan } from './schema.ts';

interface Row {
  plan: string;
  title: string;
  status: string;
  center_code: string;
  center_name: string;
  current_ordinal: number | null;
  ordinal: number;
  phase_title: string;
  phase_status: string;
  overdue: boolean;
  window_from: string;
  window_to: string | null;
  figures: number[];
}

/** Every plan with its phases and their figures; these are the same SQL for everybody. */
export async function rolloutOf(client: Sql, asOf: string): Promise<Plan[]> {
  const rows = await client<Row[]>`
    SELECT plan, title, status, center_code, center_name, current_ordinal, ordinal, phase_title, phase_status, overdue,
      window_from::text, window_to::text, ARRAY[changes_done, changes_total, seals_done, seals_total, signboards_done,
        signboards_total, handovers_done, handovers_total, tasks_done, tasks_total] AS figures
    FROM bench.rollout(${asOf})`;
  const plans = new Map<string, Plan>();
  for (const row of rows) {
    const plan = plans.get(row.plan) ?? planOf(row);
    plans.set(row.plan, plan);
    const [changes, seals, signboards, handovers, tasks] = [0, 2, 4, 6, 8].map((at) => countAt(row.figures, at));
    plan.phases.push({
      ordinal: row.ordinal,
      title: row.phase_title,
      status: row.phase_status,
      overdue: row.overdue,
      period: { from: row.window_from, until: row.window_to },
      progress: { changes, seals, signboards, handovers, tasks } as Record<string, Count> as never,
    });
  }
  return [...plans.values()];
}

const countAt = (figures: readonly number[], at: number): Count => ({
  done: figures[at] ?? 0,
  total: figures[at + 1] ?? 0,
});

const planOf = (row: Row): Plan => ({
  code: row.plan,
  title: row.title,
  status: row.status,
  center: { code: row.center_code, name: row.center_name },
  currentPhase: row.current_ordinal === null ? null : { ordinal: row.current_ordinal },
  phases: [],
});
