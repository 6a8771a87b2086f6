import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BankAccount } from './bank-account.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { MOST, ON_REQUEST, ThingInput, ThingStepInput } from './thing-command.ts';
import { AccountStatusEnum } from './thing-enums.ts';

@InputType({ description: 'An account to be opened.' })
export class BankAccountRequestInput {
  @Field(() => String, { description: 'Code of the unit; it is entitled to an account of its own.' })
  unit!: string;

  @Field(() => String, { description: 'The bank, or the office of the State Treasury.' })
  bank!: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  purpose?: string | null;

  @Field(() => DateScalar, { nullable: true, description: ON_REQUEST })
  on?: string | null;
}

@InputType({ description: 'Accounts to be opened.' })
export class RequestBankAccountsInput extends ThingInput {
  @Field(() => [BankAccountRequestInput], { description: MOST })
  accounts!: BankAccountRequestInput[];
}

@InputType({ description: 'An account to be taken a step further.' })
export class BankAccountStepInput extends ThingStepInput {
  @Field(() => ID, { description: 'Id of the account.' })
  account!: string;

  @Field(() => AccountStatusEnum, { description: 'What it becomes.' })
  to!: keyof typeof AccountStatusEnum;

  @Field(() => String, { nullable: true, description: 'Its number; required where it is opened.' })
  number?: string | null;

  @Field(() => String, { nullable: true, description: 'The letter of the bank.' })
  reference?: string | null;
}

@InputType({ description: 'Accounts to be taken a step further.' })
export class AdvanceBankAccountsInput extends ThingInput {
  @Field(() => [BankAccountStepInput], { description: MOST })
  steps!: BankAccountStepInput[];
}

@ObjectType()
abstract class BankAccountsPayload extends Payload {
  @Field(() => [BankAccount], { nullable: true, description: 'The accounts; null where the act was refused.' })
  accounts!: BankAccount[] | null;
}

@ObjectType({ description: 'What came of a request for accounts.' })
export class RequestBankAccountsPayload extends BankAccountsPayload {}
@ObjectType({ description: 'What came of steps of accounts.' })
export class AdvanceBankAccountsPayload extends BankAccountsPayload {}
