import { covers, type Day } from './day.ts';
import type { SignatureFact } from './staff.ts';
import { type Violation, violation } from './violation.ts';

/** Where a certificate stands on a day: it works from its first day on, until it runs out or is taken back. */
export const SIGNATURE_STATUSES = ['PENDING', 'VALID', 'EXPIRED', 'REVOKED'] as const;
export type SignatureStatus = (typeof SIGNATURE_STATUSES)[number];

/** Which certificate is taken back, from which day on and why. */
export interface Revocation {
  serial: string;
  /** Of which issuer, where somebody holds the number of several. */
  issuer: string | null;
  on: Day;
  reason: string;
}

/**
 * What becomes of somebody's certificates when one is taken back: it worked until the day, which stays readable. One that
 * does not work on the day is not taken back; one that only begins then would never have been there.
 */
export function revokeSignature(
  signatures: readonly SignatureFact[],
  { serial, issuer, on, reason }: Revocation,
): { signatures: SignatureFact[]; violations: Violation[] } {
  const kept = [...signatures];
  const named = kept.filter((held) => held.serial === serial && (issuer === null || held.issuer === issuer));
  const working = named.filter((held) => covers(held, on) && held.from < on);
  const [revoked] = working;
  if (working.length === 1 && revoked) {
    const until = { ...revoked, id: null, until: on, revoked: true, reason };
    return { signatures: kept.map((held) => (held === revoked ? until : held)), violations: [] };
  }
  return { signatures: kept, violations: [whyNot(named, { serial, on, isAmbiguous: working.length > 1 })] };
}

function whyNot(
  named: readonly SignatureFact[],
  { serial, on, isAmbiguous }: { serial: string; on: Day; isAmbiguous: boolean },
): Violation {
  if (isAmbiguous) return violation('INPUT_INVALID', { path: ['issuer'], on, expected: 'TEXT', words: { max: 300 } });
  const last = named.at(-1);
  if (!last) return violation('NOT_FOUND', { path: ['serial'], on, words: { what: serial } });
  if (on <= last.from)
    return violation('PERIOD_INVALID', { path: ['on'], on, expected: 'LATER_THAN', words: { day: last.from } });
  const from = last.revoked ? 'REVOKED' : 'EXPIRED';
  return violation('TRANSITION_INVALID', {
    path: ['serial'],
    on,
    words: { what: serial, from, to: 'REVOKED', allowed: '–' },
  });
}
