import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aChange,
  aResult,
  CHANGE_KINDS,
  type Change,
  type ChangeKind,
  type ChangeResult,
  type ChangeSource,
  subjectOf,
} from '../../src/domain/change.ts';
import { addDays, covers, type Day } from '../../src/domain/day.ts';
import { applyChange } from '../../src/domain/organization/apply.ts';
import { compensate, type RecordedAct } from '../../src/domain/organization/compensate.ts';
import { decideChange } from '../../src/domain/organization/decide.ts';
import { Organization } from '../../src/domain/organization/organization.ts';
import type { TerritoryRef } from '../../src/domain/territory.ts';
import type { RelationKind, UnitFacts } from '../../src/domain/unit.ts';
import { changed, ON, relationsOf, servicesOf, told } from '../support/changed-organization.ts';
import { brokenRules } from '../support/organization-invariants.ts';
import { aRelation, aService, aUnit, aVersion, territory } from '../support/unit-facts.ts';

/** The act that is undone, as `changed` numbers it, and the day from which it is. */
const ACT = -1;
const BACK: Day = '2025-06-01';
const LATER: Day = '2025-05-01';

type Parts = Partial<Change> & Pick<Change, 'kind'>;
type How = { on?: Day; restoredAs?: Record<string, string> };

const whole = (...units: string[]): ChangeSource[] => units.map((unit) => ({ unit, extent: 'WHOLE' }));
const partly = (...units: string[]): ChangeSource[] => units.map((unit) => ({ unit, extent: 'PARTIAL' }));
const plain = {
  shortName: null,
  kind: 'PEOPLES_COMMITTEE' as const,
  branchType: null,
  rank: null,
  ownSeal: false,
  ownAccount: false,
  independentAccounting: false,
};
/** All attributes of a unit as it was built. */
const as = (name: string, parts: object = {}) => ({ ...plain, name, ...parts });
const under = (parent: string | null, kind: 'ESTABLISHMENT' | 'STAFF_MANAGEMENT' = 'ESTABLISHMENT') => ({
  kind,
  parent,
});
const below = (parent: string) => ({ ...under(parent), untilEvent: null });
const fresh = (code: string, parts: object = {}) =>
  aResult(code, { attributes: { name: code, kind: 'PEOPLES_COMMITTEE' }, ...parts });

/** An act as the database tells of it: its lineage, the units whose facts cite it, and the one its audit entry is about. */
function recordedAct(organization: Organization, change: Change, act: number): RecordedAct {
  const { lives, lineages, ...facts } = organization.delta();
  const lines = lineages.added.filter((line) => line.change === act);
  const extents = new Map(lines.map(({ source, extent }) => [source, extent]));
  const citing = [
    ...lives.added.filter(({ openedBy, closedBy }) => openedBy === act || closedBy === act),
    ...[facts.versions, facts.relations, facts.services, facts.sites].flatMap(({ added }) =>
      (added as { unit: string; change: number }[]).filter((fact) => fact.change === act),
    ),
  ].map(({ unit }) => unit);
  const results = new Set([...lines.map(({ target }) => target), ...citing, subjectOf(change)]);
  return {
    id: act,
    kind: change.kind,
    on: change.on,
    sources: [...extents].map(([unit, extent]) => ({ unit, extent })),
    results: [...results].sort(),
  };
}

/** What was done, and what further acts made of it, each on a later day. */
function done(units: readonly UnitFacts[], parts: Parts, ...further: (Parts & { on?: Day })[]) {
  const organization = changed(units, parts);
  const act = recordedAct(organization, aChange({ on: ON, instrument: 1, ...parts }), ACT);
  for (const [index, more] of further.entries()) {
    const change = aChange({ on: LATER, instrument: 1, ...more });
    const refusal = decideChange(organization, change);
    if (refusal.length > 0) throw new Error(`refused: ${JSON.stringify(refusal)}`);
    applyChange(organization, change, ACT - 1 - index);
  }
  return { organization, act };
}

function undo({ organization, act }: { organization: Organization; act: RecordedAct }, how: How = {}) {
  const restoredAs = new Map(Object.entries(how.restoredAs ?? {}));
  return compensate(organization, act, { on: how.on ?? BACK, instrument: 7, restoredAs });
}

/** The change that undoes; nothing stands in its way. */
function undoing(scene: ReturnType<typeof done>, how: How = {}): Change | null {
  const { change, violations } = undo(scene, how);
  expect(violations).toEqual([]);
  return change;
}

/** What stands in the way: code, path, unit, day, what was expected, of which territory. */
function refusals(scene: ReturnType<typeof done>, how: How = {}): unknown[] {
  const { change, violations } = undo(scene, how);
  expect(change).toBeNull();
  return violations.map(({ code, path, unit, on, expected, territory: place }) => [
    code,
    path?.join('.'),
    unit,
    on,
    ...(expected ? [expected] : []),
    ...(place ? [place] : []),
  ]);
}

/** What decides on the change that undoes. */
const decided = (scene: ReturnType<typeof done>, how: How = {}): unknown[] => {
  const change = undoing(scene, how);
  if (!change) throw new Error('nothing to decide on');
  return decideChange(scene.organization, change).map(({ code, unit, on }) => [code, unit, on]);
};

/** The organization after the act is undone. */
function undone(scene: ReturnType<typeof done>, how: How = {}): Organization {
  const change = undoing(scene, how);
  if (!change) throw new Error('nothing to undo with');
  expect(decideChange(scene.organization, change)).toEqual([]);
  applyChange(scene.organization, change, ACT - 100);
  return scene.organization;
}

const opposite = (parts: Parts & { on?: Day }): Change =>
  aChange({ on: BACK, instrument: 7, compensates: ACT, ...parts });

