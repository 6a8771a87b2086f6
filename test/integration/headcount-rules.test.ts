import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../src/domain/day.ts';
import { aRelation, aUnit, type Dates, fourUnits, supersede } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { seededRandom } from '../support/seeded-random.ts';
import {
  anEmployee,
  aPayroll,
  aQuota,
  aStaff,
  aWorkplace,
  changeCeiling,
  moveEmployment,
  type QuotaParts,
  retract,
} from '../support/staff-builder.ts';
import { contradictionsAmong } from '../support/staff-recount.ts';
import { outcomeOf } from '../support/writer.ts';

const CEILING = 'headcount_ceiling_exceeded__payroll';
const TOTAL = 'allocation_exceeds_total__quota';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

/** A unit with so many posts in 2025, or on some of its days. */
async function aUnitWithPosts(ceiling: number, parts: Partial<QuotaParts> = {}): Promise<string> {
  const unit = await aUnit(sql);
  await aQuota(sql, { unit, ceiling, ...parts });
  return unit;
}

/** What comes of one more person at a unit. */
const join = (unit: string, dates: Dates = {}) => outcomeOf(anEmployee(sql, { unit, ...dates }));

/** The facts that come with a refusal. */
async function toldBy(refusal: Promise<unknown>): Promise<unknown> {
  const error = await refusal.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof postgres.PostgresError)) throw error ?? new Error('nothing was refused');
  return { constraint: error.constraint_name, ...JSON.parse(error.detail ?? '{}') };
}

describe('a unit with two posts', () => {
  it('takes two people and not a third', async () => {
    const unit = await aUnitWithPosts(2);

    const outcomes = [await join(unit), await join(unit), await join(unit)];

    expect(outcomes).toEqual(['done', 'done', CEILING]);
  });

  it('does not take three in one statement', async () => {
    const unit = await aUnitWithPosts(2);
    const staff = [await aStaff(sql), await aStaff(sql), await aStaff(sql)];
    const place = (codes: readonly string[]) => sql`
      INSERT INTO payroll (staff_id, unit_id, category, valid_from)
      SELECT staff.id, unit.id, 'PUBLIC_EMPLOYEE', '2025-01-01' FROM staff, unit WHERE staff.code IN ${sql(codes)} AND unit.code = ${unit}`;

    const outcomes = [await outcomeOf(place(staff)), await outcomeOf(place(staff.slice(1)))];

    expect(outcomes).toEqual([CEILING, 'done']);
  });

  it('tells the unit, the first day with too many, the posts and the people', async () => {
    const unit = await aUnitWithPosts(2);
    await anEmployee(sql, { unit });
    await anEmployee(sql, { unit, from: '2025-05-01', until: '2025-06-01' });

    const refusal = anEmployee(sql, { unit, from: '2025-02-01' });

    const facts = { category: 'PUBLIC_EMPLOYEE', ceiling: 2, counted: 3 };
    expect(await toldBy(refusal)).toEqual({ constraint: CEILING, unit, on: '2025-05-01', ...facts });
  });

  it('takes another once somebody has left', async () => {
    const unit = await aUnitWithPosts(2);
    await anEmployee(sql, { unit });
    await anEmployee(sql, { unit, until: '2025-03-01' });

    const outcomes = [await join(unit, { from: '2025-02-28' }), await join(unit, { from: '2025-03-01' })];

    expect(outcomes).toEqual([CEILING, 'done']);
  });

  it('takes another where one is no longer believed to be there', async () => {
    const unit = await aUnitWithPosts(2);
    const gone = await anEmployee(sql, { unit });
    await anEmployee(sql, { unit });
    await retract(sql, 'payroll', gone);

    const outcomes = [await join(unit), await join(unit)];

    expect(outcomes).toEqual(['done', CEILING]);
  });

  it('lets two change places within one transaction, in whatever order', async () => {
    const [unit, other] = [await aUnitWithPosts(2), await aUnitWithPosts(1)];
    await anEmployee(sql, { unit });
    const [goes, comes] = [await anEmployee(sql, { unit }), await anEmployee(sql, { unit: other })];

    const outcome = await scene.first.run(async (tx) => {
      await retract(tx, 'payroll', comes);
      await aPayroll(tx, { staff: comes, unit });
      await retract(tx, 'payroll', goes);
      await aPayroll(tx, { staff: goes, unit: other });
    });

    expect(outcome).toBe('done');
  });

  it('counts neither who only works there nor who is lent to it', async () => {
    const unit = await aUnitWithPosts(2);
    await anEmployee(sql, { unit });
    await anEmployee(sql, { unit });
    const staff = await anEmployee(sql, { unit: await aUnit(sql) });

    const outcomes = [
      await outcomeOf(aWorkplace(sql, { staff, unit })),
      await outcomeOf(aWorkplace(sql, { staff, unit, basis: 'SECONDMENT' })),
    ];

    expect(outcomes).toEqual(['done', 'done']);
  });

  it('counts who is lent to another', async () => {
    const unit = await aUnitWithPosts(1);
    const staff = await anEmployee(sql, { unit });
    await aWorkplace(sql, { staff, unit: await aUnit(sql), basis: 'SECONDMENT' });

    const outcome = await join(unit);

    expect(outcome).toBe(CEILING);
  });
});

