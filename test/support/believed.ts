import type { Sql } from 'postgres';
import type { Day } from '../../src/domain/day.ts';

interface Stated {
  from: Day;
  until: Day;
  /** Seconds since 1970, exact to the microsecond; `supersededAt` is Infinity while believed. */
  recordedAt: number;
  supersededAt: number;
}

interface Life extends Stated {
  unit: string;
}

interface Relation extends Stated {
  child: string;
  kind: string;
  parent: string;
}

interface Service extends Stated {
  unit: string;
  territory: string;
}

/** All that was ever recorded about units, their relations and what they receive for. */
export interface Records {
  lives: readonly Life[];
  relations: readonly Relation[];
  services: readonly Service[];
}

export async function readRecords(sql: Sql): Promise<Records> {
  const times = sql`valid_from AS "from", valid_to AS until,
    extract(epoch FROM r.recorded_at)::float8 AS "recordedAt", extract(epoch FROM superseded_at)::float8 AS "supersededAt"`;
  return {
    lives: await sql<Life[]>`SELECT unit_id AS unit, ${times} FROM unit_life r`,
    relations: await sql<
      Relation[]
    >`SELECT child_id AS child, kind, parent_id AS parent, ${times} FROM unit_relation r`,
    services: await sql<
      Service[]
    >`SELECT unit_id AS unit, territory_id AS territory, ${times} FROM service_territory r`,
  };
}

/**
 * Looks, without any SQL, at every instant at which belief changed and at every day on which anything then began or
 * ended: two parents, a cycle, a second receiving unit, a fact about a unit that does not exist. Answers all it finds.
 */
export function contradictionsIn(records: Records): string[] {
  const all: readonly Stated[] = [...records.lives, ...records.relations, ...records.services];
  const instants = new Set(all.flatMap((row) => [row.recordedAt, row.supersededAt]));
  const found: string[] = [];
  for (const instant of [...instants].filter(Number.isFinite).sort((one, other) => one - other)) {
    const known = <T extends Stated>(rows: readonly T[]) =>
      rows.filter((row) => row.recordedAt <= instant && instant < row.supersededAt);
    const belief = {
      lives: known(records.lives),
      relations: known(records.relations),
      services: known(records.services),
    };
    found.push(...contradictionsAt(belief).map((what) => `known at ${instant}: ${what}`));
  }
  return found;
}

function contradictionsAt(belief: Records): string[] {
  const facts: readonly Stated[] = [...belief.lives, ...belief.relations, ...belief.services];
  const days = new Set(facts.flatMap((fact) => [fact.from, fact.until]));
  return [...days].flatMap((day) => {
    const on = <T extends Stated>(rows: readonly T[]) => rows.filter((row) => row.from <= day && day < row.until);
    const live = new Set(on(belief.lives).map(({ unit }) => unit));
    const relations = on(belief.relations);
    const services = on(belief.services);
    return [
      ...twice(relations.map(({ child, kind }) => `${child} ${kind}`)).map((what) => `${day}: two parents of ${what}`),
      ...twice(services.map(({ territory }) => territory)).map((what) => `${day}: two units receive for ${what}`),
      ...[...relations.flatMap(({ child, parent }) => [child, parent]), ...services.map(({ unit }) => unit)]
        .filter((unit) => !live.has(unit))
        .map((unit) => `${day}: a fact about ${unit}, which does not exist`),
      ...cyclesAmong(relations).map((what) => `${day}: a cycle through ${what}`),
    ];
  });
}

function twice(keys: readonly string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) < index);
}

/** Follows the parents of one day upwards from every child. */
function cyclesAmong(relations: readonly Relation[]): string[] {
  const parents = new Map(relations.map(({ child, kind, parent }) => [`${child} ${kind}`, `${parent} ${kind}`]));
  return [...parents.keys()].filter((start) => {
    let above = parents.get(start);
    for (let steps = 0; above !== undefined && steps < parents.size; steps += 1) {
      if (above === start) return true;
      above = parents.get(above);
    }
    return false;
  });
}
