import { loadNumberHolders } from '../../db/repositories/bank-accounts.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import {
  ACCOUNT_LIFE,
  type AccountStatus,
  decideAccount,
  decideNumber,
  isAccountNumber,
  type NumberHolder,
} from '../../domain/bank-account.ts';
import { FOREVER } from '../../domain/day.ts';
import type { Organization } from '../../domain/organization/organization.ts';
import type { ThingFacts } from '../../domain/thing.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { type AskedStep, advanceThings } from '../thing/advance-things.ts';
import type { ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand } from '../thing/take-things.ts';

interface AccountStep extends AskedStep<AccountStatus> {
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
  let holders: NumberHolder[] = [];
  return advanceThings<AccountStatus, AccountStep, S>(work, command, {
    verb,
    type: 'BankAccount',
    life: ACCOUNT_LIFE,
    steps,
    field: 'account',
    list,
    lay: async ({ tx }) => {
      const numbers = steps.flatMap(({ to, number }) => (to === 'OPENED' && number !== null ? [number] : []));
      holders = await loadNumberHolders(tx, numbers);
    },
    decide: (step, account, { organization }) =>
      step.to === 'OPENED' ? decideOpening(step, account, { organization, holders }) : [],
    status: ({ number, reference, note }, { said }) => ({ bank: said.bank, number, reference, note }),
  });
}

/** What stands in the way of an opening; one that nothing does holds its number against those after it in the call. */
function decideOpening(
  { on, number, path }: AccountStep,
  { id, unit, said }: ThingFacts<AccountStatus>,
  { organization, holders }: { organization: Organization; holders: NumberHolder[] },
): Violation[] {
  const entitled = decideAccount(organization, unit, { on, path: [...path, 'account'] });
  const at = [...path, 'number'];
  if (number === null || !isAccountNumber(number))
    return [...entitled, violation('INPUT_INVALID', { path: at, unit, on, expected: 'ACCOUNT_NUMBER' })];
  const bank = String(said.bank);
  const held = decideNumber({ account: id, bank, number, on }, holders, at);
  holders.push({ account: id, unit, bank, number, from: on, until: FOREVER });
  return [...entitled, ...held];
}
