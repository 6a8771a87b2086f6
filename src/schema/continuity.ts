import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { type Described, enumOf } from './enum-of.ts';
import { CoverageGap } from './organization.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';

const REASONS = ['NO_RECEIVER', 'NO_COUNTER', 'CLOSED_WEEKDAYS'] as const;
const reasons: Described<(typeof REASONS)[number]> = {
  NO_RECEIVER: 'No unit receives for the territory.',
  NO_COUNTER: 'A unit receives, and neither it nor a unit below it has a counter.',
  CLOSED_WEEKDAYS: 'There are counters, and none of them opens on some weekdays from Monday to Friday.',
};
export const ContinuityGapReasonEnum = enumOf('ContinuityGapReason', 'Why no counter is open for a territory.', [
  REASONS,
  reasons,
]);

@ObjectType({ description: 'Days on which no counter is open for a territory.' })
export class ContinuityGap extends CoverageGap {
  @Field(() => OrgUnit, { nullable: true, description: 'Who receives for it then; null where nobody does.' })
  unit!: OrgUnit | null;

  @Field(() => ContinuityGapReasonEnum, { description: 'Why.' })
  reason!: keyof typeof ContinuityGapReasonEnum;

  @Field(() => [Int], {
    description: 'The weekdays of these days without an open counter, of Monday (1) to Friday (5).',
  })
  weekdays!: number[];
}

@ObjectType({ description: 'A day on which territories pass from one receiving unit to another, or to none.' })
export class CutOver {
  @Field(() => DateScalar, { description: 'The first day on which they are received for elsewhere.' })
  on!: string;

  @Field(() => Int, { description: 'Number of territories that change their receiver.' })
  territories!: number;

  @Field(() => Int, { description: 'How many of them have no counter on that day.' })
  interrupted!: number;
}

@ObjectType({
  description:
    'Whether, on every day, each territory that a plan must cover has an open counter at the unit that receives for it or below that unit, wherever it stands. A territory counts on the days on which there is one; from Monday to Friday each weekday needs a counter.',
})
export class Continuity {
  @Field(() => DateScalar, { description: 'First day looked at.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day no longer looked at.' })
  until!: string;

  @Field(() => Int, { description: 'Number of territories the plan must cover.' })
  territories!: number;

  @Field(() => [CutOver], { description: 'Days on which receivers change, in their order.' })
  cutOvers!: CutOver[];

  @Field(() => [ContinuityGap], { description: 'Days without an open counter, in Vietnamese order of territories.' })
  gaps!: ContinuityGap[];

  @Field(() => Boolean, { description: 'True where there is no gap.' })
  uninterrupted!: boolean;
}

@ArgsType()
export class ContinuityArgs {
  @Field(() => String, { description: 'Code of the plan.' })
  plan!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "First day looked at; the first day of the plan's first phase where left out.",
  })
  from?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "First day no longer looked at; the end of the plan's last phase where left out, tomorrow where that is open.",
  })
  until?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'What was believed at this instant; now where left out.',
  })
  knownAt?: string | null;
}
