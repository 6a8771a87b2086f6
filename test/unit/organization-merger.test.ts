import { describe, expect, it } from 'vitest';
import { aResult, type ChangeSource } from '../../src/domain/change.ts';
import { changed, lifeOf, lineagesOf, ON, relationsOf, servicesOf, told } from '../support/changed-organization.ts';
import { aRelation, aService, aUnit, territory } from '../support/unit-facts.ts';

const whole = (...units: string[]): ChangeSource[] => units.map((unit) => ({ unit, extent: 'WHOLE' }));
const attributes = { name: 'Mới', kind: 'PEOPLES_COMMITTEE' as const };
const NEW = aResult('N', { attributes });
const manage = 'STAFF_MANAGEMENT' as const;

/** A and B, each with a child and a territory. */
const pair = () => [
  aUnit('A', { services: [aService('A', territory(1))] }),
  aUnit('B', { services: [aService('B', territory(2))] }),
  aUnit('CA', { relations: [aRelation('A')] }),
  aUnit('CB', { relations: [aRelation('B')] }),
];

describe('a merger', () => {
  it('into a new unit passes on what the sources had, and closes them', () => {
    const after = changed(pair(), { kind: 'MERGE', sources: whole('A', 'B'), results: [NEW] });

    expect([lifeOf(after, 'A'), lifeOf(after, 'B'), lifeOf(after, 'N')]).toEqual([
      ['2025-01-01', ON],
      ['2025-01-01', ON],
      [ON, 'infinity'],
    ]);
    expect(servicesOf(after, 'N')).toEqual([`1 ${ON} infinity`, `2 ${ON} infinity`]);
    expect([servicesOf(after, 'A'), servicesOf(after, 'B')]).toEqual([[`1 2025-01-01 ${ON}`], [`2 2025-01-01 ${ON}`]]);
    expect(relationsOf(after, 'CA')).toEqual([`ESTABLISHMENT A 2025-01-01 ${ON}`, `ESTABLISHMENT N ${ON} infinity`]);
    expect(relationsOf(after, 'CB')).toEqual([`ESTABLISHMENT B 2025-01-01 ${ON}`, `ESTABLISHMENT N ${ON} infinity`]);
    expect(lineagesOf(after)).toEqual([`A N WHOLE ${ON}`, `B N WHOLE ${ON}`]);
  });

  it('into one of its sources leaves that one alive, without lineage to itself', () => {
    const after = changed(pair(), { kind: 'MERGE', sources: whole('A', 'B'), results: [aResult('A')] });

    expect([lifeOf(after, 'A'), lifeOf(after, 'B')]).toEqual([
      ['2025-01-01', 'infinity'],
      ['2025-01-01', ON],
    ]);
    expect(servicesOf(after, 'A')).toEqual(['1 2025-01-01 infinity', `2 ${ON} infinity`]);
    expect(relationsOf(after, 'CA')).toEqual(['ESTABLISHMENT A 2025-01-01 infinity']);
    expect(relationsOf(after, 'CB')).toEqual([`ESTABLISHMENT A ${ON} infinity`, `ESTABLISHMENT B 2025-01-01 ${ON}`]);
    expect(lineagesOf(after)).toEqual([`B A WHOLE ${ON}`]);
  });

  it.each([
    ['one source', whole('A')],
    ['the same source twice', whole('A', 'A')],
  ])('of %s is none', (_what, sources) => {
    expect(told(pair(), { kind: 'MERGE', sources, results: [NEW] })).toEqual([
      ['MERGE_INVALID', 'sources', null, ON, 'TWO_SOURCES'],
    ]);
  });
});