describe('undoing a rename', () => {
  const rename = (units: UnitFacts[], ...further: Parts[]) =>
    done(
      units,
      { kind: 'RENAME', results: [aResult('A', { attributes: { name: 'Mới', shortName: 'M' } })] },
      ...further,
    );

  it('gives back the names of the day before', () => {
    expect(undoing(rename([aUnit('A', { shortName: 'a' })]))).toEqual(
      opposite({ kind: 'RENAME', results: [aResult('A', { attributes: { name: 'A', shortName: 'a' } })] }),
    );
  });

  it('is possible on its own day, and not before', () => {
    expect(undoing(rename([aUnit('A')]), { on: ON })).toMatchObject({ kind: 'RENAME', on: ON });
    expect(refusals(rename([aUnit('A')]), { on: '2025-02-28' })).toEqual([
      ['PERIOD_INVALID', 'on', null, '2025-02-28', 'LATER_THAN'],
    ]);
  });

  it('leaves alone what another act changed', () => {
    const scene = rename([aUnit('A')], { kind: 'RETYPE', results: [aResult('A', { attributes: { rank: 'ban' } })] });

    const after = undone(scene);

    expect(after.get('A').versions.map(({ name, rank, from }) => [name, rank, from])).toEqual([
      ['A', null, '2025-01-01'],
      ['Mới', null, ON],
      ['Mới', 'ban', LATER],
      ['A', 'ban', BACK],
    ]);
  });

  it('is refused where it was renamed again, even to the same name', () => {
    const renamed = (name: string): Parts => ({ kind: 'RENAME', results: [aResult('A', { attributes: { name } })] });

    expect(refusals(rename([aUnit('A')], renamed('Khác')))).toEqual([
      ['INPUT_INVALID', 'change', 'A', LATER, 'NOT_CHANGED_SINCE'],
    ]);
    expect(refusals(rename([aUnit('A')], renamed('Khác'), { ...renamed('Mới'), on: '2025-05-15' }))).toEqual([
      ['INPUT_INVALID', 'change', 'A', LATER, 'NOT_CHANGED_SINCE'],
    ]);
  });

  it('does not undo the rename that is planned for later', () => {
    const units = [
      aUnit('A', { versions: [aVersion('Một', { until: '2025-09-01' }), aVersion('Hai', { from: '2025-09-01' })] }),
    ];

    const after = undone(rename(units));

    expect(after.get('A').versions.map(({ name, from }) => [name, from])).toEqual([
      ['Một', '2025-01-01'],
      ['Mới', ON],
      ['Một', BACK],
      ['Hai', '2025-09-01'],
    ]);
  });

  it('that was corrected since is refused', () => {
    const scene = rename([aUnit('A')], {
      kind: 'CORRECTION',
      results: [aResult('A', { attributes: { name: 'Đúng' } })],
    });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'A', ON, 'NOT_CHANGED_SINCE']]);
  });

  it('does not bring back what ended on that day by itself', () => {
    const relations = [aRelation('P', { until: ON })];
    const services = [aService('A', territory(1), { until: ON })];

    expect(undoing(rename([aUnit('A', { relations, services }), aUnit('P')]))?.results).toEqual([
      aResult('A', { attributes: { name: 'A', shortName: null } }),
    ]);
  });

  it('on the first day of a life is refused: there was no name before', () => {
    expect(refusals(rename([aUnit('A', { from: ON })]))).toEqual([['FACT_OUTSIDE_UNIT', 'change', 'A', '2025-02-28']]);
  });

  it('of a unit that is gone is refused', () => {
    const scene = rename([aUnit('A')], { kind: 'DISSOLVE', sources: whole('A'), noSuccessor: true });

    expect(refusals(scene)).toEqual([['FACT_OUTSIDE_UNIT', 'on', 'A', BACK]]);
  });

  it('that renamed nothing is refused', () => {
    const scene = done([aUnit('A')], { kind: 'RENAME', results: [aResult('A', { attributes: { name: 'A' } })] });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', null, null, 'SOMETHING_TO_CHANGE']]);
  });
});

describe('undoing a change of type', () => {
  it('gives back attributes and the seat', () => {
    const seat = { id: 1, change: 1, from: '2025-01-01', until: 'infinity', role: 'SEAT' as const };
    const units = [aUnit('A', { ownSeal: true, sites: [{ ...seat, site: 5 }] })];
    const results = [
      aResult('A', { attributes: { rank: 'phòng', ownSeal: false }, sites: [{ site: 6, role: 'SEAT' }] }),
    ];

    expect(undoing(done(units, { kind: 'RETYPE', results }))).toEqual(
      opposite({
        kind: 'RETYPE',
        results: [aResult('A', { attributes: { rank: null, ownSeal: true }, sites: [{ site: 5, role: 'SEAT' }] })],
      }),
    );
  });
});

describe('undoing a move of the seat', () => {
  const move = (site: number): Parts => ({
    kind: 'RETYPE',
    results: [aResult('A', { sites: [{ site, role: 'SEAT' }] })],
  });
  const seated = () => {
    const seat = { id: 1, change: 1, from: '2025-01-01', until: 'infinity', site: 5, role: 'SEAT' as const };
    return [aUnit('A', { sites: [seat] })];
  };

  it('is refused where it moved again', () => {
    expect(refusals(done(seated(), move(6), move(7)))).toEqual([
      ['INPUT_INVALID', 'change', 'A', LATER, 'NOT_CHANGED_SINCE'],
    ]);
  });

  it('is refused where there was none before: no act leaves a unit without one', () => {
    expect(refusals(done([aUnit('A')], move(6)))).toEqual([
      ['INPUT_INVALID', 'change', null, null, 'SOMETHING_TO_CHANGE'],
    ]);
  });
});

describe('undoing a change of parent', () => {
  const units = () => [aUnit('A'), aUnit('B'), aUnit('C', { relations: [aRelation('A')] })];
  const reparent = (parent: string | null, ...further: Parts[]) =>
    done(units(), { kind: 'REPARENT', results: [aResult('C', { relations: [under(parent)] })] }, ...further);

  it.each([['B'], [null]])('to %s puts the unit back under its parent', (parent) => {
    expect(undoing(reparent(parent))).toEqual(
      opposite({ kind: 'REPARENT', results: [aResult('C', { relations: [below('A')] })] }),
    );
  });

  it('that gave a first parent ends the relation', () => {
    const scene = done(units(), { kind: 'REPARENT', results: [aResult('A', { relations: [under('B')] })] });

    expect(undoing(scene)).toEqual(
      opposite({
        kind: 'REPARENT',
        results: [aResult('A', { relations: [{ ...under(null), untilEvent: null }] })],
      }),
    );
    expect(relationsOf(undone(scene), 'A')).toEqual([`ESTABLISHMENT B ${ON} ${BACK}`]);
  });

  it('that only named an event takes the event back', () => {
    const results = [aResult('C', { relations: [{ ...under('A'), untilEvent: 'khánh thành' }] })];

    expect(undoing(done(units(), { kind: 'REPARENT', results }))).toEqual(
      opposite({ kind: 'REPARENT', results: [aResult('C', { relations: [below('A')] })] }),
    );
  });

  it('on its own day leaves the relation as it was', () => {
    expect(relationsOf(undone(reparent('B'), { on: ON }), 'C')).toEqual([
      `ESTABLISHMENT A 2025-01-01 ${ON}`,
      `ESTABLISHMENT A ${ON} infinity`,
    ]);
  });

  it.each([['B'], [null]])('to %s is refused where the unit was moved again', (parent) => {
    const again: Parts = { kind: 'REPARENT', results: [aResult('C', { relations: [under('D')] })] };
    const scene = done(
      [...units(), aUnit('D')],
      { kind: 'REPARENT', results: [aResult('C', { relations: [under(parent)] })] },
      again,
    );

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'C', LATER, 'NOT_CHANGED_SINCE']]);
  });

  it('to one that has closed since is refused when it is decided', () => {
    const scene = reparent('B', { kind: 'DISSOLVE', sources: whole('A'), noSuccessor: true });

    expect(decided(scene)).toEqual([['FACT_OUTSIDE_UNIT', 'A', BACK]]);
  });
});

