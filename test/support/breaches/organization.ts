import type { Sql } from 'postgres';
import type { ProofCode } from '../../../src/services/verify/proof.ts';
import { aCode, aLineage, aRelation, aService, aSite, aTerritory, aUnit, FROM } from '../organization-builder.ts';
import { aFreeze, aPlan, aPolicy } from '../plan-builder.ts';
import type { Plant } from './planting.ts';

const id = (unit: string): string => `(SELECT id FROM unit WHERE code = '${unit}')`;
const plant = (code: ProofCode, title: string, lay: Plant['lay']): Plant => ({ code, title, lay });

/** Life and all of a unit begin on a later day: what is said of it before lies outside. */
const later = (unit: string): string[] => [
  `UPDATE unit_life SET valid_from = '2025-02-01' WHERE unit_id = ${id(unit)}`,
  `UPDATE unit_version SET valid_from = '2025-02-01' WHERE unit_id = ${id(unit)}`,
];

/** A unit of a kind below another, a department where nothing else is said. */
async function aPair(sql: Sql): Promise<[child: string, parent: string]> {
  const [child, parent] = [await aUnit(sql), await aUnit(sql)];
  await aRelation(sql, { child, parent });
  return [child, parent];
}

const kind = (unit: string, is: string): string => `UPDATE unit_version SET kind = '${is}' WHERE unit_id = ${id(unit)}`;

const standing: readonly Plant[] = [
  plant('UNIT_PARENT_OVERLAP', 'unit_relation', async (sql) => {
    const [child] = await aPair(sql);
    const other = await aUnit(sql);
    return [
      `INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, change_id, recorded_at)
        SELECT child_id, kind, ${id(other)}, '2025-06-01', change_id, recorded_at FROM unit_relation WHERE child_id = ${id(child)}`,
    ];
  }),
  plant('UNIT_VERSION_OVERLAP', 'unit_version', async (sql) => {
    const unit = await aUnit(sql);
    return [
      `INSERT INTO unit_version (unit_id, valid_from, valid_to, name, kind, own_seal, own_account, independent_accounting, change_id, recorded_at)
        SELECT unit_id, valid_from, valid_to, name, kind, true, true, false, change_id, recorded_at FROM unit_version WHERE unit_id = ${id(unit)}`,
    ];
  }),
  plant('TERRITORY_OVERLAP', 'service_territory', async (sql) => {
    const [unit, other, territory] = [await aUnit(sql), await aUnit(sql), await aTerritory(sql)];
    await aService(sql, { unit, territory, until: '2025-02-01' });
    await aService(sql, { unit: other, territory, from: '2025-02-01' });
    return [`UPDATE service_territory SET valid_to = '2025-02-02' WHERE unit_id = ${id(unit)}`];
  }),
  plant('TERRITORY_CODE_OVERLAP', 'territory_version', async (sql) => {
    const code = await aTerritory(sql);
    return [
      `INSERT INTO territory_version (territory_id, code, valid_from, name, kind, instrument_id, recorded_at)
        SELECT territory_id, code, valid_from, name, kind, instrument_id, recorded_at FROM territory_version WHERE code = '${code}'`,
    ];
  }),
  plant('SITE_OVERLAP', 'unit_site', async (sql) => {
    const unit = await aUnit(sql);
    await aSite(sql, { unit });
    await aSite(sql, { unit, role: 'PREMISES' });
    return [`UPDATE unit_site SET role = 'SEAT' WHERE unit_id = ${id(unit)}`];
  }),
  plant('UNIT_CYCLE', 'unit_relation: no unit', async (sql) => {
    const [child, parent] = await aPair(sql);
    const top = await aUnit(sql);
    await aRelation(sql, { child: parent, parent: top });
    return [
      `INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, change_id, recorded_at)
        SELECT ${id(top)}, kind, ${id(child)}, '2025-06-01', change_id, recorded_at FROM unit_relation WHERE child_id = ${id(child)}`,
    ];
  }),
  plant('UNIT_CYCLE', 'unit_relation: f.child_id', async (sql) => {
    const [child] = await aPair(sql);
    return [`UPDATE unit_relation SET parent_id = child_id WHERE child_id = ${id(child)}`];
  }),
  plant('UNIT_KIND_PARENT', 'unit_relation', async (sql) => {
    const [child] = await aPair(sql);
    return [kind(child, 'BRANCH')];
  }),
  plant('UNIT_VERSION_GAP', 'unit_version', async (sql) => {
    const unit = await aUnit(sql);
    return [`UPDATE unit_version SET valid_from = '2025-01-02' WHERE unit_id = ${id(unit)}`];
  }),
  plant('LINEAGE_REQUIRED', 'unit_life', async (sql) => {
    const unit = await aUnit(sql, { until: '2025-06-01' });
    return [
      `UPDATE change_event SET no_successor = false WHERE id = (SELECT closed_by FROM unit_life WHERE unit_id = ${id(unit)})`,
    ];
  }),
];