describe('an absorption', () => {
  it('gives a unit what another had, planned things as well', () => {
    const units = [
      aUnit('A', { services: [aService('A', territory(1), { from: '2025-06-01' })] }),
      aUnit('B'),
      aUnit('C', { relations: [aRelation('A', { from: '2025-05-01', until: '2025-07-01' })] }),
    ];

    const after = changed(units, { kind: 'ABSORB', sources: whole('A'), results: [aResult('B')] });

    expect([servicesOf(after, 'A'), servicesOf(after, 'B')]).toEqual([[], ['1 2025-06-01 infinity']]);
    expect(relationsOf(after, 'C')).toEqual(['ESTABLISHMENT B 2025-05-01 2025-07-01']);
    expect(lineagesOf(after)).toEqual([`A B WHOLE ${ON}`]);
  });

  it.each([
    ['below it', [aUnit('A'), aUnit('B', { relations: [aRelation('A')] })], ON],
    [
      'far below it',
      [aUnit('A'), aUnit('C', { relations: [aRelation('A')] }), aUnit('B', { relations: [aRelation('C')] })],
      ON,
    ],
    ['below it in another respect', [aUnit('A'), aUnit('B', { relations: [aRelation('A', { kind: manage })] })], ON],
    [
      'below it from a later day',
      [aUnit('A'), aUnit('B', { relations: [aRelation('A', { from: '2025-08-01' })] })],
      '2025-08-01',
    ],
  ])('by a unit %s is refused', (_what, units, on) => {
    expect(told(units, { kind: 'ABSORB', sources: whole('A'), results: [aResult('B')] })).toEqual([
      ['MERGE_INVALID', '', 'B', on, 'TARGET_NOT_BELOW_SOURCES'],
    ]);
  });

  it('by a unit that was below it before is carried out', () => {
    const units = [aUnit('A'), aUnit('B', { relations: [aRelation('A', { until: ON })] })];

    const after = changed(units, { kind: 'ABSORB', sources: whole('A'), results: [aResult('B')] });

    expect(relationsOf(after, 'B')).toEqual([`ESTABLISHMENT A 2025-01-01 ${ON}`]);
  });

  it.each([
    ['territories', [aUnit('A', { services: [aService('A', territory(1))] })]],
    ['units', [aUnit('A'), aUnit('C', { relations: [aRelation('A')] })]],
  ])('of %s that outlast who takes over is refused', (_what, units) => {
    const closing = aUnit('B', { until: '2025-09-01' });

    expect(told([...units, closing], { kind: 'ABSORB', sources: whole('A'), results: [aResult('B')] })).toEqual([
      ['FACT_OUTSIDE_UNIT', 'unit', 'B', '2025-09-01'],
    ]);
  });
});

describe('a unit that succeeds another', () => {
  it('has its territories and the units below it from the day on', () => {
    const after = changed(pair(), { kind: 'ESTABLISH', sources: whole('A'), results: [NEW] });

    expect(lifeOf(after, 'A')).toEqual(['2025-01-01', ON]);
    expect(servicesOf(after, 'N')).toEqual([`1 ${ON} infinity`]);
    expect(relationsOf(after, 'CA')).toEqual([`ESTABLISHMENT A 2025-01-01 ${ON}`, `ESTABLISHMENT N ${ON} infinity`]);
    expect(relationsOf(after, 'CB')).toEqual(['ESTABLISHMENT B 2025-01-01 infinity']);
    expect(lineagesOf(after)).toEqual([`A N WHOLE ${ON}`]);
  });

  it('receives once for a territory that it names and inherits', () => {
    const heir = aResult('N', { attributes, starts: [territory(1), territory(3)] });

    const after = changed(pair(), { kind: 'ESTABLISH', sources: whole('A'), results: [heir] });

    expect(servicesOf(after, 'N')).toEqual([`1 ${ON} infinity`, `3 ${ON} infinity`]);
  });

  it('is not put below it', () => {
    const heir = aResult('N', { attributes, relations: [{ kind: 'ESTABLISHMENT', parent: 'A' }] });

    expect(told(pair(), { kind: 'ESTABLISH', sources: whole('A'), results: [heir] })).toEqual([
      ['FACT_OUTSIDE_UNIT', 'parent', 'A', ON],
    ]);
  });

  it('is not put below what it inherits', () => {
    const heir = aResult('N', { attributes, relations: [{ kind: 'ESTABLISHMENT', parent: 'CA' }] });

    expect(told(pair(), { kind: 'ESTABLISH', sources: whole('A'), results: [heir] })).toEqual([
      ['UNIT_CYCLE', 'parent', 'N', ON],
    ]);
  });
});

describe('a split', () => {
  const other = aResult('M', { attributes });

  it('into new units closes the source, partly succeeded by each', () => {
    const sources = [{ unit: 'A', extent: 'PARTIAL' as const }];

    const after = changed([aUnit('A')], { kind: 'SPLIT', sources, results: [NEW, other] });

    expect(lifeOf(after, 'A')).toEqual(['2025-01-01', ON]);
    expect(lineagesOf(after)).toEqual([`A N PARTIAL ${ON}`, `A M PARTIAL ${ON}`]);
  });

  it('leaves nobody below what closes', () => {
    expect(told(pair(), { kind: 'SPLIT', sources: whole('A'), results: [NEW, other] })).toEqual([
      ['UNIT_HAS_DEPENDENTS', 'sources.0', 'A', ON, { children: 1, territories: 0 }],
    ]);
  });

  it('gives a territory to one of its parts only', () => {
    const parts = [
      aResult('N', { attributes, starts: [territory(1)] }),
      aResult('M', { attributes, starts: [territory(1)] }),
    ];

    expect(told([aUnit('A')], { kind: 'SPLIT', sources: whole('A'), results: parts })).toEqual([
      ['TERRITORY_OVERLAP', 'territories', 'M', ON, { holder: 'N' }],
    ]);
  });
});
