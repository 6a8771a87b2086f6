import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headcountProofs } from '../../src/services/verify/headcount.ts';
import { aUnit } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { anEmployee, aStaff, aWorkplace } from '../support/staff-builder.ts';
import { ISOLATIONS, SERIALIZATION_FAILURE } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});
afterAll(() => scene.close());

/** Days on which the model tells other than the facts do. */
const stale = async (): Promise<unknown[]> => {
  const proof = headcountProofs.find(({ code }) => code === 'HEADCOUNT_STALE');
  return sql.unsafe(proof?.sql ?? '');
};

/** How many are there on a day, as the model has it. */
const told = async (unit: string, day: string): Promise<unknown> => {
  const [step] = await sql`SELECT payroll, seconded_in FROM unit_headcount
    WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit}) AND from_day <= ${day} ORDER BY from_day DESC LIMIT 1`;
  return step;
};

/** Belief in a person's payroll ends. */
const endPayroll = (by: Sql, staff: string) =>
  by`UPDATE payroll SET superseded_at = now() WHERE superseded_at = 'infinity' AND staff_id = (SELECT id FROM staff WHERE code = ${staff})`;

describe('the headcount of a unit', () => {
  it('is told by day, of payroll and of secondments', async () => {
    const unit = await aUnit(sql);
    await anEmployee(sql, { unit, from: '2025-02-01', until: '2025-06-01' });
    await anEmployee(sql, { unit, from: '2025-03-01' });
    const lent = await aStaff(sql);
    await aWorkplace(sql, { staff: lent, unit, basis: 'SECONDMENT', from: '2025-03-01', until: '2025-04-01' });
    await aWorkplace(sql, { staff: lent, unit, from: '2025-01-01' });

    const days = ['2025-01-31', '2025-02-01', '2025-03-31', '2025-04-01', '2025-06-01'];

    expect(await Promise.all(days.map((day) => told(unit, day)))).toEqual([
      undefined,
      { payroll: 1, seconded_in: 0 },
      { payroll: 2, seconded_in: 1 },
      { payroll: 2, seconded_in: 0 },
      { payroll: 1, seconded_in: 0 },
    ]);
  });

  it('forgets what is believed no longer', async () => {
    const unit = await aUnit(sql);
    const staff = await anEmployee(sql, { unit, from: '2025-02-01' });

    await endPayroll(sql, staff);

    expect(await told(unit, '2025-03-01')).toEqual({ payroll: 0, seconded_in: 0 });
  });

  it('is what the facts come to, whatever is written in which order, one by one or many at once', async () => {
    const random = seededRandom(12);
    const day = (from: number) =>
      new Date(Date.UTC(2025, 0, 1 + from + Math.floor(random() * 300))).toISOString().slice(0, 10);
    const units = await Promise.all([1, 2, 3].map(() => aUnit(sql)));
    const people: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      const dates = { from: day(0), ...(random() < 0.6 && { until: day(301) }) };
      const unit = units[index % units.length] ?? '';
      const staff = await anEmployee(sql, { unit, ...dates });
      people.push(staff);
      if (random() < 0.3) await aWorkplace(sql, { staff: await aStaff(sql), unit, basis: 'SECONDMENT', ...dates });
      if (random() < 0.4) await endPayroll(sql, people[Math.floor(random() * people.length)] ?? '');
    }
    // All who are left move on one day, in one statement.
    await sql`
      WITH gone AS (
        UPDATE payroll SET superseded_at = now() WHERE superseded_at = 'infinity' AND valid_to = 'infinity' AND unit_id IN (SELECT id FROM unit WHERE code = ANY (${`{${units}}`}::text[])) RETURNING *)
      INSERT INTO payroll (staff_id, unit_id, category, valid_from, valid_to)
      SELECT staff_id, unit_id, category, valid_from, '2027-01-01'::date FROM gone
      UNION ALL SELECT staff_id, (SELECT id FROM unit WHERE code = ${units[0] ?? ''}), category, '2027-01-01', 'infinity'::date FROM gone`;

    expect(await stale()).toEqual([]);
  });

  it.each(ISOLATIONS)('loses neither of two who write at once, under %s', async (isolation) => {
    const unit = await aUnit(sql);
    const { first, second } = scene;

    await first.begin(isolation);
    await second.begin(isolation);
    await anEmployee(first.sql, { unit, from: '2025-02-01' });
    const late = second.finish((by) => anEmployee(by, { unit, from: '2025-01-15' }));
    await second.waits(sql);
    await first.commit();
    const came = await late;
    if (came === SERIALIZATION_FAILURE) await second.run((by) => anEmployee(by, { unit, from: '2025-01-15' }));

    expect(came).toBe(isolation === 'READ COMMITTED' ? 'done' : SERIALIZATION_FAILURE);
    expect(await told(unit, '2025-02-01')).toEqual({ payroll: 2, seconded_in: 0 });
    expect(await stale()).toEqual([]);
  });

  it('does not stand still where two write about the same units in another order', async () => {
    const [one, other] = [await aUnit(sql), await aUnit(sql)];
    const people = await Promise.all([1, 2, 3, 4].map(() => aStaff(sql)));
    const { first, second } = scene;
    const both = (by: Sql, units: string[], staff: string[]) => by`
      INSERT INTO payroll (staff_id, unit_id, category, valid_from)
      SELECT staff.id, unit.id, 'PUBLIC_EMPLOYEE', '2025-01-01' FROM unnest(${`{${units}}`}::text[], ${`{${staff}}`}::text[]) WITH ORDINALITY AS t (unit, staff, nr)
      JOIN unit ON unit.code = t.unit JOIN staff ON staff.code = t.staff ORDER BY nr`;

    await first.begin('READ COMMITTED');
    await second.begin('READ COMMITTED');
    await both(first.sql, [one, other], people.slice(0, 2));
    const late = second.finish((by) => both(by, [other, one], people.slice(2)));
    await second.waits(sql);
    await first.commit();

    expect(await late).toBe('done');
    expect(await told(one, '2025-01-01')).toEqual({ payroll: 2, seconded_in: 0 });
    expect(await stale()).toEqual([]);
  });

  it('is nothing that the application could write', async () => {
    const refused = sql.begin(async (tx) => {
      await tx`SET LOCAL ROLE sapxep_app`;
      await tx`UPDATE unit_headcount SET payroll = 0`;
    });

    await expect(refused).rejects.toThrow('permission denied');
  });
});