describe('a person who is there for some days', () => {
  /** Of two posts, one is taken all the time, the other on 10 to 14 May and on 20 May. */
  async function aBusyUnit(): Promise<string> {
    const unit = await aUnitWithPosts(2);
    await anEmployee(sql, { unit });
    await anEmployee(sql, { unit, from: '2025-05-10', until: '2025-05-15' });
    await anEmployee(sql, { unit, from: '2025-05-20', until: '2025-05-21' });
    return unit;
  }

  it.each([
    ['over all the days that are full', '2025-05-01', '2025-06-01', CEILING],
    ['with a single full day in the middle', '2025-05-16', '2025-05-30', CEILING],
    ['with a full day as the last', '2025-05-01', '2025-05-11', CEILING],
    ['with a full day as the first', '2025-05-14', '2025-05-18', CEILING],
    ['only on full days', '2025-05-11', '2025-05-12', CEILING],
    ['until a full day', '2025-05-01', '2025-05-10', 'done'],
    ['between two full days', '2025-05-15', '2025-05-20', 'done'],
    ['after the last full day', '2025-05-21', 'infinity', 'done'],
  ])('%s', async (_when, from, until, expected) => {
    const unit = await aBusyUnit();

    const outcome = await join(unit, { from, until });

    expect(outcome).toBe(expected);
  });

  it.each([
    ['begins earlier, on a full day', { from: '2025-05-14' }, CEILING],
    ['begins earlier, after the full days', { from: '2025-05-15' }, 'done'],
    ['ends later, before the next full day', { from: '2025-05-16', until: '2025-05-20' }, 'done'],
    ['ends later, after the next full day', { from: '2025-05-16', until: '2025-05-21' }, CEILING],
  ])('is refused other days by which the time there %s', async (_how, dates, expected) => {
    const unit = await aBusyUnit();
    const staff = await anEmployee(sql, { unit, from: '2025-05-16', until: '2025-05-19' });

    const outcome = await scene.first.run(async (tx) => {
      await retract(tx, 'payroll', staff);
      await aPayroll(tx, { staff, unit, until: '2025-05-19', ...dates });
    });

    expect(outcome).toBe(expected);
  });
});

