import { ArgsType, Field, ObjectType } from 'type-graphql';
import { ALTERNATIVE_KINDS } from '../domain/explain-assignment.ts';
import { enumOf } from './enum-of.ts';
import { Period } from './node.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';
import { ViolationCodeEnum } from './violation-codes.ts';

export const AlternativeKindEnum = enumOf('AlternativeKind', 'What could be done instead.', [
  ALTERNATIVE_KINDS,
  {
    ANOTHER_DAY: 'The same from another day on.',
    ANOTHER_UNIT: 'The same days at another unit of the network.',
    SECONDMENT: 'A secondment to the network of the unit; both bodies still have to agree in writing.',
    WAIVER: 'The same, once a rule is waived.',
  },
]);

@ObjectType({ description: 'Something near to what was asked that the rules would allow.' })
export class AssignmentAlternative {
  @Field(() => AlternativeKindEnum, { description: 'What.' })
  kind!: keyof typeof AlternativeKindEnum;

  @Field(() => OrgUnit, { description: 'The unit; for a secondment the host.' })
  unit!: OrgUnit;

  @Field(() => Period, { description: 'On which days.' })
  period!: Period;

  @Field(() => ViolationCodeEnum, { nullable: true, description: 'For a waiver: the rule to be waived.' })
  code!: keyof typeof ViolationCodeEnum | null;
}

@ObjectType({
  description:
    'Whether a person could be placed at a unit, by the rules of `assignStaff`, and the nearest alternatives; nothing is written.',
})
export class AssignmentExplanation extends Payload {
  @Field(() => Boolean, { description: 'Whether nothing stands in the way.' })
  allowed!: boolean;

  @Field(() => [AssignmentAlternative], {
    description:
      'Nearest first within each kind: other days, other units of the network, a secondment, waivers; empty where it is allowed.',
  })
  alternatives!: AssignmentAlternative[];
}

@ArgsType()
export class ExplainAssignmentArgs {
  @Field(() => String, { description: 'Code of the person.' })
  staff!: string;

  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer; open where left out.' })
  until?: string | null;
}
