import { type SQL, sql } from 'drizzle-orm';
import type { At } from './at.ts';
import { isNamed, isSealed, isSignposted, judgedOn, oldSeals, unitsToSeal, unitsToSign } from './renewal.ts';
import type { Rows } from './rows.ts';

/** Units that need a seal by reason of a phase; done where it is in use and no old one is out. */
export function sealCount(phase: SQL, at: At): Rows['Count'] {
  const day = judgedOn(phase, at);
  const ofPhase = (id: SQL) => sql`${id} = ${phase}`;
  const units = unitsToSeal(ofPhase, day);
  return {
    done: sql`(SELECT count(*) FROM (${units}) AS named WHERE ${isNamed(sql`named`, day)} AND ${isSealed(sql`named.id`, day)}
      AND named.id NOT IN (SELECT unit_id FROM (${oldSeals(ofPhase, day)}) AS old))`,
    total: sql`(SELECT count(*) FROM (${units}) AS named)`,
  };
}

/** Units that need a signboard by reason of a phase; done where a signboard with it is up. */
export function signboardCount(phase: SQL, at: At): Rows['Count'] {
  const day = judgedOn(phase, at);
  const units = unitsToSign((id) => sql`${id} = ${phase}`, day);
  return {
    done: sql`(SELECT count(*) FROM (${units}) AS named JOIN unit ON unit.code = named.code WHERE ${isNamed(sql`named`, day)} AND ${isSignposted(sql`unit.id`, day)})`,
    total: sql`(SELECT count(*) FROM (${units}) AS named)`,
  };
}
