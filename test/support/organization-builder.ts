import type { Sql } from 'postgres';
import { type Day, FOREVER } from '../../src/domain/day.ts';
import type { LineageExtent, RelationKind, SiteRole } from '../../src/domain/unit.ts';

/** Half-open; where nothing is said from `FROM` and open. */
export interface Dates {
  from?: Day;
  until?: Day;
}

export const FROM: Day = '2025-01-01';
let lastCode = 10_000;

/** A code that no other unit or territory of the test file has. */
export function aCode(): string {
  lastCode += 1;
  return String(lastCode);
}

/** The instrument that everything built here rests on; once per database, before anything else. */
export async function anInstrument(sql: Sql): Promise<void> {
  await sql`INSERT INTO legal_instrument (number, kind, issuer_name, issued_on, in_force_from, title)
    VALUES ('1/QĐ', 'DECISION', 'Test', ${FROM}, ${FROM}, 'Test')`;
}

/** Begins a statement that writes facts with the act they come from. */
const act = (sql: Sql, { on = FROM, noSuccessor = false }: { on?: Day; noSuccessor?: boolean } = {}) => sql`
  WITH act AS (
    INSERT INTO change_event (kind, on_day, instrument_id, no_successor)
    VALUES ('CORRECTION', ${on}, (SELECT min(id) FROM legal_instrument), ${noSuccessor}) RETURNING id)`;

const idOf = (sql: Sql, unit: string) => sql`(SELECT id FROM unit WHERE code = ${unit})`;

/** A unit with one version over its whole life; one that closes has no successor. Answers its code. */
export async function aUnit(sql: Sql, parts: Dates & { code?: string } = {}): Promise<string> {
  const { code = aCode(), from = FROM, until = FOREVER } = parts;
  await sql`${act(sql, { on: from, noSuccessor: until !== FOREVER })},
    opened AS (INSERT INTO unit (code) VALUES (${code}) RETURNING id),
    life AS (
      INSERT INTO unit_life (unit_id, valid_from, valid_to, opened_by, closed_by)
      SELECT opened.id, ${from}, ${until}, act.id, CASE WHEN ${until}::date <> 'infinity' THEN act.id END FROM opened, act)
    INSERT INTO unit_version (unit_id, valid_from, valid_to, name, kind, own_seal, own_account, independent_accounting, change_id)
    SELECT opened.id, ${from}, ${until}, ${code}, 'DEPARTMENT', false, false, false, act.id FROM opened, act`;
  return code;
}

/** Four open units. Answers their codes. */
export async function fourUnits(sql: Sql): Promise<[string, string, string, string]> {
  return [await aUnit(sql), await aUnit(sql), await aUnit(sql), await aUnit(sql)];
}

/** Another life, with one version, in place of the one a unit has; all else stays as it is. */
export async function moveLife(sql: Sql, unit: string, parts: Dates & { noSuccessor?: boolean }): Promise<void> {
  const { from = FROM, until = FOREVER, noSuccessor = until !== FOREVER } = parts;
  await sql`${act(sql, { on: until === FOREVER ? from : until, noSuccessor })},
    ended AS (
      UPDATE unit_life SET superseded_at = now() WHERE unit_id = ${idOf(sql, unit)} AND superseded_at = 'infinity' RETURNING *),
    gone AS (
      UPDATE unit_version SET superseded_at = now() WHERE unit_id = ${idOf(sql, unit)} AND superseded_at = 'infinity' RETURNING *),
    life AS (
      INSERT INTO unit_life (unit_id, valid_from, valid_to, opened_by, closed_by)
      SELECT ended.unit_id, ${from}, ${until}, ended.opened_by, CASE WHEN ${until}::date <> 'infinity' THEN act.id END FROM ended, act)
    INSERT INTO unit_version (unit_id, valid_from, valid_to, name, kind, own_seal, own_account, independent_accounting, change_id)
    SELECT DISTINCT gone.unit_id, ${from}::date, ${until}::date, ${unit}, 'DEPARTMENT'::unit_kind, false, false, false, act.id FROM gone, act`;
}

/** A version of a unit beside those it has. */
export async function aVersion(sql: Sql, { unit, from = FROM, until = FOREVER }: Dates & { unit: string }) {
  await sql`${act(sql, { on: from })}
    INSERT INTO unit_version (unit_id, valid_from, valid_to, name, kind, own_seal, own_account, independent_accounting, change_id)
    SELECT ${idOf(sql, unit)}, ${from}, ${until}, ${unit}, 'DEPARTMENT', false, false, false, id FROM act`;
}

