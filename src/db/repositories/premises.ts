import { type SQL, sql } from 'drizzle-orm';
import type { Rows } from '../../domain/organization/organization.ts';
import { Holdings, type PremisesFact, type SiteHandover, type SiteUse } from '../../domain/premises.ts';
import type { Transaction } from '../client.ts';
import { idsIn } from '../json.ts';
import { type FactTable, insertFacts, PERIOD, plain, supersedeRows, unitId } from './facts.ts';

/** A row `p` of `premises` as a fact; `unit` is the row that tells its holder's code. */
export const heldBy = (
  unit: SQL,
): SQL => sql`json_build_object('id', p.id, 'site', p.site_id, 'unit', ${unit}.code, 'from', p.valid_from, 'until', p.valid_to,
  'untilEvent', p.until_event, 'handover', p.handover_id, 'instrument', p.instrument_id, 'assumed', p.assumed, 'change', p.change_id)`;
const HELD = heldBy(sql`unit`);

/** Everybody who is believed to hold some sites, on whatever days. */
export async function loadHoldings(tx: Transaction, sites: readonly number[]): Promise<Holdings> {
  if (sites.length === 0) return new Holdings();
  const rows = await tx.execute<{ held: PremisesFact }>(sql`
    SELECT ${HELD} AS held FROM premises p JOIN unit ON unit.id = p.unit_id
    WHERE p.site_id IN ${idsIn(sites)} AND p.superseded_at = 'infinity' ORDER BY p.id`);
  return new Holdings(rows.map(({ held }) => held));
}

/** Who holds some sites, and what is handed over there: all that their use depends on; one statement. */
export async function loadSiteUse(tx: Transaction, sites: readonly number[]): Promise<SiteUse> {
  if (sites.length === 0) return { holdings: new Holdings(), handovers: [] };
  const [row] = await tx.execute<{ held: PremisesFact[]; handovers: SiteHandover[] }>(sql`
    SELECT
      (SELECT coalesce(json_agg(${HELD}), '[]') FROM premises p JOIN unit ON unit.id = p.unit_id
        WHERE p.site_id IN ${idsIn(sites)} AND p.superseded_at = 'infinity') AS held,
      (SELECT coalesce(json_agg(json_build_object('site', h.site_id, 'receiver', unit.code, 'statuses', (
          SELECT json_agg(json_build_object('id', s.id, 'status', s.status, 'from', s.valid_from, 'until', s.valid_to))
          FROM handover_status s WHERE s.handover_id = h.id AND s.superseded_at = 'infinity'))), '[]')
        FROM handover h JOIN unit ON unit.id = h.receiver_id WHERE h.site_id IN ${idsIn(sites)}) AS handovers`);
  return { holdings: new Holdings(row?.held), handovers: row?.handovers ?? [] };
}

const PREMISES: FactTable = {
  table: 'premises',
  values: {
    site_id: plain('site', 'bigint'),
    unit_id: unitId('unit'),
    ...PERIOD,
    until_event: plain('untilEvent', 'text'),
    handover_id: plain('handover', 'bigint'),
    instrument_id: plain('instrument', 'bigint'),
    assumed: plain('assumed', 'boolean'),
    change_id: plain('change', 'bigint'),
  },
};

/** Writes what became of who holds premises: beliefs end first, so that the one who follows finds the days free. */
export async function writePremises(tx: Transaction, { superseded, added }: Rows<PremisesFact>): Promise<void> {
  await supersedeRows(tx, PREMISES.table, superseded);
  await insertFacts(tx, PREMISES, { added });
}
