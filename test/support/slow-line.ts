import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A way to a server on which answers can be held up, in their order. */
export interface SlowLine {
  url: string;
  /** How late answers come from now on. */
  delayMs: number;
  close(): void;
}

export async function slowLine(url: string): Promise<SlowLine> {
  const target = new URL(url);
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.pipe(upstream);
    upstream.on('data', (bytes) => setTimeout(() => client.write(bytes), line.delayMs));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = new URL(url);
  here.port = String((server.address() as { port: number }).port);
  const line: SlowLine = { url: here.href, delayMs: 0, close: () => void server.close() };
  return line;
}
