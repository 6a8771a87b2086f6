import postgres from 'postgres';
import 'vitest';

/** The server all tests of a run share, as the global setup hands it to the test files. */
export interface TestServer {
  /** May create and drop databases. */
  adminUrl: string;
  /** The migrated database the others are copied from. */
  template: string;
  /** Begins the name of every database of this run, which is dropped at its end. */
  prefix: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** The same server and credentials, another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Works over one connection that is closed again: an idle one to the template would keep it from being copied. */
export async function onServer<T>(url: string, work: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
