import { type SQL, sql } from 'drizzle-orm';
import type { Delta } from '../../domain/organization/organization.ts';
import type { UnitFacts } from '../../domain/unit.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { codesGiven, idsGiven, json } from '../json.ts';
import { type FactTable, insertFacts, PERIOD, plain, supersedeRows, unitId } from './facts.ts';
import { parentsOf } from './relations.ts';
import { refreshStatistics } from './statistics.ts';

/** What a set of changes names: the units themselves, and territories whose receivers matter. */
export interface Reach {
  units: readonly string[];
  territories: readonly number[];
  /** Only how units stand: their lives, versions and relations and those of the units above; nothing below them. */
  standing?: boolean;
}

/** From how many opened or closed units on a change counts as a bulk load. */
const MANY_UNITS = 500;

/**
 * Takes the rows of units in one order (by id), so that writers of the same units wait for each other and none deadlock.
 * New relations take the units above as well: the cycle rule will want them, and record time is fixed at the first write.
 */
export async function lockUnits(tx: Transaction, units: readonly string[], options: { above: boolean }): Promise<void> {
  await (options.above ? lockedAbove : locked)(tx, { units: JSON.stringify(units) });
}

const lockOf = (above: SQL): SQL => sql`
    SELECT id FROM unit WHERE id = ANY (ARRAY(
      WITH RECURSIVE wanted AS (SELECT id FROM unit WHERE code IN ${codesGiven('units')} ${above}) SELECT id FROM wanted))
    ORDER BY id FOR NO KEY UPDATE`;
const locked = fixed(() => lockOf(sql``));
const lockedAbove = fixed(() =>
  lockOf(sql`UNION SELECT parent_id FROM wanted CROSS JOIN LATERAL ${parentsOf(sql`wanted.id`)}`),
);

/** As an array, which indexes are asked for however many rows the planner expects in `scope`. */
const SCOPE = sql`ARRAY(SELECT id FROM scope)`;
const FACTS = {
  lives: sql`SELECT l.id, unit.code AS unit, l.valid_from AS "from", l.valid_to AS until, l.opened_by AS "openedBy", l.closed_by AS "closedBy"
    FROM unit_life l JOIN unit ON unit.id = l.unit_id WHERE l.unit_id = ANY (${SCOPE}) AND l.superseded_at = 'infinity'`,
  versions: sql`SELECT v.id, unit.code AS unit, v.valid_from AS "from", v.valid_to AS until, v.change_id AS change, v.name, v.short_name AS "shortName",
      v.kind, v.branch_type AS "branchType", v.rank, v.own_seal AS "ownSeal", v.own_account AS "ownAccount",
      v.independent_accounting AS "independentAccounting"
    FROM unit_version v JOIN unit ON unit.id = v.unit_id WHERE v.unit_id = ANY (${SCOPE}) AND v.superseded_at = 'infinity'`,
  relations: sql`SELECT r.id, unit.code AS unit, r.valid_from AS "from", r.valid_to AS until, r.change_id AS change, r.kind,
      parent.code AS parent, r.until_event AS "untilEvent"
    FROM unit_relation r JOIN unit ON unit.id = r.child_id JOIN unit parent ON parent.id = r.parent_id
    WHERE r.child_id = ANY (${SCOPE}) AND r.superseded_at = 'infinity'`,
  services: sql`SELECT s.id, unit.code AS unit, s.valid_from AS "from", s.valid_to AS until, s.change_id AS change,
      json_build_object('id', t.id, 'code', t.code, 'name', t.code, 'until',
        (SELECT max(valid_to) FROM territory_version WHERE territory_id = t.id AND superseded_at = 'infinity')) AS territory
    FROM service_territory s JOIN unit ON unit.id = s.unit_id JOIN territory t ON t.id = s.territory_id
    WHERE s.unit_id = ANY (${SCOPE}) AND s.superseded_at = 'infinity'`,
  sites: sql`SELECT p.id, unit.code AS unit, p.valid_from AS "from", p.valid_to AS until, p.change_id AS change, p.site_id AS site, p.role
    FROM unit_site p JOIN unit ON unit.id = p.unit_id WHERE p.unit_id = ANY (${SCOPE}) AND p.superseded_at = 'infinity'`,
  successions: sql`SELECT unit.code AS unit, line.on_day AS "on", line.side AS "as" FROM scope JOIN unit USING (id) CROSS JOIN LATERAL (
      SELECT on_day, 'SOURCE' AS side FROM unit_lineage WHERE source_id = scope.id AND superseded_at = 'infinity'
      UNION SELECT on_day, 'TARGET' FROM unit_lineage WHERE target_id = scope.id AND superseded_at = 'infinity') AS line`,
} as const;

