import type { ChangeKind } from '../change.ts';
import { addDays, covers, type Day } from '../day.ts';
import type { ServiceFact, TerritoryRef } from '../territory.ts';
import type { UnitFacts } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import type { Organization } from './organization.ts';

/** An act that is being undone, and the day from which what it did holds no longer. */
export interface Undoing {
  organization: Organization;
  act: { id: number; kind: ChangeKind; on: Day };
  on: Day;
}

/** Where in the input the act is named that cannot be undone. */
const ACT = ['change'] as const;

/** The day on which everything was as it is to be again. */
export const dayBefore = ({ act }: Undoing): Day => addDays(act.on, -1);

/** Who received for a territory on a day. */
export function receiverOn(organization: Organization, territory: TerritoryRef, day: Day): string | undefined {
  return organization.servicesOf(territory.id).find((service) => covers(service, day))?.unit;
}

/** What a unit received for on the day before the act, of territories that are still there on the day of the undoing. */
export function servedBefore(undoing: Undoing, unit: UnitFacts): ServiceFact[] {
  const day = dayBefore(undoing);
  return unit.services.filter((service) => covers(service, day) && service.territory.until > undoing.on);
}

/** What a unit gave up with the act and nobody has received for since. */
export function lostTerritories(undoing: Undoing, unit: UnitFacts): TerritoryRef[] {
  const { organization, act } = undoing;
  return servedBefore(undoing, unit)
    .map(({ territory }) => territory)
    .filter(({ id }) => organization.servicesOf(id).every(({ until }) => until <= act.on));
}

/** Nothing of an act is left that could be undone. */
export const nothingLeft = (): Violation => violation('INPUT_INVALID', { path: ACT, expected: 'SOMETHING_TO_CHANGE' });

/** A correction restates what is believed; what it says wrongly another one says right. */
export const onlyCorrectable = ({ act }: Undoing): Violation =>
  violation('INPUT_INVALID', { path: ACT, on: act.on, expected: 'ANOTHER_CORRECTION' });

/** Something that the act set was changed again on a day: undoing the act would undo that as well. */
export const changedSince = (unit: string, on: Day, territory?: TerritoryRef): Violation =>
  violation('INPUT_INVALID', {
    path: ACT,
    unit,
    on,
    territory: territory?.code ?? null,
    expected: 'NOT_CHANGED_SINCE',
    words: { what: unit, day: on },
  });

/** What the act did with a unit no single act can undo. */
export const severalActs = (unit: string, on: Day): Violation =>
  violation('INPUT_INVALID', {
    path: ACT,
    unit,
    on,
    expected: 'UNDONE_BY_ONE_ACT',
    words: { what: unit },
  });

/** Nobody said which of the units that come back receives for a territory; another act has to, before. */
export const territoryToDecide = (unit: string, on: Day, territory: TerritoryRef): Violation =>
  violation('INPUT_INVALID', {
    path: ACT,
    unit,
    on,
    territory: territory.code,
    expected: 'TERRITORY_TO_DECIDE',
    words: { what: territory.code },
  });

/** Nobody said below which of the units that come back a unit stands; another act has to, before. */
export const childToDecide = (unit: string, on: Day): Violation =>
  violation('INPUT_INVALID', {
    path: ACT,
    unit,
    on,
    expected: 'CHILD_TO_DECIDE',
    words: { what: unit },
  });
