import type { Change, ChangeResult, RelationChange } from '../change.ts';
import { contains, covers, FOREVER, later } from '../day.ts';
import { decideText } from '../text.ts';
import { PARENT_KINDS } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import { decideRelationCycle } from './cycle.ts';
import { decideDissolution, decideMerger } from './decide-closing.ts';
import { relationEnd } from './facts.ts';
import type { Organization } from './organization.ts';

const EARLIEST = '1900-01-01';
const UNIT_CODE = /^[A-Z0-9][A-Z0-9.-]{0,63}$/;

/** Everything that stands in the way of a change on the organization as it is believed to be. */
export function decideChange(organization: Organization, change: Change): Violation[] {
  const violations = [
    ...decideInstrument(change),
    ...decideDay(change),
    ...change.sources.flatMap((source, index) => decideSource(organization, change, { unit: source.unit, index })),
    ...change.results.flatMap((result, index) =>
      decideResult(organization, change, { result, path: pathOf(change, index) }),
    ),
    ...decideMerger(organization, change),
  ];
  if (change.kind === 'DISSOLVE') violations.push(...decideDissolution(organization, change));
  return violations;
}

function decideInstrument(change: Change): Violation[] {
  if (change.instrument !== null) return [];
  return [violation('INSTRUMENT_REQUIRED', { path: [...change.path, 'instrument'], on: change.on })];
}

function decideDay({ on, path }: Change): Violation[] {
  return on >= EARLIEST ? [] : [violation('PERIOD_INVALID', { path: [...path, 'on'], on, expected: 'DAY_FROM_1900' })];
}

/** A source must be there until the change; parts of a unit may leave it on one and the same day. */
function decideSource(
  organization: Organization,
  change: Change,
  { unit, index }: { unit: string; index: number },
): Violation[] {
  const path = change.kind === 'DISSOLVE' ? [...change.path, 'unit'] : [...change.path, 'sources', String(index)];
  const facts = organization.find(unit);
  if (!facts) return [violation('NOT_FOUND', { path, unit, words: { what: unit } })];
  const partOfSameDay = facts.life.until === change.on && change.sources[index]?.extent === 'PARTIAL';
  if (covers(facts.life, change.on) || partOfSameDay) return [];
  return [violation('FACT_OUTSIDE_UNIT', { path, unit, on: change.on })];
}

/** The input field that names a result. */
function pathOf(change: Change, index: number): string[] {
  if (change.kind === 'DISSOLVE') return [...change.path, 'successors', String(index)];
  return [...change.path, change.kind === 'ESTABLISH' ? 'code' : 'unit'];
}

function decideResult(
  organization: Organization,
  change: Change,
  { result, path }: { result: ChangeResult; path: string[] },
): Violation[] {
  const facts = organization.find(result.unit);
  const opens = change.kind === 'ESTABLISH' || change.kind === 'MERGE' || change.kind === 'SPLIT';
  if (!facts && !opens) return [violation('NOT_FOUND', { path, unit: result.unit, words: { what: result.unit } })];
  if (facts && change.kind === 'ESTABLISH')
    return [violation('ALREADY_EXISTS', { path, unit: result.unit, words: { what: result.unit } })];
  if (facts && !covers(facts.life, change.on))
    return [violation('FACT_OUTSIDE_UNIT', { path, unit: result.unit, on: change.on })];
  return [
    ...(facts ? [] : decideNewUnit(change, result)),
    ...decideAttributes(change, result),
    ...decideCorrection(organization, change, result),
    ...result.relations.flatMap((relation) => decideRelation(organization, change, { result, relation })),
    ...decideTerritories(organization, change, result),
  ];
}

function decideNewUnit(change: Change, { unit, attributes }: ChangeResult): Violation[] {
  const violations: Violation[] = [];
  if (!UNIT_CODE.test(unit))
    violations.push(violation('INPUT_INVALID', { path: [...change.path, 'code'], expected: 'UNIT_CODE' }));
  if (attributes.name === undefined || attributes.kind === undefined) {
    violations.push(violation('INPUT_INVALID', { path: change.path, unit, expected: 'ATTRIBUTES_OF_NEW_UNIT' }));
  }
  return violations;
}

