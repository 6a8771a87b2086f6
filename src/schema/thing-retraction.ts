import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Node } from './node.ts';
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
  @Field(() => Node, { nullable: true, description: 'The thing as it stands now; null where the act was refused.' })
  thing!: Node | null;
}
