import { type SQL, sql } from 'drizzle-orm';
import { valid } from './at.ts';
import { type Missing, missingItem } from './missing.ts';
import { isNamed, isSealed, isSignposted, judgedOn, oldSeals, unitsToSeal, unitsToSign } from './renewal.ts';

const ofPhase = (gate: SQL) => (phase: SQL) => sql`${phase} = ${gate}.phase_id`;

export const unitsWithoutSeal: Missing = (gate, at) => {
  const day = judgedOn(sql`${gate}.phase_id`, at);
  return sql`
    SELECT ${missingItem(gate, { key: 'SEAL', words: sql`jsonb_build_object('unit', named.code)`, unit: sql`named.id`, due: sql`coalesce(named.on_day, ${gate}.due)`, order: sql`named.code` })}
    FROM (${unitsToSeal(ofPhase(gate), day)}) AS named
    WHERE ${gate}.kind = 'SEALS_IN_USE' AND (named.id IS NULL OR NOT ${isNamed(sql`named`, day)} OR NOT ${isSealed(sql`named.id`, day)})`;
};

export const sealsNotReturned: Missing = (gate, at) => {
  const day = judgedOn(sql`${gate}.phase_id`, at);
  const unit = sql`(SELECT code FROM unit WHERE unit.id = old.unit_id)`;
  return sql`
    SELECT ${missingItem(gate, {
      key: 'OLD_SEAL',
      words: sql`jsonb_build_object('unit', ${unit}, 'engraved', old.engraved_name, 'status', old.status)`,
      unit: sql`old.unit_id`,
      order: sql`${unit} || ' ' || old.id`,
    })}
    FROM (${oldSeals(ofPhase(gate), day)}) AS old WHERE ${gate}.kind = 'OLD_SEALS_RETURNED'`;
};

export const unitsWithoutSignboard: Missing = (gate, at) => {
  const day = judgedOn(sql`${gate}.phase_id`, at);
  return sql`
    SELECT ${missingItem(gate, { key: 'SIGNBOARD', words: sql`jsonb_build_object('unit', unit.code, 'name', v.name)`, unit: sql`unit.id`, order: sql`unit.code` })}
    FROM (${unitsToSign(ofPhase(gate), day)}) AS named
    JOIN unit ON unit.code = named.code JOIN unit_version v ON v.unit_id = unit.id AND ${valid(sql`v`, day)}
    WHERE ${gate}.kind = 'SIGNBOARDS_MOUNTED' AND NOT (${isNamed(sql`named`, day)} AND ${isSignposted(sql`unit.id`, day)})`;
};
