import { memberOf } from './plan-source.ts';
import type { Finding } from './plan-tree.ts';

interface Member {
  path: string[];
  value: unknown;
}

/** What does not go together in a document. It may be no plan yet, so that all problems are told at once. */
export function findInconsistencies(document: unknown): Finding[] {
  const membersOf = (path: string[]): Member[] => {
    const list = path.reduce(memberOf, document);
    return Array.isArray(list) ? list.map((value, index) => ({ path: [...path, String(index)], value })) : [];
  };
  const phases = membersOf(['phases']);
  const tasks = [['tasks'], ...phases.map(({ path }) => [...path, 'tasks'])].flatMap(membersOf);
  const gates = phases.map(({ path }) => membersOf([...path, 'gates']));
  return [
    ...findRepeated(phases, 'ordinal', 'each ordinal once'),
    ...findDescending(phases),
    ...findUndated(membersOf(['before'])),
    ...gates.flatMap((ofPhase) => findRepeated(ofPhase, 'code', 'each gate code once in a phase')),
    ...findRepeated(tasks, 'code', 'each task code once in the plan'),
    ...findRepeated(membersOf(['instruments']), 'number', 'each instrument once'),
  ];
}

function findRepeated(members: readonly Member[], key: string, expected: string): Finding[] {
  const firsts = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { path, value } of members) {
    const name = nameOf(memberOf(value, key));
    const first = name === null ? undefined : firsts.get(name);
    if (first) findings.push({ path: [...path, key], message: `expected ${expected}; ${name} is also ${first}` });
    else if (name !== null) firsts.set(name, path.join('.'));
  }
  return findings;
}

function findDescending(phases: readonly Member[]): Finding[] {
  return phases.flatMap(({ path, value }, index) => {
    const [before, ordinal] = [memberOf(phases[index - 1]?.value, 'ordinal'), memberOf(value, 'ordinal')];
    if (typeof before !== 'number' || typeof ordinal !== 'number' || before <= ordinal) return [];
    const message = `expected phases in the order of their ordinals; ${ordinal} comes after ${before}`;
    return [{ path: [...path, 'ordinal'], message }];
  });
}

/** Elsewhere the day of the phase or of the adoption stands in. */
function findUndated(changes: readonly Member[]): Finding[] {
  return changes
    .filter(({ value }) => memberOf(value, 'change') !== undefined && memberOf(value, 'on') === undefined)
    .map(({ path }) => ({ path: [...path, 'on'], message: 'missing; expected a day YYYY-MM-DD before the plan' }));
}

const nameOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : null;
