import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { BankAccountConnection, BankAccountsArgs } from '../schema/bank-account.ts';
import {
  AdvanceBankAccountsInput,
  AdvanceBankAccountsPayload,
  RequestBankAccountsInput,
  RequestBankAccountsPayload,
} from '../schema/bank-account-command.ts';
import { advanceBankAccounts } from '../services/bank-account/advance-bank-accounts.ts';
import { requestBankAccounts } from '../services/bank-account/request-bank-accounts.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class BankAccountResolver {
  @Query(() => BankAccountConnection, { description: 'Bank accounts of a day, by the codes of their units.' })
  bankAccounts(
    @Args(() => BankAccountsArgs) _args: BankAccountsArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => RequestBankAccountsPayload, { description: 'Asks for accounts of entitled units.' })
  requestBankAccounts(
    @Arg('input', () => RequestBankAccountsInput, { description: INPUT }) input: RequestBankAccountsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const accounts = input.accounts.map(({ unit, bank, purpose = null, on }, index) => ({
      unit,
      bank,
      purpose,
      on: on ?? today,
      path: ['accounts', String(index)],
    }));
    return change(info, (work) => requestBankAccounts(work, { ...input, accounts, list: 'accounts' }));
  }

  @Mutation(() => AdvanceBankAccountsPayload, {
    description: 'Takes accounts a step further: opened under a number, refused, closed.',
  })
  advanceBankAccounts(
    @Arg('input', () => AdvanceBankAccountsInput, { description: INPUT }) input: AdvanceBankAccountsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const steps = input.steps.map(({ account: id, to, on, number = null, reference = null, note = null }, index) => ({
      id,
      to,
      on: on ?? today,
      number,
      reference,
      note,
      path: ['steps', String(index)],
    }));
    return change(info, (work) => advanceBankAccounts(work, { ...input, steps, list: 'steps' }));
  }
}
