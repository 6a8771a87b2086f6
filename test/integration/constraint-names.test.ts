import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOfConstraint } from '../../src/db/constraint.ts';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

/** Names that a caller would not be told a violation for: without `__`, or with a code nobody knows. */
function unknownAmong(names: readonly string[]): string[] {
  return names.filter((name) => !/^[a-z]+(_[a-z]+)*__/.test(name) || codeOfConstraint(name) === null);
}

it('every check, foreign key, unique and exclusion constraint is named after a violation', async () => {
  // Primary keys and NOT NULL are no rules of the domain: they fail on errors of the program only. A constraint trigger
  // (`t`) has a name in this catalog too, but refuses by those within its function.
  const constraints = await sql<{ name: string }[]>`
    SELECT conname AS name FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('p', 'n', 't')`;

  const unknown = unknownAmong(constraints.map(({ name }) => name));

  expect(unknown).toEqual([]);
  expect(constraints.length).toBeGreaterThan(60);
});

it('every unique index is named after a violation', async () => {
  const indexes = await sql<{ name: string }[]>`
    SELECT indexrelid::regclass::text AS name FROM pg_index JOIN pg_class AS t ON t.oid = indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary`;

  const unknown = unknownAmong(indexes.map(({ name }) => name));

  expect(unknown).toEqual([]);
  expect(indexes.map(({ name }) => name)).toContain('already_exists__unit_life');
});

it('every refusal within a function is named after a violation', async () => {
  const functions = await sql<{ name: string; source: string }[]>`
    SELECT proname AS name, prosrc AS source FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosrc LIKE '%refuse(%'`;

  const refusals = functions.flatMap(({ source }) => [...source.matchAll(/\brefuse\(('([^']*)')?/g)]);
  const unknown = unknownAmong(refusals.map(([, , name]) => name ?? 'no name at all'));

  expect(unknown).toEqual([]);
  expect(refusals.length).toBeGreaterThan(7);
});
