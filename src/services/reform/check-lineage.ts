import type { Readings } from './check-references.ts';
import { groupRows } from './group-rows.ts';
import type { TransferRow } from './read-mapping.ts';
import type { OldProvince, Problem } from './reform.ts';
import { COMMUNES, MAPPING, PROVINCES, suspects, UNITS } from './sheets.ts';

/** Reports what came from nowhere, went nowhere, or went where its province did not go. */
export function checkLineage(readings: Readings, oldProvinces: readonly OldProvince[], problems: Problem[]): void {
  const { units, provinces, communes, mapping } = readings;
  if (mapping.complete) {
    checkOrigins(readings, problems);
    checkDestinations(readings, problems);
    checkExtents(mapping.rows, problems);
  }
  if (provinces.complete && communes.complete) checkProvincesHaveCommunes(readings, problems);
  if (provinces.complete && units.complete) {
    checkOldProvinces(readings, oldProvinces, problems);
    checkProvinceOfOrigin(readings, problems);
  }
}

function checkOrigins({ communes, mapping }: Readings, problems: Problem[]): void {
  const reached = new Set(mapping.rows.map(({ communeCode }) => communeCode));
  for (const { line, code } of communes.rows) {
    if (code === '' || reached.has(code)) continue;
    const reason = `new commune ${code} has no origin: no row of ${MAPPING.file} leads to it`;
    problems.push({ file: COMMUNES.file, line, column: 'commune_code', reason, expected: 'one transfer or more' });
  }
}

function checkDestinations({ units, mapping }: Readings, problems: Problem[]): void {
  // A code of three digits may be one of five without its zeros, which is reported where it stands.
  const left = new Set(mapping.rows.flatMap(({ oldUnitCode }) => [oldUnitCode, oldUnitCode.padStart(5, '0')]));
  for (const { line, code } of units.rows) {
    if (code === '' || left.has(code)) continue;
    const reason = `old unit ${code} has no destination: no row of ${MAPPING.file} starts from it`;
    problems.push({ file: UNITS.file, line, column: 'unit_code', reason, expected: 'one transfer or more' });
  }
}

/** A unit goes over in full once, or in part several times; a part alone would leave land without a commune. */
function checkExtents(transfers: readonly TransferRow[], problems: Problem[]): void {
  const isSuspect = suspects(problems);
  for (const [unit, rows] of groupRows(transfers, ({ oldUnitCode }) => oldUnitCode)) {
    if (unit === '' || rows.some((row) => isSuspect(MAPPING.file, row))) continue;
    for (const row of rows) {
      const other = rows.find((candidate) => candidate !== row);
      const at = { file: MAPPING.file, line: row.line, column: 'extent' };
      if (row.extent === 'WHOLE' && other !== undefined) {
        const reason = `old unit ${unit} goes over in full, yet line ${other.line} moves it too`;
        problems.push({ ...at, reason, expected: 'full on its only row, or partial on each of them' });
      }
      if (row.extent === 'PARTIAL' && other === undefined) {
        const reason = `old unit ${unit} goes over in part, yet no other row moves the rest`;
        problems.push({ ...at, reason, expected: 'full on its only row, or partial on each of them' });
      }
    }
  }
}

function checkProvincesHaveCommunes({ provinces, communes }: Readings, problems: Problem[]): void {
  const inhabited = new Set(communes.rows.map(({ provinceCode }) => provinceCode));
  for (const { line, code } of provinces.rows) {
    if (code === '' || inhabited.has(code)) continue;
    const reason = `new province ${code} has no communes in ${COMMUNES.file}`;
    problems.push({ file: PROVINCES.file, line, column: 'province_code', reason, expected: 'one commune or more' });
  }
}

function checkOldProvinces({ provinces }: Readings, oldProvinces: readonly OldProvince[], problems: Problem[]): void {
  const isSuspect = suspects(problems);
  const named = new Set(provinces.rows.flatMap(({ mergedFrom }) => mergedFrom));
  for (const old of oldProvinces) {
    if (named.has(old.code) || isSuspect(UNITS.file, old)) continue;
    const { line, code, kind, name } = old;
    const reason = `old province ${code} (${kind} ${name}) is in no merged_from of ${PROVINCES.file}`;
    problems.push({ file: UNITS.file, line, column: 'province_code', reason, expected: 'a new province it became' });
  }
}

/** Provinces were merged whole, so that no unit can go where its province did not. */
function checkProvinceOfOrigin({ units, provinces, communes, mapping }: Readings, problems: Problem[]): void {
  const isSuspect = suspects(problems);
  const unitByCode = new Map(units.rows.map((unit) => [unit.code, unit]));
  const communeByCode = new Map(communes.rows.map((commune) => [commune.code, commune]));
  const provinceByCode = new Map(provinces.rows.map((province) => [province.code, province]));
  for (const transfer of mapping.rows) {
    const unit = unitByCode.get(transfer.oldUnitCode);
    const commune = communeByCode.get(transfer.communeCode);
    const province = provinceByCode.get(transfer.provinceCode);
    if (unit === undefined || province === undefined || province.mergedFrom.includes(unit.provinceCode)) continue;
    if (isSuspect(MAPPING.file, transfer) || isSuspect(UNITS.file, unit)) continue;
    if (isSuspect(PROVINCES.file, province) || (commune && isSuspect(COMMUNES.file, commune))) continue;
    const successors = provinces.rows.filter(({ mergedFrom }) => mergedFrom.includes(unit.provinceCode));
    // An old province that became no new one is one problem of its own, not one for each of its units.
    if (successors.length === 0) continue;
    problems.push({
      file: MAPPING.file,
      line: transfer.line,
      column: 'new_province_code',
      reason: `old unit ${unit.code} is of old province ${unit.provinceCode}, which is not in merged_from of new province ${province.code}`,
      expected: successors.map(({ code }) => code).join(' or '),
    });
  }
}
