import { addDays, covers, type Day, earlier, later, type Period } from './day.ts';
import type { LifeCycle } from './life-cycle.ts';
import { lineAbove } from './organization/decide-rules.ts';
import type { Organization } from './organization/organization.ts';
import { clear, countAs, join, placeFrom, recategorize } from './personnel/place.ts';
import { policyFor, quoted, type Rulebook } from './rulebook.ts';
import type { PayrollFact, StaffCategory, StaffFacts, StaffVersionFact, WorkplaceFact } from './staff.ts';
import type { RelationKind } from './unit.ts';
import { type Violation, violation } from './violation.ts';

/** What can be said about a transfer; each side agrees on its own. */
export const TRANSFER_STEPS = ['PROPOSED', 'AGREED_FROM', 'AGREED_TO', 'DECIDED', 'REJECTED', 'CANCELLED'] as const;
export type TransferStep = (typeof TRANSFER_STEPS)[number];

export const TRANSFER_STATUSES = [
  'PROPOSED',
  'AGREED',
  'DECIDED',
  'SCHEDULED',
  'EFFECTIVE',
  'REJECTED',
  'CANCELLED',
] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

/**
 * It begins as PROPOSED or, by whoever may decide on their own, as DECIDED; by its day alone it is then SCHEDULED or
 * EFFECTIVE. Once effective it stays: what was wrong is answered by a compensating transfer.
 */
export const TRANSFER_LIFE: LifeCycle<TransferStatus> = {
  PROPOSED: ['AGREED', 'REJECTED', 'CANCELLED'],
  AGREED: ['DECIDED', 'REJECTED', 'CANCELLED'],
  DECIDED: ['SCHEDULED', 'EFFECTIVE'],
  SCHEDULED: ['EFFECTIVE', 'CANCELLED'],
  EFFECTIVE: [],
  REJECTED: [],
  CANCELLED: [],
};

/** Where a transfer stands on a day, by what was said until then. */
export function transferStatus(
  steps: ReadonlySet<TransferStep>,
  { on, today }: { on: Day; today: Day },
): TransferStatus {
  if (steps.has('REJECTED')) return 'REJECTED';
  if (steps.has('CANCELLED')) return 'CANCELLED';
  if (steps.has('DECIDED')) return on <= today ? 'EFFECTIVE' : 'SCHEDULED';
  return steps.has('AGREED_FROM') && steps.has('AGREED_TO') ? 'AGREED' : 'PROPOSED';
}

/** One person's payroll home becomes another from a day on. */
export interface Move {
  staff: string;
  toUnit: string;
  /** Where the person works from then on; where null, as before if that is within the new home, else there. */
  workplace: string | null;
  /** The category from then on; as before where null. */
  category: StaffCategory | null;
  on: Day;
  instrument: number | null;
  /** Id of the transfer, or a placeholder below zero while it has none. */
  transfer: number;
  path: readonly string[];
}

/** Who may decide, and when: the same for every move to a unit, so without a path. */
export function decideTransferRules(
  { organization, rulebook }: { organization: Organization; rulebook: Rulebook },
  { toUnit, on }: Pick<Move, 'toUnit' | 'on'>,
  decider: string | null,
): Violation[] {
  // That the unit is not there says enough.
  if (!organization.isLive(toUnit, on)) return [];
  return [
    ...decideWindow({ organization, rulebook }, { toUnit, on }),
    ...decideManager(organization, { toUnit, on }, decider),
  ];
}

/** TRANSFER_WINDOW_CLOSED: only in the days of the policy, first and last included. */
function decideWindow(
  { organization, rulebook }: { organization: Organization; rulebook: Rulebook },
  { toUnit, on }: Pick<Move, 'toUnit' | 'on'>,
): Violation[] {
  const above = lineAbove(organization, toUnit, on);
  const policy = policyFor(rulebook, 'transfer.window', { above, on });
  const [first = '', last = ''] = policy?.value.split('/') ?? [];
  if (!policy || (first <= on && on <= last)) return [];
  const words = { window: policy.value };
  return [violation('TRANSFER_WINDOW_CLOSED', { unit: toUnit, on, policy: quoted(policy), words, waivable: true })];
}

/** TRANSFER_MANAGER_MISMATCH: only who manages the receiving unit's staff that day decides, or a body above. */
function decideManager(
  organization: Organization,
  { toUnit, on }: Pick<Move, 'toUnit' | 'on'>,
  decider: string | null,
): Violation[] {
  const manager = staffManager(organization, toUnit, on);
  if (decider !== null && lineAbove(organization, manager, on).includes(decider)) return [];
  const words = { manager, decider: decider ?? '–' };
  return [violation('TRANSFER_MANAGER_MISMATCH', { unit: toUnit, on, words })];
}

/** Who decides on the staff of a unit: the parent of that relation, else the unit it is established under, else itself. */
function staffManager(organization: Organization, unit: string, on: Day): string {
  const relations = organization.find(unit)?.relations.filter((relation) => covers(relation, on)) ?? [];
  const parent = (kind: RelationKind) => relations.find((relation) => relation.kind === kind)?.parent;
  return parent('STAFF_MANAGEMENT') ?? parent('ESTABLISHMENT') ?? unit;
}

