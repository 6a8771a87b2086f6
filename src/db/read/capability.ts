import { type SQL, sql } from 'drizzle-orm';
import { writeGrant } from '../../domain/actor.ts';
import type { CapabilityFacts } from '../../domain/capability.ts';
import { json } from '../json.ts';
import type { At } from './at.ts';
import type { Compiler } from './compiler.ts';

/** What a caller's capabilities on a subject depend on, as JSON: `units` are those it belongs to, `facts` how it stands. */
export function capabilityFacts(
  compiler: Compiler,
  { units, at, facts = {} }: { units: SQL; at: At; facts?: Partial<Record<keyof CapabilityFacts, SQL>> },
): SQL {
  const held = compiler.grants.flatMap((grant) =>
    grant.unit === null
      ? []
      : [{ text: writeGrant(grant), unit: grant.unit, managing: grant.role === 'STAFF_MANAGER' }],
  );
  const covering =
    held.length === 0
      ? sql`'[]'::json`
      : sql`(SELECT coalesce(json_agg(g.text), '[]') FROM jsonb_to_recordset(${json(held)}) AS g (text text, unit text, managing boolean)
          WHERE EXISTS (SELECT FROM unit_above w WHERE w.unit_id IN (${units}) AND w.above_id = ANY (scope_units(ARRAY[g.unit]))
            AND (w.relation = 'ESTABLISHMENT' OR g.managing) AND w.valid_from <= ${at.asOf} AND w.valid_to > ${at.asOf}))`;
  const told = Object.entries(facts).map(([name, value]) => sql`, ${sql.raw(`'${name}'`)}, ${value}`);
  return sql`json_build_object('covering', ${covering}${sql.join(told)})`;
}
