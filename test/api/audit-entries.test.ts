import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, type Holder, startApiServer } from '../support/api-server.ts';
import { aPerson, instantNow, staffCarried } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { onServer } from '../support/test-server.ts';
import { carryOut, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const ENTRY = 'id at actor verb subjectType subject before after requestId instrument { number } change { kind on }';
let began = '';
let between = '';

/** A page of the audit's entries since the tests began, or of all. */
async function entries(args: string, { since = began, selection = `nodes { ${ENTRY} }` } = {}): Promise<Data> {
  const from = since === '' ? '' : `from: "${since}", `;
  return (await server.query(`{ auditEntries(${from}${args}) { totalCount ${selection} } }`)).auditEntries;
}

const verbs = ({ nodes }: Data): string[] => nodes.map(({ verb, subject }: Data) => `${verb} ${subject}`);

beforeAll(async () => {
  began = await instantNow(server);
  await aPerson(server, { code: 'AUDIT-1', payrollHome: 'HN-B01' });
  between = await instantNow(server);
  await carryOut(
    server,
    'renameUnit',
    { unit: 'HN-B03', name: 'Chi nhánh Ba Vì', on: '2025-09-01', instrument: PLAN_29 },
    { role: 'PLANNER', headers: { 'x-request-id': 'request-7' } },
  );
  const openCounter = { unit: 'HN-B02', label: 'Quầy 2', kind: 'PRIORITY', from: '2025-04-01', instrument: PLAN_29 };
  await staffCarried(server, 'openCounter', openCounter);
});

describe('auditEntries', () => {
  it('tells who changed what, by which act and on which instrument', async () => {
    const { nodes } = await entries('subject: "HN-B03"');

    expect(nodes).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        at: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
        actor: 'test-PLANNER',
        verb: 'renameUnit',
        subjectType: 'OrgUnit',
        subject: 'HN-B03',
        before: expect.anything(),
        after: expect.anything(),
        requestId: 'request-7',
        instrument: { number: PLAN_29 },
        change: { kind: 'RENAME', on: '2025-09-01' },
      },
    ]);
    expect(JSON.stringify(nodes[0].after)).toContain('"Chi nhánh Ba Vì"');
  });

  it.each([
    ['a kind of subject', 'subjectType: Staff', ['registerStaff AUDIT-1']],
    ['a verb', 'verb: "renameUnit"', ['renameUnit HN-B03']],
    ['a caller', 'actor: "test-PLANNER"', ['renameUnit HN-B03']],
    ['a request', 'requestId: "request-7"', ['renameUnit HN-B03']],
    ['all at once', 'actor: "test-ADMIN", verb: "registerStaff", subject: "AUDIT-1"', ['registerStaff AUDIT-1']],
    ['what nobody did', 'subject: "HN-B03", subjectType: Staff', []],
  ])('are found by %s', async (_what, args, found) => {
    expect(verbs(await entries(args))).toEqual(found);
  });

  it('are found by when they were made', async () => {
    expect(verbs(await entries('first: 20', { since: between }))[1]).toBe('renameUnit HN-B03');
    expect(verbs(await entries(`until: "${between}"`))).toEqual(['registerStaff AUDIT-1']);
  });

  it('come page by page, the newest first, each once', async () => {
    const all: Data[] = [];
    let after = '';
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const { edges, pageInfo, totalCount } = await entries(`verb: "importPlan", first: 100${after}`, {
        since: '',
        selection: 'edges { cursor node { id at } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }',
      });
      expect([edges[0].cursor, edges.at(-1).cursor]).toEqual([pageInfo.startCursor, pageInfo.endCursor]);
      expect([pageInfo.hasPreviousPage, totalCount > 200]).toEqual([pages > 0, true]);
      all.push(...edges.map(({ node }: Data) => node));
      after = `, after: "${pageInfo.endCursor}"`;
      more = pageInfo.hasNextPage && pages < 2;
    }

    expect(pages).toBe(3);
    expect(new Set(all.map(({ id }) => id)).size).toBe(300);
    const order = all.map(({ at, id }) => `${at} ${id.padStart(10, '0')}`);
    expect(order).toEqual([...order].sort().reverse());
  });

  it('take one statement, whatever is asked of them', async () => {
    const ask = () => entries(`first: 100`, { since: '', selection: `edges { node { ${ENTRY} } } nodes { id }` });

    expect((await statementsOf(server, ask)).statements).toHaveLength(1);
  });

  it.each([
    ['after', 'after: "bm9uZQ=="', 'a cursor that a page of this list ended with'],
    [
      'after',
      `after: "${btoa('["2025-13-01T00:00:00.000000Z","1"]')}"`,
      'a cursor that a page of this list ended with',
    ],
    ['until', 'from: "2025-02-01T00:00:00Z", until: "2025-02-01T00:00:00Z"', 'an instant after from'],
    ['first', 'first: 101', 'a number from 1 to 100'],
  ])('refuse %s in %s', async (field, args, expected) => {
    const { errors } = await server.ask(`{ auditEntries(${args}) { totalCount } }`);

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field, expected });
  });
});

it('whose role is over some units sees entries about these, and nothing of who looked at whom', async () => {
  await server.query('{ staff(code: "AUDIT-1") { name } }');
  await server.recorded();
  const document = `{ auditEntries(from: "${began}") { nodes { subject } } personalReads { totalCount } }`;
  const seenBy = async (role: Holder) => {
    const { auditEntries, personalReads } = await server.query(document, {}, { role });
    return [auditEntries.nodes.length, personalReads.totalCount > 0];
  };

  expect([await seenBy('AUDITOR'), await seenBy('AUDITOR@HN'), await seenBy(['AUDITOR@BD', 'VIEWER'])]).toEqual([
    [3, true],
    [3, false],
    [0, false],
  ]);
});

it('an entry knows the unit it is about: its own, the home of a person, the center of a plan, the owner of a thing', async () => {
  const units = await onServer(
    server.databaseUrl,
    (sql) => sql`
      SELECT DISTINCT ON (subject_type) subject_type, unit.code FROM audit_entry LEFT JOIN unit ON unit.id = unit_id ORDER BY subject_type, audit_entry.id DESC`,
  );

  expect(Object.fromEntries(units.map(({ subject_type, code }) => [subject_type, code]))).toEqual({
    Counter: 'HN-B02',
    LegalInstrument: null,
    OrgUnit: 'HN-B03',
    Plan: 'NA',
    Staff: 'HN-B01',
  });
});
