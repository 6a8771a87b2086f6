import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, covers, type Day, FOREVER, type Period } from '../../src/domain/day.ts';
import {
  type Counted,
  decideAllocations,
  decideCeilings,
  decideLevel,
  decideMinimums,
  type HeadcountStep,
  type Membership,
  type QuotaFact,
} from '../../src/domain/headcount.ts';
import type { StaffCategory } from '../../src/domain/staff.ts';
import type { Violation } from '../../src/domain/violation.ts';
import { CALENDAR } from '../support/calendar.ts';

const UNITS = ['A', 'B', 'C'] as const;
const CATEGORIES = ['PUBLIC_EMPLOYEE', 'CONTRACT'] as const;

/** Somebody counted somewhere on some days. */
interface Home extends Period {
  staff: string;
  unit: string;
  category: StaffCategory;
}

const quota = (parts: Partial<QuotaFact> & Pick<QuotaFact, 'unit' | 'ceiling'>): QuotaFact => ({
  id: null,
  category: 'PUBLIC_EMPLOYEE',
  year: 2025,
  minimum: null,
  center: parts.unit,
  instrument: 1,
  change: null,
  from: '2025-01-01',
  until: '2026-01-01',
  ...parts,
});

/** Days of the calendar, seldom without an end. */
const period: fc.Arbitrary<Period> = fc
  .tuple(fc.integer({ min: 0, max: 28 }), fc.integer({ min: 1, max: 30 }))
  .map(([start, length]) => ({
    from: addDays('2025-01-01', start),
    until: start + length > 29 ? FOREVER : addDays('2025-01-01', start + length),
  }));
const unit = fc.constantFrom(...UNITS);
const category = fc.constantFrom(...CATEGORIES);

/** Periods that do not touch, of one in every other stretch between some days. */
const stretches: fc.Arbitrary<Period[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 29 }), { maxLength: 6 })
  .map((days) => days.sort((one, other) => one - other).map((day) => addDays('2025-01-01', day)))
  .map((days) => days.flatMap((from, index) => (index % 2 === 0 ? [{ from, until: days[index + 1] ?? FOREVER }] : [])));

/** Which of the units stands below which, and when. */
const memberships: fc.Arbitrary<Membership> = fc
  .record({ BA: stretches, CA: stretches, CB: stretches })
  .map((below) => (one, root) => {
    if (one === root) return [{ from: '1900-01-01', until: FOREVER }];
    return below[`${one}${root}` as keyof typeof below] ?? [];
  });

const people: fc.Arbitrary<Home[]> = fc
  .array(fc.tuple(unit, category, period), { maxLength: 8 })
  .map((homes) => homes.map(([unit, category, days], index) => ({ staff: `S${index}`, unit, category, ...days })));

/** How many of some people are counted at a unit on a day, one by one. */
const count = (
  homes: readonly Home[],
  { unit, category }: Pick<QuotaFact, 'unit' | 'category'>,
  { on, membership }: { on: Day; membership: Membership },
): number =>
  homes.filter(
    (home) =>
      home.category === category && covers(home, on) && membership(home.unit, unit).some((span) => covers(span, on)),
  ).length;

/** The same as steps from day to day. */
function stepsOf(homes: readonly Home[], membership: Membership): HeadcountStep[] {
  const of = (unit: string, category: StaffCategory, on: Day) => count(homes, { unit, category }, { on, membership });
  return UNITS.flatMap((unit) =>
    CATEGORIES.flatMap((category) =>
      CALENDAR.map((on, index) => {
        const before = index === 0 ? 0 : of(unit, category, CALENDAR[index - 1] ?? '');
        return { unit, category, on, change: of(unit, category, on) - before };
      }),
    ),
  ).filter(({ change }) => change !== 0);
}

const daysOf = (days: Period): Day[] => CALENDAR.filter((on) => covers(days, on));

/** What a violation says of headcount. */
const told = ({ code, unit, on, headcount }: Violation) => ({ code, unit, on, ...headcount });

/** The first day on which there are more than posts, and the most there are; null where there never are. */
function excess(ceiling: number, levels: readonly [Day, number][]): { on: Day; counted: number; worst: Day } | null {
  const exceeding = levels.filter(([, level]) => level > ceiling);
  const counted = Math.max(...exceeding.map(([, level]) => level));
  const worst = exceeding.find(([, level]) => level === counted);
  return exceeding[0] && worst ? { on: exceeding[0][0], counted, worst: worst[0] } : null;
}

