import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { type AccountStatus, decideAccount } from '../../domain/bank-account.ts';
import { decideText } from '../../domain/text.ts';
import { recordThings, type ThingRequest, type ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand } from '../thing/take-things.ts';

/** An account to be opened. */
interface AccountRequest extends ThingRequest {
  bank: string;
  purpose: string | null;
}

export interface RequestBankAccounts extends ThingCommand {
  accounts: readonly AccountRequest[];
  list?: string;
}

/** Asks for accounts of entitled units at a bank or the State Treasury. */
export function requestBankAccounts<S>(
  work: UnitOfWork<S>,
  command: RequestBankAccounts,
  verb = 'requestBankAccounts',
): Promise<Result<ThingsValue, S>> {
  return recordThings<AccountStatus, AccountRequest, S>(work, command, {
    verb,
    type: 'BankAccount',
    first: 'REQUESTED',
    requests: command.accounts,
    list: command.list,
    decide: ({ unit, bank, purpose, on, path }, { organization }) => [
      ...decideAccount(organization, unit, { on, path: [...path, 'unit'] }),
      ...decideText('issuer', bank, { path: [...path, 'bank'] }),
      ...(purpose === null ? [] : decideText('reason', purpose, { path: [...path, 'purpose'] })),
    ],
    said: ({ unit, bank, purpose }, { units }) => ({ unitId: units.get(unit), bank: bank.trim(), purpose }),
    status: ({ bank }) => ({ bank: bank.trim() }),
  });
}
