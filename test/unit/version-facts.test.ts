import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, type Day, FOREVER } from '../../src/domain/day.ts';
import { correctVersion, cut, patchVersions, tail } from '../../src/domain/organization/facts.ts';
import type { VersionFact } from '../../src/domain/unit.ts';
import { aDay, borders, CALENDAR, onEachDay } from '../support/calendar.ts';
import { aVersion } from '../support/unit-facts.ts';

const NEW_ACT = 99;

const name = fc.constantFrom('Một', 'Hai', 'Ba');
const rank = fc.constantFrom('phòng', 'ban', null);

/** Versions that follow each other without a gap, the last one open. */
const versions: fc.Arbitrary<VersionFact[]> = fc
  .record({
    days: borders,
    names: fc.array(name, { minLength: 5, maxLength: 5 }),
    ranks: fc.array(rank, { minLength: 5, maxLength: 5 }),
  })
  .map(({ days, names, ranks }) =>
    days.map((from, index) =>
      aVersion(names[index] ?? '', { from, until: days[index + 1] ?? FOREVER, rank: ranks[index] ?? null }),
    ),
  );

const nameOf = (version: VersionFact) => version.name;
describe('cut', () => {
  it('ends on the day what reaches it, and keeps what came before as it is', () => {
    const early = aVersion('Một', { from: '2025-01-01', until: '2025-02-01' });
    const spanning = aVersion('Hai', { from: '2025-02-01', until: '2025-04-01' });
    const late = aVersion('Ba', { from: '2025-04-01' });

    const facts = cut([early, spanning, late], '2025-03-01');

    expect(facts).toEqual([early, { ...spanning, id: null, until: '2025-03-01' }]);
    expect(facts[0]).toBe(early);
  });

  it('of a fact that ends or begins on the day is nothing new', () => {
    const before = aVersion('Một', { from: '2025-01-01', until: '2025-03-01' });
    const after = aVersion('Hai', { from: '2025-03-01' });

    expect(cut([before, after], '2025-03-01')).toEqual([before]);
  });

  it('and tail part every day between them', () => {
    fc.assert(
      fc.property(versions, aDay, (facts, on) => {
        const [before, after] = [cut(facts, on), tail(facts, on, NEW_ACT)];

        expect(onEachDay([...before, ...after], nameOf)).toEqual(onEachDay(facts, nameOf));
        expect(before.every(({ until }) => until <= on)).toBe(true);
        expect(after.every(({ from }) => from >= on)).toBe(true);
      }),
    );
  });
});

describe('tail', () => {
  it('is the rest as new facts, of the act where it had to be cut off', () => {
    const spanning = aVersion('Hai', { from: '2025-02-01', until: '2025-04-01' });
    const late = aVersion('Ba', { from: '2025-04-01' });

    expect(tail([spanning, late], '2025-03-01', NEW_ACT)).toEqual([
      { ...spanning, id: null, from: '2025-03-01', change: NEW_ACT },
      { ...late, id: null },
    ]);
  });
});

describe('patchVersions', () => {
  it('keeps what a later version changes itself, and reaches through what it does not', () => {
    const now = aVersion('Một', { from: '2025-01-01', until: '2025-06-01', rank: 'phòng' });
    const next = aVersion('Một', { from: '2025-06-01', until: '2026-01-01', rank: 'ban' });
    const last = aVersion('Ba', { from: '2026-01-01', rank: 'ban' });

    const patched = patchVersions([now, next, last], {
      on: '2025-03-01',
      patch: { name: 'Hai', rank: null },
      change: NEW_ACT,
    });

    expect(patched).toEqual([
      { ...now, id: null, until: '2025-03-01' },
      { ...now, id: null, from: '2025-03-01', name: 'Hai', rank: null, change: NEW_ACT },
      { ...next, id: null, name: 'Hai' },
      last,
    ]);
  });

  it('of what is so already changes nothing', () => {
    const version = aVersion('Một', { rank: 'phòng' });

    expect(
      patchVersions([version], { on: '2025-03-01', patch: { name: 'Một', rank: undefined }, change: NEW_ACT }),
    ).toEqual([version]);
  });

  it('holds from its day on, leaves the days before and other attributes alone, and no day without a version', () => {
    fc.assert(
      fc.property(versions, aDay, name, (facts, on, wanted) => {
        fc.pre(facts.some((version) => covers(version, on)));

        const patched = patchVersions(facts, { on, patch: { name: wanted }, change: NEW_ACT });

        const rankOf = ({ rank: own }: VersionFact) => String(own);
        expect(onEachDay(patched, rankOf)).toEqual(onEachDay(facts, rankOf));
        const [was, is] = [onEachDay(facts, nameOf), onEachDay(patched, nameOf)];
        expect(is.filter((_, index) => (CALENDAR[index] ?? '') < on)).toEqual(
          was.filter((_, index) => (CALENDAR[index] ?? '') < on),
        );
        expect(is[CALENDAR.indexOf(on)]).toBe(wanted);
        // Later days bear the new name until the first version that had another one than on the day.
        const before = was[CALENDAR.indexOf(on)];
        const firstOther = CALENDAR.findIndex((date, index) => date > on && was[index] !== before);
        const expected = was.map((old, index) =>
          (CALENDAR[index] ?? '') >= on && (firstOther < 0 || index < firstOther) ? wanted : old,
        );
        expect(is).toEqual(expected);
      }),
    );
  });

  it('done twice is done once', () => {
    fc.assert(
      fc.property(versions, aDay, name, (facts, on, wanted) => {
        const once = patchVersions(facts, { on, patch: { name: wanted }, change: NEW_ACT });

        expect(patchVersions(once, { on, patch: { name: wanted }, change: NEW_ACT + 1 })).toEqual(once);
      }),
    );
  });
});

describe('correctVersion', () => {
  it('restates the version of the day, and where it began the end of the one before', () => {
    const old = aVersion('Một', { until: '2025-03-01' });
    const wrong = aVersion('Hia', { from: '2025-03-01', rank: 'phòng' });

    const correct = (beganOn: Day | null) =>
      correctVersion([old, wrong], { on: '2025-05-01', patch: { name: 'Hai' }, beganOn, change: NEW_ACT });

    const right = { ...wrong, id: null, name: 'Hai', change: NEW_ACT };
    expect(correct(null)).toEqual([old, right]);
    expect(correct('2025-03-01')).toEqual([old, right]);
    expect(correct('2025-02-15')).toEqual([
      { ...old, id: null, until: '2025-02-15' },
      { ...right, from: '2025-02-15' },
    ]);
    expect(correct('2025-03-15')).toEqual([
      { ...old, id: null, until: '2025-03-15' },
      { ...right, from: '2025-03-15' },
    ]);
  });
});
