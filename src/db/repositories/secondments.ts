import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { Return, SecondmentStep, SecondmentStepFact } from '../../domain/secondment.ts';
import type { Transaction } from '../client.ts';
import { secondmentStep } from '../tables/secondment.ts';
import { insertRows } from './facts.ts';

/** What is said about a secondment. */
export interface SecondmentStepRecord {
  step: SecondmentStep;
  on: Day;
  until: Day;
  onReturn: Return | null;
  instrument: number | null;
  reference: string | null;
}

/** A secondment as it is on record; units and the person by their codes. */
export interface StoredSecondment {
  id: number;
  staff: string;
  home: string;
  host: string;
  from: Day;
  steps: (SecondmentStepFact & { reference: string | null; onReturn: Return | null })[];
}

/** Records a secondment with what is said of it first; answers its id. */
export async function insertSecondment(
  tx: Transaction,
  { staff, home, host, from }: Pick<StoredSecondment, 'staff' | 'home' | 'host' | 'from'>,
  steps: readonly SecondmentStepRecord[],
): Promise<number> {
  const unit = (code: string) => sql`(SELECT id FROM unit WHERE code = ${code})`;
  const [row] = await tx.execute<{ id: string }>(sql`
    INSERT INTO secondment (staff_id, home_id, host_id, from_day)
    VALUES ((SELECT id FROM staff WHERE code = ${staff}), ${unit(home)}, ${unit(host)}, ${from}) RETURNING id`);
  const id = Number(row?.id);
  await insertSecondmentSteps(
    tx,
    steps.map((step) => ({ ...step, secondment: id })),
  );
  return id;
}

/** Says something about secondments, in this order. */
export async function insertSecondmentSteps(
  tx: Transaction,
  steps: readonly (SecondmentStepRecord & { secondment: number })[],
): Promise<void> {
  await insertRows(
    tx,
    secondmentStep,
    steps.map(({ secondment, step, on, until, onReturn, instrument, reference }) => ({
      secondmentId: secondment,
      step,
      onDay: on,
      untilDay: until,
      onReturn,
      instrumentId: instrument,
      reference,
    })),
  );
}

/** A secondment by its id, or null. */
export async function findSecondment(tx: Transaction, id: number): Promise<StoredSecondment | null> {
  const [row] = await tx.execute<Record<string, unknown>>(sql`
    SELECT d.id::int, staff.code AS staff, home.code AS home, host.code AS host, d.from_day AS "from",
      (SELECT coalesce(json_agg(json_build_object('step', s.step, 'on', s.on_day, 'until', s.until_day, 'reference', s.reference, 'onReturn', s.on_return)
        ORDER BY s.id), '[]') FROM secondment_step s WHERE s.secondment_id = d.id) AS steps
    FROM secondment d JOIN staff ON staff.id = d.staff_id JOIN unit home ON home.id = d.home_id JOIN unit host ON host.id = d.host_id WHERE d.id = ${id}`);
  return (row as unknown as StoredSecondment | undefined) ?? null;
}
