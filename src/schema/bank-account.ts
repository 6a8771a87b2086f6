import { ArgsType, Field, ObjectType } from 'type-graphql';
import { connectionOf, Node } from './node.ts';
import { Thing, ThingStep, ThingsArgs } from './thing.ts';
import { AccountStatusEnum } from './thing-enums.ts';

@ObjectType({ description: 'What a bank account was on some days.' })
export class BankAccountStep extends ThingStep {
  @Field(() => AccountStatusEnum, { description: 'What it was.' })
  status!: keyof typeof AccountStatusEnum;

  @Field(() => String, { nullable: true, description: 'Its number, where it was said then.' })
  number!: string | null;
}

@ObjectType({ implements: Node, description: 'An account of a unit at a bank or the State Treasury.' })
export class BankAccount extends Thing {
  @Field(() => AccountStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof AccountStatusEnum;

  @Field(() => String, { description: 'The bank, or the office of the Treasury.' })
  bank!: string;

  @Field(() => String, { nullable: true, description: 'Its number; null before it is opened.' })
  number!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  purpose!: string | null;

  @Field(() => [BankAccountStep], { description: 'Its life, in order.' })
  steps!: BankAccountStep[];
}

@ObjectType({ description: 'A page of bank accounts, by the codes of their units.' })
export class BankAccountConnection extends connectionOf(BankAccount, 'BankAccount') {}

@ArgsType()
export class BankAccountsArgs extends ThingsArgs {
  @Field(() => [AccountStatusEnum], { nullable: true, description: 'Only those that stand so on the day.' })
  statuses?: (keyof typeof AccountStatusEnum)[] | null;
}
