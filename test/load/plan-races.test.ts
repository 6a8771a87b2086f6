import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { type ApplyChange, applyChange } from '../../src/services/change/apply-change.ts';
import { attestGate, revokeAttestation } from '../../src/services/gate/attest-gate.ts';
import { applyPhase } from '../../src/services/phase/apply-phase.ts';
import { completePhase } from '../../src/services/phase/complete-phase.ts';
import { startPhase } from '../../src/services/phase/start-phase.ts';
import { importPlan } from '../../src/services/plan/import-plan.ts';
import { readPlan } from '../../src/services/plan/read-plan.ts';
import { supersedePlan } from '../../src/services/plan/supersede-plan.ts';
import { setPolicy } from '../../src/services/policy/set-policy.ts';
import { renameUnit } from '../../src/services/unit/rename-unit.ts';
import { revokeWaiver } from '../../src/services/waiver/revoke-waiver.ts';
import { aCode, aRelation, aService, aTerritory, aUnit, FROM } from '../support/organization-builder.ts';
import { aBusyPlan, aFreeze, aGate, aPlan, aWaiver } from '../support/plan-builder.ts';
import { kinds, ROUNDS, race } from '../support/race.ts';
import { openScene, type Scene } from '../support/scene.ts';

const INSTRUMENT = '1/QĐ';
const DAYS = ['2025-02-10', '2025-02-11', '2025-02-12'];
const FIRST_QUARTER = { from: '2025-01-01', until: '2025-04-01' };
const SECOND_QUARTER = { from: '2025-04-01', until: '2025-07-01' };

let scene: Scene;
let sql: Sql;
let databases: Database[];
let one: UnitOfWork;
let other: UnitOfWork;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
  databases = [1, 2].map(() => openDatabase(scene.url, { reads: 1, writes: 2 }));
  const of = (database: Database) => new UnitOfWork(database, { actor: 'lan', requestId: '1' });
  [one, other] = databases.map(of) as [UnitOfWork, UnitOfWork];
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await scene.close();
});

const asPlanned = (plan: { code: string }, planned: number): ApplyChange => ({
  plan: plan.code,
  phase: null,
  planned,
  change: null,
});

async function actsOf(plan: { id: number }): Promise<number> {
  const [row] = await sql<
    { acts: number }[]
  >`SELECT count(*)::int AS acts FROM change_event WHERE plan_id = ${plan.id}`;
  return row?.acts ?? 0;
}

