import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOfConstraint } from '../../../src/db/constraint.ts';
import { VIOLATION_CODES } from '../../../src/domain/violation.ts';
import { AREAS } from '../../../src/services/verify/proofs.ts';
import { FACT_TABLES } from '../../../src/services/verify/record.ts';
import { REFERENCES, readReference } from '../../../src/services/verify/references.ts';
import { TRACELESS } from '../../../src/services/verify/traces.ts';
import { verified } from '../../support/breaches/verified.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { connect } from '../../support/writer.ts';

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