describe('undoing a change of territories', () => {
  const places = [territory(1), territory(2), territory(3)] as const;
  const units = () => [
    aUnit('A'),
    aUnit('B', { services: [aService('B', places[0]), aService('B', places[1])] }),
    aUnit('C'),
  ];
  const takeOver = (...further: Parts[]) =>
    done(
      units(),
      {
        kind: 'TERRITORY',
        results: [aResult('A', { starts: [places[0], places[2]] }), aResult('B', { ends: [places[0]] })],
      },
      ...further,
    );

  it('gives each back to who received for it, or to nobody', () => {
    expect(undoing(takeOver())).toEqual(
      opposite({
        kind: 'TERRITORY',
        results: [aResult('A', { ends: [places[0], places[2]] }), aResult('B', { starts: [places[0]] })],
      }),
    );
  });

  it('lets a unit begin again that gave one up', () => {
    const scene = done(units(), { kind: 'TERRITORY', results: [aResult('B', { ends: [places[0]] })] });

    expect(undoing(scene)).toEqual(opposite({ kind: 'TERRITORY', results: [aResult('B', { starts: [places[0]] })] }));
    expect(servicesOf(undone(scene), 'B')).toEqual([
      `1 2025-01-01 ${ON}`,
      `1 ${BACK} infinity`,
      '2 2025-01-01 infinity',
    ]);
  });

  it('is refused where another has taken over since', () => {
    const again: Parts = {
      kind: 'TERRITORY',
      results: [aResult('C', { starts: [places[0]] }), aResult('A', { ends: [places[0]] })],
    };

    expect(refusals(takeOver(again))).toEqual([['INPUT_INVALID', 'change', 'A', LATER, 'NOT_CHANGED_SINCE', '00001']]);
  });

  it('that was given up is refused where another has begun since', () => {
    const scene = done(
      units(),
      { kind: 'TERRITORY', results: [aResult('B', { ends: [places[0]] })] },
      { kind: 'TERRITORY', results: [aResult('C', { starts: [places[0]] })] },
    );

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'B', LATER, 'NOT_CHANGED_SINCE', '00001']]);
  });

  it('leaves territories alone that are none any more', () => {
    const gone = territory(4, LATER);
    const scene = done(units(), { kind: 'TERRITORY', results: [aResult('A', { starts: [gone, places[2]] })] });

    expect(undoing(scene)?.results).toEqual([aResult('A', { ends: [places[2]] })]);
  });

  it('that left a territory where it was is refused', () => {
    const results = [aResult('B', { starts: [places[0]], ends: [places[0]] })];

    expect(refusals(done(units(), { kind: 'TERRITORY', results }))).toEqual([
      ['INPUT_INVALID', 'change', null, null, 'SOMETHING_TO_CHANGE'],
    ]);
  });

  it('to a unit that has closed since is refused when it is decided', () => {
    const scene = done(
      [aUnit('A'), aUnit('B', { services: [aService('B', places[0])] })],
      { kind: 'TERRITORY', results: [aResult('A', { starts: [places[0]] }), aResult('B', { ends: [places[0]] })] },
      { kind: 'DISSOLVE', sources: whole('B'), noSuccessor: true },
    );

    expect(decided({ ...scene, act: { ...scene.act, results: ['A'] } })).toEqual([['FACT_OUTSIDE_UNIT', 'B', BACK]]);
  });
});

describe('undoing a correction', () => {
  it('is refused: another correction says what is right', () => {
    const scene = done([aUnit('A')], { kind: 'CORRECTION', results: [aResult('A', { attributes: { name: 'Đúng' } })] });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', null, ON, 'ANOTHER_CORRECTION']]);
  });
});

describe('undoing a beginning', () => {
  const establish = (parts: object = {}, ...further: Parts[]) =>
    done([aUnit('A')], { kind: 'ESTABLISH', results: [fresh('N', parts)] }, ...further);

  it('closes the unit without successor', () => {
    expect(undoing(establish({ relations: [under('A')] }))).toEqual(
      opposite({ kind: 'DISSOLVE', sources: whole('N'), noSuccessor: true }),
    );
  });

  it('is refused on its own day: no life is empty', () => {
    expect(refusals(establish(), { on: ON })).toEqual([['PERIOD_INVALID', 'on', null, ON, 'LATER_THAN']]);
  });

  it('is refused, when it is decided, as long as the unit has territories or units below it', () => {
    const below: Parts = { kind: 'REPARENT', results: [aResult('A', { relations: [under('N')] })] };

    expect(decided(establish({ starts: [territory(1)] }, below))).toEqual([['UNIT_HAS_DEPENDENTS', 'N', BACK]]);
  });

  it('brings nobody back under a code', () => {
    expect(refusals(establish(), { restoredAs: { A: 'A-CU' } })).toEqual([
      ['INPUT_INVALID', 'restoredAs', 'A', null, 'UNIT_THAT_RETURNS'],
    ]);
  });
});

/** A and B under P, each with a child and a territory. */
const pair = () => [
  aUnit('P'),
  aUnit('A', { relations: [aRelation('P')], services: [aService('A', territory(1))], rank: 'phòng' }),
  aUnit('B', { services: [aService('B', territory(2))] }),
  aUnit('CA', { relations: [aRelation('A')] }),
  aUnit('CB', { relations: [aRelation('B')] }),
];

