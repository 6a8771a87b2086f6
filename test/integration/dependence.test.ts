import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dependenceOf } from '../../src/app/direct/dependence.ts';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});
afterAll(() => scene.close());

/** Tables whose writes are marked by where people are, and not as a change of the organization. */
const markedByPlace = () => sql<{ table: string }[]>`
  SELECT DISTINCT c.relname AS table FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
  WHERE p.proname IN ('touch_staff', 'mark_people_write', 'mark_quota_write')`;

it('an answer that rests on a table about people rests on more than the organization', async () => {
  const tables = await markedByPlace();

  const taken = tables.filter(
    ({ table }) => dependenceOf([], { text: `SELECT FROM ${table}`, params: [] })?.on === 'STRUCTURE',
  );

  expect(tables.length).toBeGreaterThan(10);
  expect(taken).toEqual([]);
});
