import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Day } from '../../src/domain/day.ts';
import type { SecondmentStep } from '../../src/domain/secondment.ts';
import { WORKPLACE_BASES } from '../../src/domain/staff.ts';
import type { TransferStep } from '../../src/domain/transfer.ts';
import { aCode, aUnit, type Dates, moveLife } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import {
  aLeadership,
  anAppointment,
  anAssignment,
  aPayroll,
  aQuota,
  aSecondment,
  aSecondmentStep,
  aSignature,
  aStaff,
  aStaffVersion,
  aTransfer,
  aTransferStep,
  aWorkplace,
  moveEmployment,
  type QuotaParts,
  retract,
  type WorkplaceParts,
} from '../support/staff-builder.ts';
import { outcomeOf } from '../support/writer.ts';

const THAT_YEAR = { from: '2026-01-01', until: '2027-01-01' };
const LAST_DAY_OF_IT = { from: '2026-12-31', until: '2028-01-01' };
const YEAR_AFTER = { from: '2027-01-01', until: '2028-01-01' };
const DAYS_WITHIN = { from: '2026-06-01', until: '2026-07-01' };
const DAYS_ACROSS = { from: '2025-01-01', until: '2029-01-01' };

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

/** Who and where a statement is about. */
interface About {
  staff: string;
  unit: string;
}

type State = (sql: Sql, about: About, dates: Dates) => Promise<unknown>;
type Table = Parameters<typeof retract>[1];

const anAbout = async (): Promise<About> => ({
  staff: await aStaff(sql, { from: '2000-01-01' }),
  unit: await aUnit(sql, { from: '2000-01-01' }),
});

interface AtMostOnce {
  constraint: string;
  table: Table;
  state: State;
  about?: () => Promise<About>;
  /** Ends the belief in what was stated, where that is not all of its kind about the person. */
  end?: (sql: Sql, about: About) => PromiseLike<unknown>;
}

const AT_MOST_ONCE: Record<string, AtMostOnce> = {
  'a payroll home of a person': {
    constraint: 'staff_home_overlap__payroll',
    table: 'payroll',
    state: async (tx, { staff }, dates) => aPayroll(tx, { staff, unit: await aUnit(tx), ...dates }),
  },
  'a post of a person': {
    constraint: 'staff_workplace_overlap__workplace',
    table: 'workplace',
    state: async (tx, { staff }, dates) => aWorkplace(tx, { staff, unit: await aUnit(tx), ...dates }),
  },
  'an assignment of a person': {
    constraint: 'staff_workplace_overlap__workplace',
    table: 'workplace',
    state: async (tx, { staff }, dates) =>
      aWorkplace(tx, { staff, unit: await aUnit(tx), basis: 'ASSIGNMENT', ...dates }),
  },
  'a secondment of a person': {
    constraint: 'staff_workplace_overlap__workplace',
    table: 'workplace',
    state: async (tx, { staff }, dates) =>
      aWorkplace(tx, { staff, unit: await aUnit(tx), basis: 'SECONDMENT', ...dates }),
  },
  'an assignment by the host of a person': {
    constraint: 'staff_workplace_overlap__workplace',
    table: 'workplace',
    state: async (tx, { staff }, dates) =>
      aWorkplace(tx, { staff, unit: await aUnit(tx), basis: 'SECONDED_ASSIGNMENT', ...dates }),
  },
  'a workplace of a person at one counter beside their own': {
    constraint: 'staff_workplace_overlap__additional',
    table: 'workplace',
    state: (tx, { staff, unit }, dates) => aWorkplace(tx, { staff, unit, basis: 'ADDITIONAL', counter: '1', ...dates }),
  },
  'a workplace of a person in one unit beside their own': {
    constraint: 'staff_workplace_overlap__additional',
    table: 'workplace',
    state: (tx, { staff, unit }, dates) => aWorkplace(tx, { staff, unit, basis: 'ADDITIONAL', ...dates }),
  },
  'a version of a person': {
    constraint: 'staff_version_overlap__version',
    table: 'staff_version',
    about: async () => ({ staff: await aStaff(sql, { from: '2000-01-01', until: '2001-01-01' }), unit: '' }),
    state: (tx, { staff }, dates) => aStaffVersion(tx, { staff, ...dates }),
  },
  'a director of a unit': {
    constraint: 'director_exists__leadership',
    table: 'leadership',
    state: async (tx, { unit }, dates) =>
      aLeadership(tx, { unit, staff: await aStaff(tx, { from: '2000-01-01' }), ...dates }),
    end: (tx, { unit }) =>
      tx`UPDATE leadership SET superseded_at = now() WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit})`,
  },
  'a unit that a person leads': {
    constraint: 'leadership_overlap__person',
    table: 'leadership',
    state: async (tx, { staff }, dates) => aLeadership(tx, { staff, unit: await aUnit(tx), ...dates }),
  },
  'a place of a person among the leaders of a unit': {
    constraint: 'leadership_overlap__unit',
    table: 'leadership',
    state: (tx, { staff, unit }, dates) =>
      aLeadership(tx, { staff, unit, role: 'DEPUTY_DIRECTOR', concurrent: true, ...dates }),
  },
};

