import net from 'node:net';

/** What postgres.js tells of its settings to whoever makes its connections; missing in its types. */
interface Address {
  host: readonly string[];
  port: readonly number[];
  path: string | null;
}

/**
 * A connection that breaks when nothing comes or goes for a while. Where the network swallows what is sent, TCP alone
 * would wait for a quarter of an hour, and whoever asked with it. An idle one that is broken is made again when needed.
 */
class WatchedSocket extends net.Socket {
  /** postgres.js reads both of the sockets it makes itself. */
  host = '';
  port = 0;

  override emit(event: string | symbol, ...facts: unknown[]): boolean {
    // TLS takes all listeners off the connection below it, so this is none.
    if (event === 'timeout') this.destroy(Object.assign(new Error('The database fell silent.'), { code: 'ETIMEDOUT' }));
    return super.emit(event, ...facts);
  }
}

/** Makes the connections of a pool, each to the next of its hosts. */
export function watchedSockets(silenceMs: number): (address: Address) => net.Socket {
  let attempts = 0;
  return ({ host, port, path }) => {
    const at = attempts++ % Math.max(1, host.length);
    const socket = new WatchedSocket();
    socket.host = host[at] ?? '';
    socket.port = port[at] ?? 0;
    socket.setTimeout(silenceMs);
    return path ? socket.connect(path) : socket.connect(socket.port, socket.host);
  };
}
