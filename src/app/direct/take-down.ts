import {
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
} from 'graphql';
import type { Viewpoint } from '../../db/read/compiler.ts';
import type { SelectedField } from '../../db/read/selection.ts';
import { isAsAnswered } from '../../resolvers/answers.ts';
import type { RequestContext } from '../../resolvers/context.ts';
import { rootNodes, selectedField } from '../../resolvers/selection.ts';
import type { KnownOperation } from './known-documents.ts';

/** What a root field asked to have read. */
export interface Taken {
  info: GraphQLResolveInfo;
  field: SelectedField;
  viewpoint: Viewpoint;
}

const TAKEN = Symbol('taken down');

/** Scalars that PostgreSQL writes as `JSON.stringify` does. */
const SAME_IN_JSON: ReadonlySet<string> = new Set(['Boolean', 'Date', 'DateTime', 'ID', 'Int', 'String']);
/** Of a Float it may write other digits, but not of one in double precision that is neither tiny nor huge. */
const OF_FLOATS_IN_RANGE: ReadonlySet<string> = new Set(['Site']);

/**
 * What the resolvers of a query's root fields ask to have read, without anything being read: they are called as always,
 * behind their guard, with a context that only takes it down. Null where one does more than to answer what was read, and
 * where something below is not shown as it is answered: such a query goes the plain way, as one does that fails here.
 */
export async function takeDown(
  schema: GraphQLSchema,
  { operation, fragments }: KnownOperation,
  {
    variables,
    asker,
    viewpointOf,
  }: {
    variables: Record<string, unknown>;
    asker: Pick<RequestContext, 'actor' | 'today' | 'language'>;
    viewpointOf: (info: GraphQLResolveInfo) => Viewpoint;
  },
): Promise<Taken[] | null> {
  const query = schema.getQueryType();
  if (operation.operation !== 'query' || !query) return null;
  const document = { schema, fragments, variableValues: variables };
  const all: Taken[] = [];
  const context = {
    ...asker,
    read: async (info: GraphQLResolveInfo) => {
      all.push({ info, field: selectedField(info), viewpoint: viewpointOf(info) });
      return TAKEN;
    },
  };
  for (const [key, fieldNodes] of rootNodes(document, query, operation)) {
    const definition = query.getFields()[fieldNodes[0]?.name.value ?? ''];
    if (!definition?.resolve) return null;
    const info: GraphQLResolveInfo = {
      ...document,
      fieldName: definition.name,
      fieldNodes,
      returnType: definition.type,
      parentType: query,
      path: { prev: undefined, key, typename: query.name },
      rootValue: undefined,
      operation,
    };
    const shown: unknown = await definition.resolve(undefined, selectedField(info).args, context, info);
    const field = all.at(-1)?.field;
    if (shown !== TAKEN || field?.key !== key || !isShownAsAnswered(field, definition.type)) return null;
  }
  return all.length > 0 ? all : null;
}

function isShownAsAnswered(field: SelectedField, type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues().every(({ name, value }) => name === value);
  if (!isObjectType(named)) return SAME_IN_JSON.has(named.name);
  const fields = named.getFields();
  return field.fields(named.name).every((child) => {
    if (child.name === '__typename') return true;
    const definition = fields[child.name];
    if (!definition || !isAsAnswered(definition)) return false;
    if (getNamedType(definition.type).name === 'Float') return OF_FLOATS_IN_RANGE.has(named.name);
    return isShownAsAnswered(child, definition.type);
  });
}