describe.each(Object.entries(AT_MOST_ONCE))('%s', (_what, rule) => {
  const { constraint, table, state, about: build = anAbout } = rule;
  const { end = (tx: Sql, { staff }: About) => retract(tx, table, staff) } = rule;

  it.each([
    ['on the last day of another', LAST_DAY_OF_IT, constraint],
    ['on days within another', DAYS_WITHIN, constraint],
    ['on days across another', DAYS_ACROSS, constraint],
    ['from the day another ends', YEAR_AFTER, 'done'],
    ['until the day another begins', { from: '2025-01-01', until: '2026-01-01' }, 'done'],
  ])('%s', async (_when, dates, expected) => {
    const about = await build();
    await state(sql, about, THAT_YEAR);

    const outcome = await outcomeOf(state(sql, about, dates));

    expect(outcome).toBe(expected);
  });

  it('in place of another that is no longer believed', async () => {
    const about = await build();
    await state(sql, about, THAT_YEAR);

    const outcome = await scene.first.run(async (tx) => {
      await end(tx, about);
      await state(tx, about, DAYS_WITHIN);
    });

    expect(outcome).toBe('done');
  });
});

describe('the serial number of a certificate', () => {
  it.each([
    ['of the same issuer, on a day of another person', { issuer: 'One' }, LAST_DAY_OF_IT, 'signature_overlap__serial'],
    ['of the same issuer, after another person', { issuer: 'One' }, YEAR_AFTER, 'done'],
    ['of another issuer, on the same days', { issuer: 'Two' }, THAT_YEAR, 'done'],
  ])('%s', async (_what, { issuer }, dates, expected) => {
    const serial = aCode();
    await aSignature(sql, { staff: await aStaff(sql), serial, issuer: 'One', ...THAT_YEAR });
    const staff = await aStaff(sql);

    const outcome = await outcomeOf(aSignature(sql, { staff, serial, issuer, ...dates }));

    expect(outcome).toBe(expected);
  });

  it('is free again once it is no longer believed', async () => {
    const [staff, other, serial] = [await aStaff(sql), await aStaff(sql), aCode()];
    await aSignature(sql, { staff, serial, ...THAT_YEAR });
    await retract(sql, 'digital_signature', staff);

    const outcome = await outcomeOf(aSignature(sql, { staff: other, serial, ...THAT_YEAR }));

    expect(outcome).toBe('done');
  });
});

