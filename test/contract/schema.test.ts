import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { startApiServer } from '../support/api-server.ts';
import { MUTATION_ARGUMENTS, mutationInputs, prepare, QUERY_ARGUMENTS, REFUSED } from '../support/root-fields.ts';
import { everythingOf, waysToTypes } from '../support/selections.ts';

const schema = buildSchema();
const BUILT_IN = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !BUILT_IN.has(name));

interface Described {
  name: string;
  description?: string | null;
}

/** Everything of a type that people read about, by its path. */
function partsOf(type: GraphQLNamedType): [string, Described][] {
  const parts: [string, Described][] = [[type.name, type]];
  if (isEnumType(type))
    parts.push(
      ...type
        .getValues()
        .map((value) => [`${type.name}.${value.name}`, value] as const)
        .map(both),
    );
  if (isInputObjectType(type))
    parts.push(...Object.values(type.getFields()).map((field) => both([`${type.name}.${field.name}`, field])));
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      parts.push([`${type.name}.${field.name}`, field]);
      parts.push(...field.args.map((argument) => both([`${type.name}.${field.name}(${argument.name})`, argument])));
    }
  }
  return parts;
}

const both = ([at, part]: readonly [string, Described]): [string, Described] => [at, part];

describe('the schema', () => {
  // The root types are GraphQL's own words.
  const parts = types.flatMap(partsOf).filter(([at]) => at !== 'Query' && at !== 'Mutation');

  it('describes every type, field, argument, enum value and input field', () => {
    expect(parts.length).toBeGreaterThan(300);
    expect(parts.filter(([, { description }]) => !description?.trim()).map(([at]) => at)).toEqual([]);
  });

  it('describes in whole sentences', () => {
    const loose = parts.filter(([, { description }]) => !/^["`A-ZĐ].*[.:`]$/su.test(description ?? ''));

    expect(loose.map(([at, { description }]) => `${at}: ${description}`)).toEqual([]);
  });

  it('is the one committed', () => {
    const committed = readFileSync(path.join(import.meta.dirname, '../../schema.graphql'), 'utf8');

    expect(committed.replace(/^#.*\n+/gm, '').trim()).toBe(printSchema(lexicographicSortSchema(schema)).trim());
  });
});

describe('every field is read', async () => {
  /** Nothing of the kind is in the plans. */
  const NOT_IN_PLANS = ['CoverageOverlap', 'HeadcountMove'];
  const server = await startApiServer();
  await prepare(server);
  const inputs = await mutationInputs(server);
  const ways = waysToTypes(schema, QUERY_ARGUMENTS, MUTATION_ARGUMENTS);

  afterAll(() => server.close());

  it.each(ways.map(({ type, document }) => [type.name, document(everythingOf(schema, type))]))(
    'of %s',
    async (name, document) => {
      const { data, errors } = await server.ask(document);

      expect(errors).toBeUndefined();
      const found = JSON.stringify(data).includes(`"__typename":"${name}"`);
      expect(found).toBe(!NOT_IN_PLANS.includes(name));
    },
  );

  it.each(Object.values(schema.getMutationType()?.getFields() ?? {}))(
    'of the payload of $name',
    async ({ name, args, type }) => {
      const payload = schema.getType(String(type).replace('!', '')) as GraphQLObjectType;
      const document = `mutation ($input: ${args[0]?.type}) { ${name}(input: $input) { ${everythingOf(schema, payload)} } }`;

      const data = await server.query(document, { input: { ...inputs[name], rehearse: true } });

      expect(data[name]).toMatchObject({ violations: [], rehearsed: true });
      expect(Object.values(data[name])).not.toContain(null);
    },
  );

  it('of each kind of violation', async () => {
    const possible = schema.getPossibleTypes(schema.getType('Violation') as never) as GraphQLObjectType[];
    const selection = possible.map((type) => `... on ${type.name} { ${everythingOf(schema, type)} }`).join(' ');
    const found = new Set<string>();

    for (const [verb, input] of REFUSED) {
      const type = schema.getMutationType()?.getFields()[verb]?.args[0]?.type;
      const document = `mutation ($input: ${type}) { ${verb}(input: $input) { violations { ${selection} } } }`;
      const data = await server.query(document, { input });
      for (const { __typename } of data[verb].violations) found.add(__typename);
    }

    expect([...found].sort()).toEqual(possible.map(({ name }) => name).sort());
  });

  it('of every type there is', () => {
    const reached = new Set(ways.map(({ type }) => type.name));
    const missing = types
      .filter((type) => isObjectType(type) && !isAbstractType(type) && !reached.has(type.name))
      .map(({ name }) => name)
      .filter((name) => !/^(Query|Mutation|Subscription|PlanEvent|.*Payload|.*Violation|Policy.+)$/.test(name));

    expect(missing).toEqual([]);
  });
});