describe('the days of a quota', () => {
  it('are those on which it limits', async () => {
    const unit = await aUnitWithPosts(0, { from: '2025-03-01', until: '2025-09-01' });

    const outcomes = [
      await join(unit, { until: '2025-03-01' }),
      await join(unit, { until: '2025-03-02' }),
      await join(unit, { from: '2025-08-31' }),
      await join(unit, { from: '2025-09-01' }),
      await join(unit, { from: '2024-12-31' }),
    ];

    expect(outcomes).toEqual(['done', CEILING, CEILING, 'done', 'fact_outside_unit__payroll']);
  });

  it('may follow each other with other figures', async () => {
    const unit = await aUnitWithPosts(2, { until: '2025-07-01' });
    await aQuota(sql, { unit, ceiling: 1, from: '2025-07-01' });
    await aQuota(sql, { unit, ceiling: 3, year: 2026 });
    await anEmployee(sql, { unit });

    const outcomes = [
      await join(unit, { until: '2025-07-02' }),
      await join(unit, { until: '2025-07-01' }),
      await join(unit, { from: '2026-01-01' }),
      await join(unit, { from: '2026-01-01' }),
      await join(unit, { from: '2026-12-31' }),
      await join(unit, { from: '2027-01-01' }),
    ];

    expect(outcomes).toEqual([CEILING, 'done', 'done', 'done', CEILING, 'done']);
  });

  it('are all there is: without a quota there is no limit', async () => {
    const unit = await aUnit(sql);

    const outcomes = [await join(unit), await join(unit), await join(unit)];

    expect(outcomes).toEqual(['done', 'done', 'done']);
  });

  it('are over when it is no longer believed', async () => {
    const unit = await aUnitWithPosts(0);
    await retract(sql, 'quota', unit);

    const outcome = await join(unit);

    expect(outcome).toBe('done');
  });
});

describe('categories', () => {
  it('are counted apart', async () => {
    const unit = await aUnitWithPosts(1);
    await aQuota(sql, { unit, ceiling: 2, category: 'CONTRACT' });
    const joinAs = (category: QuotaParts['category']) => outcomeOf(anEmployee(sql, { unit, category }));

    const outcomes = [
      await joinAs('CONTRACT'),
      await joinAs('CONTRACT'),
      await joinAs('CONTRACT'),
      await joinAs('PUBLIC_EMPLOYEE'),
      await joinAs('PUBLIC_EMPLOYEE'),
      await joinAs('CIVIL_SERVANT'),
    ];

    expect(outcomes).toEqual(['done', 'done', CEILING, 'done', CEILING, 'done']);
  });

  it('are not changed into one that is full', async () => {
    const unit = await aUnitWithPosts(1);
    await anEmployee(sql, { unit });
    const staff = await anEmployee(sql, { unit, category: 'CONTRACT' });

    const outcome = await scene.first.run(async (tx) => {
      await retract(tx, 'payroll', staff);
      await moveEmployment(tx, staff, { from: '2000-01-01' });
      await aPayroll(tx, { staff, unit });
    });

    expect(outcome).toBe(CEILING);
  });
});

describe('units below', () => {
  const STANDS = { from: '2025-03-01', until: '2025-09-01' };

  it.each([
    ['on the first day they stand below', { from: '2025-01-01', until: '2025-03-02' }, CEILING],
    ['on the last day they stand below', { from: '2025-08-31' }, CEILING],
    ['on all days', {}, CEILING],
    ['until they stand below', { until: '2025-03-01' }, 'done'],
    ['once they no longer stand below', { from: '2025-09-01' }, 'done'],
  ])('are counted %s', async (_when, dates, expected) => {
    const [unit, below] = [await aUnitWithPosts(0), await aUnit(sql)];
    await aRelation(sql, { child: below, parent: unit, ...STANDS });

    const outcome = await join(below, dates);

    expect(outcome).toBe(expected);
  });

  it('are counted through units in between, on the days all of them stand so', async () => {
    const [unit, [between, below]] = [await aUnitWithPosts(0), await fourUnits(sql)];
    await aRelation(sql, { child: between, parent: unit, until: '2025-06-01' });
    await aRelation(sql, { child: below, parent: between, from: '2025-04-01' });

    const outcomes = [
      await join(below, { until: '2025-04-01' }),
      await join(below, { until: '2025-04-02' }),
      await join(below, { from: '2025-05-31' }),
      await join(below, { from: '2025-06-01' }),
    ];

    expect(outcomes).toEqual(['done', CEILING, CEILING, 'done']);
  });

  it('are counted together with the unit itself and with each other', async () => {
    const [unit, [one, other]] = [await aUnitWithPosts(3), await fourUnits(sql)];
    await aRelation(sql, { child: one, parent: unit });
    await aRelation(sql, { child: other, parent: unit });

    const outcomes = [await join(unit), await join(one), await join(other), await join(one), await join(unit)];

    expect(outcomes).toEqual(['done', 'done', 'done', CEILING, CEILING]);
  });

  it('keep to their own posts and to those of the units above', async () => {
    const [unit, one, other] = [await aUnitWithPosts(3), await aUnitWithPosts(1), await aUnitWithPosts(5)];
    await aRelation(sql, { child: one, parent: unit });
    await aRelation(sql, { child: other, parent: unit });

    const outcomes = [await join(one), await join(one), await join(other), await join(other), await join(other)];

    expect(outcomes).toEqual(['done', CEILING, 'done', 'done', CEILING]);
  });

  it('are those of the establishment, not of who manages them otherwise', async () => {
    const [unit, below] = [await aUnitWithPosts(0), await aUnit(sql)];
    await aRelation(sql, { child: below, parent: unit, kind: 'STAFF_MANAGEMENT' });
    await aRelation(sql, { child: below, parent: unit, kind: 'PROFESSIONAL' });

    const outcome = await join(below);

    expect(outcome).toBe('done');
  });
});