describe('a quota', () => {
  it.each<[string, Partial<QuotaParts>, string]>([
    ['beside another of its unit and category, on a day of it', {}, 'quota_overlap__quota'],
    ['of another category', { category: 'CONTRACT' }, 'done'],
    ['from the day another ends', { from: '2025-07-01' }, 'done'],
  ])('%s', async (_what, parts, expected) => {
    const unit = await aUnit(sql);
    await aQuota(sql, { unit, ceiling: 5, until: '2025-07-01' });

    const outcome = await outcomeOf(aQuota(sql, { unit, ceiling: 5, from: '2025-06-30', ...parts }));

    expect(outcome).toBe(expected);
  });

  it('out of the total of another center is one more of its unit', async () => {
    const [unit, center] = [await aUnit(sql), await aUnit(sql)];
    await aQuota(sql, { unit, ceiling: 5 });

    const outcome = await outcomeOf(aQuota(sql, { unit, center, ceiling: 5 }));

    expect(outcome).toBe('quota_overlap__quota');
  });

  it.each([
    ['of all its year', { from: '2025-01-01', until: '2026-01-01' }, 'done'],
    ['of one day of its year', { from: '2025-12-31', until: '2026-01-01' }, 'done'],
    ['from the day before its year', { from: '2024-12-31', until: '2026-01-01' }, 'period_invalid__quota_year'],
    ['until the day after its year', { from: '2025-01-01', until: '2026-01-02' }, 'period_invalid__quota_year'],
    ['without an end', { from: '2025-01-01', until: 'infinity' }, 'period_invalid__quota_year'],
    [
      'of a year before all records',
      { year: 1899, from: '1900-01-01', until: '1900-01-02' },
      'period_invalid__quota_year',
    ],
    ['of a year that has no next one', { year: 9999, until: '9999-12-31' }, 'period_invalid__quota_year'],
    ['of no year', { year: 0, from: '2025-01-01', until: '2026-01-01' }, 'period_invalid__quota_year'],
  ])('%s', async (_what, parts, expected) => {
    const unit = await aUnit(sql, { from: '1900-01-01' });

    const outcome = await outcomeOf(aQuota(sql, { unit, ceiling: 5, ...parts }));

    expect(outcome).toBe(expected);
  });

  it.each([
    ['no posts', { ceiling: 0, minimum: 0 }, 'done'],
    ['as many posts as there may be', { ceiling: 999_999 }, 'done'],
    ['less than no posts', { ceiling: -1 }, 'input_invalid__quota'],
    ['more posts than there may be', { ceiling: 1_000_000 }, 'input_invalid__quota'],
    ['a minimum above its ceiling', { ceiling: 1, minimum: 2 }, 'input_invalid__quota'],
    ['a minimum below nobody', { ceiling: 1, minimum: -1 }, 'input_invalid__quota'],
  ])('of %s', async (_what, figures, expected) => {
    const unit = await aUnit(sql);

    const outcome = await outcomeOf(aQuota(sql, { unit, ...figures }));

    expect(outcome).toBe(expected);
  });
});

describe('workplaces of different bases', () => {
  it('may all be there on one day', async () => {
    const about = await anAbout();

    const outcomes: string[] = [];
    for (const basis of WORKPLACE_BASES) {
      const unit = await aUnit(sql);
      outcomes.push(await outcomeOf(aWorkplace(sql, { staff: about.staff, unit, basis, ...THAT_YEAR })));
    }

    expect(outcomes).toEqual(WORKPLACE_BASES.map(() => 'done'));
  });

  it('may be several beside the own one, at other counters or in other units', async () => {
    const { staff, unit } = await anAbout();
    const beside = { staff, basis: 'ADDITIONAL' as const };

    const outcomes = [
      await outcomeOf(aWorkplace(sql, { ...beside, unit, counter: '1' })),
      await outcomeOf(aWorkplace(sql, { ...beside, unit, counter: '2' })),
      await outcomeOf(aWorkplace(sql, { ...beside, unit })),
      await outcomeOf(aWorkplace(sql, { ...beside, unit: await aUnit(sql), counter: '1' })),
    ];

    expect(outcomes).toEqual(['done', 'done', 'done', 'done']);
  });
});

describe('leaders', () => {
  it('are a director and any number of deputies on one day', async () => {
    const { unit } = await anAbout();
    const lead = async (role: 'DIRECTOR' | 'DEPUTY_DIRECTOR') =>
      outcomeOf(aLeadership(sql, { staff: await aStaff(sql), unit, role }));

    const outcomes = [await lead('DIRECTOR'), await lead('DEPUTY_DIRECTOR'), await lead('DEPUTY_DIRECTOR')];

    expect(outcomes).toEqual(['done', 'done', 'done']);
  });

  it('lead several units where all but one are said to be concurrent', async () => {
    const staff = await aStaff(sql);
    const lead = async (concurrent: boolean) =>
      outcomeOf(aLeadership(sql, { staff, unit: await aUnit(sql), concurrent }));

    const outcomes = [await lead(false), await lead(true), await lead(true), await lead(false)];

    expect(outcomes).toEqual(['done', 'done', 'done', 'leadership_overlap__person']);
  });

  it('are no directors beside another because that is said to be concurrent', async () => {
    const { unit } = await anAbout();
    await aLeadership(sql, { staff: await aStaff(sql), unit });

    const outcome = await outcomeOf(aLeadership(sql, { staff: await aStaff(sql), unit, concurrent: true }));

    expect(outcome).toBe('director_exists__leadership');
  });

  it.each([
    ['another person', { staff_id: '(SELECT max(id) FROM staff)' }],
    ['another unit', { unit_id: '(SELECT max(id) FROM unit)' }],
    ['another role', { role: "'DIRECTOR'" }],
    ['another standing', { concurrent: 'true' }],
  ])('are those of their appointment, not %s', async (_what, other) => {
    const { staff, unit } = await anAbout();
    const appointment = await anAppointment(sql, { staff, unit, role: 'DEPUTY_DIRECTOR' });
    await aStaff(sql);
    await aUnit(sql);
    const given = { staff_id: 'staff_id', unit_id: 'unit_id', role: 'role', concurrent: 'concurrent', ...other };

    const outcome = await outcomeOf(sql`
      INSERT INTO leadership (appointment_id, staff_id, unit_id, role, concurrent, valid_from, instrument_id)
      SELECT id, ${sql.unsafe(Object.values(given).join(', '))}, '2025-01-01', instrument_id FROM appointment WHERE id = ${appointment}`);

    expect(outcome).toBe('not_found__leadership_appointment');
  });
});

