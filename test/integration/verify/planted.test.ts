import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AREAS } from '../../../src/services/verify/proofs.ts';
import { plantsOfDecisions } from '../../support/breaches/decisions.ts';
import { plantsOfEachTable } from '../../support/breaches/each-table.ts';
import { layGround, onGround } from '../../support/breaches/ground.ts';
import { plantsOfOrganization } from '../../support/breaches/organization.ts';
import { plantsOfPlans } from '../../support/breaches/plan.ts';
import { plantsOfStaff } from '../../support/breaches/staff.ts';
import { plantsOfStated } from '../../support/breaches/stated.ts';
import { plantsOfThings } from '../../support/breaches/things.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { connect } from '../../support/writer.ts';

const PLANTS = [
  ...plantsOfEachTable,
  ...plantsOfStated,
  ...plantsOfOrganization,
  ...plantsOfPlans,
  ...plantsOfStaff,
  ...plantsOfDecisions,
  ...plantsOfThings,
];

let test: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  test = await createTestDatabase();
  sql = connect(test.url);
  await layGround(sql);
});

afterAll(async () => {
  await sql.end();
  await test.drop();
});

it('finds each breach that is planted, by its code and no other, and every proof finds one', async () => {
  const idle = new Set(AREAS.flatMap(({ proofs }) => proofs.map(({ code, title }) => `${code} ${title}`)));
  const wrong: unknown[] = [];

  await onGround(sql, PLANTS, async (planted, clean) => {
    expect(clean).toEqual([]);
    for (const plant of PLANTS) {
      const found = await planted(plant);
      for (const { code, title } of found) idle.delete(`${code} ${title}`);
      const isFound = found.some(({ code, title }) => code === plant.code && title.startsWith(plant.title));
      const others = found.filter(({ code }) => code !== plant.code);
      if (!isFound || others.length > 0) wrong.push({ plant, isFound, others });
    }
  });

  expect(wrong).toEqual([]);
  expect([...idle]).toEqual([]);
}, 120_000);