describe('undoing a succession', () => {
  const succession = (parts: object = {}, ...further: Parts[]) =>
    done(pair(), { kind: 'ESTABLISH', sources: whole('A'), results: [fresh('N', parts)] }, ...further);
  const returned = aResult('A.2', { restores: 'A', attributes: as('A', { rank: 'phòng' }), relations: [below('P')] });

  it('brings the predecessor back in place of its successor, under a code of its own', () => {
    const scene = succession();

    expect(undoing(scene)).toEqual(opposite({ kind: 'ESTABLISH', sources: whole('N'), results: [returned] }));
    const after = undone(scene);
    expect(servicesOf(after, 'A.2')).toEqual([`1 ${BACK} infinity`]);
    expect(relationsOf(after, 'CA')).toEqual([
      `ESTABLISHMENT A 2025-01-01 ${ON}`,
      `ESTABLISHMENT A.2 ${BACK} infinity`,
      `ESTABLISHMENT N ${ON} ${BACK}`,
    ]);
  });

  it('gives it what the successor got since', () => {
    const more: Parts = { kind: 'TERRITORY', results: [aResult('N', { starts: [territory(3)] })] };

    expect(servicesOf(undone(succession({}, more)), 'A.2')).toEqual([`1 ${BACK} infinity`, `3 ${BACK} infinity`]);
  });

  it('is refused where the act itself gave the successor more', () => {
    expect(refusals(succession({ starts: [territory(3)] }))).toEqual([
      ['INPUT_INVALID', 'change', 'N', BACK, 'TERRITORY_TO_DECIDE', '00003'],
    ]);
  });

  it('starts again what the act let fall', () => {
    const parts = { kind: 'ESTABLISH' as const, sources: whole('B'), results: [fresh('N')], passesOn: false };
    const scene = done(pair().slice(0, 4), parts);

    expect(undoing(scene)?.results).toEqual([
      aResult('B.2', { restores: 'B', attributes: as('B'), starts: [territory(2)] }),
    ]);
  });

  it('uses the code asked for, or the first that is free', () => {
    expect(undoing(succession(), { restoredAs: { A: 'A-MOI' } })?.results[0]?.unit).toBe('A-MOI');
    const scene = done([...pair(), aUnit('A.2'), aUnit('A.3')], {
      kind: 'ESTABLISH',
      sources: whole('A'),
      results: [fresh('N')],
    });
    expect(undoing(scene)?.results[0]?.unit).toBe('A.4');
  });

  it('is refused under a code that is taken, or of a unit that does not return', () => {
    expect(refusals(succession(), { restoredAs: { A: 'CB', B: 'B-MOI' } })).toEqual([
      ['ALREADY_EXISTS', 'restoredAs', 'CB', null],
      ['INPUT_INVALID', 'restoredAs', 'B', null, 'UNIT_THAT_RETURNS'],
    ]);
  });

  it('of a part is refused', () => {
    const scene = done([aUnit('A')], { kind: 'ESTABLISH', sources: partly('A'), results: [fresh('N')] });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'A', ON, 'UNDONE_BY_ONE_ACT']]);
  });

  it('is refused, when it is decided, once the successor has gone', () => {
    const gone: Parts = { kind: 'ABSORB', sources: whole('N'), results: [aResult('B')] };

    expect(decided(succession({}, gone))).toEqual([['FACT_OUTSIDE_UNIT', 'N', BACK]]);
  });
});

describe('undoing a merger into a new unit', () => {
  const merger = (units: UnitFacts[], ...further: Parts[]) =>
    done(units, { kind: 'MERGE', sources: whole('A', 'B'), results: [fresh('N')] }, ...further);

  it('splits it up into what it was made of, each with its territories and the units below it', () => {
    const scene = merger(pair());

    expect(undoing(scene)).toEqual(
      opposite({
        kind: 'SPLIT',
        sources: partly('N'),
        results: [
          aResult('A.2', {
            restores: 'A',
            attributes: as('A', { rank: 'phòng' }),
            relations: [below('P')],
            starts: [territory(1)],
            adopts: ['CA'],
          }),
          aResult('B.2', { restores: 'B', attributes: as('B'), starts: [territory(2)], adopts: ['CB'] }),
        ],
      }),
    );
    const after = undone(scene);
    expect([servicesOf(after, 'A.2'), servicesOf(after, 'B.2'), servicesOf(after, 'N')]).toEqual([
      [`1 ${BACK} infinity`],
      [`2 ${BACK} infinity`],
      [`1 ${ON} ${BACK}`, `2 ${ON} ${BACK}`],
    ]);
    expect(relationsOf(after, 'CB')).toContain(`ESTABLISHMENT B.2 ${BACK} infinity`);
  });

  it('leaves with others what they took over since', () => {
    const scene = merger(
      pair(),
      { kind: 'REPARENT', results: [aResult('CA', { relations: [under('P')] })] },
      {
        kind: 'TERRITORY',
        results: [aResult('P', { starts: [territory(2)] }), aResult('N', { ends: [territory(2)] })],
      },
    );

    expect(undoing(scene)?.results.map(({ unit, starts, adopts }) => [unit, starts, adopts])).toEqual([
      ['A.2', [territory(1)], []],
      ['B.2', [], ['CB']],
    ]);
  });

  it('is refused as long as it has territories and units of its own', () => {
    const scene = merger(
      pair(),
      { kind: 'TERRITORY', results: [aResult('N', { starts: [territory(3)] })] },
      { kind: 'REPARENT', results: [aResult('P', { relations: [under('N', 'STAFF_MANAGEMENT')] })] },
    );

    expect(refusals(scene)).toEqual([
      ['INPUT_INVALID', 'change', 'N', BACK, 'TERRITORY_TO_DECIDE', '00003'],
      ['INPUT_INVALID', 'change', 'P', BACK, 'CHILD_TO_DECIDE'],
    ]);
  });

  it('is refused where a unit stood below both', () => {
    const both = aUnit('C', { relations: [aRelation('A'), aRelation('B', { kind: 'STAFF_MANAGEMENT' })] });

    expect(refusals(merger([...pair(), both]))).toEqual([['INPUT_INVALID', 'change', 'C', BACK, 'CHILD_TO_DECIDE']]);
  });

  it('is refused where a unit was to come below one of them later', () => {
    const later = aUnit('C', { relations: [aRelation('B', { from: '2025-09-01' })] });

    expect(refusals(merger([...pair(), later]))).toEqual([['INPUT_INVALID', 'change', 'C', BACK, 'CHILD_TO_DECIDE']]);
  });

  it('is refused where a unit was to pass from one to the other later', () => {
    const passing = aUnit('C', {
      relations: [aRelation('A', { until: '2025-09-01' }), aRelation('B', { from: '2025-09-01' })],
    });

    expect(refusals(merger([...pair(), passing]))).toEqual([['INPUT_INVALID', 'change', 'C', BACK, 'CHILD_TO_DECIDE']]);
  });

  it('is refused where it is to receive for a territory only later', () => {
    const services = [
      aService('B', territory(2), { until: '2025-04-01' }),
      aService('B', territory(2), { from: '2025-09-01' }),
    ];

    expect(refusals(merger([aUnit('A'), aUnit('B', { services })]))).toEqual([
      ['INPUT_INVALID', 'change', 'N', BACK, 'TERRITORY_TO_DECIDE', '00002'],
    ]);
  });

  it('starts again what it let fall', () => {
    const units = pair().slice(0, 3);
    const scene = done(units, { kind: 'MERGE', sources: whole('A', 'B'), results: [fresh('N')], passesOn: false });

    expect(undoing(scene)?.results.map(({ unit, starts }) => [unit, starts])).toEqual([
      ['A.2', [territory(1)]],
      ['B.2', [territory(2)]],
    ]);
  });

  it('is refused where one stood below the other', () => {
    const units = [aUnit('A'), aUnit('B', { relations: [aRelation('A')] })];

    expect(refusals(merger(units))).toEqual([['INPUT_INVALID', 'change', 'B', ON, 'UNDONE_BY_ONE_ACT']]);
  });

  it('is refused where a part of one went into it', () => {
    const scene = done(pair(), {
      kind: 'MERGE',
      sources: [...whole('A'), ...partly('B')],
      results: [fresh('N')],
    });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'B', ON, 'UNDONE_BY_ONE_ACT']]);
  });

  it('is refused under one code for both', () => {
    expect(refusals(merger(pair()), { restoredAs: { A: 'X', B: 'X' } })).toEqual([
      ['INPUT_INVALID', 'restoredAs', 'X', null, 'NO_OTHER_ENTRY'],
    ]);
  });

  it('does not take a code that another returns under', () => {
    expect(undoing(merger(pair()), { restoredAs: { A: 'B.2' } })?.results.map(({ unit }) => unit)).toEqual([
      'B.2',
      'B.3',
    ]);
  });
});