describe('a secondee', () => {
  const COUNTED_AT_HOST = 'secondment_counted_at_host__payroll';
  const term = { from: '2025-03-01', until: '2025-09-01' };

  async function aHome(dates: Dates = {}): Promise<About & { host: string }> {
    const { staff, unit } = await anAbout();
    await aPayroll(sql, { staff, unit, ...dates });
    return { staff, unit, host: await aUnit(sql) };
  }

  it('is counted at home while working at the host', async () => {
    const { staff, host } = await aHome();

    const outcome = await outcomeOf(aWorkplace(sql, { staff, unit: host, basis: 'SECONDMENT', ...term }));

    expect(outcome).toBe('done');
  });

  it.each([
    ['on the first day of the term', { from: '2025-01-01', until: '2025-03-02' }, COUNTED_AT_HOST],
    ['on the last day of the term', { from: '2025-08-31', until: 'infinity' }, COUNTED_AT_HOST],
    ['until the term begins', { from: '2025-01-01', until: '2025-03-01' }, 'done'],
    ['once the term is over', { from: '2025-09-01', until: 'infinity' }, 'done'],
  ])('is moved onto the payroll of the host %s', async (_when, dates, expected) => {
    const { staff, host } = await aHome();
    await aWorkplace(sql, { staff, unit: host, basis: 'SECONDMENT', ...term });

    const outcome = await scene.first.run(async (tx) => {
      await retract(tx, 'payroll', staff);
      await aPayroll(tx, { staff, unit: host, ...dates });
    });

    expect(outcome).toBe(expected);
  });

  it.each([
    ['on the last day counted there', { until: '2025-03-02' }, COUNTED_AT_HOST],
    ['on the first day counted there', { from: '2025-08-31' }, COUNTED_AT_HOST],
    ['once no longer counted there', { until: '2025-03-01' }, 'done'],
    ['before being counted there', { from: '2025-09-01' }, 'done'],
  ])('is lent to the unit that counts them %s', async (_when, dates, expected) => {
    const { staff, unit } = await aHome(dates);

    const outcome = await outcomeOf(aWorkplace(sql, { staff, unit, basis: 'SECONDMENT', ...term }));

    expect(outcome).toBe(expected);
  });

  it('is told with the unit and the first such day', async () => {
    const { staff, unit } = await aHome({ from: '2025-05-01' });

    const refusal = aWorkplace(sql, { staff, unit, basis: 'SECONDMENT', ...term });

    await expect(refusal).rejects.toMatchObject({
      constraint_name: COUNTED_AT_HOST,
      detail: `{"on": "2025-05-01", "unit": "${unit}", "staff": "${staff}"}`,
    });
  });

  it('is never lent by a unit to itself', async () => {
    const { staff, unit } = await anAbout();

    const outcome = await outcomeOf(aSecondment(sql, { staff, home: unit, host: unit }));

    expect(outcome).toBe('secondment_counted_at_host__self');
  });

  it('may have a post or an assignment in the unit that counts them', async () => {
    const { staff, unit } = await aHome();

    const outcomes = [
      await outcomeOf(aWorkplace(sql, { staff, unit })),
      await outcomeOf(aWorkplace(sql, { staff, unit, basis: 'ASSIGNMENT' })),
    ];

    expect(outcomes).toEqual(['done', 'done']);
  });
});

