import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** Everything that can be asked of a type without arguments: its leaves and, one level down, those of its objects. */
export function everythingOf(schema: GraphQLSchema, type: GraphQLObjectType): string {
  const nested = Object.values(type.getFields()).map((field) => {
    const below = getNamedType(field.type);
    if (isLeafType(below)) return field.name;
    const leaves = isAbstractType(below) ? abstractLeaves(schema, field) : isObjectType(below) ? leavesOf(below) : '';
    return `${field.name} { __typename ${leaves} }`;
  });
  return `__typename ${nested.join(' ')}`;
}

function leavesOf(type: GraphQLObjectType): string {
  return Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name)
    .join(' ');
}

function abstractLeaves(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (!isAbstractType(type)) return '';
  return schema
    .getPossibleTypes(type)
    .map((possible) => `... on ${possible.name} { ${leavesOf(possible)} }`)
    .join(' ');
}

/** A way from a root field to a type. */
interface Way {
  type: GraphQLObjectType;
  /** Wraps a selection on the type into a whole document. */
  document(selection: string): string;
}

/**
 * The shortest way to each object type that can be reached from the root fields given, with their arguments: queries,
 * then the mutations named.
 */
export function waysToTypes(
  schema: GraphQLSchema,
  rootArguments: Readonly<Record<string, string>>,
  mutations: Readonly<Record<string, string>> = {},
): Way[] {
  const ways = new Map<string, Way>();
  const visit = (field: GraphQLField<unknown, unknown>, args: string, around: (inner: string) => string) => {
    const type = getNamedType(field.type);
    // What is behind an interface, such as `node`, has a plain way of its own.
    if (!isObjectType(type) || ways.has(type.name)) return;
    const call = args === '' ? field.name : `${field.name}(${args})`;
    ways.set(type.name, { type, document: (inner) => around(`${call} { ${inner} }`) });
  };
  // A map is walked in the order of insertion, entries added on the way included: so the shortest way comes first.
  const walk = () => {
    for (const { type, document } of ways.values()) {
      for (const field of Object.values(type.getFields())) visit(field, '', document);
    }
  };
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
    visit(field, rootArguments[name] ?? '', (inner) => `{ ${inner} }`);
  }
  walk();
  for (const [name, args] of Object.entries(mutations)) {
    const field = schema.getMutationType()?.getFields()[name];
    if (field) visit(field, args, (inner) => `mutation { ${inner} }`);
  }
  walk();
  return [...ways.values()];
}
