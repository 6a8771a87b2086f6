import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput } from './command.ts';
import { Payload } from './payload.ts';
import { Policy, Waiver } from './policy.ts';
import { DateScalar } from './scalars.ts';
import { ViolationCodeEnum } from './violation-codes.ts';

@InputType({ description: 'A policy from a day on.' })
export class SetPolicyInput extends CommandInput {
  @Field(() => String, { description: 'Key, such as `secondment.max`.' })
  key!: string;

  @Field(() => String, { description: 'Value, in the form of its key: a number, `P3Y`, `ONE_LEVEL`, `true`.' })
  value!: string;

  @Field(() => DateScalar, { description: 'First day in force.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer in force; open where left out.' })
  until?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the unit below which it applies; everywhere where left out.',
  })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument it comes from; required.' })
  instrument?: string | null;

  @Field(() => String, { nullable: true, description: 'The article of it.' })
  article?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether a lawyer of the province confirmed it.' })
  confirmed!: boolean;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note?: string | null;
}

@InputType({ description: 'A rule to be waived within a scope and until a day.' })
export class GrantWaiverInput extends CommandInput {
  @Field(() => ViolationCodeEnum, { description: 'The rule.' })
  code!: keyof typeof ViolationCodeEnum;

  @Field(() => String, { nullable: true, description: 'Code of the unit in whose tree it works.' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the plan it is for.' })
  plan?: string | null;

  @Field(() => Int, { nullable: true, description: 'Ordinal of the phase it is for.' })
  phase?: number | null;

  @Field(() => String, { nullable: true, description: 'Code of the gate it is for.' })
  gate?: string | null;

  @Field(() => DateScalar, { description: 'First day on which it works.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day on which it no longer works: a waiver ends.' })
  until!: string;

  @Field(() => String, { description: 'Why it is granted.' })
  reason!: string;

  @Field(() => String, {
    nullable: true,
    description: "Code of the unit that grants it; the instrument's issuer where left out.",
  })
  approvedBy?: string | null;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that grants it; required.' })
  instrument?: string | null;
}

@InputType({ description: 'A waiver to end before its time.' })
export class RevokeWaiverInput extends CommandInput {
  @Field(() => ID, { description: 'Id of the waiver.' })
  waiver!: string;

  @Field(() => DateScalar, { description: 'First day on which it no longer works.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that ends it; required.' })
  instrument?: string | null;
}

@ObjectType({ description: 'What setting a policy came to.' })
export class SetPolicyPayload extends Payload {
  @Field(() => Policy, { nullable: true, description: 'The policy, unless refused.' })
  policy!: Policy | null;
}

function waiverPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class WaiverPayload extends Payload {
    @Field(() => Waiver, { nullable: true, description: 'The waiver as of that day, unless refused.' })
    waiver!: Waiver | null;
  }
  return WaiverPayload;
}
export const GrantWaiverPayload = waiverPayload('GrantWaiverPayload', 'What granting a waiver came to.');
export const RevokeWaiverPayload = waiverPayload('RevokeWaiverPayload', 'What revoking a waiver came to.');
