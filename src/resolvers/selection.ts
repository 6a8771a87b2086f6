import {
  BREAK,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { SelectedField } from '../db/read/selection.ts';
import { isStorable } from '../domain/text.ts';

/** PostgreSQL cuts longer column names, and two long aliases could become one. */
const MAX_ALIAS_LENGTH = 63;

type Document = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/** The field being resolved, with everything selected below it, freed of fragments, directives and variables. */
export function selectedField(info: GraphQLResolveInfo): SelectedField {
  return fieldOf(info, info.parentType, String(info.path.key), info.fieldNodes);
}

/** The nodes of each root field of an operation, by the key it answers under. */
export function rootNodes(
  document: Document,
  type: GraphQLObjectType,
  { selectionSet }: OperationDefinitionNode,
): ReadonlyMap<string, readonly FieldNode[]> {
  const into = new Map<string, FieldNode[]>();
  collect(document, { type, into }, selectionSet.selections);
  return into;
}

const lasting = new WeakMap<FieldNode, boolean>();

/**
 * What stands for all that is selected below a field, where it is the same each time its document is asked: there is
 * neither a variable nor a directive nor a named fragment below. Null elsewhere.
 */
export function lastingSelection({ fieldNodes: [node, other] }: Pick<GraphQLResolveInfo, 'fieldNodes'>): object | null {
  if (!node?.selectionSet || other) return null;
  const known = lasting.get(node) ?? isLasting(node.selectionSet);
  lasting.set(node, known);
  return known ? node : null;
}

function isLasting(selections: SelectionSetNode): boolean {
  let lasts = true;
  const changes = () => {
    lasts = false;
    return BREAK;
  };
  visit(selections, { Variable: changes, Directive: changes, FragmentSpread: changes });
  return lasts;
}

function fieldOf(
  document: Document,
  parent: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): SelectedField {
  const [node] = nodes;
  if (!node) throw new Error('a field without a node');
  if (key.length > MAX_ALIAS_LENGTH) {
    throw new GraphQLError(`Alias ${key}: expected at most ${MAX_ALIAS_LENGTH} characters.`, {
      nodes,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const name = node.name.value;
  const definition = parent.getFields()[name];
  const args = definition ? argumentsOf(definition, node, document) : {};
  refuseUnstorable(args, []);
  return {
    key,
    name,
    args,
    fields: (type) => fieldsOf(document, type, nodes),
  };
}

function fieldsOf(document: Document, typeName: string, parents: readonly FieldNode[]): SelectedField[] {
  const type = document.schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is not an object type of the schema`);
  const byKey = new Map<string, FieldNode[]>();
  for (const parent of parents) collect(document, { type, into: byKey }, parent.selectionSet?.selections ?? []);
  return [...byKey].map(([key, nodes]) => fieldOf(document, type, key, nodes));
}

/** Gathers fields by the key they answer under, as GraphQL's CollectFields does. */
function collect(
  document: Document,
  target: { type: GraphQLObjectType; into: Map<string, FieldNode[]> },
  selections: readonly SelectionNode[],
): void {
  for (const selection of selections) {
    if (!isIncluded(document, selection)) continue;
    if (selection.kind === 'Field') {
      const key = selection.alias?.value ?? selection.name.value;
      target.into.set(key, [...(target.into.get(key) ?? []), selection]);
      continue;
    }
    const fragment = selection.kind === 'FragmentSpread' ? document.fragments[selection.name.value] : selection;
    if (fragment && applies(document, fragment.typeCondition?.name.value, target.type)) {
      collect(document, target, fragment.selectionSet.selections);
    }
  }
}

function isIncluded({ variableValues }: Document, selection: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false;
}

function applies({ schema }: Document, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

/** Text that the database cannot hold is told to the caller before it gets there. */
function refuseUnstorable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string' && !isStorable(value)) {
    const field = path.join('.');
    const expected = 'text without the NUL character and without half surrogate pairs';
    throw new GraphQLError(`${field}: expected ${expected}.`, {
      extensions: { code: 'BAD_USER_INPUT', field, expected },
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) refuseUnstorable(part, [...path, key]);
}

/** graphql-js throws without a code here, for instance where a variable is null and the argument may not be. */
function argumentsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode, { variableValues }: Document) {
  try {
    return getArgumentValues(definition, node, variableValues);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'BAD_USER_INPUT' } });
  }
}
