import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, contains, covers, type Day, earlier, FOREVER, later, overlaps } from '../../src/domain/day.ts';

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date): Day => date.toISOString().slice(0, 10));
const period = fc
  .tuple(day, day, fc.boolean())
  .filter(([from, until]) => from !== until)
  .map(([one, other, open]) => ({ from: earlier(one, other), until: open ? FOREVER : later(one, other) }));

describe('a day', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-02-28', 1, '2025-03-01'],
    ['2025-03-01', -1, '2025-02-28'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2025-07-01', 0, '2025-07-01'],
    ['2025-01-01', 365, '2026-01-01'],
    ['1900-02-28', 1, '1900-03-01'],
  ])('%s and %i days is %s', (from, days, expected) => {
    expect(addDays(from, days)).toBe(expected);
  });

  it('is come back to by as many days in the other direction', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -10_000, max: 10_000 }), (from, days) => {
        expect(addDays(addDays(from, days), -days)).toBe(from);
      }),
    );
  });

  it('is before the next and before the open end', () => {
    fc.assert(
      fc.property(day, (date) => {
        const next = addDays(date, 1);

        expect([earlier(date, next), later(date, next)]).toEqual([date, next]);
        expect([earlier(FOREVER, date), later(FOREVER, date)]).toEqual([date, FOREVER]);
      }),
    );
  });
});

describe('a period', () => {
  const july = { from: '2025-07-01', until: '2025-08-01' };

  it.each([
    ['2025-06-30', false],
    ['2025-07-01', true],
    ['2025-07-31', true],
    ['2025-08-01', false],
    [FOREVER, false],
  ])('of July covers %s: %s', (date, expected) => {
    expect(covers(july, date)).toBe(expected);
  });

  it.each([
    ['2025-06-01', '2025-07-01', false, false],
    ['2025-06-01', '2025-07-02', true, false],
    ['2025-07-01', '2025-08-01', true, true],
    ['2025-07-31', '2025-08-01', true, true],
    ['2025-07-31', FOREVER, true, false],
    ['2025-08-01', FOREVER, false, false],
  ])('of July and one from %s until %s overlap: %s; it contains it: %s', (from, until, overlapping, containing) => {
    const other = { from, until };

    expect([overlaps(july, other), overlaps(other, july)]).toEqual([overlapping, overlapping]);
    expect(contains(july, other)).toBe(containing);
  });

  it('overlaps another exactly where it covers one of its days', () => {
    fc.assert(
      fc.property(period, period, (one, other) => {
        const first = later(one.from, other.from);

        expect(overlaps(one, other)).toBe(covers(one, first) && covers(other, first));
      }),
    );
  });

  it('contains another exactly where it covers its first day and does not end before it', () => {
    fc.assert(
      fc.property(period, period, (outer, inner) => {
        expect(contains(outer, inner)).toBe(
          covers(outer, inner.from) && later(outer.until, inner.until) === outer.until,
        );
      }),
    );
  });
});
