import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { instantNow, sendStaffVerb, staffCarried, toldInFull } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';

const server = await startApiServer();

afterAll(() => server.close());

const BANK = 'Kho bạc Nhà nước Khu vực I';
const [ONE, OTHER] = ['BN-07210', 'BN-07432'];
const SHOWN = 'accounts { unit { code } status since bank number purpose reference }';
const request = (accounts: readonly object[], input: object = {}) =>
  sendStaffVerb(server, 'requestBankAccounts', { accounts, ...input }, { show: SHOWN });
const advance = (steps: readonly object[], input: object = {}) =>
  sendStaffVerb(server, 'advanceBankAccounts', { steps, ...input }, { show: SHOWN });
const refused = (act: () => Promise<Data>): Promise<Data> => withoutWriting(server.databaseUrl, act);
const told = (payload: Data) => toldInFull(payload).map(([code, path, on]) => [code, path, on]);

let numbers = 0;
const aNumber = (): string => {
  numbers += 1;
  return `3713.0.${numbers}`;
};

/** Accounts asked for on 2025-07-02, by default of one center; answers their ids. */
async function accountsOf(...units: string[]): Promise<string[]> {
  const accounts = units.map((unit) => ({ unit, bank: BANK, on: '2025-07-02' }));
  const payload = await staffCarried(server, 'requestBankAccounts', { accounts }, 'accounts { id }');
  return payload.accounts.map(({ id }: Data) => id);
}
const opening = (account: string, number: string, on = '2025-07-05') => ({ account, to: 'OPENED', number, on });

describe('requestBankAccounts', () => {
  it('asks for accounts of entitled units', async () => {
    const payload = await request([{ unit: ONE, bank: ` ${BANK} `, purpose: 'Phí, lệ phí', on: '2025-07-02' }]);

    expect(payload).toEqual({
      accounts: [
        {
          unit: { code: ONE },
          status: 'REQUESTED',
          since: '2025-07-02',
          bank: BANK,
          number: null,
          purpose: 'Phí, lệ phí',
          reference: null,
        },
      ],
      violations: [],
      rehearsed: false,
    });
  });

  it('refuses all where one is for a unit that is not entitled, not there, or at no bank', async () => {
    const payload = await refused(() =>
      request([
        { unit: ONE, bank: BANK, on: '2025-07-02' },
        { unit: 'HN-00109', bank: BANK, on: '2025-07-02' },
        { unit: 'NOBODY', bank: BANK, on: '2025-07-02' },
        { unit: OTHER, bank: ' ', on: '2025-06-30' },
      ]),
    );

    expect(payload.accounts).toBeNull();
    expect(told(payload)).toEqual([
      ['ACCOUNT_NOT_ENTITLED', 'accounts.1.unit', '2025-07-02'],
      ['NOT_FOUND', 'accounts.2.unit', '2025-07-02'],
      ['FACT_OUTSIDE_UNIT', 'accounts.3.unit', '2025-06-30'],
      ['INPUT_INVALID', 'accounts.3.bank', null],
    ]);
  });
});