function decideAttributes(change: Change, { unit, attributes }: ChangeResult): Violation[] {
  const violations: Violation[] = [];
  for (const field of ['name', 'shortName', 'rank'] as const) {
    const text = attributes[field];
    if (text !== undefined && text !== null)
      violations.push(...decideText(field, text, { path: [...change.path, field], unit }));
  }
  const type = attributes.branchType;
  if (type !== undefined && type !== null && !(Number.isInteger(type) && type >= 1 && type <= 9)) {
    violations.push(
      violation('INPUT_INVALID', { path: [...change.path, 'branchType'], unit, expected: 'BRANCH_TYPE' }),
    );
  }
  return violations;
}

/** A corrected first day moves only the border to the version before: both keep at least a day. */
function decideCorrection(organization: Organization, change: Change, { unit, beganOn }: ChangeResult): Violation[] {
  const version = organization.versionOn(unit, change.on);
  if (beganOn === null || !version) return [];
  const before = organization.find(unit)?.versions.find((other) => other.until === version.from);
  if (before && before.from < beganOn && beganOn < version.until) return [];
  return [
    violation('INPUT_INVALID', {
      path: [...change.path, 'beganOn'],
      unit,
      on: beganOn,
      expected: 'DAY_WITHIN_VERSION',
    }),
  ];
}

/** The parent lives as long as the relation, is of a kind that may stand above, and is not below its own child. */
function decideRelation(
  organization: Organization,
  change: Change,
  { result, relation }: { result: ChangeResult; relation: RelationChange },
): Violation[] {
  const { parent } = relation;
  if (parent === null) return [];
  const path = [...change.path, 'parent'];
  const above = organization.find(parent);
  if (!above) return [violation('NOT_FOUND', { path, unit: parent, words: { what: parent } })];
  const unit = organization.find(result.unit);
  const life = unit?.life.until ?? FOREVER;
  const end = unit ? relationEnd(unit.relations, relation.kind, change.on) : FOREVER;
  const period = { from: change.on, until: end < life ? end : life };
  if (!contains(above.life, period)) {
    const day = covers(above.life, change.on) ? above.life.until : change.on;
    return [violation('FACT_OUTSIDE_UNIT', { path, unit: parent, on: day })];
  }
  return [
    ...(relation.kind === 'ESTABLISHMENT' ? decideParentKind(organization, change, { result, parent }) : []),
    ...decideRelationCycle(organization, { child: result.unit, kind: relation.kind, parent, period, path }),
  ];
}

function decideParentKind(
  organization: Organization,
  change: Change,
  { result, parent }: { result: ChangeResult; parent: string },
): Violation[] {
  const kind = result.attributes.kind ?? organization.versionOn(result.unit, change.on)?.kind;
  const parentKind =
    change.results.find((other) => other.unit === parent)?.attributes.kind ??
    organization.versionOn(parent, change.on)?.kind;
  if (!kind || !parentKind || PARENT_KINDS[kind].includes(parentKind)) return [];
  return [
    violation('UNIT_KIND_PARENT', {
      path: [...change.path, 'parent'],
      unit: result.unit,
      on: change.on,
      words: { kind, parent, parentKind, allowed: PARENT_KINDS[kind].join(', ') },
    }),
  ];
}

/** One receiving unit per territory and day; what leaves a source or ends in this same change makes room. */
function decideTerritories(organization: Organization, change: Change, result: ChangeResult): Violation[] {
  const leaving = new Set(change.sources.map((source) => source.unit));
  const ends = (unit: string, territory: number) =>
    change.results.some((other) => other.unit === unit && other.ends.some((ended) => ended.id === territory));
  return result.starts.flatMap((territory) =>
    organization
      .servicesOf(territory.id)
      .filter((service) => service.until > change.on && !leaving.has(service.unit) && !ends(service.unit, territory.id))
      .map((service) =>
        violation('TERRITORY_OVERLAP', {
          path: [...change.path, 'territories'],
          unit: result.unit,
          territory: territory.code,
          on: later(service.from, change.on),
          words: { holder: service.unit },
        }),
      ),
  );
}
