import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aCode,
  aRelation,
  aService,
  aSite,
  aTerritory,
  aUnit,
  aVersion,
  type Dates,
  moveLife,
} from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { ISOLATIONS, outcomeOf, type Writer } from '../support/writer.ts';

interface Rule {
  constraint: string;
  /** What at most one statement a day may be made about. */
  subject: (sql: Sql) => Promise<string>;
  /** Makes such a statement. */
  state: (sql: Sql, subject: string, dates: Dates) => Promise<unknown>;
  /** Ends the belief in those made. */
  retract: (sql: Sql, subject: string) => PromiseLike<unknown>;
}

const RULES: Record<string, Rule> = {
  'a second parent': {
    constraint: 'unit_parent_overlap__relation',
    subject: aUnit,
    state: async (sql, child, dates) => aRelation(sql, { child, parent: await aUnit(sql), ...dates }),
    retract: (sql, child) =>
      sql`UPDATE unit_relation SET superseded_at = now() WHERE child_id = (SELECT id FROM unit WHERE code = ${child})`,
  },
  'a second receiving unit of a territory': {
    constraint: 'territory_overlap__service',
    subject: aTerritory,
    state: async (sql, territory, dates) => aService(sql, { unit: await aUnit(sql), territory, ...dates }),
    retract: (sql, code) =>
      sql`UPDATE service_territory SET superseded_at = now() WHERE territory_id = (SELECT id FROM territory WHERE code = ${code})`,
  },
  'a second version of a unit': {
    constraint: 'unit_version_overlap__version',
    subject: (sql) => aUnit(sql, { until: '2026-01-01' }),
    state: async (sql, unit, { from, until }) => {
      await aVersion(sql, { unit, from, until });
      await sql`UPDATE unit_life SET superseded_at = now() WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit})
        AND superseded_at = 'infinity'`;
      await sql`INSERT INTO unit_life (unit_id, valid_from, valid_to, opened_by, closed_by)
        SELECT unit_id, valid_from, ${until ?? null}, opened_by, closed_by FROM unit_life
        WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit}) ORDER BY id DESC LIMIT 1`;
    },
    retract: (sql, unit) => moveLife(sql, unit, { until: '2026-01-01' }),
  },
  'a second seat': {
    constraint: 'site_overlap__seat',
    subject: aUnit,
    state: (sql, unit, dates) => aSite(sql, { unit, ...dates }),
    retract: (sql, unit) =>
      sql`UPDATE unit_site SET superseded_at = now() WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit})`,
  },
  'a second bearer of a territory code': {
    constraint: 'territory_code_overlap__version',
    subject: async () => aCode(),
    state: (sql, code, dates) => aTerritory(sql, { code, ...dates }),
    retract: (sql, code) => sql`UPDATE territory_version SET superseded_at = now() WHERE code = ${code}`,
  },
};

const THAT_YEAR = { from: '2026-01-01', until: '2027-01-01' };
const LAST_DAY_OF_IT = { from: '2026-12-31', until: '2028-01-01' };
const YEAR_AFTER = { from: '2027-01-01', until: '2028-01-01' };

let scene: Scene;
let sql: Sql;
let first: Writer;
let second: Writer;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first, second } = scene);
});

afterAll(() => scene.close());

describe.each(Object.entries(RULES))('%s', (_what, { constraint, subject: aSubject, state, retract }) => {
  it('is refused on a day that has one', async () => {
    const subject = await aSubject(sql);
    await first.run((tx) => state(tx, subject, THAT_YEAR));

    const outcome = await second.run((tx) => state(tx, subject, LAST_DAY_OF_IT));

    expect(outcome).toBe(constraint);
  });

  it('may follow on the day the one before ends', async () => {
    const subject = await aSubject(sql);
    await first.run((tx) => state(tx, subject, THAT_YEAR));

    const outcome = await second.run((tx) => state(tx, subject, YEAR_AFTER));

    expect(outcome).toBe('done');
  });

  it('may stand where the other is no longer believed', async () => {
    const subject = await aSubject(sql);
    await first.run((tx) => state(tx, subject, THAT_YEAR));

    const outcome = await second.run(async (tx) => {
      await retract(tx, subject);
      await state(tx, subject, THAT_YEAR);
    });

    expect(outcome).toBe('done');
  });

  describe.each(ISOLATIONS)('by two writers at once under %s', (isolation) => {
    it('waits for the first to commit, then is refused', async () => {
      const subject = await aSubject(sql);
      await first.begin(isolation);
      await second.begin(isolation);
      await state(first.sql, subject, THAT_YEAR);

      const outcome = second.finish((tx) => state(tx, subject, LAST_DAY_OF_IT));
      await second.waits(sql);
      await first.commit();

      expect(await outcome).toBe(constraint);
    });

    it('waits for the first to be rolled back, then stands', async () => {
      const subject = await aSubject(sql);
      await first.begin(isolation);
      await second.begin(isolation);
      await state(first.sql, subject, THAT_YEAR);

      const outcome = second.finish((tx) => state(tx, subject, THAT_YEAR));
      await second.waits(sql);
      await first.rollback();

      expect(await outcome).toBe('done');
    });
  });
});

describe('what does not count as a second', () => {
  it('takes a parent of each kind on the same day', async () => {
    const [child, parent] = [await aUnit(sql), await aUnit(sql)];

    const outcomes = [
      await outcomeOf(aRelation(sql, { child, parent, kind: 'ESTABLISHMENT' })),
      await outcomeOf(aRelation(sql, { child, parent, kind: 'STAFF_MANAGEMENT' })),
      await outcomeOf(aRelation(sql, { child, parent, kind: 'FACILITY_MANAGEMENT' })),
      await outcomeOf(aRelation(sql, { child, parent, kind: 'PROFESSIONAL' })),
    ];

    expect(outcomes).toEqual(['done', 'done', 'done', 'done']);
  });

  it('takes premises beside a seat and beside each other', async () => {
    const unit = await aUnit(sql);

    const outcomes = [
      await outcomeOf(aSite(sql, { unit, role: 'SEAT' })),
      await outcomeOf(aSite(sql, { unit, role: 'PREMISES' })),
      await outcomeOf(aSite(sql, { unit, role: 'PREMISES' })),
    ];

    expect(outcomes).toEqual(['done', 'done', 'done']);
  });
});
