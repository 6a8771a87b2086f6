import { covers, type Day } from '../../domain/day.ts';
import type { Dice } from './dice.ts';
import type { Muster } from './muster.ts';
import type { Team } from './muster-center.ts';
import { isSettled, type Person } from './person.ts';
import type { Teams } from './plan-leaders.ts';
import type { PlannedTransfer, ProposedTransfer } from './programme.ts';
import type { Sizes } from './sizes.ts';

const PROPOSALS = 4;

/** Who is transferred from the district to the branches, by day, in the days of the transfer window. */
export function planHandovers(muster: Muster, { center, heads }: Teams, sizes: Sizes): PlannedTransfer[] {
  const moves = heads.flatMap(({ unit, leaders, own, atPoints }) =>
    [...leaders, ...own, ...atPoints].flatMap((person) => {
      const on = pickDay(muster.dice, sizes);
      const home = person.homes[0];
      const isPaidThere = on !== undefined && home !== undefined && home.unit !== unit && covers(person, on);
      return isPaidThere ? [{ on, staff: person.code, toUnit: unit, workplace: null, category: null }] : [];
    }),
  );
  return sizes.handovers
    .map(({ on }) => ({ on, decidedBy: center.unit, moves: moves.filter((move) => move.on === on) }))
    .filter((transfer) => transfer.moves.length > 0);
}

function pickDay(dice: Dice, { handovers }: Sizes): Day | undefined {
  let remaining = dice.between([1, 100]);
  return handovers.find(({ percent }) => {
    remaining -= percent;
    return remaining <= 0;
  })?.on;
}

/** People whom nothing else is planned for, taken one after the other. */
export class Reserve {
  private readonly left: Map<string, Person[]>;

  constructor(teams: readonly Team[]) {
    this.left = new Map(teams.map(({ unit, own }) => [unit, own.filter(isSettled)]));
  }

  /** Somebody who works at a unit on a day. */
  take(unit: string, on: Day): Person | undefined {
    const people = this.left.get(unit) ?? [];
    const found = people.findIndex(({ posts }) => posts.some((post) => post.unit === unit && covers(post, on)));
    return found < 0 ? undefined : people.splice(found, 1)[0];
  }
}

/** Branches exchange people: each gives one to the next. Contract staff becomes public employees on that occasion. */
export function planExchanges(
  reserve: Reserve,
  { center, heads }: Teams,
  { exchanges, isDetailed }: Sizes,
): { transfers: PlannedTransfer[]; proposals: ProposedTransfer[] } {
  const giving = heads.slice(0, exchanges.heads);
  const transfers = exchanges.days.flatMap((on) => {
    const moves = giving.flatMap(({ unit }, place) => {
      const toUnit = giving[(place + 1) % giving.length]?.unit;
      const person = reserve.take(unit, on);
      if (person === undefined || toUnit === undefined || toUnit === unit) return [];
      const category = person.category === 'CONTRACT' ? ('PUBLIC_EMPLOYEE' as const) : null;
      return [{ staff: person.code, toUnit, workplace: null, category }];
    });
    return moves.length > 0 ? [{ on, decidedBy: center.unit, moves }] : [];
  });
  const last = exchanges.days.at(-1);
  if (last === undefined || !isDetailed) return { transfers, proposals: [] };
  const proposals = giving.slice(0, PROPOSALS).flatMap(({ unit }, place): ProposedTransfer[] => {
    const toUnit = giving.at(-1 - place)?.unit;
    const person = reserve.take(unit, last);
    if (person === undefined || toUnit === undefined || toUnit === unit) return [];
    return [{ staff: person.code, toUnit, on: last, agreed: AGREED[place % AGREED.length] ?? [] }];
  });
  return { transfers: [...transfers, ...calledOff(reserve, { center, heads: giving }, last)], proposals };
}

const AGREED = [[], ['FROM'], ['FROM', 'TO']] as const;

/** One that was decided and then called off. */
function calledOff(reserve: Reserve, { center, heads }: Teams, on: Day): PlannedTransfer[] {
  const [first, second] = heads;
  const person = first && reserve.take(first.unit, on);
  if (!person || !second) return [];
  const moves = [{ staff: person.code, toUnit: second.unit, workplace: null, category: null }];
  return [{ on, decidedBy: center.unit, moves, isCancelled: true }];
}
