import type { ApiServer } from './api-server.ts';
import { onServer } from './test-server.ts';

/** Tables of what the plans ship besides units, people and plans. */
type Shipped = 'counter_version' | 'premises' | 'handover_status';

/** What the plans ship of some things is no longer believed, so that a test sees its own alone. */
export const forget = (server: ApiServer, ...tables: Shipped[]): Promise<void> =>
  onServer(server.databaseUrl, async (sql) => {
    for (const table of tables)
      await sql`UPDATE ${sql(table)} SET superseded_at = now() WHERE superseded_at = 'infinity'`;
  });
