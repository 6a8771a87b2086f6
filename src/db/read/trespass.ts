import { sql } from 'drizzle-orm';
import { type Violation, violation } from '../../domain/violation.ts';
import type { Transaction } from '../client.ts';
import { json } from '../json.ts';
import type { AuditRecord } from '../repositories/audit.ts';
import type { Viewpoint } from './compiler.ts';
import { everSees, scopeRow, sharesTop } from './scope.ts';

/** Verbs that carry out what a plan foresees, or undo it: on units of the whole province that its center stands in. */
const OF_A_PLAN: ReadonlySet<string> = new Set(['applyChange', 'applyPhase', 'compensateChange', 'rehearsePhase']);

interface Subject {
  what: 'UNIT' | 'PERSON' | 'PLAN' | 'EVERYTHING';
  name: string;
}

/**
 * What an act did beyond the scope of its caller, whatever it named: nothing it leaves behind may be about a unit, a
 * person or a plan out there, nor about everything. Asked last, within the transaction.
 */
export async function trespasses(
  tx: Transaction,
  { verb, records, viewpoint }: { verb: string; records: readonly AuditRecord[]; viewpoint: Viewpoint },
): Promise<Violation[]> {
  const subjects = records.flatMap(subjectOf);
  if (viewpoint.scope === null || subjects.length === 0) return [];
  const { preamble, from } = scopeRow(viewpoint);
  const sees = (unit: string) => (OF_A_PLAN.has(verb) ? sharesTop : everSees)(viewpoint, sql.raw(unit));
  const found = await tx.execute<{ name: string }>(sql`${preamble}
    SELECT DISTINCT named.name FROM ${from} CROSS JOIN jsonb_to_recordset(${json(subjects)}) AS named (what text, name text)
    WHERE NOT CASE named.what
      WHEN 'UNIT' THEN EXISTS (SELECT FROM unit WHERE unit.code = named.name AND ${sees('unit.id')})
      WHEN 'PERSON' THEN ${OF_A_PLAN.has(verb)} OR EXISTS (SELECT FROM staff WHERE staff.code = named.name AND sees_person(staff.id))
      WHEN 'PLAN' THEN EXISTS (SELECT FROM plan WHERE plan.code = named.name AND ${sees('plan.center_id')})
      ELSE false END ORDER BY named.name`);
  return found.map(({ name }) => violation('OUT_OF_SCOPE', { words: { what: name } }));
}

function subjectOf({ subjectType, subject, before, after }: AuditRecord): Subject[] {
  const { unit, plan } = (after ?? {}) as { unit?: string | null; plan?: string | null };
  switch (subjectType) {
    case 'OrgUnit':
    case 'DossierLoad':
      return [{ what: 'UNIT', name: subject }];
    case 'Staff':
      return [{ what: 'PERSON', name: subject }];
    case 'Plan':
      return [{ what: 'PLAN', name: subject }];
    case 'Policy':
    case 'Waiver':
      // One that is revoked was named.
      if (before !== null) return [];
      if (unit != null) return [{ what: 'UNIT', name: unit }];
      return plan != null ? [{ what: 'PLAN', name: plan }] : [{ what: 'EVERYTHING', name: subject }];
    default:
      return [];
  }
}