/** Some people before an act, some who then go and some who come; each is somebody else or moves. */
const moves = fc
  .record({
    homes: people,
    membership: memberships,
    going: fc.uniqueArray(fc.nat(7), { maxLength: 4 }),
    coming: fc.array(fc.tuple(unit, category, period, fc.boolean()), { maxLength: 5 }),
    quotas: fc.array(fc.tuple(unit, category, period, fc.nat(2), fc.nat(3)), { minLength: 1, maxLength: 3 }),
  })
  .map(({ homes, membership, going, coming, quotas }) => {
    const gone = homes.filter((_, index) => going.includes(index));
    const come: Home[] = coming.map(([unit, category, days, moves], index) => {
      const staff = (moves && gone[index]?.staff) || `N${index}`;
      return { staff, unit, category, ...days };
    });
    const after = [...homes.filter((home) => !gone.includes(home)), ...come];
    const counted: Counted[] = [
      ...gone.map((home) => ({ ...home, change: -1 as const, path: null })),
      ...come.map((home, index) => ({ ...home, change: 1 as const, path: ['moves', String(index)] })),
    ];
    // What is there before is within the ceilings, as PostgreSQL sees to it.
    const granted = quotas.map(([unit, category, days, spare, minimum]) => {
      const levels = daysOf(days).map((on) => count(homes, { unit, category }, { on, membership }));
      return quota({ unit, category, ...days, ceiling: Math.max(0, ...levels) + spare, minimum });
    });
    return { homes, come, after, counted, membership, quotas: granted };
  });

