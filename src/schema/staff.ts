import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PageArgs, PointArgs } from './args.ts';
import { LegalInstrument } from './instrument.ts';
import { connectionOf, Node, Period } from './node.ts';
import { DateTimeScalar } from './scalars.ts';
import { LeaderRoleEnum, StaffCategoryEnum, StaffPlaceEnum, WorkplaceBasisEnum } from './staff-enums.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({
  implements: Node,
  description: 'A person of staff as described on the day asked, as was believed at the instant asked.',
})
export class Staff extends Node {
  @Field(() => String, { description: 'Code that people refer to them by; lasting.' })
  code!: string;

  @Field(() => Int, {
    description: 'Grows with every change, and is always that of now; a write sends it back as `expectedVersion`.',
  })
  version!: number;

  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Field(() => StaffCategoryEnum, { description: 'What they are employed as.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Boolean, {
    description:
      'Attested: pregnant or nursing a child under 36 months, and so not seconded. Nothing else is kept of it.',
  })
  protected!: boolean;

  @Field(() => Period, { description: 'From when until when they are on staff, interruptions included.' })
  period!: Period;
}

@ObjectType({ description: 'What was said of a person over a span of days.' })
export class StaffVersion {
  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Field(() => StaffCategoryEnum, { description: 'What they are employed as.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Boolean, { description: 'Attested as not to be seconded.' })
  protected!: boolean;

  @Field(() => Period, { description: 'From when until when it held.' })
  period!: Period;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => String, { nullable: true, description: 'Why it was corrected.' })
  note!: string | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it was believed; null where it still is.' })
  supersededAt!: string | null;
}

@ObjectType({ description: 'Where a person was counted and paid over a span of days.' })
export class PayrollPeriod {
  @Field(() => OrgUnit, { description: 'The payroll home, as on the first of these days.' })
  unit!: OrgUnit;

  @Field(() => StaffCategoryEnum, { description: 'In which category.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Period, { description: 'From when until when.' })
  period!: Period;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;
}

@ObjectType({ description: 'Where a person works over a span of days, and why.' })
export class Workplace {
  @Field(() => OrgUnit, { description: 'The unit, as on the first of these days.' })
  unit!: OrgUnit;

  @Field(() => WorkplaceBasisEnum, { description: 'Why there; the strongest of a day counts.' })
  basis!: keyof typeof WorkplaceBasisEnum;

  @Field(() => String, { nullable: true, description: 'The counter, where one is said.' })
  counter!: string | null;

  @Field(() => Period, { description: 'From when until when.' })
  period!: Period;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;
}

@ObjectType({ implements: Node, description: 'A person placed at a point, a counter or a branch.' })
export class Assignment extends Node {
  @Field(() => Staff, { description: 'The person.' })
  staff!: Staff;

  @Field(() => OrgUnit, { description: 'The unit, as on the first of these days.' })
  unit!: OrgUnit;

  @Field(() => WorkplaceBasisEnum, {
    description: 'In which respect: by the own network, or by the host of a secondment.',
  })
  basis!: keyof typeof WorkplaceBasisEnum;

  @Field(() => String, { nullable: true, description: 'The counter, where one is said.' })
  counter!: string | null;

  @Field(() => Boolean, { description: 'Whether it is the workplace of its days, not one beside it.' })
  primary!: boolean;

  @Field(() => Period, { description: 'From when until when.' })
  period!: Period;

  @Field(() => OrgUnit, { nullable: true, description: 'In whose network it was decided.' })
  decidedBy!: OrgUnit | null;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;
}

@ObjectType({ implements: Node, description: 'Somebody appointed to lead a unit.' })
export class Appointment extends Node {
  @Field(() => Staff, { description: 'The person.' })
  staff!: Staff;

  @Field(() => OrgUnit, { description: 'The unit, as on the first of these days.' })
  unit!: OrgUnit;

  @Field(() => LeaderRoleEnum, { description: 'As what.' })
  role!: keyof typeof LeaderRoleEnum;

  @Field(() => Boolean, { description: 'Beside another post, as a vice-chair who also directs a commune center.' })
  concurrent!: boolean;

  @Field(() => Period, { description: 'From when until when.' })
  period!: Period;

  @Field(() => OrgUnit, { nullable: true, description: 'Who appointed them, where that is a unit.' })
  decidedBy!: OrgUnit | null;

  @Field(() => LegalInstrument, { description: 'The instrument that decides it.' })
  instrument!: LegalInstrument;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;
}

@ObjectType({ description: 'A page of people, in Vietnamese order of names.' })
export class StaffConnection extends connectionOf(Staff, 'Staff') {}

@ArgsType()
export class StaffMembersArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words of the name, diacritics optional, or the beginning of the code.',
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Only in the unit of this code.' })
  unit?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'With the units below it.' })
  descendants!: boolean;

  @Field(() => StaffPlaceEnum, { defaultValue: 'EITHER', description: 'In which respect they are in the unit.' })
  place!: keyof typeof StaffPlaceEnum;

  @Field(() => [StaffCategoryEnum], { nullable: true, description: 'Only of these categories.' })
  categories?: (keyof typeof StaffCategoryEnum)[] | null;

  @Field(() => LeaderRoleEnum, { nullable: true, description: 'Only those who lead a unit as this.' })
  role?: keyof typeof LeaderRoleEnum | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those who are seconded on the day, or who are not.' })
  seconded?: boolean | null;
}

@ArgsType()
export class StaffArgs extends PointArgs {
  @Field(() => String, { description: 'Code of the person.' })
  code!: string;
}
