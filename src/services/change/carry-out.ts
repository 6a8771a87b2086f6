import { insertChanges } from '../../db/repositories/changes.ts';
import { loadFacts, lockUnits, writeDelta } from '../../db/repositories/organization.ts';
import { done, type Outcome, refused, type Work } from '../../db/unit-of-work.ts';
import { type Change, subjectOf } from '../../domain/change.ts';
import { addDays } from '../../domain/day.ts';
import { applyChange } from '../../domain/organization/apply.ts';
import { decideChange } from '../../domain/organization/decide.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';

export interface Expectations {
  /** Versions that units must still have, by code. */
  versions?: Readonly<Record<string, number>>;
}

/**
 * Carries out changes one after the other, each on what the ones before left: all of them or, where any is refused,
 * none, with the violations of all. The number of statements does not depend on the number of changes.
 */
export async function carryOut(
  work: Work,
  changes: readonly Change[],
  expectations: Expectations = {},
): Promise<Outcome<number[]>> {
  const units = [...new Set(changes.flatMap(unitsNamed))];
  // The lock comes before the read: a decision is only as good as the facts it saw.
  const relates = changes.some(
    (change) => change.passesOn || change.results.some((result) => result.relations.length > 0),
  );
  await lockUnits(work.tx, units, { above: relates });
  const territories = [
    ...new Set(changes.flatMap((change) => change.results.flatMap((result) => result.starts.map((t) => t.id)))),
  ];
  const facts = await loadFacts(work.tx, { units, territories });
  const organization = new Organization(facts);

  const violations = decideVersions(organization, expectations);
  const snapshots: { before: unknown; after: unknown }[] = [];
  for (const [index, change] of changes.entries()) {
    const found = [...decideChange(organization, change), ...decideDecider(organization, change)];
    violations.push(...found);
    if (blocks(found)) continue;
    const subject = subjectOf(change);
    const was = snapshot(organization, subject, change.on);
    applyChange(organization, change, -(index + 1));
    snapshots.push({ before: was, after: snapshot(organization, subject, change.on) });
  }
  if (blocks(violations)) return refused(violations);
  if (changes.length === 0) return done([]);

  const acts = await insertChanges(work.tx, changes);
  await writeDelta(work.tx, organization.delta(), acts);
  await work.audit(
    changes.map((change, index) => ({
      subjectType: 'OrgUnit' as const,
      subject: subjectOf(change),
      before: snapshots[index]?.before ?? null,
      after: snapshots[index]?.after ?? null,
      instrument: change.instrument,
      change: acts[index] ?? null,
    })),
  );
  return done(acts, violations);
}

const unitsNamed = (change: Change): string[] => [
  ...change.sources.map((source) => source.unit),
  ...change.results.flatMap((result) => [
    result.unit,
    ...result.relations.flatMap(({ parent }) => (parent === null ? [] : [parent])),
  ]),
  ...(change.decidedBy === null ? [] : [change.decidedBy]),
];

function decideVersions(organization: Organization, { versions = {} }: Expectations): Violation[] {
  return Object.entries(versions).flatMap(([unit, given]) => {
    const current = organization.find(unit)?.version;
    if (current === undefined || current === given) return [];
    return [violation('VERSION_CONFLICT', { path: ['expectedVersion'], unit, words: { current, given } })];
  });
}

function decideDecider(organization: Organization, { decidedBy, path }: Change): Violation[] {
  if (decidedBy === null || organization.find(decidedBy)) return [];
  return [violation('NOT_FOUND', { path: [...path, 'decidedBy'], words: { what: decidedBy } })];
}

/** The unit as the audit shows it: its version and parents of the day, or the last ones of a unit that closes. */
function snapshot(organization: Organization, code: string, on: string): unknown {
  const unit = organization.find(code);
  if (!unit) return null;
  const day = unit.life.until <= on ? addDays(unit.life.until, -1) : on;
  const version = organization.versionOn(code, day);
  if (!version) return null;
  const { id: _id, change: _change, ...shown } = version;
  const parents = unit.relations.filter((relation) => relation.from <= day && day < relation.until);
  return {
    ...shown,
    closedOn: unit.life.until <= on ? unit.life.until : null,
    parents: Object.fromEntries(parents.map((relation) => [relation.kind, relation.parent])),
    territories: unit.services
      .filter((service) => service.from <= day && day < service.until)
      .map((service) => service.territory.code),
  };
}
