import { type Day, FOREVER, later, overlaps, type Period } from './day.ts';
import type { LifeCycle } from './life-cycle.ts';
import type { Organization } from './organization/organization.ts';
import { decideUnit } from './thing.ts';
import { type Violation, violation } from './violation.ts';

export const ACCOUNT_STATUSES = ['REQUESTED', 'OPENED', 'CLOSED', 'REFUSED'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export const ACCOUNT_LIFE: LifeCycle<AccountStatus> = {
  REQUESTED: ['OPENED', 'REFUSED'],
  OPENED: ['CLOSED'],
  CLOSED: [],
  REFUSED: [],
};

/** ACCOUNT_NOT_ENTITLED: only a unit entitled to an account of its own opens one. */
export function decideAccount(
  organization: Organization,
  unit: string,
  { on, path }: { on: Day; path: readonly string[] },
): Violation[] {
  const version = organization.versionOn(unit, on);
  if (!version) return decideUnit(organization, unit, { on, path });
  return version.ownAccount ? [] : [violation('ACCOUNT_NOT_ENTITLED', { path, unit, on })];
}

/** An account number as banks and the State Treasury write it. */
export const isAccountNumber = (number: string): boolean => /^[0-9A-Z.-]{3,40}$/.test(number);

/** An account number of a bank, in the hands of a unit on some days. */
export interface NumberHolder extends Period {
  /** Id of the account. */
  account: number;
  unit: string;
  bank: string;
  number: string;
}

/** ACCOUNT_OVERLAP: from a day on, nobody else holds the number at that bank. */
export const decideNumber = (
  { account, bank, number, on }: { account: number; bank: string; number: string; on: Day },
  holders: readonly NumberHolder[],
  path: readonly string[],
): Violation[] =>
  holders
    .filter((held) => held.bank === bank && held.number === number && held.account !== account)
    .filter((held) => held.from < held.until && overlaps(held, { from: on, until: FOREVER }))
    .map((held) => violation('ACCOUNT_OVERLAP', { path, unit: held.unit, on: later(held.from, on) }));
