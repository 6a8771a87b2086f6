import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOfConstraint } from '../../src/db/constraint.ts';
import { VIOLATION_CODES } from '../../src/domain/violation.ts';
import { AREAS } from '../../src/services/verify/proofs.ts';
import { FACT_TABLES } from '../../src/services/verify/record.ts';
import { REFERENCES, readReference } from '../../src/services/verify/references.ts';
import { TRACELESS } from '../../src/services/verify/traces.ts';
import { verified } from '../support/breaches/verified.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { connect } from '../support/writer.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const PROOFS = AREAS.flatMap(({ proofs }) => proofs);

let test: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  test = await createTestDatabase({ template: 'plans' });
  sql = connect(test.url);
});

afterAll(async () => {
  await sql.end();
  await test.drop();
});

describe('what is proved', () => {
  it('is every code there is, but for those that leave no trace', () => {
    const proved = new Set<string>(PROOFS.map(({ code }) => code));

    const forgotten = VIOLATION_CODES.filter((code) => !proved.has(code) && TRACELESS[code] === undefined);
    const twofold = Object.keys(TRACELESS).filter((code) => proved.has(code));

    expect(forgotten).toEqual([]);
    expect(twofold).toEqual([]);
  });

  it('is every constraint of each table', async () => {
    const constraints = await sql<{ name: string; owner: string }[]>`
      SELECT conname AS name, conrelid::regclass::text AS owner FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x')`;

    const unproved = constraints.filter(({ name, owner }) => {
      const code = codeOfConstraint(name);
      return !PROOFS.some((proof) => proof.code === code && new RegExp(`\\b${owner}\\b`).test(proof.sql));
    });

    expect(unproved).toEqual([]);
    expect(constraints.length).toBeGreaterThan(100);
  });

  it('is every reference and every table with a record time', async () => {
    const references = await sql<{ owner: string; columns: string }[]>`
      SELECT conrelid::regclass::text AS owner, (
        SELECT string_agg(attname, ', ' ORDER BY at) FROM unnest(conkey) WITH ORDINALITY AS k (attnum, at)
        JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum) AS columns
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'f'`;
    const tables = await sql<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'superseded_at'`;
    const known = Object.entries(REFERENCES).flatMap(([table, texts]) =>
      texts.map((text) => `${table} ${readReference(text).columns.join(', ')}`),
    );

    expect(references.map(({ owner, columns }) => `${owner} ${columns}`).sort()).toEqual(known.sort());
    expect(tables.map(({ name }) => name).sort()).toEqual([...FACT_TABLES].sort());
  });
});

it('finds the four plans that ship as they should be', async () => {
  expect(await verified(test.url)).toEqual([]);
});

describe('npm run verify', () => {
  const run = async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/verify.ts'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: test.url },
    });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return { output, code };
  };

  it('lists a breach with its code, subject and day, and says so by its exit code', async () => {
    await sql.begin(async (tx) => {
      await tx`SET LOCAL session_replication_role = replica`;
      await tx`UPDATE unit_version SET valid_from = valid_from + 1 WHERE id = (
        SELECT min(v.id) FROM unit_version v JOIN unit ON unit.id = v.unit_id JOIN unit_life l ON l.unit_id = unit.id AND l.valid_from = v.valid_from
        WHERE code = 'HN-B01' AND v.superseded_at = 'infinity' AND l.superseded_at = 'infinity')`;
    });
    const [life] = await sql<{ day: string }[]>`
      SELECT valid_from AS day FROM unit_life JOIN unit ON unit.id = unit_id WHERE code = 'HN-B01' AND superseded_at = 'infinity'`;

    const { output, code } = await run();

    expect(output).toContain(`UNIT_VERSION_GAP\tHN-B01\t${life?.day}\tunit_version: one on every day of a life`);
    // What trees and the progress of phases are read from no longer says the same, either.
    expect(output).toMatch(/ 5 breaches\.\n$/);
    expect(code).toBe(1);
  });
});
