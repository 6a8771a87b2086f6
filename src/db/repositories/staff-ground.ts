import { type SQL, sql } from 'drizzle-orm';
import type { Heir } from '../../domain/personnel/follow-heirs.ts';
import type { Rulebook } from '../../domain/rulebook.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import type { UnitFacts } from '../../domain/unit.ts';
import type { Transaction } from '../client.ts';
import { eachOnce, fixed } from '../fixed.ts';
import { codesGiven } from '../json.ts';
import { type FactRows, STANDING_FACTS, unitFacts } from './organization.ts';
import { parentsOf } from './relations.ts';
import { RULES, type Rules } from './rulebooks.ts';
import { factsOfWanted, lockStaff } from './staff.ts';

/** Whom a verb is about and which units it names; whether it may change what units count. */
export interface GroundAsked {
  staff: readonly string[];
  units: readonly string[];
  counting: boolean;
}

/** What rules on people look at, besides what is counted. */
export interface GroundFacts {
  people: StaffFacts[];
  /** The heirs of closed units, and theirs in turn, by unit: of each that one other took in whole. */
  heirs: Map<string, Heir>;
  units: UnitFacts[];
  rulebook: Rulebook;
}

/**
 * Takes people, then units, each in the order of their ids, and reads what rules on people look at: the people, the units
 * named, those at which the people are or come to by heirs, and all above. Units above that have a quota are taken as well
 * where the verb counts: what writing payroll will want, taken before record time is fixed by the first write.
 *
 * A lock comes before the read: a decision is only as good as the facts it saw. Statements of a transaction are carried out
 * in the order in which they are sent, each on what is there when it begins, so nobody waits in between.
 */
export async function takeStaffGround(tx: Transaction, { staff, units, counting }: GroundAsked): Promise<GroundFacts> {
  const [, [taken], [found]] = await Promise.all([
    lockStaff(tx, staff),
    takenPlaces(counting)(tx, { staff: JSON.stringify(staff), units: JSON.stringify(units) }),
    readPlaces(tx, { places: PLACES }),
  ]);
  return {
    people: taken?.people ?? [],
    heirs: new Map(taken?.heirs.map((heir) => [heir.unit, heir])),
    units: found ? unitFacts(found) : [],
    rulebook: {
      policies: found?.policies ?? [],
      freezes: found?.freezes ?? [],
      waivers: found?.waivers ?? [],
      standings: new Map(),
    },
  };
}

/** A setting of the transaction, by which one statement tells the next which units are concerned. */
const PLACES = 'sapxep.places';

const there = (table: SQL): SQL =>
  sql`SELECT unit_id FROM ${table} WHERE staff_id = wanted.id AND superseded_at = 'infinity'`;

/**
 * Rows of which the planner expects ten: of as many as it would else expect in a recursion it makes room for thousands
 * each time, which took longer than to find the few there are.
 */
const few = (rows: SQL): SQL => sql`SELECT unnest(ARRAY(${rows})) AS id`;

const ABOVE_WITH_QUOTA = sql`UNION ALL SELECT above.id FROM above CROSS JOIN LATERAL (
        SELECT FROM quota WHERE unit_id = above.id AND superseded_at = 'infinity' LIMIT 1) AS granted`;

const takenPlaces = eachOnce((counting: boolean) =>
  fixed<{ people: StaffFacts[]; heirs: Heir[] }>(
    () => sql`
    WITH RECURSIVE wanted AS MATERIALIZED (SELECT id, code, version FROM staff WHERE code = ANY (ARRAY${codesGiven('staff')})),
    heir (source_id, target_id, on_day, change_id) AS (
      SELECT NULL::bigint, begun.id, NULL::date, NULL::bigint FROM (${few(sql`
        SELECT id FROM unit WHERE code = ANY (ARRAY${codesGiven('units')})
        UNION ALL SELECT place.unit_id FROM wanted CROSS JOIN LATERAL (
          ${there(sql`payroll`)} UNION ALL ${there(sql`workplace`)} UNION ALL ${there(sql`leadership`)} OFFSET 0) AS place`)}) AS begun
      UNION
      SELECT taken.source_id, taken.target_id, taken.on_day, taken.change_id FROM heir CROSS JOIN LATERAL (
        SELECT l.source_id, l.target_id, l.on_day, l.change_id FROM unit_lineage l JOIN change_event e ON e.id = l.change_id
        WHERE l.source_id = heir.target_id AND l.superseded_at = 'infinity' AND l.extent = 'WHOLE' AND e.kind IN ('MERGE', 'ABSORB', 'ESTABLISH')
          AND NOT EXISTS (SELECT FROM unit_lineage o WHERE o.source_id = l.source_id AND o.target_id <> l.target_id AND o.superseded_at = 'infinity')
        OFFSET 0) AS taken
    ), place AS MATERIALIZED (${few(sql`SELECT DISTINCT target_id FROM heir`)}),
    above (id) AS (
      SELECT id FROM place UNION SELECT parent_id FROM above CROSS JOIN LATERAL ${parentsOf(sql`above.id`, 'ESTABLISHMENT')}
    ), held AS MATERIALIZED (
      SELECT id FROM unit WHERE id = ANY (ARRAY(SELECT id FROM place ${counting ? ABOVE_WITH_QUOTA : sql``})) ORDER BY id FOR NO KEY UPDATE)
    SELECT set_config(${sql.raw(`'${PLACES}'`)}, (SELECT coalesce(array_agg(id), '{}') FROM place)::text, true), (SELECT count(*) FROM held),
      (SELECT coalesce(json_agg(f), '[]') FROM (${factsOfWanted()}) AS f) AS people,
      (SELECT coalesce(json_agg(json_build_object(
          'unit', (SELECT code FROM unit WHERE id = source_id), 'on', on_day, 'heir', (SELECT code FROM unit WHERE id = target_id), 'change', change_id)), '[]')
        FROM heir WHERE source_id IS NOT NULL) AS heirs`,
  ),
);

/** The planner does not look into the setting, so that it makes one plan, and not another for each number of places. */
const readPlaces = fixed<FactRows & Rules>(
  () => sql`
    WITH RECURSIVE named AS MATERIALIZED (SELECT unnest(current_setting((SELECT ${sql.placeholder('places')}::text))::bigint[]) AS id),
    ${STANDING_FACTS.ctes}, ${RULES.ctes}
    SELECT ${STANDING_FACTS.columns}, ${RULES.columns}`,
);
