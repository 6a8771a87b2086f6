import { type Day, FOREVER } from '../../src/domain/day.ts';
import type { ServiceFact, TerritoryRef } from '../../src/domain/territory.ts';
import type { RelationFact, RelationKind, UnitAttributes, UnitFacts, VersionFact } from '../../src/domain/unit.ts';

/** The first day of what is built here, where nothing is said. */
export const BEGINNING: Day = '2025-01-01';
/** The stored act that everything built here comes from. */
export const OLD_ACT = 1;

let lastId = 0;

/** An id as stored facts have one; no two of a test file are the same. */
function anId(): number {
  lastId += 1;
  return lastId;
}

interface Dates {
  from?: Day;
  until?: Day;
}

/** A stored version, of a people's committee where nothing is said. */
export function aVersion(
  name: string,
  { from = BEGINNING, until = FOREVER, ...attributes }: Dates & Partial<UnitAttributes> = {},
): VersionFact {
  return {
    id: anId(),
    from,
    until,
    change: OLD_ACT,
    name,
    shortName: null,
    kind: 'PEOPLES_COMMITTEE',
    branchType: null,
    rank: null,
    ownSeal: false,
    ownAccount: false,
    independentAccounting: false,
    ...attributes,
  };
}

/** A stored relation, of establishment where nothing is said. */
export function aRelation(parent: string, parts: Dates & { kind?: RelationKind } = {}): RelationFact {
  const { from = BEGINNING, until = FOREVER, kind = 'ESTABLISHMENT' } = parts;
  return { id: anId(), from, until, change: OLD_ACT, kind, parent, untilEvent: null };
}

/** A territory as changes refer to it. */
export function territory(id: number, until: Day = FOREVER): TerritoryRef {
  return { id, code: `0000${id}`, name: `Xã ${id}`, until };
}

/** A stored service for a territory. */
export function aService(
  unit: string,
  place: TerritoryRef,
  { from = BEGINNING, until = FOREVER }: Dates = {},
): ServiceFact {
  return { id: anId(), from, until, change: OLD_ACT, unit, territory: place };
}

/** A stored unit with one version over its whole life, unless it is given its own. */
export function aUnit(
  code: string,
  parts: Dates & Partial<Omit<UnitFacts, 'code' | 'life'>> & Partial<UnitAttributes> = {},
): UnitFacts {
  const {
    from = BEGINNING,
    until = FOREVER,
    versions,
    relations = [],
    services = [],
    sites = [],
    version = 1,
    ...attributes
  } = parts;
  return {
    code,
    version,
    life: { id: anId(), from, until, openedBy: OLD_ACT, closedBy: until === FOREVER ? null : OLD_ACT },
    versions: versions ?? [aVersion(code, { from, until, ...attributes })],
    relations,
    services,
    sites,
    successions: [],
  };
}
