import { ArgsType, Field, InputType, Int } from 'type-graphql';
import { DateScalar, DateTimeScalar } from './scalars.ts';

const AS_OF = 'The day asked about; today where left out. Nested fields inherit it.';
const KNOWN_AT = 'What was believed at this instant; now where left out. Nested fields inherit it.';

@ArgsType()
export class PointArgs {
  @Field(() => DateScalar, { nullable: true, description: AS_OF })
  asOf?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: KNOWN_AT })
  knownAt?: string | null;
}

@InputType({ description: 'A point in both times: a day, and an instant of belief.' })
export class PointInput {
  @Field(() => DateScalar, { nullable: true, description: AS_OF })
  asOf?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: KNOWN_AT })
  knownAt?: string | null;
}

@ArgsType()
export class PageArgs extends PointArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'Items per page, 1 to 100.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor after which the page begins.' })
  after?: string | null;
}