describe('two planners who at once', () => {
  it('start the same phase: it is started once', async () => {
    const told = await race(async () => {
      const plan = await aPlan(sql, FIRST_QUARTER);
      const start = (work: UnitOfWork) => () => startPhase(work, { plan: plan.code, phase: 1, on: '2025-02-01' });
      return [start(one), start(other)];
    });

    expect(told.map((both) => both.filter((what) => what === 'done').length)).toEqual(Array(ROUNDS).fill(1));
    expect(told.flat().filter((what) => what !== 'done' && !what.includes('PHASE_ALREADY_ACTIVE'))).toEqual([]);
  });

  it('start two phases: only the first of them begins', async () => {
    const told = await race(async () => {
      const { code } = await aPlan(sql, FIRST_QUARTER, SECOND_QUARTER);
      return [
        () => startPhase(one, { plan: code, phase: 1, on: '2025-02-01' }),
        () => startPhase(other, { plan: code, phase: 2, on: '2025-05-01' }),
      ];
    });

    expect(told.filter(([first, second]) => first !== 'done' || !second.includes('PHASE_ORDER'))).toEqual([]);
  });

  it('apply the same phase: each of its changes is carried out once', async () => {
    const plans: { id: number }[] = [];
    const told = await race(async () => {
      const plan = await aBusyPlan(sql, DAYS);
      plans.push(plan);
      const apply = (work: UnitOfWork) => () => applyPhase(work, { plan: plan.code, phase: 1, today: '2025-02-20' });
      return [apply(one), apply(other)];
    });

    expect(told.map((both) => both.sort().join())).toEqual(Array(ROUNDS).fill('ALREADY_DONE,done'));
    expect(await Promise.all(plans.map(actsOf))).toEqual(Array(ROUNDS).fill(3));
  });

  it('apply one planned change: it is carried out once', async () => {
    const plans: { id: number }[] = [];
    const told = await race(async () => {
      const plan = await aBusyPlan(sql, DAYS);
      plans.push(plan);
      const apply = (work: UnitOfWork) => () => applyChange(work, asPlanned(plan, plan.planned[0] ?? 0));
      return [apply(one), apply(other)];
    });

    expect(told.map((both) => both.sort().join())).toEqual(Array(ROUNDS).fill('ALREADY_DONE,done'));
    expect(await Promise.all(plans.map(actsOf))).toEqual(Array(ROUNDS).fill(1));
  });

  it('apply a phase and one of its changes: each is carried out once', async () => {
    const plans: { id: number }[] = [];
    await race(async () => {
      const plan = await aBusyPlan(sql, DAYS);
      plans.push(plan);
      return [
        () => applyPhase(one, { plan: plan.code, phase: 1, today: '2025-02-20' }),
        () => applyChange(other, asPlanned(plan, plan.planned[0] ?? 0)),
      ];
    });

    expect(await Promise.all(plans.map(actsOf))).toEqual(Array(ROUNDS).fill(3));
  });

  it('set the same policy: one holds from each day, and the other from its own', async () => {
    const told = await race(async (index) => {
      const unit = await aUnit(sql);
      const set = (work: UnitOfWork, value: string, from: string) => () =>
        setPolicy(work, {
          ...{ key: 'headcount.min', value, from, until: null, unit },
          ...{ instrument: INSTRUMENT, article: null, confirmed: false, note: null },
        });
      return [set(one, '1', FROM), set(other, '2', index % 3 === 0 ? FROM : '2025-06-01')];
    });

    expect(kinds(told)).toEqual(['done / done']);
    const gaps = await sql`
      SELECT scope_id FROM policy WHERE superseded_at = 'infinity' GROUP BY 1
      HAVING range_agg(daterange(valid_from, valid_to)) <> datemultirange(daterange(${FROM}, 'infinity'))`;
    expect(gaps).toHaveLength(0);
  });
});

describe('a phase that is completed', () => {
  it('while the attestation of its gate is taken back is completed before it, or not at all', async () => {
    const told = await race(async () => {
      const { code, id, phase } = await aBusyPlan(sql);
      await aGate(sql, { plan: id, phase, code: 'SAFE', kind: 'ATTESTATION' });
      const about = { plan: code, phase: 1, gate: 'SAFE' };
      await attestGate(one, { ...about, on: FROM, evidence: 'Minutes', attestedBy: 'lan' });
      return [
        () => completePhase(one, { plan: code, phase: 1, on: '2025-03-01' }),
        () => revokeAttestation(other, { ...about, on: '2025-02-01' }),
      ];
    });

    const late = await sql`
      SELECT FROM phase_status AS s JOIN gate_attestation AS a USING (phase_id)
      WHERE s.status = 'COMPLETED' AND a.valid_to = 'infinity' AND a.superseded_at < s.recorded_at`;
    expect(late).toHaveLength(0);
    expect(kinds(told).filter((kind) => !['PHASE_GATE_UNMET / done', 'done / done'].includes(kind))).toEqual([]);
  });

  it('while a territory loses its only receiving unit is completed before it, or not at all', async () => {
    const told = await race(async () => {
      const { code, id, phase, center } = await aBusyPlan(sql);
      const [unit, territory] = [await aUnit(sql), await aTerritory(sql)];
      await aRelation(sql, { child: unit, parent: center });
      await aService(sql, { unit, territory });
      await sql`INSERT INTO plan_territory (plan_id, territory_id) SELECT ${id}, id FROM territory WHERE code = ${territory}`;
      await aGate(sql, { plan: id, phase, code: 'COVERAGE', kind: 'TERRITORY_COVERAGE' });
      await aWaiver(sql, unit, 'SERVICE_INTERRUPTED');
      const result = { unit, attributes: {}, relations: [], territories: [], children: [], seat: null };
      const results = [{ ...result, endTerritories: [territory] }];
      const change = {
        kind: 'TERRITORY' as const,
        on: '2025-02-01',
        sources: [],
        results,
        noSuccessor: false,
        note: null,
      };
      return [
        () => completePhase(one, { plan: code, phase: 1, on: '2025-03-01' }),
        () => applyChange(other, { plan: null, phase: null, planned: null, change, instrument: INSTRUMENT }),
      ];
    });

    const late = await sql`
      SELECT FROM phase_status AS s JOIN plan_territory USING (plan_id) JOIN service_territory AS r USING (territory_id)
      WHERE s.status = 'COMPLETED' AND r.valid_to = 'infinity' AND r.superseded_at < s.recorded_at`;
    expect(late).toHaveLength(0);
    expect(kinds(told).filter((kind) => !['PHASE_GATE_UNMET / done', 'done / done'].includes(kind))).toEqual([]);
  });
});

