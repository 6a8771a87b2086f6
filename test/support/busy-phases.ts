import type { Sql } from 'postgres';
import { CHANGE_KINDS } from '../../src/domain/change.ts';
import type { Day } from '../../src/domain/day.ts';
import { HANDOVER_STATUSES } from '../../src/domain/handover.ts';
import { SEAL_STATUSES } from '../../src/domain/seal.ts';
import { SIGNBOARD_STATUSES } from '../../src/domain/signboard.ts';
import { aCode, aUnit } from './organization-builder.ts';
import { aPlan, aStatus, aTask } from './plan-builder.ts';
import { seededRandom } from './seeded-random.ts';
import { outcomeOf } from './writer.ts';

/** Days on which something happens. */
export const DAYS: readonly Day[] = [
  '01-01',
  '01-15',
  '02-01',
  '02-15',
  '03-01',
  '03-15',
  '04-01',
  '05-01',
  '06-01',
].map((day) => `2025-${day}`);
/** With which a seal counts, or stands in nobody's way any longer. */
const USUAL = ['IN_USE', 'IN_USE', 'RETURNED', 'DESTROYED'] as const;
const NAMES = ['Chi nhánh Một', 'chi  nhánh một', 'Chi nhánh Hai'];
const INSTRUMENT = '(SELECT min(id) FROM legal_instrument)';

