import { loadFacts } from '../../db/repositories/organization.ts';
import { findStandings } from '../../db/repositories/rulebooks.ts';
import { findUnitsBelow } from '../../db/repositories/units.ts';
import type { Outcome, Result, UnitOfWork, Work } from '../../db/unit-of-work.ts';
import { decideDays, networkOf, type Placement } from '../../domain/assignment.ts';
import { addDuration, type Day, earlier, FOREVER } from '../../domain/day.ts';
import {
  type Alternative,
  explainPlacement,
  otherDays,
  otherUnits,
  waiversNeeded,
} from '../../domain/explain-assignment.ts';
import { kilometersBetween } from '../../domain/organization/decide-integration.ts';
import { lineAbove } from '../../domain/organization/decide-rules.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { policyFor } from '../../domain/rulebook.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { liftWaived } from '../../domain/waiver.ts';
import { decideTerms, homeOf } from '../secondment/decide-terms.ts';
import { loadStaffGround, type StaffGround } from '../staff/staff-ground.ts';

export interface ExplainAssignment {
  staff: string;
  unit: string;
  from: Day;
  /** First day no longer; open where null. */
  until: Day | null;
}

/** Whether a person could be placed somewhere, and what could be done instead. */
export interface ExplanationValue {
  explanation: { allowed: boolean; alternatives: Alternative[] };
  on: Day;
}

const MOST_UNITS = 5;

/**
 * Tells why a person may not be placed somewhere, by the very rules of assignStaff, and the nearest alternatives that
 * these rules allow. Nothing is written.
 */
export function explainAssignment<S>(
  work: UnitOfWork<S>,
  asked: ExplainAssignment,
): Promise<Result<ExplanationValue, S>> {
  const { staff, unit, from } = asked;
  return work.run('explainAssignment', { rehearse: true }, async (tx): Promise<Outcome<ExplanationValue>> => {
    const ground = await loadStaffGround(tx, { staff: [staff], units: [unit], counting: false });
    const person = ground.personnel.find(staff);
    if (!person) {
      const absent = violation('NOT_FOUND', { path: ['staff'], staff, words: { what: staff } });
      return { value: { explanation: { allowed: false, alternatives: [] }, on: from }, violations: [absent] };
    }
    const placement: Placement = {
      ...asked,
      until: asked.until ?? FOREVER,
      counter: null,
      primary: true,
      replace: false,
      instrument: null,
      assignment: -1,
    };
    const impossible = decideDays(placement);
    if (blocks(impossible))
      return { value: { explanation: { allowed: false, alternatives: [] }, on: from }, violations: impossible };
    const within = membershipOf(ground.organization);
    const violations = liftWaived(
      explainPlacement(ground.organization, person, placement),
      ground.rulebook.waivers,
      (one, root) => within(one, root).length > 0,
    );
    const allowed = !blocks(violations);
    const alternatives = allowed
      ? []
      : [
          ...otherDays(ground.organization, person, placement),
          ...(await unitsOfNetwork(tx, ground, { person, placement })),
          ...secondment(ground, person, placement),
          ...waiversNeeded(violations, placement),
        ];
    return { value: { explanation: { allowed, alternatives }, on: from }, violations };
  });
}

/** Units of the person's network at which they could be placed: those nearest to the one asked first, where places are known. */
async function unitsOfNetwork(
  { tx }: Work,
  { organization }: StaffGround,
  { person, placement }: { person: StaffFacts; placement: Placement },
): Promise<Alternative[]> {
  const head = networkOf(organization, person, placement.from);
  if (head === null) return [];
  const units = await findUnitsBelow(tx, head, placement.from);
  const network = new Organization(
    await loadFacts(tx, { units: [...units, placement.unit], territories: [], standing: true }),
  );
  const standings = await findStandings(tx, [...units, placement.unit], placement.from);
  const there = standings.get(placement.unit);
  const distance = (unit: string) => kilometersBetween(standings.get(unit), there) ?? Number.POSITIVE_INFINITY;
  const nearest = [...units].sort((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1));
  return otherUnits(network, { person, placement, units: nearest }, MOST_UNITS);
}

/** A secondment to the network that the unit belongs to, where the law allows one: both bodies still have to agree. */
function secondment(
  { organization, rulebook }: StaffGround,
  person: StaffFacts,
  { unit, from, until }: Placement,
): Alternative[] {
  const home = homeOf(person, from);
  const kindOf = (code: string) => organization.versionOn(code, from)?.kind;
  const host = lineAbove(organization, unit, from).find(
    (code) => kindOf(code) === 'BRANCH' || kindOf(code)?.endsWith('CENTER'),
  );
  if (home === null || host === undefined || lineAbove(organization, home, from).includes(host)) return [];
  const above = [...lineAbove(organization, host, from), ...lineAbove(organization, home, from)];
  const policy = policyFor(rulebook, 'secondment.max', { above, on: from });
  const end = policy ? earlier(until, addDuration(from, policy.value)) : until;
  if (end === FOREVER) return [];
  const terms = {
    staff: person.code,
    home,
    host,
    from,
    until: end,
    homeAgreement: '–',
    hostAgreement: '–',
    onReturn: 'RETURN' as const,
  };
  if (blocks(decideTerms({ person, organization, rulebook }, terms))) return [];
  const isFree = !person.workplaces.some((fact) => fact.basis === 'SECONDMENT' && fact.from < end && from < fact.until);
  return isFree ? [{ kind: 'SECONDMENT', unit: host, from, until: end, code: null }] : [];
}
