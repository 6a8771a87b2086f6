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

/** All connections were taken for too long by others. */
export class WaitedTooLongError extends Error {
  readonly code = 'POOL_TIMEOUT';

  constructor() {
    super('Waited too long for a connection to the database.');
    this.name = 'WaitedTooLongError';
  }
}

/** SQLSTATE of a statement that was cancelled, by whomever. */
const CANCELLED = '57014';

/** Nobody waits for the answer any more: its time is up, or whoever asked has gone. */
export class GivenUpError extends Error {
  readonly code = CANCELLED;

  constructor() {
    super('given up');
    this.name = 'GivenUpError';
  }
}

/** Tells whether a statement was cancelled. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === CANCELLED;

/** SQLSTATE classes and codes, and those of the client, that say the database could not be asked or was too slow. */
const UNREACHABLE =
  /^(08...|57P0.|53...|CONNECTION_.*|CONNECT_TIMEOUT|ECONN.*|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const TOO_SLOW = new Set([CANCELLED, '55P03', 'POOL_TIMEOUT']);

/** Whether a statement was given up because it took too long. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && TOO_SLOW.has(String(error.code));
}

/** Why the database did not answer, where that is no fault of the statement; null for any other error. */
export function unavailability(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (UNREACHABLE.test(code)) return 'The database cannot be reached; try again.';
    if (TOO_SLOW.has(code)) return 'The request took too long and was given up; ask for less, or try again.';
  }
  return null;
}

/** Whether the connection on which a statement failed is gone, or about to be: nothing more is to be said over it. */
export function isLost(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code = '', severity = '' } = cause as { code?: string; severity?: string };
    if (severity === 'FATAL' || severity === 'PANIC' || (severity === '' && UNREACHABLE.test(code))) return true;
  }
  return false;
}
