import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { sendStaffVerb, staffCarried } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan, completeFirst, namesOf } from '../support/training-plan.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const cutover = async (plan: string, args = ''): Promise<Data> =>
  (
    await server.query(`{ sealCutover(plan: "${plan}"${args}) {
      units oldSeals oldSealsReturned newSeals gaps overlaps seamless
      rows { code on phase { ordinal } lastDayOfOld firstDayOfNew gap { from until } overlap { from until } verdict returned
        newSeal { id engravedName } oldSeals { id engravedName status } unit { name } }
    } }`)
  ).sealCutover;
const rowOf = ({ rows }: Data, code: string, ordinal: number): Data =>
  rows.find((row: Data) => row.code === code && row.phase.ordinal === ordinal);

const due = async (args: string): Promise<Data> =>
  (
    await server.query(`{ dueAfterRename(${args}) { totalCount nodes {
      thing unit { code } formerName since due overdue event { kind } seals { engravedName status } signboards { text status } } } }`)
  ).dueAfterRename;

const progressOf = async (plan: string, asOf: string): Promise<Data[]> =>
  (
    await server.query(`{ plan(code: "${plan}", asOf: "${asOf}") { phases {
      ordinal progress { seals { done total } signboards { done total } } gates { code met missing { description unit { code } } } } } }`)
  ).plan.phases;
const gateOf = (phases: Data[], ordinal: number, code: string): Data =>
  phases.find((phase) => phase.ordinal === ordinal)?.gates.find((gate: Data) => gate.code === code);

