import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { StaffCategory, WorkplaceFact } from '../../domain/staff.ts';
import type { TransferStep } from '../../domain/transfer.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { given } from '../json.ts';
import { unitId } from './facts.ts';

/** A transfer as it is recorded; units and people by their codes. */
export interface TransferRecord {
  staff: string;
  fromUnit: string | null;
  toUnit: string;
  workplace: string | null;
  category: StaffCategory | null;
  on: Day;
  compensates: number | null;
}

/** What is said about a transfer. */
export interface TransferStepRecord {
  step: TransferStep;
  on: Day;
  instrument: number | null;
  reference: string | null;
  /** The unit that decided, of a decision. */
  decidedBy?: string | null;
}

/** Records transfers that belong together, with the first thing said of each; answers their ids in the order given. */
export async function insertTransfers(
  tx: Transaction,
  records: readonly TransferRecord[],
  step: TransferStepRecord,
): Promise<number[]> {
  const rows = await insertedTransfers(tx, { records: JSON.stringify(records), ...said(step) });
  return rows.map(({ id }) => Number(id));
}

const said = ({ step, on, instrument, reference, decidedBy = null }: TransferStepRecord) => ({
  step,
  on,
  instrument,
  reference,
  decidedBy,
});

/** What is said of some transfers, each with its position. */
const insertedSteps = (transfers: SQL): SQL => sql`
    INSERT INTO transfer_step (transfer_id, step, on_day, instrument_id, reference, decided_by_id)
    SELECT id, ${sql.placeholder('step')}::transfer_step_kind, ${sql.placeholder('on')}::date, ${sql.placeholder('instrument')}::bigint,
      ${sql.placeholder('reference')}::text, (SELECT unit.id FROM unit WHERE code = ${sql.placeholder('decidedBy')})
    FROM ${transfers} ORDER BY position`;

const insertedTransfers = fixed<{ id: string }>(
  () => sql`
    WITH batch AS (INSERT INTO transfer_batch DEFAULT VALUES RETURNING id), recorded AS (
      INSERT INTO transfer (staff_id, from_unit_id, to_unit_id, workplace_id, category, on_day, batch_id, compensates_id)
      SELECT (SELECT id FROM staff WHERE code = n ->> 'staff'), ${unitId('fromUnit')}, ${unitId('toUnit')}, ${unitId('workplace')},
             (n ->> 'category')::staff_category, (n ->> 'on')::date, (SELECT id FROM batch), (n ->> 'compensates')::bigint
      FROM jsonb_array_elements(${given('records')}) WITH ORDINALITY AS given (n, position) ORDER BY position
      RETURNING id
    ), said AS (${insertedSteps(sql`(SELECT id, id AS position FROM recorded) AS recorded`)})
    SELECT id FROM recorded ORDER BY id`,
);
const insertedLaterSteps = fixed(() =>
  insertedSteps(sql`(
    SELECT value::bigint AS id, position FROM jsonb_array_elements_text(${given('transfers')}) WITH ORDINALITY AS given (value, position)) AS recorded`),
);

/** Says the same of some transfers. */
export async function insertTransferSteps(
  tx: Transaction,
  transfers: readonly number[],
  step: TransferStepRecord,
): Promise<void> {
  if (transfers.length === 0) return;
  await insertedLaterSteps(tx, { transfers: JSON.stringify(transfers), ...said(step) });
}

/** A transfer as it is on record. */
export interface StoredTransfer extends TransferRecord {
  id: number;
  steps: TransferStep[];
}

/** A transfer by its id, or null. */
export async function findTransfer(tx: Transaction, id: number): Promise<StoredTransfer | null> {
  const [row] = await tx.execute<Record<string, unknown>>(sql`
    SELECT t.id::int, staff.code AS staff, origin.code AS "fromUnit", target.code AS "toUnit", there.code AS workplace, t.category, t.on_day AS "on",
      t.compensates_id::int AS compensates,
      (SELECT coalesce(json_agg(s.step ORDER BY s.id), '[]') FROM transfer_step s WHERE s.transfer_id = t.id) AS steps
    FROM transfer t JOIN staff ON staff.id = t.staff_id LEFT JOIN unit origin ON origin.id = t.from_unit_id
    JOIN unit target ON target.id = t.to_unit_id LEFT JOIN unit there ON there.id = t.workplace_id WHERE t.id = ${id}`);
  return (row as unknown as StoredTransfer | undefined) ?? null;
}

/** Assignments as they were before the decision on a transfer ended them. */
export async function findEndedAssignments(tx: Transaction, transfer: number): Promise<WorkplaceFact[]> {
  const rows = await tx.execute<{ fact: WorkplaceFact }>(sql`
    SELECT json_build_object('id', f.id, 'from', f.valid_from, 'until', f.valid_to, 'unit', unit.code, 'basis', f.basis, 'counter', f.counter,
      'assignment', f.assignment_id, 'secondment', f.secondment_id, 'instrument', f.instrument_id, 'transfer', f.transfer_id, 'change', f.change_id) AS fact
    FROM transfer t JOIN transfer_step s ON s.transfer_id = t.id AND s.step = 'DECIDED'
    JOIN workplace f ON f.staff_id = t.staff_id AND f.superseded_at = s.recorded_at AND f.basis = 'ASSIGNMENT' JOIN unit ON unit.id = f.unit_id
    WHERE t.id = ${transfer} ORDER BY f.valid_from`);
  return rows.map(({ fact }) => fact);
}
