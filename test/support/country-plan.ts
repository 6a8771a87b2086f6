import { OLD_PROVINCES } from './country-names.ts';
import { byCode, inventCountry, type Unit } from './invented-country.ts';

const PHASE_DAY = '2025-07-01';
const SINCE = '2004-07-08';

/** A plan as `importPlan` takes it, and what is in it. */
export interface CountryPlan {
  document: string;
  attachments: { name: string; content: string }[];
  totals: { oldUnits: number; newCommunes: number; transfers: number; mergers: number };
}

/**
 * One plan that merges the one-stops of the made-up country into commune centers on one day; fewer provinces are the
 * first ones. An island district is written as what it was for citizens: one unit of the commune level.
 */
export function countryPlan(options: { provinces?: number } = {}): CountryPlan {
  const provinces = inventCountry().slice(0, options.provinces).sort(byCode);
  const communes = provinces.flatMap(({ communes: inside }) => inside);
  const units = [...new Set(communes.flatMap(({ sources }) => sources.map(({ unit }) => unit)))].sort(byCode);
  const lines = communes.flatMap(({ code, sources }) =>
    sources.map(({ unit, extent }) => [unit.code, code, extent === 'full' ? 'WHOLE' : 'PARTIAL', PHASE_DAY].join(',')),
  );
  const old = OLD_PROVINCES.filter(({ code }) => provinces.some(({ mergedFrom }) => mergedFrom.includes(code)));
  const territories = [
    ...old.map(({ code, kind, name }) => `${code},PROVINCE,${kind},${name},,${SINCE},${PHASE_DAY},,,`),
    ...districtsOf(units).map(
      ({ code, kind, name, province }) => `${code},DISTRICT,${kind},${name},${province},${SINCE},${PHASE_DAY},,,`,
    ),
    ...units.map(({ code, kind, name, district, province }) => {
      const parent = code === district.code ? province : district.code;
      return `${code},COMMUNE,${kind},${name},${parent},${SINCE},${PHASE_DAY},,,`;
    }),
    ...provinces.map(({ code, name }) => `${code},PROVINCE,Tỉnh,${name.replace(/^\S+ (phố )?/, '')},,${PHASE_DAY},,,,`),
    ...provinces.flatMap(({ code: parent, communes: inside }) =>
      inside.map(({ code, kind, name }) => `${code},COMMUNE,${kind},${name},${parent},${PHASE_DAY},,16.1,106.2,40`),
    ),
  ];
  const file = (name: string, header: string, rows: string[]) => ({
    name,
    content: `${[header, ...rows].join('\n')}\n`,
  });
  return {
    document: documentOf(
      old.map(({ code }) => code),
      provinces.map(({ code }) => code),
    ),
    attachments: [
      file('country.csv', 'code,level,kind,name,parent,from,until,latitude,longitude,area_km2', territories),
      file('country-lineage.csv', 'source,target,extent,on', lines),
    ],
    totals: {
      oldUnits: units.length,
      newCommunes: communes.length,
      transfers: lines.length,
      mergers: communes.filter(({ sources }) => sources.length > 1).length,
    },
  };
}

const districtsOf = (units: readonly Unit[]) => {
  const named = units
    .filter(({ code, district }) => code !== district.code)
    .map(({ district, province }) => ({ ...district, province }));
  return [...new Map(named.map((district) => [district.code, district])).values()];
};

function documentOf(old: readonly string[], young: readonly string[]): string {
  const communes = { level: 'COMMUNE', under: young };
  const codes = '124/2004/QĐ-TTg';
  const before = { change: 'ESTABLISH', on: '2018-06-21', instrument: codes, assumed: true };
  const instrument = (number: string, kind: string, issuedOn: string, title: string) => ({
    number,
    kind,
    issuer: 'Chính phủ',
    issuedOn,
    inForceFrom: issuedOn,
    title,
  });
  return JSON.stringify({
    code: 'VN',
    title: 'Sắp xếp bộ phận Một cửa cấp xã của cả nước',
    center: 'VN',
    instrument: '1/KH-CP',
    mustCover: { ...communes, on: PHASE_DAY },
    instruments: [
      instrument(codes, 'DECISION', SINCE, 'Bảng danh mục và mã số các đơn vị hành chính'),
      instrument('1/KH-CP', 'PLAN', '2025-06-12', 'Kế hoạch sắp xếp'),
    ],
    territories: { file: 'country.csv', instrument: codes, lineage: 'country-lineage.csv' },
    before: [
      { ...before, unit: 'PC-VN', name: 'Chính phủ', kind: 'PEOPLES_COMMITTEE' },
      {
        ...before,
        unit: 'VN',
        name: 'Trung tâm Phục vụ hành chính công quốc gia',
        kind: 'PROVINCIAL_CENTER',
        parents: { ESTABLISHMENT: 'PC-VN' },
      },
      {
        ...before,
        each: { level: 'COMMUNE', under: old },
        unit: 'OS-{code}',
        name: 'Bộ phận Một cửa {kind} {name}',
        kind: 'ONE_STOP',
        parents: { ESTABLISHMENT: 'VN' },
        territories: ['{code}'],
      },
    ],
    phases: [
      {
        ordinal: 1,
        title: 'Thành lập các Trung tâm Phục vụ hành chính công cấp xã',
        from: PHASE_DAY,
        gates: [
          { code: 'COVERAGE', title: 'Mọi xã đều có nơi tiếp nhận', kind: 'TERRITORY_COVERAGE' },
          { code: 'CHANGES', title: 'Mọi Trung tâm đã được thành lập', kind: 'CHANGES_APPLIED' },
        ],
        changes: [
          {
            change: 'MERGE',
            each: communes,
            sources: { predecessors: 'OS-{code}' },
            unit: 'C-{code}',
            name: 'Trung tâm Phục vụ hành chính công {kind} {name}',
            kind: 'COMMUNE_CENTER',
            parents: { ESTABLISHMENT: 'VN' },
            territories: ['{code}'],
          },
        ],
      },
    ],
  });
}