describe('a person who is transferred', () => {
  const ON = '2025-06-01';

  /** Two branches of a center that is full, with a person in the first; the other has some posts of its own. */
  async function aFullCenter(posts: number) {
    const [center, [from, to]] = [await aUnitWithPosts(1), await fourUnits(sql)];
    for (const child of [from, to]) await aRelation(sql, { child, parent: center });
    await aQuota(sql, { unit: to, center, ceiling: posts });
    return { center, from, to, staff: await anEmployee(sql, { unit: from }) };
  }

  async function transfer(tx: Sql, { staff, from, to }: Record<'staff' | 'from' | 'to', string>): Promise<void> {
    await retract(tx, 'payroll', staff);
    await aPayroll(tx, { staff, unit: from, until: ON });
    await aPayroll(tx, { staff, unit: to, from: ON });
  }

  it('takes no post of the center within it', async () => {
    const scenery = await aFullCenter(1);

    const outcome = await scene.first.run((tx) => transfer(tx, scenery));

    expect(outcome).toBe('done');
  });

  it('takes one where they come', async () => {
    const scenery = await aFullCenter(0);

    const outcomes = [
      await scene.first.run((tx) => transfer(tx, scenery)),
      await scene.first.run(async (tx) => {
        await tx`SET CONSTRAINTS ALL IMMEDIATE`;
        await transfer(tx, scenery);
      }),
    ];

    expect(outcomes).toEqual([CEILING, CEILING]);
  });

  it('takes one of the center from without', async () => {
    const { to } = await aFullCenter(1);
    const from = await aUnit(sql);

    const outcome = await scene.first.run(async (tx) =>
      transfer(tx, { staff: await anEmployee(tx, { unit: from }), from, to }),
    );

    expect(outcome).toBe(CEILING);
  });

  it('makes no room by having gone and come back in between', async () => {
    const { staff, from, to } = await aFullCenter(1);

    const outcome = await scene.first.run(async (tx) => {
      await tx`SAVEPOINT before`;
      await retract(tx, 'payroll', staff);
      await tx`ROLLBACK TO before`;
      await anEmployee(tx, { unit: to, from: ON });
    });

    expect([outcome, await join(from)]).toEqual([CEILING, CEILING]);
  });

  it('counts along the lines in which units stand at the end of the transaction', async () => {
    const { center, staff, from, to } = await aFullCenter(1);

    const outcome = await scene.first.run(async (tx) => {
      await supersede(tx, 'unit_relation', from);
      await anEmployee(tx, { unit: center });
      await transfer(tx, { staff, from, to });
    });

    expect(outcome).toBe(CEILING);
  });

  it('leaves nothing of what was noted about it', async () => {
    const scenery = await aFullCenter(1);
    await scene.first.run((tx) => transfer(tx, scenery));

    const noted = await sql`SELECT FROM headcount_shift`;

    expect(noted).toHaveLength(0);
  });

  it('is noted by trigger alone', async () => {
    const { to } = await aFullCenter(1);

    const outcome = await scene.first.run(async (tx) => {
      await tx`SET LOCAL ROLE sapxep_app`;
      await tx`INSERT INTO headcount_shift (unit_id, cause, told, settles) SELECT id, 'PEOPLE', true, false FROM unit WHERE code = ${to}`;
    });

    expect(outcome).toBe('42501');
  });
});

