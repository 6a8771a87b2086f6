import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, FOREVER } from '../../src/domain/day.ts';
import { changeRelations, relationEnd, replaceRelation } from '../../src/domain/organization/facts.ts';
import { RELATION_KINDS, type RelationFact } from '../../src/domain/unit.ts';
import { aDay, borders, CALENDAR, onEachDay } from '../support/calendar.ts';
import { aRelation } from '../support/unit-facts.ts';

const NEW_ACT = 99;

/** Relations of several kinds, each with at most one parent a day, gaps among them. */
const relations: fc.Arbitrary<RelationFact[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...RELATION_KINDS),
      days: borders,
      parents: fc.array(fc.constantFrom('P', 'Q', null), { minLength: 5, maxLength: 5 }),
    }),
    { maxLength: 4 },
  )
  .map((rows) => rows.filter(({ kind }, index) => rows.findIndex((row) => row.kind === kind) === index))
  .map((rows) =>
    rows.flatMap(({ kind, days, parents }) =>
      days.flatMap((from, index) => {
        const parent = parents[index];
        return parent ? [aRelation(parent, { kind, from, until: days[index + 1] ?? FOREVER })] : [];
      }),
    ),
  );

const told = ({ kind, parent }: RelationFact) => `${kind} ${parent}`;

describe('replaceRelation', () => {
  it('keeps one parent a day and kind, whatever was planned, and leaves other kinds alone', () => {
    fc.assert(
      fc.property(relations, aDay, fc.constantFrom(...RELATION_KINDS), (facts, from, kind) => {
        const until = relationEnd(facts, kind, from);

        const replaced = replaceRelation(facts, { ...aRelation('NEW', { kind, from, until }), id: null });

        const expected = CALENDAR.map((date) => {
          const others = facts.filter(
            (fact) => covers(fact, date) && (fact.kind !== kind || date < from || date >= until),
          );
          return [...others.map(told), ...(date >= from && date < until ? [`${kind} NEW`] : [])].sort().join(', ');
        });
        expect(onEachDay(replaced, told)).toEqual(expected);
      }),
    );
  });

  it('ends where the one it replaces would have, or where the next begins', () => {
    const now = aRelation('P', { from: '2025-01-01', until: '2025-06-01' });
    const next = aRelation('Q', { from: '2025-09-01' });

    expect(relationEnd([now, next], 'ESTABLISHMENT', '2025-03-01')).toBe('2025-06-01');
    expect(relationEnd([now, next], 'ESTABLISHMENT', '2025-07-01')).toBe('2025-09-01');
    expect(relationEnd([now, next], 'ESTABLISHMENT', '2025-10-01')).toBe(FOREVER);
    expect(relationEnd([now, next], 'PROFESSIONAL', '2025-03-01')).toBe(FOREVER);
  });
});

describe('changeRelations', () => {
  const change = { on: '2025-03-01', life: FOREVER, change: NEW_ACT };

  it('leaves a parent that the unit has already', () => {
    const now = aRelation('P');

    expect(changeRelations([now], [{ kind: 'ESTABLISHMENT', parent: 'P' }], change)).toEqual([now]);
  });

  it('to no parent ends the present one of that kind, not one planned for later', () => {
    const now = aRelation('P', { from: '2025-01-01', until: '2025-06-01' });
    const next = aRelation('Q', { from: '2025-06-01' });
    const staff = aRelation('P', { kind: 'STAFF_MANAGEMENT' });

    const left = changeRelations([now, next, staff], [{ kind: 'ESTABLISHMENT', parent: null }], change);

    expect(left).toEqual([staff, { ...now, id: null, until: '2025-03-01' }, next]);
  });

  it('never outlasts the unit', () => {
    const changed = changeRelations([], [{ kind: 'PROFESSIONAL', parent: 'P', untilEvent: 'xong' }], {
      ...change,
      life: '2025-04-01',
    });

    expect(changed).toEqual([
      {
        id: null,
        kind: 'PROFESSIONAL',
        parent: 'P',
        untilEvent: 'xong',
        from: '2025-03-01',
        until: '2025-04-01',
        change: NEW_ACT,
      },
    ]);
  });
});
