import net from 'node:net';

/** What postgres.js tells of its settings to whoever makes its connections; missing in its types. */
interface Address {
  host: readonly string[];
  port: readonly number[];
  path: string | null;
  sslnegotiation?: string | null;
}

/**
 * A connection that breaks when nothing comes or goes for a while. Where the network swallows what is sent, TCP alone
 * would wait for a quarter of an hour, and whoever asked with it. An idle one that is broken is made again when needed.
 */
class WatchedSocket extends net.Socket {
  /** postgres.js reads both of the sockets it makes itself. */
  host = '';
  port = 0;
  private isToBegin = false;

  /**
   * postgres.js 3.4.9 keeps what it had not sent yet when a connection was lost, and says it over the next one first; what
   * is less than 1 kB it never sends, and waits until the connection times out. Ended at once, it tries again: each time
   * there is more, until it has got rid of all that and begins as it should.
   */
  expectBeginning(): void {
    this.isToBegin = true;
    this.once('connect', () => setImmediate(() => setImmediate(() => this.isToBegin && this.destroy())));
  }

  /** What Node calls for every write; it takes back an override of `write` itself. */
  override _write(sent: unknown, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.isToBegin && !isBeginning(sent)) this.destroy();
    this.isToBegin = false;
    super._write(sent, encoding, done);
  }

  override emit(event: string | symbol, ...facts: unknown[]): boolean {
    // TLS takes all listeners off the connection below it, so this is none.
    if (event === 'timeout') this.destroy(Object.assign(new Error('The database fell silent.'), { code: 'ETIMEDOUT' }));
    return super.emit(event, ...facts);
  }
}

/** Whether it is one message that begins with its length, as only the first over a connection does. */
const isBeginning = (sent: unknown): boolean =>
  Buffer.isBuffer(sent) && sent.length >= 4 && sent.readInt32BE(0) === sent.length;

/** Makes the connections of a pool, each to the next of its hosts. */
export function watchedSockets(silenceMs: number): (address: Address) => net.Socket {
  let attempts = 0;
  return ({ host, port, path, sslnegotiation }) => {
    const at = attempts++ % Math.max(1, host.length);
    const socket = new WatchedSocket();
    socket.host = host[at] ?? '';
    socket.port = port[at] ?? 0;
    socket.setTimeout(silenceMs);
    // TLS from the first byte on is not written through this.
    if (sslnegotiation !== 'direct') socket.expectBeginning();
    return path ? socket.connect(path) : socket.connect(socket.port, socket.host);
  };
}