describe('a unit that goes from one parent to another', () => {
  const MOVE = '2025-06-01';

  async function aMove(): Promise<{ before: string; after: string; unit: string }> {
    const [before, after, unit] = [await aUnitWithPosts(1), await aUnitWithPosts(1), await aUnit(sql)];
    await aRelation(sql, { child: unit, parent: before, until: MOVE });
    await aRelation(sql, { child: unit, parent: after, from: MOVE });
    return { before, after, unit };
  }

  it('takes its people from the count of the one into that of the other, on the day', async () => {
    const { before, after, unit } = await aMove();
    await anEmployee(sql, { unit });

    const outcomes = [
      await join(before, { from: addDays(MOVE, -1) }),
      await join(before, { from: MOVE }),
      await join(after, { until: addDays(MOVE, 1) }),
      await join(after, { until: MOVE }),
    ];

    expect(outcomes).toEqual([CEILING, 'done', CEILING, 'done']);
  });

  it('takes a person only where both have room, each on its days', async () => {
    const { before, after, unit } = await aMove();
    await anEmployee(sql, { unit: before, until: '2025-03-01' });
    await anEmployee(sql, { unit: after, from: '2025-09-01' });

    const outcomes = [
      await join(unit, { from: '2025-02-28', until: '2025-09-01' }),
      await join(unit, { from: '2025-03-01', until: '2025-09-02' }),
      await join(unit, { from: '2025-03-01', until: '2025-09-01' }),
    ];

    expect(outcomes).toEqual([CEILING, CEILING, 'done']);
  });
});

describe('a unit with people that comes under another', () => {
  /** Two people, one of them a step further below. */
  async function aCrew(): Promise<string> {
    const [unit, below] = [await aUnit(sql), await aUnit(sql)];
    await aRelation(sql, { child: below, parent: unit });
    await anEmployee(sql, { unit, from: '2025-03-01', until: '2025-06-01' });
    await anEmployee(sql, { unit: below });
    return unit;
  }

  it.each([
    ['on all days', {}, CEILING],
    ['on the last day with too many', { from: '2025-05-31' }, CEILING],
    ['on the first day with too many', { until: '2025-03-02' }, CEILING],
    ['once there are few enough', { from: '2025-06-01' }, 'done'],
    ['while there are few enough', { until: '2025-03-01' }, 'done'],
  ])('keeps to its posts: %s', async (_when, dates, expected) => {
    const [unit, child] = [await aUnitWithPosts(1), await aCrew()];

    const outcome = await outcomeOf(aRelation(sql, { child, parent: unit, ...dates }));

    expect(outcome).toBe(expected);
  });

  it('keeps to the posts of those further above', async () => {
    const [unit, between, child] = [await aUnitWithPosts(1), await aUnit(sql), await aCrew()];
    await aRelation(sql, { child: between, parent: unit });

    const outcome = await outcomeOf(aRelation(sql, { child, parent: between }));

    expect(outcome).toBe(CEILING);
  });

  it('keeps to them also when it is the parent that comes under a third', async () => {
    const [unit, between, child] = [await aUnitWithPosts(1), await aUnit(sql), await aCrew()];
    await aRelation(sql, { child, parent: between });

    const outcome = await outcomeOf(aRelation(sql, { child: between, parent: unit }));

    expect(outcome).toBe(CEILING);
  });

  it('adds to those already there', async () => {
    const [unit, child] = [await aUnitWithPosts(2), await aCrew()];
    await anEmployee(sql, { unit, from: '2025-05-01' });

    const outcomes = [
      await outcomeOf(aRelation(sql, { child, parent: unit })),
      await outcomeOf(aRelation(sql, { child, parent: unit, until: '2025-05-01' })),
    ];

    expect(outcomes).toEqual([CEILING, 'done']);
  });

  it('stays longer only while there is room', async () => {
    const [unit, child] = [await aUnitWithPosts(1), await aCrew()];
    await aRelation(sql, { child, parent: unit, until: '2025-02-01' });
    const stay = (until: Day) =>
      scene.first.run(async (tx) => {
        await supersede(tx, 'unit_relation', child);
        await aRelation(tx, { child, parent: unit, until });
      });

    const outcomes = [await stay('2025-03-02'), await stay('2025-03-01')];

    expect(outcomes).toEqual([CEILING, 'done']);
  });

  it('may do so where nothing limits it', async () => {
    const [unit, child] = [await aUnit(sql), await aCrew()];

    const outcome = await outcomeOf(aRelation(sql, { child, parent: unit }));

    expect(outcome).toBe('done');
  });
});