describe('the ceilings of those who come and go', () => {
  it('are exceeded where a count day by day finds too many, and nowhere else', () => {
    fc.assert(
      fc.property(moves, ({ homes, after, counted, membership, quotas }) => {
        const violations = decideCeilings({ quotas, steps: stepsOf(homes, membership) }, counted, membership);

        const expected = quotas.flatMap(({ unit, category, ceiling, ...days }) => {
          const levels = daysOf(days).map((on): [Day, number] => [
            on,
            count(after, { unit, category }, { on, membership }),
          ]);
          const found = excess(ceiling, levels);
          if (!found) return [];
          const { on, counted } = found;
          return [{ code: 'HEADCOUNT_CEILING_EXCEEDED', unit, on, category, ceiling, counted }];
        });
        expect(violations.map(told)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('name the first person too many: on the worst day, all posts are taken without them and who comes after', () => {
    fc.assert(
      fc.property(moves, ({ homes, come, after, counted, membership, quotas }) => {
        for (const one of quotas) {
          const facts = { quotas: [one], steps: stepsOf(homes, membership) };
          const [found] = decideCeilings(facts, counted, membership);
          if (!found) continue;

          const levels = daysOf(one).map((on): [Day, number] => [on, count(after, one, { on, membership })]);
          const on = excess(one.ceiling, levels)?.worst ?? '';
          const index = Number(found.path?.[1]);
          const stays = after.filter((home) => !come.includes(home));
          // Who moves within the unit takes no post anew.
          const kept = come.slice(index).filter(
            ({ staff }) =>
              count(
                homes.filter((home) => home.staff === staff),
                one,
                { on, membership },
              ) > 0,
          );
          const without = [...stays, ...come.slice(0, index), ...kept];
          expect(count(without, one, { on, membership })).toBe(one.ceiling);
          expect(count([...without, ...come.slice(index, index + 1)], one, { on, membership })).toBe(one.ceiling + 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are of no account to those who only go', () => {
    fc.assert(
      fc.property(moves, ({ homes, counted, membership, quotas }) => {
        const leaving = counted.filter(({ change }) => change < 0);

        expect(decideCeilings({ quotas, steps: stepsOf(homes, membership) }, leaving, membership)).toEqual([]);
      }),
    );
  });
});

describe('the minimum of a unit that people leave', () => {
  it('is warned of on the first day that falls below it and did not before', () => {
    fc.assert(
      fc.property(moves, ({ homes, after, counted, membership, quotas }) => {
        const violations = decideMinimums({ quotas, steps: stepsOf(homes, membership) }, counted, membership);

        const expected = quotas.flatMap((one) => {
          const minimum = one.minimum ?? 0;
          const on = daysOf(one).find(
            (day) =>
              count(homes, one, { on: day, membership }) >= minimum &&
              count(after, one, { on: day, membership }) < minimum,
          );
          if (on === undefined) return [];
          return [{ unit: one.unit, on, severity: 'WARNING', counted: count(after, one, { on, membership }), minimum }];
        });
        expect(violations.map(({ unit, on, severity, words }) => ({ unit, on, severity, ...words }))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a ceiling that is set', () => {
  it('is too low where a count day by day finds more people', () => {
    const set = fc.record({ homes: people, membership: memberships, unit, category, days: period, ceiling: fc.nat(3) });
    fc.assert(
      fc.property(set, ({ homes, membership, days, ...parts }) => {
        const granted = quota({ ...parts, ...days });

        const violations = decideLevel(granted, stepsOf(homes, membership), ['ceiling']);

        const levels = daysOf(granted).map((on): [Day, number] => [on, count(homes, granted, { on, membership })]);
        const found = excess(granted.ceiling, levels);
        const { unit, category, ceiling } = granted;
        const { on, counted } = found ?? {};
        const expected = { code: 'HEADCOUNT_CEILING_EXCEEDED', unit, on, category, ceiling, counted };
        expect(violations.map(told)).toEqual(found ? [expected] : []);
        expect(violations.map(({ path }) => path)).toEqual(found ? [['ceiling']] : []);
      }),
      { numRuns: 500 },
    );
  });

  it('counts who has been there since before its first day', () => {
    const steps = [{ unit: 'A', category: 'PUBLIC_EMPLOYEE' as const, on: '2020-05-01', change: 3 }];

    const violations = decideLevel(quota({ unit: 'A', ceiling: 2, from: '2025-03-01' }), steps, null);

    expect(violations.map(told)).toEqual([
      {
        ...{ code: 'HEADCOUNT_CEILING_EXCEEDED', unit: 'A', on: '2025-03-01' },
        ...{ category: 'PUBLIC_EMPLOYEE', ceiling: 2, counted: 3 },
      },
    ]);
  });

  it('does not count who comes on the day it ends', () => {
    const steps = [{ unit: 'A', category: 'PUBLIC_EMPLOYEE' as const, on: '2025-03-01', change: 3 }];

    expect(decideLevel(quota({ unit: 'A', ceiling: 0, until: '2025-03-01' }), steps, null)).toEqual([]);
  });
});

describe('what centers grant', () => {
  const CENTERS = ['A', 'B'] as const;
  /** Totals of two centers that follow each other, and parts of theirs that may overlap in every way. */
  const grants = fc.record({
    totals: fc.array(fc.tuple(fc.constantFrom(...CENTERS), category, period, fc.nat(6)), { maxLength: 3 }),
    parts: fc.array(fc.tuple(fc.constantFrom(...CENTERS), category, period, fc.nat(4)), { maxLength: 7 }),
  });
  const pathOf = ({ unit }: QuotaFact) => (unit.startsWith('P') ? ['allocations', unit.slice(1)] : null);

  it('exceeds a total where a sum day by day does, told once for each with its first such day and the most on any', () => {
    fc.assert(
      fc.property(grants, ({ totals, parts }) => {
        const given = totals.map(([unit, category, days, ceiling]) => quota({ unit, category, ceiling, ...days }));
        const granted = parts.map(([center, category, days, ceiling], index) =>
          quota({ unit: `P${index}`, center, category, ceiling, ...days }),
        );

        const violations = decideAllocations([...given, ...granted], pathOf);

        const expected = given.flatMap((total) => {
          const partsOn = (on: Day) =>
            granted.filter(
              (part) => part.center === total.unit && part.category === total.category && covers(part, on),
            );
          const sum = (on: Day) => partsOn(on).reduce((all, { ceiling }) => all + ceiling, 0);
          const on = daysOf(total).find((day) => sum(day) > total.ceiling);
          if (on === undefined) return [];
          const { unit, category, ceiling } = total;
          const path = pathOf(partsOn(on)[0] ?? total);
          return [
            {
              code: 'ALLOCATION_EXCEEDS_TOTAL',
              unit,
              on,
              category,
              ceiling,
              counted: Math.max(...daysOf(total).map(sum)),
              path,
            },
          ];
        });
        expect(violations.map((found) => ({ ...told(found), path: found.path }))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not count the total itself', () => {
    const total = quota({ unit: 'A', ceiling: 5 });
    const part = quota({ unit: 'B', center: 'A', ceiling: 5 });

    expect(decideAllocations([total, part], () => null)).toEqual([]);
  });

  it('has no limit without a total', () => {
    const part = quota({ unit: 'B', center: 'A', ceiling: 999 });

    expect(decideAllocations([part], () => null)).toEqual([]);
  });

  it('is told of the total where nothing granted was in the input', () => {
    const total = quota({ unit: 'A', ceiling: 4 });
    const part = quota({ unit: 'B', center: 'A', ceiling: 5 });

    const [found] = decideAllocations([total, part], ({ unit }) => (unit === 'A' ? ['ceiling'] : null));

    expect(found?.path).toEqual(['ceiling']);
  });
});
