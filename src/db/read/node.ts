import { type SQL, sql } from 'drizzle-orm';
import { type NodeType, TYPE_KEY } from '../../domain/global-id.ts';
import type { ThingType } from '../../domain/thing.ts';
import { type At, known } from './at.ts';
import { asObject, type Compiler } from './compiler.ts';
import { counterWhere } from './counter.ts';
import { liveStaff, liveUnits, nearestTerritory } from './nearest.ts';
import { ofGoverning, phaseFrom, planFrom } from './plan.ts';
import { waiverFrom } from './policy.ts';
import { recordedBy } from './reference.ts';
import type { Rows } from './rows.ts';
import { everSees, isGovernedBy } from './scope.ts';
import { secondmentFrom } from './secondment.ts';
import type { SelectedField } from './selection.ts';
import { appointmentFrom, assignmentFrom } from './staff.ts';
import { taskFrom } from './task.ts';
import { thingFrom } from './thing.ts';
import { transferFrom } from './transfer.ts';

type ReadNode = (compiler: Compiler, field: SelectedField, by: { id: number | SQL; at: At }) => SQL;

const readThing =
  (type: ThingType): ReadNode =>
  (compiler, field, { id, at }) => {
    const { row, from } = thingFrom(compiler, type, at);
    return node(compiler, field, { type, row, from: sql`${from} WHERE ${row.thing}.id = ${id}` });
  };

/** How a node of each type is read by its database id. */
export const nodes: Record<NodeType, ReadNode> = {
  OrgUnit: (compiler, field, { id, at }) => {
    const { unit, from } = liveUnits(compiler, at);
    return node(compiler, field, { type: 'OrgUnit', row: unit, from: sql`${from} WHERE ${unit.unit}.id = ${id}` });
  },
  Territory: (compiler, field, { id, at }) => {
    const { territory, from } = nearestTerritory(compiler, at, sql`${id}::bigint`);
    return node(compiler, field, { type: 'Territory', row: territory, from });
  },
  LegalInstrument: (compiler, field, { id, at }) => {
    const row = compiler.alias('i');
    const recorded = at.knownAt === null ? sql`` : sql` AND ${row}.recorded_at <= ${at.knownAt}`;
    const from = sql`legal_instrument ${row} WHERE ${row}.id = ${id}${recorded}`;
    return node(compiler, field, { type: 'LegalInstrument', row: { row, at }, from });
  },
  ChangeEvent: (compiler, field, { id, at }) => {
    const row = compiler.alias('e');
    const from = sql`change_event ${row} WHERE ${row}.id = ${id} AND ${recordedBy(row, at)} AND ${seesChange(compiler, row)}`;
    return node(compiler, field, { type: 'ChangeEvent', row: { row, at }, from });
  },
  Plan: (compiler, field, { id, at }) => {
    const { row, from } = planFrom(compiler, at);
    return node(compiler, field, { type: 'Plan', row, from: sql`${from} WHERE ${row.plan}.id = ${id}` });
  },
  Phase: (compiler, field, { id, at }) => {
    const { row, from } = phaseFrom(compiler, at);
    return node(compiler, field, { type: 'Phase', row, from: sql`${from} WHERE ${row.phase}.id = ${id}` });
  },
  PlannedChange: (compiler, field, { id, at }) => {
    const row = compiler.alias('c');
    const planId = sql`(SELECT phase.plan_id FROM phase WHERE phase.id = ${row}.phase_id)`;
    const from = sql`planned_change ${row} WHERE ${row}.id = ${id} AND ${known(row, at)}${ofGoverning(compiler, planId)}`;
    return node(compiler, field, { type: 'PlannedChange', row: { row, at }, from });
  },
  Task: (compiler, field, { id, at }) => {
    const { row, from } = taskFrom(compiler, at);
    return node(compiler, field, { type: 'Task', row, from: sql`${from} WHERE ${row.task}.id = ${id}` });
  },
  Policy: (compiler, field, { id, at }) => {
    const row = compiler.alias('y');
    const seen = sql`(${row}.scope_id IS NULL OR ${isGovernedBy(compiler, sql`${row}.scope_id`)})`;
    const from = sql`policy ${row} WHERE ${row}.id = ${id} AND ${known(row, at)} AND ${seen}`;
    return node(compiler, field, { type: 'Policy', row: { row, at }, from });
  },
  Staff: (compiler, field, { id, at }) => {
    const { row, from } = liveStaff(compiler, at);
    return node(compiler, field, { type: 'Staff', row, from: sql`${from} WHERE ${row.staff}.id = ${id}` });
  },
  Assignment: (compiler, field, { id, at }) => {
    const { row, from } = assignmentFrom(compiler, { id: sql`${id}`, at });
    return node(compiler, field, { type: 'Assignment', row, from });
  },
  Appointment: (compiler, field, { id, at }) => {
    const { row, from } = appointmentFrom(compiler, { id: sql`${id}`, at });
    return node(compiler, field, { type: 'Appointment', row, from });
  },
  Transfer: (compiler, field, { id, at }) => {
    const { row, from } = transferFrom(compiler, at);
    return node(compiler, field, { type: 'Transfer', row, from: sql`${from} WHERE ${row.transfer}.id = ${id}` });
  },
  Secondment: (compiler, field, { id, at }) => {
    const { row, from } = secondmentFrom(compiler, at);
    return node(compiler, field, { type: 'Secondment', row, from: sql`${from} WHERE ${row.secondment}.id = ${id}` });
  },
  Quota: (compiler, field, { id, at }) => {
    const row = compiler.alias('q');
    const from = sql`quota ${row} WHERE ${row}.id = ${id} AND ${known(row, at)} AND ${everSees(compiler, sql`${row}.unit_id`)}`;
    return node(compiler, field, { type: 'Quota', row: { row, at }, from });
  },
  Seal: readThing('Seal'),
  Signboard: readThing('Signboard'),
  BankAccount: readThing('BankAccount'),
  Handover: readThing('Handover'),
  EquipmentNeed: readThing('EquipmentNeed'),
  Site: (compiler, field, { id, at }) => {
    const row = compiler.alias('p');
    return node(compiler, field, {
      type: 'Site',
      row: { row, at },
      from: sql`site ${row} WHERE ${row}.id = ${id} AND ${recordedBy(row, at)} AND ${seesSite(compiler, row)}`,
    });
  },
  Counter: (compiler, field, { id, at }) => {
    const { row, from } = counterWhere(compiler, at, (version) => sql`${version}.counter_id = ${id}`);
    return node(compiler, field, { type: 'Counter', row, from });
  },
  Waiver: (compiler, field, { id, at }) => {
    const { row, from } = waiverFrom(compiler, at);
    return node(compiler, field, { type: 'Waiver', row, from: sql`${from} WHERE ${row.waiver}.id = ${id}` });
  },
};

