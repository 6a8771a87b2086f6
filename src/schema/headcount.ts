import { ArgsType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { PointArgs } from './args.ts';
import { CommandInput } from './command.ts';
import { LegalInstrument } from './instrument.ts';
import { Node, Period } from './node.ts';
import { Payload } from './payload.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { StaffCategoryEnum } from './staff-enums.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({
  implements: Node,
  description:
    'Posts of a category granted for a year. Everybody counts against it whose payroll home is the unit or below it; without a quota nothing limits them.',
})
export class Quota extends Node {
  @Field(() => OrgUnit, { description: 'The unit.' })
  unit!: OrgUnit;

  @Field(() => OrgUnit, { description: 'Out of whose total it is granted; the unit itself where it is that total.' })
  center!: OrgUnit;

  @Field(() => StaffCategoryEnum, { description: 'Of which category.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Int, { description: 'The year.' })
  year!: number;

  @Field(() => Int, { description: 'At most so many people.' })
  ceiling!: number;

  @Field(() => Int, { nullable: true, description: 'At least so many, where that is said.' })
  minimum!: number | null;

  @Field(() => Period, { description: 'On which days of the year.' })
  period!: Period;

  @Field(() => LegalInstrument, { description: 'The instrument that grants it.' })
  instrument!: LegalInstrument;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;
}

@ObjectType({ description: 'How many people a unit itself has on a day, those of the units below it left out.' })
export class UnitHeadcount {
  @Field(() => Int, { description: 'People counted and paid at it.' })
  payroll!: number;

  @Field(() => Int, { description: 'People lent to it.' })
  secondedIn!: number;
}

@InputType({ description: 'Posts granted to a unit, those below it included.' })
export class AllocationInput {
  @Field(() => String, { description: 'Code of the unit: the center itself for its total, or one below it.' })
  unit!: string;

  @Field(() => StaffCategoryEnum, { description: 'Of which category.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Int, { description: 'At most so many people, 0 to 999999.' })
  ceiling!: number;

  @Field(() => Int, { nullable: true, description: 'At least so many; not above the ceiling.' })
  minimum?: number | null;
}

@InputType({ description: "Posts to be granted out of a center's total for a year; what is not named stays." })
export class AllocateHeadcountInput extends CommandInput {
  @Field(() => String, { description: 'Code of the center whose total it is.' })
  center!: string;

  @Field(() => Int, { description: 'The year.' })
  year!: number;

  @Field(() => DateScalar, { nullable: true, description: 'From which day of it on; the whole year where left out.' })
  from?: string | null;

  @Field(() => [AllocationInput], { description: 'Who is granted what, 1 to 2,000 entries.' })
  allocations!: AllocationInput[];

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that decides it; required.' })
  instrument?: string | null;
}

@ObjectType({ description: 'What allocating headcount came to.' })
export class AllocateHeadcountPayload extends Payload {
  @Field(() => [Quota], { description: 'Quotas of the units named, in that year; empty where refused.' })
  quotas!: Quota[];
}

@ObjectType({ description: 'A category of a unit over a period; each figure at its worst day.' })
export class CapacityRow {
  @Field(() => StaffCategoryEnum, { description: 'The category.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Int, { nullable: true, description: 'The lowest ceiling; null where there is none on any day.' })
  ceiling!: number | null;

  @Field(() => Int, { nullable: true, description: 'The highest minimum; null where none is said.' })
  minimum!: number | null;

  @Field(() => Int, { description: 'Most people counted on a day: payroll home in the unit or below it.' })
  payrollPeak!: number;

  @Field(() => Int, { nullable: true, description: 'Fewest free posts on a day that has a ceiling; null without one.' })
  vacancies!: number | null;
}

@ObjectType({
  description: 'Room and strength of a unit, those below it included, over a period; each figure at its worst day.',
})
export class Capacity {
  @Field(() => OrgUnit, { description: 'The unit, as on the first day.' })
  unit!: OrgUnit;

  @Field(() => Period, { description: 'The period asked about.' })
  period!: Period;

  @Field(() => [CapacityRow], { description: 'Every category.' })
  rows!: CapacityRow[];

  @Field(() => Int, {
    description: 'Fewest people at work on a day: payroll, less seconded out, plus seconded in, plus uncounted.',
  })
  strengthLowest!: number;

  @Field(() => Int, { description: 'Most people at work on a day.' })
  strengthPeak!: number;

  @Field(() => Int, { description: 'Most people on a day who are lent to it from outside.' })
  secondedIn!: number;

  @Field(() => Int, { description: 'Most people on a day whom it lends out.' })
  secondedOut!: number;

  @Field(() => Int, { description: 'Most people on a day who work there and are never counted.' })
  uncounted!: number;
}

@ArgsType()
export class CapacityArgs {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day no longer asked about.' })
  until!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'What was believed at this instant; now where left out.',
  })
  knownAt?: string | null;
}

@ArgsType()
export class QuotasArgs extends PointArgs {
  @Field(() => String, { description: 'Code of the center whose total it is.' })
  center!: string;

  @Field(() => Int, { description: 'The year.' })
  year!: number;
}
