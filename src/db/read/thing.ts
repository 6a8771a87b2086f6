import { type SQL, sql } from 'drizzle-orm';
import type { ThingType } from '../../domain/thing.ts';
import { type At, instantText, known, valid } from './at.ts';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { connection } from './connection.ts';
import { phaseFrom } from './plan.ts';
import { instrumentById, unitById } from './reference.ts';
import type { DatedRow, Rows, ThingRow } from './rows.ts';
import { seesUnit } from './scope.ts';
import type { SelectedField } from './selection.ts';
import { treeOf } from './tree.ts';

/** The table of a type of thing; its statuses are in `…_status`, under `…_id`. */
const TABLES: Readonly<Record<ThingType, string>> = {
  Seal: 'seal',
  Signboard: 'signboard',
  BankAccount: 'bank_account',
  Handover: 'handover',
  EquipmentNeed: 'equipment_need',
};
const STEPS = {
  Seal: 'SealStep',
  Signboard: 'SignboardStep',
  BankAccount: 'BankAccountStep',
  Handover: 'HandoverStep',
  EquipmentNeed: 'EquipmentNeedStep',
} as const satisfies Record<ThingType, keyof Rows>;

/** Things of the caller's scope that had begun by the day, each with its status of it; aliases `thing` and `state`. */
export function thingFrom(compiler: Compiler, type: ThingType, at: At): { row: ThingRow; from: SQL } {
  const [thing, state] = [compiler.alias('k'), compiler.alias('s')];
  const [table, statuses, key] = ['', '_status', '_id'].map((end) => sql.identifier(TABLES[type] + end));
  const from = sql`${table} ${thing} JOIN ${statuses} ${state} ON ${state}.${key} = ${thing}.id AND ${valid(state, at)}`;
  if (compiler.scope === null) return { row: { thing, state, at }, from };
  const seen = ownersOf(type, thing).map((owner) => seesUnit(compiler, owner, at.asOf));
  return { row: { thing, state, at }, from: sql`${from} AND (${sql.join(seen, sql` OR `)})` };
}

/** Some things by their ids, in the order in which they were recorded. */
export function thingsById(
  compiler: Compiler,
  type: ThingType,
  { ids, at }: { ids: SQL; at: At },
): { row: ThingRow; from: SQL; order: SQL } {
  const { row, from } = thingFrom(compiler, type, at);
  return { row, from: sql`${from} WHERE ${row.thing}.id IN ${ids}`, order: sql`${row.thing}.id` };
}

/** What every type of thing shows. */
export function thingFields(type: ThingType): Fields<ThingRow> {
  const [statuses, key] = ['_status', '_id'].map((end) => sql.identifier(TABLES[type] + end));
  return {
    id: ({ thing }) => globalIdOf(type, sql`${thing}.id`),
    unit: ({ state, at }, field, compiler) => unitById(compiler, field, { id: sql`${state}.unit_id`, at }),
    phase: ({ thing, at }, field, compiler) => {
      const { row, from } = phaseFrom(compiler, at);
      return compiler.object('Phase', row, field, sql`${from} WHERE ${row.phase}.id = ${thing}.phase_id`);
    },
    ...stepFieldsOf(({ state, at }: ThingRow) => ({ row: state, at })),
    since: ({ state }) => sql`${state}.valid_from`,
    steps: ({ thing, at }, field, compiler) => {
      const row = compiler.alias('p');
      const from = sql`${statuses} ${row} WHERE ${row}.${key} = ${thing}.id AND ${known(row, at)}`;
      const order = sql`${row}.valid_from, ${row}.valid_to, ${row}.id`;
      return compiler.list(STEPS[type], { row, at }, field, { from, order });
    },
    recordedAt: ({ thing }) => instantText(sql`${thing}.recorded_at`),
  };
}

/** What is said of every status of a thing. */
const stepFieldsOf = <Row>(of: (row: Row) => DatedRow): Fields<Row> => ({
  status: (row) => sql`${of(row).row}.status`,
  instrument: (row, field, compiler) =>
    instrumentById(compiler, field, { id: sql`${of(row).row}.instrument_id`, at: of(row).at }),
  reference: (row) => sql`${of(row).row}.reference`,
  note: (row) => sql`${of(row).row}.note`,
  assumed: (row) => sql`${of(row).row}.assumed`,
});

/** A row of a thing's statuses. */
export const thingStepFields: Fields<DatedRow> = {
  ...stepFieldsOf((row: DatedRow) => row),
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

interface ThingsArgs {
  unit?: string | null;
  under?: string | null;
  statuses?: readonly string[] | null;
  plan?: string | null;
  phase?: number | null;
}

/** The units a thing is about: the one it belongs to and, where it is handed over, the one that gives it. */
const ownersOf = (type: ThingType, thing: SQL): SQL[] =>
  type === 'Handover' ? [sql`${thing}.receiver_id`, sql`${thing}.giver_id`] : [sql`${thing}.unit_id`];

/** Things of a type on a day, by unit; narrowed by what the arguments ask. */
export function thingPage(compiler: Compiler, field: SelectedField, { type, at }: { type: ThingType; at: At }): SQL {
  const matched = thingFrom(compiler, type, at);
  const shown = thingFrom(compiler, type, at);
  const owners = ownersOf(type, matched.row.thing);
  const conditions = narrowed(field.args as ThingsArgs, { ...matched.row, owners });
  return connection(compiler, field, {
    type,
    row: shown.row,
    matching: sql`SELECT ${matched.row.thing}.id, u.code AS name, lpad(${matched.row.thing}.id::text, 19, '0') AS code
      FROM ${matched.from} JOIN unit u ON u.id = ${matched.row.state}.unit_id WHERE ${sql.join(conditions, sql` AND `)}`,
    from: sql`page JOIN (${shown.from}) ON ${shown.row.thing}.id = page.id`,
  });
}

function narrowed(
  { unit, under, statuses, plan, phase }: ThingsArgs,
  { thing, state, at, owners }: ThingRow & { owners: readonly SQL[] },
): SQL[] {
  const any = (is: (owner: SQL) => SQL) => sql`(${sql.join(owners.map(is), sql` OR `)})`;
  const root = sql`(SELECT id FROM unit WHERE code = ${under})`;
  return [
    sql`true`,
    ...(unit == null ? [] : [any((owner) => sql`${owner} = (SELECT id FROM unit WHERE code = ${unit})`)]),
    ...(under == null ? [] : [any((owner) => sql`${owner} IN ${treeOf(root, at)}`)]),
    ...(statuses == null ? [] : [sql`${state}.status::text = ANY (${`{${statuses.join(',')}}`}::text[])`]),
    ...(plan == null ? [] : [sql`${thing}.plan_id = (SELECT id FROM plan WHERE code = ${plan})`]),
    ...(phase == null ? [] : [sql`${thing}.phase_id IN (SELECT id FROM phase WHERE ordinal = ${phase})`]),
  ];
}

/** Things of a type that a unit has on the day. */
export function thingsOfUnit(
  compiler: Compiler,
  field: SelectedField,
  { type, unit, at }: { type: ThingType; unit: SQL; at: At },
): SQL {
  const { row, from } = thingFrom(compiler, type, at);
  return compiler.list(type, row, field, {
    from: sql`${from} WHERE ${sql.join(
      ownersOf(type, row.thing).map((owner) => sql`${owner} = ${unit}.id`),
      sql` OR `,
    )}`,
    order: sql`${row.thing}.id`,
  });
}
