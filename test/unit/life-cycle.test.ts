import { describe, expect, it } from 'vitest';
import { lastStatus, reachable, type StatusFact, statusOn } from '../../src/domain/life-cycle.ts';
import { PHASE_LIFE, PHASE_STATUSES, PLAN_LIFE, PLAN_STATUSES } from '../../src/domain/plan.ts';
import { TASK_LIFE, TASK_STATUSES } from '../../src/domain/task.ts';

type Cycle = Readonly<Record<string, readonly string[]>>;

const CYCLES: [string, { cycle: Cycle; statuses: readonly string[]; ends: string[] }][] = [
  ['a plan', { cycle: PLAN_LIFE, statuses: PLAN_STATUSES, ends: ['SUPERSEDED'] }],
  ['a phase', { cycle: PHASE_LIFE, statuses: PHASE_STATUSES, ends: ['COMPLETED', 'CANCELLED', 'SUPERSEDED'] }],
  ['a task', { cycle: TASK_LIFE, statuses: TASK_STATUSES, ends: ['DONE', 'CANCELLED'] }],
];

describe.each(CYCLES)('the life of %s', (_what, { cycle, statuses, ends }) => {
  it('can come to every status from the first', () => {
    const found = reachable(cycle, statuses[0] ?? '');

    expect([...found].sort()).toEqual([...statuses].sort());
  });

  it('ends where it ends, and nowhere else', () => {
    const over = statuses.filter((status) => cycle[status]?.length === 0);

    expect(over).toEqual(ends);
  });

  it('can come to an end from wherever it is', () => {
    const endless = statuses.filter((status) => ![...reachable(cycle, status)].some((next) => ends.includes(next)));

    expect(endless).toEqual([]);
  });

  it('takes a step to another status, to each once, and never back to the first', () => {
    for (const [status, next] of Object.entries(cycle)) {
      expect(next).not.toContain(status);
      expect(next).not.toContain(statuses[0]);
      expect(new Set(next).size).toBe(next.length);
    }
  });
});

describe('the tables', () => {
  it('say exactly which steps there are', () => {
    expect(PLAN_LIFE).toEqual({ DRAFT: ['ADOPTED', 'SUPERSEDED'], ADOPTED: ['SUPERSEDED'], SUPERSEDED: [] });
    expect(PHASE_LIFE).toEqual({
      DRAFT: ['PLANNED', 'CANCELLED', 'SUPERSEDED'],
      PLANNED: ['READY', 'CANCELLED', 'SUPERSEDED'],
      READY: ['ACTIVE', 'PLANNED', 'CANCELLED', 'SUPERSEDED'],
      ACTIVE: ['COMPLETED', 'SUSPENDED', 'SUPERSEDED'],
      SUSPENDED: ['ACTIVE', 'SUPERSEDED'],
      COMPLETED: [],
      CANCELLED: [],
      SUPERSEDED: [],
    });
    expect(TASK_LIFE).toEqual({ OPEN: ['DONE', 'CANCELLED'], DONE: [], CANCELLED: [] });
  });
});

describe('the status of a day', () => {
  const facts: StatusFact<string>[] = [
    { id: 1, status: 'DRAFT', from: '1900-01-01', until: '2025-03-01' },
    { id: 2, status: 'PLANNED', from: '2025-03-01', until: 'infinity' },
  ];

  it.each([
    ['2025-02-28', 'DRAFT'],
    ['2025-03-01', 'PLANNED'],
    ['1899-12-31', undefined],
  ])('on %s is %s', (on, status) => {
    expect(statusOn(facts, on)).toBe(status);
  });

  it('is the last where no other follows', () => {
    expect(lastStatus(facts)?.status).toBe('PLANNED');
    expect(lastStatus(facts.slice(0, 1))).toBeUndefined();
  });
});