describe('the category a person is counted in', () => {
  const MISMATCH = 'staff_category_mismatch__payroll';

  it('is the one they have', async () => {
    const { staff, unit } = await anAbout();

    const outcome = await outcomeOf(aPayroll(sql, { staff, unit, category: 'CONTRACT' }));

    expect(outcome).toBe(MISMATCH);
  });

  it.each([
    ['on a day of the other one', '2025-07-02', MISMATCH],
    ['until the day of the other one', '2025-07-01', 'done'],
  ])('is the one of each day: %s', async (_when, until, expected) => {
    const staff = await aStaff(sql, { until: '2025-07-01' });
    await aStaffVersion(sql, { staff, category: 'CONTRACT', from: '2025-07-01' });

    const outcome = await outcomeOf(aPayroll(sql, { staff, unit: await aUnit(sql), until }));

    expect(outcome).toBe(expected);
  });

  it('does not become another without the payroll', async () => {
    const { staff, unit } = await anAbout();
    await aPayroll(sql, { staff, unit });

    const alone = await outcomeOf(moveEmployment(sql, staff, { category: 'CONTRACT' }));
    const together = await scene.first.run(async (tx) => {
      await moveEmployment(tx, staff, { category: 'CONTRACT' });
      await retract(tx, 'payroll', staff);
      await aPayroll(tx, { staff, unit, category: 'CONTRACT' });
    });

    expect([alone, together]).toEqual([MISMATCH, 'done']);
  });
});

const OF_EMPLOYMENT: [string, string, State][] = [
  ['a payroll home', 'payroll', (tx, about, dates) => aPayroll(tx, { ...about, ...dates })],
  ['a workplace', 'workplace', (tx, about, dates) => aWorkplace(tx, { ...about, ...dates })],
  [
    'a workplace beside the own one',
    'workplace',
    (tx, about, dates) => aWorkplace(tx, { ...about, basis: 'ADDITIONAL', ...dates }),
  ],
  ['a leadership', 'leadership', (tx, about, dates) => aLeadership(tx, { ...about, ...dates })],
  ['a signature', 'digital_signature', (tx, { staff }, dates) => aSignature(tx, { staff, ...dates })],
];

describe.each(OF_EMPLOYMENT)('%s', (_what, table, state) => {
  const constraint = `fact_outside_employment__${table}`;
  const EMPLOYMENT = { from: '2025-01-01', until: '2026-01-01' };

  const somebody = async (): Promise<About> => ({
    staff: await aStaff(sql, EMPLOYMENT),
    unit: await aUnit(sql, { from: '2000-01-01' }),
  });

  it.each([
    ['from the first day of the employment to its last', EMPLOYMENT, 'done'],
    ['from the day before the employment', { from: '2024-12-31', until: '2026-01-01' }, constraint],
    ['until the day after the employment', { from: '2025-01-01', until: '2026-01-02' }, constraint],
    ['without an end, of somebody who leaves', { from: '2025-06-01' }, constraint],
    ['all before the employment', { from: '2024-01-01', until: '2025-01-01' }, constraint],
    ['all after the employment', { from: '2026-01-01', until: '2027-01-01' }, constraint],
  ])('that holds %s', async (_when, dates, expected) => {
    const about = await somebody();

    const outcome = await outcomeOf(state(sql, about, dates));

    expect(outcome).toBe(expected);
  });

  it.each([
    ['ends on the day before it does', { ...EMPLOYMENT, until: '2025-12-31' }, constraint],
    ['begins on the day after it does', { ...EMPLOYMENT, from: '2025-01-02' }, constraint],
    ['lasts longer', { from: '2024-01-01', until: '2027-01-01' }, 'done'],
  ])('keeps its person from an employment that %s', async (_when, dates, expected) => {
    const about = await somebody();
    await state(sql, about, EMPLOYMENT);

    const outcome = await outcomeOf(moveEmployment(sql, about.staff, dates));

    expect(outcome).toBe(expected);
  });

  it('goes on over versions that follow each other, but not over a gap between them', async () => {
    const about = await somebody();
    await aStaffVersion(sql, { staff: about.staff, from: '2026-01-01', until: '2027-01-01' });
    await aStaffVersion(sql, { staff: about.staff, from: '2027-01-02' });

    const outcomes = [
      await outcomeOf(state(sql, about, { from: '2025-06-01', until: '2027-01-02' })),
      await outcomeOf(state(sql, about, { from: '2025-06-01', until: '2027-01-01' })),
    ];

    expect(outcomes).toEqual([constraint, 'done']);
  });

  it('does not stay when nothing is said of its person any more', async () => {
    const about = await somebody();
    await state(sql, about, EMPLOYMENT);

    const outcome = await outcomeOf(retract(sql, 'staff_version', about.staff));

    expect(outcome).toBe(constraint);
  });
});

const YEAR = { from: '2025-01-01', until: '2026-01-01' };
const OF_UNIT: [string, string, State][] = [
  ...OF_EMPLOYMENT.slice(0, 4),
  [
    'a workplace at the host',
    'workplace',
    (tx, about, dates) => aWorkplace(tx, { ...about, basis: 'SECONDMENT', ...dates }),
  ],
  [
    'a deputy',
    'leadership',
    (tx, about, dates) => aLeadership(tx, { ...about, role: 'DEPUTY_DIRECTOR', concurrent: true, ...dates }),
  ],
];

