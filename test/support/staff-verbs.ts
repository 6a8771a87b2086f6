import type { ApiServer, Asking, Data } from './api-server.ts';
import { onServer } from './test-server.ts';
import { PLAN_29 } from './verbs.ts';

/** All that a refusal of a verb on people can say. */
const VIOLATIONS = `violations {
  __typename code severity path on message expected waivable
  policy { key value instrument { number } article } waivedBy { id instrument { number } }
  ... on UnitViolation { unit { code } }
  ... on StaffViolation { unit { code } staff { code } }
  ... on HeadcountViolation { unit { code } category ceiling counted }
}`;

/** Sends a verb on people or posts and answers its payload; `show` selects of it what the test looks at. */
export async function sendStaffVerb(
  server: ApiServer,
  verb: string,
  input: object,
  { show = '', ...asking }: Asking & { show?: string } = {},
): Promise<Data> {
  const data = await server.query(staffDocumentOf(verb, show), { input }, asking);
  return data[verb];
}

/** The document that a verb on people or posts is sent with. */
export function staffDocumentOf(verb: string, show = ''): string {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${verb}(input: $input) { ${show} ${VIOLATIONS} rehearsed } }`;
}

/** Sends what a test takes for granted and answers the payload; throws where it is refused. */
export async function staffCarried(server: ApiServer, verb: string, input: object, show?: string): Promise<Data> {
  const payload = await sendStaffVerb(server, verb, input, { show });
  if (payload.violations.some(({ severity }: Data) => severity === 'BLOCKING'))
    throw new Error(`${verb} was refused: ${JSON.stringify(payload.violations)}`);
  return payload;
}

let people = 0;

/** A code that no other person of the test bears. */
const aStaffCode = (): string => {
  people += 1;
  return `P-${String(people).padStart(4, '0')}`;
};

/** A person on record, by default a public employee of the branch HN-B02 from its first day on. Answers their code. */
export async function aPerson(server: ApiServer, input: object = {}): Promise<string> {
  const person = {
    code: aStaffCode(),
    name: 'Nguyễn Văn An',
    category: 'PUBLIC_EMPLOYEE',
    payrollHome: 'HN-B02',
    from: '2025-01-01',
    instrument: PLAN_29,
    ...input,
  };
  await staffCarried(server, 'registerStaff', person);
  return person.code;
}

/** A placed person's assignment or a leader's appointment; answers its id. */
export async function anAssignment(server: ApiServer, input: object): Promise<string> {
  const { assignment } = await staffCarried(server, 'assignStaff', input, 'assignment { id }');
  return assignment.id;
}

export async function anAppointment(server: ApiServer, input: object): Promise<string> {
  const given = { instrument: PLAN_29, decidedBy: 'HN', role: 'DEPUTY_DIRECTOR', ...input };
  const { appointment } = await staffCarried(server, 'appointLeader', given, 'appointment { id }');
  return appointment.id;
}

/** A secondment on which everything is decided; answers its id. */
export async function aSecondment(server: ApiServer, input: object): Promise<string> {
  const given = {
    from: '2025-05-01',
    until: '2026-05-01',
    homeAgreement: '1/CV',
    hostAgreement: '2/CV',
    onReturn: 'RETURN',
    instrument: PLAN_29,
    ...input,
  };
  const { secondment } = await staffCarried(server, 'secondStaff', given, 'secondment { id }');
  return secondment.id;
}

/** An instrument on record that a unit issued; answers its number. */
export async function anInstrument(server: ApiServer, { number, issuer }: { number: string; issuer: string }) {
  await staffCarried(server, 'recordInstrument', {
    number,
    kind: 'DECISION',
    issuer,
    issuedOn: '2025-01-01',
    inForceFrom: '2025-01-01',
    title: 'Quyết định',
  });
  return number;
}

/** The instant it is for the database, as exact as `knownAt` can be. */
export const instantNow = (server: ApiServer): Promise<string> =>
  onServer(server.databaseUrl, async (sql) => {
    const [row] = await sql<{ instant: string }[]>`
      SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS instant`;
    return row?.instant ?? '';
  });

/** What a payload is told: each rule with where in the input, on which day, and the message. */
export const toldInFull = ({ violations }: Data): [string, string | undefined, string | null, string][] =>
  violations.map(({ code, path, on, message }: Data) => [code, path?.join('.'), on, message]);
