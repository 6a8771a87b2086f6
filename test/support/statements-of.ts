import type { ApiServer } from './api-server.ts';

/** The statements that something sends to the database, BEGIN and COMMIT among them, and what it came to. */
export async function statementsOf<T>(
  server: ApiServer,
  act: () => Promise<T>,
): Promise<{ statements: readonly string[]; result: T }> {
  const before = server.statements().length;
  const result = await act();
  return { statements: server.statements().slice(before), result };
}
