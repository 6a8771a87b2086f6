import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets the server close as soon as its last answer is sent. Left alone it would wait out its deadline: Node counts a
 * connection a browser opened in advance as busy, and keeps one open for 72 s after the request it was busy with.
 */
export function closeConnectionsWhenClosing(app: FastifyInstance): void {
  const underWay = new Map<Socket, number>();
  const count = (socket: Socket, change: number) => {
    const requests = underWay.get(socket);
    if (requests !== undefined) underWay.set(socket, requests + change);
  };
  app.server.on('connection', (socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  // A WebSocket has a farewell of its own.
  app.server.on('upgrade', ({ socket }) => underWay.delete(socket));
  app.server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });

  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    for (const [socket, requests] of underWay) if (requests === 0) socket.destroy();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });
}
