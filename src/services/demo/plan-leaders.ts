import { type Day, FOREVER, later } from '../../domain/day.ts';
import type { Muster } from './muster.ts';
import type { Team } from './muster-center.ts';
import type { PlannedLeader } from './programme.ts';
import type { Sizes } from './sizes.ts';

const LED_FROM: Day = '2022-01-01';
/** When the second deputy of a unit comes: after Resolution 332/NQ-CP allowed it for commune centers. */
const SECOND_DEPUTY_FROM: Day = '2025-11-01';
const SUCCESSION: Day = '2026-02-01';

/** Who leads the center and its branches: a director and deputies each, and here and there a new director in 2026. */
export function planLeaders(muster: Muster, { center, heads }: Teams, sizes: Sizes): PlannedLeader[] {
  const { dice } = muster;
  return [
    ...leadersOf(muster, center, { deputies: sizes.deputiesOfCenter, concurrent: false, isSucceeded: false }),
    ...heads.flatMap((head) =>
      leadersOf(muster, head, {
        deputies: dice.between(sizes.deputiesOfHead),
        concurrent: sizes.concurrent,
        isSucceeded: dice.happens(8),
      }),
    ),
  ];
}

/** A center and its branches or commune centers. */
export interface Teams {
  center: Team;
  heads: readonly Team[];
}

function leadersOf(
  { terrain }: Muster,
  { unit, leaders }: Team,
  { deputies, concurrent, isSucceeded }: { deputies: number; concurrent: boolean; isSucceeded: boolean },
): PlannedLeader[] {
  const from = later(LED_FROM, terrain.standsSince(unit));
  const [director, successor, ...others] = leaders.map(({ code }) => code);
  if (director === undefined || successor === undefined) return [];
  const appoint = (staff: string, parts: Partial<PlannedLeader>): PlannedLeader => {
    const days = { from, until: FOREVER };
    const decidedBy = terrain.authorityOver(unit, parts.from ?? from) ?? null;
    return { staff, unit, role: 'DEPUTY_DIRECTOR', concurrent: false, decidedBy, ...days, ...parts };
  };
  const seconds = isSucceeded ? others : [successor, ...others];
  return [
    appoint(director, { role: 'DIRECTOR', concurrent, until: isSucceeded ? SUCCESSION : FOREVER }),
    ...(isSucceeded ? [appoint(successor, { role: 'DIRECTOR', concurrent, from: SUCCESSION })] : []),
    ...seconds
      .slice(0, deputies)
      .map((staff, place) => appoint(staff, place === 1 && concurrent ? { from: SECOND_DEPUTY_FROM } : {})),
  ];
}
