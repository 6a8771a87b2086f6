import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { globalId } from '../../src/domain/global-id.ts';
import { advanceHandovers } from '../../src/services/handover/advance-handovers.ts';
import { allocatePremises } from '../../src/services/site/allocate-premises.ts';
import { aUnit, FROM } from '../support/organization-builder.ts';
import { ROUNDS, race } from '../support/race.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { outcomeOf, type Writer } from '../support/writer.ts';

const INSTRUMENT = '1/QĐ';
const OPEN = 'infinity';

let scene: Scene;
let sql: Sql;
let first: Writer;
let databases: Database[];
let one: UnitOfWork;
let other: UnitOfWork;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first } = scene);
  databases = [1, 2].map(() => openDatabase(scene.url, { reads: 1, writes: 2 }));
  const of = (database: Database) => new UnitOfWork(database, { actor: 'lan', requestId: '1' });
  [one, other] = databases.map(of) as [UnitOfWork, UnitOfWork];
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await scene.close();
});

const idOf = (unit: string) => sql`(SELECT id FROM unit WHERE code = ${unit})`;

async function aPlace(): Promise<number> {
  const [row] = await sql<{ id: string }[]>`INSERT INTO site (address) VALUES ('1 Test') RETURNING id`;
  return Number(row?.id);
}

/** Says past the product who holds a site. */
const holding = (
  tx: Sql,
  {
    site,
    unit,
    handover = null,
    from = FROM,
    until = OPEN,
  }: { site: number; unit: string; handover?: number | null; from?: string; until?: string },
) => tx`
  INSERT INTO premises (site_id, unit_id, handover_id, instrument_id, valid_from, valid_to)
  VALUES (${site}, (SELECT id FROM unit WHERE code = ${unit}), ${handover},
    CASE WHEN ${handover}::bigint IS NULL THEN (SELECT min(id) FROM legal_instrument) END, ${from}, ${until})`;

/** A handover that stands so from `FROM` on; answers its id. */
async function handoverThatIs(
  status: string,
  { giver, receiver, site }: { giver: string; receiver: string; site: number },
): Promise<number> {
  const [row] = await sql<{ id: string }[]>`
    WITH thing AS (
      INSERT INTO handover (title, giver_id, receiver_id, site_id)
      VALUES ('Test', ${idOf(giver)}, ${idOf(receiver)}, ${site}) RETURNING id, receiver_id),
    status AS (
      INSERT INTO handover_status (handover_id, unit_id, status, valid_from)
      SELECT id, receiver_id, ${status}::handover_status_kind, ${FROM} FROM thing)
    SELECT id FROM thing`;
  return Number(row?.id);
}

describe('the database itself refuses', () => {
  it('a second holder of a site on any day, but not one who follows', async () => {
    const [site, a, b] = [await aPlace(), await aUnit(sql), await aUnit(sql)];
    await first.run((tx) => holding(tx, { site, unit: a, until: '2025-06-01' }));

    expect(await first.run((tx) => holding(tx, { site, unit: b, from: '2025-05-31' }))).toBe(
      'site_double_allocated__premises',
    );
    expect(await first.run((tx) => holding(tx, { site, unit: b, from: '2025-06-01' }))).toBe('done');
  });

  it('premises on minutes that are not signed, or that are of another site or receiver', async () => {
    const [site, giver, receiver] = [await aPlace(), await aUnit(sql), await aUnit(sql)];
    const handover = await handoverThatIs('INSPECTED', { giver, receiver, site });

    for (const held of [
      { site, unit: receiver },
      { site: await aPlace(), unit: receiver },
      { site, unit: giver },
    ])
      expect(await first.run((tx) => holding(tx, { ...held, handover }))).toBe('handover_incomplete__premises');
  });

  it('signed minutes without a number or one of two signatures', async () => {
    const [site, giver, receiver] = [await aPlace(), await aUnit(sql), await aUnit(sql)];
    const handover = await handoverThatIs('LISTED', { giver, receiver, site });
    const signed = (reference: string | null, by: string | null, and: string | null) =>
      outcomeOf(sql`
        INSERT INTO handover_status (handover_id, unit_id, status, valid_from, valid_to, reference, giver_signatory, receiver_signatory)
        VALUES (${handover}, ${idOf(receiver)}, 'SIGNED', '2024-01-01', '2024-01-01', ${reference}, ${by}, ${and})`);

    expect(await signed(null, 'A', 'B')).toBe('handover_incomplete__signatures');
    expect(await signed('1/BB', '', 'B')).toBe('handover_incomplete__signatures');
    expect(await signed('1/BB', 'A', null)).toBe('handover_incomplete__signatures');
    expect(await signed('1/BB', 'A', 'B')).toBe('done');
  });

  it('premises without anything that they rest on, and beyond the life of their unit', async () => {
    const [site, unit] = [await aPlace(), await aUnit(sql, { until: '2026-01-01' })];

    expect(
      await outcomeOf(
        sql`INSERT INTO premises (site_id, unit_id, valid_from) VALUES (${site}, ${idOf(unit)}, ${FROM})`,
      ),
    ).toBe('instrument_required__premises');
    expect(await first.run((tx) => holding(tx, { site, unit, until: '2026-01-02' }))).toBe(
      'fact_outside_unit__premises',
    );
  });
});

