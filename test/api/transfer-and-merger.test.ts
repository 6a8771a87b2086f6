import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { PLAN_29 } from '../support/verbs.ts';

// Branches of Hanoi stand until 2025-07-01 at least; what is decided here lies before and after that.
const server = await startApiServer({ today: '2025-05-15' });
const BY = { instrument: PLAN_29, decidedBy: 'HN' };

afterAll(() => server.close());

let last = 0;
/** A person of a unit, with a code of their own. */
async function aPerson(unit: string): Promise<string> {
  last += 1;
  const code = `TM-${last}`;
  await carried(server, 'registerStaff', {
    code,
    name: `Hoàng ${code}`,
    category: 'PUBLIC_EMPLOYEE',
    payrollHome: unit,
    from: '2025-04-01',
    instrument: PLAN_29,
  });
  return code;
}

const move = async (staff: string, toUnit: string, on: string): Promise<string> => {
  const { transfers } = await carried(
    server,
    'transferStaff',
    { moves: [{ staff, toUnit }], on, ...BY },
    'transfers { id }',
  );
  return transfers[0].id;
};
const merge = (sources: string[], unit: string, on: string) =>
  carried(server, 'applyChange', {
    instrument: PLAN_29,
    change: { kind: 'MERGE', on, sources: sources.map((source) => ({ unit: source })), results: [{ unit }] },
  });
const cancel = (transfer: string) => carried(server, 'cancelTransfer', { transfer, reason: 'Không còn cần' });

const person = async (code: string, asOf = '2025-05-15'): Promise<Data> =>
  (
    await server.query(
      `query ($code: String!, $asOf: Date!) { staff(code: $code, asOf: $asOf) {
        workplace(asOf: "2027-01-01") { code } payroll { unit { code } category period { from until } } transfers { status toUnit { code } } } }`,
      { code, asOf },
    )
  ).staff;
const homes = ({ payroll }: Data): string[] =>
  payroll.map(({ unit, period }: Data) => `${unit.code} ${period.from} ${period.until ?? ''}`.trim());

describe('a transfer and a merger', () => {
  it('a transfer that is called off leaves nothing behind, though a merger took it along', async () => {
    const staff = await aPerson('HN-B03');
    const transfer = await move(staff, 'HN-B04', '2026-01-01');
    await merge(['HN-B04', 'HN-B05'], 'HN-B05', '2026-06-01');

    await cancel(transfer);

    expect(homes(await person(staff))).toEqual(['HN-B03 2025-04-01']);
  });

  it('who is transferred before a merger of the old unit is not taken along by it', async () => {
    const staff = await aPerson('HN-B06');
    await merge(['HN-B06', 'HN-B07'], 'HN-B07', '2026-06-01');

    await move(staff, 'HN-B08', '2026-02-01');

    expect(homes(await person(staff))).toEqual(['HN-B06 2025-04-01 2026-02-01', 'HN-B08 2026-02-01']);
  });
});

describe('a transfer that is called off', () => {
  it('leaves a category that was corrected since, over all its pieces', async () => {
    const staff = await aPerson('HN-B09');
    const transfer = await move(staff, 'HN-B10', '2026-01-01');
    await carried(server, 'attestProtection', { staff, from: '2026-03-01', protected: true });
    await carried(server, 'correctStaff', { staff, on: '2026-04-01', category: 'CONTRACT', reason: 'Ghi sai' });

    await cancel(transfer);

    const { payroll } = await person(staff);
    expect(payroll.map(({ unit, category, period }: Data) => [unit.code, category, period.from, period.until])).toEqual(
      [
        ['HN-B09', 'PUBLIC_EMPLOYEE', '2025-04-01', '2026-03-01'],
        ['HN-B09', 'CONTRACT', '2026-03-01', null],
      ],
    );
  });

  it('is called off by another for the same day, and brings nothing back afterwards', async () => {
    const staff = await aPerson('HN-B01');
    await carried(server, 'assignStaff', { staff, unit: 'HN-00166', from: '2025-05-01' });
    const first = await move(staff, 'HN-B02', '2026-01-01');
    await move(staff, 'HN-B11', '2026-01-01');

    const refused = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'cancelTransfer', { transfer: first, reason: 'Không còn cần' }),
    );

    expect(told(refused)).toEqual([['TRANSITION_INVALID', 'transfer', '2025-05-15']]);
    expect(await person(staff)).toMatchObject({
      workplace: { code: 'HN-B11' },
      transfers: [
        { status: 'CANCELLED', toUnit: { code: 'HN-B02' } },
        { status: 'SCHEDULED', toUnit: { code: 'HN-B11' } },
      ],
    });
  });
});

describe('a transfer that is answered by another', () => {
  it('is that of where the person is: not one that a later transfer replaced', async () => {
    const staff = await aPerson('HN-B01');
    const first = await move(staff, 'HN-B02', '2025-04-10');
    await move(staff, 'HN-B11', '2025-05-01');

    const refused = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'compensateTransfer', { transfer: first, on: '2025-05-10', ...BY }),
    );

    expect(told(refused)).toContainEqual(['INPUT_INVALID', 'transfer', '2025-05-10']);
  });
});
