import { covers, type Day, later, overlaps, type Period } from './day.ts';
import { lineAbove } from './organization/decide-rules.ts';
import type { Organization } from './organization/organization.ts';
import type { PolicyFact } from './policy.ts';
import { policyFor, quoted, type Rulebook } from './rulebook.ts';
import type { LeaderRole } from './staff.ts';
import type { UnitKind } from './unit.ts';
import { type Violation, violation } from './violation.ts';

/** Who leads a unit on some days. */
export interface Leader extends Period {
  unit: string;
  staff: string;
  role: LeaderRole;
}

/** An appointment to be made. */
export type AppointmentTerms = Leader & { concurrent: boolean };

/** The units over which deputies are counted on average, with those who lead them. */
export interface Pool {
  policy: PolicyFact;
  units: readonly string[];
  leaders: readonly Leader[];
}

const CENTERS: readonly (UnitKind | undefined)[] = ['PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER'];
const OF_CENTER: readonly (UnitKind | undefined)[] = ['BRANCH', 'ONE_STOP', 'RECEPTION_POINT'];

/** APPOINTING_AUTHORITY: leaders of a branch or point are appointed by its center, others by any unit above them. */
export function decideAuthority(
  organization: Organization,
  { unit, from }: AppointmentTerms,
  decider: string | null,
): Violation[] {
  if (!organization.find(unit)) return [];
  const kindOf = (code: string) => organization.versionOn(code, from)?.kind;
  const above = lineAbove(organization, unit, from).slice(1);
  const center = above.find((code) => CENTERS.includes(kindOf(code)));
  const authorities = OF_CENTER.includes(kindOf(unit)) && center !== undefined ? [center] : above;
  if (authorities.length === 0 || (decider !== null && authorities.includes(decider))) return [];
  const words = { authority: authorities.join(', '), decider: decider ?? '–' };
  return [violation('APPOINTING_AUTHORITY', { path: ['decidedBy'], unit, on: from, words })];
}

/** DIRECTOR_EXISTS: one director per unit and day. */
export function decideDirector(terms: AppointmentTerms, leaders: readonly Leader[]): Violation[] {
  if (terms.role !== 'DIRECTOR') return [];
  return leaders
    .filter((other) => other.unit === terms.unit && other.role === 'DIRECTOR' && overlaps(other, terms))
    .map((other) =>
      violation('DIRECTOR_EXISTS', {
        path: ['role'],
        unit: terms.unit,
        staff: terms.staff,
        on: later(other.from, terms.from),
        words: { other: other.staff },
      }),
    );
}

/** DEPUTY_LIMIT_EXCEEDED: within the limit of the unit, and within the average over its pool, on every day. */
export function decideDeputies(
  terms: AppointmentTerms,
  {
    leaders,
    pools,
    rulebook,
    organization,
  }: { leaders: readonly Leader[]; pools: readonly Pool[]; rulebook: Rulebook; organization: Organization },
): Violation[] {
  if (terms.role !== 'DEPUTY_DIRECTOR') return [];
  const deputies = leaders.filter(({ role, unit }) => role === 'DEPUTY_DIRECTOR' && unit === terms.unit);
  // A limit may also fall where a nearer policy ends.
  const changes = rulebook.policies.flatMap(({ from, until }) => [from, until]);
  const starts = [terms.from, ...changes.map((day) => later(day, terms.from))];
  const overPools = pools.flatMap((pool) => decidePool(terms, pool)).slice(0, 1);
  for (const on of daysOf(deputies, { ...terms, starts })) {
    const above = lineAbove(organization, terms.unit, on);
    const policy = policyFor(rulebook, 'deputies.max', { above, on });
    const counted = 1 + countOn(deputies, on);
    if (policy && counted > Number(policy.value))
      return [exceeded(terms, { on, policy, counted, limit: Number(policy.value) }), ...overPools];
  }
  return overPools;
}

/** The average over a pool: that many times its units in all. */
function decidePool(terms: AppointmentTerms, pool: Pool): Violation[] {
  const deputies = pool.leaders.filter(({ role }) => role === 'DEPUTY_DIRECTOR');
  const limit = Math.floor(Number(pool.policy.value) * pool.units.length);
  const days = daysOf(deputies, { ...terms, starts: [later(terms.from, pool.policy.from)] });
  const on = days.find((day) => covers(pool.policy, day) && 1 + countOn(deputies, day) > limit);
  if (on === undefined) return [];
  const found = exceeded(terms, { on, policy: pool.policy, counted: 1 + countOn(deputies, on), limit });
  // Of whose deputies there are too many: of all centers together.
  return [{ ...found, words: { ...found.words, unit: pool.policy.scope ?? terms.unit } }];
}

/** Days on which the number of deputies may be highest: the first ones, and those on which one begins. */
const daysOf = (deputies: readonly Leader[], { from, until, starts }: Period & { starts: readonly Day[] }): Day[] =>
  [...new Set([...starts, ...deputies.map((one) => later(one.from, from))])].filter((day) => day < until).sort();

const countOn = (leaders: readonly Leader[], on: Day): number => leaders.filter((one) => covers(one, on)).length;

const exceeded = (
  { unit, staff }: AppointmentTerms,
  { on, policy, counted, limit }: { on: Day; policy: PolicyFact; counted: number; limit: number },
): Violation =>
  violation('DEPUTY_LIMIT_EXCEEDED', {
    path: ['role'],
    unit,
    staff,
    on,
    policy: quoted(policy),
    words: { counted, limit },
    waivable: true,
  });
