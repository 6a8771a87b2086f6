import { type Change, type ChangeResult, closingUnits } from '../change.ts';
import { type Day, FOREVER, later, type Period } from '../day.ts';
import type { RelationFact, RelationKind } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import { dayReaching, relationsAfter } from './cycle.ts';
import { decideParentKind } from './decide-relation.ts';
import type { Organization } from './organization.ts';

/** Where and from which day on a unit stands below another. */
interface Below {
  relation: string;
  parent: string;
  on: Day;
}

/** What closing sources leave behind passes to an heir that can have it, or nothing is left. */
export function decideInheritance(organization: Organization, change: Change, path: readonly string[]): Violation[] {
  if (change.kind === 'SPLIT') {
    return [
      ...decideParts(change, path),
      ...decideLeftChildren(organization, change),
      ...decideHandingOut(organization, change),
    ];
  }
  const [heir] = change.results;
  if (!heir || !change.passesOn || change.results.length !== 1) return [];
  return [
    ...decideSuccession(organization, change, heir),
    ...decideAdoption(organization, change, heir),
    ...decideOutlasting(organization, change, { heir, path }),
  ];
}

/** The first day on which a result stands below a closing source in any respect: it would come to stand below itself. */
export function closingAbove(organization: Organization, change: Change, result: ChangeResult): Below | null {
  const closing = closingUnits(change);
  const relationsOf = relationsAfter(organization, change);
  const found = relationsOf(result.unit).flatMap(({ kind, parent, from, until }) => {
    const period = { from: later(from, change.on), until };
    if (period.from >= until) return [];
    const on = dayReaching(relationsOf, { among: closing, kind, unit: parent, period });
    return on === null ? [] : [{ relation: kind, parent, on }];
  });
  return found.reduce<Below | null>((first, one) => (first && first.on <= one.on ? first : one), null);
}

/** A unit that succeeds another is not put below what that one had below it. */
function decideSuccession(organization: Organization, change: Change, heir: ChangeResult): Violation[] {
  if (change.kind !== 'ESTABLISH') return [];
  const below = closingAbove(organization, change, heir);
  if (!below || closingUnits(change).has(below.parent)) return [];
  const named = heir.relations.find(({ kind, parent }) => kind === below.relation && parent === below.parent);
  const path = [...change.path, ...(named?.path ?? ['parent'])];
  return [violation('UNIT_CYCLE', { path, unit: heir.unit, on: below.on })];
}

/** What stood below a closing source may stand below its heir, by kind. */
function decideAdoption(organization: Organization, change: Change, heir: ChangeResult): Violation[] {
  return [...closingUnits(change)].flatMap((source) =>
    relationsTo(organization, change, source)
      .filter(({ kind, child }) => kind === 'ESTABLISHMENT' && child !== heir.unit)
      .flatMap(({ child, from, until }) => {
        const period = { from: later(from, change.on), until };
        const path = [...change.path, 'kind'];
        return decideParentKind(organization, change, { unit: child, parent: heir.unit, period, path });
      }),
  );
}

/** An heir that is to close itself cannot have what lasts longer. */
function decideOutlasting(
  organization: Organization,
  change: Change,
  { heir, path }: { heir: ChangeResult; path: readonly string[] },
): Violation[] {
  const life = organization.find(heir.unit)?.life;
  if (!life) return [];
  const lasting = [...closingUnits(change)].flatMap((source) => [
    ...(organization.find(source)?.services ?? []),
    ...relationsTo(organization, change, source),
  ]);
  if (lasting.every(({ until }) => until <= life.until || until <= change.on)) return [];
  return [violation('FACT_OUTSIDE_UNIT', { path, unit: heir.unit, on: life.until })];
}

/** A unit splits up into different ones. */
function decideParts({ results }: Change, path: readonly string[]): Violation[] {
  return results
    .filter(({ unit }, index) => results.findIndex((other) => other.unit === unit) < index)
    .map(({ unit }) => violation('INPUT_INVALID', { path, unit, expected: 'NO_OTHER_ENTRY' }));
}

