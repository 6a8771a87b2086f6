import { findInstruments } from '../../db/repositories/instruments.ts';
import type { Work } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { type Violation, violation } from '../../domain/violation.ts';

/** An instrument that a command cites, who issued it (a unit's code, or a name), and what is wrong with citing it. */
export interface CitedInstrument {
  id: number | null;
  issuer: string | null;
  violations: Violation[];
}

const NONE = { id: null, issuer: null };

/** The instrument a command refers to by number or id; null where it refers to none, which the decision then refuses. */
export async function citeInstrument({ tx }: Work, reference: string | null | undefined): Promise<CitedInstrument> {
  if (!reference) return { ...NONE, violations: [] };
  const found = await findInstruments(tx, idOf('LegalInstrument', reference) || reference);
  const path = ['instrument'];
  const [first] = found;
  if (!first) return { ...NONE, violations: [violation('NOT_FOUND', { path, words: { what: reference } })] };
  if (found.length > 1)
    return { ...NONE, violations: [violation('INSTRUMENT_AMBIGUOUS', { path, words: { what: reference } })] };
  return { id: first.id, issuer: first.issuer, violations: [] };
}

/** A decision that the law wants an instrument for cites one. */
export const requireInstrument = (
  { id, violations }: CitedInstrument,
  on: Day,
  path: readonly string[] = ['instrument'],
): Violation[] =>
  id === null && violations.length === 0 ? [violation('INSTRUMENT_REQUIRED', { path, on })] : violations;
