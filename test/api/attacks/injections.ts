import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type ObjectFieldNode,
  type ObjectValueNode,
  parse,
  print,
  type ValueNode,
} from 'graphql';
import { HOSTILE_TEXTS } from '../../support/hostile.ts';
import { QUERY_ARGUMENTS } from '../../support/root-fields.ts';

/** A document that puts hostile texts into one argument of a root field, each under an alias of its own. */
export interface Injection {
  /** `field.argument`, or `field.argument.key` for a field of an input. */
  at: string;
  document: string;
  variables: Record<string, string>;
}

const TEXTS = Object.fromEntries(HOSTILE_TEXTS.map((text, index) => [`t${index}`, text]));

/** For every text that any root field of Query takes, wherever it stands: everything hostile. */
export function injections(schema: GraphQLSchema): Injection[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
    const usual = usualArguments(field.name);
    return field.args.flatMap((argument) =>
      pathsToText(argument.type).map((path): Injection => {
        const calls = Object.keys(TEXTS).map((name) => {
          const value = placed(argument, path, { usual: usual.get(argument.name), name });
          const others = [...usual].filter(([other]) => other !== argument.name);
          const given = [...others.map(([other, node]) => `${other}: ${print(node)}`), `${argument.name}: ${value}`];
          return `${name}: ${field.name}(${given.join(', ')})${selection}`;
        });
        const type = path.type;
        const declared = Object.keys(TEXTS).map((name) => `$${name}: ${type}!`);
        return {
          at: [field.name, argument.name, ...path.keys].join('.'),
          document: `query (${declared.join(', ')}) { ${calls.join(' ')} }`,
          variables: TEXTS,
        };
      }),
    );
  });
}

interface Path {
  keys: string[];
  type: 'String' | 'ID';
}

function pathsToText(type: GraphQLInputType): Path[] {
  if (isNonNullType(type) || isListType(type)) return pathsToText(type.ofType);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((field) =>
      pathsToText(field.type).map(({ keys, type: text }) => ({ keys: [field.name, ...keys], type: text })),
    );
  }
  return type.name === 'String' || type.name === 'ID' ? [{ keys: [], type: type.name }] : [];
}

/** The argument's value with the variable in it, the rest as usual. */
function placed(
  argument: GraphQLArgument,
  { keys }: Path,
  { usual, name }: { usual: ValueNode | undefined; name: string },
): string {
  const [key] = keys;
  if (key === undefined) return isListType(withoutNonNull(argument.type)) ? `[$${name}]` : `$${name}`;
  const fields: readonly ObjectFieldNode[] = (usual as ObjectValueNode | undefined)?.fields ?? [];
  const kept = fields.filter((field) => field.name.value !== key).map((field) => print(field));
  return `{ ${[...kept, `${key}: $${name}`].join(', ')} }`;
}

const withoutNonNull = (type: GraphQLInputType) => (isNonNullType(type) ? type.ofType : type);

function usualArguments(field: string): Map<string, ValueNode> {
  const [definition] = parse(`{ f(${QUERY_ARGUMENTS[field] ?? 'none: 1'}) }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const [selected] = definition.selectionSet.selections;
  if (selected?.kind !== Kind.FIELD) throw new Error('no field');
  return new Map(selected.arguments?.map((argument) => [argument.name.value, argument.value]));
}
