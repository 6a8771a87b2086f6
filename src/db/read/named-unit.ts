import { sql } from 'drizzle-orm';
import type { Fields } from './compiler.ts';
import type { UnitRow } from './rows.ts';

/** What naming a unit says of it, to whomever. */
export const UNIT_CARD: ReadonlySet<string> = new Set([
  'id',
  'code',
  'version',
  'name',
  'shortName',
  'kind',
  'branchType',
  'rank',
  'entitlements',
  'period',
]);
/** Objects that may be absent; whatever else belongs to a unit is a list. */
const ONE: ReadonlySet<string> = new Set(['headcount', 'parent', 'seat']);

/** Lets a unit outside the caller's scope be named where something within it refers to it, with nothing that belongs to it. */
export function namedOnly(fields: Fields<UnitRow>): Fields<UnitRow> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, read]): [string, Fields<UnitRow>[string]] => {
      // Units below it are asked for the scope themselves.
      if (UNIT_CARD.has(name) || name === 'descendants') return [name, read];
      const nothing = ONE.has(name) ? sql`NULL` : sql`'[]'::json`;
      return [
        name,
        (row, field, compiler) => {
          const value = read(row, field, compiler);
          return row.seen ? sql`CASE WHEN ${row.seen} THEN ${value} ELSE ${nothing} END` : value;
        },
      ];
    }),
  );
}
