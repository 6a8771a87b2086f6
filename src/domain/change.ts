import type { Day } from './day.ts';
import type { TerritoryRef } from './territory.ts';
import type { LineageExtent, RelationKind, SiteRole, UnitAttributes } from './unit.ts';

export const CHANGE_KINDS = [
  'ESTABLISH',
  'RENAME',
  'RETYPE',
  'REPARENT',
  'MERGE',
  'ABSORB',
  'SPLIT',
  'DISSOLVE',
  'TERRITORY',
  'CORRECTION',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface ChangeSource {
  unit: string;
  extent: LineageExtent;
  /** Input path within the change, where it is not `sources`. */
  path?: readonly string[];
}

/** One relation of a result from the change's day on; `parent` null ends it. */
export interface RelationChange {
  kind: RelationKind;
  parent: string | null;
  untilEvent?: string | null;
  /** Input path within the change, where it is not `parent`. */
  path?: readonly string[];
}

/** A territory from the change's day on. */
export interface TerritoryStart extends TerritoryRef {
  /** Input path within the change. */
  path?: readonly string[];
}

/** A unit as it is from the change's day on; what is left out stays as it was. */
export interface ChangeResult {
  unit: string;
  attributes: Partial<UnitAttributes>;
  relations: RelationChange[];
  /** Territories the unit receives for from that day. */
  starts: TerritoryStart[];
  /** Territories it no longer receives for. */
  ends: TerritoryRef[];
  sites: { site: number; role: SiteRole }[];
  /** In a SPLIT: units below the source that come under this one, in every respect in which they stood below it. */
  adopts: readonly string[];
  /** In a CORRECTION: the day on which the corrected version really began, where that was wrong. */
  beganOn: Day | null;
  /** In an act that undoes another: the closed unit that comes back as this one. */
  restores?: string;
}

/** One act of reorganization: what its sources were becomes what its results are, on a day. */
export interface Change {
  kind: ChangeKind;
  on: Day;
  instrument: number | null;
  decidedBy: string | null;
  sources: ChangeSource[];
  results: ChangeResult[];
  /** Sources close and have no successor: said, never implied. */
  noSuccessor: boolean;
  /** What the closing sources received for and had below them passes to the single result. */
  passesOn: boolean;
  assumed: boolean;
  note: string | null;
  /** The phase of a plan under which it is carried out, and the planned change that it is. */
  under: { plan: number; phase: number; planned: number | null } | null;
  /** The act that it undoes. */
  compensates: number | null;
  /** Input path of the change within a command, for violations. */
  path: readonly string[];
}

/** Sources that are not there any more from the day on. */
export function closingUnits({ sources, results }: Change): ReadonlySet<string> {
  const staying = new Set(results.map((result) => result.unit));
  return new Set(sources.map((source) => source.unit).filter((unit) => !staying.has(unit)));
}

/** A result that changes nothing yet; the caller fills in what the change does. */
export function aResult(unit: string, parts: Partial<ChangeResult> = {}): ChangeResult {
  return { unit, attributes: {}, relations: [], starts: [], ends: [], sites: [], adopts: [], beganOn: null, ...parts };
}

/** A change with the usual answers; the caller fills in what makes it this one. */
export function aChange(parts: Partial<Change> & Pick<Change, 'kind' | 'on' | 'instrument'>): Change {
  return {
    decidedBy: null,
    sources: [],
    results: [],
    noSuccessor: false,
    passesOn: parts.kind === 'MERGE' || parts.kind === 'ABSORB' || parts.kind === 'ESTABLISH',
    assumed: false,
    note: null,
    under: null,
    compensates: null,
    path: [],
    ...parts,
  };
}

/** The unit that a change is about: the one that goes, else the one that results. */
export function subjectOf({ kind, sources, results }: Change): string {
  const [source, result] = [sources[0]?.unit, results[0]?.unit];
  return (kind === 'DISSOLVE' ? source : (result ?? source)) ?? '';
}
