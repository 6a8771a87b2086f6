import type { Day } from '../../domain/day.ts';

type Range = readonly [number, number];

/** When secondments begin, and how many months they last. */
export interface Terms {
  from: Day;
  until: Day;
  months: Range;
}

/** How many people of what a center of the shipped plans is given; where the plan says how many, as many. */
export interface Sizes {
  /** Paid at the center itself, and beside them those who are not. */
  center: number;
  postalAtCenter: number;
  supportAtCenter: number;
  /** Paid at a branch or commune center, those who work at its points left out. */
  head: Range;
  /** Paid at the same, working at a point or one-stop of it. */
  point: Range;
  /** People a head needs at least; a share of those it has where null. */
  minimum: number | null;
  /** Of a hundred points or branches, those with a postal clerk. */
  postal: number;
  volunteers: Range;
  /** Telecom staff at each head from its opening on. */
  support: boolean;
  deputiesOfCenter: number;
  deputiesOfHead: Range;
  /** A head is led beside another post. */
  concurrent: boolean;
  /** Secondments to each head, and to the center. */
  loans: Range;
  loansToCenter: number;
  terms: Terms;
  termsAtCenter: Terms;
  /** People that each head places at its points. */
  placements: number;
  /** Days on which heads exchange people, and how many of them each time. */
  exchanges: { days: readonly Day[]; heads: number };
  /** Days on which the district's people are transferred to the branches, with the share of a hundred. */
  handovers: readonly { on: Day; percent: number }[];
  /** Besides what is decided, something is only proposed, called off, or ends by the host keeping whom it was lent. */
  isDetailed: boolean;
  /** Of a hundred who are paid, those who came from another branch, and of the others those from another point. */
  history: { otherBranch: number; otherPoint: number };
}

const SPREAD: Terms = { from: '2024-10-01', until: '2026-09-01', months: [8, 30] };
const NO_HISTORY = { otherBranch: 0, otherPoint: 0 };
const NONE = { days: [], heads: 0 };

export const SIZES: Readonly<Record<string, Sizes>> = {
  BD: {
    center: 28,
    postalAtCenter: 2,
    supportAtCenter: 0,
    head: [14, 15],
    point: [1, 2],
    minimum: 12,
    postal: 25,
    volunteers: [0, 1],
    support: false,
    deputiesOfCenter: 3,
    deputiesOfHead: [1, 2],
    concurrent: false,
    loans: [2, 2],
    loansToCenter: 2,
    terms: SPREAD,
    termsAtCenter: SPREAD,
    placements: 2,
    exchanges: NONE,
    handovers: [
      { on: '2025-01-01', percent: 70 },
      { on: '2025-04-01', percent: 15 },
      { on: '2025-07-01', percent: 10 },
      { on: '2025-12-15', percent: 5 },
    ],
    isDetailed: true,
    history: NO_HISTORY,
  },
  HN: {
    center: 60,
    postalAtCenter: 4,
    supportAtCenter: 2,
    head: [40, 46],
    point: [2, 3],
    minimum: null,
    postal: 15,
    volunteers: [1, 3],
    support: false,
    deputiesOfCenter: 2,
    deputiesOfHead: [2, 2],
    concurrent: false,
    loans: [4, 6],
    loansToCenter: 4,
    terms: SPREAD,
    termsAtCenter: SPREAD,
    placements: 5,
    exchanges: { days: ['2025-09-01', '2026-04-01', '2026-12-15', '2027-02-01'], heads: 12 },
    handovers: [],
    isDetailed: true,
    history: NO_HISTORY,
  },
  BN: {
    center: 30,
    postalAtCenter: 2,
    supportAtCenter: 2,
    head: [5, 8],
    point: [0, 0],
    minimum: null,
    postal: 20,
    volunteers: [0, 1],
    support: true,
    deputiesOfCenter: 1,
    deputiesOfHead: [0, 2],
    concurrent: true,
    loans: [0, 0],
    loansToCenter: 5,
    terms: SPREAD,
    termsAtCenter: { ...SPREAD, from: '2025-07-01' },
    placements: 0,
    exchanges: { days: ['2025-11-01', '2026-06-01', '2026-12-15', '2027-02-01'], heads: 10 },
    handovers: [],
    isDetailed: true,
    history: NO_HISTORY,
  },
  NA: {
    center: 20,
    postalAtCenter: 3,
    supportAtCenter: 1,
    head: [0, 0],
    point: [0, 0],
    minimum: null,
    postal: 0,
    volunteers: [0, 0],
    support: false,
    deputiesOfCenter: 2,
    deputiesOfHead: [0, 0],
    concurrent: false,
    loans: [0, 0],
    loansToCenter: 42,
    // So that about sixty work there at any time: most officials are sent by their departments for years.
    terms: SPREAD,
    termsAtCenter: { from: '2024-10-01', until: '2025-06-01', months: [26, 36] },
    placements: 0,
    exchanges: NONE,
    handovers: [],
    isDetailed: true,
    history: NO_HISTORY,
  },
};

/** What each of the made-up provinces of the country is given. */
export const PROVINCE_SIZES: Sizes = {
  center: 60,
  postalAtCenter: 4,
  supportAtCenter: 2,
  head: [40, 48],
  point: [5, 8],
  minimum: null,
  postal: 15,
  volunteers: [0, 3],
  support: false,
  deputiesOfCenter: 2,
  deputiesOfHead: [1, 2],
  concurrent: false,
  loans: [2, 4],
  loansToCenter: 4,
  terms: SPREAD,
  termsAtCenter: SPREAD,
  placements: 2,
  exchanges: { days: ['2025-09-01', '2026-12-15'], heads: 12 },
  handovers: [],
  isDetailed: false,
  history: { otherBranch: 36, otherPoint: 62 },
};
