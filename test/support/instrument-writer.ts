import type { Sql } from 'postgres';

const RECORD = `mutation ($number: String!, $key: String!) {
  recordInstrument(input: { number: $number, kind: DECISION, issuer: "Faults", issuedOn: "2025-01-01", inForceFrom: "2025-01-01",
    title: "Test", idempotencyKey: $key }) { instrument { id number } violations { code } }
}`;

/** What a client was told: done, with the answer; that the product cannot now; or nothing, the connection being cut. */
export type Told = { is: 'DONE'; id: string } | { is: 'UNAVAILABLE' } | { is: 'CUT' };

interface Server {
  url: string;
  token: string;
}

/** Asks a question; null where the connection was cut before the answer. */
export async function ask({ url, token }: Server, query: string, variables: object = {}) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data?: Record<string, unknown>; errors?: { extensions: { code: string } }[] };
  } catch {
    return null;
  }
}

/** Records an instrument of a number, under a key of the same name. */
export async function recordInstrument(server: Server, number: string): Promise<Told> {
  const answer = await ask(server, RECORD, { number, key: number });
  if (!answer) return { is: 'CUT' };
  const { instrument } = (answer.data?.recordInstrument ?? {}) as { instrument?: { id: string } };
  if (instrument) return { is: 'DONE', id: instrument.id };
  if (answer.errors?.every(({ extensions }) => extensions.code === 'UNAVAILABLE')) return { is: 'UNAVAILABLE' };
  throw new Error(`neither done nor unavailable: ${JSON.stringify(answer)}`);
}

/** Many clients, each recording instruments one after the other until all are told of or `isOver`; what each was told. */
export async function recordMany(
  server: Server,
  {
    prefix,
    count,
    clients,
    isOver = () => false,
  }: { prefix: string; count: number; clients: number; isOver?: () => boolean },
  told: Map<string, Told> = new Map(),
): Promise<Map<string, Told>> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < count && !isOver()) {
      const number = `${prefix}-${next++}`;
      told.set(number, await recordInstrument(server, number));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return told;
}

export const acknowledged = (told: ReadonlyMap<string, Told>): string[] =>
  [...told].flatMap(([number, { is }]) => (is === 'DONE' ? [number] : []));

/** Instruments on record, each with what belongs to it: one audit entry, and the answer kept under its key. */
export async function recorded(sql: Sql, prefix: string): Promise<{ whole: string[]; half: string[] }> {
  const rows = await sql<{ number: string; parts: string }[]>`
    SELECT number, concat_ws(' ',
      (SELECT count(*)::int FROM legal_instrument i WHERE i.number = n.number),
      (SELECT count(*)::int FROM audit_entry a WHERE a.verb = 'recordInstrument' AND a.subject = n.number),
      (SELECT count(*)::int FROM idempotency_key k WHERE k.key = n.number AND k.outcome IS NOT NULL)) AS parts
    FROM (SELECT number FROM legal_instrument UNION SELECT subject FROM audit_entry WHERE verb = 'recordInstrument' UNION SELECT key FROM idempotency_key) n
    WHERE starts_with(number, ${`${prefix}-`})`;
  const isWhole = ({ parts }: { parts: string }) => parts === '1 1 1';
  return {
    whole: rows.filter(isWhole).map(({ number }) => number),
    half: rows.filter((row) => !isWhole(row)).map(({ number, parts }) => `${number} ${parts}`),
  };
}