describe('undoing a merger into one that was there', () => {
  it.each([
    ['MERGE' as const, whole('A', 'B')],
    ['ABSORB' as const, whole('B')],
  ])('%s leaves it as it was and gives the others back what they had', (kind, sources) => {
    const survivor = aResult('A', { attributes: { name: 'Lớn hơn' }, relations: [under(null)] });
    const scene = done(pair(), { kind, sources, results: [survivor] });

    expect(undoing(scene)).toEqual(
      opposite({
        kind: 'SPLIT',
        sources: partly('A'),
        results: [
          aResult('A', { attributes: { name: 'A' }, relations: [below('P')], ends: [territory(2)] }),
          aResult('B.2', { restores: 'B', attributes: as('B'), starts: [territory(2)], adopts: ['CB'] }),
        ],
      }),
    );
    const after = undone(scene);
    expect(servicesOf(after, 'A')).toEqual(['1 2025-01-01 infinity', `2 ${ON} ${BACK}`]);
    expect(servicesOf(after, 'B.2')).toEqual([`2 ${BACK} infinity`]);
    expect(relationsOf(after, 'CA')).toEqual(['ESTABLISHMENT A 2025-01-01 infinity']);
    expect(relationsOf(after, 'CB')).toContain(`ESTABLISHMENT B.2 ${BACK} infinity`);
  });

  const absorb = (...further: Parts[]) =>
    done(
      pair(),
      { kind: 'ABSORB', sources: whole('B'), results: [aResult('A', { attributes: { name: 'Lớn hơn' } })] },
      ...further,
    );

  it('leaves it what it got since', () => {
    const scene = absorb(
      { kind: 'TERRITORY', results: [aResult('A', { starts: [territory(3)] })] },
      { kind: 'REPARENT', results: [aResult('P', { relations: [under('A', 'STAFF_MANAGEMENT')] })] },
    );

    expect(undoing(scene)?.results.map(({ unit, ends, starts, adopts }) => [unit, ends, starts, adopts])).toEqual([
      ['A', [territory(2)], [], []],
      ['B.2', [], [territory(2)], ['CB']],
    ]);
  });

  it('lets it start again what it gave up', () => {
    const survivor = aResult('A', { ends: [territory(1)] });
    const scene = done(pair(), { kind: 'ABSORB', sources: whole('B'), results: [survivor] });

    expect(undoing(scene)?.results[0]).toEqual(aResult('A', { starts: [territory(1)], ends: [territory(2)] }));
  });

  it('is refused where that was changed again', () => {
    const rename: Parts = { kind: 'RENAME', results: [aResult('A', { attributes: { name: 'Khác' } })] };

    expect(refusals(absorb(rename))).toEqual([['INPUT_INVALID', 'change', 'A', LATER, 'NOT_CHANGED_SINCE']]);
  });

  it('is refused where the act itself gave it more', () => {
    const scene = done(pair(), {
      kind: 'ABSORB',
      sources: whole('B'),
      results: [aResult('A', { starts: [territory(3)] })],
    });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'A', BACK, 'TERRITORY_TO_DECIDE', '00003']]);
  });

  it('is refused where a unit below both would come back in one respect only', () => {
    const both = aUnit('C', { relations: [aRelation('B'), aRelation('A', { kind: 'STAFF_MANAGEMENT' })] });
    const scene = done([...pair(), both], { kind: 'ABSORB', sources: whole('B'), results: [aResult('A')] });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'C', BACK, 'CHILD_TO_DECIDE']]);
  });

  it('puts a unit back below the one that took it in', () => {
    const units = [aUnit('A'), aUnit('B', { relations: [aRelation('A')] })];
    const scene = done(units, { kind: 'ABSORB', sources: whole('B'), results: [aResult('A')] });

    expect(relationsOf(undone(scene), 'B.2')).toEqual([`ESTABLISHMENT A ${BACK} infinity`]);
  });

  it('is refused where that stood below one of them before', () => {
    const units = [aUnit('P'), aUnit('B'), aUnit('A', { relations: [aRelation('B')] })];
    const scene = done(units, {
      kind: 'ABSORB',
      sources: whole('B'),
      results: [aResult('A', { relations: [under('P')] })],
    });

    expect(refusals(scene)).toEqual([['INPUT_INVALID', 'change', 'A', ON, 'UNDONE_BY_ONE_ACT']]);
  });

  it('returns planned relations with the only unit that went up in it', () => {
    const later = aUnit('C', { relations: [aRelation('B', { from: '2025-09-01' })] });
    const scene = done([...pair(), later], { kind: 'ABSORB', sources: whole('B'), results: [aResult('A')] });

    expect(relationsOf(undone(scene), 'C')).toEqual(['ESTABLISHMENT B.2 2025-09-01 infinity']);
  });
});