const outside: readonly Plant[] = [
  plant('FACT_OUTSIDE_UNIT', 'unit: has a life', async () => [`INSERT INTO unit (code) VALUES ('${aCode()}')`]),
  plant('FACT_OUTSIDE_UNIT', 'unit_version', async (sql) => {
    const unit = await aUnit(sql);
    return [`UPDATE unit_version SET valid_from = '2024-12-31' WHERE unit_id = ${id(unit)}`];
  }),
  plant('FACT_OUTSIDE_UNIT', 'unit_relation: child', async (sql) => later((await aPair(sql))[0])),
  plant('FACT_OUTSIDE_UNIT', 'unit_relation: parent', async (sql) => later((await aPair(sql))[1])),
  plant('FACT_OUTSIDE_UNIT', 'unit_site', async (sql) => {
    const unit = await aUnit(sql);
    await aSite(sql, { unit });
    return later(unit);
  }),
  plant('FACT_OUTSIDE_UNIT', 'service_territory', async (sql) => {
    const [unit, territory] = [await aUnit(sql), await aTerritory(sql)];
    await aService(sql, { unit, territory });
    return later(unit);
  }),
  plant('FACT_OUTSIDE_UNIT', 'unit_lineage: source', async (sql) => {
    const [source, target] = [await aUnit(sql), await aUnit(sql)];
    await aLineage(sql, { source, target, on: '2025-01-15' });
    return later(source);
  }),
  plant('FACT_OUTSIDE_UNIT', 'unit_lineage: target', async (sql) => {
    const [source, target] = [await aUnit(sql), await aUnit(sql)];
    await aLineage(sql, { source, target, on: '2025-01-15' });
    return later(target);
  }),
];

/** The act by which two units became part of a third that was new. */
async function aMerger(sql: Sql): Promise<{ sources: string[]; act: string }> {
  const sources = [await aUnit(sql), await aUnit(sql)];
  const target = await aUnit(sql, { from: '2025-06-01' });
  for (const source of sources) await aLineage(sql, { source, target, on: '2025-06-01' });
  const act = `(SELECT min(change_id) FROM unit_lineage WHERE target_id = ${id(target)})`;
  await sql.unsafe(`ALTER TABLE unit_lineage DISABLE TRIGGER USER; UPDATE unit_lineage SET change_id = ${act} WHERE target_id = ${id(target)};
    ALTER TABLE unit_lineage ENABLE TRIGGER USER;
    ALTER TABLE change_event DISABLE TRIGGER USER; UPDATE change_event SET kind = 'MERGE' WHERE id = ${act}; ALTER TABLE change_event ENABLE TRIGGER USER`);
  return { sources, act };
}

