import { contains, covers, type Day, later, overlaps, type Period } from './day.ts';
import { FIRST_DAY } from './life-cycle.ts';
import { lineAbove } from './organization/decide-rules.ts';
import { cut } from './organization/facts.ts';
import type { Organization } from './organization/organization.ts';
import type { PolicyKey } from './policy.ts';
import { policyFor, quoted, type Rulebook } from './rulebook.ts';
import { decideText } from './text.ts';
import { type Violation, violation } from './violation.ts';

export const COUNTER_KINDS = ['STANDARD', 'NON_BOUNDARY', 'PRIORITY', 'COMBINED'] as const;
export type CounterKind = (typeof COUNTER_KINDS)[number];

/** What a counter is called and does; Monday is weekday 1. */
export interface CounterAttributes {
  label: string;
  kind: CounterKind;
  weekdays: readonly number[];
}

/** What a counter is on the days on which it is open; `counter` is a placeholder below zero while it is new. */
export interface CounterFact extends Period, CounterAttributes {
  id: number | null;
  counter: number;
  unit: string;
  site: number | null;
  instrument: number | null;
  assumed: boolean;
  change: number | null;
}

/** What decisions on counters look at: units with what is above them, and what policies say of these. */
export interface CounterGround {
  organization: Organization;
  rulebook: Rulebook;
}

/** Where in the input a field of what is asked for stands. */
type PathOf = (field: string) => string[];

/** Labels are told apart as people read them. */
export const sameLabel = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** What is said of a counter, within its limits. */
export function decideAttributes({ label, weekdays }: Partial<CounterAttributes>, pathOf: PathOf): Violation[] {
  const isWeek =
    weekdays === undefined ||
    (weekdays.length > 0 &&
      new Set(weekdays).size === weekdays.length &&
      weekdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7));
  return [
    ...(label === undefined ? [] : decideText('shortName', label, { path: pathOf('label') })),
    ...(isWeek ? [] : [violation('INPUT_INVALID', { path: pathOf('weekdays'), expected: 'WEEKDAYS' })]),
  ];
}

/** A counter opens at a unit that is there on all its days. */
export function decideOpening(opening: CounterFact, organization: Organization, pathOf: PathOf): Violation[] {
  const { unit, from, until } = opening;
  const found = decideAttributes(opening, pathOf);
  if (from < FIRST_DAY)
    return [...found, violation('PERIOD_INVALID', { path: pathOf('from'), on: from, expected: 'DAY_FROM_1900' })];
  if (until <= from)
    return [...found, violation('PERIOD_INVALID', { path: pathOf('until'), on: until, expected: 'FROM_BEFORE_UNTIL' })];
  const life = organization.find(unit)?.life;
  if (!life) return [...found, violation('NOT_FOUND', { path: pathOf('unit'), words: { what: unit } })];
  if (contains(life, opening)) return found;
  const on = covers(life, from) ? life.until : from;
  return [...found, violation('FACT_OUTSIDE_UNIT', { path: pathOf('unit'), unit, on })];
}

