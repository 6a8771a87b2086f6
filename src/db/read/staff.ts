import { type SQL, sql } from 'drizzle-orm';
import { PERSON_KEY } from '../../domain/personal-read.ts';
import { type At, everKnown, instantText, known, valid } from './at.ts';
import { capabilityFacts } from './capability.ts';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { liveUnits } from './nearest.ts';
import { instrumentById, staffById, unitById } from './reference.ts';
import type { DatedRow, StaffRow } from './rows.ts';
import { seesUnitBetween } from './scope.ts';
import { secondmentFrom } from './secondment.ts';
import type { SelectedField } from './selection.ts';
import { homeOn, signaturesOf } from './signature.ts';
import { transferFrom } from './transfer.ts';

/** The unit where a person works on the day: by the strongest basis there is. */
const workplaceOf = (staff: SQL, at: At): SQL => sql`(
  SELECT there.unit_id FROM workplace there WHERE there.staff_id = ${staff} AND there.basis <> 'ADDITIONAL' AND ${valid(sql`there`, at)}
  ORDER BY there.basis DESC LIMIT 1)`;

/** The point of a row, or another day of it where the field asks for one. */
const pointOf = ({ args }: SelectedField, at: At): At =>
  typeof args.asOf === 'string' ? { ...at, asOf: sql`${args.asOf}::date` } : at;

