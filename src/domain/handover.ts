import type { Day } from './day.ts';
import { type LifeCycle, statusOn } from './life-cycle.ts';
import { lineAbove } from './organization/decide-rules.ts';
import type { Organization } from './organization/organization.ts';
import { decideSoleHolder, type Holdings, type SiteUse, untilItsEnd } from './premises.ts';
import { decideText } from './text.ts';
import { decideUnit } from './thing.ts';
import { type Violation, violation } from './violation.ts';

export const HANDOVER_STATUSES = ['LISTED', 'INSPECTED', 'SIGNED', 'CLOSED', 'DISPUTED', 'CANCELLED'] as const;
export type HandoverStatus = (typeof HANDOVER_STATUSES)[number];

/** A dispute leads back to an inspection: what both sides then sign is what was found. What is signed is not cancelled. */
export const HANDOVER_LIFE: LifeCycle<HandoverStatus> = {
  LISTED: ['INSPECTED', 'DISPUTED', 'CANCELLED'],
  INSPECTED: ['SIGNED', 'DISPUTED', 'CANCELLED'],
  SIGNED: ['CLOSED'],
  CLOSED: [],
  DISPUTED: ['INSPECTED', 'CANCELLED'],
  CANCELLED: [],
};

/** Statuses in which premises have not changed hands yet. */
const UNDER_WAY: readonly (string | undefined)[] = ['LISTED', 'INSPECTED', 'DISPUTED'];

/** Who hands what to whom; the site by its database id. */
export interface Sides {
  giver: string;
  receiver: string;
  site: number | null;
}

/** Something that is handed over, and how it was found. */
export interface HandedItem {
  description: string;
  quantity: number;
  measure: string | null;
  condition: string | null;
}

/** A list of things is as long as people can inspect. */
const MOST_ITEMS = 200;

/** Nobody hands over more of one item, in whatever measure. */
const MAX_QUANTITY = 1_000_000;

/** Both sides are there on the day, and are two. */
export function decideSides(
  organization: Organization,
  { giver, receiver }: Pick<Sides, 'giver' | 'receiver'>,
  { on, paths }: { on: Day; paths: { giver: readonly string[]; receiver: readonly string[] } },
): Violation[] {
  return [
    ...decideUnit(organization, giver, { on, path: paths.giver }),
    ...decideUnit(organization, receiver, { on, path: paths.receiver }),
    ...(giver === receiver
      ? [violation('INPUT_INVALID', { path: paths.receiver, unit: receiver, on, expected: 'ANOTHER_UNIT' })]
      : []),
  ];
}

/** At least one thing is handed over, and each is described and counted. */
export function decideItems(items: readonly HandedItem[], path: readonly string[]): Violation[] {
  if (items.length < 1 || items.length > MOST_ITEMS)
    return [violation('INPUT_INVALID', { path, expected: 'MOST_ITEMS', words: { max: MOST_ITEMS } })];
  return items.flatMap(({ description, quantity, measure, condition }, index) => {
    const at = (field: string) => ({ path: [...path, String(index), field] });
    return [
      ...decideText('title', description, at('description')),
      ...decideQuantity(quantity, at('quantity').path),
      ...(measure === null ? [] : decideText('label', measure, at('measure'))),
      ...(condition === null ? [] : decideText('note', condition, at('condition'))),
    ];
  });
}

const decideQuantity = (quantity: number, path: readonly string[]): Violation[] =>
  quantity > 0 && quantity <= MAX_QUANTITY
    ? []
    : [violation('INPUT_INVALID', { path, expected: 'ABOVE_ZERO', words: { max: MAX_QUANTITY } })];

/** What minutes bear besides what is handed over. */
export interface Minutes {
  minutes: string | null;
  giverSignatory: string | null;
  receiverSignatory: string | null;
}

/** HANDOVER_INCOMPLETE: signed minutes have a number and two signatures; all that is missing is told at once. */
export function decideMinutes(
  { minutes, giverSignatory, receiverSignatory }: Minutes,
  { isSigning, unit, on, path }: { isSigning: boolean; unit: string; on: Day; path: readonly string[] },
): Violation[] {
  return Object.entries({ minutes, giverSignatory, receiverSignatory }).flatMap(([field, text]) => {
    const at = [...path, field];
    const isMissing = text === null || text.trim() === '';
    if (isMissing && isSigning)
      return [violation('HANDOVER_INCOMPLETE', { path: at, unit, on, words: { missing: field } })];
    return text === null ? [] : decideText(field === 'minutes' ? 'number' : 'issuer', text, { path: at });
  });
}

/**
 * Only who holds a site hands it over: on the day of signing that is the giver, or else nobody is known to have held it
 * at all, and the minutes are the first statement about it. From then on nobody else holds it than the receiver.
 */
export function decideGiving(
  organization: Organization,
  holdings: Holdings,
  { giver, receiver, site, on, path }: Sides & { on: Day; path: readonly string[] },
): Violation[] {
  if (site === null) return [];
  const period = { from: on, until: untilItsEnd(organization, receiver) };
  const held = holdings.on(site, on);
  const except = held?.unit === giver ? held : undefined;
  const others = decideSoleHolder(holdings, { site, unit: receiver, period, except }, path);
  if (others.length > 0 || holdings.of(site).length === 0 || held) return others;
  return [violation('HANDOVER_INCOMPLETE', { path, unit: giver, on, words: { missing: 'site' } })];
}

/** The site changes hands on the day on which the minutes are signed. */
export function passOn(
  organization: Organization,
  holdings: Holdings,
  {
    receiver,
    site,
    on,
    handover,
    instrument,
  }: Omit<Sides, 'giver'> & { on: Day; handover: number; instrument: number | null },
): void {
  if (site === null) return;
  holdings.end({ site, on });
  const until = untilItsEnd(organization, receiver);
  const held = { from: on, until, untilEvent: null, handover, instrument, assumed: false, change: null };
  holdings.begin({ site, unit: receiver, ...held });
}

/**
 * HANDOVER_INCOMPLETE: a unit uses a site only where it, or a unit above it, holds it that day. A site that nobody is
 * known to hold is anybody's to use, unless it is being handed to the unit, who then waits for the signatures.
 */
export function decideUseOfSite(
  organization: Organization,
  { holdings, handovers }: SiteUse,
  { unit, site, on, path }: { unit: string; site: number; on: Day; path: readonly string[] },
): Violation[] {
  const line = lineAbove(organization, unit, on);
  const holder = holdings.on(site, on)?.unit;
  if (holder !== undefined && line.includes(holder)) return [];
  const pending = handovers
    .filter((handover) => handover.site === site && line.includes(handover.receiver))
    .map(({ statuses }) => statusOn(statuses, on))
    .find((status) => UNDER_WAY.includes(status));
  const missing = pending ?? holder;
  return missing === undefined ? [] : [violation('HANDOVER_INCOMPLETE', { path, unit, on, words: { missing } })];
}
