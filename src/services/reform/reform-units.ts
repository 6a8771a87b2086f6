import type { StoredTerritory, TerritoryIndex } from '../../db/repositories/territories.ts';
import { aChange, aResult, type Change, type ChangeKind, type ChangeSource } from '../../domain/change.ts';
import type { Day } from '../../domain/day.ts';
import type { TerritoryRef } from '../../domain/territory.ts';
import type { UnitKind } from '../../domain/unit.ts';
import type { Reform } from './reform.ts';
import { CENTERS_SINCE, REFORM_DAY } from './reform-law.ts';

/** What the changes of the reform need to know besides the files. */
export interface ReformGround {
  /** Provinces before and after whose centers a plan holds: their units are not the reform's to make. */
  heldBefore: ReadonlySet<string>;
  heldAfter: ReadonlySet<string>;
  oneStops: number;
  centers: number;
  territories: TerritoryIndex<StoredTerritory>;
}

interface NewUnit {
  code: string;
  name: string;
  kind: UnitKind;
  parent: string | null;
  territory: string | null;
}

/** The centers and one-stops as they stood before, then their succession on the day of the reform. */
export function changesOfReform(reform: Reform, ground: ReformGround): Change[] {
  return [
    ...unitsBefore(reform, ground),
    ...provincialSuccession(reform, ground),
    ...communeSuccession(reform, ground),
    ...districtEnd(reform, ground),
  ];
}

function unitsBefore({ oldProvinces, oldDistricts, oldUnits }: Reform, ground: ReformGround): Change[] {
  const free = (province: string) => !ground.heldBefore.has(province);
  const ownUnits = new Set(oldUnits.filter((unit) => unit.isDistrict).map((unit) => unit.code));
  const begin = (unit: NewUnit) =>
    beginning(unit, { ground, on: CENTERS_SINCE, instrument: ground.oneStops, sources: [] });
  return [
    ...oldProvinces
      .filter(({ code }) => free(code))
      .map(({ code, kind, name }) =>
        begin({
          code: `VN-63-${code}`,
          name: centerName(kind, name),
          kind: 'PROVINCIAL_CENTER',
          parent: null,
          territory: code,
        }),
      ),
    ...oldDistricts
      .filter(({ provinceCode }) => free(provinceCode))
      .map(({ code, kind, name, provinceCode }) =>
        begin({
          code: `VN-D-${code}`,
          name: `Trung tâm Hành chính công ${kind.toLowerCase()} ${name}`,
          kind: 'DISTRICT_CENTER',
          parent: `VN-63-${provinceCode}`,
          // Where the district is itself the unit, its one-stop receives for it.
          territory: ownUnits.has(code) ? null : code,
        }),
      ),
    ...oldUnits
      .filter(({ provinceCode }) => free(provinceCode))
      .map(({ code, kind, name, districtCode }) =>
        begin({
          code: `VN-OS-${code}`,
          name: `Bộ phận Một cửa ${kind.toLowerCase()} ${name}`,
          kind: 'ONE_STOP',
          parent: `VN-D-${districtCode}`,
          territory: code,
        }),
      ),
  ];
}

function provincialSuccession({ newProvinces }: Reform, ground: ReformGround): Change[] {
  return newProvinces
    .filter(({ code }) => !ground.heldAfter.has(code))
    .map(({ code, kind, name, mergedFrom }) => {
      const sources = mergedFrom
        .filter((old) => !ground.heldBefore.has(old))
        .map((old): ChangeSource => ({ unit: `VN-63-${old}`, extent: 'WHOLE' }));
      const unit: NewUnit = {
        code: `VN-34-${code}`,
        name: centerName(kind, name),
        kind: 'PROVINCIAL_CENTER',
        parent: null,
        territory: code,
      };
      return beginning(unit, { ground, on: REFORM_DAY, instrument: ground.centers, sources });
    });
}

function communeSuccession({ newCommunes, oldUnits, transfers }: Reform, ground: ReformGround): Change[] {
  const provinceOf = new Map(oldUnits.map((unit) => [unit.code, unit.provinceCode]));
  const sourcesOf = new Map<string, ChangeSource[]>();
  for (const { communeCode, oldUnitCode, extent } of transfers) {
    if (ground.heldBefore.has(provinceOf.get(oldUnitCode) ?? '')) continue;
    const sources = sourcesOf.get(communeCode) ?? [];
    sources.push({ unit: `VN-OS-${oldUnitCode}`, extent });
    sourcesOf.set(communeCode, sources);
  }
  return newCommunes
    .filter(({ provinceCode }) => !ground.heldAfter.has(provinceCode))
    .map(({ code, kind, name, provinceCode }) => {
      const unit: NewUnit = {
        code: `VN-C-${code}`,
        name: centerName(kind, name),
        kind: 'COMMUNE_CENTER',
        parent: `VN-34-${provinceCode}`,
        territory: code,
      };
      return beginning(unit, {
        ground,
        on: REFORM_DAY,
        instrument: ground.centers,
        sources: sourcesOf.get(code) ?? [],
      });
    });
}

/** District centers go with their districts: nobody took over from them as such. */
function districtEnd({ oldDistricts }: Reform, ground: ReformGround): Change[] {
  return oldDistricts
    .filter(({ provinceCode }) => !ground.heldBefore.has(provinceCode))
    .map(({ code }) =>
      aChange({
        kind: 'DISSOLVE',
        on: REFORM_DAY,
        instrument: ground.centers,
        sources: [{ unit: `VN-D-${code}`, extent: 'WHOLE' }],
        noSuccessor: true,
        path: ['district', code],
      }),
    );
}

function beginning(
  { code, name, kind, parent, territory }: NewUnit,
  { ground, on, instrument, sources }: { ground: ReformGround; on: Day; instrument: number; sources: ChangeSource[] },
): Change {
  const changeKind: ChangeKind = sources.length > 1 ? 'MERGE' : 'ESTABLISH';
  return aChange({
    kind: changeKind,
    on,
    instrument,
    assumed: true,
    sources,
    results: [
      aResult(code, {
        attributes: { name, kind },
        relations: parent === null ? [] : [{ kind: 'ESTABLISHMENT', parent }],
        starts: territory === null ? [] : [territoryOn(ground, territory, on)],
      }),
    ],
    // The territories themselves were replaced, and what stood below goes its own way.
    passesOn: false,
    path: ['unit', code],
  });
}

function territoryOn({ territories }: ReformGround, code: string, on: Day): TerritoryRef {
  const found = territories.on(code, on);
  if (!found) throw new Error(`territory ${code} was not recorded for ${on}`);
  return { id: found.id, code, name: found.name, until: found.until };
}

const centerName = (kind: string, name: string): string =>
  `Trung tâm Phục vụ hành chính công ${kind.toLowerCase()} ${name}`;