describe('undoing a split', () => {
  const parts = [
    fresh('N', { starts: [territory(1)], adopts: ['CA'] }),
    fresh('M', { relations: [under('P')] }),
  ] as const;

  it('into new units merges them into what it was', () => {
    const scene = done(pair(), { kind: 'SPLIT', sources: whole('A'), results: [...parts] });

    expect(undoing(scene)).toEqual(
      opposite({
        kind: 'MERGE',
        sources: whole('M', 'N'),
        results: [aResult('A.2', { restores: 'A', attributes: as('A', { rank: 'phòng' }), relations: [below('P')] })],
      }),
    );
    const after = undone(scene);
    expect(servicesOf(after, 'A.2')).toEqual([`1 ${BACK} infinity`]);
    expect(relationsOf(after, 'CA')).toContain(`ESTABLISHMENT A.2 ${BACK} infinity`);
  });

  it('leaves a unit below out of it that took over from another on another day', () => {
    const units = [...pair(), aUnit('X')];
    const organization = changed(units, {
      kind: 'ABSORB',
      on: '2025-02-01',
      sources: whole('X'),
      results: [aResult('CA')],
    });
    const split = aChange({ kind: 'SPLIT', on: ON, instrument: 1, sources: whole('A'), results: [...parts] });
    applyChange(organization, split, ACT - 1);

    expect(undo({ organization, act: recordedAct(organization, split, ACT - 1) })).toMatchObject({
      change: { kind: 'MERGE', sources: whole('M', 'N') },
      violations: [],
    });
  });

  it('into one is a succession', () => {
    const scene = done(pair(), { kind: 'SPLIT', sources: whole('A'), results: [parts[0]] });

    expect(undoing(scene)).toMatchObject({ kind: 'ESTABLISH', sources: whole('N'), results: [{ unit: 'A.2' }] });
  });

  it('that left the unit there lets it absorb the others', () => {
    const smaller = aResult('A', { attributes: { name: 'Nhỏ hơn' }, ends: [territory(1)] });
    const scene = done(pair(), { kind: 'SPLIT', sources: partly('A'), results: [smaller, ...parts] });

    expect(undoing(scene)).toEqual(
      opposite({
        kind: 'ABSORB',
        sources: whole('M', 'N'),
        results: [aResult('A', { attributes: { name: 'A' } })],
      }),
    );
    const after = undone(scene);
    expect(servicesOf(after, 'A')).toEqual([`1 2025-01-01 ${ON}`, `1 ${BACK} infinity`]);
    expect(relationsOf(after, 'CA')).toContain(`ESTABLISHMENT A ${BACK} infinity`);
  });

  it('lets the unit start again what it gave to nobody', () => {
    const smaller = aResult('A', { ends: [territory(1)] });
    const results = [smaller, fresh('N')];

    expect(undoing(done(pair(), { kind: 'SPLIT', sources: partly('A'), results }))?.results).toEqual([
      aResult('A', { starts: [territory(1)] }),
    ]);
  });

  it('is refused where a part got more than the whole had', () => {
    const results = [fresh('N', { starts: [territory(3)], adopts: ['CA'] }), fresh('M', { starts: [territory(1)] })];

    expect(refusals(done(pair(), { kind: 'SPLIT', sources: whole('A'), results }))).toEqual([
      ['INPUT_INVALID', 'change', 'N', BACK, 'TERRITORY_TO_DECIDE', '00003'],
    ]);
  });

  it('is refused where a part went to a unit that was there', () => {
    const results = [fresh('N', { adopts: ['CA'] }), aResult('B')];

    expect(refusals(done(pair(), { kind: 'SPLIT', sources: whole('A'), results }))).toEqual([
      ['INPUT_INVALID', 'change', 'B', ON, 'UNDONE_BY_ONE_ACT'],
    ]);
  });

  it('is refused where another act of the day had closed the unit', () => {
    const scene = done([aUnit('A')], { kind: 'SPLIT', sources: partly('A'), results: [fresh('N'), fresh('M')] });
    const second = aChange({ kind: 'SPLIT', on: ON, instrument: 1, sources: partly('A'), results: [fresh('O')] });
    applyChange(scene.organization, second, ACT - 1);

    expect(refusals({ ...scene, act: recordedAct(scene.organization, second, ACT - 1) })).toEqual([
      ['INPUT_INVALID', 'change', 'A', ON, 'UNDONE_BY_ONE_ACT'],
    ]);
  });
});

describe('undoing a dissolution', () => {
  it.each([
    ['without successor', { noSuccessor: true }],
    ['with one', { results: [aResult('B')] }],
    ['with several', { results: [aResult('B'), aResult('P')], sources: partly('A') }],
  ])('%s brings the unit back as it was on its last day', (_what, parts) => {
    const seat = { id: 1, change: 1, from: '2025-01-01', until: 'infinity', site: 5, role: 'SEAT' as const };
    const units = [
      aUnit('P'),
      aUnit('B'),
      aUnit('A', {
        versions: [aVersion('Cũ', { until: '2025-02-01' }), aVersion('Sau', { from: '2025-02-01', ownSeal: true })],
        relations: [{ ...aRelation('P'), untilEvent: 'khánh thành' }],
        sites: [seat],
      }),
    ];

    expect(undoing(done(units, { kind: 'DISSOLVE', sources: whole('A'), ...parts }))).toEqual(
      opposite({
        kind: 'ESTABLISH',
        results: [
          aResult('A.2', {
            restores: 'A',
            attributes: as('Sau', { ownSeal: true }),
            relations: [{ ...under('P'), untilEvent: 'khánh thành' }],
            sites: [{ site: 5, role: 'SEAT' }],
          }),
        ],
      }),
    );
  });

  it('does not bring back territories that are none any more', () => {
    const units = [aUnit('A', { services: [aService('A', territory(1, ON))] })];

    const scene = done(units, { kind: 'DISSOLVE', sources: whole('A'), noSuccessor: true });

    expect(undoing(scene)?.results).toEqual([aResult('A.2', { restores: 'A', attributes: as('A') })]);
  });

  it('is refused on its own day', () => {
    const scene = done([aUnit('A')], { kind: 'DISSOLVE', sources: whole('A'), noSuccessor: true });

    expect(refusals(scene, { on: ON })).toEqual([['PERIOD_INVALID', 'on', null, ON, 'LATER_THAN']]);
  });

  it('is refused, when it is decided, under a parent that has closed', () => {
    const units = [aUnit('P'), aUnit('A', { relations: [aRelation('P')] })];
    const scene = done(
      units,
      { kind: 'DISSOLVE', sources: whole('A'), noSuccessor: true },
      { kind: 'DISSOLVE', sources: whole('P'), noSuccessor: true },
    );

    expect(decided(scene)).toEqual([['FACT_OUTSIDE_UNIT', 'P', BACK]]);
  });
});

describe('undoing what undid', () => {
  it('brings the merged unit back, and its parts stand for themselves again after that', () => {
    const scene = done(pair(), { kind: 'MERGE', sources: whole('A', 'B'), results: [fresh('N')] });
    const first = undoing(scene);
    if (!first) throw new Error('nothing to undo with');
    applyChange(scene.organization, first, ACT - 1);

    const act = recordedAct(scene.organization, first, ACT - 1);
    const again = compensate(scene.organization, act, { on: '2025-08-01', instrument: 7, restoredAs: new Map() });

    expect(again).toEqual({
      change: aChange({
        kind: 'MERGE',
        on: '2025-08-01',
        instrument: 7,
        sources: whole('A.2', 'B.2'),
        results: [aResult('N.2', { restores: 'N', attributes: as('N') })],
        compensates: ACT - 1,
      }),
      violations: [],
    });
  });
});

