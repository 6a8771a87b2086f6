import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { StaffDelta } from '../../domain/personnel/personnel.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { codesGiven, codesIn, given } from '../json.ts';
import { type FactTable, insertFacts, PERIOD, plain, supersedeRows, unitId } from './facts.ts';
import { parentsOf } from './relations.ts';
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

/**
 * Takes the rows of units and of those above them that have a quota, by id: what writing payroll will want, taken before
 * record time is fixed by the first write.
 */
export async function lockCountingUnits(tx: Transaction, units: readonly string[]): Promise<void> {
  await lockedCounting(tx, { units: JSON.stringify(units) });
}

const lockedCounting = fixed(
  () => sql`
    SELECT id FROM unit WHERE id = ANY (ARRAY(
      WITH RECURSIVE named AS MATERIALIZED (SELECT id FROM unit WHERE code IN ${codesGiven('units')}),
      above (id) AS (
        SELECT id FROM named UNION SELECT parent_id FROM above CROSS JOIN LATERAL ${parentsOf(sql`above.id`, 'ESTABLISHMENT')})
      SELECT id FROM named UNION SELECT id FROM above CROSS JOIN LATERAL (
        SELECT FROM quota WHERE unit_id = above.id AND superseded_at = 'infinity' LIMIT 1) AS granted))
    ORDER BY id FOR NO KEY UPDATE`,
);

const period = sql`'from', f.valid_from, 'until', f.valid_to`;
const FACTS = {
  versions: sql`SELECT f.staff_id, json_build_object('id', f.id, ${period}, 'name', f.name, 'category', f.category, 'protected', f.protected,
      'instrument', f.instrument_id, 'note', f.note) AS fact, f.valid_from FROM staff_version f`,
  payroll: sql`SELECT f.staff_id, json_build_object('id', f.id, ${period}, 'unit', unit.code, 'category', f.category, 'instrument', f.instrument_id,
      'transfer', f.transfer_id, 'change', f.change_id) AS fact, f.valid_from FROM payroll f JOIN unit ON unit.id = f.unit_id`,
  workplaces: sql`SELECT f.staff_id, json_build_object('id', f.id, ${period}, 'unit', unit.code, 'basis', f.basis, 'counter', f.counter,
      'assignment', f.assignment_id, 'secondment', f.secondment_id, 'instrument', f.instrument_id, 'transfer', f.transfer_id, 'change', f.change_id) AS fact,
      f.valid_from FROM workplace f JOIN unit ON unit.id = f.unit_id`,
  signatures: sql`SELECT f.staff_id, json_build_object('id', f.id, ${period}, 'serial', f.serial, 'issuer', f.issuer, 'revoked', f.revoked) AS fact, f.valid_from FROM digital_signature f`,
  leaderships: sql`SELECT f.staff_id, json_build_object('id', f.id, ${period}, 'appointment', f.appointment_id, 'unit', unit.code, 'role', f.role,
      'concurrent', f.concurrent, 'instrument', f.instrument_id) AS fact, f.valid_from FROM leadership f JOIN unit ON unit.id = f.unit_id`,
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

function people(wanted: SQL): SQL {
  const lists = Object.entries(FACTS).map(
    ([name, query]) => sql`LEFT JOIN (
      SELECT staff_id, json_agg(fact ORDER BY valid_from) AS list FROM (${query} WHERE f.staff_id IN (SELECT id FROM wanted) AND f.superseded_at = 'infinity') AS f
      GROUP BY staff_id) AS ${sql.identifier(name)} ON ${sql.identifier(name)}.staff_id = wanted.id`,
  );
  const columns = Object.keys(FACTS).map(
    (name) => sql`coalesce(${sql.identifier(name)}.list, '[]') AS ${sql.identifier(name)}`,
  );
  return sql`
    WITH wanted AS MATERIALIZED (${wanted})
    SELECT wanted.id::int, wanted.code, wanted.version::int, ${sql.join(columns, sql`, `)} FROM wanted ${sql.join(lists, sql` `)} ORDER BY wanted.id`;
}

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
 * Writes what verbs did to people: beliefs end first, then the new facts; at most two statements per kind of fact. All of
 * them are sent before it waits.
 */
export async function writeStaffDelta(tx: Transaction, delta: StaffDelta): Promise<void> {
  const kinds = Object.entries(TABLES) as [keyof typeof TABLES, FactTable][];
  await Promise.all([
    delta.newStaff.length > 0 && insertedStaff(tx, { codes: JSON.stringify(delta.newStaff) }),
    ...kinds.map(([kind, { table }]) => supersedeRows(tx, table, delta[kind].superseded)),
    ...kinds.map(([kind, table]) => insertFacts(tx, table, { added: delta[kind].added })),
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
