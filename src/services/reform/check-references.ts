import type { TransferRow } from './read-mapping.ts';
import type { UnitRow } from './read-units.ts';
import type { NewCommune, NewProvince, Problem } from './reform.ts';
import { COMMUNES, MAPPING, PROVINCES, type Reading, suspects, UNITS } from './sheets.ts';

/** The four files, each checked within itself. */
export interface Readings {
  units: Reading<UnitRow>;
  provinces: Reading<NewProvince>;
  communes: Reading<NewCommune>;
  mapping: Reading<TransferRow>;
}

/** Reports every code that names a row of another file where there is no such row, and every contradiction of both. */
export function checkReferences(readings: Readings, problems: Problem[]): void {
  const { communes, mapping } = readings;
  const codes = {
    province: knownCodes(readings.provinces),
    commune: knownCodes(communes),
    unit: knownCodes(readings.units),
  };
  for (const { line, provinceCode } of communes.rows) {
    if (codes.province(provinceCode)) continue;
    problems.push({ file: COMMUNES.file, line, column: 'province_code', ...unknown('new province', provinceCode) });
  }
  for (const { line, provinceCode, communeCode, oldUnitCode } of mapping.rows) {
    const at = { file: MAPPING.file, line };
    if (!codes.province(provinceCode)) {
      problems.push({ ...at, column: 'new_province_code', ...unknown('new province', provinceCode) });
    }
    if (!codes.commune(communeCode)) {
      problems.push({ ...at, column: 'new_commune_code', ...unknown('new commune', communeCode) });
    }
    if (!codes.unit(oldUnitCode)) {
      problems.push({ ...at, column: 'old_unit_code', ...unknown('old unit', oldUnitCode) });
    }
  }
  checkProvinceOfCommune(readings, problems);
}

const FILES = { 'new province': PROVINCES.file, 'new commune': COMMUNES.file, 'old unit': UNITS.file } as const;

function unknown(subject: keyof typeof FILES, code: string): { reason: string; expected: string } {
  return { reason: `${subject} ${code} is not in ${FILES[subject]}`, expected: 'a code of that file' };
}

/** An unreadable code is reported already, and against an incomplete file none can be called unknown. */
function knownCodes(reading: Reading<{ line: number; code: string }>): (code: string) => boolean {
  const codes = new Set(reading.rows.map(({ code }) => code));
  return (code) => code === '' || !reading.complete || codes.has(code);
}

function checkProvinceOfCommune({ communes, mapping }: Readings, problems: Problem[]): void {
  const isSuspect = suspects(problems);
  const byCode = new Map(communes.rows.map((commune) => [commune.code, commune]));
  for (const transfer of mapping.rows) {
    const commune = byCode.get(transfer.communeCode);
    if (commune === undefined || commune.provinceCode === transfer.provinceCode) continue;
    if (isSuspect(MAPPING.file, transfer) || isSuspect(COMMUNES.file, commune)) continue;
    problems.push({
      file: MAPPING.file,
      line: transfer.line,
      column: 'new_province_code',
      reason: `new commune ${commune.code} lies in province ${commune.provinceCode} (${COMMUNES.file} line ${commune.line}), not in ${transfer.provinceCode}`,
      expected: commune.provinceCode,
    });
  }
}
