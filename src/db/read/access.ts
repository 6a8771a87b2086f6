import { type SQL, sql } from 'drizzle-orm';
import { codesIn, json } from '../json.ts';
import { premisesArea } from '../premises-area.ts';
import { type At, known, valid } from './at.ts';
import { asObject, type Compiler, type Fields } from './compiler.ts';
import { nearestTerritory, nearestUnit } from './nearest.ts';
import { policyById, policyInForce } from './policy.ts';
import { recordedBy, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import { everSees } from './scope.ts';
import type { SelectedField } from './selection.ts';
import { treeOf } from './tree.ts';

const CENTER = sql`(SELECT center_id FROM asked)`;

/** Kinds of units at which people hand dossiers in. */
const POINTS = sql.raw(
  `('PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER', 'BRANCH', 'ONE_STOP', 'RECEPTION_POINT')`,
);

/** Where a unit is: at its seat, else amid the territories it receives for; null where neither has coordinates. With the area of its premises. */
const placeOf = (unit: SQL, at: At): SQL => sql`(
  SELECT coalesce(seat.latitude, ground.latitude) AS latitude, coalesce(seat.longitude, ground.longitude) AS longitude,
    ${premisesArea(unit, (row) => valid(row, at))} AS area_m2
  FROM (
    SELECT avg(t.latitude) AS latitude, avg(t.longitude) AS longitude FROM service_territory s
    JOIN territory_version t ON t.territory_id = s.territory_id AND ${valid(sql`t`, at)} WHERE s.unit_id = ${unit} AND ${valid(sql`s`, at)}) AS ground
  LEFT JOIN LATERAL (
    SELECT site.* FROM unit_site u JOIN site ON site.id = u.site_id WHERE u.unit_id = ${unit} AND u.role = 'SEAT' AND ${valid(sql`u`, at)}) AS seat ON true)`;

/** Territories of some codes and everything in them on a day, as a recursive CTE. */
const within = (name: SQL, seed: SQL, at: At): SQL => sql`${name} (territory_id) AS (
  ${seed} UNION SELECT t.territory_id FROM ${name} JOIN territory_version t ON t.parent_id = ${name}.territory_id AND ${valid(sql`t`, at)})`;

/**
 * For the plan of a code, as CTEs: `standard`, what its center's policies ask of the way to a point; `stand`, the units of
 * its tree where people hand in, each with whether it is open; `commune`, those it must cover; `way`, from each to every
 * open point. Counters count only where some are recorded.
 */
export function accessParts({ plan, inside, at }: { plan: string; inside: readonly string[] | null; at: At }): SQL {
  const chosen = (key: string) =>
    sql`(SELECT y.id FROM policy y WHERE y.id = ${policyInForce(CENTER, sql`${key}`, at)})`;
  const amountOf = (id: string) => sql`(SELECT y.value::float8 FROM policy y WHERE y.id = ${sql.raw(id)})`;
  const asked = inside === null ? sql`` : sql` WHERE t.territory_id IN (SELECT territory_id FROM inside)`;
  const named = sql`SELECT territory_id FROM territory_version t WHERE ${valid(sql`t`, at)} AND code IN ${codesIn(inside ?? [])}`;
  return sql`
    asked AS MATERIALIZED (SELECT id, center_id FROM plan WHERE code = ${plan} AND ${recordedBy(sql`plan`, at)}),
    chosen AS MATERIALIZED (
      SELECT ${chosen('access.distance.max')} AS km_id, ${chosen('access.time.max')} AS minutes_id, ${chosen('access.speed')} AS speed_id FROM asked),
    standard AS MATERIALIZED (
      SELECT chosen.*, ${amountOf('km_id')} AS km, ${amountOf('minutes_id')} AS minutes, nullif(${amountOf('speed_id')}, 0) AS speed FROM chosen),
    tree (id, parent_id) AS (
      SELECT center_id, NULL::bigint FROM asked
      UNION SELECT r.child_id, r.parent_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)}),
    countered AS MATERIALIZED (
      SELECT EXISTS (SELECT FROM counter_version c JOIN tree ON tree.id = c.unit_id WHERE ${known(sql`c`, at)}) AS any),
    stand AS MATERIALIZED (
      SELECT unit.id, unit.code, tree.parent_id, v.kind, place.*,
        NOT countered.any OR EXISTS (SELECT FROM counter_version c WHERE c.unit_id = unit.id AND ${valid(sql`c`, at)}) AS open
      FROM countered CROSS JOIN tree JOIN unit ON unit.id = tree.id JOIN unit_version v ON v.unit_id = unit.id AND ${valid(sql`v`, at)}
      CROSS JOIN LATERAL ${placeOf(sql`unit.id`, at)} AS place WHERE v.kind::text IN ${POINTS}),
    ${within(sql`covered`, sql`SELECT territory_id FROM plan_territory JOIN asked ON asked.id = plan_id`, at)},
    ${within(sql`inside`, named, at)},
    commune AS MATERIALIZED (
      SELECT t.territory_id, t.code, t.name, t.latitude, t.longitude FROM covered JOIN territory ON territory.id = covered.territory_id AND territory.level = 'COMMUNE'
      JOIN territory_version t ON t.territory_id = covered.territory_id AND ${valid(sql`t`, at)}${asked}),
    way AS MATERIALIZED (
      SELECT commune.territory_id, stand.id AS point_id, stand.code AS point,
        kilometers_between(commune.latitude, commune.longitude, stand.latitude, stand.longitude) AS km
      FROM commune JOIN stand ON stand.open AND stand.latitude IS NOT NULL WHERE commune.latitude IS NOT NULL)`;
}

/** Whether any criterion can be asked: minutes only at a speed. */
export const isAsked = sql`(standard.km IS NOT NULL OR standard.minutes * standard.speed IS NOT NULL)`;

/** Whether a way meets a criterion that is asked; false where there is none, null where nothing is asked. */
export const isNear = (km: SQL): SQL => sql`CASE WHEN ${isAsked}
  THEN coalesce(${km} <= standard.km, false) OR coalesce(${km} * 60 <= standard.minutes * standard.speed, false) END`;

/** Units that are thought closed, by their codes and with everything below another; as a CTE. */
const shutPart = ({ closing, closingUnder }: Closing, at: At): SQL => sql`
  shut AS MATERIALIZED (
    SELECT id FROM unit WHERE code IN ${codesIn(closing)}
    UNION SELECT id FROM ${treeOf(sql`(SELECT id FROM unit WHERE code = ${closingUnder})`, at)} AS below (id) WHERE id IS NOT NULL)`;

/** The first of the codes in the arguments that nothing bears, in place of the answer; null where there is none. */
function absence(
  compiler: Compiler,
  { closing, closingUnder }: Closing,
  { inside, at }: { inside: readonly string[] | null; at: At },
): SQL {
  const isUnit = sql`EXISTS (SELECT FROM unit WHERE unit.code = named.code AND ${recordedBy(sql`unit`, at)} AND ${everSees(compiler, sql`unit.id`)})`;
  const isTerritory = sql`EXISTS (SELECT FROM territory_version t WHERE t.code = named.code AND ${valid(sql`t`, at)})`;
  const named = [
    ...closing.map((code, index) => ({ field: `closing.${index}`, code, unit: true })),
    ...(closingUnder === null ? [] : [{ field: 'closingUnder', code: closingUnder, unit: true }]),
    ...(inside ?? []).map((code, index) => ({ field: `within.${index}`, code, unit: false })),
  ];
  return sql`(
    SELECT json_build_object('@absent', json_build_object('field', named.field, 'what', named.code)) FROM asked
    CROSS JOIN ROWS FROM (jsonb_to_recordset(${json(named)}) AS (field text, code text, unit boolean)) WITH ORDINALITY AS named (field, code, unit, position)
    WHERE NOT CASE WHEN named.unit THEN ${isUnit} ELSE ${isTerritory} END ORDER BY named.position LIMIT 1)`;
}

/** The nearest point of each commune, before and after some units are closed; as CTEs. */
const nearestParts = sql`
  nearest AS MATERIALIZED (
    SELECT territory_id, min(ARRAY[km, point_id]) AS before, min(ARRAY[km, point_id]) FILTER (WHERE point_id NOT IN (SELECT id FROM shut)) AS after
    FROM way GROUP BY territory_id),
  reached AS MATERIALIZED (
    SELECT commune.*, nearest.before, nearest.after,
      CASE WHEN commune.latitude IS NOT NULL THEN ${isNear(sql`nearest.before[1]`)} END AS is_before,
      CASE WHEN commune.latitude IS NOT NULL THEN ${isNear(sql`nearest.after[1]`)} END AS is_after
    FROM standard CROSS JOIN commune LEFT JOIN nearest USING (territory_id))`;

/** A type, not an interface: only it goes for any arguments. */
type AccessArgs = {
  plan: string;
  closing?: string[] | null;
  closingUnder?: string | null;
  within?: string[] | null;
  onlyOutside?: boolean | null;
};

interface Closing {
  closing: readonly string[];
  closingUnder: string | null;
}

/** Which communes of a plan lie near an open point, and would if some units closed; null where there is no such plan. */
export function accessStandard(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { plan, closing, closingUnder = null, within: inside = null, onlyOutside } = field.args as AccessArgs;
  const shut = { closing: closing ?? [], closingUnder };
  const summary = (when: string) => (_: null, child: SelectedField, inner: Compiler) => summaryOf(inner, child, when);
  const fields: Fields<null> = {
    standard: (_, child, inner) => standardOf(inner, child, at),
    points: () => sql`(SELECT count(*) FROM stand WHERE open)`,
    unlocatedPoints: () => sql`(SELECT count(*) FROM stand WHERE open AND latitude IS NULL)`,
    pointsWithoutPlace: (_, child, inner) => pointsWhere(inner, child, { which: sql`latitude IS NULL`, at }),
    closing: (_, child, inner) => pointsWhere(inner, child, { which: sql`id IN (SELECT id FROM shut)`, at }),
    before: summary('is_before'),
    after: summary('is_after'),
    communes: (_, child, inner) => {
      const row = inner.alias('r');
      const outside = onlyOutside ? sql` WHERE ${row}.is_before IS FALSE OR ${row}.is_after IS FALSE` : sql``;
      const from = sql`standard CROSS JOIN reached ${row}${outside}`;
      return inner.list('CommuneAccess', { row, at }, child, { from, order: sql`${row}.code` });
    },
  };
  return sql`(
    WITH RECURSIVE ${accessParts({ plan, inside, at })}, ${shutPart(shut, at)}, ${nearestParts}
    SELECT coalesce(${absence(compiler, shut, { inside, at })}, ${asObject(sql`SELECT ${compiler.columns('AccessStandard', fields, null, field)} FROM asked`)}))`;
}

/** Open points of some sort. */
function pointsWhere(compiler: Compiler, field: SelectedField, { which, at }: { which: SQL; at: At }): SQL {
  const { unit, from } = nearestUnit(compiler, at);
  return compiler.list('OrgUnit', unit, field, {
    from: sql`${from} WHERE ${unit.unit}.id IN (SELECT id FROM stand WHERE open AND ${which})`,
    order: sql`${unit.unit}.code`,
  });
}

function standardOf(compiler: Compiler, field: SelectedField, at: At): SQL {
  const policy =
    (id: string): Fields<null>[string] =>
    (_, child, inner) =>
      policyById(inner, child, { id: sql`standard.${sql.raw(id)}`, at });
  const fields: Fields<null> = {
    kilometers: () => sql`standard.km`,
    minutes: () => sql`standard.minutes`,
    speed: () => sql`standard.speed`,
    distancePolicy: policy('km_id'),
    timePolicy: policy('minutes_id'),
    speedPolicy: policy('speed_id'),
    asked: () => isAsked,
  };
  return asObject(sql`SELECT ${compiler.columns('AccessCriteria', fields, null, field)} FROM standard`);
}

function summaryOf(compiler: Compiler, field: SelectedField, when: string): SQL {
  const column = sql.raw(when);
  const fields: Fields<null> = {
    communes: () => sql`count(*)`,
    within: () => sql`count(*) FILTER (WHERE ${column})`,
    outside: () => sql`count(*) FILTER (WHERE NOT ${column})`,
    unlocated: () => sql`count(*) FILTER (WHERE latitude IS NULL)`,
  };
  return asObject(sql`SELECT ${compiler.columns('AccessSummary', fields, null, field)} FROM reached`);
}

/** A row of `reached`, beside `standard`. */
export const communeAccessFields: Fields<DatedRow> = {
  territory: ({ row, at }, field, compiler) => {
    const { territory, from } = nearestTerritory(compiler, at, sql`${row}.territory_id`);
    return compiler.object('Territory', territory, field, from);
  },
  nearest: ({ row, at }, field, compiler) => pointOf(compiler, field, { way: sql`${row}.before`, at }),
  within: ({ row }) => sql`${row}.is_before`,
  nearestAfterClosing: ({ row, at }, field, compiler) => pointOf(compiler, field, { way: sql`${row}.after`, at }),
  withinAfterClosing: ({ row }) => sql`${row}.is_after`,
};

function pointOf(compiler: Compiler, field: SelectedField, { way, at }: { way: SQL; at: At }): SQL {
  return compiler.object('NearestPoint', { row: way, at }, field, sql`(SELECT 1) AS one WHERE ${way} IS NOT NULL`);
}

/** A way as its kilometers and the id of the point it leads to, beside `standard`. */
export const nearestPointFields: Fields<DatedRow> = {
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`(${row})[2]::bigint`, at }),
  kilometers: ({ row }) => sql`round((${row})[1]::numeric, 2)`,
  minutes: ({ row }) => sql`round(((${row})[1] * 60 / standard.speed)::numeric, 1)`,
};