/** A dated fact about a person and a unit is one of the caller's scope on some day of it. */
const seesFact = (compiler: Compiler, row: SQL): SQL =>
  seesUnitBetween(compiler, sql`${row}.unit_id`, { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` });

const periodOf = (row: SQL) => ({ from: sql`${row}.valid_from`, until: sql`${row}.valid_to` });

/** What a row of `staff_version` says of a person. */
const described = <Row>(version: (row: Row) => SQL): Fields<Row> => ({
  name: (row) => sql`${version(row)}.name`,
  category: (row) => sql`${version(row)}.category`,
  protected: (row) => sql`${version(row)}.protected`,
});

export const staffFields: Fields<StaffRow> = {
  id: ({ staff }) => globalIdOf('Staff', sql`${staff}.id`),
  code: ({ staff }) => sql`${staff}.code`,
  [PERSON_KEY]: ({ staff }) => sql`${staff}.code`,
  version: ({ staff }) => sql`${staff}.version`,
  ...described(({ version }: StaffRow) => version),
  period: ({ staff, at }, field, compiler) => {
    const row = compiler.alias('e');
    const from = sql`(SELECT min(valid_from) AS valid_from, max(valid_to) AS valid_to FROM staff_version v WHERE v.staff_id = ${staff}.id AND ${known(sql`v`, at)}) AS ${row}`;
    return compiler.object('Period', periodOf(row), field, from);
  },
  payrollHome: ({ staff, at }, field, compiler) => {
    const point = pointOf(field, at);
    return unitOn(compiler, field, { id: homeOn(sql`${staff}.id`, point), at: point });
  },
  workplace: ({ staff, at }, field, compiler) => {
    const point = pointOf(field, at);
    return unitOn(compiler, field, { id: workplaceOf(sql`${staff}.id`, point), at: point });
  },
  payroll: ({ staff, at }, field, compiler) => {
    const row = compiler.alias('p');
    const from = sql`payroll ${row} WHERE ${row}.staff_id = ${staff}.id AND ${known(row, at)} AND ${seesFact(compiler, row)}`;
    return compiler.list('PayrollPeriod', { row, at }, field, { from, order: sql`${row}.valid_from` });
  },
  workplaces: ({ staff, at }, field, compiler) => {
    const row = compiler.alias('w');
    const from = sql`workplace ${row} WHERE ${row}.staff_id = ${staff}.id AND ${known(row, at)} AND ${seesFact(compiler, row)}`;
    return compiler.list('Workplace', { row, at }, field, {
      from,
      order: sql`${row}.valid_from, ${row}.basis, ${row}.id`,
    });
  },
  appointments: ({ staff, at }, field, compiler) => {
    const row = compiler.alias('l');
    const from = sql`leadership ${row} WHERE ${row}.staff_id = ${staff}.id AND ${valid(row, at)} AND ${seesFact(compiler, row)}`;
    return compiler.list('Appointment', { row, at }, field, { from, order: sql`${row}.valid_from, ${row}.id` });
  },
  secondment: ({ staff, at }, field, compiler) => {
    const { row, from } = secondmentFrom(compiler, at);
    const now = sql`EXISTS (SELECT FROM workplace w WHERE w.secondment_id = ${row.secondment}.id AND ${valid(sql`w`, at)})`;
    return compiler.object(
      'Secondment',
      row,
      field,
      sql`${from} WHERE ${row.secondment}.staff_id = ${staff}.id AND ${now}`,
    );
  },
  secondments: ({ staff, at }, field, compiler) => {
    const { row, from } = secondmentFrom(compiler, at);
    return compiler.list('Secondment', row, field, {
      from: sql`${from} WHERE ${row.secondment}.staff_id = ${staff}.id`,
      order: sql`${row.secondment}.from_day, ${row.secondment}.id`,
    });
  },
  transfers: ({ staff, at }, field, compiler) => {
    const { row, from } = transferFrom(compiler, at);
    return compiler.list('Transfer', row, field, {
      from: sql`${from} WHERE ${row.transfer}.staff_id = ${staff}.id`,
      order: sql`${row.transfer}.on_day, ${row.transfer}.id`,
    });
  },
  digitalSignature: ({ staff, at }, field, compiler) => {
    const row = compiler.alias('g');
    const from = sql`digital_signature ${row} WHERE ${row}.staff_id = ${staff}.id AND ${valid(row, at)} ORDER BY ${row}.valid_from DESC LIMIT 1`;
    return compiler.object('DigitalSignature', { row, at }, field, from);
  },
  digitalSignatures: ({ staff, at }, field, compiler) => signaturesOf(compiler, field, { staff, at }),
  viewerCan: ({ staff, version, at }, _field, compiler) =>
    capabilityFacts(compiler, {
      units: sql`SELECT unit_id FROM payroll h WHERE h.staff_id = ${staff}.id AND ${valid(sql`h`, at)}
        UNION ALL SELECT unit_id FROM workplace h WHERE h.staff_id = ${staff}.id AND ${valid(sql`h`, at)}`,
      at,
      facts: { protected: sql`${version}.protected` },
    }),
  history: ({ staff, at }, field, compiler) => {
    const row = compiler.alias('v');
    const believed = field.args.corrections ? everKnown(row, at) : known(row, at);
    const from = sql`staff_version ${row} WHERE ${row}.staff_id = ${staff}.id AND ${believed}`;
    return compiler.list('StaffVersion', { row, at }, field, {
      from,
      order: sql`${row}.valid_from, ${row}.recorded_at, ${row}.id`,
    });
  },
};

function unitOn(compiler: Compiler, field: SelectedField, { id, at }: { id: SQL; at: At }): SQL {
  const { unit, from } = liveUnits(compiler, at);
  return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.id = ${id}`);
}

/** The unit of a dated fact, as it is on its first day. */
const unitOfFact = ({ row, at }: DatedRow, field: SelectedField, compiler: Compiler): SQL =>
  unitById(compiler, field, { id: sql`${row}.unit_id`, at: { ...at, asOf: sql`${row}.valid_from` } });

const instrumentOfFact = ({ row, at }: DatedRow, field: SelectedField, compiler: Compiler): SQL =>
  instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at });