describe('sealCutover', () => {
  it('shows ten seals out and ten in for Binh Duong, without a gap and without an overlap', async () => {
    const ledger = await cutover('BD');

    expect(ledger).toMatchObject({
      units: 10,
      oldSeals: 10,
      oldSealsReturned: 10,
      newSeals: 10,
      gaps: 0,
      overlaps: 0,
      seamless: true,
    });
    expect(rowOf(ledger, 'BD', 1)).toMatchObject({
      lastDayOfOld: '2024-09-29',
      firstDayOfNew: '2024-09-30',
      returned: true,
    });
    expect(rowOf(ledger, 'BD-718', 2)).toMatchObject({
      on: '2025-04-01',
      lastDayOfOld: '2025-03-31',
      firstDayOfNew: '2025-04-01',
      verdict: 'SEAMLESS',
      newSeal: { engravedName: 'Chi nhánh Trung tâm Phục vụ hành chính công thành phố Thủ Dầu Một' },
      oldSeals: [{ engravedName: 'Trung tâm Hành chính công thành phố Thủ Dầu Một', status: 'RETURNED' }],
    });
  });

  it('names the branch of Hanoi whose old seal is still in use', async () => {
    const ledger = await cutover('HN', ', onlyProblems: true');

    expect(ledger).toMatchObject({ units: 13, newSeals: 12, seamless: false });
    expect(ledger.rows).toHaveLength(1);
    expect(ledger.rows[0]).toMatchObject({ code: 'HN-B01', on: '2025-07-01', verdict: 'OLD_IN_USE', newSeal: null });
  });

  it('names the days without a seal, and those with two', async () => {
    const old = rowOf(await cutover('HN', ', phase: 3'), 'HN-B01', 3).oldSeals[0].id;
    const fresh = await aSealInHand('HN-B01', 'Chi nhánh Cầu Giấy – Thanh Xuân', '2025-07-01');

    await steps([
      { seal: old, to: 'WITHDRAWN', on: '2025-07-03' },
      { seal: fresh, to: 'IN_USE', on: '2025-07-06' },
    ]);

    expect(rowOf(await cutover('HN', ', phase: 3'), 'HN-B01', 3)).toMatchObject({
      lastDayOfOld: '2025-07-02',
      firstDayOfNew: '2025-07-06',
      gap: { from: '2025-07-03', until: '2025-07-06' },
      overlap: null,
      verdict: 'GAP',
      returned: false,
    });
    const before = await cutover('HN', `, knownAt: "2020-01-01T00:00:00Z"`);
    expect(before).toBeNull();
  });

  it('counts seals that are in use by the day asked', async () => {
    const [day, next] = [await cutover('BD', ', asOf: "2024-09-29"'), await cutover('BD', ', asOf: "2025-03-31"')];

    expect([day.newSeals, next.newSeals, next.units]).toEqual([0, 1, 10]);
  });

  it('takes a seal of the phase under a name that the unit no longer bears for an old one', async () => {
    const { plan, branch, decision } = namesOf(52);
    await aTrainingPlan(server, 52, (document) => {
      const [, second] = document.phases;
      second.changes[0].entitlements = { seal: true };
      second.changes.push({ change: 'RENAME', on: '2025-05-20', unit: branch, name: 'Chi nhánh Cát Đông' });
    });
    await completeFirst(server, plan);
    await carried(server, 'startPhase', { plan, phase: 2, on: '2025-05-01' });
    await carried(server, 'applyPhase', { plan, phase: 2 });
    const ground = { plan, phase: 2, instrument: decision };
    const first = await aSealInHand(branch, 'Chi nhánh An Bình', '2025-05-01', ground);
    await steps([{ seal: first, to: 'IN_USE', on: '2025-05-02' }]);

    expect(rowOf(await cutover(plan), branch, 2)).toMatchObject({
      on: '2025-05-20',
      verdict: 'OLD_IN_USE',
      oldSeals: [{ id: first }],
      newSeal: null,
    });
    const second = await aSealInHand(branch, 'Chi nhánh Cát Đông', '2025-05-20', ground);
    await steps([
      { seal: first, to: 'WITHDRAWN', on: '2025-05-20' },
      { seal: second, to: 'IN_USE', on: '2025-05-20' },
    ]);
    expect(rowOf(await cutover(plan), branch, 2)).toMatchObject({ verdict: 'SEAMLESS', newSeal: { id: second } });
  });

  it('is null for a plan or a phase that is not there', async () => {
    expect([await cutover('XX'), await cutover('HN', ', phase: 9')]).toEqual([null, null]);
  });

  it('is read in one statement', async () => {
    const { statements } = await statementsOf(server, () => cutover('HN'));

    expect(statements).toHaveLength(1);
  });
});

describe('dueAfterRename', () => {
  it('lists seal and signboard from the day of the new name on, until they are there', async () => {
    expect((await due('under: "HN-B12", asOf: "2025-09-01"')).nodes.filter(isBranch('HN-B12'))).toEqual([]);
    const name = { unit: 'HN-B12', name: 'Chi nhánh số 12', on: '2025-09-01', instrument: PLAN_29 };
    await staffCarried(server, 'renameUnit', name, 'unit { code }');

    const { nodes } = await due('under: "HN-B12", asOf: "2025-09-01", first: 100');

    const own = nodes.filter(isBranch('HN-B12'));
    const formerName = 'Chi nhánh Đống Đa – Hoàn Kiếm – Ba Đình';
    expect(own).toEqual([
      {
        thing: 'SEAL',
        unit: { code: 'HN-B12' },
        formerName,
        since: '2025-09-01',
        due: null,
        overdue: false,
        event: { kind: 'RENAME' },
        seals: [{ engravedName: formerName, status: 'IN_USE' }],
        signboards: [],
      },
      expect.objectContaining({ thing: 'SIGNBOARD', seals: [], signboards: [] }),
    ]);
    expect((await due('under: "HN-B12", asOf: "2025-08-31", first: 100')).nodes.filter(isBranch('HN-B12'))).toEqual([]);
    expect((await due('unit: "HN-B12", asOf: "2025-09-01"')).nodes).toEqual(own);
    expect((await due('unit: "HN-B12", plan: "BD", asOf: "2025-09-01"')).nodes).toEqual([]);
  });

  it('tells the deadline of the policy, and what is over it', async () => {
    const policy = { key: 'seal.renewal.max', value: 'P10D', from: '2025-01-01', unit: 'HN', instrument: PLAN_29 };
    await staffCarried(server, 'setPolicy', policy, 'policy { id }');

    const [seal] = (await due('under: "HN-B12", asOf: "2025-09-20", first: 100')).nodes.filter(isBranch('HN-B12'));

    expect(seal).toMatchObject({ thing: 'SEAL', due: '2025-09-11', overdue: true });
  });

  it('lists what every renamed point of Hanoi owes', async () => {
    const { totalCount } = await due('plan: "HN", asOf: "2025-08-01", first: 1');

    // 526 points and the branch Cau Giay – Thanh Xuan, whose seal came a few days late.
    expect(totalCount).toBe(527);
  });
});