/** Of a unit that splits up nobody is left below; in a reform, later changes of the same day see to those. */
function decideLeftChildren(organization: Organization, change: Change): Violation[] {
  return [...closingUnits(change)].flatMap((source) => {
    const adopted = new Set(change.results.flatMap((result) => result.adopts));
    const left = relationsTo(organization, change, source).filter((relation) => {
      if (adopted.has(relation.child)) return false;
      const result = change.results.find(({ unit }) => unit === relation.child);
      return !result?.relations.some(({ kind }) => kind === relation.kind);
    });
    if (left.length === 0) return [];
    const index = change.sources.findIndex(({ unit }) => unit === source);
    const path = [...change.path, ...(change.sources[index]?.path ?? ['sources', String(index)])];
    const words = { children: new Set(left.map(({ child }) => child)).size, territories: 0 };
    return [violation('UNIT_HAS_DEPENDENTS', { path, unit: source, on: change.on, words })];
  });
}

/** What a part of a split unit takes over is there, taken once, and may stand below it for as long as below the whole. */
function decideHandingOut(organization: Organization, change: Change): Violation[] {
  const path = [...change.path, 'children'];
  const adoptions = change.results.flatMap(({ unit: heir, adopts }) => adopts.map((child) => ({ child, heir })));
  return adoptions.flatMap(({ child, heir }, index) => {
    if (!organization.find(child)) return [violation('NOT_FOUND', { path, unit: child, words: { what: child } })];
    if (adoptions.findIndex((other) => other.child === child) < index)
      return [violation('INPUT_INVALID', { path, unit: child, expected: 'NO_OTHER_ENTRY' })];
    const standing = change.sources
      .flatMap(({ unit }) => relationsTo(organization, change, unit))
      .filter((relation) => relation.child === child);
    if (standing.length === 0)
      return [violation('INPUT_INVALID', { path, unit: child, expected: 'UNIT_BELOW_SOURCE' })];
    return standing.flatMap((relation) => decideNewPlace(organization, change, { ...relation, heir, path }));
  });
}

/** The heir lasts as long as the relation, is of a kind that may stand above, and is not below the child itself. */
function decideNewPlace(
  organization: Organization,
  change: Change,
  { child, heir, kind, path, ...span }: Standing & { heir: string; path: readonly string[] },
): Violation[] {
  const period = { from: later(span.from, change.on), until: span.until };
  const end = organization.find(heir)?.life.until ?? FOREVER;
  const relationsOf = relationsHandedOut(organization, change);
  const on = dayReaching(relationsOf, { among: new Set([child]), kind, unit: heir, period });
  return [
    ...(on === null ? [] : [violation('UNIT_CYCLE', { path, unit: child, on })]),
    ...(period.until > end ? [violation('FACT_OUTSIDE_UNIT', { path, unit: heir, on: end })] : []),
    ...(kind === 'ESTABLISHMENT'
      ? decideParentKind(organization, change, { unit: child, parent: heir, period, path })
      : []),
  ];
}

/** How units stand from the day on once those that are named for it stand below a part of what they stood below. */
function relationsHandedOut(organization: Organization, change: Change) {
  const relationsOf = relationsAfter(organization, change);
  const sources = new Set(change.sources.map(({ unit }) => unit));
  const heirs = new Map(change.results.flatMap(({ unit, adopts }) => adopts.map((child) => [child, unit] as const)));
  return (code: string): readonly RelationFact[] =>
    relationsOf(code).map((relation) => {
      const heir = sources.has(relation.parent) ? heirs.get(code) : undefined;
      return heir === undefined ? relation : { ...relation, parent: heir };
    });
}

interface Standing extends Period {
  child: string;
  kind: RelationKind;
}

/** Relations to a unit on or after the day of the change, of units that stay. */
function relationsTo(organization: Organization, change: Change, parent: string): Standing[] {
  const closing = closingUnits(change);
  return organization
    .childrenFrom(parent, change.on)
    .filter((child) => !closing.has(child.code))
    .flatMap((child) =>
      child.relations
        .filter((relation) => relation.parent === parent && relation.until > change.on)
        .map(({ kind, from, until }) => ({ child: child.code, kind, from, until })),
    );
}
