import { buildSchema, type GraphQLFieldResolver, type GraphQLResolveInfo, graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { SelectedField } from '../../src/db/read/selection.ts';
import { selectedField } from '../../src/resolvers/selection.ts';

const schema = buildSchema(`
  interface Named { name: String }
  type Unit implements Named { name: String code: String parent: Unit children(kind: String = "ALL", first: Int): [Unit] }
  type Place implements Named { name: String area: Int }
  type Query { unit(code: String): Unit named: Named }
`);

/** What a resolver is told of the first root field of a document. */
async function infoOf(source: string, variableValues: Record<string, unknown> = {}): Promise<GraphQLResolveInfo> {
  let seen: GraphQLResolveInfo | undefined;
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (_source, _args, _context, info) => {
    seen ??= info;
    return null;
  };
  const { errors } = await graphql({ schema, source, variableValues, fieldResolver });
  if (!seen) throw new Error(`nothing was resolved: ${errors}`);
  return seen;
}

type Told = string | [string, Told[]];

/** Fields as `key` or `key=name(arguments)`, with those below, as objects of the type given. */
function told({ key, name, args, fields }: SelectedField, type = 'Unit'): Told {
  const given = Object.keys(args).length === 0 ? '' : JSON.stringify(args);
  const label = key === name && given === '' ? key : `${key}=${name}${given}`;
  const below = fields(type).map((field) => told(field, type));
  return below.length === 0 ? label : [label, below];
}

async function selection(source: string, variables?: Record<string, unknown>, type?: string): Promise<Told> {
  return told(selectedField(await infoOf(source, variables)), type);
}

describe('a selection', () => {
  it('holds fields in the order asked, under their aliases', async () => {
    expect(await selection('{ it: unit(code: "A") { code title: name parent { name } } }')).toEqual([
      'it=unit{"code":"A"}',
      ['code', 'title=name', ['parent', ['name']]],
    ]);
  });

  it('is freed of fragments, named and inline', async () => {
    const source = `{ unit { ...Outer ... { code } ... on Unit { parent { code } } } }
      fragment Outer on Unit { name ...Inner } fragment Inner on Unit { parent { name } }`;

    expect(await selection(source)).toEqual(['unit', ['name', ['parent', ['name', 'code']], 'code']]);
  });

  it('merges what is asked under one key in several places', async () => {
    const source =
      '{ unit { up: parent { name } up: parent { code parent { code } } } unit { up: parent { name } code } }';

    expect(await selection(source)).toEqual(['unit', [['up=parent', ['name', 'code', ['parent', ['code']]]], 'code']]);
  });

  it('keeps apart the same field under two keys', async () => {
    expect(await selection('{ unit { a: children(first: 1) { name } b: children { code } } }')).toEqual([
      'unit',
      [
        ['a=children{"kind":"ALL","first":1}', ['name']],
        ['b=children{"kind":"ALL"}', ['code']],
      ],
    ]);
  });

  it.each([
    [true, ['unit', ['code', ['parent', ['name']]]]],
    [false, ['unit', ['name', 'code']]],
  ])('leaves out and takes in by a variable that is %s', async (full, expected) => {
    const source = `query ($full: Boolean!) { unit {
      name @skip(if: $full) code parent @include(if: $full) { name ...Code @skip(if: $full) } } } fragment Code on Unit { code }`;

    expect(await selection(source, { full })).toEqual(expected);
  });

  it('leaves out what is both to be taken in and skipped', async () => {
    expect(await selection('{ unit { code name @include(if: true) @skip(if: true) } }')).toEqual(['unit', ['code']]);
  });

  it('takes arguments from variables and their defaults', async () => {
    const source = 'query ($kind: String, $first: Int = 7) { unit { children(kind: $kind, first: $first) { code } } }';

    expect(await selection(source)).toEqual(['unit', [['children=children{"kind":"ALL","first":7}', ['code']]]]);
    expect(await selection(source, { kind: 'X', first: null })).toEqual([
      'unit',
      [['children=children{"kind":"X","first":null}', ['code']]],
    ]);
  });

  it('of an interface tells what is asked of each type', async () => {
    const source = '{ named { name ... on Unit { code } ... on Place { area } ... on Named { label: name } } }';

    expect(await selection(source, {}, 'Unit')).toEqual(['named', ['name', 'code', 'label=name']]);
    expect(await selection(source, {}, 'Place')).toEqual(['named', ['name', 'area', 'label=name']]);
  });

  it('holds aliases of 63 characters and refuses longer ones', async () => {
    const [fits, long] = ['a'.repeat(63), 'a'.repeat(64)];

    expect(await selection(`{ unit { ${fits}: code } }`)).toEqual(['unit', [`${fits}=code`]]);
    await expect(selection(`{ unit { ${long}: code } }`)).rejects.toThrow(
      `Alias ${long}: expected at most 63 characters.`,
    );
  });

  it.each(['a\u0000b', 'a\ud800b'])('refuses an argument that cannot be stored: %j', async (code) => {
    const source = 'query ($code: String) { unit(code: $code) { code } }';

    await expect(selection(source, { code })).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'code' },
    });
  });
});
