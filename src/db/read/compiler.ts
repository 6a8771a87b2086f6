import { type SQL, sql } from 'drizzle-orm';
import type { Grant } from '../../domain/actor.ts';
import type { Day } from '../../domain/day.ts';
import type { NodeType } from '../../domain/global-id.ts';
import type { Scope } from '../../domain/scope.ts';
import type { Rows } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** How each field of a type is read, given a row of it in a FROM clause. */
export type Fields<Row> = Readonly<Record<string, (row: Row, field: SelectedField, compiler: Compiler) => SQL>>;

/** The readings of all types, by type name. */
export type Registry = { readonly [Type in keyof Rows]: Fields<Rows[Type]> };

/** From where a statement looks: the day it is, and what its caller may see. */
export interface Viewpoint {
  today: Day;
  scope: Scope | null;
  /** All that the caller holds, of which `scope` is what goes for the field asked. */
  grants?: readonly Grant[];
}

/**
 * Turns a selection into one SQL statement: nested objects and lists become correlated subselects that build JSON under
 * the caller's own keys. However deep the selection, it costs one statement.
 */
export class Compiler {
  readonly today: Day;
  /** What the caller may see; null for everything. Sources of rows ask it (`scope.ts`). */
  readonly scope: Scope | null;
  readonly grants: readonly Grant[];
  private readonly registry: Registry;
  private aliases = 0;

  constructor(registry: Registry, { today, scope, grants = [] }: Viewpoint) {
    this.registry = registry;
    this.today = today;
    this.scope = scope;
    this.grants = grants;
  }

  /** A name no other part of the statement uses. */
  alias(prefix: string): SQL {
    this.aliases += 1;
    return sql.raw(`${prefix}${this.aliases}`);
  }

  /** One object, or null where FROM yields no row. */
  object<Type extends keyof Rows>(type: Type, row: Rows[Type], field: SelectedField, from: SQL): SQL {
    return asObject(sql`SELECT ${this.row(type, row, field)} FROM ${from}`);
  }

  /** An object made of the enclosing row, such as a period. */
  part<Type extends keyof Rows>(type: Type, row: Rows[Type], field: SelectedField): SQL {
    return asObject(sql`SELECT ${this.row(type, row, field)}`);
  }

  /** A bounded list in an order. */
  list<Type extends keyof Rows>(
    type: Type,
    row: Rows[Type],
    field: SelectedField,
    rows: { from: SQL; order: SQL },
  ): SQL {
    return asList(sql`SELECT ${this.row(type, row, field)} FROM ${rows.from} ORDER BY ${rows.order}`);
  }

  /** The selected columns of a row of a type, named by the caller's keys. */
  row<Type extends keyof Rows>(type: Type, row: Rows[Type], field: SelectedField): SQL {
    return this.columns(type, this.registry[type], row, field);
  }

  /** The same for a type made up on the way, such as a page of a list. */
  columns<Row>(type: string, fields: Fields<Row>, row: Row, field: SelectedField): SQL {
    const selected = field.fields(type).map((child) => {
      const read = child.name === '__typename' ? () => sql.raw(`'${type}'::text`) : fields[child.name];
      if (!read) throw new Error(`${type}.${child.name} has no reading`);
      return sql`${read(row, child, this)} AS ${sql.identifier(child.key)}`;
    });
    return sql.join(selected, sql`, `);
  }
}

/** The one row of a query as JSON. No caller can choose the key `@row` (a GraphQL name holds no `@`) and so hide the row. */
export const asObject = (query: SQL): SQL => sql`(SELECT row_to_json("@row") FROM (${query}) AS "@row")`;

/** All rows of a query as JSON; `json_agg` would put spaces and line breaks between them. */
export const asList = (query: SQL): SQL =>
  sql`(SELECT coalesce(array_to_json(array_agg("@row")), '[]'::json) FROM (${query}) AS "@row")`;

/** The opaque global id of a row. */
export const globalIdOf = (type: NodeType, id: SQL): SQL =>
  sql`encode((${sql.raw(`'${type}:'`)} || ${id})::bytea, 'base64')`;

/** The order of names in a Vietnamese dictionary. */
export const inVietnamese = (text: SQL): SQL => sql`${text} COLLATE "vi-x-icu"`;
