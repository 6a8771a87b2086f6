import type { AuditRecord } from '../../db/repositories/audit.ts';
import type { Personnel } from '../../domain/personnel/personnel.ts';
import type { StaffFacts } from '../../domain/staff.ts';

/** What the audit says of everybody about whom something changed. */
export function auditPersonnel(personnel: Personnel, instrument: number | null): AuditRecord[] {
  return personnel
    .all()
    .filter((person) => person !== personnel.before(person.code))
    .map((person) => auditOf(person, personnel.before(person.code), instrument));
}

/** What was believed and is no longer, and what is instead. */
function auditOf(after: StaffFacts, before: StaffFacts | undefined, instrument: number | null): AuditRecord {
  const differing = (one: StaffFacts, other: StaffFacts | undefined) => {
    const kinds = ['versions', 'payroll', 'workplaces', 'leaderships', 'signatures'] as const;
    const entries = kinds.map((kind) => {
      const others = new Set<unknown>(other?.[kind] ?? []);
      return [kind, one[kind].filter((fact) => !others.has(fact)).map(({ id: _id, ...fact }) => fact)] as const;
    });
    return Object.fromEntries(entries.filter(([, facts]) => facts.length > 0));
  };
  return {
    subjectType: 'Staff',
    subject: after.code,
    before: before ? differing(before, after) : null,
    after: differing(after, before),
    instrument,
    change: null,
  };
}
