import net from 'node:net';
import { setImmediate } from 'node:timers/promises';
import postgres from 'postgres';
import { expect, it, vi } from 'vitest';
import { watchedSockets } from '../../src/db/watched-socket.ts';
import { createTestDatabase } from '../support/database.ts';

const CONNECT_TIMEOUT_SECONDS = 10;

it('a connection lost with something not sent yet is made again at once', async () => {
  const database = await createTestDatabase({ template: 'empty' });
  const make = watchedSockets(60_000);
  const made: net.Socket[] = [];
  const socket = (address: Parameters<typeof make>[0]) => {
    made.push(make(address));
    return made.at(-1);
  };
  const sql = postgres(database.url, {
    max: 1,
    fetch_types: false,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    // postgres.js takes sockets of ours, but its types do not say so.
    ...{ socket },
  });
  await sql`SELECT 1`;

  // What is asked now would be sent in the next turn, and the connection is closed at the end of this one.
  await setImmediate();
  made[0]?.destroy();
  await expect(sql`SELECT 2`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  const begunAt = performance.now();
  expect([...(await sql`SELECT 3 AS number`)]).toEqual([{ number: 3 }]);

  expect(performance.now() - begunAt).toBeLessThan((CONNECT_TIMEOUT_SECONDS * 1_000) / 2);
  await sql.end();
  await database.drop();
});

it('a database far away has time to be connected to', async () => {
  const connect = vi.spyOn(net.Socket.prototype, 'connect').mockReturnThis();
  const socket = watchedSockets(60_000)({ host: ['far.example'], port: [5432], path: null });
  connect.mockRestore();

  for (let turn = 0; turn < 5; turn += 1) await setImmediate();

  expect(socket.destroyed).toBe(false);
  socket.destroy();
});