describe('advanceBankAccounts', () => {
  it('opens an account under its number, which it keeps once it is closed', async () => {
    const [[account = ''], number] = [await accountsOf(ONE), aNumber()];

    const opened = await advance([{ ...opening(account, number), reference: '7/CV' }]);
    const closed = await advance([{ account, to: 'CLOSED', on: '2025-07-10' }]);

    expect(opened.accounts[0]).toMatchObject({ status: 'OPENED', since: '2025-07-05', number, reference: '7/CV' });
    expect(closed.accounts[0]).toMatchObject({ status: 'CLOSED', since: '2025-07-10', number });
  });

  it('is not known before it was recorded', async () => {
    const [account = ''] = await accountsOf(ONE);
    const instant = await instantNow(server);
    await advance([opening(account, aNumber())]);

    const { node } = await server.query(
      `{ node(id: "${account}", knownAt: "${instant}") { ... on BankAccount { status number } } }`,
    );

    expect(node).toEqual({ status: 'REQUESTED', number: null });
  });

  it('refuses a number that another unit holds on the day, and tells which', async () => {
    const [[one = '', other = ''], number] = [await accountsOf(ONE, OTHER), aNumber()];
    await advance([opening(one, number)]);

    const payload = await refused(() => advance([opening(other, number, '2025-07-06')]));

    expect(payload.accounts).toBeNull();
    expect(payload.violations).toMatchObject([
      {
        code: 'ACCOUNT_OVERLAP',
        path: ['steps', '0', 'number'],
        on: '2025-07-06',
        unit: { code: ONE },
        message: 'This account number belongs to another unit on 2025-07-06.',
      },
    ]);
  });

  it('refuses a number that is asked for twice in one call, or held later', async () => {
    const [[one = '', other = '', third = ''], number] = [await accountsOf(ONE, OTHER, OTHER), aNumber()];
    const twice = await refused(() => advance([opening(one, number), opening(other, number)]));
    await advance([opening(one, number, '2025-07-10')]);
    const later = await refused(() => advance([opening(third, number, '2025-07-05')]));

    expect(told(twice)).toEqual([['ACCOUNT_OVERLAP', 'steps.1.number', '2025-07-05']]);
    expect(told(later)).toEqual([['ACCOUNT_OVERLAP', 'steps.0.number', '2025-07-10']]);
  });

  it('lets a number pass on once it is closed, and stand at another bank', async () => {
    const [[one = '', other = ''], number] = [await accountsOf(ONE, OTHER), aNumber()];
    const { accounts } = await staffCarried(
      server,
      'requestBankAccounts',
      { accounts: [{ unit: OTHER, bank: 'Agribank', on: '2025-07-02' }] },
      'accounts { id }',
    );
    await advance([opening(one, number)]);
    const elsewhere = await advance([opening(accounts[0].id, number)]);
    await advance([{ account: one, to: 'CLOSED', on: '2025-07-10' }]);

    const passed = await advance([opening(other, number, '2025-07-10')]);

    expect([elsewhere.violations, passed.violations]).toEqual([[], []]);
  });

  it('is carried out for one of two who open a number at once', async () => {
    const [[one = '', other = ''], number] = [await accountsOf(ONE, OTHER), aNumber()];

    const answers = await Promise.all([one, other].map((account) => advance([opening(account, number)])));

    expect(answers.map(told).sort()).toEqual([[], [['ACCOUNT_OVERLAP', 'steps.0.number', '2025-07-05']]]);
  });

  it('refuses a number that is none, a step that is not next, and a unit that is no longer entitled', async () => {
    const [one = '', other = ''] = await accountsOf(ONE, OTHER);
    await staffCarried(server, 'correctUnit', {
      unit: OTHER,
      on: '2025-07-02',
      entitlements: { account: false },
      reason: 'Ghi sai',
      instrument: '29/KH-UBND',
    });

    const payload = await refused(() => advance([{ ...opening(one, ''), to: 'CLOSED' }, opening(other, 'một')]));

    expect(told(payload)).toEqual([
      ['TRANSITION_INVALID', 'steps.0.to', '2025-07-05'],
      ['ACCOUNT_NOT_ENTITLED', 'steps.1.account', '2025-07-05'],
      ['INPUT_INVALID', 'steps.1.number', '2025-07-05'],
    ]);
  });

  it('sent again with the same key opens once and answers the same', async () => {
    const [account = ''] = await accountsOf(ONE);
    const input = { idempotencyKey: `open-${account}` };
    const steps = [opening(account, aNumber())];
    const first = await advance(steps, input);

    expect(first.accounts[0].status).toBe('OPENED');
    expect(await refused(() => advance(steps, input))).toEqual(first);
  });

  it('writes two statuses and an audit entry, in as many statements for many as for one', async () => {
    const accounts = await accountsOf(...Array.from({ length: 21 }, () => ONE));
    const before = await rowCounts(server.databaseUrl);
    const sent = async (some: readonly string[]) =>
      (await statementsOf(server, () => advance(some.map((account) => opening(account, aNumber()))))).statements.length;

    expect([await sent(accounts.slice(0, 1)), await sent(accounts.slice(1))]).toEqual([12, 12]);
    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...before,
      bank_account_status: (before.bank_account_status ?? 0) + 42,
      audit_entry: (before.audit_entry ?? 0) + 21,
    });
  });
});
