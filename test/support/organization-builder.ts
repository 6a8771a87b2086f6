import type { Sql } from 'postgres';
import type { Day } from '../../src/domain/day.ts';
import type { LineageExtent, RelationKind, SiteRole } from '../../src/domain/unit.ts';

/** Half-open; from 2025-01-01 and open where nothing is said. */
export interface Period {
  from?: Day;
  until?: Day;
}

/** The days before `from` are nobody's: a period that tests take for granted. */
export const FROM: Day = '2025-01-01';
const OPEN: Day = 'infinity';
let named = 0;

/** A code that no other unit or territory of the test file has. */
export function aCode(): string {
  named += 1;
  return `${10_000 + named}`;
}

/** The instrument that all facts of these builders rest on; once per database, before any of them. */
export async function anInstrument(sql: Sql): Promise<void> {
  await sql`INSERT INTO legal_instrument (number, kind, issuer_name, issued_on, in_force_from, title)
    VALUES ('1/QĐ', 'DECISION', 'Test', ${FROM}, ${FROM}, 'Test')`;
}

/** An act, to be used as the first part of a statement that writes facts. */
const act = (sql: Sql, { on = FROM, noSuccessor = false }: { on?: Day; noSuccessor?: boolean } = {}) => sql`
  WITH act AS (
    INSERT INTO change_event (kind, on_day, instrument_id, no_successor)
    VALUES ('CORRECTION', ${on}, (SELECT min(id) FROM legal_instrument), ${noSuccessor}) RETURNING id)`;

const unitId = (sql: Sql, code: string) => sql`(SELECT id FROM unit WHERE code = ${code})`;

/** A unit with one version over its whole life; where it closes, it has no successor. Answers its code. */
export async function aUnit(sql: Sql, parts: Period & { code?: string } = {}): Promise<string> {
  const { code = aCode(), from = FROM, until = OPEN } = parts;
  await sql`${act(sql, { on: from, noSuccessor: until !== OPEN })},
    opened AS (INSERT INTO unit (code) VALUES (${code}) RETURNING id),
    life AS (
      INSERT INTO unit_life (unit_id, valid_from, valid_to, opened_by, closed_by)
      SELECT opened.id, ${from}, ${until}, act.id, CASE WHEN ${until}::date <> 'infinity' THEN act.id END FROM opened, act)
    INSERT INTO unit_version (unit_id, valid_from, valid_to, name, kind, own_seal, own_account, independent_accounting, change_id)
    SELECT opened.id, ${from}, ${until}, ${code}, 'DEPARTMENT', false, false, false, act.id FROM opened, act`;
  return code;
}

/** So many open units. Answers their codes. */
export async function someUnits(sql: Sql, count: number): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < count) codes.push(await aUnit(sql));
  return codes;
}

/** Another version of a unit. */
export async function aVersion(sql: Sql, { unit, from = FROM, until = OPEN }: Period & { unit: string }): Promise<void> {
  await sql`${act(sql, { on: from })}
    INSERT INTO unit_version (unit_id, valid_from, valid_to, name, kind, own_seal, own_account, independent_accounting, change_id)
    SELECT ${unitId(sql, unit)}, ${from}, ${until}, ${unit}, 'DEPARTMENT', false, false, false, id FROM act`;
}

/** A unit stands under another. */
export async function aRelation(
  sql: Sql,
  parts: Period & { child: string; parent: string; kind?: RelationKind },
): Promise<void> {
  const { child, parent, kind = 'ESTABLISHMENT', from = FROM, until = OPEN } = parts;
  await sql`${act(sql, { on: from })}
    INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, valid_to, change_id)
    SELECT ${unitId(sql, child)}, ${kind}, ${unitId(sql, parent)}, ${from}, ${until}, id FROM act`;
}

/** A unit has a place, a new one each time. */
export async function aSite(sql: Sql, parts: Period & { unit: string; role?: SiteRole }): Promise<void> {
  const { unit, role = 'SEAT', from = FROM, until = OPEN } = parts;
  await sql`${act(sql, { on: from })}, place AS (INSERT INTO site (address) VALUES ('1 Test') RETURNING id)
    INSERT INTO unit_site (unit_id, site_id, role, valid_from, valid_to, change_id)
    SELECT ${unitId(sql, unit)}, place.id, ${role}, ${from}, ${until}, act.id FROM act, place`;
}

/** A commune with one version. Answers its code. */
export async function aTerritory(sql: Sql, parts: Period & { code?: string } = {}): Promise<string> {
  const { code = aCode(), from = FROM, until = OPEN } = parts;
  await sql`WITH identity AS (INSERT INTO territory (code, level) VALUES (${code}, 'COMMUNE') RETURNING id)
    INSERT INTO territory_version (territory_id, code, valid_from, valid_to, name, kind, instrument_id)
    SELECT id, ${code}, ${from}, ${until}, ${code}, 'Xã', (SELECT min(id) FROM legal_instrument) FROM identity`;
  return code;
}

/** A unit receives for the territory of a code that only one territory bears. */
export async function aService(
  sql: Sql,
  { unit, territory, from = FROM, until = OPEN }: Period & { unit: string; territory: string },
): Promise<void> {
  await sql`${act(sql, { on: from })}
    INSERT INTO service_territory (unit_id, territory_id, valid_from, valid_to, change_id)
    SELECT ${unitId(sql, unit)}, (SELECT id FROM territory WHERE code = ${territory}), ${from}, ${until}, id FROM act`;
}

/** A unit is succeeded by another. */
export async function aLineage(
  sql: Sql,
  parts: { source: string; target: string; on: Day; extent?: LineageExtent },
): Promise<void> {
  const { source, target, on, extent = 'WHOLE' } = parts;
  await sql`${act(sql, { on })}
    INSERT INTO unit_lineage (source_id, target_id, extent, on_day, change_id)
    SELECT ${unitId(sql, source)}, ${unitId(sql, target)}, ${extent}, ${on}, id FROM act`;
}