/** Who is believed to hold a site, in the order of days. */
const holders = (site: number) => sql<{ code: string; from: string; until: string }[]>`
  SELECT unit.code, valid_from AS "from", valid_to AS until FROM premises JOIN unit ON unit.id = unit_id
  WHERE site_id = ${site} AND superseded_at = 'infinity' ORDER BY valid_from`;

const won = (told: readonly [string, string][]): number[] =>
  told.map((both) => both.filter((what) => what === 'done').length);
const lost = (told: readonly [string, string][]): string[] => [
  ...new Set(told.flat().filter((what) => what !== 'done')),
];

/** Signs the minutes of a handover. */
const signs = (work: UnitOfWork, handover: number) => () =>
  advanceHandovers(work, {
    steps: [
      {
        id: globalId('Handover', handover),
        to: 'SIGNED',
        on: '2025-03-01',
        path: [],
        minutes: '1/BB',
        giverSignatory: 'A',
        receiverSignatory: 'B',
        note: null,
      },
    ],
  });

describe('two who at once', () => {
  it('sign one site over to two receivers: one of them gets it', async () => {
    const sites: number[] = [];
    const told = await race(async () => {
      const [site, giver] = [await aPlace(), await aUnit(sql)];
      sites.push(site);
      await first.run((tx) => holding(tx, { site, unit: giver }));
      const handovers: number[] = [];
      for (const receiver of [await aUnit(sql), await aUnit(sql)])
        handovers.push(await handoverThatIs('INSPECTED', { giver, receiver, site }));
      const [a = 0, b = 0] = handovers;
      return [signs(one, a), signs(other, b)];
    });

    expect(won(told)).toEqual(Array(ROUNDS).fill(1));
    expect(lost(told)).toEqual(['SITE_DOUBLE_ALLOCATED']);
    for (const site of sites) {
      expect(await holders(site)).toMatchObject([
        { from: FROM, until: '2025-03-01' },
        { from: '2025-03-01', until: OPEN },
      ]);
    }
  });

  it('say who is the first to hold a site, who share no unit: one of them is believed', async () => {
    const told = await race(async () => {
      const [place, a, b] = [await aPlace(), await aUnit(sql), await aUnit(sql)];
      const site = globalId('Site', place);
      const says = (work: UnitOfWork, unit: string) => () =>
        allocatePremises(work, { site, unit, from: FROM, until: null, untilEvent: null, instrument: INSTRUMENT });
      return [says(one, a), says(other, b)];
    });

    expect(won(told)).toEqual(Array(ROUNDS).fill(1));
    expect(lost(told)).toEqual(['SITE_DOUBLE_ALLOCATED']);
  });
});
