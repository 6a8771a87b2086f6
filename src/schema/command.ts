import { Field, InputType, Int } from 'type-graphql';
import { DateScalar } from './scalars.ts';

@InputType()
export abstract class CommandInput {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Go through with everything and roll back: the answer shows the result and every violation, and nothing is written.',
  })
  rehearse?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The caller's own key for this request, up to 200 characters: sent again with the same input, nothing is done twice and the answer shows what the first one did, as it is now.",
  })
  idempotencyKey?: string | null;
}

@InputType()
export abstract class StructuralInput extends CommandInput {
  @Field(() => DateScalar, { description: 'First day on which the change holds.' })
  on!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Number or id of the instrument that decides it; required by law, INSTRUMENT_REQUIRED where missing.',
  })
  instrument?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the deciding unit; the instrument's issuer where left out.",
  })
  decidedBy?: string | null;
}

@InputType()
export abstract class UnitCommandInput extends StructuralInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The `version` the caller read; VERSION_CONFLICT where the unit has changed since.',
  })
  expectedVersion?: number | null;
}
