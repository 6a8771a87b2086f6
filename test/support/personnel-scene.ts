import type { ApiServer, Asking, Data } from './api-server.ts';

/** All that a refusal of a verb on people and posts can say. */
const VIOLATIONS = `violations {
  __typename code severity path message on expected waivable
  policy { key value instrument { number } article } waivedBy { id instrument { number } }
  ... on UnitViolation { unit { code } }
  ... on StaffViolation { unit { code } staff { code } }
  ... on HeadcountViolation { unit { code } category ceiling counted }
}`;

/** What verbs of a scene rest on: decided by the province of Binh Duong before anything else happens. */
export const BY_PROVINCE = '100/QD-TEST';
/** Decided by the center of Binh Duong. */
export const BY_CENTER = '101/QD-TEST';
/** Decided by a district of Binh Duong. */
export const BY_DISTRICT = '102/QD-TEST';

const ISSUERS = { [BY_PROVINCE]: 'PC-74', [BY_CENTER]: 'BD', [BY_DISTRICT]: 'PC-718' };

/** Puts the instruments of a scene on record; once per server. */
export async function recordInstruments(server: ApiServer): Promise<void> {
  for (const [number, issuer] of Object.entries(ISSUERS)) await anInstrument(server, { number, issuer });
}

/** An instrument issued before anything here happens, unless said otherwise. */
export async function anInstrument(
  server: ApiServer,
  { number, issuer, issuedOn = '2024-10-01' }: { number: string; issuer: string; issuedOn?: string },
): Promise<void> {
  const input = { number, issuer, issuedOn, inForceFrom: issuedOn, kind: 'DECISION', title: 'Quyết định thử nghiệm' };
  await carried(server, 'recordInstrument', input);
}

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

interface Registering {
  /** Where they are counted; where they work too, unless that is said. */
  payrollHome?: string | null;
  workplace?: string;
  category?: string;
  from?: string;
  protected?: boolean;
}

let lastPerson = 0;

/** People put on record, civil servants from 2024-10-01 where nothing else is said; answers their codes. */
export async function somePeople(server: ApiServer, count: number, parts: Registering = {}): Promise<string[]> {
  const codes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    lastPerson += 1;
    const code = `S-${String(lastPerson).padStart(4, '0')}`;
    const person = { payrollHome: 'PC-718', category: 'CIVIL_SERVANT', from: '2024-10-01', ...parts };
    await carried(server, 'registerStaff', { ...person, code, name: `Nguyễn Văn ${code}`, instrument: BY_PROVINCE });
    codes.push(code);
  }
  return codes;
}

/** One of them. */
export async function aPerson(server: ApiServer, parts: Registering = {}): Promise<string> {
  const [code = ''] = await somePeople(server, 1, parts);
  return code;
}

/** Where a person is counted and where they work, on each day. */
export async function whereabouts(server: ApiServer, staff: string, ...days: string[]): Promise<(string | null)[][]> {
  const fields = days.map(
    (day, index) => `d${index}: staff(code: "${staff}", asOf: "${day}") { payrollHome { code } workplace { code } }`,
  );
  const found: Record<string, Data> = await server.query(`{ ${fields.join(' ')} }`);
  return Object.values(found).map((one) => [one?.payrollHome?.code ?? null, one?.workplace?.code ?? null]);
}

/** Everything believed about a person's employment, home and workplaces, but not when it was recorded. */
export async function factsOf(server: ApiServer, staff: string): Promise<Data> {
  const document = `query ($staff: String!) { staff(code: $staff) { code
    history { name category protected period { from until } instrument { number } note }
    payroll { unit { code } category period { from until } instrument { number } }
    workplaces { unit { code } basis counter period { from until } instrument { number } } } }`;
  return (await server.query(document, { staff })).staff;
}

/** Periods of a list of facts, each with the unit it is about. */
export const spans = (facts: readonly Data[]): [string, string, string | null][] =>
  facts.map(({ unit, period }) => [unit.code, period.from, period.until]);

/** Grants posts of a category to a unit of Binh Duong's center for 2025, civil servants where nothing else is said. */
export async function aCeiling(
  server: ApiServer,
  parts: { unit: string; ceiling: number; category?: string; center?: string; from?: string; year?: number },
): Promise<void> {
  const { unit, ceiling, category = 'CIVIL_SERVANT', center = 'BD', year = 2025, from } = parts;
  const allocations = [{ unit, category, ceiling }];
  await carried(server, 'allocateHeadcount', { center, year, from, allocations, instrument: BY_PROVINCE });
}
