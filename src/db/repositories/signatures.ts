import { sql } from 'drizzle-orm';
import type { Period } from '../../domain/day.ts';
import type { Transaction } from '../client.ts';

/** Who holds a certificate on some days. */
export interface SignatureHolder extends Period {
  staff: string;
}

/** Everybody believed to hold the certificate of an issuer and number, on whatever day. */
export async function loadHolders(
  tx: Transaction,
  { serial, issuer }: { serial: string; issuer: string },
): Promise<SignatureHolder[]> {
  const rows = await tx.execute<Record<string, unknown>>(sql`
    SELECT staff.code AS staff, g.valid_from AS "from", g.valid_to AS until
    FROM digital_signature g JOIN staff ON staff.id = g.staff_id
    WHERE g.issuer = ${issuer} AND g.serial = ${serial} AND g.superseded_at = 'infinity' ORDER BY g.valid_from`);
  return rows as unknown as SignatureHolder[];
}
