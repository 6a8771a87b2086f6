import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../src/domain/day.ts';
import { type LifeCycle, reachable } from '../../src/domain/life-cycle.ts';
import {
  SECONDMENT_LIFE,
  SECONDMENT_STATUSES,
  SECONDMENT_STEPS,
  type SecondmentStatus,
  type SecondmentStep,
  type SecondmentStepFact,
  secondmentStatus,
} from '../../src/domain/secondment.ts';
import {
  TRANSFER_LIFE,
  TRANSFER_STATUSES,
  TRANSFER_STEPS,
  type TransferStatus,
  type TransferStep,
  transferStatus,
} from '../../src/domain/transfer.ts';

type Cycle = Readonly<Record<string, readonly string[]>>;

interface Life {
  cycle: Cycle;
  statuses: readonly string[];
  ends: string[];
  /** What a status may become again. */
  again: string[];
}

const LIVES: [string, Life][] = [
  [
    'a transfer',
    { cycle: TRANSFER_LIFE, statuses: TRANSFER_STATUSES, ends: ['EFFECTIVE', 'REJECTED', 'CANCELLED'], again: [] },
  ],
  [
    'a secondment',
    {
      cycle: SECONDMENT_LIFE,
      statuses: SECONDMENT_STATUSES,
      ends: ['RETURNED', 'RECALLED', 'REJECTED'],
      again: ['EXTENDED'],
    },
  ],
];

describe.each(LIVES)('the life of %s', (_what, { cycle, statuses, ends, again }) => {
  it('can come to every status from a proposal', () => {
    expect([...reachable(cycle, 'PROPOSED')].sort()).toEqual([...statuses].sort());
  });

  it('ends where it ends, and nowhere else', () => {
    expect(statuses.filter((status) => cycle[status]?.length === 0)).toEqual(ends);
  });

  it('can come to an end from wherever it is', () => {
    const endless = statuses.filter((status) => ![...reachable(cycle, status)].some((next) => ends.includes(next)));

    expect(endless).toEqual([]);
  });

  it('becomes each status once, never a proposal, and only an extension is given again', () => {
    for (const [status, next] of Object.entries(cycle)) {
      expect(next).not.toContain('PROPOSED');
      expect(new Set(next).size).toBe(next.length);
      expect(next.includes(status)).toBe(again.includes(status));
    }
  });

  it('is not rejected once it is decided', () => {
    expect([...reachable(cycle, 'DECIDED')]).not.toContain('REJECTED');
    expect([...reachable(cycle, 'DECIDED')]).not.toContain('AGREED');
  });
});

describe('a transfer that is decided by one act', () => {
  it('comes to be scheduled, effective or cancelled', () => {
    expect([...reachable(TRANSFER_LIFE, 'DECIDED')].sort()).toEqual(['CANCELLED', 'DECIDED', 'EFFECTIVE', 'SCHEDULED']);
  });

  it('stays once it is effective', () => {
    expect([...reachable(TRANSFER_LIFE, 'EFFECTIVE')]).toEqual(['EFFECTIVE']);
  });
});

const DAY = '2025-06-10';
const EVE = '2025-06-09';

describe('the status of a transfer', () => {
  it.each<[TransferStep[], Day, TransferStatus]>([
    [[], DAY, 'PROPOSED'],
    [['PROPOSED'], DAY, 'PROPOSED'],
    [['PROPOSED', 'AGREED_FROM'], DAY, 'PROPOSED'],
    [['PROPOSED', 'AGREED_TO'], DAY, 'PROPOSED'],
    [['PROPOSED', 'AGREED_FROM', 'AGREED_TO'], DAY, 'AGREED'],
    [['PROPOSED', 'AGREED_FROM', 'AGREED_TO', 'DECIDED'], EVE, 'SCHEDULED'],
    [['PROPOSED', 'AGREED_FROM', 'AGREED_TO', 'DECIDED'], DAY, 'EFFECTIVE'],
    [['DECIDED'], EVE, 'SCHEDULED'],
    [['DECIDED'], DAY, 'EFFECTIVE'],
    [['DECIDED'], '2031-01-01', 'EFFECTIVE'],
    [['PROPOSED', 'REJECTED'], DAY, 'REJECTED'],
    [['PROPOSED', 'AGREED_FROM', 'REJECTED'], DAY, 'REJECTED'],
    [['PROPOSED', 'AGREED_FROM', 'AGREED_TO', 'CANCELLED'], DAY, 'CANCELLED'],
    [['DECIDED', 'CANCELLED'], EVE, 'CANCELLED'],
    [['DECIDED', 'CANCELLED'], DAY, 'CANCELLED'],
  ])('after %j, as of %s, is %s', (steps, today, expected) => {
    expect(transferStatus(new Set(steps), { on: DAY, today })).toBe(expected);
  });
});

