import { earlier, FOREVER, later, type Period } from '../day.ts';
import type { Membership } from '../headcount.ts';
import { FIRST_DAY } from '../life-cycle.ts';
import type { Organization } from './organization.ts';

const ALWAYS: readonly Period[] = [{ from: FIRST_DAY, until: FOREVER }];

/** On which days one unit is another or is established below it; each pair is looked at once. */
export function membershipOf(organization: Organization): Membership {
  const found = new Map<string, Map<string, readonly Period[]>>();
  const periodsOf = (unit: string, root: string): readonly Period[] => {
    if (unit === root) return ALWAYS;
    const below = found.get(root) ?? new Map<string, readonly Period[]>();
    found.set(root, below);
    const known = below.get(unit);
    if (known) return known;
    // No unit stands above itself, but a walk must end even if one did.
    below.set(unit, []);
    const relations = organization.find(unit)?.relations ?? [];
    const periods = relations
      .filter(({ kind }) => kind === 'ESTABLISHMENT')
      .flatMap((relation) =>
        periodsOf(relation.parent, root)
          .map(({ from, until }) => ({ from: later(from, relation.from), until: earlier(until, relation.until) }))
          .filter(({ from, until }) => from < until),
      );
    below.set(unit, periods);
    return periods;
  };
  return periodsOf;
}
