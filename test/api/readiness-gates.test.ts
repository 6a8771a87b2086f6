import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { advanced, needsOf } from '../support/equipment-scene.ts';
import { carried, sendVerb } from '../support/plan-verbs.ts';
import { aPerson, aSecondment, instantNow } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan, completeFirst, namesOf } from '../support/training-plan.ts';

const server = await startApiServer({ today: '2025-05-15' });
const { plan, center, committee, branch, decision: instrument } = namesOf(51);

const GATES = {
  ACCOUNTS: 'ACCOUNTS_CREATED',
  PROCEDURES: 'PROCEDURES_CONFIGURED',
  BANK: 'BANK_ACCOUNTS_OPEN',
  SIGNATURES: 'DIGITAL_SIGNATURES_VALID',
  EQUIPMENT: 'EQUIPMENT_PURCHASED',
};
type GateCode = keyof typeof GATES;

beforeAll(async () => {
  await aTrainingPlan(server, 51, (document) => {
    const [, second] = document.phases;
    second.gates = Object.entries(GATES).map(([code, kind]) => ({ code, kind, title: code, owner: committee }));
    second.changes[0].entitlements = { account: true };
  });
  await completeFirst(server, plan);
  await carried(server, 'startPhase', { plan, phase: 2, on: '2025-05-01' });
});
afterAll(() => server.close());

/** What a gate of the second phase misses on a day: the unit, who owes it, and what. */
async function missingOf(gate: GateCode, asOf: string, args = ''): Promise<[string | undefined, string, string][]> {
  const data = await server.query(`{ plan(code: "${plan}", asOf: "${asOf}"${args}) {
    phases { ordinal gates { code met missing { description unit { code } owner { code } } } } } }`);
  const found = data.plan.phases[1].gates.find(({ code }: Data) => code === gate);
  expect(found.met).toBe(found.missing.length === 0);
  return found.missing.map(({ unit, owner, description }: Data) => [unit?.code, owner.code, description]);
}

const record = (...items: object[]) =>
  carried(server, 'recordReadiness', {
    items: items.map((item) => ({ done: 4, total: 4, on: '2025-05-10', ...item })),
  });

describe('before the branch is there', () => {
  it('its accounts are missed, and its procedures unless the center has said that they are configured', async () => {
    const accounts = await missingOf('ACCOUNTS', '2025-05-01');
    const before = await missingOf('PROCEDURES', '2025-05-02');
    await record({ unit: center, item: 'PROCEDURES', on: '2025-05-02' });

    expect(accounts).toEqual([[undefined, committee, `The accounts of officials of ${branch} are not recorded.`]]);
    expect(before).toEqual([[undefined, committee, `The procedures configured at ${branch} are not recorded.`]]);
    expect(await missingOf('PROCEDURES', '2025-05-02')).toEqual([]);
    expect(await missingOf('PROCEDURES', '2025-05-01')).toEqual(before);
  });
});

