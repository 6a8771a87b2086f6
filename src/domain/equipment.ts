import { addDays, type Day, later } from './day.ts';
import type { LifeCycle } from './life-cycle.ts';
import { lineAbove } from './organization/decide-rules.ts';
import type { Organization } from './organization/organization.ts';
import { decideText } from './text.ts';
import { decideLasting } from './thing.ts';
import { type Violation, violation } from './violation.ts';

export const NEED_STATUSES = ['REGISTERED', 'CONSOLIDATED', 'FUNDED', 'PURCHASED', 'REFUSED'] as const;
export type NeedStatus = (typeof NEED_STATUSES)[number];

/** The unit registers, the provincial center consolidates, Finance allocates, the unit buys. */
export const NEED_LIFE: LifeCycle<NeedStatus> = {
  REGISTERED: ['CONSOLIDATED', 'REFUSED'],
  CONSOLIDATED: ['FUNDED', 'REFUSED'],
  FUNDED: ['PURCHASED', 'REFUSED'],
  PURCHASED: [],
  REFUSED: [],
};

/** How many of an item, and how much money: the cost of a need stays a number that every client reads exactly. */
const MOST_PIECES = 100_000;
const HIGHEST_PRICE = 10_000_000_000;
const HIGHEST_AMOUNT = 1_000_000_000_000_000;

/** What a unit needs, said once; the price of one in dong. */
export interface Need {
  unit: string;
  item: string;
  quantity: number;
  unitPrice: number | null;
}

/** INPUT_INVALID and FACT_OUTSIDE_UNIT: an item is named and counted, for a unit that has not ended. */
export function decideNeed(
  organization: Organization,
  { unit, item, quantity, unitPrice }: Need,
  { on, path }: { on: Day; path: readonly string[] },
): Violation[] {
  const isCounted = Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST_PIECES;
  return [
    ...decideLasting(organization, unit, { on, path: [...path, 'unit'] }),
    ...decideText('name', item, { path: [...path, 'item'] }),
    ...(isCounted
      ? []
      : [
          violation('INPUT_INVALID', {
            path: [...path, 'quantity'],
            expected: 'QUANTITY',
            words: { max: MOST_PIECES },
          }),
        ]),
    ...decideAmount(unitPrice, { max: HIGHEST_PRICE, path: [...path, 'unitPrice'] }),
  ];
}

/** Money in dong: a whole number, not below zero. */
const decideAmount = (
  amount: number | null,
  { max = HIGHEST_AMOUNT, path }: { max?: number; path: readonly string[] },
): Violation[] =>
  amount === null || (Number.isInteger(amount) && amount >= 0 && amount <= max)
    ? []
    : [violation('INPUT_INVALID', { path, expected: 'AMOUNT', words: { max } })];

/** The day of a unit's life that is nearest to a day. */
function dayOfLife(organization: Organization, unit: string, on: Day): Day {
  const life = organization.find(unit)?.life;
  if (!life) return on;
  const started = later(on, life.from);
  return started < life.until ? started : addDays(life.until, -1);
}

/** Who may take a step, as codes; `departments` of these committees may as well. */
interface Authority {
  bodies: readonly string[];
  departments: readonly string[];
}

/**
 * The unit registers and buys, the provincial center above it consolidates. Whether money is granted or refused is for
 * the provincial center, for the People's Committees above it, and for departments (Finance) above it or directly under
 * one of these committees.
 */
function authorityOver(
  organization: Organization,
  { unit, to, on }: { unit: string; to: NeedStatus; on: Day },
): Authority {
  if (to === 'REGISTERED' || to === 'PURCHASED') return { bodies: [unit], departments: [] };
  // Before its first day and after its last a unit stands as it does on that.
  const day = dayOfLife(organization, unit, on);
  const line = lineAbove(organization, unit, day);
  const kindOf = (code: string) => organization.versionOn(code, day)?.kind;
  const at = line.findIndex((code) => kindOf(code) === 'PROVINCIAL_CENTER');
  const center = line.slice(at < 0 ? line.length : at, at + 1);
  if (to === 'CONSOLIDATED' || at < 0) return { bodies: center, departments: [] };
  const above = line.slice(at + 1);
  const committees = above.filter((code) => kindOf(code) === 'PEOPLES_COMMITTEE');
  const departments = above.filter((code) => kindOf(code) === 'DEPARTMENT');
  return { bodies: [...center, ...committees, ...departments], departments: committees };
}

/** A step of a need, and by whom it is said to be taken. */
export interface NeedAct {
  unit: string;
  to: NeedStatus;
  on: Day;
  /** Code of the body; the one that may where left out. */
  by: string | null;
}

/** Who takes a step where nobody is named: the unit, or its center; who grants money is always named. */
export const takerOf = (organization: Organization, act: NeedAct): string | null =>
  act.by ?? (act.to === 'FUNDED' ? null : (authorityOver(organization, act).bodies[0] ?? null));

/** EQUIPMENT_AUTHORITY: each step of a need is for its own body to take. */
export function decideAuthority(organization: Organization, act: NeedAct, path: readonly string[]): Violation[] {
  const { unit, to, on } = act;
  const taker = takerOf(organization, act);
  if (taker !== null && !organization.find(taker))
    return [violation('NOT_FOUND', { path, unit, on, words: { what: taker } })];
  const { bodies, departments } = authorityOver(organization, act);
  if (taker !== null && (bodies.includes(taker) || isDepartmentOf(organization, { taker, departments, on }))) return [];
  const named = [...bodies, ...departments.map((committee) => `DEPARTMENT (${committee})`)];
  const words = { step: to, decider: taker ?? '–', authority: named.join(', ') || 'PROVINCIAL_CENTER' };
  return [violation('EQUIPMENT_AUTHORITY', { path, unit, on, words })];
}

const isDepartmentOf = (
  organization: Organization,
  { taker, departments, on }: { taker: string; departments: readonly string[]; on: Day },
): boolean =>
  organization.versionOn(taker, on)?.kind === 'DEPARTMENT' &&
  departments.includes(lineAbove(organization, taker, on)[1] ?? '');

/**
 * What a step says of money. Funds are granted in dong; that more was paid is a matter between the unit and the
 * Treasury and has happened, so it is told and does not stand in the way.
 */
export function decideMoney(
  { to, amount, funded }: { to: NeedStatus; amount: number | null; funded: number | null },
  { unit, on, path }: { unit: string; on: Day; path: readonly string[] },
): Violation[] {
  if (to === 'FUNDED' && amount === null)
    return [violation('INPUT_INVALID', { path, unit, on, expected: 'AMOUNT', words: { max: HIGHEST_AMOUNT } })];
  const unfit = decideAmount(amount, { path });
  if (unfit.length > 0 || to !== 'PURCHASED' || amount === null || funded === null || amount <= funded) return unfit;
  return [
    violation('INPUT_INVALID', { severity: 'WARNING', path, unit, on, expected: 'AMOUNT_FUNDED', words: { funded } }),
  ];
}
