import { openEnd } from './at.ts';
import { changeFields } from './change.ts';
import type { Registry } from './compiler.ts';
import { pageInfoFields } from './connection.ts';
import { coverageGapFields, coverageOverlapFields } from './coverage.ts';
import { instrumentFields } from './instrument.ts';
import { unitChangeFields, unitStateFields } from './organization-diff.ts';
import { siteFields } from './site.ts';
import { territoryFields, territoryLineageFields } from './territory.ts';
import { entitlementsFields, orgUnitFields, parentFields, versionFields } from './unit.ts';
import { unitLineageFields } from './unit-lineage.ts';

/** How every type of the API is read from the database. */
export const registry: Registry = {
  ChangeEvent: changeFields,
  CoverageGap: coverageGapFields,
  CoverageOverlap: coverageOverlapFields,
  Entitlements: entitlementsFields,
  LegalInstrument: instrumentFields,
  OrgRelation: parentFields,
  OrgUnit: orgUnitFields,
  PageInfo: pageInfoFields,
  Period: { from: (row) => row.from, until: (row) => openEnd(row.until) },
  Site: siteFields,
  Territory: territoryFields,
  TerritoryLineage: territoryLineageFields,
  UnitChange: unitChangeFields,
  UnitLineage: unitLineageFields,
  UnitState: unitStateFields,
  UnitVersion: versionFields,
};
