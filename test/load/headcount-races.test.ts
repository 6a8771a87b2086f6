import type { Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aCode, aRelation, aUnit, fourUnits, moveLife, supersede } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import {
  aLeadership,
  anEmployee,
  aPayroll,
  aQuota,
  aSignature,
  aStaff,
  aWorkplace,
  changeCeiling,
  moveEmployment,
  retract,
} from '../support/staff-builder.ts';
import { contradictionsAmong } from '../support/staff-recount.ts';
import { DEADLOCK, ISOLATIONS, type Isolation, SERIALIZATION_FAILURE, Writer } from '../support/writer.ts';

const MIXES = ISOLATIONS.flatMap((one) => ISOLATIONS.map((other): [Isolation, Isolation] => [one, other]));
/** Isolation levels at which a transaction sees only what was there when it began. */
const SNAPSHOTS = ISOLATIONS.filter((isolation) => isolation !== 'READ COMMITTED');

const CEILING = 'headcount_ceiling_exceeded__payroll';
const TOTAL = 'allocation_exceeds_total__quota';
const FIRST_HALF = { from: '2025-01-01', until: '2025-02-15' };
const SECOND_HALF = { from: '2025-02-01', until: '2025-03-01' };

type Write = (tx: Sql) => Promise<unknown>;

/** Two writes of which the record holds either, but not both. */
interface Rivals {
  units: readonly string[];
  one: Write;
  other: Write;
}

interface Rule {
  constraint: string;
  build: (sql: Sql) => Promise<Rivals>;
}

/** A unit, and another that stands below it. */
async function aBranch(sql: Sql): Promise<[string, string]> {
  const [center, branch] = [await aUnit(sql), await aUnit(sql)];
  await aRelation(sql, { child: branch, parent: center });
  return [center, branch];
}

const employ =
  (unit: string, dates = FIRST_HALF) =>
  (tx: Sql) =>
    anEmployee(tx, { unit, ...dates });

/** Somebody is paid by another unit from a day on. */
const transfer =
  (staff: string, { from, to }: Record<'from' | 'to', string>, on = '2025-02-01') =>
  async (tx: Sql) => {
    await retract(tx, 'payroll', staff);
    await aPayroll(tx, { staff, unit: from, until: on });
    await aPayroll(tx, { staff, unit: to, from: on });
  };

