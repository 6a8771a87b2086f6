import { type Day, FOREVER, later } from './day.ts';
import { decideDay, decideStep, type LifeCycle, lastStatus, type StatusFact } from './life-cycle.ts';
import type { Organization } from './organization/organization.ts';
import { type Violation, violation } from './violation.ts';

/** Things that a reorganization moves, each with a life cycle of its own. */
export const THING_TYPES = ['Seal', 'Signboard', 'BankAccount', 'Handover', 'EquipmentNeed'] as const;
export type ThingType = (typeof THING_TYPES)[number];

/** A thing as it is believed to stand; `id` is a placeholder below zero while it is not stored. */
export interface ThingFacts<S extends string = string> {
  id: number;
  /** Code of the unit it belongs to. */
  unit: string;
  /** What was said once: the columns of its table. */
  said: Readonly<Record<string, unknown>>;
  /** In order; one that was passed on a day begins and ends on it. */
  statuses: readonly StatusFact<S>[];
}

/** A step in the life of a thing, and where the input asks for it. */
export interface ThingStep<S extends string = string> {
  to: S;
  on: Day;
  path: readonly string[];
}

/** A thing becomes only what its life cycle lets it, and nothing before it became what it is. */
export function decideThingStep<S extends string>(
  life: LifeCycle<S>,
  { unit, statuses }: ThingFacts<S>,
  { to, on, path }: ThingStep<S>,
): Violation[] {
  const last = lastStatus(statuses);
  if (!last) return [];
  const isEarly = on < last.from;
  return [
    ...decideDay(on, [...path, 'on']),
    ...(isEarly
      ? [
          violation('PERIOD_INVALID', {
            path: [...path, 'on'],
            unit,
            on,
            expected: 'NOT_BEFORE',
            words: { day: last.from },
          }),
        ]
      : []),
    ...decideStep(life, { what: unit, from: last.status, to }, { path: [...path, 'to'], unit, on }),
  ];
}

/** The thing once it has taken a step; until when that holds, where it is known. */
export function stepped<S extends string>(
  thing: ThingFacts<S>,
  { to, on }: Pick<ThingStep<S>, 'to' | 'on'>,
): ThingFacts<S> {
  const before = thing.statuses.map((fact) => (fact.until === FOREVER ? { ...fact, until: on } : fact));
  return { ...thing, statuses: [...before, { id: null, status: to, from: on, until: FOREVER }] };
}

/** A name as it is compared: boards and seals are lettered in capitals. */
export const lettered = (name: string): string =>
  name.normalize('NFC').replace(/\s+/g, ' ').trim().toLocaleUpperCase('vi');

/** FACT_OUTSIDE_UNIT, or NOT_FOUND where there is no such unit at all: what a thing is for is there on the day. */
export function decideUnit(
  organization: Organization,
  unit: string,
  { on, path }: { on: Day; path: readonly string[] },
): Violation[] {
  if (!organization.find(unit)) return [violation('NOT_FOUND', { path, unit, on, words: { what: unit } })];
  return organization.isLive(unit, on) ? [] : [violation('FACT_OUTSIDE_UNIT', { path, unit, on })];
}

/** What a unit gets ready is there before its first day; after its last it gets nothing ready. */
export function decideLasting(
  organization: Organization,
  unit: string,
  { on, path }: { on: Day; path: readonly string[] },
): Violation[] {
  const found = organization.find(unit);
  return decideUnit(organization, unit, { on: found ? later(on, found.life.from) : on, path });
}
