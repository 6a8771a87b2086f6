import { describe, expect, it } from 'vitest';
import { aChange, aResult, type Change, type ChangeSource } from '../../src/domain/change.ts';
import { applyChange } from '../../src/domain/organization/apply.ts';
import { decideChange } from '../../src/domain/organization/decide.ts';
import { Organization } from '../../src/domain/organization/organization.ts';
import type { UnitFacts } from '../../src/domain/unit.ts';
import { aRelation, aService, aUnit, territory } from '../support/unit-facts.ts';

const ON = '2025-04-01';

const source = (unit: string, extent: ChangeSource['extent'] = 'WHOLE'): ChangeSource => ({ unit, extent });
const committee = (unit: string, parent?: string) =>
  aResult(unit, {
    attributes: { name: unit, kind: 'PEOPLES_COMMITTEE' },
    relations: parent ? [{ kind: 'ESTABLISHMENT', parent }] : [],
  });

const under = (parent: string) => ({ relations: [aRelation(parent)] });

function decide(units: UnitFacts[], change: Omit<Partial<Change>, 'on'> & Pick<Change, 'kind'>) {
  return decideChange(new Organization(units), aChange({ on: ON, instrument: 1, ...change })).map(
    ({ code, path, unit, on, expected }) => ({ code, path: path?.join('.'), unit, on, expected }),
  );
}

describe('a merger', () => {
  it('of two into a new one or into one of them is possible', () => {
    const units = () => [aUnit('A'), aUnit('B')];

    expect(decide(units(), { kind: 'MERGE', sources: [source('A'), source('B')], results: [committee('C')] })).toEqual(
      [],
    );
    expect(decide(units(), { kind: 'MERGE', sources: [source('A'), source('B')], results: [aResult('A')] })).toEqual(
      [],
    );
  });

  it.each([
    ['one source', [source('A')]],
    ['the same source twice', [source('A'), source('A')]],
    ['no source', []],
  ])('of %s is none', (_what, sources) => {
    expect(decide([aUnit('A')], { kind: 'MERGE', sources, results: [committee('C')] })).toEqual([
      { code: 'MERGE_INVALID', path: 'sources', unit: null, on: ON, expected: 'TWO_SOURCES' },
    ]);
  });

  it('into a unit below one of its sources is refused', () => {
    const units = [aUnit('A'), aUnit('B'), aUnit('C', under('B')), aUnit('D', under('C'))];

    expect(decide(units, { kind: 'MERGE', sources: [source('A'), source('B')], results: [aResult('D')] })).toEqual([
      { code: 'MERGE_INVALID', path: '', unit: 'D', on: ON, expected: 'TARGET_NOT_BELOW_SOURCES' },
    ]);
  });

  it('of a source that is gone or was never there is refused, with what else is wrong', () => {
    const units = [aUnit('A', { until: '2025-03-01' })];

    expect(
      decide(units, {
        kind: 'MERGE',
        instrument: null,
        sources: [source('A'), source('B')],
        results: [aResult('new code')],
      }),
    ).toEqual([
      { code: 'INSTRUMENT_REQUIRED', path: 'instrument', unit: null, on: ON, expected: null },
      { code: 'FACT_OUTSIDE_UNIT', path: 'sources.0', unit: 'A', on: ON, expected: null },
      { code: 'NOT_FOUND', path: 'sources.1', unit: 'B', on: null, expected: null },
      { code: 'INPUT_INVALID', path: 'code', unit: 'new code', on: null, expected: 'UNIT_CODE' },
      { code: 'INPUT_INVALID', path: '', unit: 'new code', on: null, expected: 'ATTRIBUTES_OF_NEW_UNIT' },
    ]);
  });

  it('may take for its result what its sources receive for, and nobody else does', () => {
    const [here, there] = [territory(1), territory(2)];
    const units = [
      aUnit('A', { services: [aService('A', here)] }),
      aUnit('B'),
      aUnit('C', { services: [aService('C', there)] }),
    ];
    const result = { ...committee('NEW'), starts: [here, there] };

    expect(
      decide(units, { kind: 'MERGE', sources: [source('A'), source('B')], results: [result], passesOn: false }),
    ).toEqual([{ code: 'TERRITORY_OVERLAP', path: 'territories', unit: 'NEW', on: ON, expected: null }]);
  });
});

describe('an absorption', () => {
  it('takes one source or more into a unit that is there', () => {
    const units = [aUnit('A'), aUnit('B'), aUnit('C')];

    expect(decide(units, { kind: 'ABSORB', sources: [source('B')], results: [aResult('A')] })).toEqual([]);
    expect(decide(units, { kind: 'ABSORB', sources: [source('B')], results: [committee('NEW')] })).toEqual([
      { code: 'NOT_FOUND', path: 'unit', unit: 'NEW', on: null, expected: null },
    ]);
  });

  it('by a unit below what it absorbs is refused', () => {
    expect(
      decide([aUnit('A'), aUnit('B', under('A'))], { kind: 'ABSORB', sources: [source('A')], results: [aResult('B')] }),
    ).toEqual([{ code: 'MERGE_INVALID', path: '', unit: 'B', on: ON, expected: 'TARGET_NOT_BELOW_SOURCES' }]);
  });
});

