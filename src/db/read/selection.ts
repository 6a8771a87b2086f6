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
