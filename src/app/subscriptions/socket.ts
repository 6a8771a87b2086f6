import type { Server } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';

/** Subscriptions and other messages of one connection that are under way. */
const MAX_UNDER_WAY = 100;
/** Frames that wait to be sent, such as answers to the pings of somebody who does not read them. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const KEEP_ALIVE_MS = 12_000;

const UNSUPPORTED_DATA = 1003;
const BAD_REQUEST = 4400;
const TOO_MANY_REQUESTS = 4429;
const INTERNAL_ERROR = 4500;

interface Conversation<Connection> {
  protocol: Server<Connection>;
  connection: Connection;
  /** Called now and then while the connection lives. */
  keepAlive: () => void;
  /** Told of what is our fault. */
  onFault: (error: unknown) => void;
}

/** Speaks graphql-transport-ws over a socket until it is closed. */
export function converse<Connection>(
  socket: WebSocket,
  { protocol, connection, keepAlive, onFault }: Conversation<Connection>,
): void {
  // Whatever is wrong with a frame, `ws` closes the socket with the fitting code; unheard, the event ends the process.
  socket.on('error', () => {});
  dropWhenDead(socket, keepAlive);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Settles when the message has left for the network: whoever reads slowly is asked for no further events.
      // A message that failed is no concern: the socket closes, which ends all that goes on over it.
      send: (text) =>
        new Promise((resolve) => {
          if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
          else resolve();
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => receiveMessages(socket, receive, onFault),
    },
    connection,
  );
  socket.once('close', (code, reason) => {
    closed(code, String(reason)).catch(onFault);
  });
}

function receiveMessages(
  socket: WebSocket,
  receive: (text: string) => Promise<void>,
  onFault: (error: unknown) => void,
): void {
  let underWay = 0;
  socket.on('message', (data: RawData, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    if (isBinary) return socket.close(UNSUPPORTED_DATA, 'Text expected');
    if (underWay >= MAX_UNDER_WAY) return socket.close(TOO_MANY_REQUESTS, 'Too many requests');
    underWay += 1;
    receive(String(data))
      .catch((error: unknown) => {
        // A message that is for clients to receive; graphql-ws has no code for it.
        if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
          return socket.close(BAD_REQUEST, 'Invalid message received');
        }
        onFault(error);
        socket.close(INTERNAL_ERROR, 'Internal server error');
      })
      .finally(() => {
        underWay -= 1;
      });
  });
}

/** Ends a connection whose other end is gone, or takes nothing any more. */
function dropWhenDead(socket: WebSocket, keepAlive: () => void): void {
  let answered = true;
  const beat = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    keepAlive();
  }, KEEP_ALIVE_MS);
  socket.on('pong', () => {
    answered = true;
  });
  socket.on('ping', () => {
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
  });
  socket.once('close', () => clearInterval(beat));
}
