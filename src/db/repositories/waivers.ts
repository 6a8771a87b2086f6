import { eq, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { Violation } from '../../domain/violation.ts';
import type { Transaction } from '../client.ts';
import { waiver, waiverTerm, waiverUse } from '../tables/policy.ts';
import { cutRows, insertRows } from './facts.ts';

export interface WaiverRecord {
  code: string;
  unit: number | null;
  plan: number | null;
  phase: number | null;
  gate: string | null;
  reason: string;
  approvedBy: number | null;
  instrument: number;
  from: Day;
  until: Day;
}

/** Records a waiver with the days on which it works. */
export async function insertWaiver(tx: Transaction, record: WaiverRecord): Promise<number> {
  const { code, unit, plan, phase, gate, reason, approvedBy, instrument, from, until } = record;
  const row = {
    code,
    unitId: unit,
    planId: plan,
    phase,
    gate,
    reason,
    approvedById: approvedBy,
    instrumentId: instrument,
  };
  const [id = 0] = await insertRows(tx, waiver, [row]);
  await insertRows(tx, waiverTerm, [{ waiverId: id, instrumentId: instrument, validFrom: from, validTo: until }]);
  return id;
}

/** The days on which a waiver works, with its row taken; null where there is no such waiver. */
export async function lockWaiver(tx: Transaction, id: number): Promise<{ code: string; from: Day; until: Day } | null> {
  const [found] = await tx.select({ code: waiver.code }).from(waiver).where(eq(waiver.id, id)).for('no key update');
  if (!found) return null;
  const [term] = await tx.execute<{ from: Day; until: Day }>(sql`
    SELECT valid_from AS "from", valid_to AS until FROM waiver_term WHERE waiver_id = ${id} AND superseded_at = 'infinity'`);
  return { code: found.code, from: term?.from ?? '', until: term?.until ?? '' };
}

/** Ends a waiver on a day; one that has not begun is no longer believed at all. */
export async function endWaiver(tx: Transaction, id: number, on: Day): Promise<void> {
  await cutRows(tx, { table: waiverTerm, where: sql`waiver_id = ${id}`, on });
}

/** Records what waivers lifted. */
export async function insertWaiverUses(tx: Transaction, verb: string, lifted: readonly Violation[]): Promise<void> {
  const rows = lifted.flatMap(({ waiver: by, on, unit, gate, code }) =>
    by && on ? [{ waiverId: by.id, verb, subject: unit ?? gate?.code ?? code, onDay: on }] : [],
  );
  if (rows.length > 0) await insertRows(tx, waiverUse, rows);
}
