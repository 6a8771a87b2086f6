import { type SQL, sql } from 'drizzle-orm';

/** An event as it is compared: whatever the case of letters and the width of gaps. */
export const eventKey = (event: SQL): SQL => sql`lower(regexp_replace(btrim(normalize(${event})), '\\s+', ' ', 'g'))`;