describe.each(OF_UNIT)('%s, as for its unit', (_what, table, state) => {
  const constraint = `fact_outside_unit__${table}`;

  it.each([
    ['from the first day of the unit to its last', YEAR, 'done'],
    ['from the day before the unit', { ...YEAR, from: '2024-12-31' }, constraint],
    ['until the day after the unit', { ...YEAR, until: '2026-01-02' }, constraint],
    ['without an end, of a unit that closes', { from: '2025-06-01' }, constraint],
    ['all after the unit', { from: '2026-01-01', until: '2027-01-01' }, constraint],
  ])('that holds %s', async (_when, dates, expected) => {
    const about = { staff: await aStaff(sql, { from: '2000-01-01' }), unit: await aUnit(sql, YEAR) };

    const outcome = await outcomeOf(state(sql, about, dates));

    expect(outcome).toBe(expected);
  });

  it.each([
    ['closes on the day before it ends', { ...YEAR, until: '2025-12-31' }, constraint],
    ['opens on the day after it begins', { ...YEAR, from: '2025-01-02' }, constraint],
    ['lives longer', { from: '2024-01-01', until: '2027-01-01' }, 'done'],
  ])('keeps its unit from another life when that %s', async (_when, dates, expected) => {
    const about = { staff: await aStaff(sql, { from: '2000-01-01' }), unit: await aUnit(sql, YEAR) };
    await state(sql, about, YEAR);

    const outcome = await outcomeOf(moveLife(sql, about.unit, dates));

    expect(outcome).toBe(expected);
  });

  it('does not keep its unit from closing once it is no longer believed', async () => {
    const about = { staff: await aStaff(sql, { from: '2000-01-01' }), unit: await aUnit(sql, YEAR) };
    await state(sql, about, YEAR);

    const outcome = await scene.first.run(async (tx) => {
      await moveLife(tx, about.unit, { ...YEAR, until: '2025-07-01' });
      await retract(tx, table as Table, about.staff);
    });

    expect(outcome).toBe('done');
  });
});

describe('a quota, as for its unit', () => {
  const constraint = 'fact_outside_unit__quota';

  it.each([
    ['on all days of the unit', { from: '2025-03-01', until: '2025-09-01' }, 'done'],
    ['from the day before the unit', { from: '2025-02-28', until: '2025-09-01' }, constraint],
    ['until the day after the unit', { from: '2025-03-01', until: '2025-09-02' }, constraint],
    ['in a year before the unit', { year: 2024 }, constraint],
  ])('that holds %s', async (_when, dates, expected) => {
    const unit = await aUnit(sql, { from: '2025-03-01', until: '2025-09-01' });

    const outcome = await outcomeOf(aQuota(sql, { unit, ceiling: 1, ...dates }));

    expect(outcome).toBe(expected);
  });

  it('keeps its unit from closing before it ends', async () => {
    const unit = await aUnit(sql);
    await aQuota(sql, { unit, ceiling: 1 });

    const outcomes = [
      await outcomeOf(moveLife(sql, unit, { until: '2025-12-31' })),
      await outcomeOf(moveLife(sql, unit, { until: '2026-01-01' })),
    ];

    expect(outcomes).toEqual([constraint, 'done']);
  });

  it('is told with the unit and the first day outside', async () => {
    const unit = await aUnit(sql, { until: '2025-09-01' });

    const refusal = aQuota(sql, { unit, ceiling: 1 });

    await expect(refusal).rejects.toMatchObject({
      constraint_name: constraint,
      detail: `{"on": "2025-09-01", "unit": "${unit}"}`,
    });
  });
});