describe('a plan that is superseded while its phase is applied', () => {
  it('has no act recorded after it that takes effect on its day or later', async () => {
    const told = await race(async () => {
      const plan = await aBusyPlan(sql, DAYS);
      return [
        () => applyPhase(one, { plan: plan.code, phase: 1, today: '2025-02-20' }),
        () => supersedePlan(other, { plan: plan.code, on: '2025-02-11', instrument: INSTRUMENT }),
      ];
    });

    const late = await sql`
      SELECT FROM change_event AS e JOIN plan_status AS s USING (plan_id)
      WHERE s.status = 'SUPERSEDED' AND e.on_day >= s.valid_from AND e.recorded_at > s.recorded_at`;
    expect(late).toHaveLength(0);
    expect(told.filter(([apply, end]) => end !== 'done' || !/^done$|PLAN_SUPERSEDED/.test(apply))).toEqual([]);
  });
});

describe('a unit that is renamed', () => {
  const rename = (unit: string) => () =>
    renameUnit(one, { unit, name: 'Renamed', on: '2025-02-10', instrument: INSTRUMENT });

  it('while the waiver that allows it is revoked: no use is recorded after the revocation', async () => {
    const told = await race(async () => {
      const { id, phase, unit } = await aBusyPlan(sql, DAYS);
      await aFreeze(sql, { plan: id, phase, unit });
      const waiver = await aWaiver(sql, unit);
      return [rename(unit), () => revokeWaiver(other, { waiver, on: '2025-02-01', instrument: INSTRUMENT })];
    });

    const late = await sql`
      SELECT FROM waiver_use AS u JOIN waiver_term AS t USING (waiver_id)
      WHERE t.valid_to > u.on_day AND t.superseded_at < u.recorded_at`;
    expect(late).toHaveLength(0);
    expect(kinds(told).filter((kind) => !['NAME_FROZEN / done', 'done / done'].includes(kind))).toEqual([]);
  });

  it('while a plan that freezes its name is imported is renamed before that, or not at all', async () => {
    const told = await race(async () => {
      const [center, unit] = [await aUnit(sql), await aUnit(sql)];
      const phases = [
        { ordinal: 1, title: 'One', from: FROM, to: '2025-03-31', freezes: [{ what: 'NAME', units: [unit] }] },
      ];
      const text = JSON.stringify({ code: `F${aCode()}`, title: 'Frozen', center, instrument: INSTRUMENT, phases });
      const { plan, problems } = readPlan({ name: 'frozen.json', text, attachments: new Map() });
      if (plan === null) throw new Error(JSON.stringify(problems));
      return [rename(unit), () => importPlan(other, { plan, today: FROM })];
    });

    const late = await sql`
      SELECT FROM change_event AS e JOIN unit_version AS v ON v.change_id = e.id JOIN phase_freeze AS f USING (unit_id)
      WHERE e.kind = 'RENAME' AND e.recorded_at > f.recorded_at AND NOT EXISTS (SELECT FROM waiver_use AS u WHERE u.recorded_at = e.recorded_at)`;
    expect(late).toHaveLength(0);
    expect(kinds(told).filter((kind) => !['NAME_FROZEN / done', 'done / done'].includes(kind))).toEqual([]);
  });
});
