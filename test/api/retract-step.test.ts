import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { aHandover, aSite, refusalOf, stepped } from '../support/premises-scene.ts';
import { staffCarried } from '../support/staff-verbs.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const RECEIPT = { receivedBy: 'Công an', minutes: '1/BB' };
const GONE = '2025-07-01';

/** A body that may have a seal and an account. */
async function aBody(unit: string): Promise<string> {
  const entitlements = { seal: true, account: true };
  await given(server, 'establishUnit', {
    code: unit,
    name: unit,
    kind: 'OUTSIDE_BODY',
    on: '2025-01-01',
    entitlements,
  });
  return unit;
}

/** A seal of a unit that went through steps, each on its day. */
async function aSeal(unit: string, steps: readonly (readonly [string, string])[]): Promise<string> {
  const asked = { unit, engravedName: unit, on: '2025-01-02', instrument: PLAN_29 };
  const { id } = (await staffCarried(server, 'requestSeal', asked, 'seal { id }')).seal;
  for (const [to, on] of steps) await advanced(id, to, on);
  return id;
}

const advanced = (seal: string, to: string, on: string): Promise<Data> =>
  staffCarried(server, 'advanceSeal', { seal, to, on, instrument: PLAN_29, ...RECEIPT });
const dissolved = (unit: string) => given(server, 'dissolveUnit', { unit, on: GONE, noSuccessor: true });
const warnedOf = async (id: string): Promise<Data[][]> => {
  const { violations } = await staffCarried(server, 'retractStep', { id, reason: 'Ghi nhầm' }, 'id');
  return violations.map(({ code, severity, on }: Data) => [code, severity, on]);
};
const refusedRetraction = (id: string) => refusalOf(server, 'retractStep', { id, reason: 'Ghi nhầm' });
const IN_USE = [
  ['AUTHORIZED', '2025-01-03'],
  ['ENGRAVED', '2025-01-04'],
  ['REGISTERED', '2025-01-05'],
  ['IN_USE', '2025-01-06'],
] as const;

describe('retractStep', () => {
  it('does not bring a second seal into use', async () => {
    const unit = await aBody('RET-TWO');
    const old = await aSeal(unit, [...IN_USE, ['WITHDRAWN', '2025-02-01']]);
    await aSeal(unit, [...IN_USE.slice(0, 3), ['IN_USE', '2025-02-01']]);

    expect(await refusedRetraction(old)).toEqual([['SEAL_DUPLICATE', 'id', '2025-02-01']]);
  });

  it('does not bring a seal into use beyond the life of its unit', async () => {
    const unit = await aBody('RET-GONE');
    const seal = await aSeal(unit, [...IN_USE, ['WITHDRAWN', '2025-02-01'], ['LOST', '2025-02-02']]);
    await dissolved(unit);

    expect(await warnedOf(seal)).toEqual([['SEAL_NOT_RETURNED', 'WARNING', GONE]]);
    expect(await refusedRetraction(seal)).toEqual([['FACT_OUTSIDE_UNIT', 'id', GONE]]);
  });

  it('warns that an account outlives its unit', async () => {
    const unit = await aBody('RET-BANK');
    const asked = { accounts: [{ unit, bank: 'Kho bạc', on: '2025-01-02' }] };
    const [{ id }] = (await staffCarried(server, 'requestBankAccounts', asked, 'accounts { id }')).accounts;
    const step = (to: string, on: string) =>
      staffCarried(server, 'advanceBankAccounts', { steps: [{ account: id, to, number: `RET.${unit}`, on }] });
    await step('OPENED', '2025-02-01');
    await step('CLOSED', '2025-03-01');
    await dissolved(unit);

    expect(await warnedOf(id)).toEqual([['UNIT_HAS_DEPENDENTS', 'WARNING', GONE]]);
  });

  it('does not take back minutes on which premises are held', async () => {
    const handover = await aHandover(server, { site: await aSite(server) });
    await stepped(server, handover, 'INSPECTED');
    await stepped(server, handover, 'SIGNED', { minutes: '1/BB', giverSignatory: 'A', receiverSignatory: 'B' });

    expect(await refusedRetraction(handover)).toEqual([['HANDOVER_INCOMPLETE', 'id', '2025-05-06']]);
  });
});

describe('a unit that goes', () => {
  it('is not dissolved while a seal is made or an account opened for a later day', async () => {
    const unit = await aBody('GO-LATER');
    await aSeal(unit, [IN_USE[0], ['ENGRAVED', '2025-08-01']]);
    const asked = { accounts: [{ unit, bank: 'Kho bạc', on: '2025-01-02' }] };
    const [{ id: account }] = (await staffCarried(server, 'requestBankAccounts', asked, 'accounts { id }')).accounts;
    const steps = [{ account, to: 'OPENED', number: '3713.LATER', on: '2025-09-01' }];
    await staffCarried(server, 'advanceBankAccounts', { steps });

    expect(await refusalOf(server, 'dissolveUnit', { unit, on: GONE, noSuccessor: true, instrument: PLAN_29 })).toEqual(
      [
        ['SEAL_NOT_RETURNED', 'unit', '2025-08-01'],
        ['UNIT_HAS_DEPENDENTS', 'unit', GONE],
      ],
    );
  });

  it('is not dissolved while a board is to be mounted on a later day', async () => {
    const unit = await aBody('GO-BOARD');
    const asked = { signboards: [{ unit, text: unit, on: '2025-01-02' }] };
    const [{ id: signboard }] = (await staffCarried(server, 'designSignboards', asked, 'signboards { id }')).signboards;
    for (const to of ['BRAND_APPROVED', 'MADE', 'MOUNTED'])
      await staffCarried(server, 'advanceSignboards', { steps: [{ signboard, to, on: '2025-08-01' }] });

    const input = { unit, on: GONE, noSuccessor: true, instrument: PLAN_29 };
    expect(await refusalOf(server, 'dissolveUnit', input)).toEqual([['FACT_OUTSIDE_UNIT', undefined, GONE]]);
  });

  it('has no seal made afterwards', async () => {
    const unit = await aBody('GO-MADE');
    const seal = await aSeal(unit, [IN_USE[0]]);
    await dissolved(unit);
    const engraved = { seal, to: 'ENGRAVED', instrument: PLAN_29 };

    expect(await refusalOf(server, 'advanceSeal', { ...engraved, on: GONE })).toEqual([
      ['FACT_OUTSIDE_UNIT', 'on', GONE],
    ]);
  });

  it('stops using its seal that day in a merger, also where it was to be withdrawn later', async () => {
    const [unit, heir] = [await aBody('GO-MERGED'), await aBody('GO-HEIR')];
    const seal = await aSeal(unit, [...IN_USE, ['WITHDRAWN', '2025-10-01'], ['RETURNED', '2025-10-02']]);
    const change = { kind: 'ABSORB', on: GONE, sources: [{ unit }], results: [{ unit: heir }] };

    await staffCarried(server, 'applyChange', { change, instrument: PLAN_29 });

    const { node } = await server.query(
      `{ node(id: "${seal}") { ... on Seal { steps { status period { from until } } } } }`,
    );
    expect(node.steps.slice(-4)).toEqual([
      { status: 'IN_USE', period: { from: '2025-01-06', until: GONE } },
      { status: 'WITHDRAWN', period: { from: GONE, until: '2025-10-01' } },
      { status: 'WITHDRAWN', period: { from: '2025-10-01', until: '2025-10-02' } },
      { status: 'RETURNED', period: { from: '2025-10-02', until: null } },
    ]);
  });
});
