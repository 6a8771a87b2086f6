import { covers, type Day } from '../day.ts';
import type { ServiceFact } from '../territory.ts';
import type { LifeFact, LineageFact, RelationFact, SiteFact, UnitFacts, VersionFact } from '../unit.ts';

/** What becomes of one kind of facts: rows whose belief ends, rows to insert. */
export interface Rows<T> {
  superseded: number[];
  added: T[];
}
type Owned<T> = T & { unit: string };

/** What a set of changes does to the stored facts: rows whose belief ends, rows to insert. */
export interface Delta {
  newUnits: string[];
  lives: Rows<Owned<LifeFact>>;
  versions: Rows<Owned<VersionFact>>;
  relations: Rows<Owned<RelationFact>>;
  services: Rows<ServiceFact>;
  sites: Rows<Owned<SiteFact>>;
  lineages: Rows<LineageFact>;
}

/**
 * Believed facts about some units, and what changes make of them. Facts are values: a changed fact is a new one with no
 * id, so the delta is what has no id now and what had one and is gone.
 */
export class Organization {
  readonly lineages: LineageFact[] = [];
  private readonly units = new Map<string, UnitFacts>();
  private readonly original: readonly UnitFacts[];
  private readonly below = new Map<string, Set<string>>();
  private readonly receivers = new Map<number, Set<string>>();

  constructor(facts: readonly UnitFacts[]) {
    this.original = facts;
    for (const unit of facts) this.put(unit);
  }

  find(code: string): UnitFacts | undefined {
    return this.units.get(code);
  }

  codes(): readonly string[] {
    return [...this.units.keys()];
  }

  get(code: string): UnitFacts {
    const unit = this.units.get(code);
    if (!unit) throw new Error(`unit ${code} was not loaded`);
    return unit;
  }

  /** Replaces what is believed about a unit. */
  put(unit: UnitFacts): void {
    this.units.set(unit.code, unit);
    for (const relation of unit.relations) indexed(this.below, relation.parent).add(unit.code);
    for (const service of unit.services) indexed(this.receivers, service.territory.id).add(unit.code);
  }

  isLive(code: string, on: Day): boolean {
    const unit = this.units.get(code);
    return unit !== undefined && covers(unit.life, on);
  }

  versionOn(code: string, on: Day): VersionFact | undefined {
    return this.units.get(code)?.versions.find((version) => covers(version, on));
  }

  /** Units with a relation of any kind to this parent on or after a day. */
  childrenFrom(code: string, on: Day): UnitFacts[] {
    return [...(this.below.get(code) ?? [])]
      .map((child) => this.get(child))
      .filter((child) => child.relations.some((relation) => relation.parent === code && relation.until > on));
  }

  /** Who receives for a territory, on any day. */
  servicesOf(territory: number): ServiceFact[] {
    return [...(this.receivers.get(territory) ?? [])].flatMap((code) =>
      this.get(code).services.filter((service) => service.territory.id === territory),
    );
  }

  delta(): Delta {
    const now = [...this.units.values()];
    const known = new Set(this.original.map((unit) => unit.code));
    const owned = <T>(pick: (unit: UnitFacts) => readonly T[]) => ({
      before: this.original.flatMap(pick),
      after: now.flatMap((unit) => pick(unit).map((fact) => ({ ...fact, unit: unit.code }))),
    });
    return {
      newUnits: now.filter((unit) => !known.has(unit.code)).map((unit) => unit.code),
      lives: rowsOf(owned((unit) => [unit.life])),
      versions: rowsOf(owned((unit) => unit.versions)),
      relations: rowsOf(owned((unit) => unit.relations)),
      services: rowsOf(owned((unit) => unit.services)),
      sites: rowsOf(owned((unit) => unit.sites)),
      lineages: { superseded: [], added: this.lineages },
    };
  }
}

function indexed<K>(index: Map<K, Set<string>>, key: K): Set<string> {
  const found = index.get(key) ?? new Set<string>();
  index.set(key, found);
  return found;
}

/** The difference between facts as they were stored and as they are now. */
export function rowsOf<T extends { id: number | null }>({
  before,
  after,
}: {
  before: readonly { id: number | null }[];
  after: readonly T[];
}): Rows<T> {
  const kept = new Set(after.map((fact) => fact.id));
  return {
    superseded: before.flatMap((fact) => (fact.id !== null && !kept.has(fact.id) ? [fact.id] : [])),
    added: after.filter((fact) => fact.id === null),
  };
}