/** An act by which something about a unit of the caller's scope was recorded. */
function seesChange(compiler: Compiler, change: SQL): SQL {
  if (compiler.scope === null) return sql`true`;
  const written = (table: string, column: string, unit = 'unit_id') =>
    sql`SELECT ${sql.raw(unit)} AS unit_id FROM ${sql.raw(table)} WHERE ${sql.raw(column)} = ${change}.id`;
  const units = [
    written('unit_version', 'change_id'),
    written('unit_life', 'opened_by'),
    written('unit_life', 'closed_by'),
    written('unit_relation', 'change_id', 'child_id'),
    written('service_territory', 'change_id'),
  ];
  return sql`EXISTS (SELECT FROM (${sql.join(units, sql` UNION ALL `)}) AS touched WHERE ${everSees(compiler, sql`touched.unit_id`)})`;
}

/** A place that the caller's scope ever held, or that nobody did. */
function seesSite(compiler: Compiler, site: SQL): SQL {
  if (compiler.scope === null) return sql`true`;
  const holders = sql`(SELECT unit_id FROM premises WHERE site_id = ${site}.id UNION ALL SELECT unit_id FROM unit_site WHERE site_id = ${site}.id)`;
  return sql`(NOT EXISTS ${holders} OR EXISTS (SELECT FROM ${holders} AS held WHERE ${everSees(compiler, sql`held.unit_id`)}))`;
}

/** An object that says of which type it is, even where nothing of that type is selected. */
function node<Type extends NodeType>(
  compiler: Compiler,
  field: SelectedField,
  { type, row, from }: { type: Type; row: Rows[Type]; from: SQL },
): SQL {
  const itsType = sql`${sql.raw(`'${type}'`)} AS ${sql.identifier(TYPE_KEY)}`;
  const columns = field.fields(type).length === 0 ? itsType : sql`${itsType}, ${compiler.row(type, row, field)}`;
  return asObject(sql`SELECT ${columns} FROM ${from}`);
}
