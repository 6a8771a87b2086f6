import { checkLineage } from './check-lineage.ts';
import { checkReferences, type Readings } from './check-references.ts';
import { readCommunes } from './read-communes.ts';
import { readMapping, type TransferRow } from './read-mapping.ts';
import { readProvinces } from './read-provinces.ts';
import { readTable } from './read-table.ts';
import { oldDistrictsOf, oldProvincesOf, readUnits, type UnitRow } from './read-units.ts';
import type { OldProvince, Problem, Reform, Transfer } from './reform.ts';
import { COMMUNES, MAPPING, PROVINCES, type Reading, suspects, UNITS } from './sheets.ts';

const FILES: readonly string[] = [UNITS.file, PROVINCES.file, COMMUNES.file, MAPPING.file];

/**
 * Reads the four files of a reform for any set of provinces and reports all that cannot be right, in the order of the
 * files and their lines. The reform may be written only if there is no problem.
 */
export async function readReform(directory: string): Promise<{ reform: Reform; problems: Problem[] }> {
  const problems: Problem[] = [];
  const [unitTable, provinceTable, communeTable, mappingTable] = await Promise.all([
    readTable(directory, UNITS, problems),
    readTable(directory, PROVINCES, problems),
    readTable(directory, COMMUNES, problems),
    readTable(directory, MAPPING, problems),
  ]);
  const units = readUnits(unitTable, problems);
  const oldProvinces = knownProvinces(units, problems);
  const readings: Readings = {
    units,
    provinces: readProvinces(provinceTable, units.complete ? oldProvinces : null, problems),
    communes: readCommunes(communeTable, problems),
    mapping: readMapping(mappingTable, problems),
  };
  checkReferences(readings, problems);
  checkLineage(readings, oldProvinces, problems);
  problems.sort((one, other) => FILES.indexOf(one.file) - FILES.indexOf(other.file) || one.line - other.line);
  return { reform: soundReform(readings, problems), problems };
}

/** Provinces are known by rows without a problem, and by the others only where these bring up another name. */
function knownProvinces(units: Reading<UnitRow>, problems: readonly Problem[]): OldProvince[] {
  const isSuspect = suspects(problems);
  const sound = oldProvincesOf(units.rows.filter((row) => !isSuspect(units.file, row)));
  const known = new Set(sound.flatMap(({ code, name }) => [code, name]));
  const others = oldProvincesOf(units.rows).filter(({ code, name }) => !known.has(code) && !known.has(name));
  return [...sound, ...others];
}

function soundReform({ units, provinces, communes, mapping }: Readings, problems: readonly Problem[]): Reform {
  const isSuspect = suspects(problems);
  const unitRows = units.rows.filter((row) => !isSuspect(UNITS.file, row));
  return {
    oldProvinces: oldProvincesOf(unitRows),
    oldDistricts: oldDistrictsOf(unitRows),
    oldUnits: unitRows.map(({ district, province, ...unit }) => unit),
    newProvinces: provinces.rows.filter((row) => !isSuspect(PROVINCES.file, row)),
    newCommunes: communes.rows.filter((row) => !isSuspect(COMMUNES.file, row)),
    transfers: mapping.rows.filter((row) => !isSuspect(MAPPING.file, row)).filter(hasExtent),
  };
}

function hasExtent(row: TransferRow): row is Transfer {
  return row.extent !== null;
}
