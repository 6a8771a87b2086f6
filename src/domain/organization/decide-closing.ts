import type { Change } from '../change.ts';
import { type Violation, violation } from '../violation.ts';
import { closingAbove } from './decide-inheritance.ts';
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
    const below = closingAbove(organization, change, result);
    if (below) {
      violations.push(
        violation('MERGE_INVALID', {
          path: change.path,
          unit: result.unit,
          on: below.on,
          expected: 'TARGET_NOT_BELOW_SOURCES',
        }),
      );
    }
  }
  return violations;
}

/** A unit that goes names its successors or says none, and leaves nothing behind. */
export function decideDissolution(organization: Organization, change: Change): Violation[] {
  return change.sources.flatMap(({ unit }) => {
    const facts = organization.find(unit);
    if (!facts) return [];
    const violations = decideSuccessors(change, unit);
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
          words: { children, territories, people: 0 },
        }),
      );
    }
    return violations;
  });
}

/** Successors are other units, each named once. */
function decideSuccessors({ path, results }: Change, unit: string): Violation[] {
  return results.flatMap((successor, index) => {
    const again = results.findIndex((other) => other.unit === successor.unit) < index;
    const expected = successor.unit === unit ? 'ANOTHER_UNIT' : again ? 'NO_OTHER_ENTRY' : null;
    const at = [...path, 'successors', String(index)];
    return expected ? [violation('INPUT_INVALID', { path: at, unit: successor.unit, expected })] : [];
  });
}
