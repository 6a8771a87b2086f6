import type { FastifyInstance } from 'fastify';

/** Tells whether everything the server needs to answer is there. */
export type Ready = () => boolean | Promise<boolean>;

/** Lets a supervisor ask without a token whether the process runs (`/live`) and whether to send it work (`/ready`). */
export function addHealth(app: FastifyInstance, ready: Ready): void {
  app.get('/live', () => ({ status: 'live' }));

  app.get('/ready', async (request, reply) => {
    try {
      if (await ready()) return { status: 'ready' };
    } catch (error) {
      request.log.warn({ name: (error as Error).name }, 'the readiness check failed');
    }
    return reply.code(503).send({ status: 'not ready' });
  });
}
