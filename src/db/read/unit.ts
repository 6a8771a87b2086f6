import { type SQL, sql } from 'drizzle-orm';
import { UNIT_KINDS } from '../../domain/unit.ts';
import { type At, everKnown, instantText, known, valid } from './at.ts';
import { capabilityFacts } from './capability.ts';
import { changeOf } from './change.ts';
import { type Compiler, type Fields, globalIdOf, inVietnamese } from './compiler.ts';
import { connection } from './connection.ts';
import { headcountOf } from './headcount.ts';
import { childUnits, liveUnits, nearestTerritory } from './nearest.ts';
import { premisesOfUnit } from './premises.ts';
import { readinessOfUnit } from './readiness.ts';
import type { DatedRow, UnitRow } from './rows.ts';
import { seesUnit } from './scope.ts';
import { holdsWords, typed } from './search.ts';
import type { SelectedField } from './selection.ts';
import { thingsOfUnit } from './thing.ts';
import { below } from './tree.ts';
import { unitLineage } from './unit-lineage.ts';

export const orgUnitFields: Fields<UnitRow> = {
  id: ({ unit }) => globalIdOf('OrgUnit', sql`${unit}.id`),
  code: ({ unit }) => sql`${unit}.code`,
  version: ({ unit, isChild }) =>
    isChild ? sql`(SELECT version FROM unit WHERE unit.id = ${unit}.id)` : sql`${unit}.version`,
  ...namedUnit(({ version }: UnitRow) => version),
  period: ({ unit, at }, field, compiler) => {
    const life = compiler.alias('l');
    const period = { from: sql`${life}.valid_from`, until: sql`${life}.valid_to` };
    return compiler.object(
      'Period',
      period,
      field,
      sql`unit_life ${life} WHERE ${life}.unit_id = ${unit}.id AND ${known(life, at)}`,
    );
  },
  parent: (row, field, compiler) => {
    const { unit, from } = liveUnits(compiler, row.at);
    const relation = compiler.alias('r');
    const joined = sql`${from} JOIN unit_relation ${relation} ON ${relation}.parent_id = ${unit.unit}.id`;
    return compiler.object(
      'OrgUnit',
      unit,
      field,
      sql`${joined} WHERE ${isChild(relation, row)} AND ${relation}.kind = 'ESTABLISHMENT'`,
    );
  },
  parents: (row, field, compiler) => {
    const relation = compiler.alias('r');
    const { relation: kind } = field.args as { relation?: string };
    const wanted = kind ? sql` AND ${relation}.kind = ${kind}::relation_kind` : sql``;
    const seen = seesUnit(compiler, sql`${relation}.parent_id`, row.at.asOf);
    const from = sql`unit_relation ${relation} WHERE ${isChild(relation, row)}${wanted} AND ${seen}`;
    return compiler.list('OrgRelation', { row: relation, at: row.at }, field, { from, order: sql`${relation}.kind` });
  },
  children: (row, field, compiler) => {
    const isKept = row.at.knownAt === null && relationOf(field) === 'ESTABLISHMENT';
    const { unit, from } = isKept
      ? childUnits(compiler, sql`${row.unit}.id`, row.at)
      : related(compiler, row, relationOf(field));
    return compiler.list('OrgUnit', unit, field, {
      from: sql.join([from, ...kindsOf(field, unit)], sql` AND `),
      order: sql`${inVietnamese(sql`${unit.version}.name`)}, ${unit.unit}.code`,
    });
  },
  descendants: (row, field, compiler) =>
    unitPage(compiler, field, {
      at: row.at,
      within: below(sql`${row.unit}.id`, row.at, relationOf(field)),
    }),
  territories: (row, field, compiler) => {
    const service = compiler.alias('s');
    const { territory, from } = nearestTerritory(compiler, row.at, sql`${service}.territory_id`);
    const receives = sql`${service}.unit_id = ${row.unit}.id AND ${valid(service, row.at)}`;
    return compiler.list('Territory', territory, field, {
      from: sql`service_territory ${service} CROSS JOIN LATERAL ${from} WHERE ${receives}`,
      order: sql`${territory.version}.code`,
    });
  },
  seat: (row, field, compiler) => {
    const site = compiler.alias('p');
    const use = compiler.alias('x');
    const from = sql`site ${site} JOIN unit_site ${use} ON ${use}.site_id = ${site}.id WHERE ${use}.unit_id = ${row.unit}.id AND ${use}.role = 'SEAT' AND ${valid(use, row.at)}`;
    return compiler.object('Site', { row: site, at: row.at }, field, from);
  },
  headcount: (row, field, compiler) => headcountOf(compiler, field, row),
  leaders: ({ unit, at }, field, compiler) => {
    const row = compiler.alias('l');
    const from = sql`leadership ${row} WHERE ${row}.unit_id = ${unit}.id AND ${valid(row, at)}`;
    return compiler.list('Appointment', { row, at }, field, {
      from,
      order: sql`${row}.role, ${row}.valid_from, ${row}.id`,
    });
  },
  seals: ({ unit, at, isChild }, field, compiler) => {
    const seals = thingsOfUnit(compiler, field, { type: 'Seal', unit, at });
    return isChild ? sql`CASE WHEN ${unit}.has_seals THEN ${seals} ELSE '[]'::json END` : seals;
  },
  signboards: ({ unit, at }, field, compiler) => thingsOfUnit(compiler, field, { type: 'Signboard', unit, at }),
  bankAccounts: ({ unit, at }, field, compiler) => thingsOfUnit(compiler, field, { type: 'BankAccount', unit, at }),
  handovers: ({ unit, at }, field, compiler) => thingsOfUnit(compiler, field, { type: 'Handover', unit, at }),
  premises: ({ unit, at }, field, compiler) => premisesOfUnit(compiler, field, { unit, at }),
  equipmentNeeds: ({ unit, at }, field, compiler) => thingsOfUnit(compiler, field, { type: 'EquipmentNeed', unit, at }),
  readiness: ({ unit, at }, field, compiler) => readinessOfUnit(compiler, field, { unit, at }),
  viewerCan: ({ unit, at }, _field, compiler) => capabilityFacts(compiler, { units: sql`${unit}.id`, at }),
  predecessors: (row, field, compiler) => unitLineage(compiler, field, { row, towards: 'predecessors' }),
  successors: (row, field, compiler) => unitLineage(compiler, field, { row, towards: 'successors' }),
  history: (row, field, compiler) => {
    const version = compiler.alias('v');
    const { corrections } = field.args as { corrections?: boolean };
    const believed = corrections ? everKnown(version, row.at) : known(version, row.at);
    const from = sql`unit_version ${version} WHERE ${version}.unit_id = ${row.unit}.id AND ${believed}`;
    return compiler.list('UnitVersion', { row: version, at: row.at }, field, {
      from,
      order: sql`${version}.valid_from, ${version}.recorded_at, ${version}.id`,
    });
  },
};

