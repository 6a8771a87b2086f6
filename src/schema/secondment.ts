import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { LegalInstrument } from './instrument.ts';
import { connectionOf, Node, Period } from './node.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { Staff } from './staff.ts';
import { SecondmentReturnEnum, SecondmentStatusEnum, SecondmentStepEnum } from './staff-enums.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'What was said about a secondment.' })
export class SecondmentStep {
  @Field(() => SecondmentStepEnum, { description: 'What.' })
  step!: keyof typeof SecondmentStepEnum;

  @Field(() => DateScalar, { description: 'On which day.' })
  on!: string;

  @Field(() => DateScalar, { description: 'First day no longer covered, as it stood then.' })
  until!: string;

  @Field(() => SecondmentReturnEnum, { nullable: true, description: 'What is to come after it, where that was said.' })
  onReturn!: keyof typeof SecondmentReturnEnum | null;

  @Field(() => LegalInstrument, { nullable: true, description: 'By which instrument.' })
  instrument!: LegalInstrument | null;

  @Field(() => String, { nullable: true, description: 'By which letter, or why.' })
  reference!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ObjectType({
  implements: Node,
  description:
    'A person lent to another unit: they work there and stay on the payroll of the home body (Decree 170/2025/NĐ-CP, article 26).',
})
export class Secondment extends Node {
  @Field(() => SecondmentStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof SecondmentStatusEnum;

  @Field(() => Staff, { description: 'The person.' })
  staff!: Staff;

  @Field(() => OrgUnit, { description: 'Who lends: the payroll home.' })
  home!: OrgUnit;

  @Field(() => OrgUnit, { description: 'Who receives, assigns and evaluates.' })
  host!: OrgUnit;

  @Field(() => Period, { description: 'Its days, as last said.' })
  period!: Period;

  @Field(() => Int, { description: 'Days left from the day asked.' })
  daysLeft!: number;

  @Field(() => SecondmentReturnEnum, { nullable: true, description: 'What comes after it, as last said.' })
  onReturn!: keyof typeof SecondmentReturnEnum | null;

  @Field(() => [SecondmentStep], { description: 'What was said about it, in order.' })
  steps!: SecondmentStep[];
}

@ObjectType({ description: 'A page of secondments, those that end first first.' })
export class SecondmentConnection extends connectionOf(Secondment, 'Secondment') {}

@ArgsType()
export class SecondmentsEndingArgs extends PageArgs {
  @Field(() => DateScalar, { description: 'Those whose first day no longer covered lies before this day.' })
  before!: string;

  @Field(() => String, { nullable: true, description: 'Only with home or host in this unit or below it.' })
  unit?: string | null;
}