const STANDING: ReadonlySet<string> = new Set(['lives', 'versions', 'relations']);

/** What is read of the units in `scope`. */
function columnsOf(standing: boolean): SQL {
  const lists = Object.entries(FACTS).map(([name, query]) => {
    const asked = !standing || STANDING.has(name);
    const found = asked ? sql`(SELECT coalesce(json_agg(f), '[]') FROM (${query} ORDER BY 2, 3) f)` : sql`'[]'::json`;
    return sql`${found} AS ${sql.identifier(name)}`;
  });
  return sql`(SELECT coalesce(json_agg(u), '[]') FROM (SELECT code, version FROM unit WHERE id = ANY (${SCOPE})) u) AS units, ${sql.join(lists, sql`, `)}`;
}

/** `above` has the units in `named`, and all above them. */
const ABOVE = sql`above (id) AS (
      SELECT id FROM named
      UNION SELECT parent_id FROM above CROSS JOIN LATERAL ${parentsOf(sql`above.id`)}
    )`;

function factsOf(standing: boolean): SQL {
  const below = standing
    ? sql``
    : sql`UNION SELECT r.child_id FROM named JOIN unit_relation r ON r.parent_id = named.id WHERE r.superseded_at = 'infinity'`;
  return sql`
    WITH RECURSIVE named AS MATERIALIZED (
      SELECT id FROM unit WHERE code IN ${codesGiven('units')}
      UNION SELECT unit_id FROM service_territory WHERE territory_id IN ${idsGiven('territories')} AND superseded_at = 'infinity'
    ), ${ABOVE}, scope AS MATERIALIZED (
      SELECT id FROM above
      ${below}
    )
    SELECT ${columnsOf(standing)}`;
}

/** How the units in `named` and those above them stand, as part of a statement. */
export const STANDING_FACTS = {
  ctes: sql`${ABOVE}, scope AS MATERIALIZED (SELECT id FROM above)`,
  columns: columnsOf(true),
};

export type FactRows = Record<keyof typeof FACTS, { unit: string }[]> & { units: { code: string; version: number }[] };
const allFacts = fixed<FactRows>(() => factsOf(false));
const standingFacts = fixed<FactRows>(() => factsOf(true));

/**
 * Everything believed about the named units, the units above them, directly below them, and those receiving for the
 * named territories: as far as any rule looks. One statement, however many units.
 */
export async function loadFacts(tx: Transaction, reach: Reach): Promise<UnitFacts[]> {
  const given = { units: JSON.stringify(reach.units), territories: JSON.stringify(reach.territories) };
  const rows = await (reach.standing ? standingFacts : allFacts)(tx, given);
  const [found] = rows;
  return found ? unitFacts(found) : [];
}

/** What was read, unit by unit. */
export function unitFacts(found: FactRows): UnitFacts[] {
  const facts = Object.fromEntries(Object.keys(FACTS).map((name) => [name, byUnit(found[name as keyof typeof FACTS])]));
  return found.units.map(({ code, version }) => {
    const of = (name: keyof typeof FACTS) => facts[name]?.get(code) ?? [];
    const [life] = of('lives');
    return {
      code,
      version,
      life,
      versions: of('versions'),
      relations: of('relations'),
      services: of('services'),
      sites: of('sites'),
      successions: of('successions'),
    } as unknown as UnitFacts;
  });
}

