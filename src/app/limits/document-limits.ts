import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
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
  rootFields: number;
  aliases: number;
  directives: number;
}

/** Characters; none of them can open more than one bracket. */
const SHORT = 500;

const NOTHING: Extent = { depth: 0, fields: 0, rootFields: 0, aliases: 0, directives: 0 };
/** In the order in which they are told. */
const EXPECTED: readonly [keyof Extent, string][] = [
  ['depth', `at most ${LIMITS.depth} levels`],
  ['rootFields', `at most ${LIMITS.rootFields} fields of the operation itself`],
  ['aliases', `at most ${LIMITS.aliases} aliases, fragments expanded`],
  ['directives', `at most ${LIMITS.directives} directives, fragments expanded`],
  ['fields', `at most ${LIMITS.fields} fields, fragments expanded`],
];

/**
 * Rules of our own, beside those of GraphQL. In production the schema cannot be asked for: it is public, and answering
 * holds up everybody else for a fifth of a second.
 */
export function documentRules(production: boolean): ValidationRule[] {
  return production ? [withinLimits, NoSchemaIntrospectionCustomRule] : [withinLimits];
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

function excess({ definitions }: DocumentNode): string | null {
  const fragments = definitions.filter((part) => part.kind === Kind.FRAGMENT_DEFINITION);
  if (fragments.length > LIMITS.fragments) return `at most ${LIMITS.fragments} fragments`;
  const measure = measuring(new Map(fragments.map((fragment) => [fragment.name.value, fragment])));
  for (const part of definitions) {
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
  const ofSelection = (selection: SelectionNode): Extent => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofSpread(selection.name.value);
    const below = selection.selectionSet ? within(selection.selectionSet) : NOTHING;
    if (selection.kind === Kind.INLINE_FRAGMENT) return below;
    return {
      ...below,
      depth: below.depth + 1,
      fields: below.fields + 1,
      rootFields: 1,
      aliases: below.aliases + (selection.alias ? 1 : 0),
    };
  };
  const within = ({ selections }: SelectionSetNode): Extent => {
    const sum = { ...NOTHING };
    for (const selection of selections) {
      const extent = ofSelection(selection);
      sum.depth = Math.max(sum.depth, extent.depth);
      sum.fields += extent.fields;
      sum.rootFields += extent.rootFields;
      sum.aliases += extent.aliases;
      sum.directives += extent.directives + (selection.directives?.length ?? 0);
    }
    return sum;
  };
  return within;
}
