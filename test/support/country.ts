import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OLD_PROVINCES } from './country-names.ts';
import { byCode, type Commune, inventCountry, type Province, type Unit } from './invented-country.ts';
import { seededRandom } from './seeded-random.ts';

/** What was written, to be compared with what is read. */
export interface CountryTotals {
  oldProvinces: number;
  oldDistricts: number;
  oldUnits: number;
  newProvinces: number;
  newCommunes: number;
  whole: number;
  partial: number;
}

/**
 * Writes a made-up country of exactly the national size as the four files of a reform, the same on every run. Provinces
 * bear their real codes and names and were merged as in reality; all below them is invented. Fewer provinces are the
 * first ones of the same country: those of the shipped plans come first.
 */
export async function writeCountry(directory: string, options: { provinces?: number } = {}): Promise<CountryTotals> {
  const provinces = inventCountry().slice(0, options.provinces);
  const inCodeOrder = [...provinces].sort(byCode);
  const communes = inCodeOrder.flatMap((province) => province.communes.map((commune) => ({ province, commune })));
  const transfers = communes.flatMap(({ province, commune }) =>
    commune.sources.map((source) => ({ province, commune, ...source })),
  );
  const units = [...new Set(transfers.map(({ unit }) => unit))].sort(byCode);
  await mkdir(directory, { recursive: true });
  const write = (file: string, lines: string[]) => writeFile(join(directory, file), `${lines.join('\n')}\n`);
  await write('units-2025-03-01.csv', unitLines(units));
  await write('provinces-2025-07-01.csv', provinceLines(inCodeOrder));
  await write('communes-2025-07-01.csv', communeLines(communes));
  await write('mapping-2025-07-01.csv', [
    'new_province_code,new_commune_code,old_unit_code,extent',
    ...transfers.map(({ province, commune, unit, extent }) =>
      [province.code, commune.code, unit.code, extent].join(','),
    ),
  ]);
  const whole = transfers.filter(({ extent }) => extent === 'full').length;
  return {
    oldProvinces: new Set(units.map(({ province }) => province)).size,
    oldDistricts: new Set(units.map(({ district }) => district.code)).size,
    oldUnits: units.length,
    newProvinces: provinces.length,
    newCommunes: communes.length,
    whole,
    partial: transfers.length - whole,
  };
}

function unitLines(units: readonly Unit[]): string[] {
  const provinces = new Map(OLD_PROVINCES.map((province) => [province.code, province]));
  return [
    'province_code,province_kind,province_name,district_code,district_kind,district_name,unit_code,unit_kind,unit_name',
    ...units.map(({ code, kind, name, province, district }) => {
      const { kind: provinceKind, name: provinceName } = provinces.get(province) ?? { kind: '', name: '' };
      const districtCells = [district.code, district.kind, district.name];
      return [province, provinceKind, provinceName, ...districtCells, code, kind, name].join(',');
    }),
  ];
}

function provinceLines(provinces: readonly Province[]): string[] {
  const names = new Map(OLD_PROVINCES.map(({ code, kind, name }) => [code, `${kind} ${name}`]));
  return [
    'province_code,province_name,merged_from',
    ...provinces.map(({ code, name, mergedFrom }) => {
      return [code, name, mergedFrom.map((old) => names.get(old)).join('; ')].join(',');
    }),
  ];
}

function communeLines(communes: readonly { province: Province; commune: Commune }[]): string[] {
  return [
    'province_code,commune_code,commune_name,lat,lon,area_km2',
    ...communes.map(({ province, commune }) => {
      const random = seededRandom(Number(commune.code));
      const latitude = 22.5 - (Number(province.code) / 96) * 13 + random() * 0.8;
      const longitude = 104.5 + random() * 4;
      const area = 0.9 + random() ** 3 * 400;
      const place = [latitude.toFixed(5), longitude.toFixed(5), area.toFixed(2)];
      return [province.code, commune.code, `${commune.kind} ${commune.name}`, ...place].join(',');
    }),
  ];
}
