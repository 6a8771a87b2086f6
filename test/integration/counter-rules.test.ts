import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { globalId } from '../../src/domain/global-id.ts';
import { closeCounter } from '../../src/services/counter/close-counter.ts';
import { openCounter } from '../../src/services/counter/open-counter.ts';
import { dissolveUnit } from '../../src/services/unit/dissolve-unit.ts';
import { aRelation, aService, aTerritory, aUnit, moveLife } from '../support/organization-builder.ts';
import { kinds, ROUNDS, race } from '../support/race.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { aCounterOf, aHolding, aPlace } from '../support/thing-builder.ts';
import { ISOLATIONS, outcomeOf, SERIALIZATION_FAILURE } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;
let databases: Database[];
let works: [UnitOfWork, UnitOfWork];

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
  databases = [1, 2].map(() => openDatabase(scene.url, { reads: 1, writes: 2 }));
  const of = (database: Database) => new UnitOfWork(database, { actor: 'lan', requestId: '1' });
  works = databases.map(of) as [UnitOfWork, UnitOfWork];
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await scene.close();
});

const LATER = { from: '2025-06-01', until: '2025-07-01' };

describe('PostgreSQL refuses a counter', () => {
  it('of a label that another of the unit has on the day, whatever the case', async () => {
    const unit = await aUnit(sql);
    await aCounterOf(sql, { unit });

    expect(await outcomeOf(aCounterOf(sql, { unit, label: 'QUẦY 1', ...LATER }))).toBe('counter_overlap__label');
    expect(await outcomeOf(aCounterOf(sql, { unit: await aUnit(sql) }))).toBe('done');
  });

  it('that is two things on a day', async () => {
    const [unit, other] = [await aUnit(sql), await aUnit(sql)];
    const counter = await aCounterOf(sql, { unit, until: '2025-06-02' });

    expect(await outcomeOf(aCounterOf(sql, { unit: other, counter, ...LATER }))).toBe('status_overlap__counter');
    expect(await outcomeOf(aCounterOf(sql, { unit: other, counter, from: '2025-06-02' }))).toBe('done');
  });

  it.each([
    ['input_invalid__counter_label', { label: ' Quầy' }],
    ['input_invalid__counter_label', { label: '' }],
    ['input_invalid__counter_weekdays', { weekdays: [] }],
    ['input_invalid__counter_weekdays', { weekdays: [0, 1] }],
    ['period_invalid__counter_version', { from: '2025-06-01', until: '2025-06-01' }],
  ])('by %s: %o', async (constraint, parts) => {
    expect(await outcomeOf(aCounterOf(sql, { unit: await aUnit(sql), ...parts }))).toBe(constraint);
  });

  it('outside the life of its unit, and a life that ends while it is open', async () => {
    const unit = await aUnit(sql, { until: '2025-07-01' });
    const open = await aUnit(sql);
    await aCounterOf(sql, { unit: open });

    expect(await outcomeOf(aCounterOf(sql, { unit }))).toBe('fact_outside_unit__counter_version');
    expect(await outcomeOf(aCounterOf(sql, { unit, ...LATER }))).toBe('done');
    expect(await outcomeOf(moveLife(sql, open, { until: '2025-07-01' }))).toBe('fact_outside_unit__counter_version');
  });

  it('that was said of it to be changed or deleted', async () => {
    const counter = await aCounterOf(sql, { unit: await aUnit(sql) });

    const changed = sql`UPDATE counter_version SET label = 'x' WHERE counter_id = ${counter}`;
    expect(await outcomeOf(changed)).toBe('history_immutable__counter_version');
    expect(await outcomeOf(sql`DELETE FROM counter WHERE id = ${counter}`)).toBe('history_immutable__counter');
  });
});

