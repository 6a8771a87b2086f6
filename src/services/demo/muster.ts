import { addDays, addDuration, type Day, earlier, FOREVER, later, type Period } from '../../domain/day.ts';
import type { StaffCategory } from '../../domain/staff.ts';
import { DEMO_FROM, DEMO_PREFIX } from './demo-law.ts';
import type { Dice } from './dice.ts';
import { inventName } from './names.ts';
import type { Person } from './person.ts';
import type { Stay, Terrain } from './terrain.ts';

/** How many of ten are what; in this order, so that the first ones, who come to lead, are civil servants. */
const PAID_MIX: readonly StaffCategory[] = [
  'CIVIL_SERVANT',
  'CIVIL_SERVANT',
  'CIVIL_SERVANT',
  'PUBLIC_EMPLOYEE',
  'CIVIL_SERVANT',
  'PUBLIC_EMPLOYEE',
  'CIVIL_SERVANT',
  'CONTRACT',
  'PUBLIC_EMPLOYEE',
  'CIVIL_SERVANT',
];
const HIRED_UNTIL: Day = '2024-09-01';
const LEAVING: Period = { from: '2025-02-01', until: '2026-10-01' };
const TURNS_UNTIL: Day = '2026-10-01';
const PROTECTED: Period = { from: '2024-12-01', until: '2026-10-01' };

/** What is asked of somebody who is made up. */
export interface Wanted {
  /** The unit in whose series of codes they are numbered. */
  series: string;
  /** Where they begin to work, or come to work where they began elsewhere. */
  post: string;
  /** Where they worked before. */
  before?: string;
  /** By their number in the series where left out. */
  category?: StaffCategory;
  /** The days within which they begin. */
  hired?: Period;
  until?: Day;
  /** Who pays, where that does not follow from the post; nobody where null. */
  payer?: string | null;
  /** Neither leaves nor is protected: somebody who is needed. */
  stays?: boolean;
}

/** Makes people up, numbered by unit. */
export class Muster {
  readonly people: Person[] = [];
  readonly terrain: Terrain;
  readonly dice: Dice;
  private readonly numbers = new Map<string, number>();

  constructor(terrain: Terrain, dice: Dice) {
    this.terrain = terrain;
    this.dice = dice;
  }

  hire({ series, post, before, category, hired, until, payer, stays = false }: Wanted): Person {
    const { dice, terrain } = this;
    const number = (this.numbers.get(series) ?? 0) + 1;
    this.numbers.set(series, number);
    const from = this.firstDay(post, hired);
    const leaving =
      !stays && dice.happens(4) ? dice.day(later(LEAVING.from, addDays(from, 90)), LEAVING.until) : FOREVER;
    const posts = this.postsOf({ before, post }, { from, until: earlier(until ?? FOREVER, leaving) });
    const employment = { from, until: posts.at(-1)?.until ?? FOREVER };
    const is = category ?? PAID_MIX[(number - 1) % PAID_MIX.length] ?? 'CIVIL_SERVANT';
    const isUnpaid = payer === null || (payer === undefined && UNPAID.includes(is));
    const person: Person = {
      code: `${DEMO_PREFIX}${series}-${String(number).padStart(4, '0')}`,
      name: inventName(dice),
      category: is,
      ...employment,
      protected: stays || !dice.happens(2) ? null : this.protectedDays(employment),
      homes: isUnpaid ? [] : payer ? [{ ...employment, unit: payer, change: null }] : terrain.homesOf(posts),
      posts,
      signsFrom: is === 'CIVIL_SERVANT' && dice.happens(60) ? from : null,
    };
    this.people.push(person);
    return person;
  }

  /** So many people alike. */
  hireMany(count: number, wanted: Wanted): Person[] {
    return Array.from({ length: count }, () => this.hire(wanted));
  }

  /** Some time at one unit, then at another. */
  private postsOf({ before, post }: Pick<Wanted, 'before' | 'post'>, { from, until }: Period): Stay[] {
    const turn = this.dice.day(addDays(from, 180), earlier(until, TURNS_UNTIL));
    if (before === undefined || before === post || turn >= until) return this.terrain.postsFrom(post, { from, until });
    return [
      ...this.terrain.postsFrom(before, { from, until: turn }),
      ...this.terrain.postsFrom(post, { from: turn, until }),
    ];
  }

  private firstDay(post: string, hired: Period = { from: DEMO_FROM, until: HIRED_UNTIL }): Day {
    const opened = later(hired.from, this.terrain.organization.get(post).life.from);
    return opened < hired.until ? this.dice.day(opened, hired.until) : opened;
  }

  /** From the attestation until the child is three, or as long as they are employed. */
  private protectedDays({ from, until }: Period): Period | null {
    const begun = this.dice.day(PROTECTED.from, PROTECTED.until);
    const days = { from: later(begun, from), until: earlier(addDuration(begun, 'P3Y'), until) };
    return days.from < days.until ? days : null;
  }
}

/** Categories that work where others pay, or for nothing. */
const UNPAID: readonly StaffCategory[] = ['POSTAL', 'VOLUNTEER', 'OUTSIDE_SUPPORT'];