describe('the ceiling of a unit that counts people', () => {
  /** One person all the time, another on some days, a third below on some of these. */
  async function aFullUnit(): Promise<string> {
    const [unit, below] = [await aUnit(sql), await aUnit(sql)];
    await aRelation(sql, { child: below, parent: unit, from: '2025-05-01', until: '2025-06-01' });
    await anEmployee(sql, { unit });
    await anEmployee(sql, { unit, from: '2025-04-01', until: '2025-08-01' });
    await anEmployee(sql, { unit: below });
    return unit;
  }

  it('is not first set below its peak', async () => {
    const unit = await aFullUnit();

    const outcomes = [
      await outcomeOf(aQuota(sql, { unit, ceiling: 2 })),
      await outcomeOf(aQuota(sql, { unit, ceiling: 3 })),
    ];

    expect(outcomes).toEqual([CEILING, 'done']);
  });

  it.each([
    ['on all days', '2025-01-01', '2026-01-01', 2, CEILING],
    ['on the last day of the peak', '2025-05-31', '2026-01-01', 2, CEILING],
    ['after the peak', '2025-06-01', '2026-01-01', 2, 'done'],
    ['until the peak', '2025-01-01', '2025-05-01', 2, 'done'],
    ['on the first day of a second person', '2025-01-01', '2025-04-02', 1, CEILING],
    ['until the day of a second person', '2025-01-01', '2025-04-01', 1, 'done'],
    ['when the second has left', '2025-08-01', '2026-01-01', 1, 'done'],
    ['while there is anybody', '2025-12-31', '2026-01-01', 0, CEILING],
  ])('is lowered %s', async (_when, from, until, ceiling, expected) => {
    const unit = await aFullUnit();
    await aQuota(sql, { unit, ceiling: 3 });

    const outcome = await scene.first.run(async (tx) => {
      await retract(tx, 'quota', unit);
      await aQuota(tx, { unit, ceiling, from, until });
    });

    expect(outcome).toBe(expected);
  });

  it('is lowered together with the people', async () => {
    const unit = await aUnitWithPosts(2);
    const [goes] = [await anEmployee(sql, { unit }), await anEmployee(sql, { unit })];

    const outcome = await scene.first.run(async (tx) => {
      await changeCeiling(tx, unit, { ceiling: 1 });
      await retract(tx, 'payroll', goes);
    });

    expect(outcome).toBe('done');
  });

  it('tells the unit, the first day with too many, the posts and the people', async () => {
    const unit = await aFullUnit();

    const refusal = aQuota(sql, { unit, ceiling: 2 });

    const facts = { category: 'PUBLIC_EMPLOYEE', ceiling: 2, counted: 3 };
    expect(await toldBy(refusal)).toEqual({ constraint: CEILING, unit, on: '2025-05-01', ...facts });
  });
});

