import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { TerritoryLineageRecord, TerritoryRecord } from '../../db/repositories/territories.ts';
import { TERRITORY_LEVELS } from '../../domain/territory.ts';
import { LINEAGE_EXTENTS } from '../../domain/unit.ts';
import { type PlanDocument, planDocument } from './plan-document.ts';

const measure = z.string().transform((value) => (value === '' ? null : Number(value)));
const territoryRow = z.object({
  code: z.string(),
  level: z.enum(TERRITORY_LEVELS),
  kind: z.string(),
  name: z.string(),
  parent: z.string().transform((value) => value || null),
  from: z.iso.date(),
  until: z.string().transform((value) => value || 'infinity'),
  latitude: measure,
  longitude: measure,
  area_km2: measure,
});
const lineageRow = z.object({
  source: z.string(),
  target: z.string(),
  extent: z.enum(LINEAGE_EXTENTS),
  on: z.iso.date(),
});

/** A plan document with the territories it names. */
export interface Plan {
  document: PlanDocument;
  territories: TerritoryRecord[];
  lineages: TerritoryLineageRecord[];
}

/** Reads a plan document and its territory files; throws with every problem of the document and its path. */
export async function readPlan(file: string, territoryDirectory: string): Promise<Plan> {
  const parsed = planDocument.safeParse(parseYaml(await readFile(file, 'utf8')));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error([`${path.basename(file)} is not a plan:`, ...problems].join('\n'));
  }
  const document = parsed.data;
  const rows = async (name: string): Promise<unknown[]> =>
    parseCsv(await readFile(path.join(territoryDirectory, name)), { columns: true, bom: true });
  const { file: territoryFile, lineage } = document.territories;
  const territories = z.array(territoryRow).parse(await rows(territoryFile));
  return {
    document,
    territories: territories.map(({ area_km2, ...row }) => ({ ...row, areaKm2: area_km2 })),
    lineages: lineage ? z.array(lineageRow).parse(await rows(lineage)) : [],
  };
}
