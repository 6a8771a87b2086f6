/** Values kept by `$capture`, for later variables that say `"$name"`. */
export type Kept = Record<string, unknown>;

type Pattern = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * What of an answer is not as expected, a line each. An object must hold the keys given, a list have the same length and
 * order; `$any`, `$capture`, `$length`, `$match` and `$has` are what they say.
 */
export function differences(expected: unknown, actual: unknown, path: string, kept: Kept): string[] {
  if (Array.isArray(expected)) return differencesOfList(expected, actual, { path, kept });
  if (!isObject(expected)) {
    return Object.is(expected, actual) ? [] : [`${path}: ${show(actual)}, expected ${show(expected)}`];
  }
  const [rule] = Object.keys(expected).filter((key) => key in RULES);
  if (rule !== undefined) return (RULES[rule] ?? (() => []))(expected, actual, { path, kept });
  if (!isObject(actual)) return [`${path}: ${show(actual)}, expected an object`];
  return Object.entries(expected).flatMap(([key, part]) => differences(part, actual[key], `${path}.${key}`, kept));
}

/** Variables with what was kept filled in. */
export function fill(value: unknown, kept: Kept): unknown {
  if (typeof value === 'string' && value.startsWith('$') && value.slice(1) in kept) return kept[value.slice(1)];
  if (Array.isArray(value)) return value.map((item) => fill(item, kept));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part, kept)]));
}

interface Place {
  path: string;
  kept: Kept;
}

const RULES: Record<string, (expected: Pattern, actual: unknown, place: Place) => string[]> = {
  $any: (_expected, actual, { path }) => (actual === undefined ? [`${path}: missing`] : []),
  $capture: ({ $capture }, actual, { path, kept }) => {
    kept[String($capture)] = actual;
    return actual == null ? [`${path}: nothing to capture`] : [];
  },
  $length: ({ $length }, actual, { path }) => {
    if (Array.isArray(actual) && actual.length === $length) return [];
    return [`${path}: ${Array.isArray(actual) ? `length ${actual.length}` : show(actual)}, expected length ${$length}`];
  },
  $match: ({ $match }, actual, { path }) => {
    if (typeof actual === 'string' && new RegExp(String($match), 'u').test(actual)) return [];
    return [`${path}: ${show(actual)} does not match ${$match}`];
  },
  $has: ({ $has }, actual, { path, kept }) => {
    if (!Array.isArray(actual)) return [`${path}: ${show(actual)}, expected a list`];
    return ($has as unknown[])
      .filter((item) => !actual.some((found) => differences(item, found, '', { ...kept }).length === 0))
      .map((item) => `${path}: nothing like ${show(item)} in ${show(actual)}`);
  },
};

function differencesOfList(expected: readonly unknown[], actual: unknown, { path, kept }: Place): string[] {
  if (!Array.isArray(actual)) return [`${path}: ${show(actual)}, expected a list`];
  if (actual.length !== expected.length) {
    return [`${path}: ${actual.length} items ${show(actual)}, expected ${expected.length}`];
  }
  return expected.flatMap((item, index) => differences(item, actual[index], `${path}[${index}]`, kept));
}

const show = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
