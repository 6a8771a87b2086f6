import type { Change } from '../change.ts';
import { covers, type Day } from '../day.ts';
import { type Violation, violation } from '../violation.ts';
import type { Organization } from './organization.ts';

/** A merger has distinct sources, two at least (one to absorb), and a target that is not below any of them. */
export function decideMerger(organization: Organization, change: Change): Violation[] {
  if (change.kind !== 'MERGE' && change.kind !== 'ABSORB') return [];
  const sources = new Set(change.sources.map((source) => source.unit));
  const violations: Violation[] = [];
  if (sources.size !== change.sources.length || sources.size < (change.kind === 'MERGE' ? 2 : 1)) {
    violations.push(
      violation('MERGE_INVALID', { path: [...change.path, 'sources'], on: change.on, expected: 'TWO_SOURCES' }),
    );
  }
  for (const result of change.results) {
    const above = result.relations.find((relation) => relation.kind === 'ESTABLISHMENT')?.parent;
    const others = new Set([...sources].filter((source) => source !== result.unit));
    if (
      isBelow(organization, { unit: above ?? result.unit, among: others, on: change.on, self: above !== undefined })
    ) {
      violations.push(
        violation('MERGE_INVALID', {
          path: change.path,
          unit: result.unit,
          on: change.on,
          expected: 'TARGET_NOT_BELOW_SOURCES',
        }),
      );
    }
  }
  return violations;
}

/** Whether any of some units stands above a unit (or is it, with `self`) on a day. */
function isBelow(
  organization: Organization,
  { unit, among, on, self }: { unit: string | null; among: ReadonlySet<string>; on: Day; self: boolean },
): boolean {
  let current = self ? unit : parentOn(organization, unit, on);
  const seen = new Set<string>();
  while (current !== null && !seen.has(current)) {
    if (among.has(current)) return true;
    seen.add(current);
    current = parentOn(organization, current, on);
  }
  return false;
}

function parentOn(organization: Organization, unit: string | null, on: Day): string | null {
  if (unit === null) return null;
  const relations = organization.find(unit)?.relations ?? [];
  return relations.find((relation) => relation.kind === 'ESTABLISHMENT' && covers(relation, on))?.parent ?? null;
}

/** A unit that goes names its successors or says none, and leaves nothing behind. */
export function decideDissolution(organization: Organization, change: Change): Violation[] {
  return change.sources.flatMap(({ unit }) => {
    const facts = organization.find(unit);
    if (!facts) return [];
    const violations: Violation[] = [];
    if (change.noSuccessor === change.results.length > 0) {
      violations.push(
        change.noSuccessor
          ? violation('INPUT_INVALID', { path: [...change.path, 'successors'], unit, expected: 'SUCCESSOR_OR_NONE' })
          : violation('LINEAGE_REQUIRED', { path: [...change.path, 'successors'], unit, on: change.on }),
      );
    }
    const children = change.passesOn ? 0 : organization.childrenFrom(unit, change.on).length;
    const territories = change.passesOn
      ? 0
      : facts.services.filter(({ until, territory }) => until > change.on && territory.until > change.on).length;
    if (children + territories > 0) {
      violations.push(
        violation('UNIT_HAS_DEPENDENTS', {
          path: [...change.path, 'unit'],
          unit,
          on: change.on,
          words: { children, territories },
        }),
      );
    }
    return violations;
  });
}
