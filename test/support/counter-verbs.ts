import { idOf } from '../../src/domain/global-id.ts';
import type { ApiServer, Asking, Data } from './api-server.ts';
import { onServer } from './test-server.ts';

/** All that a refusal of a verb on counters can say. */
const VIOLATIONS = `violations {
  __typename code severity path on message expected waivable
  policy { key value instrument { number } article } waivedBy { id }
  ... on UnitViolation { unit { code } }
  ... on TerritoryViolation { unit { code } territory { code } }
}`;
export const COUNTER = 'id unit { code } label kind weekdays period { from until } open assumed instrument { number }';

/** Sends a verb on counters and answers its payload. */
export async function sendCounterVerb(
  server: ApiServer,
  verb: string,
  input: object,
  { show = COUNTER, ...asking }: Asking & { show?: string } = {},
): Promise<Data> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const shown = verb === 'openCounters' ? 'counters' : 'counter';
  const document = `mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} { ${show} } ${VIOLATIONS} rehearsed } }`;
  return (await server.query(document, { input }, asking))[verb];
}

/** A counter on record, a standard one where nothing is said; answers its id. */
export async function aCounter(server: ApiServer, input: object): Promise<string> {
  const given = { label: 'Quầy 1', kind: 'STANDARD', from: '2025-04-01', ...input };
  const payload = await sendCounterVerb(server, 'openCounter', given);
  if (!payload.counter) throw new Error(`openCounter was refused: ${JSON.stringify(payload.violations)}`);
  return payload.counter.id;
}

/** Counters of a unit on a day: id, label and kind. */
export async function countersOf(server: ApiServer, unit: string, asOf: string): Promise<[string, string, string][]> {
  const data = await server.query(
    'query ($unit: String!, $asOf: Date!) { counters(unit: $unit, asOf: $asOf, first: 100) { nodes { id label kind } } }',
    {
      unit,
      asOf,
    },
  );
  return data.counters.nodes.map(({ id, label, kind }: Data) => [id, label, kind]);
}

/** Premises on record, held by an instrument; answers the id of the site. */
export const aPremises = (server: ApiServer, unit: string, from: string): Promise<number> =>
  onServer(server.databaseUrl, async (sql) => {
    const [row] = await sql<{ site: string }[]>`
      WITH place AS (INSERT INTO site (address) VALUES ('1 Test') RETURNING id)
      INSERT INTO premises (site_id, unit_id, instrument_id, valid_from)
      SELECT place.id, (SELECT id FROM unit WHERE code = ${unit}), (SELECT min(id) FROM legal_instrument), ${from} FROM place
      RETURNING site_id AS site`;
    return Number(row?.site);
  });

/** Who holds a site from when until when, as believed. */
export const holdersOf = (server: ApiServer, site: number): Promise<string[][]> =>
  onServer(server.databaseUrl, async (sql) => {
    const rows = await sql<{ unit: string; from: string; until: string }[]>`
      SELECT unit.code AS unit, valid_from::text AS "from", valid_to::text AS until FROM premises JOIN unit ON unit.id = premises.unit_id
      WHERE site_id = ${site} AND superseded_at = 'infinity' ORDER BY valid_from`;
    return rows.map(({ unit, from, until }) => [unit, from, until]);
  });

/** What the audit tells of a counter: by which verb and, where an act took it along, what is believed since. */
export const auditOf = (server: ApiServer, id: string): Promise<[string, Data][]> =>
  onServer(server.databaseUrl, async (sql) => {
    const rows = await sql<{ verb: string; after: Data }[]>`
      SELECT verb, after FROM audit_entry WHERE subject_type = 'Counter' AND subject = ${String(idOf('Counter', id))} ORDER BY id`;
    const moved = ({ unit, label, from, until }: Data) => ({ unit, label, from, until });
    return rows.map(({ verb, after }) => [verb, Array.isArray(after) ? after.map(moved) : null]);
  });
