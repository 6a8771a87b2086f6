/**
 * What one request may ask for, all in one place. The largest document of the clients we know has 144 tokens and 72
 * fields, the deepest 6 levels; the introspection query of the usual tools has 163 tokens and 15 levels.
 */
export const LIMITS = {
  /** Words and signs of a document. Above it nothing is parsed to its end. */
  tokens: 5_000,
  /** Brackets within each other, of any kind: a parser goes one step deeper into its stack with each. */
  nesting: 100,
  /** Levels of fields below each other. */
  depth: 15,
  /** Fields, fragments expanded. PostgreSQL's own limit is 1,664 columns in a row. */
  fields: 1_500,
  /** Fields of an operation itself: each question is a statement's part, each act a transaction. */
  rootFields: 50,
  /** Fields that one selection has already under the same key: each is compared with each. */
  repeats: 100,
  aliases: 200,
  directives: 100,
  /** Fragments that are defined: comparing each with each is what makes checking a document dear. */
  fragments: 100,
  /** Values that an answer may hold, by a guess. A country's tree of four levels with five fields each fits. */
  values: 1_000_000,
} as const;

/** What a request costs its caller, in units: a value of an answer is one, about 10 µs of the database's time. */
export const COSTS = {
  /** Of the request's body, from its first byte on. */
  kilobyte: 10,
  /** A change takes locks, writes and audits. */
  change: 100,
} as const;
