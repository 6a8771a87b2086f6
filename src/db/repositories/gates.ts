import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { GateState } from '../../domain/gate.ts';
import type { Transaction } from '../client.ts';
import { missingOf } from '../read/gate.ts';
import { gateAttestation } from '../tables/plan.ts';
import { cutRows, insertRows } from './facts.ts';

/**
 * The gates of a phase with what they come to on a day. The units of the plan's center's tree are taken first: whoever
 * is about to close a gate by changing one of them is either seen or waits until the step is decided.
 */
export async function weighGates(tx: Transaction, phase: { id: number; plan: number }, on: Day): Promise<GateState[]> {
  await tx.execute(sql`
    WITH RECURSIVE tree (id) AS (
      SELECT center_id FROM plan WHERE id = ${phase.plan}
      UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.superseded_at = 'infinity')
    SELECT id FROM unit WHERE id IN (SELECT id FROM tree) ORDER BY id FOR SHARE`);
  const rows = await tx.execute<{ state: GateState }>(sql`
    SELECT json_build_object('code', g.code, 'title', g.title, 'kind', g.kind, 'moment', g.moment, 'mandatory', g.mandatory,
      'met', m.missing = '[]', 'missing', jsonb_array_length(m.missing)) AS state
    FROM gate g CROSS JOIN LATERAL (SELECT ${missingOf(sql`g`, { asOf: sql`${on}::date`, knownAt: null })} AS missing) AS m
    WHERE g.phase_id = ${phase.id} AND g.superseded_at = 'infinity' ORDER BY g.moment, g.id`);
  return rows.map(({ state }) => state);
}

/** A gate's kind, and whether somebody attests it on a day; null where there is no such gate. */
export async function findGate(
  tx: Transaction,
  { phase, code, on }: { phase: number; code: string; on: Day },
): Promise<{ kind: GateState['kind']; attested: boolean } | null> {
  const [row] = await tx.execute<{ kind: GateState['kind']; attested: boolean }>(sql`
    SELECT g.kind, EXISTS (SELECT FROM gate_attestation a WHERE a.phase_id = g.phase_id AND a.gate_code = g.code
      AND a.superseded_at = 'infinity' AND a.valid_to > ${on}) AS attested
    FROM gate g WHERE g.phase_id = ${phase} AND g.code = ${code} AND g.superseded_at = 'infinity'`);
  return row ?? null;
}

export interface AttestationRecord {
  plan: number;
  phase: number;
  gate: string;
  evidence: string;
  by: string;
  instrument: number | null;
  on: Day;
}

export async function insertAttestation(tx: Transaction, record: AttestationRecord): Promise<void> {
  const { plan: planId, phase: phaseId, gate: gateCode, evidence, by: attestedBy, instrument, on: validFrom } = record;
  await insertRows(tx, gateAttestation, [
    { planId, phaseId, gateCode, evidence, attestedBy, instrumentId: instrument, validFrom },
  ]);
}

/** Ends what was attested of a gate from a day on. */
export async function endAttestation(
  tx: Transaction,
  phase: number,
  { gate, on }: { gate: string; on: Day },
): Promise<void> {
  await cutRows(tx, { table: gateAttestation, where: sql`phase_id = ${phase} AND gate_code = ${gate}`, on });
}
