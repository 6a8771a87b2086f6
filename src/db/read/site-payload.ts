import { sql } from 'drizzle-orm';
import { codesIn } from '../json.ts';
import type { At } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { nearestUnit } from './nearest.ts';
import type { PayloadValue } from './payload-value.ts';
import { premisesFrom } from './premises.ts';
import { siteById } from './site.ts';

/** The entity fields of payloads of verbs on places and on who holds them. */
export function sitePayloadFields({ site, premises, managed = [], premisesEnded, on }: PayloadValue): Fields<null> {
  const at = (compiler: Compiler): At => ({ asOf: sql`${on ?? compiler.today}::date`, knownAt: null });
  return {
    site: (_, field, compiler) => siteById(compiler, field, { id: sql`${site}::bigint`, at: at(compiler) }),
    premises: (_, field, compiler) => {
      const { row, from } = premisesFrom(compiler, at(compiler), (held) => sql`${held}.site_id = ${premises}`);
      return compiler.object('Premises', row, field, from);
    },
    units: (_, field, compiler) => {
      const { unit, from } = nearestUnit(compiler, at(compiler));
      return compiler.list('OrgUnit', unit, field, {
        from: sql`${from} WHERE ${unit.unit}.code IN ${codesIn(managed)}`,
        order: sql`${unit.unit}.code`,
      });
    },
    premisesEnded: () => sql`${premisesEnded ?? null}::int`,
  };
}
