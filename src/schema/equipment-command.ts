import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { EquipmentNeed } from './equipment.ts';
import { Payload } from './payload.ts';
import { DateScalar, DongScalar } from './scalars.ts';
import { MOST, ON_REQUEST, ThingInput, ThingStepInput } from './thing-command.ts';
import { NeedStatusEnum } from './thing-enums.ts';

@InputType({ description: 'Equipment that a unit needs.' })
export class EquipmentNeedInput {
  @Field(() => String, { description: 'Code of the unit; it may begin later, but has not ended.' })
  unit!: string;

  @Field(() => String, { description: 'What is needed; items are added up by these words.' })
  item!: string;

  @Field(() => Int, { description: 'How many, 1 to 100,000.' })
  quantity!: number;

  @Field(() => DongScalar, { nullable: true, description: 'The price of one, up to 10 billion dong.' })
  unitPrice?: number | null;

  @Field(() => DateScalar, { nullable: true, description: ON_REQUEST })
  on?: string | null;
}

@InputType({ description: 'Equipment that units need.' })
export class RegisterEquipmentNeedsInput extends ThingInput {
  @Field(() => [EquipmentNeedInput], { description: MOST })
  needs!: EquipmentNeedInput[];
}

@InputType({ description: 'A need to be taken a step further.' })
export class EquipmentNeedStepInput extends ThingStepInput {
  @Field(() => ID, { description: 'Id of the need.' })
  need!: string;

  @Field(() => NeedStatusEnum, { description: 'What it becomes.' })
  to!: keyof typeof NeedStatusEnum;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of the body that takes the step. CONSOLIDATED is for the provincial center above the unit; FUNDED and REFUSED for that center, the committees above it and departments under these; PURCHASED for the unit. Where left out it is the unit or the center; FUNDED names it.',
  })
  by?: string | null;

  @Field(() => DongScalar, {
    nullable: true,
    description: 'What is granted, required for FUNDED, or paid: more than was granted is a warning.',
  })
  amount?: number | null;

  @Field(() => String, { nullable: true, description: 'The letter, contract or invoice.' })
  reference?: string | null;
}

@InputType({ description: 'Needs to be taken a step further.' })
export class AdvanceEquipmentNeedsInput extends ThingInput {
  @Field(() => [EquipmentNeedStepInput], { description: MOST })
  steps!: EquipmentNeedStepInput[];
}

@ObjectType()
abstract class EquipmentNeedsPayload extends Payload {
  @Field(() => [EquipmentNeed], { nullable: true, description: 'The needs; null where the act was refused.' })
  needs!: EquipmentNeed[] | null;
}

@ObjectType({ description: 'What came of registering needs.' })
export class RegisterEquipmentNeedsPayload extends EquipmentNeedsPayload {}
@ObjectType({ description: 'What came of steps of needs.' })
export class AdvanceEquipmentNeedsPayload extends EquipmentNeedsPayload {}