describe('once the branch is there', () => {
  beforeAll(() => carried(server, 'applyPhase', { plan, phase: 2 }));

  it('misses accounts until all are created', async () => {
    await record({ unit: branch, item: 'OFFICIAL_ACCOUNTS', done: 3 });
    const instant = await instantNow(server);
    await record({ unit: branch, item: 'OFFICIAL_ACCOUNTS', on: '2025-05-12' });

    const some = [[branch, committee, `${branch} has 3 of 4 accounts of officials.`]];
    expect(await missingOf('ACCOUNTS', '2025-05-11')).toEqual(some);
    expect(await missingOf('ACCOUNTS', '2025-05-12')).toEqual([]);
    expect(await missingOf('ACCOUNTS', '2025-05-12', `, knownAt: "${instant}"`)).toEqual(some);
  });

  it('judges it by its own procedures where it speaks of them, over all fields', async () => {
    await record(
      { unit: branch, item: 'PROCEDURES', field: 'Đất đai' },
      { unit: branch, item: 'PROCEDURES', field: 'Hộ tịch', done: 1 },
    );

    expect(await missingOf('PROCEDURES', '2025-05-09')).toEqual([]);
    expect(await missingOf('PROCEDURES', '2025-05-10')).toEqual([
      [branch, committee, `${branch} has 5 of 8 procedures configured.`],
    ]);
  });

  it('misses its bank account until one is open', async () => {
    const request = { accounts: [{ unit: branch, bank: 'Kho bạc Nhà nước', on: '2025-05-02' }] };
    const { accounts } = await carried(server, 'requestBankAccounts', request, 'accounts { id }');
    const step = { account: accounts[0].id, to: 'OPENED', on: '2025-05-10', number: '3713.0.1' };
    await carried(server, 'advanceBankAccounts', { steps: [step] });

    expect(await missingOf('BANK', '2025-05-09')).toEqual([[branch, committee, `No bank account open: ${branch}`]]);
    expect(await missingOf('BANK', '2025-05-10')).toEqual([]);
  });

  it('misses the signature of each official lent to the center or below it, which the home owes', async () => {
    const staff = await aPerson(server, { code: 'SIGNS-NOT', payrollHome: committee, instrument });
    await aSecondment(server, { staff, host: branch, from: '2025-05-05', instrument });
    const held = { staff, serial: '5401', issuer: 'VNPT-CA', from: '2025-05-12' };
    await carried(server, 'recordDigitalSignature', held);

    expect(await missingOf('SIGNATURES', '2025-05-04')).toEqual([]);
    expect(await missingOf('SIGNATURES', '2025-05-11')).toEqual([
      [branch, committee, 'Nguyễn Văn An (SIGNS-NOT) has no valid digital signature.'],
    ]);
    expect(await missingOf('SIGNATURES', '2025-05-12')).toEqual([]);
  });

  it('misses what was registered under the phase or within its days, until it is bought or refused', async () => {
    const need = { unit: branch, quantity: 2, unitPrice: 1_000 };
    const none = await missingOf('EQUIPMENT', '2025-05-05');
    const [bought = ''] = await needsOf(server, [{ ...need, item: 'Máy in', on: '2025-05-05' }], { plan, phase: 2 });
    const [refused = ''] = await needsOf(server, [{ ...need, item: 'Ghế', on: '2025-05-05' }]);
    await needsOf(server, [{ ...need, unit: center, item: 'Bàn', on: '2025-04-30' }]);
    await needsOf(server, [{ ...need, item: 'Tủ', on: '2025-05-05' }], { plan, phase: 1 });
    await needsOf(server, [{ item: 'Rèm', on: '2025-05-05' }]);
    await advanced(server, [refused], { to: 'REFUSED', on: '2025-05-08', by: committee });
    await advanced(server, [bought], { to: 'CONSOLIDATED', on: '2025-05-06' });
    await advanced(server, [bought], { to: 'FUNDED', on: '2025-05-07', by: committee, amount: 2_000 });
    await advanced(server, [bought], { to: 'PURCHASED', on: '2025-05-09', amount: 2_000 });

    const nothing = [[undefined, committee, 'Nothing is recorded yet: EQUIPMENT']];
    expect([none, await missingOf('EQUIPMENT', '2025-05-04')]).toEqual([nothing, nothing]);
    expect((await missingOf('EQUIPMENT', '2025-05-05')).map(([unit, , what]) => [unit, what])).toEqual([
      [branch, `Not bought: 2 × Máy in for ${branch} (REGISTERED)`],
      [branch, `Not bought: 2 × Ghế for ${branch} (REGISTERED)`],
    ]);
    expect((await missingOf('EQUIPMENT', '2025-05-08')).map(([, , what]) => what)).toEqual([
      `Not bought: 2 × Máy in for ${branch} (FUNDED)`,
    ]);
    expect(await missingOf('EQUIPMENT', '2025-05-09')).toEqual([]);
  });

  it('stands in the way of completing the phase with what is missed, in the caller’s language', async () => {
    const { violations } = await sendVerb(
      server,
      'completePhase',
      { plan, phase: 2, on: '2025-05-15', instrument, rehearse: true },
      { headers: { 'accept-language': 'vi' } },
    );

    expect(
      violations.map(({ code, gate, missing }: Data) => [code, gate.code, missing.map((one: Data) => one.description)]),
    ).toEqual([['PHASE_GATE_UNMET', 'PROCEDURES', [`${branch} đã cấu hình 5/8 thủ tục.`]]]);
  });

  it('is weighed in one statement for all gates', async () => {
    const { statements } = await statementsOf(server, () => missingOf('BANK', '2025-05-09'));

    expect(statements.length).toBe(1);
  });
});
