import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from './payload.ts';
import { CitingInput } from './staff-command.ts';

@InputType({ description: 'A step that was said by mistake.' })
export class RetractStepInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the seal, signboard, bank account, handover or equipment need.' })
  id!: string;

  @Field(() => String, { description: 'Why it was a mistake.' })
  reason!: string;
}

@ObjectType({ description: 'What came of taking back a step.' })
export class RetractStepPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Id of the thing; null where the act was refused.' })
  id!: string | null;
}
