import { Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { Violation as Found } from '../domain/violation.ts';
import { SeverityEnum } from './enums.ts';
import { Gate, GateMissing } from './gate.ts';
import { Waiver } from './policy.ts';
import { DateScalar } from './scalars.ts';
import { Staff } from './staff.ts';
import { StaffCategoryEnum } from './staff-enums.ts';
import { Territory } from './territory.ts';
import { OrgUnit } from './unit.ts';
import { ViolationCodeEnum } from './violation-codes.ts';

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

function typeOf({ gate, headcount, place, staff, territory, unit }: Found): string {
  if (gate) return 'PhaseGateViolation';
  if (headcount) return 'HeadcountViolation';
  if (staff) return 'StaffViolation';
  if (place) return 'DocumentViolation';
  return territory ? 'TerritoryViolation' : unit ? 'UnitViolation' : 'InputViolation';
}

@InterfaceType({
  description:
    'A rule that an act breaks. `message` is in Vietnamese or English by Accept-Language; codes are never translated.',
  resolveType: typeOf,
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

  @Field(() => Waiver, { nullable: true, description: 'The waiver that lifted it: then it is a warning.' })
  waivedBy!: Waiver | null;
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

@ObjectType({ implements: Violation, description: 'A rule broken about a person.' })
export class StaffViolation extends UnitViolation {
  @Field(() => Staff, {
    nullable: true,
    description: 'The person, as of the day; null where there is none of that code.',
  })
  staff!: Staff | null;
}

@ObjectType({ implements: Violation, description: 'More people than posts, or more posts than there are to grant.' })
export class HeadcountViolation extends UnitViolation {
  @Field(() => StaffCategoryEnum, { description: 'Of which category.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Int, { description: 'How many there may be.' })
  ceiling!: number;

  @Field(() => Int, { description: 'How many there would be, on the worst day.' })
  counted!: number;
}

@ObjectType({ implements: Violation, description: 'A gate that is not met, with what it misses.' })
export class PhaseGateViolation extends Violation {
  @Field(() => Gate, { nullable: true, description: 'The gate.' })
  gate!: Gate | null;

  @Field(() => [GateMissing], { description: 'What it misses, with who owes it.' })
  missing!: GateMissing[];
}

@ObjectType({ implements: Violation, description: 'A rule broken at a place of a plan document.' })
export class DocumentViolation extends UnitViolation {
  @Field(() => Int, { description: 'Line of the document, from 1.' })
  line!: number;

  @Field(() => Int, { description: 'Column, from 1.' })
  column!: number;
}
