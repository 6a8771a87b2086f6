import type { AuditRecord } from '../../db/repositories/audit.ts';
import { findBreaches, loadHeadcount, writeQuotas } from '../../db/repositories/headcount.ts';
import { insertSecondmentSteps } from '../../db/repositories/secondments.ts';
import { loadStaffOfUnits, lockStaffOfUnits, writeStaffDelta } from '../../db/repositories/staff.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { type Change, closingUnits } from '../../domain/change.ts';
import { earlier, FOREVER } from '../../domain/day.ts';
import { type HeadcountFacts, type QuotaFact, quotaDelta } from '../../domain/headcount.ts';
import { mergeQuotas } from '../../domain/merge-quotas.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import type { Organization } from '../../domain/organization/organization.ts';
import { carryPeople, type EndedLoan } from '../../domain/personnel/carry-people.ts';
import { Personnel } from '../../domain/personnel/personnel.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { auditPersonnel } from '../staff/audit-personnel.ts';
import { withIds } from '../staff/with-ids.ts';

/** The people and posts that changes may move, and what has become of them so far. */
export interface Crew {
  personnel: Personnel;
  headcount: HeadcountFacts;
  quotas: readonly QuotaFact[];
  endedLoans: EndedLoan[];
}

/** Units whose people a change may move: those that close, and those that an undone act took people to. */
const movingUnits = (changes: readonly Change[]): string[] => [
  ...new Set(
    changes.flatMap((change) => [
      ...closingUnits(change),
      ...(change.compensates === null ? [] : change.sources.map(({ unit }) => unit)),
    ]),
  ),
];

/** Whether what a ceiling counts may become more: units come to stand elsewhere, or take others in. */
const movesCounts = (changes: readonly Change[]): boolean =>
  changes.some(({ kind, sources }) => kind === 'REPARENT' || sources.length > 0);

const firstDay = (changes: readonly Change[]) => changes.reduce((day, { on }) => earlier(day, on), FOREVER);

/** Takes the people whom changes may move, before their units are: people come first everywhere. */
export async function lockCrew({ tx }: Work, changes: readonly Change[]): Promise<void> {
  const units = movingUnits(changes);
  if (units.length > 0) await lockStaffOfUnits(tx, units, firstDay(changes));
}

/** Reads the people and posts that changes may move, once their units are taken. */
export async function loadCrew({ tx }: Work, changes: readonly Change[]): Promise<Crew> {
  const units = movingUnits(changes);
  const people = units.length > 0 ? await loadStaffOfUnits(tx, units, firstDay(changes)) : [];
  const headcount = movesCounts(changes)
    ? await loadHeadcount(tx, unitsOf(changes), { themselves: true })
    : { quotas: [], steps: [] };
  return { personnel: new Personnel(people), headcount, quotas: headcount.quotas, endedLoans: [] };
}

/** Takes people and posts along with a change that holds; `act` is its placeholder, below zero. */
export function carryCrew(
  crew: Crew,
  organization: Organization,
  { change, act }: { change: Change; act: number },
): Violation[] {
  const { violations, endedLoans } = carryPeople(crew.personnel, change, act);
  crew.endedLoans.push(...endedLoans);
  if (crew.quotas.length > 0)
    crew.quotas = mergeQuotas({ ...crew.headcount, quotas: crew.quotas }, change, {
      act,
      membership: membershipOf(organization),
    });
  return violations;
}

/** Writes what became of people and posts, and tells where more are counted than there may be. */
export async function writeCrew(
  { tx }: Work,
  { personnel, headcount, quotas, endedLoans }: Crew,
  { changes, acts }: { changes: readonly Change[]; acts: readonly number[] },
): Promise<Violation[]> {
  await writeStaffDelta(tx, withIds(personnel.delta(), { change: acts }));
  const steps = endedLoans.map(({ change, ...ended }) => ({
    ...RETURNED,
    ...ended,
    instrument: changes[change]?.instrument ?? null,
  }));
  await insertSecondmentSteps(tx, steps);
  if (headcount.quotas.length === 0) return [];
  const { superseded, added } = quotaDelta(headcount.quotas, quotas);
  const actOf = (act: number | null) => (act !== null && act < 0 ? (acts[-act - 1] ?? null) : act);
  await writeQuotas(tx, { superseded, added: added.map((quota) => ({ ...quota, change: actOf(quota.change) })) });
  return decideBreaches(tx, changes);
}

const RETURNED = { step: 'RETURNED', onReturn: 'RETURN', reference: null } as const;

/** Which units a ceiling counts has changed as well, so the database is asked what it will say at commit. */
async function decideBreaches(tx: Work['tx'], changes: readonly Change[]): Promise<Violation[]> {
  const breaches = await findBreaches(tx, unitsOf(changes));
  return breaches.map(({ code, unit, on, category, ceiling, counted }) => {
    const naming = changes.find(({ results }) => results.some((result) => result.unit === unit)) ?? changes[0];
    return violation(code, { path: naming?.path ?? null, unit, on, headcount: { category, ceiling, counted } });
  });
}

const unitsOf = (changes: readonly Change[]): string[] => [
  ...new Set(changes.flatMap(({ sources, results }) => [...sources, ...results].map(({ unit }) => unit))),
];

/** What the audit says of everybody who was taken along. */
export const auditCrew = ({ personnel }: Crew): AuditRecord[] => auditPersonnel(personnel, null);