describe('PostgreSQL refuses premises', () => {
  it('with two holders on a day', async () => {
    const [unit, other, site] = [await aUnit(sql), await aUnit(sql), await aPlace(sql)];
    await aHolding(sql, { unit, site, until: '2025-06-15' });

    expect(await outcomeOf(aHolding(sql, { unit: other, site, ...LATER }))).toBe('site_double_allocated__premises');
    expect(await outcomeOf(aHolding(sql, { unit: other, site, from: '2025-06-15' }))).toBe('done');
  });

  it('held by nothing, or outside the life of the unit', async () => {
    const [unit, site] = [await aUnit(sql, { until: '2025-07-01' }), await aPlace(sql)];

    expect(await outcomeOf(aHolding(sql, { unit, site, decided: false, ...LATER }))).toBe(
      'instrument_required__premises',
    );
    expect(await outcomeOf(aHolding(sql, { unit, site }))).toBe('fact_outside_unit__premises');
  });

  it('to be left behind by a unit whose life ends', async () => {
    const [unit, site] = [await aUnit(sql), await aPlace(sql)];
    await aHolding(sql, { unit, site });

    expect(await outcomeOf(moveLife(sql, unit, { until: '2025-07-01' }))).toBe('fact_outside_unit__premises');
  });
});

describe('two who write at once', () => {
  it.each(ISOLATIONS)('the same label under %s: the first one has it', async (isolation) => {
    const { first, second } = scene;
    const unit = await aUnit(sql);
    await first.begin(isolation);
    await second.begin(isolation);
    await aCounterOf(first.sql, { unit });

    const late = second.finish((tx) => aCounterOf(tx, { unit, label: 'quầy 1' }));
    await second.waits(sql);
    await first.commit();

    expect(['counter_overlap__label', SERIALIZATION_FAILURE]).toContain(await late);
    expect(
      await sql`SELECT FROM counter_version JOIN unit ON unit.id = unit_id WHERE unit.code = ${unit}`,
    ).toHaveLength(1);
  });

  it('open a counter of the same label by the API: one is told that it is taken', async () => {
    const open = (work: UnitOfWork, unit: string, label: string) => () =>
      openCounter(work, { unit, label, kind: 'STANDARD', weekdays: [1], from: '2025-02-01', until: null });
    const told = await race(async () => {
      const unit = await aUnit(sql);
      return [open(works[0], unit, 'Quầy 1'), open(works[1], unit, 'quầy 1')];
    });

    expect(told.map((both) => [...both].sort())).toEqual(Array(ROUNDS).fill(['COUNTER_OVERLAP', 'done']));
  });

  it('close the last two counters below a receiver, each at another unit: one stays', async () => {
    const told = await race(async () => {
      const receiver = await aUnit(sql);
      await aService(sql, { unit: receiver, territory: await aTerritory(sql) });
      const closing = async (work: UnitOfWork) => {
        const unit = await aUnit(sql);
        await aRelation(sql, { child: unit, parent: receiver });
        const counter = globalId('Counter', await aCounterOf(sql, { unit }));
        return () => closeCounter(work, { counter, on: '2025-03-01', reason: null });
      };
      return [await closing(works[0]), await closing(works[1])];
    });

    expect(told.map((both) => [...both].sort())).toEqual(Array(ROUNDS).fill(['SERVICE_INTERRUPTED', 'done']));
  });

  it('open a counter and close its unit: no counter is open at a unit that is not there', async () => {
    const told = await race(async () => {
      const unit = await aUnit(sql);
      const on = '2025-03-01';
      const dissolve = { unit, on, noSuccessor: true, successors: [], instrument: '1/QĐ' };
      return [
        () =>
          openCounter(works[0], { unit, label: '1', kind: 'STANDARD', weekdays: [1], from: '2025-02-01', until: null }),
        () => dissolveUnit(works[1], dissolve),
      ];
    });

    expect(kinds(told).filter((what) => !['done / done', 'FACT_OUTSIDE_UNIT / done'].includes(what))).toEqual([]);
    const outside = await sql`
      SELECT FROM counter_version c JOIN unit_life l ON l.unit_id = c.unit_id AND l.superseded_at = 'infinity'
      WHERE c.superseded_at = 'infinity' AND c.valid_to > l.valid_to`;
    expect(outside).toHaveLength(0);
  });
});
