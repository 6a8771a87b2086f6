import { describe, expect, it } from 'vitest';
import { aChange, aResult, type Change } from '../../src/domain/change.ts';
import { FOREVER } from '../../src/domain/day.ts';
import { applyChange } from '../../src/domain/organization/apply.ts';
import { type Delta, Organization } from '../../src/domain/organization/organization.ts';
import { aRelation, aService, aUnit, BEGINNING, territory } from '../support/unit-facts.ts';

const ON = '2025-04-01';
const ACT = -1;
const decided = { on: ON, instrument: 1 };

/** What a change makes of some units. */
function deltaOf(organization: Organization, change: Change): Delta {
  applyChange(organization, change, ACT);
  return organization.delta();
}

const none = { superseded: [], added: [] };

describe('the delta', () => {
  it('of no change is empty', () => {
    const organization = new Organization([aUnit('A', { services: [aService('A', territory(1))] }), aUnit('B')]);

    expect(organization.delta()).toEqual({
      newUnits: [],
      lives: none,
      versions: none,
      relations: none,
      services: none,
      sites: none,
      lineages: none,
    });
  });

  it('of a rename ends one belief and states two', () => {
    const unit = aUnit('A');
    const [version] = unit.versions;

    const delta = deltaOf(
      new Organization([unit, aUnit('B')]),
      aChange({ kind: 'RENAME', ...decided, results: [aResult('A', { attributes: { name: 'Mới' } })] }),
    );

    expect(delta).toMatchObject({
      newUnits: [],
      lives: none,
      relations: none,
      services: none,
      sites: none,
      lineages: none,
    });
    expect(delta.versions).toEqual({
      superseded: [version?.id],
      added: [
        { ...version, id: null, until: ON, unit: 'A' },
        { ...version, id: null, from: ON, name: 'Mới', change: ACT, unit: 'A' },
      ],
    });
  });

  it('of a rename on the first day of a version replaces it', () => {
    const unit = aUnit('A');

    const { versions } = deltaOf(
      new Organization([unit]),
      aChange({
        kind: 'RENAME',
        on: BEGINNING,
        instrument: 1,
        results: [aResult('A', { attributes: { name: 'Mới' } })],
      }),
    );

    expect(versions.superseded).toEqual([unit.versions[0]?.id]);
    expect(versions.added.map(({ name, from, until }) => [name, from, until])).toEqual([['Mới', BEGINNING, FOREVER]]);
  });

  it('of changes that undo each other is what the last one says', () => {
    const organization = new Organization([aUnit('A', { name: 'Cũ' })]);
    const rename = (name: string) =>
      aChange({ kind: 'RENAME', ...decided, results: [aResult('A', { attributes: { name } })] });
    applyChange(organization, rename('Mới'), -1);

    applyChange(organization, rename('Cũ'), -2);

    expect(
      organization.delta().versions.added.map(({ name, from, until, change }) => [name, from, until, change]),
    ).toEqual([
      ['Cũ', BEGINNING, ON, 1],
      ['Cũ', ON, FOREVER, -2],
    ]);
  });
});

describe('a merger', () => {
  const scene = () => {
    const place = territory(1);
    return {
      place,
      organization: new Organization([
        aUnit('CENTER'),
        aUnit('ONE', { services: [aService('ONE', place)] }),
        aUnit('TWO'),
        aUnit('POINT', { relations: [aRelation('TWO')] }),
      ]),
    };
  };
  const result = aResult('NEW', {
    attributes: { name: 'Mới', kind: 'BRANCH' },
    relations: [{ kind: 'ESTABLISHMENT', parent: 'CENTER' }],
  });
  const sources = ['ONE', 'TWO'].map((unit) => ({ unit, extent: 'WHOLE' as const }));

  it('closes its sources, opens its result and passes on territories and units below', () => {
    const { place, organization } = scene();

    const delta = deltaOf(organization, aChange({ kind: 'MERGE', ...decided, sources, results: [result] }));

    expect(delta.newUnits).toEqual(['NEW']);
    expect(
      delta.lives.added.map(({ unit, from, until, openedBy, closedBy }) => [unit, from, until, openedBy, closedBy]),
    ).toEqual([
      ['ONE', BEGINNING, ON, 1, ACT],
      ['TWO', BEGINNING, ON, 1, ACT],
      ['NEW', ON, FOREVER, ACT, null],
    ]);
    expect(delta.services.added.map(({ unit, territory: at, from, until }) => [unit, at, from, until])).toEqual([
      ['ONE', place, BEGINNING, ON],
      ['NEW', place, ON, FOREVER],
    ]);
    expect(delta.relations.added.map(({ unit, parent, from, until }) => [unit, parent, from, until])).toEqual([
      ['POINT', 'TWO', BEGINNING, ON],
      ['POINT', 'NEW', ON, FOREVER],
      ['NEW', 'CENTER', ON, FOREVER],
    ]);
    expect(delta.lineages.added.map(({ source, target, extent, on }) => [source, target, extent, on])).toEqual([
      ['ONE', 'NEW', 'WHOLE', ON],
      ['TWO', 'NEW', 'WHOLE', ON],
    ]);
  });

  it('into one of its sources leaves that one open and names only the other as its predecessor', () => {
    const { place, organization } = scene();
    const survivor = aResult('TWO', { attributes: { name: 'Lớn hơn' } });

    const delta = deltaOf(organization, aChange({ kind: 'MERGE', ...decided, sources, results: [survivor] }));

    expect(delta.newUnits).toEqual([]);
    expect(delta.lives.added.map(({ unit }) => unit)).toEqual(['ONE']);
    expect(delta.lineages.added.map(({ source, target }) => [source, target])).toEqual([['ONE', 'TWO']]);
    expect(organization.get('TWO').services).toMatchObject([{ unit: 'TWO', territory: place, from: ON }]);
    expect(organization.versionOn('TWO', ON)?.name).toBe('Lớn hơn');
    expect(delta.relations).toEqual(none);
  });
});

describe('what is asked of an organization', () => {
  const organization = new Organization([
    aUnit('TOP', { until: '2026-01-01' }),
    aUnit('A', { relations: [aRelation('TOP', { until: '2025-06-01' })] }),
    aUnit('B', { relations: [aRelation('TOP', { from: '2025-06-01', until: '2026-01-01', kind: 'PROFESSIONAL' })] }),
  ]);

  it('is who is there on a day', () => {
    expect(
      ['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01'].map((day) => organization.isLive('TOP', day)),
    ).toEqual([false, true, true, false]);
    expect(organization.isLive('NOBODY', '2025-01-01')).toBe(false);
  });

  it('is who stands below from a day on, in any respect', () => {
    const below = (day: string) => organization.childrenFrom('TOP', day).map(({ code }) => code);

    expect([below('2025-01-01'), below('2025-06-01'), below('2026-01-01')]).toEqual([['A', 'B'], ['B'], []]);
  });

  it('is never of a unit that was not loaded', () => {
    expect(organization.find('NOBODY')).toBeUndefined();
    expect(() => organization.get('NOBODY')).toThrow('unit NOBODY was not loaded');
  });
});