describe('a division', () => {
  it('leaves nobody below the unit that closes', () => {
    const units = [aUnit('A'), aUnit('B', under('A'))];

    expect(
      decide(units, { kind: 'SPLIT', sources: [source('A', 'PARTIAL')], results: [committee('X'), committee('Y')] }),
    ).toEqual([{ code: 'UNIT_HAS_DEPENDENTS', path: 'sources.0', unit: 'A', on: ON, expected: null }]);
  });

  it('in two changes of one day may take parts of a unit that closes', () => {
    const organization = new Organization([aUnit('A')]);
    const part = (unit: string) =>
      aChange({
        kind: 'ESTABLISH',
        on: ON,
        instrument: 1,
        sources: [source('A', 'PARTIAL')],
        results: [committee(unit)],
      });

    applyChange(organization, part('X'), -1);

    expect(decideChange(organization, part('Y'))).toEqual([]);
    applyChange(organization, part('Y'), -2);
    expect(organization.lineages.map(({ source: from, target, extent }) => [from, target, extent])).toEqual([
      ['A', 'X', 'PARTIAL'],
      ['A', 'Y', 'PARTIAL'],
    ]);
    expect(organization.get('A').life).toMatchObject({ until: ON, closedBy: -1 });
  });
});

describe('a unit below another', () => {
  it('may come under a unit of the same change', () => {
    const center = aResult('CENTER', { attributes: { name: 'Trung tâm', kind: 'PROVINCIAL_CENTER' } });
    const branch = aResult('BRANCH', {
      attributes: { name: 'Chi nhánh', kind: 'BRANCH' },
      relations: [{ kind: 'PROFESSIONAL', parent: 'A' }],
    });

    expect(
      decide([aUnit('A'), aUnit('B')], {
        kind: 'MERGE',
        sources: [source('A'), source('B')],
        results: [aResult('A'), center, branch],
      }),
    ).toEqual([]);
  });

  it.each([
    ['RECEPTION_POINT', 'BRANCH', true],
    ['RECEPTION_POINT', 'PROVINCIAL_CENTER', true],
    ['RECEPTION_POINT', 'PEOPLES_COMMITTEE', false],
    ['RECEPTION_POINT', 'RECEPTION_POINT', false],
    ['BRANCH', 'PROVINCIAL_CENTER', true],
    ['BRANCH', 'BRANCH', false],
    ['ONE_STOP', 'PEOPLES_COMMITTEE', true],
    ['COMMUNE_CENTER', 'PROVINCIAL_CENTER', true],
    ['PEOPLES_COMMITTEE', 'PROVINCIAL_CENTER', false],
  ] as const)('%s under %s: %s', (kind, parentKind, fits) => {
    const result = aResult('NEW', {
      attributes: { name: 'Mới', kind },
      relations: [{ kind: 'ESTABLISHMENT', parent: 'UP' }],
    });

    const found = decide([aUnit('UP', { kind: parentKind })], { kind: 'ESTABLISH', results: [result] });

    expect(found.map(({ code }) => code)).toEqual(fits ? [] : ['UNIT_KIND_PARENT']);
  });

  it('of a kind that does not fit is only refused in the tree', () => {
    const result = aResult('NEW', {
      attributes: { name: 'Mới', kind: 'BRANCH' },
      relations: [{ kind: 'PROFESSIONAL', parent: 'UP' }],
    });

    expect(decide([aUnit('UP')], { kind: 'ESTABLISH', results: [result] })).toEqual([]);
  });

  it('must still fit when it, or what is above, becomes of another kind', () => {
    const units = [
      aUnit('C', { kind: 'PROVINCIAL_CENTER' }),
      aUnit('B', { kind: 'BRANCH', ...under('C') }),
      aUnit('P', { kind: 'RECEPTION_POINT', ...under('B') }),
    ];
    const retype = (unit: string, kind: 'BRANCH' | 'ONE_STOP' | 'PEOPLES_COMMITTEE' | 'DISTRICT_CENTER') =>
      decide(units, { kind: 'RETYPE', results: [aResult(unit, { attributes: { kind } })] }).map(
        ({ code, path, unit: who }) => [code, path, who],
      );

    expect(retype('B', 'ONE_STOP')).toEqual([['UNIT_KIND_PARENT', 'kind', 'P']]);
    expect(retype('B', 'PEOPLES_COMMITTEE')).toEqual([
      ['UNIT_KIND_PARENT', 'kind', 'B'],
      ['UNIT_KIND_PARENT', 'kind', 'P'],
    ]);
    expect(retype('B', 'DISTRICT_CENTER')).toEqual([]);
    expect(retype('P', 'ONE_STOP')).toEqual([]);
  });
});
