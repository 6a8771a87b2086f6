import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aUnit, FROM, moveLife } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import {
  aBoard,
  aCounterOf,
  aHolding,
  aLoad,
  anAccount,
  aPlace,
  aSeal,
  aSealInUse,
  aSealStatus,
  aStatement,
} from '../support/thing-builder.ts';
import { ISOLATIONS, outcomeOf, SERIALIZATION_FAILURE } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

describe('a seal', () => {
  it('is not used before it is registered', async () => {
    const seal = await aSeal(sql, await aUnit(sql));

    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'IN_USE' }))).toBe('seal_not_registered__use');
    await aSealStatus(sql, seal, { status: 'REGISTERED', from: '2025-02-01', until: '2025-02-01' });
    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'IN_USE', from: '2025-01-31' }))).toBe(
      'seal_not_registered__use',
    );
    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'IN_USE', from: '2025-02-01' }))).toBe('done');
  });

  it('is not left in use when its registration is no longer believed', async () => {
    const seal = await aSealInUse(sql, await aUnit(sql));

    const retracted = outcomeOf(
      sql`UPDATE seal_status SET superseded_at = now() WHERE seal_id = ${seal} AND status = 'REGISTERED' AND superseded_at = 'infinity'`,
    );

    expect(await retracted).toBe('seal_not_registered__use');
  });

  it('is the only principal one of its unit in use on a day', async () => {
    const unit = await aUnit(sql);
    await aSealInUse(sql, unit, { until: '2025-07-01' });

    expect(await outcomeOf(aSealInUse(sql, unit, { from: '2025-06-30' }))).toBe('seal_duplicate__use');
    expect(await outcomeOf(aSealInUse(sql, unit, { from: '2025-07-01' }))).toBe('done');
    expect(await outcomeOf(aSealInUse(sql, unit, { kind: 'EMBOSSED' }))).toBe('done');
  });

  it('is what it is of the unit that it was made for', async () => {
    const [seal, other] = [await aSeal(sql, await aUnit(sql)), await aUnit(sql)];

    const moved = sql`INSERT INTO seal_status (seal_id, unit_id, kind, status, valid_from)
      SELECT ${seal}, unit.id, 'PRINCIPAL', 'REQUESTED', ${FROM} FROM unit WHERE code = ${other}`;

    expect(await outcomeOf(moved)).toBe('not_found__seal_status_seal');
  });

  it('that is a further wet one rests on a permission', async () => {
    expect(await outcomeOf(aSeal(sql, await aUnit(sql), 'ADDITIONAL'))).toBe('instrument_required__seal_permission');
  });

  it.each(ISOLATIONS)('has one rival of two put into use at the same moment (%s)', async (isolation) => {
    const unit = await aUnit(sql);
    const seals = [await aSeal(sql, unit), await aSeal(sql, unit)] as const;
    for (const seal of seals) await aSealStatus(sql, seal, { status: 'REGISTERED', until: FROM });
    const { first, second } = scene;

    await first.begin(isolation);
    await second.begin(isolation);
    await aSealStatus(first.sql, seals[0], { status: 'IN_USE' });
    const late = second.finish((writer) => aSealStatus(writer, seals[1], { status: 'IN_USE' }));
    await second.waits(sql);
    await first.commit();

    expect(['seal_duplicate__use', SERIALIZATION_FAILURE]).toContain(await late);
    const [inUse] = await sql`SELECT count(*)::int AS count FROM seal_status s JOIN unit ON unit.id = s.unit_id
      WHERE unit.code = ${unit} AND s.status = 'IN_USE' AND s.superseded_at = 'infinity'`;
    expect(inUse?.count).toBe(1);
  });
});

describe('what is in use, open or held', () => {
  const USES = {
    seal_status: (writer: Sql, unit: string) => aSealInUse(writer, unit),
    counter_version: (writer: Sql, unit: string) => aCounterOf(writer, { unit }),
    dossier_load: (writer: Sql, unit: string) => aLoad(writer, { unit, day: '2025-06-30' }),
  } as const;

  it.each(Object.entries(USES))('lies within the life of its unit: %s', async (table, use) => {
    const short = await aUnit(sql, { until: '2025-06-01' });
    const long = await aUnit(sql);
    await use(sql, long);

    expect(await outcomeOf(use(sql, short))).toBe(`fact_outside_unit__${table}`);
    expect(await outcomeOf(moveLife(sql, long, { until: '2025-06-30' }))).toBe(`fact_outside_unit__${table}`);
  });

  const BEGINNINGS = {
    seal_status: async (writer: Sql, { unit, from }: { unit: string; from: string }) =>
      aSealStatus(writer, await aSeal(writer, unit), { status: 'REGISTERED', from }),
    signboard_status: aBoard,
    bank_account_status: anAccount,
    readiness: aStatement,
  } as const;

  it.each(Object.entries(BEGINNINGS))(
    'begins within the life of its unit, and may outlive it: %s',
    async (table, begin) => {
      const [short, long] = [await aUnit(sql, { until: '2025-06-01' }), await aUnit(sql)];
      await begin(sql, { unit: long, from: '2025-05-31' });

      expect(await outcomeOf(begin(sql, { unit: short, from: '2025-06-01' }))).toBe(`fact_outside_unit__${table}`);
      expect(await outcomeOf(begin(sql, { unit: short, from: '2025-05-31' }))).toBe('done');
      expect(await outcomeOf(moveLife(sql, long, { until: '2025-05-31' }))).toBe(`fact_outside_unit__${table}`);
      expect(await outcomeOf(moveLife(sql, long, { until: '2025-06-01' }))).toBe('done');
    },
  );

  it('lies within the life of its unit: premises', async () => {
    const [short, long] = [await aUnit(sql, { until: '2025-06-01' }), await aUnit(sql)];
    await aHolding(sql, { site: await aPlace(sql), unit: long });

    expect(await outcomeOf(aHolding(sql, { site: await aPlace(sql), unit: short }))).toBe(
      'fact_outside_unit__premises',
    );
    expect(await outcomeOf(moveLife(sql, long, { until: '2025-06-01' }))).toBe('fact_outside_unit__premises');
  });

  it.each(ISOLATIONS)('meets who ends the life of the unit at the same moment (%s)', async (isolation) => {
    const unit = await aUnit(sql);
    const { first, second } = scene;

    await first.begin(isolation);
    await second.begin(isolation);
    await moveLife(first.sql, unit, { until: '2025-06-01' });
    const late = second.finish((writer) => aLoad(writer, { unit, day: '2025-07-01' }));
    await second.waits(sql);
    await first.commit();

    expect(['fact_outside_unit__dossier_load', SERIALIZATION_FAILURE]).toContain(await late);
  });
});

describe('what is left of a unit that is gone', () => {
  it('outlives it: a seal to be returned, a board to be taken down', async () => {
    const unit = await aUnit(sql, { until: '2025-06-01' });
    const seal = await aSealInUse(sql, unit, { until: '2025-06-01' });

    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'WITHDRAWN', from: '2025-06-01' }))).toBe('done');
  });
});

describe('statuses of a thing', () => {
  it('are one a day, but any number may be passed on one', async () => {
    const seal = await aSeal(sql, await aUnit(sql));

    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'REQUESTED', until: FROM }))).toBe('done');
    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'AUTHORIZED', until: FROM }))).toBe('done');
    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'ENGRAVED' }))).toBe('done');
    expect(await outcomeOf(aSealStatus(sql, seal, { status: 'REGISTERED', from: '2025-03-01' }))).toBe(
      'status_overlap__seal',
    );
  });
});
