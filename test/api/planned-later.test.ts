import postgres from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer();
const PLAN_29 = '29/KH-UBND';

afterAll(() => server.close());

const VIOLATIONS = 'violations { code path on message }';

/** The violations of a verb's call. */
async function violationsOf(verb: string, input: object): Promise<{ code: string; on: string; path: string[] }[]> {
  const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { answer: ${verb}(input: $input) { ${VIOLATIONS} } }`;
  const { answer } = await server.query(document, { input: { instrument: PLAN_29, ...input } });
  return answer.violations;
}

describe('a kind that may not stand under a parent', () => {
  it('is refused from the day on which a planned version has it', async () => {
    await given(server, 'reparentUnit', { unit: 'HN-00166', parent: null, on: '2024-10-01' });

    const violations = await violationsOf('reparentUnit', { unit: 'HN-00166', parent: 'PC-005', on: '2024-10-01' });

    expect(violations).toEqual([]);
    const [later] = await violationsOf('reparentUnit', { unit: 'HN-00166', parent: 'PC-005', on: '2024-12-15' });
    expect(later).toMatchObject({ code: 'UNIT_KIND_PARENT', on: '2024-12-15', path: ['parent'] });
  });

  it('is refused for those below a unit that another succeeds', async () => {
    const violations = await violationsOf('establishUnit', {
      code: 'HN-OUT',
      name: 'Bưu điện',
      kind: 'OUTSIDE_BODY',
      on: '2025-05-01',
      succeeds: 'HN-B04',
    });

    expect(new Set(violations.map(({ code, path }) => `${code} ${path}`))).toEqual(new Set(['UNIT_KIND_PARENT kind']));
    expect(violations.length).toBe(67);
  });
});

describe('a unit that has closed', () => {
  it('is not dissolved once more on the same day', async () => {
    await given(server, 'establishUnit', { code: 'HN-ONCE', name: 'Phòng', kind: 'DEPARTMENT', on: '2025-01-01' });
    await given(server, 'dissolveUnit', { unit: 'HN-ONCE', noSuccessor: true, on: '2025-06-01' });

    const violations = await violationsOf('dissolveUnit', {
      unit: 'HN-ONCE',
      successors: ['HN-B01', 'HN-B02'],
      on: '2025-06-01',
    });

    expect(violations).toMatchObject([{ code: 'FACT_OUTSIDE_UNIT', on: '2025-06-01', path: ['unit'] }]);
  });
});

describe('a unit with a succession decided for later', () => {
  it('does not close before it is succeeded, nor before it succeeds another', async () => {
    for (const code of ['HN-GOES', 'HN-HEIR']) {
      await given(server, 'establishUnit', { code, name: 'Phòng', kind: 'DEPARTMENT', on: '2025-01-01' });
    }
    await given(server, 'dissolveUnit', { unit: 'HN-GOES', successors: ['HN-HEIR'], on: '2025-10-01' });

    const source = await violationsOf('dissolveUnit', { unit: 'HN-GOES', noSuccessor: true, on: '2025-09-01' });
    const heir = await violationsOf('dissolveUnit', { unit: 'HN-HEIR', noSuccessor: true, on: '2025-10-01' });

    const told = { code: 'FACT_OUTSIDE_UNIT', on: '2025-10-01', path: ['unit'] };
    expect([source, heir]).toMatchObject([[told], [told]]);
  });

  it('is not succeeded wholly before it absorbs another', async () => {
    const violations = await violationsOf('establishUnit', {
      code: 'HN-EARLY',
      name: 'Chi nhánh mới',
      kind: 'BRANCH',
      parent: 'HN',
      on: '2025-05-01',
      succeeds: 'HN-B01',
    });

    expect(violations).toMatchObject([{ code: 'FACT_OUTSIDE_UNIT', on: '2025-07-01', path: ['succeeds'] }]);
  });
});

describe('the audit of a dissolution', () => {
  it('is about the unit that goes, not about its successor', async () => {
    await given(server, 'establishUnit', { code: 'HN-GONE', name: 'Phòng', kind: 'DEPARTMENT', on: '2025-01-01' });
    await given(server, 'dissolveUnit', { unit: 'HN-GONE', successors: ['HN-B01'], on: '2025-10-01' });

    const sql = postgres(server.databaseUrl, { max: 1 });
    const [entry] =
      await sql`SELECT subject, after ->> 'closedOn' AS closed FROM audit_entry WHERE verb = 'dissolveUnit' ORDER BY id DESC LIMIT 1`;
    await sql.end();

    expect(entry).toEqual({ subject: 'HN-GONE', closed: '2025-10-01' });
  });
});
