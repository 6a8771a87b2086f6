import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { ACCOUNT_LIFE, type AccountStatus, decideAccount, isAccountNumber } from '../../domain/bank-account.ts';
import { violation } from '../../domain/violation.ts';
import { type AskedStep, advanceThings } from '../thing/advance-things.ts';
import type { ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand } from '../thing/take-things.ts';

export interface AccountStep extends AskedStep<AccountStatus> {
  /** Said once it is opened. */
  number: string | null;
  reference: string | null;
  note: string | null;
}

export interface AdvanceBankAccounts extends ThingCommand {
  steps: readonly AccountStep[];
  list?: string;
}

/** Takes accounts a step further: opened under a number, refused, closed. */
export function advanceBankAccounts<S>(
  work: UnitOfWork<S>,
  command: AdvanceBankAccounts,
  verb = 'advanceBankAccounts',
): Promise<Result<ThingsValue, S>> {
  const { steps, list } = command;
  return advanceThings<AccountStatus, AccountStep, S>(work, command, {
    verb,
    type: 'BankAccount',
    life: ACCOUNT_LIFE,
    steps,
    field: 'account',
    list,
    decide: ({ to, on, number, path }, { unit }, { organization }) => {
      if (to !== 'OPENED') return [];
      return [
        ...decideAccount(organization, unit, { on, path: [...path, 'account'] }),
        ...(isAccountNumber(number ?? '')
          ? []
          : [violation('INPUT_INVALID', { path: [...path, 'number'], unit, on, expected: 'ACCOUNT_NUMBER' })]),
      ];
    },
    status: ({ number, reference, note }, { said }) => ({ bank: said.bank, number, reference, note }),
  });
}
