import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { Handover } from './handover.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { MOST, ON_REQUEST, ON_STEP, ThingInput, ThingStepInput } from './thing-command.ts';
import { HandoverStatusEnum } from './thing-enums.ts';

const TITLE = 'What it is about.';
const GIVER = 'Code of the unit that gives.';
const RECEIVER = 'Code of the unit that receives; another one.';
const SITE =
  'Id of the premises, where such are handed over: the receiver holds them from the day of the signatures on.';
const ITEMS = 'What is handed over, from 1 to 200 entries.';

@InputType({ description: 'Something that is handed over.' })
export class HandoverItemInput {
  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => Float, { defaultValue: 1, description: 'How much or how many; above 0, up to 1,000,000.' })
  quantity!: number;

  @Field(() => String, { nullable: true, description: 'In which measure.' })
  measure?: string | null;

  @Field(() => String, { nullable: true, description: 'In what condition.' })
  condition?: string | null;
}

@InputType({ description: 'A handover to be listed.' })
export class ListHandoverInput extends ThingInput {
  @Field(() => String, { description: TITLE })
  title!: string;

  @Field(() => String, { description: GIVER })
  giver!: string;

  @Field(() => String, { description: RECEIVER })
  receiver!: string;

  @Field(() => ID, { nullable: true, description: SITE })
  site?: string | null;

  @Field(() => [HandoverItemInput], { description: ITEMS })
  items!: HandoverItemInput[];

  @Field(() => DateScalar, { nullable: true, description: ON_REQUEST })
  on?: string | null;
}

@InputType({ description: 'One of several handovers to be listed.' })
export class HandoverRequestInput {
  @Field(() => String, { description: TITLE })
  title!: string;

  @Field(() => String, { description: GIVER })
  giver!: string;

  @Field(() => String, { description: RECEIVER })
  receiver!: string;

  @Field(() => ID, { nullable: true, description: SITE })
  site?: string | null;

  @Field(() => [HandoverItemInput], { description: ITEMS })
  items!: HandoverItemInput[];

  @Field(() => DateScalar, { nullable: true, description: ON_REQUEST })
  on?: string | null;
}

@InputType({ description: 'Handovers to be listed.' })
export class ListHandoversInput extends ThingInput {
  @Field(() => [HandoverRequestInput], { description: MOST })
  handovers!: HandoverRequestInput[];
}

const TO = 'What it becomes.';
const MINUTES = 'The number of the minutes; required where it is signed.';
const GIVER_SIGNATORY = 'Who signs for the giver; required where it is signed.';
const RECEIVER_SIGNATORY = 'Who signs for the receiver; required where it is signed.';
const NOTE = 'Remark; required where it is disputed, as the reason.';

@InputType({ description: 'One of several handovers to be taken a step further.' })
export class HandoverStepInput extends ThingStepInput {
  @Field(() => ID, { description: 'Id of the handover.' })
  handover!: string;

  @Field(() => HandoverStatusEnum, { description: TO })
  to!: keyof typeof HandoverStatusEnum;

  @Field(() => String, { nullable: true, description: MINUTES })
  minutes?: string | null;

  @Field(() => String, { nullable: true, description: GIVER_SIGNATORY })
  giverSignatory?: string | null;

  @Field(() => String, { nullable: true, description: RECEIVER_SIGNATORY })
  receiverSignatory?: string | null;
}

@InputType({ description: 'A handover to be taken a step further.' })
export class AdvanceHandoverInput extends ThingInput {
  @Field(() => ID, { description: 'Id of the handover.' })
  handover!: string;

  @Field(() => HandoverStatusEnum, { description: TO })
  to!: keyof typeof HandoverStatusEnum;

  @Field(() => DateScalar, { nullable: true, description: ON_STEP })
  on?: string | null;

  @Field(() => String, { nullable: true, description: MINUTES })
  minutes?: string | null;

  @Field(() => String, { nullable: true, description: GIVER_SIGNATORY })
  giverSignatory?: string | null;

  @Field(() => String, { nullable: true, description: RECEIVER_SIGNATORY })
  receiverSignatory?: string | null;

  @Field(() => String, { nullable: true, description: NOTE })
  note?: string | null;
}

@InputType({ description: 'Handovers to be taken a step further.' })
export class AdvanceHandoversInput extends ThingInput {
  @Field(() => [HandoverStepInput], { description: MOST })
  steps!: HandoverStepInput[];
}

@ObjectType()
abstract class HandoverPayload extends Payload {
  @Field(() => Handover, { nullable: true, description: 'The handover; null where the act was refused.' })
  handover!: Handover | null;
}

@ObjectType()
abstract class HandoversPayload extends Payload {
  @Field(() => [Handover], { nullable: true, description: 'The handovers; null where the act was refused.' })
  handovers!: Handover[] | null;
}

@ObjectType({ description: 'What came of listing a handover.' })
export class ListHandoverPayload extends HandoverPayload {}
@ObjectType({ description: 'What came of listing handovers.' })
export class ListHandoversPayload extends HandoversPayload {}
@ObjectType({ description: 'What came of a step of a handover.' })
export class AdvanceHandoverPayload extends HandoverPayload {}
@ObjectType({ description: 'What came of steps of handovers.' })
export class AdvanceHandoversPayload extends HandoversPayload {}
