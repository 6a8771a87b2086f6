/** How much of an old unit goes into a new commune; several partial transfers make up one old unit. */
export type Extent = 'WHOLE' | 'PARTIAL';

/** The kind is kept apart from the name everywhere: `Tỉnh` and `Bắc Giang`, never `Tỉnh Bắc Giang`. */
interface Place {
  /** Physical line of its row, counted from 1; for an old province or district the first row that names it. */
  line: number;
  code: string;
  kind: string;
  name: string;
}

/** A province before the reform; two digits. */
export type OldProvince = Place;

/** A district before the reform; three digits. The reform abolished all of them. */
export interface OldDistrict extends Place {
  provinceCode: string;
}

/** A commune before the reform (five digits), or an island district without communes, whose code is the district's. */
export interface OldUnit extends Place {
  districtCode: string;
  provinceCode: string;
  isDistrict: boolean;
}

/** A province after the reform. Its code may be the one of an old province, even of one it was not merged from. */
export interface NewProvince extends Place {
  /** Codes of the old provinces that became part of it. */
  mergedFrom: string[];
}

/** A commune after the reform. Its code may be the one of an old unit, even of one that is not its source. */
export interface NewCommune extends Place {
  provinceCode: string;
  /** Centroid in degrees, WGS 84; both or neither are known. */
  latitude: number | null;
  longitude: number | null;
  areaKm2: number | null;
}

/** Territory of an old unit that goes into a new commune. */
export interface Transfer {
  line: number;
  provinceCode: string;
  communeCode: string;
  oldUnitCode: string;
  extent: Extent;
}

/** What the four files say, without the rows that have a problem; fit to be written only if there is none. */
export interface Reform {
  oldProvinces: OldProvince[];
  oldDistricts: OldDistrict[];
  oldUnits: OldUnit[];
  newProvinces: NewProvince[];
  newCommunes: NewCommune[];
  transfers: Transfer[];
}

/** A place where a file cannot be right. */
export interface Problem {
  /** Name of the file without its directory. */
  file: string;
  /** Physical line counted from 1; 0 if the file itself is missing or unreadable. */
  line: number;
  /** Null if the row or the file as a whole is meant. */
  column: string | null;
  reason: string;
  expected: string;
}
