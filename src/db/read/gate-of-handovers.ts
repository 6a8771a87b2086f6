import { sql } from 'drizzle-orm';
import { valid } from './at.ts';
import { type Missing, missingItem } from './missing.ts';
import { recordedBy } from './reference.ts';

export const unsignedHandovers: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'HANDOVER',
    words: sql`jsonb_build_object('title', handover.title, 'status', s.status)`,
    unit: sql`handover.receiver_id`,
    owner: sql`handover.giver_id`,
    order: sql`to_char(handover.id, 'FM0000000000000000000')`,
  })}
  FROM handover JOIN handover_status s ON s.handover_id = handover.id AND ${valid(sql`s`, at)}
  WHERE ${gate}.kind = 'HANDOVERS_SIGNED' AND handover.phase_id = ${gate}.phase_id AND s.status NOT IN ('SIGNED', 'CLOSED', 'CANCELLED')`;

/** A phase that is to end with handovers has some: what nobody listed, nobody signs. */
export const noHandover: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, { key: 'NO_HANDOVER', words: sql`'{}'::jsonb`, order: sql`''` })}
  WHERE ${gate}.kind = 'HANDOVERS_SIGNED' AND NOT EXISTS (
    SELECT FROM handover JOIN handover_status s ON s.handover_id = handover.id AND ${valid(sql`s`, at)}
    WHERE handover.phase_id = ${gate}.phase_id AND s.status <> 'CANCELLED' AND ${recordedBy(sql`handover`, at)})`;