/** Groups rows by unit; services keep the unit as part of the fact, elsewhere it is not looked at. */
function byUnit<T extends { unit: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.unit);
    if (group) group.push(row);
    else groups.set(row.unit, [row]);
  }
  return groups;
}

const act = (key: string) => sql`CASE WHEN (n ->> ${sql.raw(`'${key}'`)})::bigint < 0
  THEN (acts ->> (-(n ->> ${sql.raw(`'${key}'`)})::int - 1))::bigint ELSE (n ->> ${sql.raw(`'${key}'`)})::bigint END`;
/** Where each kind of fact goes. */
const TABLES: { [K in Exclude<keyof Delta, 'newUnits'>]: FactTable } = {
  lives: {
    table: 'unit_life',
    values: { unit_id: unitId('unit'), ...PERIOD, opened_by: act('openedBy'), closed_by: act('closedBy') },
  },
  versions: {
    table: 'unit_version',
    values: {
      unit_id: unitId('unit'),
      ...PERIOD,
      name: plain('name', 'text'),
      short_name: plain('shortName', 'text'),
      kind: plain('kind', 'unit_kind'),
      branch_type: plain('branchType', 'int'),
      rank: plain('rank', 'text'),
      own_seal: plain('ownSeal', 'boolean'),
      own_account: plain('ownAccount', 'boolean'),
      independent_accounting: plain('independentAccounting', 'boolean'),
      change_id: act('change'),
    },
  },
  relations: {
    table: 'unit_relation',
    values: {
      child_id: unitId('unit'),
      kind: plain('kind', 'relation_kind'),
      parent_id: unitId('parent'),
      ...PERIOD,
      until_event: plain('untilEvent', 'text'),
      change_id: act('change'),
    },
  },
  services: {
    table: 'service_territory',
    values: {
      unit_id: unitId('unit'),
      territory_id: sql`(n -> 'territory' ->> 'id')::bigint`,
      ...PERIOD,
      change_id: act('change'),
    },
  },
  sites: {
    table: 'unit_site',
    values: {
      unit_id: unitId('unit'),
      site_id: plain('site', 'bigint'),
      role: plain('role', 'site_role'),
      ...PERIOD,
      change_id: act('change'),
    },
  },
  lineages: {
    table: 'unit_lineage',
    values: {
      source_id: unitId('source'),
      target_id: unitId('target'),
      extent: plain('extent', 'lineage_extent'),
      on_day: plain('on', 'date'),
      change_id: act('change'),
    },
  },
};

/** Writes what changes did: beliefs end first, then the new facts are inserted; at most two statements per kind of fact. */
export async function writeDelta(tx: Transaction, delta: Delta, acts: readonly number[]): Promise<void> {
  if (delta.newUnits.length > 0) {
    await tx.execute(sql`INSERT INTO unit (code) SELECT value FROM jsonb_array_elements_text(${json(delta.newUnits)})`);
  }
  const kinds = Object.entries(TABLES) as [keyof typeof TABLES, (typeof TABLES)[keyof typeof TABLES]][];
  for (const [kind, { table }] of kinds) await supersedeRows(tx, table, delta[kind].superseded);
  const beside = sql`, (SELECT ${json(acts)} AS acts) AS a`;
  for (const [kind, table] of kinds) await insertFacts(tx, table, { added: delta[kind].added, beside });
  await refreshAfter(tx, delta);
}

/**
 * After very many rows the statistics that plans were made from are wrong by orders of magnitude, until autovacuum comes
 * by; the checks at commit would scan whole tables for each unit.
 */
async function refreshAfter(tx: Transaction, delta: Delta): Promise<void> {
  if (delta.lives.added.length < MANY_UNITS) return;
  await refreshStatistics(tx, ['unit', 'unit_above', ...Object.values(TABLES).map(({ table }) => table)]);
}
