import pino from 'pino';
import type { TrafficLimits } from '../../src/app/limits/traffic.ts';
import { createServer, type Server, type ServerOptions } from '../../src/app/server.ts';
import { everywhere } from '../../src/domain/actor.ts';
import { buildTinySchema, type TinyContext } from './tiny-schema.ts';

export const TOKEN = 'a-good-token';

interface TinyServer extends Server {
  /** Everything logged so far, one parsed line each. */
  logged: Record<string, unknown>[];
  /** The mutations that really ran. */
  ran: string[];
}

type Overrides = Partial<ServerOptions<TinyContext>> & {
  production?: boolean;
  pause?: () => Promise<void>;
  traffic?: Partial<TrafficLimits>;
};

const schema = buildTinySchema();

/** The HTTP side over the tiny schema, on a free port of 127.0.0.1, for the bearer of `TOKEN` only. */
export async function aServer({
  production = false,
  pause,
  traffic,
  ...overrides
}: Overrides = {}): Promise<TinyServer> {
  const logged: Record<string, unknown>[] = [];
  const ran: string[] = [];
  const server = await createServer<TinyContext>({
    schema: await schema,
    config: {
      host: '127.0.0.1',
      port: 0,
      production,
      rateLimit: 0,
      maxInFlight: 16,
      requestDeadlineMs: 60_000,
      ...traffic,
    },
    context: (facts) => ({ ...facts, ran, pause: pause ?? (() => Promise.resolve()) }),
    authenticate: async (header) =>
      header === `Bearer ${TOKEN}` ? { subject: 'lan', grants: [everywhere('PLANNER')] } : 'unauthenticated',
    ready: () => true,
    logger: pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    ...overrides,
  });
  return { ...server, logged, ran };
}
