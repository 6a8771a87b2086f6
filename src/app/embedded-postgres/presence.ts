import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** One user of the server, as long as its connection lasts; the system ends it with the process, however that dies. */
export interface Presence {
  ensureDatabase(name: string): Promise<void>;
  /** Settles when the connection is lost, or ended. */
  lost: Promise<void>;
  /** Ends this presence and tells whether it was the last session of the server. */
  leave(): Promise<boolean>;
}

const OTHERS_CHECKS = 4;
const OTHERS_CHECK_MS = 100;

/** Connects to the maintenance database, so that the product's own can be dropped or copied meanwhile. */
export async function enter(url: URL): Promise<Presence> {
  const line = quietLine(url);
  const address = new URL(url);
  address.pathname = '/postgres';
  const sql = postgres(address.href, {
    max: 1,
    max_lifetime: null,
    idle_timeout: 0,
    onnotice: () => {},
    connection: { application_name: 'sapxep presence' },
    // postgres.js takes a socket of ours, but its types do not say so.
    ...{ socket: line.open },
  });
  await sql`SELECT 1`;
  line.hush();

  return {
    lost: line.closed,
    async ensureDatabase(name) {
      const [found] = await line.during(() => sql`SELECT 1 FROM pg_database WHERE datname = ${name}`);
      if (!found) await line.during(() => sql`CREATE DATABASE ${sql(name)}`);
    },
    async leave() {
      const last = await line.during(() => isAlone(sql));
      await line.during(() => sql.end({ timeout: 5 }));
      return last;
    },
  };
}

/** A connection that keeps the process from ending only while something is asked over it. */
function quietLine(url: URL) {
  let socket: Socket | undefined;
  const hush = () => socket?.unref();
  let close = (): void => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  return {
    hush,
    closed,
    async open() {
      socket = connect(Number(url.port), url.hostname);
      socket.once('close', close);
      await once(socket, 'connect');
      return socket;
    },
    async during<T>(ask: () => PromiseLike<T>): Promise<T> {
      socket?.ref();
      try {
        return await ask();
      } finally {
        hush();
      }
    },
  };
}

/** A session closed just now is still listed for a moment, so others must be seen several times. */
async function isAlone(sql: postgres.Sql): Promise<boolean> {
  for (let check = 0; check < OTHERS_CHECKS; check++) {
    if (check > 0) await sleep(OTHERS_CHECK_MS);
    const [row] = await sql`
      SELECT count(*)::int AS others FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
    if (row?.others === 0) return true;
  }
  return false;
}