describe('what a decision rests on', () => {
  const WITHOUT: [string, string, (about: About) => Promise<unknown>][] = [
    [
      'a payroll home by a transfer',
      'instrument_required__payroll',
      async ({ staff, unit }) =>
        aPayroll(sql, { staff, unit, transfer: await aTransfer(sql, { staff, to: unit }), cites: false }),
    ],
    [
      'a workplace by a transfer',
      'instrument_required__workplace',
      async ({ staff, unit }) =>
        aWorkplace(sql, { staff, unit, transfer: await aTransfer(sql, { staff, to: unit }), cites: false }),
    ],
    [
      'a workplace by a secondment',
      'instrument_required__workplace',
      (about) => aWorkplace(sql, { ...about, basis: 'SECONDMENT', cites: false }),
    ],
    ['an appointment', 'instrument_required__appointment', (about) => anAppointment(sql, { ...about, cites: false })],
    ['a leadership', 'instrument_required__leadership', (about) => aLeadership(sql, { ...about, cites: false })],
    ['a quota', 'instrument_required__quota', ({ unit }) => aQuota(sql, { unit, ceiling: 1, cites: false })],
  ];

  it.each(WITHOUT)('of %s is an instrument', async (_what, constraint, state) => {
    const outcome = await outcomeOf(state(await anAbout()));

    expect(outcome).toBe(constraint);
  });

  it('of a payroll home or a post that no transfer brought need not be said', async () => {
    const about = await anAbout();

    const outcomes = [
      await outcomeOf(aPayroll(sql, { ...about, cites: false })),
      await outcomeOf(aWorkplace(sql, { ...about, cites: false })),
      await outcomeOf(aWorkplace(sql, { ...about, basis: 'ASSIGNMENT', cites: false })),
    ];

    expect(outcomes).toEqual(['done', 'done', 'done']);
  });
});

describe('a step of a transfer', () => {
  const aProposal = async () => aTransfer(sql, { staff: await aStaff(sql), to: await aUnit(sql) });

  it.each<[TransferStep, string]>([
    ['PROPOSED', 'done'],
    ['AGREED_FROM', 'done'],
    ['AGREED_TO', 'done'],
    ['DECIDED', 'instrument_required__transfer_step'],
    ['REJECTED', 'done'],
    ['CANCELLED', 'done'],
  ])('%s without an instrument', async (step, expected) => {
    const transfer = await aProposal();

    const outcome = await outcomeOf(aTransferStep(sql, { transfer, step, cites: false }));

    expect(outcome).toBe(expected);
  });

  it('is taken once', async () => {
    const transfer = await aProposal();
    await aTransferStep(sql, { transfer, step: 'DECIDED' });

    const outcomes = [
      await outcomeOf(aTransferStep(sql, { transfer, step: 'DECIDED', on: '2025-02-01' })),
      await outcomeOf(aTransferStep(sql, { transfer, step: 'AGREED_TO' })),
      await outcomeOf(aTransferStep(sql, { transfer: await aProposal(), step: 'DECIDED' })),
    ];

    expect(outcomes).toEqual(['already_done__transfer_step', 'done', 'done']);
  });
});

describe('a step of a secondment', () => {
  const aProposal = async () =>
    aSecondment(sql, { staff: await aStaff(sql), home: await aUnit(sql), host: await aUnit(sql) });

  it.each<[SecondmentStep, { reference?: string | null; onReturn?: null; cites?: false }, string]>([
    ['PROPOSED', { reference: null, onReturn: null, cites: false }, 'done'],
    ['AGREED_HOME', { reference: null }, 'secondment_consent_missing__agreement'],
    ['AGREED_HOME', { reference: '' }, 'secondment_consent_missing__agreement'],
    ['AGREED_HOST', { reference: null }, 'secondment_consent_missing__agreement'],
    ['AGREED_HOST', { reference: '' }, 'secondment_consent_missing__agreement'],
    ['AGREED_HOST', { onReturn: null, cites: false }, 'done'],
    ['DECIDED', { cites: false }, 'instrument_required__secondment_step'],
    ['EXTENDED', { cites: false }, 'instrument_required__secondment_step'],
    ['RECALLED', { cites: false }, 'instrument_required__secondment_step'],
    ['RETURNED', { cites: false }, 'done'],
    ['REJECTED', { reference: null, onReturn: null, cites: false }, 'done'],
    ['DECIDED', { onReturn: null }, 'secondment_return_unplanned__decision'],
    ['EXTENDED', { onReturn: null }, 'secondment_return_unplanned__decision'],
    ['RETURNED', { onReturn: null }, 'secondment_return_unplanned__decision'],
    ['RECALLED', { onReturn: null, reference: null }, 'done'],
  ])('%s with %o', async (step, parts, expected) => {
    const secondment = await aProposal();

    const outcome = await outcomeOf(aSecondmentStep(sql, { secondment, step, ...parts }));

    expect(outcome).toBe(expected);
  });

  it('is taken once, but for an extension', async () => {
    const secondment = await aProposal();
    await aSecondmentStep(sql, { secondment, step: 'DECIDED' });
    await aSecondmentStep(sql, { secondment, step: 'EXTENDED' });

    const outcomes = [
      await outcomeOf(aSecondmentStep(sql, { secondment, step: 'DECIDED' })),
      await outcomeOf(aSecondmentStep(sql, { secondment, step: 'EXTENDED' })),
      await outcomeOf(aSecondmentStep(sql, { secondment: await aProposal(), step: 'DECIDED' })),
    ];

    expect(outcomes).toEqual(['already_done__secondment_step', 'done', 'done']);
  });
});

