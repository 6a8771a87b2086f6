import { describe, expect, it } from 'vitest';
import { aChange, aResult } from '../../src/domain/change.ts';
import { applyChange } from '../../src/domain/organization/apply.ts';
import { type Delta, Organization } from '../../src/domain/organization/organization.ts';
import { aRelation, aService, aUnit, BEGINNING, OLD_ACT, territory } from '../support/unit-facts.ts';

const NOTHING = { superseded: [], added: [] };
const EMPTY: Delta = {
  newUnits: [],
  lives: NOTHING,
  versions: NOTHING,
  relations: NOTHING,
  services: NOTHING,
  sites: NOTHING,
  lineages: NOTHING,
};
const rename = (on: string, name: string) =>
  aChange({ kind: 'RENAME', on, instrument: 1, results: [aResult('A', { attributes: { name } })] });

describe('the delta of an organization', () => {
  it('in which nothing changed is empty', () => {
    const organization = new Organization([
      aUnit('A', { relations: [aRelation('B')], services: [aService('A', territory(1))] }),
      aUnit('B'),
    ]);

    expect(organization.delta()).toEqual(EMPTY);
  });

  it('that was told what it knew is empty', () => {
    const organization = new Organization([aUnit('A', { relations: [aRelation('B')] }), aUnit('B')]);

    applyChange(organization, rename('2025-03-01', 'A'), -1);
    applyChange(
      organization,
      aChange({
        kind: 'REPARENT',
        on: '2025-03-01',
        instrument: 1,
        results: [aResult('A', { relations: [{ kind: 'ESTABLISHMENT', parent: 'B' }] })],
      }),
      -2,
    );

    expect(organization.delta()).toEqual(EMPTY);
  });

  it('restates a fact that changed, with the act it comes from', () => {
    const unit = aUnit('A');
    const organization = new Organization([unit]);

    applyChange(organization, rename('2025-03-01', 'Mới'), -1);

    const { versions } = organization.delta();
    expect(versions.superseded).toEqual([unit.versions[0]?.id]);
    expect(versions.added.map(({ unit, name, from, until, change }) => [unit, name, from, until, change])).toEqual([
      ['A', 'A', BEGINNING, '2025-03-01', OLD_ACT],
      ['A', 'Mới', '2025-03-01', 'infinity', -1],
    ]);
  });

  it('holds one row for a fact that changed twice', () => {
    const unit = aUnit('A');
    const organization = new Organization([unit]);

    applyChange(organization, rename(BEGINNING, 'Một'), -1);
    applyChange(organization, rename(BEGINNING, 'Hai'), -2);

    const { versions, ...others } = organization.delta();
    expect(versions.superseded).toEqual([unit.versions[0]?.id]);
    expect(versions.added.map(({ name, change }) => [name, change])).toEqual([['Hai', -2]]);
    expect(others).toEqual({ ...EMPTY, versions: undefined });
  });

  it('leaves out what began and ended within it', () => {
    const organization = new Organization([aUnit('A'), aUnit('B')]);
    const stand = (parent: string | null) =>
      aChange({
        kind: 'REPARENT',
        on: '2025-03-01',
        instrument: 1,
        results: [aResult('A', { relations: [{ kind: 'PROFESSIONAL', parent }] })],
      });

    applyChange(organization, stand('B'), -1);
    applyChange(organization, stand(null), -2);

    expect(organization.delta()).toEqual(EMPTY);
  });

  it('tells a unit that is new, with its life and its version', () => {
    const organization = new Organization([]);
    const attributes = { name: 'Mới', kind: 'BRANCH' as const };

    applyChange(
      organization,
      aChange({ kind: 'ESTABLISH', on: '2025-03-01', instrument: 1, results: [aResult('N', { attributes })] }),
      -1,
    );

    const { newUnits, lives, versions } = organization.delta();
    expect(newUnits).toEqual(['N']);
    expect(lives).toEqual({
      superseded: [],
      added: [{ id: null, unit: 'N', from: '2025-03-01', until: 'infinity', openedBy: -1, closedBy: null }],
    });
    expect(versions.added).toEqual([
      {
        id: null,
        unit: 'N',
        from: '2025-03-01',
        until: 'infinity',
        change: -1,
        name: 'Mới',
        shortName: null,
        kind: 'BRANCH',
        branchType: null,
        rank: null,
        ownSeal: false,
        ownAccount: false,
        independentAccounting: false,
      },
    ]);
  });
});
