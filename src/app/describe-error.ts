/** What an operator may read about an error. */
interface ErrorDescription {
  name: string;
  /** Absent where a database error is involved: its message may repeat SQL and the values sent with it. */
  message?: string;
  /** SQLSTATE of the database, or the code of a system error. */
  code?: string;
  constraint?: string;
  /** Where it was thrown; never starts with the message as `Error.stack` does. */
  stack: string[];
}

/** Longer chains are broken off, so that causes running in a circle end. */
const DEEPEST_CAUSE = 5;

/** Describes an error for the log without SQL or its parameters. */
export function describeError(error: unknown): ErrorDescription {
  const chain = causes(error);
  const [outermost] = chain;
  if (!outermost) return { name: typeof error, stack: [] };

  const fromDatabase = chain.some(isDatabaseError);
  return {
    name: nameOf(outermost),
    message: fromDatabase ? undefined : outermost.message,
    code: chain.map((link) => text(link, 'code')).find(Boolean),
    constraint: chain.map((link) => text(link, 'constraint_name')).find(Boolean),
    stack: frames(outermost),
  };
}

/** An error and what caused it; GraphQL calls the cause `originalError`. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let link = error; link instanceof Error && chain.length < DEEPEST_CAUSE; link = causeOf(link)) chain.push(link);
  // GraphQL wraps whatever a resolver throws; the wrapper itself tells nothing.
  return chain.filter((link, index) => !('originalError' in link) || index === chain.length - 1);
}

function causeOf(error: Error): unknown {
  return (error as { originalError?: unknown }).originalError ?? error.cause;
}

/** drizzle's errors carry `query` and `params`, those of postgres.js `severity` and an SQLSTATE such as 23P01. */
function isDatabaseError(error: Error): boolean {
  const sqlState = /^(?=.*\d)[\dA-Z]{5}$/.test(text(error, 'code') ?? '');
  return sqlState || 'query' in error || 'params' in error || 'severity' in error;
}

function nameOf(error: Error): string {
  return error.name === 'Error' ? error.constructor.name : error.name;
}

function text(error: Error, key: string): string | undefined {
  const value = (error as unknown as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : undefined;
}

/** The message comes first in `stack` and may itself have lines that look like frames, so it is cut off whole. */
function frames({ stack = '', message }: Error): string[] {
  const start = message === '' ? 0 : stack.indexOf(message) + message.length;
  return stack
    .slice(start)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
