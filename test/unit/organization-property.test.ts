import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aChange,
  aResult,
  CHANGE_KINDS,
  type Change,
  type ChangeKind,
  type ChangeResult,
} from '../../src/domain/change.ts';
import type { Day } from '../../src/domain/day.ts';
import { applyChange } from '../../src/domain/organization/apply.ts';
import { decideChange } from '../../src/domain/organization/decide.ts';
import { Organization } from '../../src/domain/organization/organization.ts';
import type { RelationKind } from '../../src/domain/unit.ts';
import { brokenRules } from '../support/organization-invariants.ts';
import { aRelation, aService, aUnit, territory } from '../support/unit-facts.ts';

const OLD = ['A', 'B', 'C', 'D', 'E'];
const CODES = [...OLD, 'F', 'G', 'H'];
const DAYS: Day[] = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01', '2025-05-01', '2025-06-01'];
const PLACES = [territory(1), territory(2), territory(3)];

/** A over B over C, and D and E beside them; B receives for a place, and D is managed by B as well. */
const beginning = () =>
  new Organization([
    aUnit('A'),
    aUnit('B', { relations: [aRelation('A')], services: PLACES.slice(0, 1).map((place) => aService('B', place)) }),
    aUnit('C', { relations: [aRelation('B')] }),
    aUnit('D', { relations: [aRelation('B', { kind: 'STAFF_MANAGEMENT' })] }),
    aUnit('E'),
  ]);

const code = fc.constantFrom(...CODES);
const day = fc.constantFrom(...DAYS);
const relation = fc.record({
  kind: fc.constantFrom<RelationKind>('ESTABLISHMENT', 'STAFF_MANAGEMENT'),
  parent: fc.option(code, { freq: 4 }),
});
const places = fc.subarray(PLACES, { maxLength: 2 });
const seat = fc.subarray([{ site: 1, role: 'SEAT' as const }]);
const name = fc.constantFrom('Một', 'Hai', 'Ba');
const rank = fc.constantFrom('phòng', 'ban', null);

const sources = (min: number, max: number) =>
  fc.array(fc.record({ unit: code, extent: fc.constantFrom('WHOLE' as const, 'PARTIAL' as const) }), {
    minLength: min,
    maxLength: max,
  });
/** A result as a unit is opened: with a name, a kind and whatever it may begin with. */
const opened = fc
  .record({ unit: code, name, relations: fc.array(relation, { maxLength: 2 }), starts: places, sites: seat })
  .map(({ unit, name, ...rest }) => aResult(unit, { attributes: { name, kind: 'PEOPLES_COMMITTEE' }, ...rest }));
/** Another unit stops receiving for places, so that one result may start. */
const ending = fc.record({ unit: code, ends: places }).map(({ unit, ends }) => aResult(unit, { ends }));

type Parts = { sources?: Change['sources']; results: ChangeResult[]; noSuccessor?: boolean };
const PARTS: Readonly<Record<ChangeKind, fc.Arbitrary<Parts>>> = {
  ESTABLISH: fc.record({ sources: sources(0, 1), results: fc.tuple(opened) }),
  RENAME: fc.record({
    results: fc.tuple(fc.record({ unit: code, name }).map(({ unit, name }) => aResult(unit, { attributes: { name } }))),
  }),
  RETYPE: fc.record({
    results: fc.tuple(
      fc
        .record({ unit: code, rank, sites: seat })
        .map(({ unit, rank, sites }) => aResult(unit, { attributes: { rank }, sites })),
    ),
  }),
  REPARENT: fc.record({
    results: fc.tuple(
      fc
        .record({ unit: code, relations: fc.tuple(relation) })
        .map(({ unit, relations }) => aResult(unit, { relations })),
    ),
  }),
  MERGE: fc.record({ sources: sources(2, 3), results: fc.tuple(opened) }),
  ABSORB: fc.record({ sources: sources(1, 2), results: fc.tuple(opened) }),
  SPLIT: fc.record({ sources: sources(1, 1), results: fc.tuple(opened, opened) }),
  DISSOLVE: fc.record({
    sources: sources(1, 1),
    results: fc.array(
      code.map((unit) => aResult(unit)),
      { maxLength: 2 },
    ),
    noSuccessor: fc.boolean(),
  }),
  TERRITORY: fc.record({
    results: fc.tuple(
      fc.record({ unit: code, starts: places }).map(({ unit, starts }) => aResult(unit, { starts })),
      ending,
    ),
  }),
  CORRECTION: fc.record({
    results: fc.tuple(
      fc
        .record({ unit: code, name, beganOn: fc.option(day) })
        .map(({ unit, name, beganOn }) => aResult(unit, { attributes: { name }, beganOn })),
    ),
  }),
};

const change = fc
  .constantFrom(...CHANGE_KINDS)
  .chain((kind) =>
    fc.record({ on: day, parts: PARTS[kind] }).map(({ on, parts }) => aChange({ kind, on, instrument: 1, ...parts })),
  );

describe('an organization', () => {
  it('holds every rule of the database after any changes that the decision lets through', () => {
    const accepted = new Set<ChangeKind>();

    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12, size: 'max' }), (changes) => {
        const organization = beginning();
        const carriedOut = new Map<number, Change>();
        for (const [index, next] of changes.entries()) {
          if (decideChange(organization, next).length > 0) continue;
          const act = -(index + 1);
          applyChange(organization, next, act);
          carriedOut.set(act, next);
          accepted.add(next.kind);
        }

        expect(brokenRules(organization, { codes: CODES, changes: carriedOut })).toEqual([]);
      }),
      { numRuns: 2000 },
    );

    expect([...accepted].sort()).toEqual([...CHANGE_KINDS].sort());
  });
});
