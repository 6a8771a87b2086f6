import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { StaffDelta } from '../../domain/personnel/personnel.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { codesGiven, codesIn, given } from '../json.ts';
import { type FactTable, insertAllFacts, PERIOD, plain, supersedeAll, unitId } from './facts.ts';
import { refreshStatistics } from './statistics.ts';

/**
 * Takes the rows of people in one order (by id), so that writers of the same people wait for each other and none
 * deadlock. People come before units.
 */
export async function lockStaff(tx: Transaction, codes: readonly string[]): Promise<void> {
  await lockedStaff(tx, { codes: JSON.stringify(codes) });
}

const lockedStaff = fixed(
  () => sql`SELECT id FROM staff WHERE code = ANY (ARRAY${codesGiven('codes')}) ORDER BY id FOR NO KEY UPDATE`,
);

const period = sql`'from', f.valid_from, 'until', f.valid_to`;
const unitOf = sql`(SELECT code FROM unit WHERE id = f.unit_id)`;
const FACTS = {
  versions: sql`json_build_object('id', f.id, ${period}, 'name', f.name, 'category', f.category, 'protected', f.protected,
      'instrument', f.instrument_id, 'note', f.note)`,
  payroll: sql`json_build_object('id', f.id, ${period}, 'unit', ${unitOf}, 'category', f.category, 'instrument', f.instrument_id,
      'transfer', f.transfer_id, 'change', f.change_id)`,
  workplaces: sql`json_build_object('id', f.id, ${period}, 'unit', ${unitOf}, 'basis', f.basis, 'counter', f.counter,
      'assignment', f.assignment_id, 'secondment', f.secondment_id, 'instrument', f.instrument_id, 'transfer', f.transfer_id, 'change', f.change_id)`,
  signatures: sql`json_build_object('id', f.id, ${period}, 'serial', f.serial, 'issuer', f.issuer, 'revoked', f.revoked)`,
  leaderships: sql`json_build_object('id', f.id, ${period}, 'appointment', f.appointment_id, 'unit', ${unitOf}, 'role', f.role,
      'concurrent', f.concurrent, 'instrument', f.instrument_id)`,
} as const;

/** Everything believed about some people, by their codes; one statement, however many. */
export async function loadStaff(tx: Transaction, codes: readonly string[]): Promise<StaffFacts[]> {
  return (await loadedStaff(tx, { codes: JSON.stringify(codes) })) as unknown as StaffFacts[];
}

const loadedStaff = fixed(() => people(sql`SELECT id, code, version FROM staff WHERE code IN ${codesGiven('codes')}`));

/** People who are counted, work or lead at one of some units on a day or later, their rows taken. */
const ofUnits = (units: readonly string[], on: Day): SQL => {
  const there = sql`unit_id IN (SELECT id FROM unit WHERE code IN ${codesIn(units)}) AND superseded_at = 'infinity' AND valid_to > ${on}`;
  return sql`SELECT id, code, version FROM staff WHERE id IN (
    SELECT staff_id FROM payroll WHERE ${there} UNION SELECT staff_id FROM workplace WHERE ${there} UNION SELECT staff_id FROM leadership WHERE ${there})
    ORDER BY id FOR NO KEY UPDATE`;
};

/** Takes the rows of those who are at some units on a day or later. */
export async function lockStaffOfUnits(tx: Transaction, units: readonly string[], on: Day): Promise<void> {
  await tx.execute(ofUnits(units, on));
}

/** Everything believed about those who are at some units on a day or later. */
export async function loadStaffOfUnits(tx: Transaction, units: readonly string[], on: Day): Promise<StaffFacts[]> {
  return (await tx.execute<Record<string, unknown>>(people(ofUnits(units, on)))) as unknown as StaffFacts[];
}

/** Everything believed about those in `wanted`, as a query within a statement: an index is asked for each of them. */
export function factsOfWanted(): SQL {
  const kinds = Object.entries(FACTS) as [keyof typeof FACTS, SQL][];
  const lists = kinds.map(
    ([kind, fact]) => sql`(
      SELECT coalesce(json_agg(${fact} ORDER BY f.valid_from), '[]') FROM ${sql.identifier(TABLES[kind].table)} AS f
      WHERE f.staff_id = wanted.id AND f.superseded_at = 'infinity') AS ${sql.identifier(kind)}`,
  );
  return sql`SELECT wanted.id::int, wanted.code, wanted.version::int, ${sql.join(lists, sql`, `)} FROM wanted ORDER BY wanted.id`;
}