const RULES: Record<string, Rule> = {
  'take the last post of a unit': {
    constraint: CEILING,
    build: async (sql) => {
      const unit = await aUnit(sql);
      await aQuota(sql, { unit, ceiling: 2 });
      await anEmployee(sql, { unit });
      return { units: [unit], one: employ(unit), other: employ(unit, SECOND_HALF) };
    },
  },
  'take the last post of a center, each in another branch': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, one], other] = [await aBranch(sql), await aUnit(sql)];
      await aRelation(sql, { child: other, parent: center });
      await aQuota(sql, { unit: center, ceiling: 2 });
      await anEmployee(sql, { unit: center });
      return { units: [center, one, other], one: employ(one), other: employ(other, SECOND_HALF) };
    },
  },
  'take the last post of a center, two steps below and in itself': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], point] = [await aBranch(sql), await aUnit(sql)];
      await aRelation(sql, { child: point, parent: branch });
      await aQuota(sql, { unit: center, ceiling: 1 });
      return { units: [center, branch, point], one: employ(point), other: employ(center, SECOND_HALF) };
    },
  },
  'add a person, and move the days of another': {
    constraint: CEILING,
    build: async (sql) => {
      const unit = await aUnit(sql);
      await aQuota(sql, { unit, ceiling: 1 });
      const staff = await anEmployee(sql, { unit, from: '2025-02-20' });
      const move = async (tx: Sql) => {
        await retract(tx, 'payroll', staff);
        await aPayroll(tx, { staff, unit, from: '2025-02-01' });
      };
      return { units: [unit], one: employ(unit), other: move };
    },
  },
  'come by transfer to the last post of a branch, within a center that is full': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], one, other] = [await aBranch(sql), await aUnit(sql), await aUnit(sql)];
      for (const child of [one, other]) await aRelation(sql, { child, parent: center });
      const [first, second] = [await anEmployee(sql, { unit: one }), await anEmployee(sql, { unit: other })];
      await aQuota(sql, { unit: center, ceiling: 2 });
      await aQuota(sql, { unit: branch, center, ceiling: 1 });
      return {
        units: [center, branch, one, other],
        one: transfer(first, { from: one, to: branch }),
        other: transfer(second, { from: other, to: branch }, '2025-03-01'),
      };
    },
  },
  'transfer within a center, and take the unit left behind out of it for somebody else': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], other] = [await aBranch(sql), await aUnit(sql)];
      await aRelation(sql, { child: other, parent: center });
      const staff = await anEmployee(sql, { unit: branch });
      await aQuota(sql, { unit: center, ceiling: 1 });
      const leave = async (tx: Sql) => {
        await supersede(tx, 'unit_relation', branch);
        await employ(center, { from: '2025-02-01', until: '2025-03-01' })(tx);
      };
      const units = [center, branch, other];
      return { units, one: transfer(staff, { from: branch, to: other }), other: leave };
    },
  },
  'add a person, and lower the ceiling': {
    constraint: CEILING,
    build: async (sql) => {
      const unit = await aUnit(sql);
      await aQuota(sql, { unit, ceiling: 1 });
      return { units: [unit], one: employ(unit), other: (tx) => changeCeiling(tx, unit, { ceiling: 0 }) };
    },
  },
  'add a person, and lower the ceiling of the unit above': {
    constraint: CEILING,
    build: async (sql) => {
      const [center, branch] = await aBranch(sql);
      await aQuota(sql, { unit: center, ceiling: 1 });
      return { units: [center, branch], one: employ(branch), other: (tx) => changeCeiling(tx, center, { ceiling: 0 }) };
    },
  },
  'add a person, and set the very first ceiling of the unit': {
    constraint: CEILING,
    build: async (sql) => {
      const unit = await aUnit(sql);
      return { units: [unit], one: employ(unit), other: (tx) => aQuota(tx, { unit, ceiling: 0 }) };
    },
  },
  'add a person, and set the very first ceiling two steps above': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], point] = [await aBranch(sql), await aUnit(sql)];
      await aRelation(sql, { child: point, parent: branch });
      const units = [center, branch, point];
      return { units, one: employ(point), other: (tx) => aQuota(tx, { unit: center, ceiling: 0 }) };
    },
  },
  'add a person, and move the unit under one with a ceiling': {
    constraint: CEILING,
    build: async (sql) => {
      const [unit, parent] = [await aUnit(sql), await aUnit(sql)];
      await aQuota(sql, { unit: parent, ceiling: 0 });
      return { units: [unit, parent], one: employ(unit), other: (tx) => aRelation(tx, { child: unit, parent }) };
    },
  },
  'add a person, and move the unit above somewhere below a ceiling': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], [child, point]] = [await aBranch(sql), await aBranch(sql)];
      await aQuota(sql, { unit: center, ceiling: 0 });
      const units = [center, branch, child, point];
      return { units, one: employ(point), other: (tx) => aRelation(tx, { child, parent: branch }) };
    },
  },
  'move two units with a person each under one post': {
    constraint: CEILING,
    build: async (sql) => {
      const [parent, one, other] = await fourUnits(sql);
      await aQuota(sql, { unit: parent, ceiling: 1 });
      for (const unit of [one, other]) await anEmployee(sql, { unit });
      const under = (child: string) => (tx: Sql) => aRelation(tx, { child, parent });
      return { units: [parent, one, other], one: under(one), other: under(other) };
    },
  },
  'move a unit under another, and that under a ceiling': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], [child, point]] = [await aBranch(sql), await aBranch(sql)];
      const top = await aUnit(sql);
      await aQuota(sql, { unit: top, ceiling: 0 });
      await anEmployee(sql, { unit: point });
      return {
        units: [top, center, branch, child, point],
        one: (tx) => aRelation(tx, { child, parent: branch }),
        other: (tx) => aRelation(tx, { child: center, parent: top }),
      };
    },
  },
  'move a unit with a person, and set the very first ceiling above': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], [child, point]] = [await aBranch(sql), await aBranch(sql)];
      await anEmployee(sql, { unit: point });
      return {
        units: [center, branch, child, point],
        one: (tx) => aRelation(tx, { child, parent: branch }),
        other: (tx) => aQuota(tx, { unit: center, ceiling: 0 }),
      };
    },
  },
  'move a unit with a person, and lower the ceiling above': {
    constraint: CEILING,
    build: async (sql) => {
      const [[center, branch], [child, point]] = [await aBranch(sql), await aBranch(sql)];
      await anEmployee(sql, { unit: point });
      await aQuota(sql, { unit: center, ceiling: 1 });
      return {
        units: [center, branch, child, point],
        one: (tx) => aRelation(tx, { child, parent: branch }),
        other: (tx) => changeCeiling(tx, center, { ceiling: 0 }),
      };
    },
  },
  'grant the last posts of a total to two units': {
    constraint: TOTAL,
    build: async (sql) => {
      const [center, one, other] = await fourUnits(sql);
      await aQuota(sql, { unit: center, ceiling: 5 });
      const grant = (unit: string, dates: object) => (tx: Sql) => aQuota(tx, { unit, center, ceiling: 3, ...dates });
      return { units: [center, one, other], one: grant(one, FIRST_HALF), other: grant(other, SECOND_HALF) };
    },
  },
  'grant posts, and lower the total': {
    constraint: TOTAL,
    build: async (sql) => {
      const [center, unit] = await fourUnits(sql);
      await aQuota(sql, { unit: center, ceiling: 5 });
      return {
        units: [center, unit],
        one: (tx) => aQuota(tx, { unit, center, ceiling: 3 }),
        other: (tx) => changeCeiling(tx, center, { ceiling: 2 }),
      };
    },
  },
  'grant posts, and set the very first total': {
    constraint: TOTAL,
    build: async (sql) => {
      const [center, unit] = await fourUnits(sql);
      return {
        units: [center, unit],
        one: (tx) => aQuota(tx, { unit, center, ceiling: 3 }),
        other: (tx) => aQuota(tx, { unit: center, ceiling: 2 }),
      };
    },
  },
  'add a person, and dissolve the unit': {
    constraint: 'fact_outside_unit__payroll',
    build: async (sql) => {
      const unit = await aUnit(sql);
      return { units: [unit], one: employ(unit), other: (tx) => moveLife(tx, unit, { until: '2025-02-01' }) };
    },
  },
  'place a person, and dissolve the unit': {
    constraint: 'fact_outside_unit__workplace',
    build: async (sql) => {
      const [unit, staff] = [await aUnit(sql), await aStaff(sql)];
      return {
        units: [unit],
        one: (tx) => aWorkplace(tx, { staff, unit }),
        other: (tx) => moveLife(tx, unit, { until: '2025-02-01' }),
      };
    },
  },
  'appoint a director, and dissolve the unit': {
    constraint: 'fact_outside_unit__leadership',
    build: async (sql) => {
      const [unit, staff] = [await aUnit(sql), await aStaff(sql)];
      return {
        units: [unit],
        one: (tx) => aLeadership(tx, { staff, unit }),
        other: (tx) => moveLife(tx, unit, { until: '2025-02-01' }),
      };
    },
  },
  'grant posts to a unit, and dissolve it': {
    constraint: 'fact_outside_unit__quota',
    build: async (sql) => {
      const [unit, center] = [await aUnit(sql), await aUnit(sql)];
      return {
        units: [unit, center],
        one: (tx) => aQuota(tx, { unit, center, ceiling: 1 }),
        other: (tx) => moveLife(tx, unit, { until: '2025-02-01' }),
      };
    },
  },
  'give one person two homes': {
    constraint: 'staff_home_overlap__payroll',
    build: async (sql) => {
      const [staff, [one, other]] = [await aStaff(sql), await fourUnits(sql)];
      return {
        units: [one, other],
        one: (tx) => aPayroll(tx, { staff, unit: one, ...FIRST_HALF }),
        other: (tx) => aPayroll(tx, { staff, unit: other, ...SECOND_HALF }),
      };
    },
  },
  'give one unit two directors': {
    constraint: 'director_exists__leadership',
    build: async (sql) => {
      const [unit, one, other] = [await aUnit(sql), await aStaff(sql), await aStaff(sql)];
      return {
        units: [unit],
        one: (tx) => aLeadership(tx, { staff: one, unit, ...FIRST_HALF }),
        other: (tx) => aLeadership(tx, { staff: other, unit, ...SECOND_HALF }),
      };
    },
  },
  'let one person lead two units': {
    constraint: 'leadership_overlap__person',
    build: async (sql) => {
      const [staff, [one, other]] = [await aStaff(sql), await fourUnits(sql)];
      return {
        units: [one, other],
        one: (tx) => aLeadership(tx, { staff, unit: one, ...FIRST_HALF }),
        other: (tx) => aLeadership(tx, { staff, unit: other, ...SECOND_HALF }),
      };
    },
  },
  'give one person a home, and end their employment': {
    constraint: 'fact_outside_employment__payroll',
    build: async (sql) => {
      const [staff, unit] = [await aStaff(sql), await aUnit(sql)];
      return {
        units: [unit],
        one: (tx) => aPayroll(tx, { staff, unit }),
        other: (tx) => moveEmployment(tx, staff, { until: '2025-02-01' }),
      };
    },
  },
  'give one person a home, and another category': {
    constraint: 'staff_category_mismatch__payroll',
    build: async (sql) => {
      const [staff, unit] = [await aStaff(sql), await aUnit(sql)];
      return {
        units: [unit],
        one: (tx) => aPayroll(tx, { staff, unit }),
        other: (tx) => moveEmployment(tx, staff, { category: 'CONTRACT' }),
      };
    },
  },
  'lend a person to a unit, and count them there': {
    constraint: 'secondment_counted_at_host__payroll',
    build: async (sql) => {
      const [staff, unit] = [await aStaff(sql), await aUnit(sql)];
      return {
        units: [unit],
        one: (tx) => aWorkplace(tx, { staff, unit, basis: 'SECONDMENT' }),
        other: (tx) => aPayroll(tx, { staff, unit }),
      };
    },
  },
};

