import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { sendStaffVerb } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const on = '2025-05-05';
const name = 'Trung tâm Phục vụ hành chính công tỉnh Nghệ An';
const several = (count: number) => Array.from({ length: count }, (_, index) => index);

async function sent(verb: string, input: object, show: string): Promise<{ count: number; payload: Data }> {
  const { statements, result } = await statementsOf(server, () =>
    sendStaffVerb(server, verb, { instrument: PLAN_29, ...input }, { show }),
  );
  expect(result.violations.filter(({ severity }: Data) => severity === 'BLOCKING')).toEqual([]);
  return { count: statements.length, payload: result };
}

const requested = (count: number) =>
  sent(
    'requestSeals',
    { seals: several(count).map(() => ({ unit: 'NA', kind: 'EMBOSSED', engravedName: name, on })) },
    SEALS,
  );
const SEALS = 'seals { id status unit { code name } holder { code } steps { status } }';

describe('things', () => {
  it.each([1, 50])('are asked for by 11 statements, %i of them', async (count) => {
    expect((await requested(count)).count).toBe(11);
  });

  it.each([1, 50])('take a step by 12, %i of them', async (count) => {
    const { payload } = await requested(count);
    const steps = payload.seals.map(({ id }: Data) => ({ seal: id, to: 'AUTHORIZED', on }));

    expect((await sent('advanceSeals', { steps }, SEALS)).count).toBe(12);
  });

  it('take back a step by 12', async () => {
    const { payload } = await requested(1);
    const [{ id }] = payload.seals;
    await sent('advanceSeal', { seal: id, to: 'AUTHORIZED', on }, 'seal { id }');

    expect((await sent('retractStep', { id, reason: 'Nhầm' }, 'id')).count).toBe(12);
  });

  it.each([
    [
      'seals',
      '{ seals(under: "BD", first: 100) { totalCount nodes { id status unit { code } steps { status instrument { number } } } } }',
    ],
    ['signboards', '{ signboards(plan: "BD") { nodes { text bearsName phase { ordinal } } } }'],
    ['sealCutover', '{ sealCutover(plan: "BD") { units rows { code oldSeals { id } newSeal { id } unit { name } } } }'],
    [
      'dueAfterRename',
      '{ dueAfterRename(plan: "HN", first: 100) { totalCount nodes { unit { code } seals { id } event { kind } } } }',
    ],
  ])('are read by one statement: %s', async (_, query) => {
    const { statements } = await statementsOf(server, () => server.query(query));

    expect(statements).toHaveLength(1);
  });
});