/** A person as a move leaves them: nothing decided for later is undone, and a secondment goes on. */
export function movePerson(person: StaffFacts, move: Move, keepsWorkplace: (unit: string) => boolean): StaffFacts {
  const { on, toUnit, instrument, transfer } = move;
  const current = person.payroll.find((fact) => covers(fact, on));
  const category = move.category ?? current?.category ?? person.versions.find((fact) => covers(fact, on))?.category;
  if (!category) return person;
  const act = { id: null, from: on, until: staffUntil(person, on), instrument, transfer, change: null };
  const payroll = placeFrom(person.payroll, { ...act, unit: toUnit, category });
  const period = payroll.at(-1) ?? act;
  const posts = person.workplaces.filter(({ basis }) => basis === 'POST');
  const others = person.workplaces
    .filter(({ basis }) => basis !== 'POST')
    .flatMap((fact) => (endsAssignment(fact, move, keepsWorkplace) ? clear([fact], period) : [fact]));
  const now = posts.find((post) => covers(post, on))?.unit;
  const there = move.workplace ?? (now !== undefined && keepsWorkplace(now) ? now : toUnit);
  const post = { ...act, until: period.until, unit: there, basis: 'POST' as const };
  return {
    ...person,
    versions: recategorize(person.versions, { period, category, instrument }),
    payroll,
    workplaces: [
      ...others,
      ...(there === now ? posts : placeFrom(posts, { ...post, counter: null, assignment: null, secondment: null })),
    ],
  };
}

/** The day until which somebody on staff on a day stays without a break. */
function staffUntil({ versions }: StaffFacts, on: Day): Day {
  const inOrder = [...versions].sort((a, b) => (a.from < b.from ? -1 : 1));
  return inOrder.reduce((until, version) => (covers(version, until) ? version.until : until), on);
}

/** An assignment of the day ends where the move says another workplace, or leads out of where it is. */
const endsAssignment = (
  { basis, unit, ...days }: WorkplaceFact,
  { workplace, on }: Move,
  keepsWorkplace: (unit: string) => boolean,
): boolean =>
  basis === 'ASSIGNMENT' && covers(days, on) && (workplace === null ? !keepsWorkplace(unit) : workplace !== unit);

/**
 * A person as they are without a transfer that was decided and has not begun: home, post and category are what they were
 * the day before, and the assignments that it ended go on.
 */
export function unmovePerson(
  person: StaffFacts,
  { transfer, category, ended }: { transfer: number; category: StaffCategory | null; ended: readonly WorkplaceFact[] },
): StaffFacts {
  const isWithdrawn = (fact: { transfer: number | null }) => fact.transfer === transfer;
  const moved = person.payroll.filter(isWithdrawn);
  const versions = moved.reduce((facts, period) => takeCategoryBack(facts, { period, category }), person.versions);
  const posts = person.workplaces.filter(({ basis }) => basis === 'POST');
  const others = person.workplaces.filter(({ basis }) => basis !== 'POST');
  const assignments = others.filter(({ basis }) => basis === 'ASSIGNMENT');
  const resumed = assignments.reduce((facts, other) => clear(facts, other), resume(ended, moved));
  const payroll = withdraw(person.payroll, isWithdrawn).flatMap((fact) =>
    versions.reduce<PayrollFact[]>((pieces, version) => pieces.flatMap((piece) => countAs(piece, version)), [fact]),
  );
  return {
    ...person,
    versions: join(versions),
    payroll: join(payroll),
    workplaces: [...withdraw(posts, isWithdrawn), ...join([...others, ...resumed])],
  };
}

/** The category that a transfer brought is again what it was the day before; one that was corrected since stays. */
function takeCategoryBack(
  versions: readonly StaffVersionFact[],
  { period, category }: { period: Period; category: StaffCategory | null },
): StaffVersionFact[] {
  const before = versions.find((version) => covers(version, addDays(period.from, -1)));
  if (category === null || !before) return [...versions];
  return versions.flatMap((version) =>
    version.category === category ? recategorize([version], { ...before, period }) : [version],
  );
}

/** Assignments that a transfer ended, on the days that are withdrawn from it. */
const resume = (ended: readonly WorkplaceFact[], days: readonly Period[]): WorkplaceFact[] =>
  ended.flatMap((fact) =>
    days.flatMap((day) => {
      const span = { from: later(fact.from, day.from), until: earlier(fact.until, day.until) };
      return span.from < span.until ? [{ ...fact, ...span, id: null }] : [];
    }),
  );

/** Facts without some; what these replaced goes on instead, over all of their pieces. */
function withdraw<T extends Period & { id: number | null; unit: string }>(
  facts: readonly T[],
  isWithdrawn: (fact: T) => boolean,
): T[] {
  const kept = facts
    .filter((fact) => !isWithdrawn(fact))
    .map((fact) => {
      let { until } = fact;
      for (const next of [...facts].filter(isWithdrawn).sort((a, b) => (a.from < b.from ? -1 : 1)))
        if (next.from === until) until = next.until;
      return until === fact.until ? fact : { ...fact, id: null, until };
    });
  return join(kept);
}