describe('the status of a secondment from 10 June until 10 September', () => {
  const FROM = DAY;
  const UNTIL = '2025-09-10';
  const LONGER = '2025-12-10';
  const said = (step: SecondmentStep, until = UNTIL): SecondmentStepFact => ({ step, on: EVE, until });
  const PROPOSAL = [said('PROPOSED')];
  const AGREEMENT = [...PROPOSAL, said('AGREED_HOME'), said('AGREED_HOST')];
  const DECISION = [...AGREEMENT, said('DECIDED')];
  const EXTENSION = [...DECISION, said('EXTENDED', LONGER)];

  it.each<[string, SecondmentStepFact[], Day, SecondmentStatus]>([
    ['proposed', PROPOSAL, DAY, 'PROPOSED'],
    ['agreed by the home', [...PROPOSAL, said('AGREED_HOME')], DAY, 'PROPOSED'],
    ['agreed by the host', [...PROPOSAL, said('AGREED_HOST')], DAY, 'PROPOSED'],
    ['agreed by both', AGREEMENT, DAY, 'AGREED'],
    ['agreed by both, on a day after it', AGREEMENT, LONGER, 'AGREED'],
    ['rejected', [...PROPOSAL, said('REJECTED')], DAY, 'REJECTED'],
    ['rejected after both agreed', [...AGREEMENT, said('REJECTED')], LONGER, 'REJECTED'],
    ['decided, on the eve', DECISION, EVE, 'DECIDED'],
    ['decided, on its first day', DECISION, FROM, 'ACTIVE'],
    ['decided, on its last day', DECISION, addDays(UNTIL, -1), 'ACTIVE'],
    ['decided, on the day it ends', DECISION, UNTIL, 'ENDED'],
    ['decided at once, without a proposal', [said('DECIDED')], FROM, 'ACTIVE'],
    ['extended, on a day of the first term', EXTENSION, '2025-09-01', 'EXTENDED'],
    ['extended, on the day the first term ended', EXTENSION, UNTIL, 'EXTENDED'],
    ['extended, on the day that ends', EXTENSION, LONGER, 'ENDED'],
    ['extended twice', [...EXTENSION, said('EXTENDED', '2026-03-10')], LONGER, 'EXTENDED'],
    ['recalled before it began', [...DECISION, said('RECALLED', FROM)], EVE, 'RECALLED'],
    ['recalled', [...DECISION, said('RECALLED', '2025-07-01')], '2025-07-01', 'RECALLED'],
    ['recalled, long after', [...EXTENSION, said('RECALLED', '2025-07-01')], '2027-01-01', 'RECALLED'],
    ['returned', [...DECISION, said('RETURNED', '2025-07-01')], '2025-07-01', 'RETURNED'],
    ['returned after it ended', [...EXTENSION, said('RETURNED', LONGER)], '2027-01-01', 'RETURNED'],
  ])('where it is %s', (_what, steps, today, expected) => {
    expect(secondmentStatus({ from: FROM, steps }, today)).toBe(expected);
  });
});

/**
 * Everything that can become of something: from each situation, each act that its life cycle allows, and the next day.
 * Answers which status followed which.
 */
function walk<T, S extends string>(
  cycle: LifeCycle<S>,
  entries: readonly T[],
  parts: { keyOf(at: T): string; statusOf(at: T): S; acts(at: T): { to: S; at: T }[]; tomorrow(at: T): T | null },
): Set<string> {
  const { keyOf, statusOf, acts, tomorrow } = parts;
  const known = new Map(entries.map((at) => [keyOf(at), at]));
  const followed = new Set<string>();
  for (const at of known.values()) {
    const status = statusOf(at);
    const next = acts(at).filter(({ to }) => cycle[status].includes(to));
    const day = tomorrow(at);
    for (const after of [...next.map((act) => act.at), ...(day ? [day] : [])]) {
      if (statusOf(after) !== status) followed.add(`${status} ${statusOf(after)}`);
      if (!known.has(keyOf(after))) known.set(keyOf(after), after);
    }
  }
  return followed;
}

/** What follows a status although its life cycle leads there by no way. */
const astray = <S extends string>(cycle: LifeCycle<S>, followed: ReadonlySet<string>): string[] =>
  [...followed].filter((pair) => {
    const [from, to] = pair.split(' ') as [S, S];
    return !reachable(cycle, from).has(to);
  });

const LAST_DAY = addDays(DAY, 8);
const FIRST_DAY = addDays(DAY, -2);

