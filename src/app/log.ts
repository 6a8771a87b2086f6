import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { describeError } from './describe-error.ts';

/** Whatever is logged under one of these names, at the top or one or two levels down, is a secret or personal data. */
const SECRET = ['authorization', 'cookie', 'databaseUrl', 'password', 'set-cookie', 'token', 'variables'];
const STDERR = 2;

/**
 * The log: JSON lines on stderr, written at once, so that the last ones before a crash are there. Errors are described
 * without what may repeat SQL and its values.
 */
export function createLogger(level: Config['logLevel'], stream: DestinationStream = destination(STDERR)): Logger {
  const names = SECRET.map((name) => `["${name}"]`);
  const paths = names.flatMap((name) => [name, `*${name}`, `*.*${name}`]);
  return pino(
    {
      level,
      redact: { paths, censor: '[redacted]' },
      serializers: {
        err: describeError,
        error: (error: unknown) => (error instanceof Error ? describeError(error) : error),
      },
    },
    stream,
  );
}
