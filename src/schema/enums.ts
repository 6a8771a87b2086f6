import { CHANGE_KINDS, type ChangeKind } from '../domain/change.ts';
import { INSTRUMENT_KINDS, type InstrumentKind } from '../domain/instrument.ts';
import { TERRITORY_LEVELS, type TerritoryLevel } from '../domain/territory.ts';
import {
  LINEAGE_EXTENTS,
  type LineageExtent,
  RELATION_KINDS,
  type RelationKind,
  UNIT_KINDS,
  type UnitKind,
} from '../domain/unit.ts';
import { type Described, enumOf } from './enum-of.ts';

const unitKinds: Described<UnitKind> = {
  PROVINCIAL_CENTER: 'Provincial public-service center (Trung tâm Phục vụ hành chính công cấp tỉnh).',
  DISTRICT_CENTER: 'District-level center, until districts were abolished on 2025-07-01.',
  COMMUNE_CENTER: 'Commune center (Decree 118/2025/NĐ-CP), from 2025-07-01.',
  BRANCH: 'Branch of a provincial center (chi nhánh).',
  ONE_STOP: 'One-stop department (bộ phận Một cửa).',
  RECEPTION_POINT: 'Reception point (điểm tiếp nhận).',
  PEOPLES_COMMITTEE: "People's Committee (Ủy ban nhân dân).",
  DEPARTMENT: 'Department or office of a committee (sở, văn phòng).',
  OUTSIDE_BODY: 'Body outside the administration, such as a post or telecom operator.',
};
export const UnitKindEnum = enumOf('UnitKind', 'What a unit is.', [UNIT_KINDS, unitKinds]);

const relationKinds: Described<RelationKind> = {
  ESTABLISHMENT: 'Where the unit stands in the tree.',
  STAFF_MANAGEMENT: 'Who decides on its staff.',
  FACILITY_MANAGEMENT: 'Who manages its premises.',
  PROFESSIONAL: 'Who directs it professionally.',
};
export const RelationKindEnum = enumOf(
  'RelationKind',
  'In which respect one unit stands under another; one parent per kind and day.',
  [RELATION_KINDS, relationKinds],
);

const extents: Described<LineageExtent> = { WHOLE: 'The whole of the source.', PARTIAL: 'A part of the source.' };
export const LineageExtentEnum = enumOf('LineageExtent', 'How much of a predecessor passed to a successor.', [
  LINEAGE_EXTENTS,
  extents,
]);

const levels: Described<TerritoryLevel> = {
  PROVINCE: 'Province or centrally run city.',
  DISTRICT: 'District level, abolished on 2025-07-01.',
  COMMUNE: 'Commune level: commune, ward, township, special zone.',
};
export const TerritoryLevelEnum = enumOf('TerritoryLevel', 'Level of an administrative territory.', [
  TERRITORY_LEVELS,
  levels,
]);

const instrumentKinds: Described<InstrumentKind> = {
  LAW: 'Luật.',
  RESOLUTION: 'Nghị quyết.',
  DECREE: 'Nghị định.',
  CIRCULAR: 'Thông tư.',
  DECISION: 'Quyết định.',
  PLAN: 'Kế hoạch.',
  CONCLUSION: 'Kết luận, thông báo kết luận.',
  DISPATCH: 'Công văn.',
  OTHER: 'Any other.',
};
export const InstrumentKindEnum = enumOf('InstrumentKind', 'Kind of a legal instrument.', [
  INSTRUMENT_KINDS,
  instrumentKinds,
]);

const changeKinds: Described<ChangeKind> = {
  ESTABLISH: 'A new unit, succeeding one where it names one.',
  RENAME: 'Another name.',
  RETYPE: 'Another kind, branch type, rank, entitlement or seat.',
  REPARENT: 'Another parent in one kind of relation.',
  MERGE: 'Two or more sources into one result, new or one of them.',
  ABSORB: 'An existing unit takes over others, which close.',
  SPLIT: 'One source into two or more results.',
  DISSOLVE: 'A unit closes.',
  TERRITORY: 'Service for a territory starts or ends.',
  CORRECTION: 'A version recorded wrongly is restated.',
};
export const ChangeKindEnum = enumOf('ChangeKind', 'Kind of an act of reorganization.', [CHANGE_KINDS, changeKinds]);

const differences: Described<'ESTABLISHED' | 'CLOSED' | 'RENAMED' | 'RETYPED' | 'REPARENTED'> = {
  ESTABLISHED: 'The unit exists only at the later point.',
  CLOSED: 'The unit exists only at the earlier point.',
  RENAMED: 'Name or short name differ.',
  RETYPED: 'Kind, branch type, rank or entitlements differ.',
  REPARENTED: 'The establishing parent differs.',
};
export const UnitDifferenceEnum = enumOf('UnitDifference', 'In which way a unit differs between two points.', [
  ['ESTABLISHED', 'CLOSED', 'RENAMED', 'RETYPED', 'REPARENTED'],
  differences,
]);

const severities: Described<'BLOCKING' | 'WARNING'> = { BLOCKING: 'The act is refused.', WARNING: 'The act goes on.' };
export const SeverityEnum = enumOf('Severity', 'Whether a violation stands in the way.', [
  ['BLOCKING', 'WARNING'],
  severities,
]);
