/** One field a caller selected, freed of fragments, directives, aliases and variables. */
export interface SelectedField {
  /** The key the answer carries: the alias, or the name. */
  key: string;
  name: string;
  args: Readonly<Record<string, unknown>>;
  /** What is selected below it, for an object of the given type. */
  fields(type: string): readonly SelectedField[];
}

/** An argument that cannot be answered; told to the caller with the path to the field and what was expected. */
export class ArgumentError extends Error {
  readonly field: string;
  readonly expected: string;

  constructor(field: string, expected: string) {
    super(`${field}: expected ${expected}.`);
    this.name = 'ArgumentError';
    this.field = field;
    this.expected = expected;
  }
}

/** Something that an argument names and that is not there; told to the caller with the path to the field. */
export class AbsentError extends Error {
  readonly field: string;

  constructor({ field, what }: Absence) {
    super(`${field}: there is no ${JSON.stringify(what)}.`);
    this.name = 'AbsentError';
    this.field = field;
  }
}

/** What is not there. A statement answers it under the key `@absent`, which no name in a document can be. */
export interface Absence {
  field: string;
  what: string;
}
