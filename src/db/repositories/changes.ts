import { sql } from 'drizzle-orm';
import type { Change } from '../../domain/change.ts';
import type { RecordedAct } from '../../domain/organization/compensate.ts';
import type { Transaction } from '../client.ts';
import { json } from '../json.ts';

/** Records acts in the order given and answers their ids in that order. */
export async function insertChanges(tx: Transaction, changes: readonly Change[]): Promise<number[]> {
  const acts = changes.map(({ kind, on, instrument, decidedBy, noSuccessor, assumed, note, under, compensates }) => ({
    kind,
    on,
    instrument,
    decidedBy,
    noSuccessor,
    assumed,
    note,
    ...under,
    compensates,
  }));
  const rows = await tx.execute<{ id: string }>(sql`
    INSERT INTO change_event (kind, on_day, instrument_id, decided_by_id, no_successor, assumed, note, plan_id, phase_id, planned_change_id, compensates_id)
    SELECT (n ->> 'kind')::change_kind, (n ->> 'on')::date, (n ->> 'instrument')::bigint,
           (SELECT id FROM unit WHERE code = n ->> 'decidedBy'), (n ->> 'noSuccessor')::boolean, (n ->> 'assumed')::boolean, n ->> 'note',
           (n ->> 'plan')::bigint, (n ->> 'phase')::bigint, (n ->> 'planned')::bigint, (n ->> 'compensates')::bigint
    FROM jsonb_array_elements(${json(acts)}) WITH ORDINALITY AS given (n, position)
    ORDER BY position
    RETURNING id`);
  return rows.map((row) => Number(row.id));
}

/** The instrument that an act cites. */
export async function findChangeInstrument(tx: Transaction, change: number): Promise<number | null> {
  const [row] = await tx.execute<{ instrument: string }>(
    sql`SELECT instrument_id AS instrument FROM change_event WHERE id = ${change}`,
  );
  return row ? Number(row.instrument) : null;
}

/** An act as it was recorded, and the one that undid it. */
export interface StoredAct extends RecordedAct {
  compensatedBy: number | null;
}

/** An act with the units it came from and those it is about, as far as is still believed. */
export async function findAct(tx: Transaction, id: number): Promise<StoredAct | null> {
  const [row] = await tx.execute<{ act: StoredAct }>(sql`
    WITH lines AS (SELECT * FROM unit_lineage WHERE change_id = ${id} AND superseded_at = 'infinity'),
    touched (id) AS (
      SELECT target_id FROM lines
      UNION SELECT unit_id FROM unit_life WHERE ${id} IN (opened_by, closed_by) AND superseded_at = 'infinity'
      UNION SELECT unit_id FROM unit_version WHERE change_id = ${id} AND superseded_at = 'infinity'
      UNION SELECT child_id FROM unit_relation WHERE change_id = ${id} AND superseded_at = 'infinity'
      UNION SELECT unit_id FROM service_territory WHERE change_id = ${id} AND superseded_at = 'infinity'
      UNION SELECT unit.id FROM audit_entry a JOIN unit ON unit.code = a.subject WHERE a.change_id = ${id} AND a.subject_type = 'OrgUnit')
    SELECT json_build_object('id', e.id, 'kind', e.kind, 'on', e.on_day,
      'sources', (SELECT coalesce(json_agg(DISTINCT jsonb_build_object('unit', unit.code, 'extent', lines.extent)), '[]') FROM lines JOIN unit ON unit.id = lines.source_id),
      'results', (SELECT coalesce(json_agg(unit.code ORDER BY unit.id), '[]') FROM touched JOIN unit USING (id)),
      'compensatedBy', (SELECT c.id FROM change_event c WHERE c.compensates_id = e.id)) AS act
    FROM change_event e WHERE e.id = ${id}`);
  return row?.act ?? null;
}
