import { sql } from 'drizzle-orm';
import type { Fields } from './compiler.ts';
import type { PayloadValue } from './payload-value.ts';

/** The fields of payloads of verbs on service figures. */
export function servicePayloadFields({ loads }: PayloadValue): Fields<null> {
  return {
    recorded: () => sql`${loads?.recorded ?? 0}::int`,
    corrected: () => sql`${loads?.corrected ?? 0}::int`,
    unchanged: () => sql`${loads?.unchanged ?? 0}::int`,
  };
}
