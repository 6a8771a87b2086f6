import { addDays, addDuration, type Day, earlier, later, type Period } from '../../domain/day.ts';
import { DEMO_TODAY } from './demo-law.ts';
import type { Muster } from './muster.ts';
import type { Teams } from './plan-leaders.ts';
import type { PlannedSecondment } from './programme.ts';
import type { Sizes } from './sizes.ts';

/** Nobody is lent for longer: 138/2020/NĐ-CP art. 27 and 170/2025/NĐ-CP art. 26. */
const LONGEST = 'P3Y';

interface Terms {
  from: Day;
  until: Day;
  months: readonly [number, number];
  /** Whether the host keeps some of them in the end. */
  keeps: boolean;
}

/** Departments and districts lend people to the branches, and to the center: makes them up as well. */
export function planSecondments(muster: Muster, { center, heads }: Teams, sizes: Sizes): PlannedSecondment[] {
  const { dice, terrain } = muster;
  const keeps = sizes.handovers.length === 0;
  const places = heads.flatMap(({ unit, points }) => ({
    host: unit,
    lenders: lendersTo(muster, [unit, ...points, ...terrain.originsOf(unit).map(({ code }) => code)]),
    count: dice.between(sizes.loans),
    terms: { ...SPREAD, keeps, from: later(SPREAD.from, addDays(terrain.standsSince(unit), 30)) },
  }));
  const ofCenter = {
    host: center.unit,
    lenders: lendersTo(muster, [center.unit]),
    count: sizes.loansToCenter,
    terms: { ...sizes.termsAtCenter, keeps },
  };
  let number = 0;
  return [...places, ofCenter].flatMap(({ host, lenders, count, terms }) =>
    Array.from({ length: lenders.length > 0 ? count : 0 }, (_, place) => {
      const lender = lenders[place % lenders.length] ?? '';
      const hired = { from: '2020-01-01', until: earlier(terms.from, '2024-06-01') };
      const { code } = muster.hire({ series: lender, post: lender, category: 'CIVIL_SERVANT', hired, stays: true });
      number += 1;
      return lend(muster, { staff: code, host, terms, number });
    }),
  );
}

const SPREAD = { from: '2024-10-01', until: '2026-09-01', months: [8, 30] as const };

/** Departments where there are any, else the committees above some units. */
function lendersTo({ terrain }: Muster, units: readonly string[]): string[] {
  const departments = terrain.lasting(['DEPARTMENT']).map(({ code }) => code);
  if (departments.length > 0) return departments;
  const committees = new Set(terrain.lasting(['PEOPLES_COMMITTEE']).map(({ code }) => code));
  return terrain.everAbove(units).filter((code) => committees.has(code));
}

function lend(
  { dice, terrain }: Muster,
  { staff, host, terms, number }: { staff: string; host: string; terms: Terms; number: number },
): PlannedSecondment {
  const from = dice.day(terms.from, later(terms.until, addDays(terms.from, 60)));
  const until = addDuration(from, `P${dice.between(terms.months)}M`);
  // Whoever decides on the host's staff keeps some; where that has days of its own, nobody comes this way.
  const decidedBy = terms.keeps && number % 4 === 0 ? (terrain.authorityOver(host, from) ?? null) : null;
  const onReturn = decidedBy === null ? 'RETURN' : 'TRANSFER';
  return { staff, host, from, until, onReturn, outcome: outcomeOf({ from, until, decidedBy }, number) };
}

/** What became of it by the day until which things are told. */
function outcomeOf(
  { from, until, decidedBy }: Period & { decidedBy: string | null },
  number: number,
): PlannedSecondment['outcome'] {
  const half = addDays(from, Math.floor((Date.parse(until) - Date.parse(from)) / MS_OF_DAY / 2));
  const longer = earlier(addDuration(until, 'P6M'), addDuration(from, LONGEST));
  if (until <= DEMO_TODAY)
    return decidedBy === null ? { kind: 'RETURNED', on: until } : { kind: 'TRANSFERRED', on: until, decidedBy };
  if (number % 11 === 0) return { kind: 'PROPOSED', agreed: number % 2 === 0 };
  if (number % 9 === 0 && half <= DEMO_TODAY) return { kind: 'RECALLED', on: half };
  if (number % 4 === 1 && longer > until && half <= DEMO_TODAY) return { kind: 'EXTENDED', on: half, until: longer };
  return { kind: 'RUNS' };
}

const MS_OF_DAY = 86_400_000;
