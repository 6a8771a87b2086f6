import type { ApiServer, Asking, Data } from './api-server.ts';

/** What every test looks at of a refusal. */
const VIOLATIONS = `violations {
  __typename code severity path on message expected waivable
  ... on UnitViolation { unit { code } }
  ... on TerritoryViolation { unit { code } territory { code } }
}`;

/** The plan 29/KH-UBND of Hanoi, loaded with the plans: something to cite. */
export const PLAN_29 = '29/KH-UBND';

/** Sends a verb and answers its payload; `show` selects of the unit (or instrument) it is about. */
export async function carryOut(
  server: ApiServer,
  verb: string,
  input: object,
  { show = 'id', ...asking }: Asking & { show?: string } = {},
): Promise<Data> {
  const data = await server.query(documentOf(verb, show), { input }, asking);
  return data[verb];
}

/** The document that a verb is sent with. */
export function documentOf(verb: string, show = 'id'): string {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const entity = verb === 'recordInstrument' ? 'instrument' : 'unit';
  return `mutation ($input: ${type}!) { ${verb}(input: $input) { ${entity} { ${show} } ${VIOLATIONS} rehearsed } }`;
}

/** Carries out what a test takes for granted; throws where it is refused. */
export async function given(server: ApiServer, verb: string, input: object): Promise<void> {
  const { violations } = await carryOut(server, verb, { instrument: PLAN_29, ...input });
  if (violations.length > 0) throw new Error(`${verb} was refused: ${JSON.stringify(violations)}`);
}
