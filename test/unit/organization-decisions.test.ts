import { describe, expect, it } from 'vitest';
import { aResult } from '../../src/domain/change.ts';
import { changed, lifeOf, lineagesOf, ON, relationsOf, servicesOf, told } from '../support/changed-organization.ts';
import { aRelation, aService, aUnit, aVersion, territory } from '../support/unit-facts.ts';

const source = (unit: string) => [{ unit, extent: 'WHOLE' as const }];

describe('a dissolution', () => {
  it('with a successor ends everything on the day', () => {
    const units = [
      aUnit('A', { relations: [aRelation('B')], services: [aService('A', territory(1, ON))] }),
      aUnit('B'),
    ];

    const after = changed(units, { kind: 'DISSOLVE', sources: source('A'), results: [aResult('B')] });

    expect(lifeOf(after, 'A')).toEqual(['2025-01-01', ON]);
    expect(relationsOf(after, 'A')).toEqual([`ESTABLISHMENT B 2025-01-01 ${ON}`]);
    expect(servicesOf(after, 'A')).toEqual([`1 2025-01-01 ${ON}`]);
    expect(lineagesOf(after)).toEqual([`A B WHOLE ${ON}`]);
  });

  it('without one has to say so', () => {
    expect(told([aUnit('A')], { kind: 'DISSOLVE', sources: source('A') })).toEqual([
      ['LINEAGE_REQUIRED', 'successors', 'A', ON],
    ]);
    expect(told([aUnit('A')], { kind: 'DISSOLVE', sources: source('A'), noSuccessor: true })).toEqual([]);
  });

  it('does not say both', () => {
    const parts = { sources: source('A'), results: [aResult('B')], noSuccessor: true };

    expect(told([aUnit('A'), aUnit('B')], { kind: 'DISSOLVE', ...parts })).toEqual([
      ['INPUT_INVALID', 'successors', 'A', null, 'SUCCESSOR_OR_NONE'],
    ]);
  });

  it('leaves no units and no living territories behind', () => {
    const units = [
      aUnit('A', {
        services: [
          aService('A', territory(1)),
          aService('A', territory(2), { from: '2025-08-01' }),
          aService('A', territory(3, ON)),
          aService('A', territory(4), { until: ON }),
        ],
      }),
      aUnit('C', { relations: [aRelation('A', { kind: 'PROFESSIONAL', from: '2025-09-01' })] }),
      aUnit('D', { relations: [aRelation('A', { until: ON })] }),
    ];

    expect(told(units, { kind: 'DISSOLVE', sources: source('A'), noSuccessor: true })).toEqual([
      ['UNIT_HAS_DEPENDENTS', 'unit', 'A', ON, { children: 1, territories: 2, people: 0 }],
    ]);
  });

  it.each([
    ['of a unit that is not there yet', { from: '2025-04-01' }, ON],
    ['of a unit that is gone', { until: '2025-02-01' }, ON],
    ['on the first day of a life', { from: ON }, '2025-02-28'],
  ])('%s is refused', (_what, life, on) => {
    expect(told([aUnit('A', life)], { kind: 'DISSOLVE', sources: source('A'), noSuccessor: true })).toContainEqual([
      'FACT_OUTSIDE_UNIT',
      'sources.0',
      'A',
      on,
    ]);
  });
});

