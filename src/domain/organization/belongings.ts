import { type Change, closingUnits } from '../change.ts';
import type { CounterFact } from '../counter.ts';
import type { PremisesFact } from '../premises.ts';
import type { Violation } from '../violation.ts';
import { carryThings, type Things } from './carry-things.ts';
import { type Rows, rowsOf } from './organization.ts';

/** The counters and premises of units that changes may move, and what has become of them so far. */
export class Belongings {
  private readonly original: Things;
  private readonly units = new Map<string, { counters: CounterFact[]; premises: PremisesFact[] }>();

  constructor(things: Things) {
    this.original = things;
    this.put(things);
  }

  /** Takes things along with a change that holds; `act` is its placeholder, below zero. */
  carry(change: Change, act: number): Violation[] {
    // Whoever else has things has them as before: a plan of very many changes looks at each unit's own only.
    const closing = [...closingUnits(change)];
    const named = [...closing, ...change.results.map(({ unit }) => unit)];
    const units = change.compensates === null ? named : [...this.units.keys()];
    const concerned = units.some((unit) => this.units.has(unit));
    if (!concerned || (closing.length === 0 && change.compensates === null)) return [];
    const { things, violations } = carryThings(this.of(units), change, act);
    for (const unit of units) this.units.delete(unit);
    this.put(things);
    return violations;
  }

  /** Facts that are not believed any more, and those that are instead. */
  differences(): { before: Things; after: Things } {
    const { counters, premises } = this.delta();
    const [noCounters, noPremises] = [new Set(counters.superseded), new Set(premises.superseded)];
    const before = {
      counters: this.original.counters.filter(({ id }) => id !== null && noCounters.has(id)),
      premises: this.original.premises.filter(({ id }) => id !== null && noPremises.has(id)),
    };
    return { before, after: { counters: counters.added, premises: premises.added } };
  }

  delta(): { counters: Rows<CounterFact>; premises: Rows<PremisesFact> } {
    const now = this.of([...this.units.keys()]);
    const { counters, premises } = this.original;
    return {
      counters: rowsOf({ before: counters, after: now.counters }),
      premises: rowsOf({ before: premises, after: now.premises }),
    };
  }

  private of(units: readonly string[]): Things {
    const found = [...new Set(units)].flatMap((unit) => this.units.get(unit) ?? []);
    return {
      counters: found.flatMap(({ counters }) => counters),
      premises: found.flatMap(({ premises }) => premises),
    };
  }

  private put({ counters, premises }: Things): void {
    for (const fact of counters) this.at(fact.unit).counters.push(fact);
    for (const fact of premises) this.at(fact.unit).premises.push(fact);
  }

  private at(unit: string) {
    const found = this.units.get(unit) ?? { counters: [], premises: [] };
    this.units.set(unit, found);
    return found;
  }
}