const period: Fields<DatedRow> = {
  period: ({ row }, field, compiler) => compiler.part('Period', periodOf(row), field),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

export const staffVersionFields: Fields<DatedRow> = {
  ...described(({ row }: DatedRow) => row),
  ...period,
  note: ({ row }) => sql`${row}.note`,
  instrument: instrumentOfFact,
  supersededAt: ({ row, at }) =>
    at.knownAt === null
      ? instantText(sql`${row}.superseded_at`)
      : instantText(sql`(CASE WHEN ${row}.superseded_at <= ${at.knownAt} THEN ${row}.superseded_at END)`),
};

export const payrollPeriodFields: Fields<DatedRow> = {
  unit: unitOfFact,
  category: ({ row }) => sql`${row}.category`,
  ...period,
  instrument: instrumentOfFact,
};

export const workplaceFields: Fields<DatedRow> = {
  unit: unitOfFact,
  basis: ({ row }) => sql`${row}.basis`,
  counter: ({ row }) => sql`${row}.counter`,
  ...period,
  instrument: instrumentOfFact,
};

/** A row of `workplace` that comes from an assignment. */
export const assignmentFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('Assignment', sql`${row}.assignment_id`),
  staff: ({ row, at }, field, compiler) => staffById(compiler, field, { id: sql`${row}.staff_id`, at }),
  ...workplaceFields,
  primary: ({ row }) => sql`${row}.basis <> 'ADDITIONAL'`,
  decidedBy: ({ row, at }, field, compiler) =>
    unitById(compiler, field, {
      id: sql`(SELECT decided_by_id FROM assignment a WHERE a.id = ${row}.assignment_id)`,
      at,
    }),
};

/** The days of an assignment that is believed, the first of them where it has several. */
export function assignmentFrom(compiler: Compiler, { id, at }: { id: SQL; at: At }): { row: DatedRow; from: SQL } {
  return factOf(compiler, { table: sql`workplace`, column: sql`assignment_id`, id, at });
}

/** The days of an appointment that is believed. */
export function appointmentFrom(compiler: Compiler, { id, at }: { id: SQL; at: At }): { row: DatedRow; from: SQL } {
  return factOf(compiler, { table: sql`leadership`, column: sql`appointment_id`, id, at });
}

function factOf(
  compiler: Compiler,
  { table, column, id, at }: { table: SQL; column: SQL; id: SQL; at: At },
): { row: DatedRow; from: SQL } {
  const row = compiler.alias('f');
  const from = sql`(SELECT * FROM ${table} f WHERE f.${column} = ${id} AND ${known(sql`f`, at)} AND ${seesFact(compiler, sql`f`)} ORDER BY f.valid_from LIMIT 1) AS ${row}`;
  return { row: { row, at }, from };
}

/** A row of `leadership`. */
export const appointmentFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('Appointment', sql`${row}.appointment_id`),
  staff: ({ row, at }, field, compiler) => staffById(compiler, field, { id: sql`${row}.staff_id`, at }),
  unit: unitOfFact,
  role: ({ row }) => sql`${row}.role`,
  concurrent: ({ row }) => sql`${row}.concurrent`,
  ...period,
  instrument: instrumentOfFact,
  decidedBy: ({ row, at }, field, compiler) =>
    unitById(compiler, field, {
      id: sql`(SELECT decided_by_id FROM appointment a WHERE a.id = ${row}.appointment_id)`,
      at,
    }),
};

/** Something that could be done instead, as JSON. */
export const assignmentAlternativeFields: Fields<DatedRow> = {
  kind: ({ row }) => sql`${row} ->> 'kind'`,
  unit: ({ row, at }, field, compiler) => {
    const on = { ...at, asOf: sql`(${row} ->> 'from')::date` };
    return unitById(compiler, field, { id: sql`(SELECT id FROM unit WHERE code = ${row} ->> 'unit')`, at: on });
  },
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`(${row} ->> 'from')::date`, until: sql`(${row} ->> 'until')::date` }, field),
  code: ({ row }) => sql`${row} ->> 'code'`,
};
