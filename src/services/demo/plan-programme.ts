import type { Muster } from './muster.ts';
import { musterCenter, musterHeads, musterOneStops } from './muster-center.ts';
import { planAssignments } from './plan-assignments.ts';
import { planLeaders } from './plan-leaders.ts';
import { planSecondments } from './plan-secondments.ts';
import { planExchanges, planHandovers, Reserve } from './plan-transfers.ts';
import type { Programme } from './programme.ts';
import type { Sizes } from './sizes.ts';

/** Makes up everything that a center is to be filled with; the same for the same units, sizes and dice. */
export function planProgramme(muster: Muster, center: string, sizes: Sizes): Programme {
  const teams = { center: musterCenter(muster, center, sizes), heads: musterHeads(muster, sizes) };
  musterOneStops(muster);
  const leaders = planLeaders(muster, teams, sizes);
  const reserve = new Reserve(teams.heads);
  const { transfers, proposals } = planExchanges(reserve, teams, sizes);
  const handovers = planHandovers(muster, teams, sizes);
  const assignments = planAssignments(muster, reserve, { ...teams, sizes });
  const loans = planSecondments(muster, teams, sizes);
  return {
    center,
    people: muster.people,
    leaders,
    transfers: [...handovers, ...transfers, ...loans.kept],
    secondments: loans.secondments,
    assignments,
    proposals: { transfers: proposals, secondments: loans.proposals },
  };
}
