import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CommandInput } from './command.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { Secondment } from './secondment.ts';
import { CitingInput, PersonInput } from './staff-command.ts';
import { SecondmentReturnEnum, SecondmentSideEnum } from './staff-enums.ts';

const ON = 'The day of it; today where left out.';
const HOME_LETTER = 'The letter by which the body that lends agrees; required by law.';
const HOST_LETTER = 'The letter by which the body that receives agrees; required by law.';

@InputType({ description: 'A person to lend, with everything the law asks for.' })
export class SecondStaffInput extends PersonInput {
  @Field(() => String, { description: 'Code of the unit that receives.' })
  host!: string;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day no longer.' })
  until!: string;

  @Field(() => String, { nullable: true, description: HOME_LETTER })
  homeAgreement?: string | null;

  @Field(() => String, { nullable: true, description: HOST_LETTER })
  hostAgreement?: string | null;

  @Field(() => SecondmentReturnEnum, { nullable: true, description: 'What comes after it; required by law.' })
  onReturn?: keyof typeof SecondmentReturnEnum | null;
}

@InputType({ description: 'A secondment to propose.' })
export class ProposeSecondmentInput extends CommandInput {
  @Field(() => String, { description: 'Code of the person.' })
  staff!: string;

  @Field(() => String, { description: 'Code of the unit that receives.' })
  host!: string;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day no longer.' })
  until!: string;

  @Field(() => SecondmentReturnEnum, { nullable: true, description: 'What comes after it; required by law.' })
  onReturn?: keyof typeof SecondmentReturnEnum | null;

  @Field(() => String, { description: 'The letter that proposes it.' })
  reference!: string;
}

@InputType()
abstract class SecondmentInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the secondment.' })
  secondment!: string;
}

@InputType({ description: 'The word of one body about a secondment.' })
export class AgreeSecondmentInput extends SecondmentInput {
  @Field(() => SecondmentSideEnum, { description: 'Whose word it is.' })
  side!: keyof typeof SecondmentSideEnum;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'False where that body refuses: the secondment is rejected.',
  })
  agreed!: boolean;

  @Field(() => String, { description: 'The letter.' })
  reference!: string;

  @Field(() => DateScalar, { nullable: true, description: ON })
  on?: string | null;
}

@InputType({ description: 'A secondment to decide on.' })
export class DecideSecondmentInput extends SecondmentInput {
  @Field(() => SecondmentReturnEnum, {
    nullable: true,
    description: 'What comes after it; as proposed where left out.',
  })
  onReturn?: keyof typeof SecondmentReturnEnum | null;

  @Field(() => DateScalar, { nullable: true, description: ON })
  on?: string | null;
}

@InputType({ description: 'A secondment to last longer.' })
export class ExtendSecondmentInput extends SecondmentInput {
  @Field(() => DateScalar, { description: 'First day no longer; the maximum is counted from its first day.' })
  until!: string;

  @Field(() => String, { nullable: true, description: HOME_LETTER })
  homeAgreement?: string | null;

  @Field(() => String, { nullable: true, description: HOST_LETTER })
  hostAgreement?: string | null;

  @Field(() => SecondmentReturnEnum, { nullable: true, description: 'What comes after it; required by law.' })
  onReturn?: keyof typeof SecondmentReturnEnum | null;

  @Field(() => DateScalar, { nullable: true, description: ON })
  on?: string | null;
}

@InputType({ description: 'A person to be called back before the end.' })
export class RecallSecondmentInput extends SecondmentInput {
  @Field(() => DateScalar, { description: 'First day back at home.' })
  on!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@InputType({ description: 'A secondment to end: by return, extension or transfer.' })
export class EndSecondmentInput extends SecondmentInput {
  @Field(() => DateScalar, { description: 'First day after it; for an extension the day of the decision.' })
  on!: string;

  @Field(() => SecondmentReturnEnum, { description: 'What becomes of the person.' })
  outcome!: keyof typeof SecondmentReturnEnum;

  @Field(() => DateScalar, { nullable: true, description: 'For an extension: first day no longer.' })
  until?: string | null;

  @Field(() => String, { nullable: true, description: `For an extension: ${HOME_LETTER}` })
  homeAgreement?: string | null;

  @Field(() => String, { nullable: true, description: `For an extension: ${HOST_LETTER}` })
  hostAgreement?: string | null;

  @Field(() => SecondmentReturnEnum, { nullable: true, description: 'For an extension: what comes after it.' })
  onReturn?: keyof typeof SecondmentReturnEnum | null;

  @Field(() => String, {
    nullable: true,
    description: "For a transfer: code of the unit that decides it; the instrument's issuer where left out.",
  })
  decidedBy?: string | null;
}

function secondmentPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class SecondmentPayload extends Payload {
    @Field(() => Secondment, { nullable: true, description: 'The secondment, unless refused.' })
    secondment!: Secondment | null;
  }
  return SecondmentPayload;
}
export const SecondStaffPayload = secondmentPayload('SecondStaffPayload', 'What lending somebody came to.');
export const ProposeSecondmentPayload = secondmentPayload('ProposeSecondmentPayload', 'What a proposal came to.');
export const AgreeSecondmentPayload = secondmentPayload('AgreeSecondmentPayload', 'What the word of a body came to.');
export const DecideSecondmentPayload = secondmentPayload('DecideSecondmentPayload', 'What a decision came to.');
export const ExtendSecondmentPayload = secondmentPayload('ExtendSecondmentPayload', 'What an extension came to.');
export const RecallSecondmentPayload = secondmentPayload('RecallSecondmentPayload', 'What a recall came to.');
export const EndSecondmentPayload = secondmentPayload('EndSecondmentPayload', 'What ending a secondment came to.');
