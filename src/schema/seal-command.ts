import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { Seal } from './seal.ts';
import { MOST, ON_REQUEST, ON_STEP, ThingInput, ThingStepInput } from './thing-command.ts';
import { SealKindEnum, SealStatusEnum } from './thing-enums.ts';

const UNIT = 'Code of the unit; it is entitled to a seal of its own.';
const KIND = 'What kind of seal; a further wet seal cites the permission as its instrument.';
const NAME = 'The name to engrave: that of the unit on the first day of use.';
const USED_FROM =
  'First day of its use, where it is not the day of the request: so a seal is ready on the day on which the name changes.';

@InputType({ description: 'A seal to be engraved.' })
export class RequestSealInput extends ThingInput {
  @Field(() => String, { description: UNIT })
  unit!: string;

  @Field(() => SealKindEnum, { defaultValue: 'PRINCIPAL', description: KIND })
  kind!: keyof typeof SealKindEnum;

  @Field(() => String, { description: NAME })
  engravedName!: string;

  @Field(() => DateScalar, { nullable: true, description: ON_REQUEST })
  on?: string | null;

  @Field(() => DateScalar, { nullable: true, description: USED_FROM })
  usedFrom?: string | null;
}

@InputType({ description: 'One of several seals to be engraved.' })
export class SealRequestInput {
  @Field(() => String, { description: UNIT })
  unit!: string;

  @Field(() => SealKindEnum, { defaultValue: 'PRINCIPAL', description: KIND })
  kind!: keyof typeof SealKindEnum;

  @Field(() => String, { description: NAME })
  engravedName!: string;

  @Field(() => DateScalar, { nullable: true, description: ON_REQUEST })
  on?: string | null;

  @Field(() => DateScalar, { nullable: true, description: USED_FROM })
  usedFrom?: string | null;
}

@InputType({ description: 'Seals to be engraved.' })
export class RequestSealsInput extends ThingInput {
  @Field(() => [SealRequestInput], { description: MOST })
  seals!: SealRequestInput[];
}

const TO = 'What it becomes.';
const HOLDER = 'Code of the unit that keeps it from then on; its own where left out, nobody once it is given back.';
const RECEIVED_BY = 'Who takes it over; required where it is returned, destroyed or archived.';
const MINUTES =
  'The minutes of it, or the certificate of registration; required where it is returned, destroyed or archived.';

@InputType({ description: 'One of several seals to be taken a step further.' })
export class SealStepInput extends ThingStepInput {
  @Field(() => ID, { description: 'Id of the seal.' })
  seal!: string;

  @Field(() => SealStatusEnum, { description: TO })
  to!: keyof typeof SealStatusEnum;

  @Field(() => String, { nullable: true, description: HOLDER })
  holder?: string | null;

  @Field(() => String, { nullable: true, description: RECEIVED_BY })
  receivedBy?: string | null;

  @Field(() => String, { nullable: true, description: MINUTES })
  minutes?: string | null;
}

@InputType({ description: 'A seal to be taken a step further.' })
export class AdvanceSealInput extends ThingInput {
  @Field(() => ID, { description: 'Id of the seal.' })
  seal!: string;

  @Field(() => SealStatusEnum, { description: TO })
  to!: keyof typeof SealStatusEnum;

  @Field(() => DateScalar, { nullable: true, description: ON_STEP })
  on?: string | null;

  @Field(() => String, { nullable: true, description: HOLDER })
  holder?: string | null;

  @Field(() => String, { nullable: true, description: RECEIVED_BY })
  receivedBy?: string | null;

  @Field(() => String, { nullable: true, description: MINUTES })
  minutes?: string | null;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note?: string | null;
}

@InputType({ description: 'Seals to be taken a step further.' })
export class AdvanceSealsInput extends ThingInput {
  @Field(() => [SealStepInput], { description: MOST })
  steps!: SealStepInput[];
}

@ObjectType()
abstract class SealPayload extends Payload {
  @Field(() => Seal, { nullable: true, description: 'The seal; null where the act was refused.' })
  seal!: Seal | null;
}

@ObjectType()
abstract class SealsPayload extends Payload {
  @Field(() => [Seal], { nullable: true, description: 'The seals; null where the act was refused.' })
  seals!: Seal[] | null;
}

@ObjectType({ description: 'What came of a request for a seal.' })
export class RequestSealPayload extends SealPayload {}
@ObjectType({ description: 'What came of a request for seals.' })
export class RequestSealsPayload extends SealsPayload {}
@ObjectType({ description: 'What came of a step of a seal.' })
export class AdvanceSealPayload extends SealPayload {}
@ObjectType({ description: 'What came of steps of seals.' })
export class AdvanceSealsPayload extends SealsPayload {}
