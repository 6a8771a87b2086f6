import { findInstruments } from '../../db/repositories/instruments.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { parseGlobalId } from '../../domain/global-id.ts';
import { type Violation, violation } from '../../domain/violation.ts';

/** The instrument a command refers to by number or id; null where it refers to none, which the decision then refuses. */
export async function citeInstrument(
  { tx }: Work,
  reference: string | null | undefined,
): Promise<{ id: number | null; violations: Violation[] }> {
  if (!reference) return { id: null, violations: [] };
  const node = parseGlobalId(reference);
  const found = await findInstruments(tx, node?.type === 'LegalInstrument' ? node.id : reference);
  const path = ['instrument'];
  const [first] = found;
  if (!first) return { id: null, violations: [violation('NOT_FOUND', { path, words: { what: reference } })] };
  if (found.length > 1)
    return { id: null, violations: [violation('INSTRUMENT_AMBIGUOUS', { path, words: { what: reference } })] };
  return { id: first.id, violations: [] };
}