describe('a split that hands out units below', () => {
  const units = () => [aUnit('A'), aUnit('C', { relations: [aRelation('A')] }), aUnit('D', { until: '2025-09-01' })];
  const split = (...results: ChangeResult[]) => ({ kind: 'SPLIT' as const, sources: whole('A'), results });

  it('hands out what is there, once', () => {
    const results = [fresh('N', { adopts: ['C', 'X'] }), fresh('M', { adopts: ['C'] })];

    expect(told(units(), split(...results))).toEqual([
      ['NOT_FOUND', 'children', 'X', null, { what: 'X' }],
      ['INPUT_INVALID', 'children', 'C', null, 'NO_OTHER_ENTRY'],
    ]);
  });

  it('has different parts', () => {
    expect(told(units(), split(fresh('N', { adopts: ['C'] }), fresh('M'), fresh('M')))).toEqual([
      ['INPUT_INVALID', 'unit', 'M', null, 'NO_OTHER_ENTRY'],
    ]);
  });

  it('puts none below itself', () => {
    const results = [fresh('N', { adopts: ['C'], relations: [under('C')] }), fresh('M')];

    expect(told(units(), split(...results))).toEqual([['UNIT_CYCLE', 'children', 'C', ON]]);
    expect(told(units(), split(aResult('C', { adopts: ['C'] }), fresh('M')))).toEqual([
      ['UNIT_CYCLE', 'children', 'C', ON],
    ]);
  });

  it('puts none below one of a kind that may not stand above', () => {
    const branch = aResult('N', { attributes: { name: 'N', kind: 'BRANCH' }, adopts: ['C'] });

    expect(told(units(), split(branch, fresh('M')))).toEqual([
      ['UNIT_KIND_PARENT', 'children', 'C', ON, { kind, parent: 'N', parentKind: 'BRANCH', allowed: kind }],
    ]);
  });

  it('puts none below one that closes before', () => {
    expect(told(units(), split(aResult('D', { adopts: ['C'] }), fresh('M')))).toEqual([
      ['FACT_OUTSIDE_UNIT', 'children', 'D', '2025-09-01'],
    ]);
  });
});

const OLD = ['A', 'B', 'C', 'D', 'E', 'F'];
const NEW = ['N', 'M', 'O'];
const PLACES = [territory(1), territory(2), territory(3), territory(4)] as const;
const SOME_DAYS: Day[] = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01', '2025-05-01', '2025-06-01'];

/** B and E under A, C under B, F under E; B manages D, and E manages C; B and E receive for places. */
const beginning = () =>
  new Organization([
    aUnit('A'),
    aUnit('B', { relations: [aRelation('A')], services: [aService('B', PLACES[0])], rank: 'phòng' }),
    aUnit('C', { relations: [aRelation('B'), aRelation('E', { kind: 'STAFF_MANAGEMENT' })] }),
    aUnit('D', { relations: [aRelation('B', { kind: 'STAFF_MANAGEMENT' })] }),
    aUnit('E', { relations: [aRelation('A')], services: [aService('E', PLACES[1]), aService('E', PLACES[2])] }),
    aUnit('F', { relations: [aRelation('E')] }),
  ]);

const oldCode = fc.constantFrom(...OLD);
const code = fc.oneof({ weight: 4, arbitrary: oldCode }, { weight: 1, arbitrary: fc.constantFrom(...NEW) });
const newCode = fc.oneof({ weight: 1, arbitrary: oldCode }, { weight: 4, arbitrary: fc.constantFrom(...NEW) });
const relation = fc.record({
  kind: fc.constantFrom<RelationKind>('ESTABLISHMENT', 'STAFF_MANAGEMENT'),
  parent: fc.option(code, { freq: 4 }),
  untilEvent: fc.constantFrom(undefined, 'khánh thành'),
});
const relations = fc.uniqueArray(relation, { maxLength: 2, selector: ({ kind }) => kind });
const somePlaces = fc.subarray([...PLACES], { maxLength: 2 });
const places = fc.oneof(fc.constant<TerritoryRef[]>([]), somePlaces);
const seat = fc.subarray([{ site: 1, role: 'SEAT' as const }]);
const name = fc.constantFrom('Một', 'Hai', 'Ba');
const rank = fc.constantFrom('phòng', 'ban', null);
const sources = (min: number, max: number) =>
  fc.uniqueArray(
    fc.record({ unit: code, extent: fc.constantFrom('WHOLE' as const, 'WHOLE' as const, 'PARTIAL' as const) }),
    { minLength: min, maxLength: max, selector: ({ unit }) => unit },
  );
const kind = 'PEOPLES_COMMITTEE' as const;
const opened = (unit: fc.Arbitrary<string>) =>
  fc
    .record({ unit, name, relations, starts: places, sites: seat })
    .map(({ name, ...rest }) => aResult(rest.unit, { ...rest, attributes: { name, kind } }));
type Made = { sources?: Change['sources']; results: ChangeResult[]; noSuccessor?: boolean };
const MADE: Readonly<Record<ChangeKind, fc.Arbitrary<Made>>> = {
  ESTABLISH: fc.record({ sources: sources(0, 1), results: fc.tuple(opened(newCode)) }),
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
    results: fc.tuple(fc.record({ unit: code, relations }).map(({ unit, relations }) => aResult(unit, { relations }))),
  }),
  MERGE: fc.record({ sources: sources(2, 3), results: fc.tuple(opened(newCode)) }),
  ABSORB: fc.record({ sources: sources(1, 2), results: fc.tuple(opened(code)) }),
  // Each unit below goes to one part, or none that the second does not want; the whole, if it stays, gives places away.
  SPLIT: fc
    .record({
      sources: sources(1, 1),
      parts: fc.uniqueArray(opened(newCode), { minLength: 2, maxLength: 2, selector: ({ unit }) => unit }),
      adopts: fc.subarray(OLD),
      rest: fc.boolean(),
      whole: fc.option(places, { freq: 1 }),
    })
    .map(({ sources, parts: [one, other], adopts, rest, whole }) => ({
      sources,
      results: [
        ...(whole && sources[0] ? [aResult(sources[0].unit, { ends: whole })] : []),
        ...(one ? [{ ...one, adopts }] : []),
        ...(other ? [{ ...other, adopts: rest || !whole ? OLD.filter((child) => !adopts.includes(child)) : [] }] : []),
      ],
    })),
  DISSOLVE: fc.record({
    sources: sources(1, 1),
    results: fc.array(
      code.map((unit) => aResult(unit)),
      { maxLength: 2 },
    ),
    noSuccessor: fc.boolean(),
  }),
  // As a takeover has it, or one unit alone.
  TERRITORY: fc
    .record({ unit: code, starts: somePlaces, ends: places, giver: code, takesOver: fc.boolean() })
    .map(({ unit, starts, ends, giver, takesOver }) => ({
      results: takesOver
        ? [aResult(unit, { starts }), aResult(giver, { ends: starts })]
        : [aResult(unit, { starts, ends })],
    })),
  CORRECTION: fc.record({
    results: fc.tuple(fc.record({ unit: code, name }).map(({ unit, name }) => aResult(unit, { attributes: { name } }))),
  }),
};

