import { type SQL, sql } from 'drizzle-orm';
import type { Over } from '../cancel.ts';
import type { Transaction } from '../client.ts';
import { type Given, sendComposed } from '../fixed.ts';
import type { Reads } from '../replica/routed-reads.ts';
import { Compiler, type Fields, type Viewpoint } from './compiler.ts';
import { namingSeen } from './naming.ts';
import { payloadFields, referenceFields } from './payload.ts';
import type { PayloadValue } from './payload-value.ts';
import { eventFields } from './plan-event.ts';
import { queryFields } from './query.ts';
import { registry } from './registry.ts';
import { scopeRow } from './scope.ts';
import { type Absence, AbsentError, type SelectedField } from './selection.ts';
import { type Prepared, prepared, query } from './statement.ts';

/** Something to be read: a root field of the API, what a violation refers to, or what an event tells. */
export interface Question {
  from: 'query' | 'reference' | 'event';
  /** Equal for questions of one request that have the same answer. */
  key: string;
  field: SelectedField;
}

const SOURCES: Record<Question['from'], Fields<null>> = {
  query: queryFields,
  reference: referenceFields,
  event: eventFields,
};

/**
 * Answers questions, all with one prepared statement, each in the shape and under the keys its caller asked for. A
 * question that cannot be answered gets its error and leaves the others alone.
 */
export async function answer(
  pool: Reads,
  questions: readonly Question[],
  { over, ...viewpoint }: Viewpoint & { over?: Over },
): Promise<unknown[]> {
  const compiled = questions.map(({ from, field }) => {
    try {
      return compile(SOURCES[from], field, viewpoint);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  });
  const columns = compiled.flatMap((part, index) =>
    part instanceof Error ? [] : [sql`${part} AS ${sql.identifier(`a${index}`)}`],
  );
  if (columns.length === 0) return compiled;
  const [row] = await query(pool, statement(columns, viewpoint), over);
  return compiled.map((part, index) => (part instanceof Error ? part : told(row?.[`a${index}`])));
}

/**
 * The same as a statement that is to be sent again and again: what an argument only hands on to PostgreSQL may be a
 * placeholder in its place.
 */
export const prepare = (fields: readonly SelectedField[], viewpoint: Viewpoint): Prepared =>
  prepared(
    statement(
      fields.map((field, index) => sql`${compile(queryFields, field, viewpoint)} AS ${sql.identifier(`a${index}`)}`),
      viewpoint,
    ),
  );

/** An answer or, where it is that something is not there, the error that says so. */
const told = (value: unknown): unknown => (isAbsence(value) ? new AbsentError(value['@absent']) : value);

const isAbsence = (value: unknown): value is { '@absent': Absence } =>
  typeof value === 'object' && value !== null && '@absent' in value;

/** What a payload shows, and of what. */
interface Showing {
  selected: readonly SelectedField[];
  value: PayloadValue;
  viewpoint: Viewpoint;
  /** What stands for `selected`, where that is the same each time it is asked for by this. */
  lasting?: object | null;
}

/** What a mutation's payload shows of what a verb came to, read in its transaction; one statement. */
export async function showWithin(tx: Transaction, showing: Showing): Promise<Record<string, unknown>> {
  const { selected, value, viewpoint, lasting } = showing;
  if (selected.length === 0) return {};
  const given = lasting ? givenBy(value) : null;
  const composed = given && lasting ? kept(lasting, showing, given) : payloadOf(selected, value, viewpoint);
  const [row] = await sendComposed<Record<string, unknown>>(tx, composed, given ?? {});
  return row ?? {};
}

function payloadOf(selected: readonly SelectedField[], value: PayloadValue, viewpoint: Viewpoint): Prepared {
  const fields = payloadFields(value);
  const columns = selected.map((field) => sql`${compile(fields, field, viewpoint)} AS ${sql.identifier(field.key)}`);
  return prepared(statement(columns, viewpoint));
}

/** Parts of a value for which something may stand in a statement. */
const GIVEN: ReadonlySet<string> = new Set(['on', 'staff', 'assignment', 'appointment', 'secondment', 'transfers']);

/** A value as what it gives to a statement that was composed without it; null where that cannot be. */
function givenBy(value: PayloadValue): Given | null {
  const parts = Object.entries(value);
  if (!parts.every(([part, given]) => GIVEN.has(part) && given !== null && given !== undefined)) return null;
  return Object.fromEntries(parts.map(([part, given]) => [part, Array.isArray(given) ? JSON.stringify(given) : given]));
}

/** Composing what a payload shows takes longer than to read it. By selection, then by viewpoint and by what is given. */
const keptPayloads = new WeakMap<object, Map<string, Prepared>>();
/** Of one selection. */
const MOST_KEPT = 64;

function kept(lasting: object, { selected, viewpoint }: Showing, given: Given): Prepared {
  const known = keptPayloads.get(lasting) ?? new Map<string, Prepared>();
  keptPayloads.set(lasting, known);
  const parts = Object.keys(given);
  const key = JSON.stringify([viewpoint, parts]);
  const found = known.get(key);
  if (found) return found;
  const placeholders = Object.fromEntries(parts.map((part) => [part, sql.placeholder(part)]));
  const composed = payloadOf(selected, placeholders as unknown as PayloadValue, viewpoint);
  if (known.size >= MOST_KEPT) known.clear();
  known.set(key, composed);
  return composed;
}

function statement(columns: readonly SQL[], viewpoint: Viewpoint): SQL {
  const { preamble, from } = scopeRow(viewpoint);
  return sql`${preamble}SELECT ${sql.join([...columns], sql`, `)} FROM ${from}`;
}

function compile(fields: Fields<null>, field: SelectedField, viewpoint: Viewpoint): SQL {
  const read = fields[field.name];
  if (!read) throw new Error(`${field.name} has no reading`);
  const compiler = new Compiler(registry, viewpoint);
  return read(null, namingSeen(compiler, field), compiler);
}