describe('everything that can become of a transfer', () => {
  interface At {
    steps: ReadonlySet<TransferStep>;
    today: Day;
  }
  const BECOMES: Readonly<Record<TransferStep, TransferStatus>> = {
    PROPOSED: 'PROPOSED',
    AGREED_FROM: 'AGREED',
    AGREED_TO: 'AGREED',
    DECIDED: 'DECIDED',
    REJECTED: 'REJECTED',
    CANCELLED: 'CANCELLED',
  };
  const followed = walk<At, TransferStatus>(
    TRANSFER_LIFE,
    [FIRST_DAY, DAY, LAST_DAY].flatMap((today) => [
      { steps: new Set<TransferStep>(['PROPOSED']), today },
      { steps: new Set<TransferStep>(['DECIDED']), today },
    ]),
    {
      keyOf: ({ steps, today }) => [...steps].sort().join() + today,
      statusOf: ({ steps, today }) => transferStatus(steps, { on: DAY, today }),
      acts: ({ steps, today }) =>
        TRANSFER_STEPS.map((step) => ({ to: BECOMES[step], at: { steps: new Set([...steps, step]), today } })),
      tomorrow: ({ steps, today }) => (today < LAST_DAY ? { steps, today: addDays(today, 1) } : null),
    },
  );

  it('is a way its life cycle goes', () => {
    expect(astray(TRANSFER_LIFE, followed)).toEqual([]);
  });

  it('is this', () => {
    expect([...followed].sort()).toEqual([
      'AGREED CANCELLED',
      'AGREED EFFECTIVE',
      'AGREED REJECTED',
      'AGREED SCHEDULED',
      'PROPOSED AGREED',
      'PROPOSED CANCELLED',
      'PROPOSED REJECTED',
      'SCHEDULED CANCELLED',
      'SCHEDULED EFFECTIVE',
    ]);
  });
});

describe('everything that can become of a secondment', () => {
  interface At {
    steps: readonly SecondmentStepFact[];
    today: Day;
  }
  const BECOMES: Readonly<Record<SecondmentStep, SecondmentStatus>> = {
    PROPOSED: 'PROPOSED',
    AGREED_HOME: 'AGREED',
    AGREED_HOST: 'AGREED',
    DECIDED: 'DECIDED',
    EXTENDED: 'EXTENDED',
    RECALLED: 'RECALLED',
    RETURNED: 'RETURNED',
    REJECTED: 'REJECTED',
  };
  const MOST_STEPS = 6;
  const endOf = (steps: readonly SecondmentStepFact[]) => steps.at(-1)?.until ?? DAY;
  const next = (steps: readonly SecondmentStepFact[], { step, today }: { step: SecondmentStep; today: Day }) => {
    const untils = { EXTENDED: addDays(endOf(steps), 2), RECALLED: today, RETURNED: today } as const;
    return [...steps, { step, on: today, until: untils[step as keyof typeof untils] ?? endOf(steps) }];
  };
  const proposed = (step: SecondmentStep): SecondmentStepFact => ({ step, on: FIRST_DAY, until: addDays(DAY, 3) });
  const followed = walk<At, SecondmentStatus>(
    SECONDMENT_LIFE,
    [FIRST_DAY, DAY].flatMap((today) => [
      { steps: [proposed('PROPOSED')], today },
      { steps: [proposed('DECIDED')], today },
    ]),
    {
      keyOf: ({ steps, today }) => JSON.stringify(steps) + today,
      statusOf: ({ steps, today }) => secondmentStatus({ from: DAY, steps }, today),
      acts: ({ steps, today }) =>
        SECONDMENT_STEPS.filter(
          (step) => steps.length < MOST_STEPS && (step === 'EXTENDED' || steps.every((taken) => taken.step !== step)),
        ).map((step) => ({ to: BECOMES[step], at: { steps: next(steps, { step, today }), today } })),
      tomorrow: ({ steps, today }) => (today < LAST_DAY ? { steps, today: addDays(today, 1) } : null),
    },
  );

  it('is a way its life cycle goes', () => {
    expect(astray(SECONDMENT_LIFE, followed)).toEqual([]);
  });

  it('is this', () => {
    expect([...followed].sort()).toEqual([
      'ACTIVE ENDED',
      'ACTIVE EXTENDED',
      'ACTIVE RECALLED',
      'ACTIVE RETURNED',
      'AGREED ACTIVE',
      'AGREED DECIDED',
      'AGREED ENDED',
      'AGREED REJECTED',
      'DECIDED ACTIVE',
      'DECIDED RECALLED',
      'ENDED RETURNED',
      'EXTENDED ENDED',
      'EXTENDED RECALLED',
      'EXTENDED RETURNED',
      'PROPOSED AGREED',
      'PROPOSED REJECTED',
    ]);
  });
});