/** Acts that begin and close units are refused most often, and tried most often. */
const anyKind = fc.constantFrom(...CHANGE_KINDS, ...(['MERGE', 'ABSORB', 'SPLIT', 'ESTABLISH'] as const));
const changeOn = (day: fc.Arbitrary<Day>) =>
  anyKind.chain((kind) =>
    fc.record({ on: day, made: MADE[kind] }).map(({ on, made }) => aChange({ kind, on, instrument: 1, ...made })),
  );

/** What a change made of an organization, or undefined where it was refused. */
function carriedOut(organization: Organization, change: Change, act: number): Change | undefined {
  if (decideChange(organization, change).length > 0) return undefined;
  applyChange(organization, change, act);
  return change;
}

const codesOf = (organization: Organization) => [...OLD, ...organization.delta().newUnits];
const original = (unit: string) => unit.replace(/(\.\d+)+$/, '');
const asIs = (unit: string) => unit;

/** Who is there on a day: attributes, parents, territories; codes as `named` gives them. */
function living(organization: Organization, day: Day, named: (unit: string) => string): unknown {
  const units = codesOf(organization)
    .filter((unit) => organization.isLive(unit, day))
    .map((unit) => organization.get(unit));
  return units
    .map(({ code, versions, relations, services }) => ({
      code: named(code),
      versions: versions
        .filter((version) => covers(version, day))
        .map(({ id: _id, change: _change, from: _from, until: _until, ...attributes }) => attributes),
      parents: relations
        .filter((relation) => covers(relation, day))
        .map(({ kind, parent, untilEvent }) => `${kind} ${named(parent)} ${untilEvent}`)
        .sort(),
      territories: services
        .filter((service) => covers(service, day))
        .map(({ territory }) => territory.code)
        .sort(),
    }))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}

const history = (organization: Organization, until: Day) =>
  [...SOME_DAYS.filter((day) => day < until), addDays(until, -1)].map((day) => living(organization, day, asIs));

/** Carries out the opposite of an act; tells the rules that are broken then, or undefined where it is refused. */
function compensated(
  organization: Organization,
  done: { change: Change; act: number; changes: Map<number, Change> },
  { on, as }: { on: Day; as: number },
): string[] | undefined {
  const recorded = recordedAct(organization, done.change, done.act);
  const { change, violations } = compensate(organization, recorded, { on, instrument: 1, restoredAs: new Map() });
  expect(change === null).toBe(violations.length > 0);
  const before = history(organization, on);
  if (change === null || !carriedOut(organization, change, as)) return undefined;
  done.changes.set(as, change);
  expect(history(organization, on)).toEqual(before);
  return brokenRules(organization, { codes: codesOf(organization), changes: done.changes });
}

/** A split hands out units below its source alone; a random one would hardly ever name only such. */
function handingOutWhatIsBelow(organization: Organization, change: Change): Change {
  const below = new Set(
    change.sources.flatMap(({ unit }) =>
      organization.find(unit) ? organization.childrenFrom(unit, change.on).map(({ code }) => code) : [],
    ),
  );
  const results = change.results.map((result) => ({
    ...result,
    adopts: result.adopts.filter((unit) => below.has(unit)),
  }));
  return { ...change, results };
}

/** Each kind with what undoes it. */
const OPPOSITES = [
  'ABSORB by SPLIT',
  'DISSOLVE by ESTABLISH',
  'ESTABLISH by DISSOLVE',
  'ESTABLISH by ESTABLISH',
  'MERGE by SPLIT',
  'RENAME by RENAME',
  'REPARENT by REPARENT',
  'RETYPE by RETYPE',
  'SPLIT by ABSORB',
  'SPLIT by MERGE',
  'TERRITORY by TERRITORY',
];
const ENOUGH = 5;

describe('any act that is undone', () => {
  it('leaves the organization as it was on the day before, and its history as it was', () => {
    const undone = new Map<string, number>();
    const redone = new Map<string, number>();
    const count = (of: Map<string, number>, what: string) => of.set(what, (of.get(what) ?? 0) + 1);
    const enough = (of: Map<string, number>) => [...of].filter(([, times]) => times >= ENOUGH).map(([what]) => what);
    const preparation = changeOn(fc.constantFrom<Day>('2025-01-15', '2025-02-01'));

    fc.assert(
      fc.property(fc.array(preparation, { maxLength: 4 }), changeOn(fc.constant(ON)), (preparations, random) => {
        const organization = beginning();
        const changes = new Map<number, Change>();
        for (const [index, some] of preparations.entries()) {
          if (carriedOut(organization, some, -10 - index)) changes.set(-10 - index, some);
        }
        const before = living(organization, addDays(ON, -1), original);
        const change = handingOutWhatIsBelow(organization, random);
        if (!carriedOut(organization, change, -1)) return;
        changes.set(-1, change);
        const after = living(organization, ON, original);

        const broken = compensated(organization, { change, act: -1, changes }, { on: '2025-04-01', as: -2 });
        const opposite = changes.get(-2);
        if (!broken || !opposite) return;
        expect(broken).toEqual([]);
        expect(living(organization, '2025-04-01', original)).toEqual(before);
        count(undone, `${change.kind} by ${opposite.kind}`);

        const again = compensated(organization, { change: opposite, act: -2, changes }, { on: '2025-05-01', as: -3 });
        if (!again) return;
        expect(again).toEqual([]);
        expect(living(organization, '2025-05-01', original)).toEqual(after);
        count(redone, `${change.kind} by ${opposite.kind}`);
      }),
      { numRuns: 8000 },
    );

    expect(enough(undone).sort()).toEqual(OPPOSITES);
    expect(enough(redone).sort()).toEqual(OPPOSITES);
  });

  it('breaks no rule and no history, whatever happened around it', () => {
    const day = fc.constantFrom(...SOME_DAYS);

    fc.assert(
      fc.property(
        fc.array(changeOn(day), { minLength: 2, maxLength: 10, size: 'max' }),
        fc.nat(),
        day,
        (all, pick, on) => {
          const organization = beginning();
          const changes = new Map<number, Change>();
          for (const [index, some] of all.entries()) {
            if (carriedOut(organization, some, -10 - index)) changes.set(-10 - index, some);
          }
          const [act, change] = [...changes][pick % Math.max(changes.size, 1)] ?? [];
          if (act === undefined || change === undefined) return;

          expect(compensated(organization, { change, act, changes }, { on, as: -1 }) ?? []).toEqual([]);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
