import type { Plan } from './schema.ts';

/** A unit as of a day. */
export interface UnitRow {
  id: number;
  code: string;
  name: string;
  kind: string;
}

export interface StaffRow {
  id: number;
  code: string;
  name: string;
  category: string;
}

/** What the resolvers ask of the database as of a day; each takes many keys at once and answers in their order. */
export interface Source {
  unitByCode(code: string, asOf: string): Promise<UnitRow | null>;
  centers(asOf: string): Promise<UnitRow[]>;
  search(text: string, asOf: string): Promise<{ total: number; rows: UnitRow[] }>;
  units(ids: readonly number[], asOf: string): Promise<(UnitRow | null)[]>;
  children(ids: readonly number[], asOf: string): Promise<UnitRow[][]>;
  parents(ids: readonly number[], asOf: string): Promise<(UnitRow | null)[]>;
  payrolls(ids: readonly number[], asOf: string): Promise<number[]>;
  seconded(ids: readonly number[], asOf: string): Promise<number[]>;
  seals(ids: readonly number[], asOf: string): Promise<{ kind: string; status: string }[][]>;
  staffOf(unit: string, asOf: string): Promise<{ total: number; rows: StaffRow[] }>;
  homes(ids: readonly number[], asOf: string): Promise<(number | null)[]>;
  workplaces(ids: readonly number[], asOf: string): Promise<(number | null)[]>;
  rollout(asOf: string): Promise<Plan[]>;
  assign(asked: Readonly<Record<string, string>>): Promise<{ id: number; staff: string }>;
  transfer(asked: Readonly<Record<string, string>>): Promise<{ id: number; staff: string }>;
}

/** Rows in the order of the keys that they belong to. */
export function inOrder<T, R>(
  keys: readonly number[],
  rows: readonly T[],
  key: (row: T) => number,
  value: (rows: T[]) => R,
): R[] {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return keys.map((one) => value(groups.get(one) ?? []));
}
