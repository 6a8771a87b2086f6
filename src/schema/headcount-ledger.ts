import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import {
  HEADCOUNT_MEASURES,
  HEADCOUNT_REASONS,
  type HeadcountMeasure,
  type HeadcountReason,
} from '../domain/headcount-ledger.ts';
import { type Described, enumOf } from './enum-of.ts';
import { LegalInstrument } from './instrument.ts';
import { connectionOf, Period } from './node.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { Staff } from './staff.ts';
import { StaffCategoryEnum } from './staff-enums.ts';
import { OrgUnit } from './unit.ts';

const measures: Described<HeadcountMeasure> = {
  POSTS: 'Posts granted to the unit and not passed on by it to others.',
  PEOPLE: 'People whose payroll home is the unit itself.',
};
export const HeadcountMeasureEnum = enumOf('HeadcountMeasure', 'What an account counts.', [
  HEADCOUNT_MEASURES,
  measures,
]);

const reasons: Described<HeadcountReason> = {
  REGISTERED: 'A person came from outside the organization.',
  LEFT: 'A person left the organization.',
  TRANSFERRED: 'A person got another payroll home.',
  RECATEGORIZED: 'A person is of another category at the same payroll home.',
  GRANTED: 'Posts were granted, or more of them.',
  WITHDRAWN: 'Posts were taken back, some or all.',
  YEAR_END: 'Posts ran out with their year, and none were granted for the next.',
  MERGED: 'Posts or people passed to another unit by a merger.',
  REORGANIZED: 'Posts or people passed to another unit by another act of reorganization, such as one that is undone.',
};
export const HeadcountReasonEnum = enumOf('HeadcountReason', 'Why posts or people moved.', [
  HEADCOUNT_REASONS,
  reasons,
]);

@ObjectType({
  description:
    'What a unit holds of a category: before a period, what came and went in it, and after; opening + debits - credits = closing.',
})
export class HeadcountAccount {
  @Field(() => OrgUnit, { description: 'The unit itself, without those below it.' })
  unit!: OrgUnit;

  @Field(() => HeadcountMeasureEnum, { description: 'What is counted.' })
  measure!: keyof typeof HeadcountMeasureEnum;

  @Field(() => StaffCategoryEnum, { description: 'Of which category.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Int, { description: 'How many on the eve of the period.' })
  opening!: number;

  @Field(() => Int, { description: 'How many came.' })
  debits!: number;

  @Field(() => Int, { description: 'How many went.' })
  credits!: number;

  @Field(() => Int, {
    description:
      'How many on the day, counted anew by what is on record; posts are below zero where more were passed on than granted.',
  })
  closing!: number;
}

@ObjectType({
  description:
    'Posts or a person that moved on a day, from the account credited to the account debited; at least one of them is in the ledger.',
})
class HeadcountEntry {
  @Field(() => DateScalar, { description: 'First day on which they are where they came to.' })
  on!: string;

  @Field(() => HeadcountMeasureEnum, { description: 'What moved.' })
  measure!: keyof typeof HeadcountMeasureEnum;

  @Field(() => StaffCategoryEnum, { description: 'The category that is debited.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => StaffCategoryEnum, {
    description: 'The category that is credited: another one where a person was recategorized.',
  })
  creditedCategory!: keyof typeof StaffCategoryEnum;

  @Field(() => Int, { description: 'How many; one for a person.' })
  quantity!: number;

  @Field(() => OrgUnit, {
    nullable: true,
    description: 'Where they came to, as on the day; null for outside: the person left, or the posts are no more.',
  })
  debit!: OrgUnit | null;

  @Field(() => OrgUnit, {
    nullable: true,
    description:
      'Where they came from, as on the eve; null for outside: no unit paid the person, or the authority above granted the posts.',
  })
  credit!: OrgUnit | null;

  @Field(() => Staff, { nullable: true, description: 'The person; null for posts.' })
  staff!: Staff | null;

  @Field(() => HeadcountReasonEnum, { description: 'Why.' })
  reason!: keyof typeof HeadcountReasonEnum;

  @Field(() => LegalInstrument, {
    nullable: true,
    description: 'The instrument by which they came; null where somebody left, or posts ran out.',
  })
  instrument!: LegalInstrument | null;
}

@ObjectType({ description: 'A page of a ledger, by day.' })
export class HeadcountEntryConnection extends connectionOf(HeadcountEntry, 'HeadcountEntry') {}

@ObjectType({
  description:
    'A double-entry ledger of posts and people over a period: whatever moves leaves one account for another.',
})
export class HeadcountLedger {
  @Field(() => OrgUnit, { description: 'The unit, as on the first day or nearest to it.' })
  root!: OrgUnit;

  @Field(() => Period, { description: 'The period asked about.' })
  period!: Period;

  @Field(() => HeadcountEntryConnection, {
    description: 'What moved in the period, by day: posts by unit, then people by code.',
  })
  entries!: HeadcountEntryConnection;

  @Field(() => Boolean, {
    description: 'Whether every account agrees with what is on record, on every day of the period.',
  })
  balanced!: boolean;
}

@ArgsType()
export class HeadcountLedgerArgs {
  @Field(() => String, { description: 'Code of the unit whose tree is asked about, itself included.' })
  root!: string;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day no longer asked about.' })
  until!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'What was believed at this instant; now where left out. Nested fields inherit it.',
  })
  knownAt?: string | null;

  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'Entries per page, 1 to 100.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor after which the page of entries begins.' })
  after?: string | null;
}