let scene: Scene;
let sql: Sql;
let first: Writer;
let second: Writer;
let rivals: Rivals;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first, second } = scene);
});

afterAll(() => scene.close());

afterEach(async () => {
  expect(await contradictionsAmong(sql, rivals.units)).toEqual([]);
});

/** Under READ COMMITTED the rule is told; elsewhere the writer may also be told to begin again. */
const refusals = (isolation: Isolation, constraint: string) =>
  isolation === 'READ COMMITTED' ? [constraint] : [constraint, SERIALIZATION_FAILURE];

interface Order {
  writes: (rivals: Rivals) => [Write, Write];
  levels: readonly [Isolation, Isolation][];
}

const ORDERS: Record<string, Order> = {
  'as said': { writes: ({ one, other }) => [one, other], levels: MIXES },
  'the other way round': {
    writes: ({ one, other }) => [other, one],
    levels: ISOLATIONS.map((isolation) => [isolation, isolation]),
  },
};

describe.each(Object.entries(RULES))('two writers who %s', (_what, { constraint, build }) => {
  describe.each(Object.entries(ORDERS))('%s', (_order, { writes, levels }) => {
    it.each(levels)('are let through once: the first under %s, the second, who waits, under %s', async (one, other) => {
      rivals = await build(sql);
      const [write, rival] = writes(rivals);
      await first.begin(one);
      await second.begin(other);
      await write(first.sql);

      const outcome = second.finish(rival);
      await second.waits(sql);
      await first.commit();

      expect(refusals(other, constraint)).toContain(await outcome);
    });

    it.each(SNAPSHOTS)('are let through once: the second comes late but began before, under %s', async (isolation) => {
      rivals = await build(sql);
      const [write, rival] = writes(rivals);
      await second.begin(isolation);
      await first.run(write);

      const outcome = await second.finish(rival);

      expect(refusals(isolation, constraint)).toContain(outcome);
    });

    it('are let through once: the second, who waits, has every statement checked at once', async () => {
      rivals = await build(sql);
      const [write, rival] = writes(rivals);
      await first.begin('READ COMMITTED');
      await second.begin('READ COMMITTED');
      await second.sql`SET CONSTRAINTS ALL IMMEDIATE`;
      await write(first.sql);

      const outcome = second.finish(rival);
      await second.waits(sql);
      await first.commit();

      expect(await outcome).toBe(constraint);
    });

    it.each(ISOLATIONS)('are both let through under %s when the first gives up', async (isolation) => {
      rivals = await build(sql);
      const [write, rival] = writes(rivals);
      await first.begin(isolation);
      await second.begin(isolation);
      await write(first.sql);

      const outcome = second.finish(rival);
      await second.waits(sql);
      await first.rollback();

      expect(await outcome).toBe('done');
    });
  });

  it.each(MIXES)('are let through at most once when both start together, under %s and %s', async (one, other) => {
    rivals = await build(sql);
    await Promise.all([first.begin(one), second.begin(other)]);

    const outcomes = await Promise.all([first.finish(rivals.one), second.finish(rivals.other)]);

    const allowed = ['done', constraint, SERIALIZATION_FAILURE, DEADLOCK];
    expect(outcomes.filter((outcome) => !allowed.includes(outcome))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeLessThanOrEqual(1);
  });
});

describe('a person whom nobody sees yet, at a unit that comes below a ceiling by what two others write', () => {
  const CEILINGS: Record<string, (sql: Sql, center: string) => Promise<[string[], Write]>> = {
    'the very first one': async (_sql, center) => [[], (tx) => aQuota(tx, { unit: center, ceiling: 0 })],
    'that of a unit further above': async (tx, center) => {
      const top = await aUnit(tx);
      await aQuota(tx, { unit: top, ceiling: 0 });
      return [[top], (rival) => aRelation(rival, { child: center, parent: top })];
    },
  };
  let third: Writer;

  beforeAll(async () => {
    third = await Writer.open(scene.url);
  });

  afterAll(() => third.close());

  it.each(Object.entries(CEILINGS))('is waited for, then counted: %s', async (_which, aCeiling) => {
    const [[center, branch], [child, point]] = [await aBranch(sql), await aBranch(sql)];
    const [above, limit] = await aCeiling(sql, center);
    rivals = { units: [...above, center, branch, child, point], one: async () => {}, other: limit };
    for (const writer of [third, first, second]) await writer.begin('READ COMMITTED');
    await anEmployee(third.sql, { unit: point });
    await aRelation(first.sql, { child, parent: branch });

    const outcome = second.finish(limit);
    await second.waits(sql);
    await first.commit();
    await second.waits(sql);
    await third.commit();

    expect(await outcome).toBe(CEILING);
  });
});

/** What one writer makes room for, and another, who began to record before, then writes. */
const ROOMS: Record<string, Rule['build']> = {
  'a person who leaves the unit': async (sql) => {
    const unit = await aUnit(sql);
    await aQuota(sql, { unit, ceiling: 1 });
    const staff = await anEmployee(sql, { unit });
    return { units: [unit], one: (tx) => retract(tx, 'payroll', staff), other: employ(unit) };
  },
  'a person who leaves another branch': async (sql) => {
    const [[center, one], other] = [await aBranch(sql), await aUnit(sql)];
    await aRelation(sql, { child: other, parent: center });
    await aQuota(sql, { unit: center, ceiling: 1 });
    const staff = await anEmployee(sql, { unit: one });
    const units = [center, one, other];
    return { units, one: (tx) => retract(tx, 'payroll', staff), other: employ(other) };
  },
  'a person who leaves, for a lower ceiling': async (sql) => {
    const [center, branch] = await aBranch(sql);
    await aQuota(sql, { unit: center, ceiling: 1 });
    const staff = await anEmployee(sql, { unit: branch });
    return {
      units: [center, branch],
      one: (tx) => retract(tx, 'payroll', staff),
      other: (tx) => changeCeiling(tx, center, { ceiling: 0 }),
    };
  },
  'a person who leaves, for the very first ceiling above': async (sql) => {
    const [center, branch] = await aBranch(sql);
    const staff = await anEmployee(sql, { unit: branch });
    return {
      units: [center, branch],
      one: (tx) => retract(tx, 'payroll', staff),
      other: (tx) => aQuota(tx, { unit: center, ceiling: 0 }),
    };
  },
  'a person who leaves, for a unit with another': async (sql) => {
    const [[center, branch], child] = [await aBranch(sql), await aUnit(sql)];
    await aQuota(sql, { unit: center, ceiling: 1 });
    const staff = await anEmployee(sql, { unit: branch });
    await anEmployee(sql, { unit: child });
    return {
      units: [center, branch, child],
      one: (tx) => retract(tx, 'payroll', staff),
      other: (tx) => aRelation(tx, { child, parent: center }),
    };
  },
  'a higher ceiling of the unit above': async (sql) => {
    const [center, branch] = await aBranch(sql);
    await aQuota(sql, { unit: center, ceiling: 0 });
    const units = [center, branch];
    return { units, one: (tx) => changeCeiling(tx, center, { ceiling: 1 }), other: employ(branch) };
  },
  'a ceiling of the unit above that is withdrawn': async (sql) => {
    const [center, branch] = await aBranch(sql);
    await aQuota(sql, { unit: center, ceiling: 0 });
    return { units: [center, branch], one: (tx) => retract(tx, 'quota', center), other: employ(branch) };
  },
  'a ceiling that is withdrawn, for a unit with a person': async (sql) => {
    const [[center, branch], child] = [await aBranch(sql), await aUnit(sql)];
    await aQuota(sql, { unit: center, ceiling: 0 });
    await anEmployee(sql, { unit: child });
    return {
      units: [center, branch, child],
      one: (tx) => retract(tx, 'quota', center),
      other: (tx) => aRelation(tx, { child, parent: branch }),
    };
  },
  'a unit that leaves with its person, for one in the center': async (sql) => {
    const [[center, branch], child] = [await aBranch(sql), await aUnit(sql)];
    await aRelation(sql, { child, parent: branch });
    await aQuota(sql, { unit: center, ceiling: 1 });
    await anEmployee(sql, { unit: child });
    const units = [center, branch, child];
    return { units, one: (tx) => supersede(tx, 'unit_relation', child), other: employ(center) };
  },
  'a unit that leaves with its person, for one left behind': async (sql) => {
    const [[center, branch], [child, point]] = [await aBranch(sql), await aBranch(sql)];
    await aRelation(sql, { child, parent: branch });
    await aQuota(sql, { unit: center, ceiling: 1 });
    await anEmployee(sql, { unit: point });
    const units = [center, branch, child, point];
    return { units, one: (tx) => supersede(tx, 'unit_relation', child), other: employ(branch) };
  },
  'a unit that leaves, for one more in it': async (sql) => {
    const [[center, branch], [child, point]] = [await aBranch(sql), await aBranch(sql)];
    await aRelation(sql, { child, parent: branch });
    await aQuota(sql, { unit: center, ceiling: 0 });
    const units = [center, branch, child, point];
    return { units, one: (tx) => supersede(tx, 'unit_relation', child), other: employ(point) };
  },
  'a unit that leaves, for a lower ceiling': async (sql) => {
    const [[center, branch], child] = [await aBranch(sql), await aUnit(sql)];
    await aRelation(sql, { child, parent: branch });
    await anEmployee(sql, { unit: child });
    await aQuota(sql, { unit: center, ceiling: 1 });
    return {
      units: [center, branch, child],
      one: (tx) => supersede(tx, 'unit_relation', child),
      other: (tx) => changeCeiling(tx, center, { ceiling: 0 }),
    };
  },
  'a part of a total that is taken back, for another': async (sql) => {
    const [center, one, other] = await fourUnits(sql);
    await aQuota(sql, { unit: center, ceiling: 3 });
    await aQuota(sql, { unit: one, center, ceiling: 3 });
    return {
      units: [center, one, other],
      one: (tx) => retract(tx, 'quota', one),
      other: (tx) => aQuota(tx, { unit: other, center, ceiling: 3 }),
    };
  },
  'a part of a total that is taken back, for a lower total': async (sql) => {
    const [center, unit] = await fourUnits(sql);
    await aQuota(sql, { unit: center, ceiling: 3 });
    await aQuota(sql, { unit, center, ceiling: 3 });
    return {
      units: [center, unit],
      one: (tx) => retract(tx, 'quota', unit),
      other: (tx) => changeCeiling(tx, center, { ceiling: 0 }),
    };
  },
  'a total that is withdrawn, for a part': async (sql) => {
    const [center, unit] = await fourUnits(sql);
    await aQuota(sql, { unit: center, ceiling: 3 });
    return {
      units: [center, unit],
      one: (tx) => retract(tx, 'quota', center),
      other: (tx) => aQuota(tx, { unit, center, ceiling: 4 }),
    };
  },
  'a director who goes': async (sql) => {
    const [unit, one, other] = [await aUnit(sql), await aStaff(sql), await aStaff(sql)];
    await aLeadership(sql, { staff: one, unit });
    return {
      units: [unit],
      one: (tx) => retract(tx, 'leadership', one),
      other: (tx) => aLeadership(tx, { staff: other, unit }),
    };
  },
  'a home that is no longer one': async (sql) => {
    const [[one, other], staff] = [await fourUnits(sql), await aStaff(sql)];
    await aPayroll(sql, { staff, unit: one });
    return {
      units: [one, other],
      one: (tx) => retract(tx, 'payroll', staff),
      other: (tx) => aPayroll(tx, { staff, unit: other }),
    };
  },
  'a unit that lives longer': async (sql) => {
    const unit = await aUnit(sql, { until: '2025-02-01' });
    return { units: [unit], one: (tx) => moveLife(tx, unit, {}), other: employ(unit) };
  },
};

describe.each(Object.entries(ROOMS))('%s', (_what, build) => {
  it('makes room at no earlier instant: who began to record before begins again', async () => {
    rivals = await build(sql);
    await second.begin('READ COMMITTED');
    await second.sql`SELECT record_time()`;
    await first.run(rivals.one);

    const outcomes = [await second.finish(rivals.other), await second.run(rivals.other)];

    expect(outcomes).toEqual([SERIALIZATION_FAILURE, 'done']);
  });
});

describe('the serial number of a certificate', () => {
  it('has one bearer at every instant, also where another began to record before it was free', async () => {
    const [one, other, serial] = [await aStaff(sql), await aStaff(sql), aCode()];
    rivals = { units: [await aUnit(sql)], one: async () => {}, other: async () => {} };
    await aSignature(sql, { staff: one, serial });
    await second.begin('READ COMMITTED');
    await second.sql`SELECT record_time()`;
    await first.run((tx) => retract(tx, 'digital_signature', one));

    const outcomes = [
      await second.finish((tx) => aSignature(tx, { staff: other, serial })),
      await second.run((tx) => aSignature(tx, { staff: other, serial })),
    ];

    expect(outcomes).toEqual(['signature_overlap__serial', 'done']);
  });
});