/** Two phases of a plan and some units, one of which is not there at first, of which anything may be said. */
export async function busyPhases(sql: Sql, seed: number) {
  const random = seededRandom(seed);
  const oneOf = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const plan = await aPlan(
    sql,
    { from: '2025-01-01', until: '2025-03-01' },
    { from: '2025-03-01', until: '2025-07-01' },
  );
  const late = aCode();
  const units = [await aUnit(sql), await aUnit(sql), late];
  const tasks = await Promise.all(plan.phases.map((phase) => aTask(sql, { plan: plan.id, phase })));
  const mine = sql`SELECT id FROM unit WHERE code = ANY (${`{${units}}`}::text[])`;
  const phaseOrNone = () => (random() < 0.5 ? oneOf(plan.phases) : null);
  const ofPhase = (phase: number | null) => sql`${phase}::bigint, ${phase === null ? null : plan.id}::bigint`;

  /** A status of a thing, of some of the unit's or of all, from a day on in place of what was believed from then on. */
  const restate = (thing: 'seal' | 'signboard' | 'handover', status: string, more = sql``, values = sql``) => {
    const [id, on] = [sql(`${thing}_id`), oneOf(DAYS)];
    return sql`
      WITH chosen AS (SELECT * FROM ${sql(thing)} WHERE ${thing === 'handover' ? sql`receiver_id` : sql`unit_id`} IN (${mine}) ORDER BY md5(id || ${String(random())}) LIMIT 1),
      ended AS (
        UPDATE ${sql(`${thing}_status`)} SET superseded_at = now() WHERE ${id} IN (SELECT id FROM chosen) AND superseded_at = 'infinity' AND valid_to > ${on} RETURNING *)
      INSERT INTO ${sql(`${thing}_status`)} (${id}, unit_id, status, instrument_id, valid_from, valid_to ${more})
      SELECT ${id}, unit_id, status, instrument_id, valid_from, ${on}::date ${more} FROM ended WHERE valid_from < ${on}
      UNION ALL SELECT id, ${thing === 'handover' ? sql`receiver_id` : sql`unit_id`}, ${status}::${sql.unsafe(`${thing}_status_kind`)}, ${sql.unsafe(INSTRUMENT)}, ${on}, 'infinity' ${values} FROM chosen`;
  };

  const acts: Record<string, () => PromiseLike<unknown>> = {
    plan: () => {
      const attributes = {
        ...(random() < 0.6 && { name: oneOf(NAMES) }),
        ...(random() < 0.7 && { ownSeal: random() < 0.7 }),
      };
      const change = {
        results: [{ unit: oneOf(units), attributes }, ...(random() < 0.2 ? [{ unit: late, attributes }] : [])],
      };
      return sql`INSERT INTO planned_change (phase_id, plan_id, position, kind, on_day, change)
        VALUES (${oneOf(plan.phases)}, ${plan.id}, 0, ${oneOf(CHANGE_KINDS)}, ${oneOf(DAYS)}, ${JSON.stringify(change)}::text::jsonb)`;
    },
    amend: () => sql`UPDATE planned_change SET superseded_at = now() WHERE id = (
      SELECT id FROM planned_change WHERE plan_id = ${plan.id} AND superseded_at = 'infinity' ORDER BY md5(id || ${String(random())}) LIMIT 1)`,
    /** An act, planned or not, describes a unit anew from its day on; or only says so. */
    act: () => {
      const [unit, on, phase] = [oneOf(units), oneOf(DAYS), phaseOrNone()];
      return sql`
        WITH planned AS (SELECT id FROM planned_change WHERE phase_id = ${phase} AND ${random() < 0.4} ORDER BY md5(id || ${String(random())}) LIMIT 1),
        act AS (
          INSERT INTO change_event (kind, on_day, instrument_id, phase_id, plan_id, planned_change_id)
          VALUES ('RENAME', ${on}, ${sql.unsafe(INSTRUMENT)}, ${ofPhase(phase)}, (SELECT id FROM planned)) RETURNING id),
        ended AS (
          UPDATE unit_version SET superseded_at = now() WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit}) AND superseded_at = 'infinity'
            AND valid_to > ${on} AND ${random() < 0.8} RETURNING *)
        INSERT INTO unit_version (unit_id, valid_from, valid_to, name, kind, own_seal, own_account, independent_accounting, change_id)
        SELECT unit_id, valid_from, ${on}::date, name, kind, own_seal, own_account, independent_accounting, change_id FROM ended WHERE valid_from < ${on}
        UNION ALL SELECT DISTINCT unit_id, ${on}::date, 'infinity'::date, ${random() < 0.3 ? sql`name` : oneOf(NAMES)}, kind, ${random() < 0.7}, false, false, act.id FROM ended, act`;
    },
    undo: () => sql`INSERT INTO change_event (kind, on_day, instrument_id, phase_id, plan_id, compensates_id)
      SELECT 'CORRECTION', ${oneOf(DAYS)}, ${sql.unsafe(INSTRUMENT)}, ${ofPhase(phaseOrNone())}, id FROM change_event AS act
      WHERE (plan_id = ${plan.id} OR compensates_id IN (SELECT id FROM change_event WHERE plan_id = ${plan.id}))
        AND NOT EXISTS (SELECT FROM change_event WHERE compensates_id = act.id) ORDER BY md5(id || ${String(random())}) LIMIT 1`,
    seal: () => sql`INSERT INTO seal (unit_id, kind, engraved_name, permission_id, phase_id, plan_id)
      SELECT id, ${oneOf(['PRINCIPAL', 'PRINCIPAL', 'ADDITIONAL'])}, ${oneOf(NAMES)}, ${sql.unsafe(INSTRUMENT)}, ${ofPhase(phaseOrNone())} FROM unit WHERE code = ${oneOf(units)} AND (SELECT count(*) FROM seal WHERE unit_id = unit.id) < 3`,
    sealStep: () => restate('seal', oneOf([...SEAL_STATUSES, ...USUAL, ...USUAL]), sql`, kind`, sql`, kind`),
    board: () => sql`INSERT INTO signboard (unit_id, text, phase_id, plan_id)
      SELECT id, ${`UBND ${oneOf(NAMES)}`}, ${ofPhase(phaseOrNone())} FROM unit WHERE code = ${oneOf(units)}`,
    boardStep: () => restate('signboard', oneOf([...SIGNBOARD_STATUSES, 'MOUNTED', 'MOUNTED'])),
    handover: () => sql`INSERT INTO handover (title, giver_id, receiver_id, phase_id, plan_id)
      SELECT 'x', giver.id, unit.id, ${ofPhase(phaseOrNone())} FROM unit, (SELECT min(id) AS id FROM unit) AS giver WHERE code = ${oneOf(units)}`,
    handoverStep: () => {
      const signed = sql`, 'x', 'x', 'x'`;
      return restate(
        'handover',
        oneOf(HANDOVER_STATUSES),
        sql`, reference, giver_signatory, receiver_signatory`,
        signed,
      );
    },
    task: () =>
      aStatus(sql, 'task_status', { id: oneOf(tasks), status: oneOf(['OPEN', 'DONE', 'CANCELLED']), on: oneOf(DAYS) }),
    phase: () =>
      aStatus(sql, 'phase_status', {
        id: oneOf(plan.phases),
        status: oneOf(['PLANNED', 'ACTIVE', 'COMPLETED', 'CANCELLED']),
        on: oneOf(DAYS),
      }),
    establish: () => aUnit(sql, { code: late, from: oneOf(DAYS) }),
  };
  const done: Record<string, number> = {};
  return {
    plan,
    /** How often what was done. */
    done,
    /** Does something or other, where no rule forbids it. */
    step: async (): Promise<void> => {
      const name = oneOf([...Object.keys(acts), 'sealStep', 'sealStep', 'boardStep']);
      const outcome = await outcomeOf(Promise.resolve(acts[name]?.()));
      if (outcome === 'done') done[name] = (done[name] ?? 0) + 1;
      else if (!outcome.includes('__')) throw new Error(`${name}: ${outcome}`);
    },
  };
}
