import type { ApiServer, Asking, Data } from './api-server.ts';

/** All that a refusal of a verb on plans, phases and changes can say. */
const VIOLATIONS = `violations {
  __typename code severity path on message expected waivable
  policy { key value instrument { number } article } waivedBy { id instrument { number } }
  ... on UnitViolation { unit { code } }
  ... on TerritoryViolation { unit { code } territory { code } }
  ... on DocumentViolation { unit { code } line column }
  ... on PhaseGateViolation { gate { code } missing { description owner { code } } }
}`;

/** Sends a verb and answers its payload; `show` selects of it what the test looks at. */
export async function sendVerb(
  server: ApiServer,
  verb: string,
  input: object,
  { show = '', ...asking }: Asking & { show?: string } = {},
): Promise<Data> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${verb}(input: $input) { ${show} ${VIOLATIONS} rehearsed } }`;
  return (await server.query(document, { input }, asking))[verb];
}

/** Sends what a test takes for granted and answers the payload; throws where it is refused. */
export async function carried(server: ApiServer, verb: string, input: object, show?: string): Promise<Data> {
  const payload = await sendVerb(server, verb, input, { show });
  if (payload.violations.some(({ severity }: Data) => severity === 'BLOCKING'))
    throw new Error(`${verb} was refused: ${JSON.stringify(payload.violations)}`);
  return payload;
}

/** Which rules a payload tells of, with where in the input and on which day. */
export const told = ({ violations }: Data): [string, string | undefined, string | null][] =>
  violations.map(({ code, path, on }: Data) => [code, path?.join('.'), on]);