/** A unit stands under another, in ESTABLISHMENT where nothing else is said. */
export async function aRelation(sql: Sql, parts: Dates & { child: string; parent: string; kind?: RelationKind }) {
  const { child, parent, kind = 'ESTABLISHMENT', from = FROM, until = FOREVER } = parts;
  await sql`${act(sql, { on: from })}
    INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, valid_to, change_id)
    SELECT ${idOf(sql, child)}, ${kind}, ${idOf(sql, parent)}, ${from}, ${until}, id FROM act`;
}

/** A unit has a place, a new one each time; its seat where nothing else is said. */
export async function aSite(sql: Sql, parts: Dates & { unit: string; role?: SiteRole }): Promise<void> {
  const { unit, role = 'SEAT', from = FROM, until = FOREVER } = parts;
  await sql`${act(sql, { on: from })}, place AS (INSERT INTO site (address) VALUES ('1 Test') RETURNING id)
    INSERT INTO unit_site (unit_id, site_id, role, valid_from, valid_to, change_id)
    SELECT ${idOf(sql, unit)}, place.id, ${role}, ${from}, ${until}, act.id FROM act, place`;
}

/** A commune with one version. Answers its code. */
export async function aTerritory(sql: Sql, parts: Dates & { code?: string } = {}): Promise<string> {
  const { code = aCode(), from = FROM, until = FOREVER } = parts;
  await sql`WITH identity AS (INSERT INTO territory (code, level) VALUES (${code}, 'COMMUNE') RETURNING id)
    INSERT INTO territory_version (territory_id, code, valid_from, valid_to, name, kind, instrument_id)
    SELECT id, ${code}, ${from}, ${until}, ${code}, 'Xã', (SELECT min(id) FROM legal_instrument) FROM identity`;
  return code;
}

/** A unit receives for the territory of a code that only one territory bears. */
export async function aService(sql: Sql, parts: Dates & { unit: string; territory: string }): Promise<void> {
  const { unit, territory, from = FROM, until = FOREVER } = parts;
  await sql`${act(sql, { on: from })}
    INSERT INTO service_territory (unit_id, territory_id, valid_from, valid_to, change_id)
    SELECT ${idOf(sql, unit)}, (SELECT id FROM territory WHERE code = ${territory}), ${from}, ${until}, id FROM act`;
}

/** A unit is succeeded by another. */
export async function aLineage(
  sql: Sql,
  parts: { source: string; target: string; on: Day; extent?: LineageExtent },
): Promise<void> {
  const { source, target, on, extent = 'WHOLE' } = parts;
  await sql`${act(sql, { on })}
    INSERT INTO unit_lineage (source_id, target_id, extent, on_day, change_id)
    SELECT ${idOf(sql, source)}, ${idOf(sql, target)}, ${extent}, ${on}, id FROM act`;
}

/** A territory became part of another. */
async function aTerritoryLineage(sql: Sql, parts: { source: string; target: string; on: Day }): Promise<void> {
  await sql`INSERT INTO territory_lineage (source_id, target_id, extent, on_day, instrument_id)
    SELECT source.id, target.id, 'PARTIAL', ${parts.on}, (SELECT min(id) FROM legal_instrument)
    FROM territory AS source, territory AS target WHERE source.code = ${parts.source} AND target.code = ${parts.target}`;
}

/** A fact of every kind, and what facts need. */
export async function oneOfEach(sql: Sql): Promise<void> {
  const [unit, other] = [await aUnit(sql), await aUnit(sql)];
  const [source, target] = [await aTerritory(sql), await aTerritory(sql)];
  await aRelation(sql, { child: unit, parent: other });
  await aSite(sql, { unit });
  await aService(sql, { unit, territory: source });
  await aLineage(sql, { source: unit, target: other, on: '2025-07-01' });
  await aTerritoryLineage(sql, { source, target, on: '2025-07-01' });
  await sql`INSERT INTO audit_entry (actor, verb, subject_type, subject, request_id) VALUES ('test', 'test', 'OrgUnit', ${unit}, '1')`;
}

/** The facts of one unit, by the column that names it. */
const OWNERS = {
  unit_life: 'unit_id',
  unit_version: 'unit_id',
  unit_relation: 'child_id',
  unit_site: 'unit_id',
  service_territory: 'unit_id',
  unit_lineage: 'source_id',
} as const;

/** Ends the belief in all facts of one kind about a unit, and puts nothing in their place. */
export async function supersede(sql: Sql, table: keyof typeof OWNERS, unit: string): Promise<void> {
  await sql`UPDATE ${sql(table)} SET superseded_at = now()
    WHERE ${sql(OWNERS[table])} = ${idOf(sql, unit)} AND superseded_at = 'infinity'`;
}
