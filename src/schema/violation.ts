import { Field, InterfaceType, ObjectType } from 'type-graphql';
import type { Violation as Found } from '../domain/violation.ts';
import { SeverityEnum, ViolationCodeEnum } from './enums.ts';
import { DateScalar } from './scalars.ts';
import { Territory } from './territory.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'The instrument a policy rests on.' })
export class PolicyInstrument {
  @Field(() => String, { description: 'Number.' })
  number!: string;
}

@ObjectType({ description: 'The dated, sourced policy that a violation rests on.' })
export class PolicyReference {
  @Field(() => String, { description: 'Key, such as `secondment.max`.' })
  key!: string;

  @Field(() => String, { description: 'Its value on the day.' })
  value!: string;

  @Field(() => PolicyInstrument, { nullable: true, description: 'The instrument it comes from.' })
  instrument!: PolicyInstrument | null;

  @Field(() => String, { nullable: true, description: 'The article of it.' })
  article!: string | null;
}

@InterfaceType({
  description:
    'A rule that an act breaks. `message` is in Vietnamese or English by Accept-Language; codes are never translated.',
  resolveType: (found: Found) =>
    found.territory ? 'TerritoryViolation' : found.unit ? 'UnitViolation' : 'InputViolation',
})
export abstract class Violation {
  @Field(() => ViolationCodeEnum, { description: 'Which rule.' })
  code!: keyof typeof ViolationCodeEnum;

  @Field(() => SeverityEnum, { description: 'Whether it stands in the way.' })
  severity!: keyof typeof SeverityEnum;

  @Field(() => String, { description: 'What is wrong, for people.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path of the input field, from `input` down; list items by their index.',
  })
  path!: string[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which the rule is broken, the first one.' })
  on!: string | null;

  @Field(() => String, { nullable: true, description: 'What was expected instead.' })
  expected!: string | null;

  @Field(() => PolicyReference, { nullable: true, description: 'The policy it rests on, where it is one.' })
  policy!: PolicyReference | null;

  @Field(() => Boolean, { description: 'Whether a waiver can lift it.' })
  waivable!: boolean;
}

@ObjectType({ implements: Violation, description: 'A rule broken by the input itself.' })
export class InputViolation extends Violation {}

@ObjectType({ implements: Violation, description: 'A rule broken about a unit.' })
export class UnitViolation extends Violation {
  @Field(() => OrgUnit, {
    nullable: true,
    description: 'The unit, as of the day; null where there is none of that code.',
  })
  unit!: OrgUnit | null;
}

@ObjectType({ implements: Violation, description: 'A rule broken about a territory.' })
export class TerritoryViolation extends UnitViolation {
  @Field(() => Territory, {
    nullable: true,
    description: 'The territory, as of the day; null where there is none of that code.',
  })
  territory!: Territory | null;
}
