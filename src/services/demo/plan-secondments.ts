import { addDays, addDuration, type Day, earlier, later, type Period } from '../../domain/day.ts';
import { DEMO_FROM, DEMO_TODAY } from './demo-law.ts';
import type { Muster } from './muster.ts';
import type { Teams } from './plan-leaders.ts';
import type { PlannedSecondment, PlannedTransfer, ProposedSecondment } from './programme.ts';
import type { Sizes, Terms } from './sizes.ts';

/** Nobody is lent for longer: 138/2020/NĐ-CP art. 27 and 170/2025/NĐ-CP art. 26. */
const LONGEST = 'P3Y';
const MS_OF_DAY = 86_400_000;
const LENDERS_HIRED_UNTIL: Day = '2024-01-01';

/** Those who are lent, those of whom it is only said, and those whom their host keeps in the end. */
export interface Loans {
  secondments: PlannedSecondment[];
  proposals: ProposedSecondment[];
  kept: PlannedTransfer[];
}

/** Departments and districts lend people to the branches, and to the center: makes them up as well. */
export function planSecondments(muster: Muster, { center, heads }: Teams, sizes: Sizes): Loans {
  const { dice, terrain } = muster;
  const hosts = heads.map(({ unit, points }) => ({
    host: unit,
    lenders: lendersTo(muster, [unit, ...points, ...terrain.originsOf(unit).map(({ code }) => code)]),
    count: dice.between(sizes.loans),
    terms: { ...sizes.terms, from: later(sizes.terms.from, addDays(terrain.standsSince(unit), 30)) },
  }));
  const lenders = lendersTo(muster, [center.unit]);
  const ofCenter = { host: center.unit, lenders, count: sizes.loansToCenter, terms: sizes.termsAtCenter };
  // Where people come by transfer on days of their own, hosts keep nobody.
  const keeps = sizes.isDetailed && sizes.handovers.length === 0;
  const planned = [...hosts, ofCenter].flatMap((one) =>
    Array.from({ length: one.count }, (_, place) => ({ ...one, place })),
  );
  const loans = planned.flatMap(({ host, lenders: from, terms, place }, index): PlannedSecondment[] => {
    const lender = from[place % from.length];
    return lender === undefined ? [] : [lend(muster, { lender, host, terms, keeps, number: index + 1 })];
  });
  const isOnlySaid = ({ outcome }: PlannedSecondment, index: number) =>
    sizes.isDetailed && outcome.kind === 'RUNS' && index % 11 === 10;
  return {
    secondments: loans.filter((loan, index) => !isOnlySaid(loan, index)),
    proposals: loans.filter(isOnlySaid).map((loan, index) => ({ ...loan, isAgreed: index % 2 === 0 })),
    kept: loans.flatMap(({ staff, host, outcome }) =>
      outcome.kind === 'TRANSFERRED'
        ? [{ ...outcome, moves: [{ staff, toUnit: host, workplace: host, category: null }] }]
        : [],
    ),
  };
}

/** Departments where there are any, else the committees above some units. */
function lendersTo({ terrain }: Muster, units: readonly string[]): string[] {
  const departments = terrain.lasting(['DEPARTMENT']).map(({ code }) => code);
  if (departments.length > 0) return departments;
  const committees = new Set(terrain.lasting(['PEOPLES_COMMITTEE']).map(({ code }) => code));
  return terrain.everAbove(units).filter((code) => committees.has(code));
}

interface Loan {
  lender: string;
  host: string;
  terms: Terms;
  keeps: boolean;
  number: number;
}

/** Makes somebody up at the lender, and lends them. */
function lend(muster: Muster, { lender, host, terms, keeps, number }: Loan): PlannedSecondment {
  const { dice, terrain } = muster;
  const hired = { from: DEMO_FROM, until: LENDERS_HIRED_UNTIL };
  const { code } = muster.hire({ series: lender, post: lender, category: 'CIVIL_SERVANT', hired, stays: true });
  const from = dice.day(terms.from, later(terms.until, addDays(terms.from, 60)));
  const until = addDuration(from, `P${dice.between(terms.months)}M`);
  const decidedBy = keeps && number % 4 === 0 ? (terrain.authorityOver(host, from) ?? null) : null;
  const onReturn = decidedBy === null ? 'RETURN' : 'TRANSFER';
  return { staff: code, host, from, until, onReturn, outcome: outcomeOf({ from, until, decidedBy }, number) };
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
  if (number % 9 === 0 && half <= DEMO_TODAY) return { kind: 'RECALLED', on: half };
  if (number % 4 === 1 && longer > until && half <= DEMO_TODAY) return { kind: 'EXTENDED', on: half, until: longer };
  return { kind: 'RUNS' };
}
