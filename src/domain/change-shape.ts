import type { Change, ChangeKind, ChangeResult } from './change.ts';
import type { UnitAttributes } from './unit.ts';
import { type Expectation, type Violation, violation } from './violation.ts';

/** How many units a change of a kind starts from and results in; null is any number. */
const COUNTS: Readonly<Record<ChangeKind, { sources: [number, number | null]; results: [number, number | null] }>> = {
  ESTABLISH: { sources: [0, 1], results: [1, 1] },
  RENAME: { sources: [0, 0], results: [1, null] },
  RETYPE: { sources: [0, 0], results: [1, null] },
  REPARENT: { sources: [0, 0], results: [1, null] },
  MERGE: { sources: [2, null], results: [1, 1] },
  ABSORB: { sources: [1, null], results: [1, 1] },
  SPLIT: { sources: [1, 1], results: [2, null] },
  DISSOLVE: { sources: [1, 1], results: [0, null] },
  TERRITORY: { sources: [0, 0], results: [1, null] },
  CORRECTION: { sources: [0, 0], results: [1, 1] },
};

const NAMES: readonly (keyof UnitAttributes)[] = ['name', 'shortName'];

const isGiven = ({ attributes }: ChangeResult, among: (key: keyof UnitAttributes) => boolean): boolean =>
  Object.entries(attributes).some(([key, value]) => value !== undefined && among(key as keyof UnitAttributes));
const renames = (result: ChangeResult) => isGiven(result, (key) => NAMES.includes(key));
const retypes = (result: ChangeResult) => isGiven(result, (key) => !NAMES.includes(key));
const moves = ({ relations }: ChangeResult) => relations.length > 0;
const resettles = ({ sites }: ChangeResult) => sites.length > 0;
const receives = ({ starts, ends }: ChangeResult) => starts.length + ends.length > 0;

/** What a kind is about: a result that does not do it, or does what the kind does not say, is of another kind. */
const DOES: Readonly<Partial<Record<ChangeKind, (result: ChangeResult) => boolean>>> = {
  RENAME: (result) => renames(result) && !retypes(result) && !moves(result) && !receives(result),
  RETYPE: (result) => (retypes(result) || resettles(result)) && !moves(result) && !receives(result),
  REPARENT: (result) => moves(result) && !receives(result),
  TERRITORY: (result) => receives(result) && !renames(result) && !retypes(result) && !moves(result),
  DISSOLVE: (result) => !renames(result) && !retypes(result) && !moves(result) && !receives(result),
};

/** A change does what its kind says, so that whoever allows a kind knows what is allowed. */
export function decideShape({ kind, sources, results, path }: Change): Violation[] {
  if (kind === 'CORRECTION') return [refused('CHANGE_KIND', [...path, 'kind'])];
  const counts = COUNTS[kind];
  const words = (range: [number, number | null]) => ({ least: range[0], most: range[1] ?? '∞' });
  const outside = (count: number, [least, most]: [number, number | null]) =>
    count < least || (most !== null && count > most);
  return [
    ...(outside(sources.length, counts.sources) && kind !== 'MERGE'
      ? [refused('SOURCES_OF_KIND', [...path, 'sources'], { kind, ...words(counts.sources) })]
      : []),
    ...(outside(results.length, counts.results)
      ? [refused('RESULTS_OF_KIND', [...path, 'results'], { kind, ...words(counts.results) })]
      : []),
    ...results.flatMap((result, index) =>
      DOES[kind]?.(result) === false ? [refused('WHAT_KIND_SAYS', [...path, 'results', String(index)], { kind })] : [],
    ),
  ];
}

const refused = (expected: Expectation, path: string[], words: Violation['words'] = {}): Violation =>
  violation('INPUT_INVALID', { path, expected, words });
