import {
  type StoredTerritory,
  TerritoryIndex,
  type TerritoryLineageRecord,
  type TerritoryRecord,
} from '../../db/repositories/territories.ts';
import { FOREVER } from '../../domain/day.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import type { Reform } from './reform.ts';
import { REFORM_DAY, TERRITORIES_SINCE } from './reform-law.ts';
import { COMMUNES, PROVINCES, UNITS } from './sheets.ts';

const UNMEASURED = { latitude: null, longitude: null, areaKm2: null };

/** A territory and the row of the files that states it. */
export interface StatedTerritory extends TerritoryRecord {
  file: string;
  line: number;
}

/** The territories that the reform ended. An island district without communes is one territory, not two. */
export function oldTerritories({ oldProvinces, oldDistricts, oldUnits }: Reform): StatedTerritory[] {
  const common = { ...UNMEASURED, from: TERRITORIES_SINCE, until: REFORM_DAY, file: UNITS.file };
  return [
    ...oldProvinces.map((place) => stated(place, { level: 'PROVINCE', parent: null, ...common })),
    ...oldDistricts.map((place) => stated(place, { level: 'DISTRICT', parent: place.provinceCode, ...common })),
    ...oldUnits
      .filter((unit) => !unit.isDistrict)
      .map((place) => stated(place, { level: 'COMMUNE', parent: place.districtCode, ...common })),
  ];
}

/** The territories that the reform made; there is no district level any more. */
export function newTerritories({ newProvinces, newCommunes }: Reform): StatedTerritory[] {
  const common = { ...UNMEASURED, from: REFORM_DAY, until: FOREVER };
  return [
    ...newProvinces.map((place) => stated(place, { level: 'PROVINCE', parent: null, ...common, file: PROVINCES.file })),
    ...newCommunes.map((place) => {
      const { provinceCode: parent, latitude, longitude, areaKm2 } = place;
      return stated(place, { level: 'COMMUNE', parent, ...common, latitude, longitude, areaKm2, file: COMMUNES.file });
    }),
  ];
}

type Stated = Pick<StatedTerritory, 'line' | 'code' | 'kind' | 'name'>;

const stated = ({ line, code, kind, name }: Stated, rest: Omit<StatedTerritory, keyof Stated>): StatedTerritory => ({
  line,
  code,
  kind,
  name,
  ...rest,
});

/** Rows whose code is recorded as another territory of those days: of another level, or in another one. */
export function decideTerritories(rows: readonly StatedTerritory[], recorded: readonly StoredTerritory[]): Violation[] {
  const known = new TerritoryIndex(recorded);
  const codeOf = new Map(recorded.map(({ id, code }) => [id, code]));
  return rows.flatMap(({ file, line, ...row }) => {
    const other = known.during(row.code, row);
    const parent = other?.parent == null ? null : (codeOf.get(other.parent) ?? 'another');
    if (!other || (other.level === row.level && parent === row.parent)) return [];
    return [violation('TERRITORY_CODE_OVERLAP', { path: [file, String(line)], territory: row.code, on: row.from })];
  });
}

/** Which provinces became part of which; always whole ones. */
export function provinceLineages({ newProvinces }: Reform): TerritoryLineageRecord[] {
  return newProvinces.flatMap(({ code, mergedFrom }) =>
    mergedFrom.map((source): TerritoryLineageRecord => ({ source, target: code, extent: 'WHOLE', on: REFORM_DAY })),
  );
}

/** Which communes became part of which, row by row of the mapping; districts were abolished without successors. */
export function communeLineages({ transfers }: Reform): TerritoryLineageRecord[] {
  return transfers.map(({ oldUnitCode, communeCode, extent }) => {
    return { source: oldUnitCode, target: communeCode, extent, on: REFORM_DAY };
  });
}
