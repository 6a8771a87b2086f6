/** A fact read in this transaction was superseded by another before it could be; the unit of work retries. */
export class StaleFactsError extends Error {
  constructor(table: string) {
    super(`${table} changed since it was read`);
    this.name = 'StaleFactsError';
  }
}

/** Writers kept colliding; the caller may try again. */
export class ConflictError extends Error {
  constructor() {
    super('The change collided with others several times; try again.');
    this.name = 'ConflictError';
  }
}