describe('the gates of seals and signboards', () => {
  it('are met where the plan says they are', async () => {
    const phases = await progressOf('BD', '2025-06-30');

    expect(gateOf(phases, 1, 'SEALS').met).toBe(true);
    expect(gateOf(phases, 2, 'SEALS').met).toBe(true);
    expect(gateOf(phases, 2, 'OLD-SEALS').met).toBe(true);
    expect(gateOf(phases, 2, 'SIGNBOARDS').met).toBe(true);
    expect(phases[1]?.progress).toEqual({ seals: { done: 9, total: 9 }, signboards: { done: 9, total: 9 } });
  });

  it('name what is missing before the seals are there', async () => {
    const phases = await progressOf('BD', '2025-03-15');

    expect(gateOf(phases, 2, 'SEALS').missing).toHaveLength(9);
    expect(gateOf(phases, 2, 'SEALS').missing[0]).toEqual({
      description: 'No seal in use under the name of the day: BD-718',
      unit: { code: 'BD-718' },
    });
    expect(phases[1]?.progress.seals).toEqual({ done: 0, total: 9 });
  });

  it('stay as they were when a later change of name comes after the phase', async () => {
    const phases = await progressOf('HN', '2025-08-01');

    expect(gateOf(phases, 1, 'SEALS').met).toBe(true);
    expect(gateOf(phases, 3, 'OLD-SEALS').missing.map(({ description }: Data) => description)).toEqual([
      'The old seal "Chi nhánh Cầu Giấy" of HN-B01 is not returned (WITHDRAWN).',
    ]);
  });
});

describe('SEAL_NOT_RETURNED', () => {
  it('keeps a phase from being completed while an old seal is out', async () => {
    const completion = { plan: 'HN', phase: 3, on: '2025-08-01' };

    const { violations } = await withoutWriting(server.databaseUrl, () =>
      sendStaffVerb(server, 'completePhase', completion, { show: 'phase { status }' }),
    );

    expect(violations.filter(({ code }: Data) => code === 'SEAL_NOT_RETURNED')).toMatchObject([
      { path: ['phase'], on: '2025-08-01', unit: { code: 'HN-B01' }, waivable: true },
    ]);
  });
});

const isBranch =
  (code: string) =>
  ({ unit }: Data): boolean =>
    unit.code === code;

/** A seal that is registered by a day, for a name of that day. */
async function aSealInHand(unit: string, engravedName: string, on: string, ground: object = {}): Promise<string> {
  const request = { unit, engravedName, on, instrument: PLAN_29, ...ground };
  const { seal } = await staffCarried(server, 'requestSeal', request, 'seal { id }');
  for (const to of ['AUTHORIZED', 'ENGRAVED', 'REGISTERED']) await steps([{ seal: seal.id, to, on }]);
  return seal.id;
}

const steps = (taken: object[]): Promise<Data> =>
  staffCarried(server, 'advanceSeals', { steps: taken, instrument: PLAN_29 }, 'seals { id }');
