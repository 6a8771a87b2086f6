import { type SQL, sql } from 'drizzle-orm';
import type { PlanNotice } from '../../domain/plan-notice.ts';
import type { Sql } from '../client.ts';
import type { At } from './at.ts';
import { asObject, type Compiler, type Fields, type Viewpoint } from './compiler.ts';
import { phaseFrom, planFrom } from './plan.ts';
import { isGovernedBy, scopeRow } from './scope.ts';
import { query } from './statement.ts';

/** Whether there is a plan of this code that governs the caller's scope. */
export async function isPlan(pool: Sql, code: string, viewpoint: Viewpoint): Promise<boolean> {
  const { preamble, from } = scopeRow(viewpoint);
  const asked = sql`${preamble}SELECT EXISTS (SELECT FROM plan WHERE code = ${code} AND ${isGovernedBy(viewpoint, sql`plan.center_id`)}) AS found FROM ${from}`;
  const [row] = await query(pool, asked);
  return row?.found === true;
}

/** The fields of the root type Subscription, for a notice given as arguments. */
export const eventFields: Fields<null> = {
  planChanged: (_, field, compiler) => {
    const notice = field.args as unknown as PlanNotice;
    return asObject(sql`SELECT ${compiler.columns('PlanEvent', planEventFields, notice, field)}`);
  },
};

const planEventFields: Fields<PlanNotice> = {
  kind: ({ kind }) => sql`${kind}::text`,
  plan: ({ plan: code }, field, compiler) => {
    const { row, from } = planFrom(compiler, now(compiler));
    return compiler.object('Plan', row, field, sql`${from} WHERE ${row.plan}.code = ${code}`);
  },
  phase: ({ plan, phase }, field, compiler): SQL => {
    if (phase === null) return sql`NULL::json`;
    const { row, from } = phaseFrom(compiler, now(compiler));
    const id = sql`(SELECT id FROM plan WHERE code = ${plan})`;
    const ofNotice = sql`${row.phase}.plan_id = ${id} AND ${row.phase}.ordinal = ${phase}`;
    return compiler.object('Phase', row, field, sql`${from} WHERE ${ofNotice}`);
  },
};

const now = ({ today }: Compiler): At => ({ asOf: sql`${today}::date`, knownAt: null });
