import { type GraphQLOutputType, getNamedType, isObjectType } from 'graphql';
import type { Dependence } from '../../db/freshness.ts';
import { UNIT_CARD } from '../../db/read/named-unit.ts';
import type { SelectedField } from '../../db/read/selection.ts';
import type { Prepared } from '../../db/read/statement.ts';
import { PERSON_KEY } from '../../domain/personal-read.ts';

/** Tables without marks, and functions whose answer changes by itself: what rests on them is not kept. */
const UNMARKED = /\b(audit_entry|audit_seal|audit_chain|personal_read|idempotency_key|now|clock_timestamp|random)\b/;
/** Tables about people and posts, whose writes are marked by unit (migrations/0014_write_mark.sql, 0018_headcount_shift.sql). */
const ABOUT_PEOPLE =
  /\b(staff|staff_version|payroll|workplace|assignment|appointment|leadership|digital_signature|transfer|transfer_step|transfer_batch|secondment|secondment_step|quota|unit_headcount|sees_person)\b/;

type Local = ReadonlySet<string>;
const ALL = 'all';
/**
 * Fields that tell, of what is about people, only what concerns the unit that a root field names and those below it: there
 * somebody counts or works, and whatever is written about them is marked there. All else about people may be anywhere.
 */
const LOCAL: Readonly<Record<string, Local | typeof ALL>> = {
  Capacity: new Set(['period', 'rows', 'strengthLowest', 'strengthPeak', 'secondedIn', 'secondedOut', 'uncounted']),
  CapacityRow: ALL,
  Entitlements: ALL,
  OrgUnit: new Set([...UNIT_CARD, 'headcount', 'seals', 'signboards', 'children', 'descendants']),
  OrgUnitConnection: ALL,
  OrgUnitEdge: ALL,
  PageInfo: ALL,
  Period: ALL,
  Seal: new Set([
    'id',
    'kind',
    'status',
    'engravedName',
    'bearsName',
    'since',
    'reference',
    'note',
    'assumed',
    'recordedAt',
  ]),
  Signboard: new Set(['id', 'status', 'text', 'since', 'reference', 'note', 'assumed', 'recordedAt']),
  Staff: new Set(['id', 'code', 'name', 'category', 'protected', 'version', 'period', 'payrollHome', 'workplace']),
  StaffConnection: ALL,
  StaffEdge: ALL,
  UnitHeadcount: ALL,
};
/** Fields that lead to any unit, of which only what is said of units themselves may be asked. */
const ELSEWHERE: ReadonlySet<string> = new Set(['payrollHome', 'workplace']);
/** Root fields about one unit with what is below it, and the argument that names it. */
const OF_UNIT: Readonly<Record<string, string>> = { capacity: 'unit', staffMembers: 'unit', unit: 'code' };

/** A dependence, in which a unit may be named by a placeholder. */
export type PlanDependence = Exclude<Dependence, { on: 'UNIT' }> | { on: 'UNIT'; unit: unknown };

const CARDS: typeof LOCAL = { OrgUnit: UNIT_CARD, Entitlements: ALL, Period: ALL };

interface Root {
  field: SelectedField;
  type: GraphQLOutputType;
}

/** What the answer to a query's root fields rests on; null where that cannot be told. */
export function dependenceOf(roots: readonly Root[], { text }: Prepared): PlanDependence | null {
  if (UNMARKED.test(text)) return null;
  if (!ABOUT_PEOPLE.test(text)) return { on: 'STRUCTURE' };
  const [root] = roots;
  const argument = OF_UNIT[root?.field.name ?? ''];
  const unit = argument && root?.field.args[argument];
  // As it was believed once, people may be below units that are marked with them no more.
  const isOfNow = (root?.field.args.knownAt ?? null) === null;
  if (!root || roots.length > 1 || !unit || !isOfNow || !isLocal(root.field, root.type)) return { on: 'ANYTHING' };
  return { on: 'UNIT', unit };
}

function isLocal(field: SelectedField, type: GraphQLOutputType, local = LOCAL): boolean {
  const named = getNamedType(type);
  if (!isObjectType(named)) return true;
  const below = ELSEWHERE.has(field.name) ? CARDS : local;
  const fields = below[named.name];
  // Under another relation than that of establishment a unit is not marked along with those below it.
  if ((field.args.relation ?? 'ESTABLISHMENT') !== 'ESTABLISHMENT') return false;
  return field.fields(named.name).every((child) => {
    if (child.name === '__typename' || child.name === PERSON_KEY) return true;
    const definition = named.getFields()[child.name];
    const isOfThese = fields === ALL || fields?.has(child.name) === true;
    return isOfThese && definition !== undefined && isLocal(child, definition.type, below);
  });
}
