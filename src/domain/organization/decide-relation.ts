import { type Change, type ChangeResult, closingUnits, type RelationChange } from '../change.ts';
import { contains, covers, type Day, FOREVER, later, overlaps, type Period } from '../day.ts';
import { decideText } from '../text.ts';
import { PARENT_KINDS, type UnitKind } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import { decideRelationCycle } from './cycle.ts';
import { patchVersions, relationEnd } from './facts.ts';
import type { Organization } from './organization.ts';

/** Where a relation stands in the input, and whether the unit it is for can have one that day. */
interface Placed {
  result: ChangeResult;
  relation: RelationChange;
  path: readonly string[];
  stands: boolean;
}

/** The new relations of a result: one of each kind, each to a parent that may stand above. */
export function decideRelations(
  organization: Organization,
  change: Change,
  { result, stands }: { result: ChangeResult; stands: boolean },
): Violation[] {
  return result.relations.flatMap((relation, index) => {
    const path = [...change.path, ...(relation.path ?? ['parent'])];
    const again = result.relations.findIndex((other) => other.kind === relation.kind) < index;
    return [
      ...(again ? [violation('UNIT_PARENT_OVERLAP', { path, unit: result.unit, on: change.on })] : []),
      ...decideEvent(change, { result, relation, path }),
      ...decideRelation(organization, change, { result, relation, path, stands }),
    ];
  });
}

/** What will end the relation is said in words, where it is said. */
function decideEvent(change: Change, { result, relation, path }: Omit<Placed, 'stands'>): Violation[] {
  const { untilEvent } = relation;
  if (untilEvent === undefined || untilEvent === null) return [];
  const field = change.kind === 'REPARENT' ? [...change.path, 'untilEvent'] : path;
  return decideText('untilEvent', untilEvent, { path: field, unit: result.unit });
}

/** The parent lives as long as the relation, is of a kind that may stand above, and is not below its own child. */
function decideRelation(
  organization: Organization,
  change: Change,
  { result, relation, path, stands }: Placed,
): Violation[] {
  const { parent, kind } = relation;
  if (parent === null) return [];
  const above = organization.find(parent);
  if (!above) return [violation('NOT_FOUND', { path, unit: parent, words: { what: parent } })];
  const unit = stands ? organization.find(result.unit) : undefined;
  const life = unit?.life.until ?? FOREVER;
  const end = unit ? relationEnd(unit.relations, kind, change.on) : FOREVER;
  const period = { from: change.on, until: end < life ? end : life };
  // A target below what it takes over is told of as such.
  const closes = change.kind !== 'MERGE' && change.kind !== 'ABSORB' && closingUnits(change).has(parent);
  const outside = covers(above.life, change.on) && !closes ? above.life.until : change.on;
  return [
    ...(contains(above.life, period) && !closes
      ? []
      : [violation('FACT_OUTSIDE_UNIT', { path, unit: parent, on: outside })]),
    ...(kind === 'ESTABLISHMENT'
      ? decideParentKind(organization, change, { unit: result.unit, parent, period, path })
      : []),
    ...(stands ? decideRelationCycle(organization, change, { child: result.unit, kind, parent, period, path }) : []),
  ];
}

/** On every day that both have a version, also one planned for later; told for the first day. */
export function decideParentKind(
  organization: Organization,
  change: Change,
  { unit, parent, period, path }: { unit: string; parent: string; period: Period; path: readonly string[] },
): Violation[] {
  const within = (span: Period) => overlaps(span, period);
  const above = kindsAfter(organization, change, parent).filter(within);
  const found = kindsAfter(organization, change, unit)
    .filter(within)
    .flatMap((child) =>
      above
        .filter((other) => overlaps(other, child))
        .flatMap((other) => {
          const on = later(period.from, later(child.from, other.from));
          return refuseKinds({ kind: child.kind, parentKind: other.kind }, { unit, parent, on, path });
        }),
    );
  return found.sort((a, b) => (String(a.on) < String(b.on) ? -1 : 1)).slice(0, 1);
}

/** What kind a unit is from when until when, once the change is carried out. */
function kindsAfter(organization: Organization, change: Change, unit: string): ({ kind: UnitKind } & Period)[] {
  const patch = change.results.find((result) => result.unit === unit)?.attributes;
  const facts = organization.find(unit);
  if (!facts) return patch?.kind ? [{ kind: patch.kind, from: change.on, until: FOREVER }] : [];
  return patch ? patchVersions(facts.versions, { on: change.on, patch, change: 0 }) : facts.versions;
}

/** A unit of another kind still fits under the parent it keeps, and over the units that stay below it. */
export function decideNewKind(organization: Organization, change: Change, result: ChangeResult): Violation[] {
  const { kind } = result.attributes;
  const version = organization.versionOn(result.unit, change.on);
  const unit = organization.find(result.unit);
  if (kind === undefined || !version || !unit || kind === version.kind) return [];
  const from = change.kind === 'CORRECTION' ? (result.beganOn ?? version.from) : change.on;
  const span = { from, until: version.until };
  const path = [...change.path, 'kind'];
  const replaced = result.relations.some((relation) => relation.kind === 'ESTABLISHMENT');
  const above = replaced ? [] : establishedWithin(unit.relations, span);
  const adopted = new Set(change.results.flatMap(({ unit: heir, adopts }) => (heir === unit.code ? [] : adopts)));
  const children = organization
    .childrenFrom(unit.code, from)
    .filter(({ code }) => !adopted.has(code))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const below = children.flatMap((child) =>
    establishedWithin(child.relations, span)
      .filter((relation) => relation.parent === unit.code)
      .map(({ on }) => ({ on, unit: child.code, kind: organization.versionOn(child.code, on)?.kind })),
  );
  return [
    ...above.flatMap(({ parent, on }) =>
      refuseKinds(
        { kind, parentKind: organization.versionOn(parent, on)?.kind },
        { unit: unit.code, parent, on, path },
      ),
    ),
    ...below.flatMap((child) =>
      refuseKinds({ kind: child.kind, parentKind: kind }, { unit: child.unit, parent: unit.code, on: child.on, path }),
    ),
  ];
}

/** Establishing relations that touch a period, each with its first day in it. */
function establishedWithin(
  relations: readonly ({ kind: string; parent: string } & Period)[],
  span: Period,
): { parent: string; on: Day }[] {
  return relations
    .filter((relation) => relation.kind === 'ESTABLISHMENT' && overlaps(relation, span))
    .map(({ parent, from }) => ({ parent, on: later(from, span.from) }));
}

function refuseKinds(
  { kind, parentKind }: { kind: UnitKind | undefined; parentKind: UnitKind | undefined },
  { unit, parent, on, path }: { unit: string; parent: string; on: Day; path: readonly string[] },
): Violation[] {
  if (!kind || !parentKind || PARENT_KINDS[kind].includes(parentKind)) return [];
  const words = { kind, parent, parentKind, allowed: PARENT_KINDS[kind].join(', ') };
  return [violation('UNIT_KIND_PARENT', { path, unit, on, words })];
}