describe('what a center grants', () => {
  /** A center with ten posts, and four units below. */
  async function aCenter(): Promise<{ center: string; units: [string, string, string, string] }> {
    const [center, units] = [await aUnitWithPosts(10), await fourUnits(sql)];
    for (const child of units) await aRelation(sql, { child, parent: center });
    return { center, units };
  }

  it('comes to its total and no further', async () => {
    const { center, units } = await aCenter();
    const [one, two, three, four] = units;

    const outcomes = [
      await outcomeOf(aQuota(sql, { unit: one, center, ceiling: 6 })),
      await outcomeOf(aQuota(sql, { unit: two, center, ceiling: 5 })),
      await outcomeOf(aQuota(sql, { unit: three, center, ceiling: 4 })),
      await outcomeOf(aQuota(sql, { unit: four, center, ceiling: 0 })),
    ];

    expect(outcomes).toEqual(['done', TOTAL, 'done', 'done']);
  });

  it('is told with the center, the first day with too many, its total and what was granted', async () => {
    const { center, units } = await aCenter();
    await aQuota(sql, { unit: units[0], center, ceiling: 6, from: '2025-04-01', until: '2025-07-01' });

    const refusal = aQuota(sql, { unit: units[1], center, ceiling: 5, from: '2025-02-01' });

    const facts = { category: 'PUBLIC_EMPLOYEE', ceiling: 10, counted: 11 };
    expect(await toldBy(refusal)).toEqual({ constraint: TOTAL, unit: center, on: '2025-04-01', ...facts });
  });

  it.each([
    ['until another begins', { until: '2025-04-01' }, 'done'],
    ['on the first day of another', { until: '2025-04-02' }, TOTAL],
    ['across the days of another', {}, TOTAL],
    ['on the last day of another', { from: '2025-06-30' }, TOTAL],
    ['once another is over', { from: '2025-07-01' }, 'done'],
  ])('is summed up on every day: %s', async (_when, dates, expected) => {
    const { center, units } = await aCenter();
    await aQuota(sql, { unit: units[0], center, ceiling: 6, from: '2025-04-01', until: '2025-07-01' });

    const outcome = await outcomeOf(aQuota(sql, { unit: units[1], center, ceiling: 5, ...dates }));

    expect(outcome).toBe(expected);
  });

  it('keeps the total from being lowered below it, and from any other days', async () => {
    const { center, units } = await aCenter();
    await aQuota(sql, { unit: units[0], center, ceiling: 4 });
    await aQuota(sql, { unit: units[1], center, ceiling: 4, from: '2025-04-01', until: '2025-07-01' });
    const lower = (parts: Partial<QuotaParts>) =>
      scene.first.run(async (tx) => {
        await retract(tx, 'quota', center);
        await aQuota(tx, { unit: center, ceiling: 7, ...parts });
      });

    const outcomes = [
      await lower({}),
      await lower({ from: '2025-06-30' }),
      await lower({ until: '2025-04-02' }),
      await lower({ ceiling: 8 }),
      await lower({ from: '2025-07-01', ceiling: 4 }),
      await lower({ until: '2025-04-01', ceiling: 4 }),
      await lower({ until: '2025-04-01', ceiling: 3 }),
    ];

    expect(outcomes).toEqual([TOTAL, TOTAL, TOTAL, 'done', 'done', 'done', TOTAL]);
  });

  it('keeps a part from being raised', async () => {
    const { center, units } = await aCenter();
    await aQuota(sql, { unit: units[0], center, ceiling: 6 });
    await aQuota(sql, { unit: units[1], center, ceiling: 4 });

    const outcomes = [
      await outcomeOf(changeCeiling(sql, units[1], { ceiling: 5 })),
      await outcomeOf(changeCeiling(sql, units[0], { ceiling: 5 })),
      await outcomeOf(changeCeiling(sql, units[1], { ceiling: 5 })),
    ];

    expect(outcomes).toEqual([TOTAL, 'done', 'done']);
  });

  it('frees what is taken back, also within one transaction', async () => {
    const { center, units } = await aCenter();
    await aQuota(sql, { unit: units[0], center, ceiling: 10 });

    const outcome = await scene.first.run(async (tx) => {
      await aQuota(tx, { unit: units[1], center, ceiling: 7 });
      await changeCeiling(tx, units[0], { ceiling: 3 });
    });

    expect(outcome).toBe('done');
  });

  it('is summed up by category and center', async () => {
    const [{ center, units }, other] = [await aCenter(), await aCenter()];
    await aQuota(sql, { unit: units[0], center, ceiling: 10 });

    const outcomes = [
      await outcomeOf(aQuota(sql, { unit: units[1], center, ceiling: 9, category: 'CONTRACT' })),
      await outcomeOf(aQuota(sql, { unit: other.units[0], center: other.center, ceiling: 10 })),
      await outcomeOf(aQuota(sql, { unit: units[1], center, ceiling: 10, year: 2026 })),
    ];

    expect(outcomes).toEqual(['done', 'done', 'done']);
  });

  it('has no limit without a total, and one as soon as there is', async () => {
    const [center, [one, two]] = [await aUnit(sql), await fourUnits(sql)];

    const outcomes = [
      await outcomeOf(aQuota(sql, { unit: one, center, ceiling: 500 })),
      await outcomeOf(aQuota(sql, { unit: two, center, ceiling: 500 })),
      await outcomeOf(aQuota(sql, { unit: center, ceiling: 999 })),
      await outcomeOf(aQuota(sql, { unit: center, ceiling: 1000 })),
    ];

    expect(outcomes).toEqual(['done', 'done', TOTAL, 'done']);
  });
});

