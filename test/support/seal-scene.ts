import type { Role } from '../../src/domain/actor.ts';
import type { ApiServer } from './api-server.ts';
import { staffCarried } from './staff-verbs.ts';
import { given, PLAN_29 } from './verbs.ts';

const on = '2025-06-01';
const cited = { instrument: PLAN_29 };

/** What verbs on seals, signboards and accounts find on record under a tag. */
export interface SealScene {
  /** A unit entitled to a seal and an account; its name is its code. */
  unit: string;
  /** Seals that are asked for, the last of them authorized as well. */
  seals: readonly [string, string, string];
  signboard: string;
  account: string;
}

/** A unit of a tag with seals, a signboard and an account at the beginning of their lives. */
export async function aSealScene(server: ApiServer, tag: string): Promise<SealScene> {
  const unit = `${tag}-S`;
  const entitlements = { seal: true, account: true };
  const body = { code: unit, name: unit, kind: 'OUTSIDE_BODY', on: '2025-01-01', entitlements };
  await given(server, 'establishUnit', body);
  const request = { unit, kind: 'EMBOSSED', engravedName: unit, on: '2025-05-01' };
  const asked = { seals: [request, request, request], ...cited };
  const { seals } = await staffCarried(server, 'requestSeals', asked, 'seals { id }');
  const [first, second, third] = seals.map(({ id }: { id: string }) => id);
  await staffCarried(server, 'advanceSeal', { seal: third, to: 'AUTHORIZED', on: '2025-05-02', ...cited });
  const board = { signboards: [{ unit, text: unit, on: '2025-05-01' }] };
  const { signboards } = await staffCarried(server, 'designSignboards', board, 'signboards { id }');
  const bank = { accounts: [{ unit, bank: 'Kho bạc', on: '2025-05-01' }] };
  const { accounts } = await staffCarried(server, 'requestBankAccounts', bank, 'accounts { id }');
  return { unit, seals: [first, second, third], signboard: signboards[0].id, account: accounts[0].id };
}

/** The seals that a unit has in use go back on a day, so that it can be dissolved. */
export async function givenBack(server: ApiServer, unit: string, day: string): Promise<void> {
  const { seals } = await server.query(
    `{ seals(unit: "${unit}", asOf: "${day}", statuses: [IN_USE]) { nodes { id } } }`,
  );
  const receipt = { receivedBy: 'Công an', minutes: '1/BB' };
  for (const to of ['WITHDRAWN', 'RETURNED']) {
    const steps = seals.nodes.map(({ id }: { id: string }) => ({ seal: id, to, on: day, ...receipt }));
    await staffCarried(server, 'advanceSeals', { steps, ...cited });
  }
}

const KEEPERS: readonly Role[] = ['ADMIN', 'CENTER_DIRECTOR', 'BRANCH_DIRECTOR', 'PLANNER'];

const INPUTS: Readonly<Record<string, (scene: SealScene) => object>> = {
  requestSeal: ({ unit }) => ({ unit, engravedName: unit, on, ...cited }),
  requestSeals: ({ unit }) => ({ seals: [{ unit, engravedName: unit, on }], ...cited }),
  advanceSeal: ({ seals: [seal] }) => ({ seal, to: 'AUTHORIZED', on, ...cited }),
  advanceSeals: ({ seals: [, seal] }) => ({ steps: [{ seal, to: 'AUTHORIZED', on }], ...cited }),
  retractStep: ({ seals: [, , id] }) => ({ id, reason: 'Ghi nhầm' }),
  designSignboards: ({ unit }) => ({ signboards: [{ unit, text: unit, on }] }),
  advanceSignboards: ({ signboard }) => ({ steps: [{ signboard, to: 'BRAND_APPROVED', on }] }),
  requestBankAccounts: ({ unit }) => ({ accounts: [{ unit, bank: 'Kho bạc', on }] }),
  advanceBankAccounts: ({ account, unit }) => ({ steps: [{ account, to: 'OPENED', number: `3713.0.${unit}`, on }] }),
};

/** Who may carry out each verb on seals, signboards and accounts, and an input on a scene. */
export const ON_SEALS = Object.fromEntries(
  Object.entries(INPUTS).map(([verb, input]) => [verb, { may: KEEPERS, input }]),
);