const isChild = (relation: SQL, { unit, at }: UnitRow): SQL =>
  sql`${relation}.child_id = ${unit}.id AND ${valid(relation, at)}`;

/** Units that stand directly under one in some respect. */
function related(compiler: Compiler, { unit: parent, at }: UnitRow, kind: string): { unit: UnitRow; from: SQL } {
  const { unit, from } = liveUnits(compiler, at);
  const relation = compiler.alias('r');
  const isUnder = sql`${relation}.child_id = ${unit.unit}.id AND ${relation}.parent_id = ${parent}.id AND ${relation}.kind = ${kind}::relation_kind`;
  return { unit, from: sql`${from} JOIN unit_relation ${relation} ON ${isUnder} AND ${valid(relation, at)}` };
}

const relationOf = ({ args }: SelectedField): string => String(args.relation ?? 'ESTABLISHMENT');

/** Kinds stand in the statement itself: there are few centers and many points, so the best plan depends on it. */
function kindsOf(field: SelectedField, unit: UnitRow): SQL[] {
  const { kinds } = field.args as { kinds?: readonly string[] | null };
  return kinds
    ? [sql`${unit.version}.kind = ANY ('{${sql.raw(kinds.filter(isUnitKind).join(','))}}'::unit_kind[])`]
    : [];
}

