import { addDays, addDuration, type Day, FOREVER, later } from '../../domain/day.ts';
import type { Muster } from './muster.ts';
import type { Teams } from './plan-leaders.ts';
import type { Reserve } from './plan-transfers.ts';
import type { PlannedAssignment } from './programme.ts';
import type { Sizes } from './sizes.ts';

const PLACED_UNTIL: Day = '2026-11-15';

/** Branches place people at the counters of their points for some months, or until further notice. */
export function planAssignments(
  { dice, terrain }: Muster,
  reserve: Reserve,
  { heads, sizes: { placements } }: Pick<Teams, 'heads'> & { sizes: Sizes },
): PlannedAssignment[] {
  return heads.flatMap(({ unit: head, points }) => {
    const open = points.filter((point) => terrain.organization.get(point).life.until === FOREVER);
    if (open.length === 0) return [];
    return Array.from({ length: placements }, (_, place) => place).flatMap((place): PlannedAssignment[] => {
      const unit = dice.pick(open);
      const opened = later(terrain.standsSince(head), terrain.standsSince(unit));
      const from = dice.day(later(addDays(opened, 30), '2025-01-15'), PLACED_UNTIL);
      const person = reserve.take(head, from);
      if (!person) return [];
      const until = place % 2 === 0 ? FOREVER : addDuration(from, `P${dice.between([3, 9])}M`);
      const endsOn = place % 5 === 1 ? addDays(from, 45) : null;
      const counter = `Quầy ${dice.between([1, 6])}`;
      return [{ staff: person.code, unit, counter, from, until, primary: place % 5 !== 4, endsOn }];
    });
  });
}