describe('what comes of acts made up by chance', () => {
  const CALENDAR = { from: '2025-01-01', until: '2025-01-15' };
  const STEPS = 150;
  const CATEGORIES = ['PUBLIC_EMPLOYEE', 'CONTRACT'] as const;

  /** One act on a tree of units; what stands in its way besides a ceiling or a total is of no account. */
  function acts(units: readonly string[], random: () => number): (tx: Sql) => Promise<unknown> {
    const below = (count: number) => Math.floor(random() * count);
    const of = <T>(items: readonly T[]): T => items[below(items.length)] as T;
    const start = below(13);
    const dates = {
      from: addDays(CALENDAR.from, start),
      until: addDays(CALENDAR.from, start + 1 + below(14 - start)),
    };
    const [unit, category, act] = [of(units), of(CATEGORIES), below(20)];
    if (act < 8) return (tx) => anEmployee(tx, { unit, category, ...dates });
    if (act < 14) {
      const [ceiling, center] = [below(4), act < 11 ? unit : units[0]];
      return (tx) => aQuota(tx, { unit, category, ceiling, center, ...dates });
    }
    if (act < 17) {
      const parent = of(units.slice(0, Math.max(units.indexOf(unit), 1)));
      return (tx) => aRelation(tx, { child: unit, parent, ...dates });
    }
    const [table, owner] = of([
      ['payroll', 'unit_id'],
      ['quota', 'unit_id'],
      ['unit_relation', 'child_id'],
    ]);
    return (tx) => tx`
      UPDATE ${tx(table)} SET superseded_at = now() WHERE id = (
        SELECT min(id) FROM ${tx(table)} WHERE superseded_at = 'infinity' AND ${tx(owner)} = (SELECT id FROM unit WHERE code = ${unit}))`;
  }

  it.each([1, 2, 3])('is a refusal exactly where a recount finds too many (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const units = [...(await fourUnits(sql)), await aUnit(sql)];
    const { first } = scene;

    const told: Record<string, number> = {};
    for (let step = 0; step < STEPS; step += 1) {
      const act = acts(units, random);
      await first.begin('READ COMMITTED');
      let found: string[] = [];
      const outcome = await first.finish(async (tx) => {
        await act(tx);
        found = await contradictionsAmong(tx, units, CALENDAR);
      });
      told[outcome] = (told[outcome] ?? 0) + 1;
      if (outcome === 'done') expect(found).toEqual([]);
      if (outcome === CEILING || outcome === TOTAL) expect(found).not.toEqual([]);
    }

    const { done = 0, [CEILING]: full = 0, [TOTAL]: spent = 0, ...others } = told;
    expect(done).toBeGreaterThan(20);
    expect(full).toBeGreaterThan(5);
    expect(spent).toBeGreaterThan(0);
    expect(
      Object.keys(others).filter((outcome) => !/^(unit_cycle|unit_parent_overlap|quota_overlap)__/.test(outcome)),
    ).toEqual([]);
  });
});