describe('a unit that is put under another', () => {
  const under = (unit: string, parent: string | null) => ({
    kind: 'REPARENT' as const,
    results: [aResult(unit, { relations: [{ kind: 'ESTABLISHMENT' as const, parent }] })],
  });

  it('stands there from the day on, as long as it would have elsewhere', () => {
    const units = [
      aUnit('A'),
      aUnit('B'),
      aUnit('C', { relations: [aRelation('A', { until: '2025-06-01' }), aRelation('A', { from: '2025-07-01' })] }),
    ];

    expect(relationsOf(changed(units, under('C', 'B')), 'C')).toEqual([
      `ESTABLISHMENT A 2025-01-01 ${ON}`,
      'ESTABLISHMENT A 2025-07-01 infinity',
      `ESTABLISHMENT B ${ON} 2025-06-01`,
    ]);
  });

  it('stands under nobody any more where that is said', () => {
    const units = [aUnit('A'), aUnit('C', { relations: [aRelation('A', { until: '2025-06-01' })] })];

    expect(relationsOf(changed(units, under('C', null)), 'C')).toEqual([`ESTABLISHMENT A 2025-01-01 ${ON}`]);
  });

  it('would stand above itself from a later day', () => {
    const units = [aUnit('A'), aUnit('B', { relations: [aRelation('A', { from: '2025-08-01' })] })];

    expect(told(units, under('A', 'B'))).toEqual([['UNIT_CYCLE', 'parent', 'A', '2025-08-01']]);
  });

  it('would stand above itself on the first of several days', () => {
    const units = [
      aUnit('A'),
      aUnit('B', {
        relations: [
          aRelation('A', { from: '2025-04-01', until: '2025-05-01' }),
          aRelation('A', { from: '2025-08-01' }),
        ],
      }),
      aUnit('C', { relations: [aRelation('B', { from: '2025-04-15' })] }),
    ];

    expect(told(units, under('A', 'C'))).toEqual([['UNIT_CYCLE', 'parent', 'A', '2025-04-15']]);
  });

  it('may stand under what was below it, or is in another respect', () => {
    const units = [
      aUnit('A'),
      aUnit('B', { relations: [aRelation('A', { until: ON }), aRelation('A', { kind: 'PROFESSIONAL' })] }),
    ];

    expect(relationsOf(changed(units, under('A', 'B')), 'A')).toEqual([`ESTABLISHMENT B ${ON} infinity`]);
  });

  it('does not outlive it', () => {
    const units = [aUnit('A', { until: '2025-09-01' }), aUnit('C'), aUnit('D', { until: '2025-09-01' })];

    expect(told(units, under('C', 'A'))).toEqual([['FACT_OUTSIDE_UNIT', 'parent', 'A', '2025-09-01']]);
    expect(relationsOf(changed(units, under('D', 'A')), 'D')).toEqual([`ESTABLISHMENT A ${ON} 2025-09-01`]);
  });

  it('together with another may not close a circle', () => {
    const results = [...under('A', 'B').results, ...under('B', 'A').results];

    expect(told([aUnit('A'), aUnit('B')], { kind: 'REPARENT', results })).toEqual([
      ['UNIT_CYCLE', 'parent', 'A', ON],
      ['UNIT_CYCLE', 'parent', 'B', ON],
    ]);
  });
});

describe('a territory', () => {
  const starts = (unit: string, ...ids: number[]) => aResult(unit, { starts: ids.map((id) => territory(id)) });

  it('that another receives for, now or later, is told with who and from when', () => {
    const units = [
      aUnit('A'),
      aUnit('B', { services: [aService('B', territory(1)), aService('B', territory(2), { from: '2025-08-01' })] }),
    ];

    expect(told(units, { kind: 'TERRITORY', results: [starts('A', 1, 2)] })).toEqual([
      ['TERRITORY_OVERLAP', 'territories', 'A', ON, { holder: 'B' }],
      ['TERRITORY_OVERLAP', 'territories', 'A', '2025-08-01', { holder: 'B' }],
    ]);
  });

  it('passes on where the other gives it up', () => {
    const units = [aUnit('A'), aUnit('B', { services: [aService('B', territory(1))] })];

    const after = changed(units, {
      kind: 'TERRITORY',
      results: [starts('A', 1), aResult('B', { ends: [territory(1)] })],
    });

    expect([servicesOf(after, 'A'), servicesOf(after, 'B')]).toEqual([[`1 ${ON} infinity`], [`1 2025-01-01 ${ON}`]]);
  });

  it('is received for until the unit closes', () => {
    const after = changed([aUnit('A', { until: '2025-09-01' })], { kind: 'TERRITORY', results: [starts('A', 1)] });

    expect(servicesOf(after, 'A')).toEqual([`1 ${ON} 2025-09-01`]);
  });
});

describe('versions', () => {
  const planned = () => [
    aUnit('A', { versions: [aVersion('Một', { until: '2025-06-01' }), aVersion('Hai', { from: '2025-06-01' })] }),
  ];
  const namesOf = (organization: ReturnType<typeof changed>) =>
    organization.get('A').versions.map(({ name, from, until }) => `${name} ${from} ${until}`);

  it('a rename leaves the one planned for later alone', () => {
    const after = changed(planned(), { kind: 'RENAME', results: [aResult('A', { attributes: { name: 'Mới' } })] });

    expect(namesOf(after)).toEqual([`Một 2025-01-01 ${ON}`, `Mới ${ON} 2025-06-01`, 'Hai 2025-06-01 infinity']);
  });

  it('a correction moves the border between two', () => {
    const results = [aResult('A', { attributes: { name: 'Ba' }, beganOn: '2025-05-01' })];

    const after = changed(planned(), { kind: 'CORRECTION', on: '2025-07-01', results });

    expect(namesOf(after)).toEqual(['Một 2025-01-01 2025-05-01', 'Ba 2025-05-01 infinity']);
  });

  it.each([
    ['before the version before began', '2025-07-01', '2025-01-01'],
    ['of the first version', ON, '2025-02-01'],
  ])('a correction to a first day %s is refused', (_what, on, beganOn) => {
    expect(told(planned(), { kind: 'CORRECTION', on, results: [aResult('A', { beganOn })] })).toEqual([
      ['INPUT_INVALID', 'beganOn', 'A', beganOn, 'DAY_WITHIN_VERSION'],
    ]);
  });
});
