import { Field, InputType, Int } from 'type-graphql';
import { DateScalar } from './scalars.ts';
import { CitingInput } from './staff-command.ts';

/** What begins or carries on the life of things: on which authority, and under which phase of a plan. */
@InputType()
export abstract class ThingInput extends CitingInput {
  @Field(() => String, { nullable: true, description: 'Code of the plan under which it is done.' })
  plan?: string | null;

  @Field(() => Int, { nullable: true, description: 'Ordinal of the phase of that plan.' })
  phase?: number | null;
}

export const ON_REQUEST = 'The day of the request; today where left out.';
export const ON_STEP = 'From which day on; today where left out.';
export const MOST = 'From 1 to 1,000 of them: all are taken or, where any is refused, none.';

@InputType()
export abstract class ThingStepInput {
  @Field(() => DateScalar, { nullable: true, description: ON_STEP })
  on?: string | null;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note?: string | null;
}
