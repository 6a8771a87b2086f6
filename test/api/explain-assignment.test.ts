import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-05-15' });
const instrument = PLAN_29;

beforeAll(async () => {
  for (const code of ['E-1', 'E-2', 'E-3'])
    await carried(server, 'registerStaff', {
      code,
      name: `Lê ${code}`,
      category: 'CIVIL_SERVANT',
      payrollHome: 'HN-B01',
      from: '2025-01-10',
      protected: code === 'E-3',
      instrument,
    });
});

afterAll(() => server.close());

const ASK = `query ($staff: String!, $unit: String!, $from: Date!, $until: Date) {
  explainAssignment(staff: $staff, unit: $unit, from: $from, until: $until) {
    allowed rehearsed violations { code on path waivable }
    alternatives { kind unit { code } period { from until } code }
  }
}`;
const explain = async (asked: object): Promise<Data> =>
  (await withoutWriting(server.databaseUrl, () => server.query(ASK, asked))).explainAssignment;

const kinds = ({ alternatives }: Data, kind: string) => alternatives.filter((one: Data) => one.kind === kind);

describe('explainAssignment', () => {
  it('says that nothing stands in the way', async () => {
    const { statements, result } = await statementsOf(server, () =>
      explain({ staff: 'E-1', unit: 'HN-00166', from: '2025-05-20' }),
    );

    expect(result).toEqual({ allowed: true, rehearsed: true, violations: [], alternatives: [] });
    expect(statements.length).toBeLessThan(20);
  });

  it('offers units of the network, a secondment and a waiver where the unit is of another branch', async () => {
    const explained = await explain({ staff: 'E-1', unit: 'HN-00091', from: '2025-05-20', until: '2025-09-01' });

    expect(explained).toMatchObject({
      allowed: false,
      violations: [{ code: 'ASSIGNMENT_OUT_OF_SCOPE', on: '2025-05-20', path: ['unit'], waivable: true }],
    });
    expect(kinds(explained, 'ANOTHER_UNIT')).toHaveLength(5);
    expect(kinds(explained, 'ANOTHER_DAY')).toEqual([]);
    expect(kinds(explained, 'SECONDMENT')).toEqual([
      { kind: 'SECONDMENT', unit: { code: 'HN-B02' }, period: { from: '2025-05-20', until: '2025-09-01' }, code: null },
    ]);
    expect(kinds(explained, 'WAIVER')).toMatchObject([{ unit: { code: 'HN-00091' }, code: 'ASSIGNMENT_OUT_OF_SCOPE' }]);
  });

  it('offers only what the rules allow: each alternative can be carried out', async () => {
    const { alternatives } = await explain({ staff: 'E-1', unit: 'HN-00091', from: '2025-05-20', until: '2025-09-01' });

    for (const { kind, unit, period } of alternatives) {
      if (kind !== 'ANOTHER_UNIT') continue;
      const { assignStaff } = await server.query(
        'mutation ($input: AssignStaffInput!) { assignStaff(input: $input) { violations { code } } }',
        { input: { staff: 'E-1', unit: unit.code, ...period, rehearse: true } },
      );
      expect(assignStaff.violations).toEqual([]);
    }
  });

  it('offers the first day after an assignment that stands in the way', async () => {
    await carried(server, 'assignStaff', { staff: 'E-2', unit: 'HN-00166', from: '2025-06-01', until: '2025-07-15' });

    const explained = await explain({ staff: 'E-2', unit: 'HN-00163', from: '2025-06-10', until: '2025-12-01' });

    expect(explained.violations).toMatchObject([{ code: 'STAFF_WORKPLACE_OVERLAP', on: '2025-06-10' }]);
    expect(kinds(explained, 'ANOTHER_DAY')).toEqual([
      {
        kind: 'ANOTHER_DAY',
        unit: { code: 'HN-00163' },
        period: { from: '2025-07-15', until: '2025-12-01' },
        code: null,
      },
    ]);
    expect(kinds(explained, 'WAIVER')).toEqual([]);
  });

  it('offers no secondment of somebody who is protected', async () => {
    const explained = await explain({ staff: 'E-3', unit: 'HN-00091', from: '2025-05-20', until: '2025-09-01' });

    expect(kinds(explained, 'SECONDMENT')).toEqual([]);
  });

  it('says of somebody or some unit unknown that it was not found', async () => {
    const nobody = await explain({ staff: 'NOBODY', unit: 'HN-B01', from: '2025-05-20' });
    const nowhere = await explain({ staff: 'E-1', unit: 'NOWHERE', from: '2025-05-20' });

    expect(nobody).toMatchObject({
      allowed: false,
      violations: [{ code: 'NOT_FOUND', path: ['staff'] }],
      alternatives: [],
    });
    expect(nowhere).toMatchObject({ allowed: false, violations: [{ code: 'NOT_FOUND', path: ['unit'] }] });
  });
});
