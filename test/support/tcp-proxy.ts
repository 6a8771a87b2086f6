import net, { type AddressInfo } from 'node:net';

/** What becomes of what is sent through the proxy. */
interface Weather {
  /** Nothing passes, and nobody is told. */
  isStalled: boolean;
  /** How long each piece takes, either way. */
  delayMs: number;
}

export interface TcpProxy {
  port: number;
  /** Where new connections lead from now on. */
  leadTo(port: number): void;
  /** Swallows what is sent, by connections there are and new ones, until `flow`. */
  stall(): void;
  delay(ms: number): void;
  /** Lets everything pass at once again; connections that were stalled lost something, and are broken off. */
  flow(): void;
  /** Breaks all connections off, on both sides. */
  drop(): void;
  close(): Promise<void>;
}

/** A network between a client and a server on this machine that can fail. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const weather: Weather = { isStalled: false, delayMs: 0 };
  const sockets = new Set<net.Socket>();
  let leadsTo = target;
  const pass = (from: net.Socket, to: net.Socket): void => {
    sockets.add(from);
    from.on('data', (piece) => {
      if (weather.isStalled) return;
      if (weather.delayMs === 0) to.write(piece);
      else setTimeout(() => to.writable && to.write(piece), weather.delayMs);
    });
    from.on('close', () => {
      sockets.delete(from);
      // Somebody who is cut off is not missed by the other side.
      if (!weather.isStalled) to.destroy();
    });
    from.on('error', () => {});
  };
  const server = net.createServer((client) => {
    const upstream = net.connect(leadsTo, '127.0.0.1');
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      leadsTo = port;
    },
    stall: () => {
      weather.isStalled = true;
    },
    delay: (ms) => {
      weather.delayMs = ms;
    },
    flow: () => {
      if (weather.isStalled) drop();
      Object.assign(weather, { isStalled: false, delayMs: 0 });
    },
    drop,
    close: async () => {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
