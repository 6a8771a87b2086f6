import {
  type ASTVisitor,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { LIMITS } from '../../resolvers/limits.ts';

/** What stands in texts and comments opens nothing. One that does not end is taken to the end, so that none is looked at twice. */
const BRACKETS = /"""(?:\\"""|[\s\S])*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|#[^\n]*|([[{(])|([\]})])/g;

/**
 * Tells whether a document is nested so deeply that parsing it could exhaust the stack, which is no error that a parser
 * tells of. What is too short for that, as most documents are, is not looked through.
 */
export function isNestedTooDeeply(document: unknown): boolean {
  if (typeof document !== 'string' || document.length <= SHORT) return false;
  let depth = 0;
  for (const [, opening, closing] of document.matchAll(BRACKETS)) {
    if (opening) depth += 1;
    else if (closing) depth -= 1;
    if (depth > LIMITS.nesting) return true;
  }
  return false;
}

/** What stands below a selection set, fragments expanded. */
interface Extent {
  depth: number;
  fields: number;
  repeats: number;
  rootFields: number;
  aliases: number;
  directives: number;
}

/** Fields of a type, the type of each, and its name. */
const LEVELS_OF_A_TYPE = 3;
/** Characters; none of them can open more than one bracket. */
const SHORT = 500;

const NOTHING: Extent = { depth: 0, fields: 0, repeats: 0, rootFields: 0, aliases: 0, directives: 0 };
/** In the order in which they are told. */
const EXPECTED: readonly [keyof Extent, string][] = [
  ['depth', `at most ${LIMITS.depth} levels`],
  ['rootFields', `at most ${LIMITS.rootFields} fields of the operation itself`],
  ['aliases', `at most ${LIMITS.aliases} aliases, fragments expanded`],
  ['directives', `at most ${LIMITS.directives} directives, fragments expanded`],
  ['fields', `at most ${LIMITS.fields} fields, fragments expanded`],
  ['repeats', `at most ${LIMITS.repeats} fields repeated under the same key`],
];

/** Rules of our own, beside those of GraphQL. */
export function documentRules(production: boolean): ValidationRule[] {
  return production ? [withinLimits, withoutWholeSchema] : [withinLimits];
}

/**
 * Refuses to print the schema over the API: it is public, and writing all of it down holds up everybody else for a fifth
 * of a second. A type may be asked for by its name, with what its fields are, but not with what those are made of.
 */
function withoutWholeSchema(context: ValidationContext): ASTVisitor {
  return {
    Field({ name, selectionSet }) {
      const isWhole = name.value === '__schema';
      if (!isWhole && name.value !== '__type') return;
      const depth = selectionSet ? measuring(fragmentsOf(context.getDocument()))(selectionSet).depth : 0;
      if (!isWhole && depth <= LEVELS_OF_A_TYPE) return;
      const expected = `at most ${LEVELS_OF_A_TYPE} levels of __type; the whole schema is in schema.graphql`;
      context.reportError(new GraphQLError(`The request asks for too much: expected ${expected}.`));
    },
  };
}

/**
 * Refuses a document that is too large in any respect, before any other rule has looked into it: checking such a one is
 * itself what keeps a server busy. `validate` lets no rule stop the others, so what they would look at is taken away.
 */
function withinLimits(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const expected = excess(document);
      if (expected === null) return;
      context.reportError(new GraphQLError(`The request asks for too much: expected ${expected}.`));
      (document as { definitions: unknown }).definitions = [];
    },
  };
}

function excess(document: DocumentNode): string | null {
  if (document.definitions.filter(isFragment).length > LIMITS.fragments) return `at most ${LIMITS.fragments} fragments`;
  const measure = measuring(fragmentsOf(document));
  for (const part of document.definitions) {
    if (!('selectionSet' in part) || !part.selectionSet) continue;
    const below = measure(part.selectionSet);
    const extent = { ...below, directives: below.directives + (part.directives?.length ?? 0) };
    // Used as a fragment it is deeper than written, so only an operation begins at the first level.
    const found = EXPECTED.find(([what]) => extent[what] > LIMITS[what]);
    const isMeant = found?.[0] !== 'rootFields' || part.kind === Kind.OPERATION_DEFINITION;
    if (found && isMeant) return found[1];
  }
  return null;
}

const isFragment = (part: DefinitionNode): part is FragmentDefinitionNode => part.kind === Kind.FRAGMENT_DEFINITION;

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));

/** Each fragment is measured once, so that fragments of fragments cost no more than they are long. */
function measuring(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Extent {
  const measured = new Map<string, Extent>();

  const ofSpread = (name: string): Extent => {
    const known = measured.get(name);
    if (known) return known;
    // A fragment within itself counts as nothing here: another rule refuses it.
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const extent = fragment ? within(fragment.selectionSet) : NOTHING;
    measured.set(name, extent);
    return extent;
  };
  const ofSelection = (selection: SelectionNode, keys: Set<string>): Extent => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofSpread(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return within(selection.selectionSet, keys);
    const below = selection.selectionSet ? within(selection.selectionSet) : NOTHING;
    const key = (selection.alias ?? selection.name).value;
    const repeats = below.repeats + (keys.has(key) ? 1 : 0);
    keys.add(key);
    return {
      ...below,
      depth: below.depth + 1,
      fields: below.fields + 1,
      repeats,
      rootFields: 1,
      aliases: below.aliases + (selection.alias ? 1 : 0),
    };
  };
  const within = ({ selections }: SelectionSetNode, keys = new Set<string>()): Extent => {
    const sum = { ...NOTHING };
    for (const selection of selections) {
      const extent = ofSelection(selection, keys);
      sum.depth = Math.max(sum.depth, extent.depth);
      sum.fields += extent.fields;
      sum.repeats += extent.repeats;
      sum.rootFields += extent.rootFields;
      sum.aliases += extent.aliases;
      sum.directives += extent.directives + (selection.directives?.length ?? 0);
    }
    return sum;
  };
  return within;
}