const acts: readonly Plant[] = [
  plant('MERGE_INVALID', 'unit_lineage', async (sql) => {
    const { sources } = await aMerger(sql);
    const [source = ''] = sources;
    return [
      `INSERT INTO unit_lineage (source_id, target_id, extent, on_day, change_id, recorded_at)
        SELECT source_id, source_id, extent, on_day, (SELECT min(id) FROM change_event), recorded_at FROM unit_lineage WHERE source_id = ${id(source)}`,
    ];
  }),
  plant('MERGE_INVALID', 'territory_lineage', async () => [
    `UPDATE territory_lineage SET target_id = source_id WHERE id = (SELECT min(id) FROM territory_lineage)`,
  ]),
  plant('MERGE_INVALID', 'change_event', async (sql) => {
    const { sources } = await aMerger(sql);
    const [source = ''] = sources;
    return [`DELETE FROM unit_lineage WHERE source_id = ${id(source)}`];
  }),
  plant('NAME_FROZEN', 'unit_version', async (sql) => {
    const unit = await aUnit(sql);
    const { id: plan, phases } = await aPlan(sql, { from: FROM, until: '2025-04-01', status: 'ACTIVE' });
    await aFreeze(sql, { plan, phase: phases[0] ?? 0, unit });
    return [
      `INSERT INTO change_event (id, kind, on_day, instrument_id, plan_id, phase_id, recorded_at) OVERRIDING SYSTEM VALUE
        SELECT 900001, 'RENAME', '2025-02-01', min(i.id), ${plan}, ${phases[0]}, now() FROM legal_instrument i`,
      `INSERT INTO audit_entry (actor, verb, subject_type, subject, change_id, request_id, recorded_at)
        SELECT 'x', 'x', 'OrgUnit', 'x', id, 'x', recorded_at FROM change_event WHERE id = 900001`,
      `UPDATE phase_freeze SET recorded_at = now() - interval '1 h' WHERE unit_id = ${id(unit)}`,
      `UPDATE phase_version SET recorded_at = now() - interval '1 h' WHERE plan_id = ${plan}`,
      `UPDATE phase_status SET recorded_at = now() - interval '1 h' WHERE plan_id = ${plan}`,
      `UPDATE plan_status SET recorded_at = now() - interval '1 h' WHERE plan_id = ${plan}`,
      `UPDATE unit_version SET valid_to = '2025-02-01', recorded_at = now() WHERE unit_id = ${id(unit)}`,
      `INSERT INTO unit_version (unit_id, valid_from, name, kind, own_seal, own_account, independent_accounting, change_id, recorded_at)
        VALUES (${id(unit)}, '2025-02-01', 'Other', 'DEPARTMENT', true, true, false, 900001, now())`,
    ];
  }),
  plant('GOVERNANCE_MODEL_CONFLICT', 'change_event', async (sql) => {
    const [child, parent] = await aPair(sql);
    await aPolicy(sql, { key: 'governance.model', from: FROM });
    return [
      `UPDATE policy SET value = 'ONE_LEVEL', scope_id = ${id(parent)} WHERE key = 'governance.model'`,
      `UPDATE unit_version SET kind = 'COMMUNE_CENTER' WHERE unit_id = ${id(child)}`,
      `UPDATE unit_version SET kind = 'PROVINCIAL_CENTER' WHERE unit_id = ${id(parent)}`,
      `UPDATE change_event SET kind = 'ESTABLISH' WHERE id IN (SELECT change_id FROM unit_version WHERE unit_id = ${id(child)})`,
    ];
  }),
  plant('SERVICE_INTERRUPTED', 'service_territory', async (sql) => {
    const [unit, territory] = [await aUnit(sql), await aTerritory(sql)];
    await aService(sql, { unit, territory });
    const act = `(SELECT max(change_id) FROM service_territory WHERE unit_id = ${id(unit)})`;
    return [
      `UPDATE service_territory SET recorded_at = '2020-01-01', superseded_at = (SELECT recorded_at FROM change_event WHERE id = ${act}) WHERE unit_id = ${id(unit)}`,
    ];
  }),
];

/** Ways to break the rules of units. */
export const plantsOfOrganization: readonly Plant[] = [...standing, ...outside, ...acts];
