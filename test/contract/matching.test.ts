import { describe, expect, it } from 'vitest';
import { differences, fill, type Kept } from '../support/matching.ts';

const differ = (expected: unknown, actual: unknown, kept: Kept = {}) => differences(expected, actual, 'data', kept);

describe('an answer', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['the same value', { a: 1 }, { a: 1, b: 2 }, []],
    ['another value', { a: 1 }, { a: 2 }, ['data.a: 2, expected 1']],
    ['no value', { a: null }, {}, ['data.a: nothing, expected null']],
    ['no object', { a: { b: 1 } }, { a: null }, ['data.a: null, expected an object']],
    ['a list of the same order', [1, 2], [1, 2], []],
    ['a list of another order', [1, 2], [2, 1], ['data[0]: 2, expected 1', 'data[1]: 1, expected 2']],
    ['a longer list', [1], [1, 2], ['data: 2 items [1,2], expected 1']],
    ['an empty list', [], [1], ['data: 1 items [1], expected 0']],
    ['no list', [1], 1, ['data: 1, expected a list']],
    ['anything', { a: { $any: true } }, { a: null }, []],
    ['nothing at all', { a: { $any: true } }, {}, ['data.a: missing']],
    ['a list of a length', { $length: 2 }, [1, 2], []],
    ['a list of another length', { $length: 2 }, [1], ['data: length 1, expected length 2']],
    ['text of a form', { $match: '^P' }, 'PLANNED', []],
    ['text of another form', { $match: '^P' }, 'READY', ['data: "READY" does not match ^P']],
    ['a list that holds something', { $has: [{ a: 1 }, { b: 2 }] }, [{ b: 2, c: 3 }, { a: 1 }], []],
    ['a list that lacks something', { $has: [{ a: 1 }] }, [{ a: 2 }], ['data: nothing like {"a":1} in [{"a":2}]']],
  ])('of %s is told so', (_what, expected, actual, found) => {
    expect(differ(expected, actual)).toEqual(found);
  });

  it('is kept for later variables', () => {
    const kept: Kept = {};

    const found = differ(
      { seal: { id: { $capture: 'seal' } }, none: { $capture: 'none' } },
      { seal: { id: 'x' }, none: null },
      kept,
    );

    expect(found).toEqual(['data.none: nothing to capture']);
    expect(fill({ input: { seal: '$seal', price: '$5', list: ['$seal'] } }, kept)).toEqual({
      input: { seal: 'x', price: '$5', list: ['x'] },
    });
  });
});
