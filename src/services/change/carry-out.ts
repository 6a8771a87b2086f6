import { insertChanges } from '../../db/repositories/changes.ts';
import { loadFacts, lockUnits, writeDelta } from '../../db/repositories/organization.ts';
import { findStandings, loadRulebook } from '../../db/repositories/rulebooks.ts';
import { done, type Outcome, refused, type Work } from '../../db/unit-of-work.ts';
import { type Change, subjectOf } from '../../domain/change.ts';
import { addDays } from '../../domain/day.ts';
import { applyChange } from '../../domain/organization/apply.ts';
import { decideChange } from '../../domain/organization/decide.ts';
import { decideIntegration } from '../../domain/organization/decide-integration.ts';
import { decideContinuity, decideRules, lineAbove } from '../../domain/organization/decide-rules.ts';
import { Organization } from '../../domain/organization/organization.ts';
import type { Rulebook } from '../../domain/rulebook.ts';
import type { UnitFacts } from '../../domain/unit.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { liftWaived } from '../../domain/waiver.ts';
import { auditCrew, type Crew, carryCrew, loadCrew, lockCrew, writeCrew } from './carry-people.ts';
import { auditCargo, type Cargo, carryCargo, loadCargo, writeCargo } from './carry-things.ts';

export interface Conditions {
  /** Versions that units must still have, by code. */
  versions?: Readonly<Record<string, number>>;
  /** What the caller found already: waivers may lift it, and what is left stands in the way. */
  found?: readonly Violation[];
  /** In a rehearsal: changes that hold are carried out although others are refused, so that their effect can be seen. */
  despiteRefusals?: boolean;
}

/**
 * Carries out changes one after the other, each on what the ones before left: all of them or, where any is refused,
 * none, with the violations of all. The number of statements does not depend on the number of changes.
 */
export async function carryOut(
  work: Work,
  changes: readonly Change[],
  { versions, found = [], despiteRefusals = false }: Conditions = {},
): Promise<Outcome<number[]>> {
  const { facts, rulebook, crew, cargo } = await loadGround(work, changes);
  const organization = new Organization(facts);
  const lift = (some: readonly Violation[]) => liftWaived(some, rulebook.waivers, isWithin(organization, changes));
  const decided = decideAll(organization, changes, { rulebook, lift, crew, cargo });
  const violations = [
    ...decideVersions(organization, versions),
    ...lift(found),
    ...decided.violations,
    ...lift(decideContinuity(new Organization(facts), organization, decided.carried)),
  ];
  if (blocks(violations) && !despiteRefusals) return refused(violations);
  if (decided.carried.length === 0) return done([], violations);

  const acts = await insertChanges(work.tx, decided.carried);
  await writeDelta(work.tx, organization.delta(), acts);
  const carried = { changes: decided.carried, acts };
  violations.push(...(await writeCrew(work, crew, carried)));
  violations.push(...lift(await writeCargo(work, cargo, carried)));
  if (blocks(violations) && !despiteRefusals) return refused(violations);
  await work.use(violations);
  await work.audit([
    ...decided.carried.map((change, index) => ({
      subjectType: 'OrgUnit' as const,
      subject: subjectOf(change),
      before: decided.snapshots[index]?.before ?? null,
      after: decided.snapshots[index]?.after ?? null,
      instrument: change.instrument,
      change: acts[index] ?? null,
      waivers: waiversIn(violations, change.path),
    })),
    ...auditCrew(crew),
    ...auditCargo(cargo),
  ]);
  return done(acts, violations);
}

/** Takes the units that changes name and reads what any rule looks at. */
async function loadGround(
  work: Work,
  changes: readonly Change[],
): Promise<{ facts: UnitFacts[]; rulebook: Rulebook; crew: Crew; cargo: Cargo }> {
  const units = [...new Set(changes.flatMap(unitsNamed))];
  const relates = changes.some(
    (change) => change.passesOn || change.results.some((result) => result.relations.length > 0),
  );
  // The lock comes before the read: a decision is only as good as the facts it saw.
  await lockCrew(work, changes);
  await lockUnits(work.tx, units, { above: relates });
  const territories = [
    ...new Set(changes.flatMap((change) => change.results.flatMap((result) => result.starts.map((t) => t.id)))),
  ];
  const facts = await loadFacts(work.tx, { units, territories });
  const rulebook = await loadRulebook(work.tx, units);
  const crew = await loadCrew(work, changes);
  const cargo = await loadCargo(work, changes);
  const integrates = rulebook.policies.some(({ key }) => key.startsWith('integration.'));
  const [first] = changes;
  if (!integrates || !first) return { facts, rulebook, crew, cargo };
  const standings = await findStandings(work.tx, units, addDays(first.on, -1));
  return { facts, rulebook: { ...rulebook, standings }, crew, cargo };
}

interface Decided {
  carried: Change[];
  snapshots: { before: unknown; after: unknown }[];
  violations: Violation[];
}

/** Decides changes in their order and applies those that hold; an act is numbered by its place among them, below zero. */
function decideAll(
  organization: Organization,
  changes: readonly Change[],
  {
    rulebook,
    lift,
    crew,
    cargo,
  }: { rulebook: Rulebook; lift(found: readonly Violation[]): Violation[]; crew: Crew; cargo: Cargo },
): Decided {
  const decided: Decided = { carried: [], snapshots: [], violations: [] };
  for (const change of changes) {
    const found = [
      ...decideChange(organization, change),
      ...decideDecider(organization, change),
      ...lift([...decideRules(organization, change, rulebook), ...decideIntegration(organization, change, rulebook)]),
    ];
    decided.violations.push(...found);
    if (blocks(found)) continue;
    const subject = subjectOf(change);
    const was = snapshot(organization, subject, change.on);
    decided.carried.push(change);
    const act = -decided.carried.length;
    decided.violations.push(...carryCrew(crew, organization, { change, act }));
    decided.violations.push(...lift(carryCargo(cargo, { change, act })));
    applyChange(organization, change, act);
    decided.snapshots.push({ before: was, after: snapshot(organization, subject, change.on) });
  }
  return decided;
}

/** Whether a unit is another or stands somewhere below it, on the first day of the changes or the day before. */
function isWithin(organization: Organization, changes: readonly Change[]) {
  const [first] = changes;
  return (unit: string, root: string): boolean =>
    first !== undefined &&
    [first.on, addDays(first.on, -1)].some((on) => lineAbove(organization, unit, on).includes(root));
}

/** The waivers that lifted something about the change at a path. */
const waiversIn = (violations: readonly Violation[], path: readonly string[]): number[] => [
  ...new Set(
    violations.flatMap(({ waiver, path: at }) =>
      waiver && path.every((step, index) => at?.[index] === step) ? [waiver.id] : [],
    ),
  ),
];

const unitsNamed = (change: Change): string[] => [
  ...change.sources.map((source) => source.unit),
  ...change.results.flatMap((result) => [
    result.unit,
    ...result.relations.flatMap(({ parent }) => (parent === null ? [] : [parent])),
  ]),
  ...(change.decidedBy === null ? [] : [change.decidedBy]),
];

function decideVersions(organization: Organization, versions: Readonly<Record<string, number>> = {}): Violation[] {
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