describe('a period', () => {
  const PERIODS: [string, State][] = [
    ['staff_version', (tx, { staff }, dates) => aStaffVersion(tx, { staff, ...dates })],
    ['payroll', (tx, about, dates) => aPayroll(tx, { ...about, ...dates })],
    ['workplace', (tx, about, dates) => aWorkplace(tx, { ...about, ...dates })],
    ['leadership', (tx, about, dates) => aLeadership(tx, { ...about, ...dates })],
    ['digital_signature', (tx, { staff }, dates) => aSignature(tx, { staff, ...dates })],
  ];
  const WRONG: [string, { from: Day; until: Day }][] = [
    ['without a day', { from: '1999-06-01', until: '1999-06-01' }],
    ['that ends before it begins', { from: '1999-06-02', until: '1999-06-01' }],
    ['that begins before all records', { from: '1899-12-31', until: '1999-06-01' }],
    ['without a beginning', { from: '-infinity', until: '1999-06-01' }],
    ['that only begins at the end of time', { from: 'infinity', until: 'infinity' }],
    ['that ends in a year of five digits', { from: '1999-06-01', until: '10000-01-01' }],
  ];

  it.each(WRONG)('%s is refused of every fact about a person', async (_what, dates) => {
    const outcomes: string[] = [];
    for (const [, state] of PERIODS) outcomes.push(await outcomeOf(state(sql, await anAbout(), dates)));

    expect(outcomes).toEqual(PERIODS.map(([table]) => `period_invalid__${table}`));
  });

  it.each([
    ['without a day', { from: '2025-06-01', until: '2025-06-01' }],
    ['that ends before it begins', { from: '2025-06-02', until: '2025-06-01' }],
  ])('%s is refused of a quota', async (_what, dates) => {
    const outcome = await outcomeOf(aQuota(sql, { unit: await aUnit(sql), ceiling: 1, ...dates }));

    expect(outcome).toBe('period_invalid__quota');
  });
});

describe('what is said of a person', () => {
  it.each(['', ' 1', '-1', 'A B', 'Đ1', 'A'.repeat(65), 'a/b'])('is not said under the code "%s"', async (code) => {
    const outcome = await outcomeOf(aStaff(sql, { code }));

    expect(outcome).toBe('input_invalid__staff_code');
  });

  it('is said under a code of their own', async () => {
    const code = await aStaff(sql);

    const outcome = await outcomeOf(aStaff(sql, { code }));

    expect(outcome).toBe('already_exists__staff');
  });

  it.each(['', ' ', 'An ', ' An'])('is not said with the name "%s"', async (name) => {
    const outcome = await outcomeOf(aStaff(sql, { name }));

    expect(outcome).toBe('input_invalid__staff_name');
  });

  it.each([
    ['no serial number', { serial: '' }],
    ['no issuer', { issuer: '' }],
  ])('has no certificate with %s', async (_what, parts) => {
    const outcome = await outcomeOf(aSignature(sql, { staff: await aStaff(sql), ...parts }));

    expect(outcome).toBe('input_invalid__digital_signature');
  });

  it('has a workplace that comes from what its basis says', async () => {
    const { staff, unit } = await anAbout();
    const assignment = await anAssignment(sql, { staff });
    const secondment = await aSecondment(sql, { staff, home: unit, host: await aUnit(sql) });
    const told = (parts: Partial<WorkplaceParts>) => outcomeOf(aWorkplace(sql, { staff, unit, ...parts }));

    const outcomes = [
      await told({ basis: 'POST', assignment }),
      await told({ basis: 'POST', secondment }),
      await told({ basis: 'ASSIGNMENT', assignment: null }),
      await told({ basis: 'ADDITIONAL', assignment: null }),
      await told({ basis: 'ASSIGNMENT', assignment, secondment }),
      await told({ basis: 'SECONDMENT', secondment: null }),
      await told({ basis: 'SECONDMENT', secondment, assignment }),
      await told({ basis: 'SECONDED_ASSIGNMENT', assignment: null, secondment }),
    ];

    expect(outcomes).toEqual(outcomes.map(() => 'input_invalid__workplace_basis'));
  });
});
