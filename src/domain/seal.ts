import { type Day, later, overlaps } from './day.ts';
import type { LifeCycle, StatusFact } from './life-cycle.ts';
import type { Organization } from './organization/organization.ts';
import { decideLasting, decideUnit, lettered, type ThingFacts } from './thing.ts';
import { type Violation, violation } from './violation.ts';

/** The one seal by which a unit signs; a further wet seal, by permission; a dry and a reduced impression of it. */
export const SEAL_KINDS = ['PRINCIPAL', 'ADDITIONAL', 'EMBOSSED', 'REDUCED'] as const;
export type SealKind = (typeof SEAL_KINDS)[number];

export const SEAL_STATUSES = [
  'REQUESTED',
  'AUTHORIZED',
  'ENGRAVED',
  'REGISTERED',
  'IN_USE',
  'WITHDRAWN',
  'RETURNED',
  'DESTROYED',
  'ARCHIVED',
  'LOST',
  'INVALIDATED',
] as const;
export type SealStatus = (typeof SEAL_STATUSES)[number];

/** Decree 99/2016/NĐ-CP: a specimen is registered before its seal is used, and a seal that is withdrawn goes back. */
export const SEAL_LIFE: LifeCycle<SealStatus> = {
  REQUESTED: ['AUTHORIZED', 'INVALIDATED'],
  AUTHORIZED: ['ENGRAVED', 'INVALIDATED'],
  ENGRAVED: ['REGISTERED', 'LOST', 'INVALIDATED'],
  REGISTERED: ['IN_USE', 'WITHDRAWN', 'LOST', 'INVALIDATED'],
  IN_USE: ['WITHDRAWN', 'LOST', 'INVALIDATED'],
  WITHDRAWN: ['RETURNED', 'LOST', 'INVALIDATED'],
  RETURNED: ['DESTROYED', 'ARCHIVED'],
  DESTROYED: [],
  ARCHIVED: [],
  LOST: ['RETURNED', 'INVALIDATED'],
  INVALIDATED: ['RETURNED', 'DESTROYED', 'ARCHIVED'],
};

/** What a seal says of itself, once. */
export interface Engraving {
  kind: SealKind;
  engravedName: string;
}

/** Out of the unit's hands for good, so that nobody can sign with it. */
const GIVEN_BACK: readonly SealStatus[] = ['RETURNED', 'DESTROYED', 'ARCHIVED', 'LOST'];
/** Whether a seal is nobody's any more. */
export const isGivenBack = (status: SealStatus): boolean => GIVEN_BACK.includes(status);

/** Never came into anybody's hands. */
const NOT_MADE: readonly SealStatus[] = ['REQUESTED', 'AUTHORIZED'];

/** Whether a seal of this status is one that somebody could still sign with. */
export const isOut = (status: SealStatus): boolean => !isGivenBack(status) && !NOT_MADE.includes(status);

/**
 * SEAL_NOT_ENTITLED and SEAL_NAME_MISMATCH: only a unit entitled to one holds a seal, engraved with the name of the day
 * from which it is used.
 */
export function decideEngraving(
  organization: Organization,
  { unit, engravedName }: Engraving & { unit: string },
  { on, paths }: { on: Day; paths: { unit: readonly string[]; name: readonly string[] } },
): Violation[] {
  const version = organization.versionOn(unit, on);
  if (!version) return decideUnit(organization, unit, { on, path: paths.unit });
  const { name, ownSeal } = version;
  return [
    ...(ownSeal ? [] : [violation('SEAL_NOT_ENTITLED', { path: paths.unit, unit, on })]),
    ...(lettered(name) === lettered(engravedName)
      ? []
      : [violation('SEAL_NAME_MISMATCH', { path: paths.name, unit, on, words: { engraved: engravedName, name } })]),
  ];
}

/** What a stored seal says of itself. */
export const engravingOf = ({ said }: Pick<ThingFacts, 'said'>): Engraving => ({
  kind: said.kind as SealKind,
  engravedName: String(said.engraved_name),
});

/** SEAL_DUPLICATE: from the day on no other principal seal of the unit is in use. */
export function decideSoleUse(
  seal: ThingFacts<SealStatus>,
  seals: Iterable<ThingFacts<SealStatus>>,
  { on, until, path }: { on: Day; until: Day; path: readonly string[] },
): Violation[] {
  if (engravingOf(seal).kind !== 'PRINCIPAL') return [];
  const { unit } = seal;
  const others = [...seals].filter(
    (other) => other.unit === unit && other.id !== seal.id && engravingOf(other).kind === 'PRINCIPAL',
  );
  const uses = others.flatMap(({ statuses }) => statuses.filter(({ status }) => status === 'IN_USE'));
  return uses
    .filter((use) => use.from < use.until && overlaps(use, { from: on, until }))
    .map((use) => violation('SEAL_DUPLICATE', { path, unit, on: later(use.from, on) }));
}

/** SEAL_NOT_RETURNED: a unit does not go while one of its seals is out, that day or on a later one. */
export function decideReturned(
  seals: Iterable<ThingFacts<SealStatus>>,
  { unit, on, path }: { unit: string; on: Day; path: readonly string[] },
): Violation[] {
  return [...seals].flatMap((seal) => {
    const isLeft = ({ status, from, until }: StatusFact<SealStatus>) => isOut(status) && until > on && from < until;
    const out = seal.unit === unit ? seal.statuses.find(isLeft) : undefined;
    if (out === undefined) return [];
    const words = { engraved: engravingOf(seal).engravedName, status: out.status };
    return [violation('SEAL_NOT_RETURNED', { path, unit, on: later(out.from, on), words, waivable: true })];
  });
}

/** Steps by which a seal comes into being. */
const IN_THE_MAKING: readonly SealStatus[] = ['AUTHORIZED', 'ENGRAVED', 'REGISTERED'];

/** FACT_OUTSIDE_UNIT: nobody makes a seal for a unit that is gone. */
export const decideMaking = (
  organization: Organization,
  { unit, to, on }: { unit: string; to: SealStatus; on: Day },
  path: readonly string[],
): Violation[] => (IN_THE_MAKING.includes(to) ? decideLasting(organization, unit, { on, path }) : []);

/** A seal that should have been given back. */
export interface OldSeal {
  unit: string;
  engraved: string;
  status: SealStatus;
}

/** SEAL_NOT_RETURNED: a phase does not complete while an old seal is out. */
export const decideOldSeals = (
  seals: readonly OldSeal[],
  { plan, phase, on }: { plan: string; phase: number; on: Day },
): Violation[] =>
  seals.map(({ unit, engraved, status }) =>
    violation('SEAL_NOT_RETURNED', {
      path: ['phase'],
      unit,
      on,
      words: { plan, phase, engraved, status },
      waivable: true,
    }),
  );
