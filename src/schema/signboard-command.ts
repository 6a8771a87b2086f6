import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { Signboard } from './signboard.ts';
import { MOST, ON_REQUEST, ThingInput, ThingStepInput } from './thing-command.ts';
import { SignboardStatusEnum } from './thing-enums.ts';

@InputType({ description: 'A signboard to be made.' })
export class SignboardRequestInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => String, {
    description: 'What it says: the name of the unit on the first day on which it hangs, and whatever else.',
  })
  text!: string;

  @Field(() => DateScalar, { nullable: true, description: ON_REQUEST })
  on?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day on which it is to hang, where that is later.' })
  mountedFrom?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the place where it is to hang; held by its unit by then.' })
  site?: string | null;
}

@InputType({ description: 'Signboards to be made.' })
export class DesignSignboardsInput extends ThingInput {
  @Field(() => [SignboardRequestInput], { description: MOST })
  signboards!: SignboardRequestInput[];
}

@InputType({ description: 'A signboard to be taken a step further.' })
export class SignboardStepInput extends ThingStepInput {
  @Field(() => ID, { description: 'Id of the signboard.' })
  signboard!: string;

  @Field(() => SignboardStatusEnum, { description: 'What it becomes.' })
  to!: keyof typeof SignboardStatusEnum;

  @Field(() => String, { nullable: true, description: 'The approval of its brand, or the minutes of its mounting.' })
  reference?: string | null;
}

@InputType({ description: 'Signboards to be taken a step further.' })
export class AdvanceSignboardsInput extends ThingInput {
  @Field(() => [SignboardStepInput], { description: MOST })
  steps!: SignboardStepInput[];
}

@ObjectType()
abstract class SignboardsPayload extends Payload {
  @Field(() => [Signboard], { nullable: true, description: 'The signboards; null where the act was refused.' })
  signboards!: Signboard[] | null;
}

@ObjectType({ description: 'What came of designs of signboards.' })
export class DesignSignboardsPayload extends SignboardsPayload {}
@ObjectType({ description: 'What came of steps of signboards.' })
export class AdvanceSignboardsPayload extends SignboardsPayload {}
