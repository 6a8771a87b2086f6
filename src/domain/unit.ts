import type { Day, Period } from './day.ts';
import type { ServiceFact } from './territory.ts';

export const UNIT_KINDS = [
  'PROVINCIAL_CENTER',
  'DISTRICT_CENTER',
  'COMMUNE_CENTER',
  'BRANCH',
  'ONE_STOP',
  'RECEPTION_POINT',
  'PEOPLES_COMMITTEE',
  'DEPARTMENT',
  'OUTSIDE_BODY',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** Units that are opened to the public and get ready for it: each for itself, with the points below it. */
export const OPENED_KINDS = ['PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER', 'BRANCH'] as const;

export const RELATION_KINDS = ['ESTABLISHMENT', 'STAFF_MANAGEMENT', 'FACILITY_MANAGEMENT', 'PROFESSIONAL'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

export const LINEAGE_EXTENTS = ['WHOLE', 'PARTIAL'] as const;
export type LineageExtent = (typeof LINEAGE_EXTENTS)[number];

export const SITE_ROLES = ['SEAT', 'PREMISES'] as const;
export type SiteRole = (typeof SITE_ROLES)[number];

/** What a unit is called and may do; null is a value, not an omission. */
export interface UnitAttributes {
  name: string;
  shortName: string | null;
  kind: UnitKind;
  branchType: number | null;
  rank: string | null;
  ownSeal: boolean;
  ownAccount: boolean;
  independentAccounting: boolean;
}

/** A believed fact: `id` null while not stored, `change` the act it comes from. */
interface Fact extends Period {
  id: number | null;
  change: number;
}

export interface LifeFact extends Period {
  id: number | null;
  openedBy: number;
  closedBy: number | null;
}

export interface VersionFact extends Fact, UnitAttributes {}

export interface RelationFact extends Fact {
  kind: RelationKind;
  parent: string;
  untilEvent: string | null;
}

export interface SiteFact extends Fact {
  site: number;
  role: SiteRole;
}

export interface LineageFact {
  id: number | null;
  source: string;
  target: string;
  extent: LineageExtent;
  on: Day;
  change: number;
}

/** A day on which the unit is succeeded (as SOURCE) or succeeds (as TARGET): its life may not end before. */
export interface Succession {
  on: Day;
  as: 'SOURCE' | 'TARGET';
}

/** Everything believed about one unit that a structural decision looks at. */
export interface UnitFacts {
  code: string;
  version: number;
  life: LifeFact;
  versions: VersionFact[];
  relations: RelationFact[];
  services: ServiceFact[];
  sites: SiteFact[];
  successions: Succession[];
}

/** Under which kinds a unit may be established: points under a branch or center, branches under a center. */
export const PARENT_KINDS: Readonly<Record<UnitKind, readonly UnitKind[]>> = {
  PROVINCIAL_CENTER: ['PEOPLES_COMMITTEE', 'DEPARTMENT'],
  DISTRICT_CENTER: ['PEOPLES_COMMITTEE', 'PROVINCIAL_CENTER'],
  COMMUNE_CENTER: ['PEOPLES_COMMITTEE', 'PROVINCIAL_CENTER'],
  BRANCH: ['PROVINCIAL_CENTER'],
  ONE_STOP: ['BRANCH', 'PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER', 'PEOPLES_COMMITTEE', 'DEPARTMENT'],
  RECEPTION_POINT: ['BRANCH', 'PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER'],
  PEOPLES_COMMITTEE: ['PEOPLES_COMMITTEE'],
  DEPARTMENT: ['PEOPLES_COMMITTEE', 'DEPARTMENT'],
  OUTSIDE_BODY: ['OUTSIDE_BODY'],
};
