import type { z } from 'zod';
import { schemaAt } from './plan-schema.ts';
import { memberOf } from './plan-source.ts';
import type { Finding } from './plan-tree.ts';

const DAY = 'a day YYYY-MM-DD';
const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** Everything that keeps data from being a plan, each at its own path. */
export function findIssues(error: z.ZodError, document: unknown): Finding[] {
  return error.issues.flatMap((issue) => findingsOf(issue, { document, base: [] }));
}

/** What an issue expects, in a few words. */
export function expectationOf(issue: z.core.$ZodIssue): string {
  // The document's own rules say so themselves.
  if (issue.message.startsWith('expected ')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'date' ? `expected ${DAY}` : issue.message;
    case 'too_small':
      if (issue.origin === 'string') return 'expected text that is not empty';
      return `expected a number ${issue.inclusive ? 'of at least' : 'above'} ${issue.minimum}`;
    case 'too_big':
      return `expected a number ${issue.inclusive ? 'of at most' : 'below'} ${issue.maximum}`;
    default:
      return issue.message;
  }
}

interface Within {
  document: unknown;
  base: readonly string[];
}

function findingsOf(issue: z.core.$ZodIssue, { document, base }: Within): Finding[] {
  const path = [...base, ...issue.path.map(String)];
  const value = path.reduce(memberOf, document);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(path, value), at: 'KEY' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const fitting = issue.errors.filter((branch) => !branch.some(isOfAnotherType));
    const [branch] = fitting;
    if (branch && fitting.length === 1) return branch.flatMap((inner) => findingsOf(inner, { document, base: path }));
    const words = issue.errors.flat().filter(isOfAnotherType).map(expectationOf);
    const expected = words.map((word) => word.replace('expected ', '')).join(' or ');
    return [{ path, message: withValue(`expected ${expected}`, value) }];
  }
  const isDay = issue.code === 'invalid_type' && schemaAt(path).some(({ format }) => format === 'date');
  const expectation = isDay ? `expected ${DAY}` : expectationOf(issue);
  if (issue.code === 'invalid_type') return [{ path, message: withValue(expectation, value) }];
  const isMissing = issue.code === 'invalid_value' && value === undefined;
  return [{ path, message: isMissing ? `missing; ${expectation}` : expectation }];
}

const isOfAnotherType = ({ code, path }: z.core.$ZodIssue): boolean => code === 'invalid_type' && path.length === 0;

function withValue(expectation: string, value: unknown): string {
  if (value === undefined) return `missing; ${expectation}`;
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  // What YAML takes for a number or for true was often meant as text.
  if (isScalar && expectation.startsWith('expected text')) return `${expectation}, not ${value}; put it in quotes`;
  return `${expectation}, not ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : typeof value === 'string' ? 'text' : String(value);
}

function unknownKey(path: readonly string[], map: unknown): string {
  const keys = schemaAt(path).flatMap(({ properties, propertyNames }) => [
    ...Object.keys(properties ?? {}),
    ...(typeof propertyNames === 'object' ? (propertyNames.enum ?? []).map(String) : []),
  ]);
  const free = keys.filter((key) => memberOf(map, key) === undefined);
  return free.length > 0 ? `unknown key; expected one of ${free.join(', ')}` : 'unknown key';
}
