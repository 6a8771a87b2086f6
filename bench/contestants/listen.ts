import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Connections to the database, as many as the product reads with. */
export const POOL_SIZE = 4;

export function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (url === undefined) throw new Error('DATABASE_URL names no database');
  return url;
}

/** Takes a free port of loopback and tells where it answers. */
export function listen(server: Server, path: string): void {
  server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port, path));
}

export const tell = (port: number, path: string): void => console.log(`listening at http://127.0.0.1:${port}${path}`);