const isUnitKind = (kind: string): boolean => UNIT_KINDS.some((known) => known === kind);

/** What a row of `unit_version`, found by its alias, says of the unit. */
export function namedUnit<Row>(version: (row: Row) => SQL): Fields<Row> {
  return {
    name: (row) => sql`${version(row)}.name`,
    shortName: (row) => sql`${version(row)}.short_name`,
    kind: (row) => sql`${version(row)}.kind`,
    branchType: (row) => sql`${version(row)}.branch_type`,
    rank: (row) => sql`${version(row)}.rank`,
    entitlements: (row, field, compiler) => compiler.part('Entitlements', version(row), field),
  };
}

export const entitlementsFields: Fields<SQL> = {
  seal: (version) => sql`${version}.own_seal`,
  account: (version) => sql`${version}.own_account`,
  independentAccounting: (version) => sql`${version}.independent_accounting`,
};

/** A row of `unit_relation`, seen from the child. */
export const parentFields: Fields<DatedRow> = {
  relation: ({ row }) => sql`${row}.kind`,
  unit: ({ row, at }, field, compiler) => {
    const { unit, from } = liveUnits(compiler, at);
    return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.id = ${row}.parent_id`);
  },
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  untilEvent: ({ row }) => sql`${row}.until_event`,
  event: (row, field, compiler) => changeOf(compiler, field, { row, column: 'change_id' }),
};

/** A row of `unit_version`. */
export const versionFields: Fields<DatedRow> = {
  ...namedUnit(({ row }: DatedRow) => row),
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
  // At an instant of the past nobody knew yet that the belief would end.
  supersededAt: ({ row, at }) =>
    at.knownAt === null
      ? instantText(sql`${row}.superseded_at`)
      : instantText(sql`(CASE WHEN ${row}.superseded_at <= ${at.knownAt} THEN ${row}.superseded_at END)`),
  event: (row, field, compiler) => changeOf(compiler, field, { row, column: 'change_id' }),
};

/** Units of a day, filtered by what the field's arguments ask, page by page in Vietnamese order. */
export function unitPage(
  compiler: Compiler,
  field: SelectedField,
  { at, within }: { at: At; within: SQL | null },
): SQL {
  const candidates = liveUnits(compiler, at);
  const shown = liveUnits(compiler, at).unit;
  const conditions = [
    ...(within ? [sql`${candidates.unit.unit}.id IN ${within}`] : []),
    ...kindsOf(field, candidates.unit),
  ];
  const matching = waysToFind(field, candidates.unit).map((way) => {
    const all = [...conditions, ...way];
    return sql`SELECT ${candidates.unit.unit}.id, ${candidates.unit.version}.id AS version_id, ${candidates.unit.version}.name, ${candidates.unit.unit}.code
      FROM ${candidates.from} ${all.length > 0 ? sql`WHERE ${sql.join(all, sql` AND `)}` : sql``}`;
  });
  return connection(compiler, field, {
    type: 'OrgUnit',
    row: shown,
    matching: sql.join(matching, sql` UNION ALL `),
    from: sql`page JOIN unit ${shown.unit} ON ${shown.unit}.id = page.id JOIN unit_version ${shown.version} ON ${shown.version}.id = page.version_id`,
  });
}

/** By every word somewhere in the name, without diacritics; else by the beginning of the code. Each has an index of its own. */
function waysToFind(field: SelectedField, { unit, version }: UnitRow): SQL[][] {
  const text = typed(field.args.search);
  if (text === '') return [[]];
  const isNamed = holdsWords(sql`${version}.search_text`, text);
  // No code has a character after Z.
  const isCoded = sql`${unit}.code COLLATE "C" >= upper(${text}) AND ${unit}.code COLLATE "C" < upper(${text}) || '~' AND ${unit}.code LIKE upper(${text}) || '%'`;
  return [[isNamed], [isCoded, sql`NOT ${isNamed}`]];
}