const people = (wanted: SQL): SQL => sql`WITH wanted AS MATERIALIZED (${wanted}) ${factsOfWanted()}`;

/** From how many rows on a write counts as a bulk load. */
const MANY_ROWS = 500;

const staffId = sql`(SELECT id FROM staff WHERE code = n ->> 'staff')`;

/** The id of what a fact refers to; a placeholder below zero is the record that this transaction made last. */
const latest = (kind: 'assignment' | 'appointment'): SQL => sql`CASE WHEN (n ->> ${sql.raw(`'${kind}'`)})::bigint < 0
  THEN currval(${sql.raw(`'${kind}_id_seq'`)}) ELSE (n ->> ${sql.raw(`'${kind}'`)})::bigint END`;

/** Where each kind of fact goes. */
const TABLES: { [K in Exclude<keyof StaffDelta, 'newStaff'>]: FactTable } = {
  versions: {
    table: 'staff_version',
    values: {
      staff_id: staffId,
      ...PERIOD,
      name: plain('name', 'text'),
      category: plain('category', 'staff_category'),
      protected: plain('protected', 'boolean'),
      instrument_id: plain('instrument', 'bigint'),
      note: plain('note', 'text'),
    },
  },
  payroll: {
    table: 'payroll',
    values: {
      staff_id: staffId,
      unit_id: unitId('unit'),
      category: plain('category', 'staff_category'),
      ...PERIOD,
      instrument_id: plain('instrument', 'bigint'),
      transfer_id: plain('transfer', 'bigint'),
      change_id: plain('change', 'bigint'),
    },
  },
  workplaces: {
    table: 'workplace',
    values: {
      staff_id: staffId,
      unit_id: unitId('unit'),
      basis: plain('basis', 'workplace_basis'),
      counter: plain('counter', 'text'),
      ...PERIOD,
      assignment_id: latest('assignment'),
      secondment_id: plain('secondment', 'bigint'),
      instrument_id: plain('instrument', 'bigint'),
      transfer_id: plain('transfer', 'bigint'),
      change_id: plain('change', 'bigint'),
    },
  },
  signatures: {
    table: 'digital_signature',
    values: {
      staff_id: staffId,
      serial: plain('serial', 'text'),
      issuer: plain('issuer', 'text'),
      revoked: plain('revoked', 'boolean'),
      ...PERIOD,
    },
  },
  leaderships: {
    table: 'leadership',
    values: {
      appointment_id: latest('appointment'),
      staff_id: staffId,
      unit_id: unitId('unit'),
      role: plain('role', 'leader_role'),
      concurrent: plain('concurrent', 'boolean'),
      ...PERIOD,
      instrument_id: plain('instrument', 'bigint'),
    },
  },
};

const insertedStaff = fixed(
  () => sql`INSERT INTO staff (code) SELECT value FROM jsonb_array_elements_text(${given('codes')})`,
);

const toldHeadcount = fixed(() => sql`SELECT tell_unit_headcount()`);

/**
 * Writes what verbs did to people: beliefs end first, then the new facts, by one statement each. Both are sent before it
 * waits.
 */
export async function writeStaffDelta(tx: Transaction, delta: StaffDelta): Promise<void> {
  const kinds = Object.entries(TABLES) as [keyof typeof TABLES, FactTable][];
  await Promise.all([
    delta.newStaff.length > 0 && insertedStaff(tx, { codes: JSON.stringify(delta.newStaff) }),
    supersedeAll(
      tx,
      kinds.map(([kind, { table }]) => ({ table, superseded: delta[kind].superseded })),
    ),
    insertAllFacts(
      tx,
      kinds.map(([kind, into]) => ({ into, added: delta[kind].added })),
    ),
    // Who only goes is otherwise told at the end of the transaction, after what its payload shows was read.
    delta.payroll.superseded.length > 0 && delta.payroll.added.length === 0 && toldHeadcount(tx),
  ]);
  // After very many rows the statistics that plans were made from are wrong by orders of magnitude: the checks at commit
  // would scan whole tables for each person.
  if (kinds.some(([kind]) => delta[kind].added.length >= MANY_ROWS))
    await refreshStatistics(tx, [
      'staff',
      'staff_version',
      'payroll',
      'workplace',
      'leadership',
      'digital_signature',
      'unit_headcount',
    ]);
}