/** Counters by unit and label, so that very many are compared in one pass. */
function byLabel(facts: readonly CounterFact[]): Map<string, CounterFact[]> {
  const groups = new Map<string, CounterFact[]>();
  for (const fact of facts) {
    const key = `${fact.unit} ${fact.label.toLowerCase()}`;
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return groups;
}

/** COUNTER_OVERLAP: a unit has one counter of a label a day; told of what is new, against whatever came before it. */
export function decideLabels(facts: readonly CounterFact[], pathOf: (fact: CounterFact) => string[]): Violation[] {
  return [...byLabel(facts).values()].flatMap((group) =>
    group.flatMap((fact, index) => {
      if (fact.id !== null) return [];
      const other = group.find(
        (each, place) => each.counter !== fact.counter && (each.id !== null || place < index) && overlaps(each, fact),
      );
      if (!other) return [];
      const { unit, label } = fact;
      const on = later(fact.from, other.from);
      return [violation('COUNTER_OVERLAP', { path: pathOf(fact), unit, on, words: { label } })];
    }),
  );
}

/** Another name, kind or week from a day on; what is planned for later keeps what it changes itself. */
export function changeCounter(
  versions: readonly CounterFact[],
  { on, patch, instrument }: { on: Day; patch: Partial<CounterAttributes>; instrument: number | null },
): CounterFact[] {
  const before = versions.find((version) => covers(version, on));
  if (!before) return [...versions];
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  let pending = (Object.keys(patch) as (keyof CounterAttributes)[]).filter(
    (key) => patch[key] !== undefined && !isSame(patch[key], before[key]),
  );
  return [...versions]
    .sort((one, other) => (one.from < other.from ? -1 : 1))
    .flatMap((version) => {
      if (version.until <= on) return [version];
      pending = pending.filter((key) => isSame(version[key], before[key]));
      if (pending.length === 0) return [version];
      const changed = { ...version, ...Object.fromEntries(pending.map((key) => [key, patch[key]])), id: null };
      if (version.from > on) return [changed];
      const decided = { ...changed, from: on, instrument, change: null };
      return version.from === on ? [decided] : [{ ...version, id: null, until: on }, decided];
    });
}

/** A counter is changed on a day on which it is open. */
export function decideOpen(versions: readonly CounterFact[], on: Day): Violation[] {
  const ordered = [...versions].sort((one, other) => (one.from < other.from ? -1 : 1));
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (!first || !last || ordered.some((version) => covers(version, on))) return [];
  const words = { from: first.from, until: last.until };
  return [violation('PERIOD_INVALID', { path: ['on'], on, unit: last.unit, expected: 'DAY_IN_FORCE', words })];
}

/** A counter that closes was open for a day at least, and is not closed by then. */
export function decideClosing(versions: readonly CounterFact[], on: Day): Violation[] {
  const [first] = versions.map(({ from }) => from).sort();
  if (first === undefined || on > first) return decideOpen(versions, on);
  return [violation('PERIOD_INVALID', { path: ['on'], on, expected: 'LATER_THAN', words: { day: first } })];
}

/** A counter's days until one, from which on it is closed. */
export const closeCounter = (versions: readonly CounterFact[], on: Day): CounterFact[] => cut(versions, on);

/** The counters a policy asks for, and by which one is there: COMBINED is for everybody. */
const REQUIRED: readonly { key: PolicyKey; kind: CounterKind }[] = [
  { key: 'counter.nonBoundary.required', kind: 'NON_BOUNDARY' },
  { key: 'counter.priority.required', kind: 'PRIORITY' },
];

/** COUNTER_REQUIRED: a unit that has a counter of a kind its policies ask for does not lose the last, on any day. */
export function decideRequired(
  {
    before,
    after,
    on,
    path,
  }: { before: readonly CounterFact[]; after: readonly CounterFact[]; on: Day; path: string[] },
  { organization, rulebook }: CounterGround,
): Violation[] {
  const units = [...new Set(before.map(({ unit }) => unit))];
  const days = [on, ...[...before, ...after].flatMap(({ from, until }) => [from, until])];
  days.push(...rulebook.policies.map(({ from }) => from));
  const candidates = [...new Set(days)].filter((day) => day >= on).sort();
  return units.flatMap((unit) =>
    REQUIRED.flatMap(({ key, kind }) => {
      const has = (facts: readonly CounterFact[], day: Day) =>
        facts.some((fact) => fact.unit === unit && [kind, 'COMBINED'].includes(fact.kind) && covers(fact, day));
      const policyOn = (day: Day) => policyFor(rulebook, key, { above: lineAbove(organization, unit, day), on: day });
      const lost = candidates.find((day) => has(before, day) && !has(after, day) && policyOn(day)?.value === 'true');
      const policy = lost === undefined ? undefined : policyOn(lost);
      if (lost === undefined || !policy) return [];
      return [
        violation('COUNTER_REQUIRED', {
          path,
          unit,
          on: lost,
          words: { kind },
          policy: quoted(policy),
          waivable: true,
        }),
      ];
    }),
  );
}

/** NOT_FOUND as a warning: none of the counters that the unit is known to have bears the label. */
export function decideNamed(label: string, labels: readonly string[]): Violation[] {
  if (labels.length === 0 || labels.some((known) => sameLabel(known, label))) return [];
  return [violation('NOT_FOUND', { severity: 'WARNING', path: ['counter'], words: { what: label } })];
}

/** A territory that loses its last open counter from a day on, though somebody receives for it. */
export interface Interruption {
  territory: string;
  /** Who receives for it on the day, and who was to before. */
  unit: string;
  before: string;
  on: Day;
}

/** SERVICE_INTERRUPTED: at a cut-over every territory keeps an open counter. */
export const interrupted = ({ territory, unit, on }: Interruption, path: readonly string[] | null): Violation =>
  violation('SERVICE_INTERRUPTED', { path, unit, territory, on, words: { counters: 0 }, waivable: true });
