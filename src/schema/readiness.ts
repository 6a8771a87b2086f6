import { ArgsType, Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { READINESS_ITEMS, type ReadinessItem } from '../domain/readiness.ts';
import { PointArgs } from './args.ts';
import { type Described, enumOf } from './enum-of.ts';
import { LegalInstrument } from './instrument.ts';
import { Period } from './node.ts';
import { Payload } from './payload.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { CitingInput } from './staff-command.ts';
import { MOST } from './thing-command.ts';
import { OrgUnit } from './unit.ts';

const items: Described<ReadinessItem> = {
  OFFICIAL_ACCOUNTS: 'Accounts of officials in the systems that they work with.',
  PROCEDURES: 'Procedures that are published and configured; what a unit above says counts where a unit says nothing.',
};
export const ReadinessItemEnum = enumOf('ReadinessItem', 'What a unit has ready before it opens, by count.', [
  READINESS_ITEMS,
  items,
]);

const PERCENT = 'Done out of the total, rounded down; null where there is nothing to do or nothing is said.';

@ObjectType({ description: 'How far a unit is with something, as said from a day on.' })
export class Readiness {
  @Field(() => OrgUnit, { description: 'The unit.' })
  unit!: OrgUnit;

  @Field(() => ReadinessItemEnum, { description: 'With what.' })
  item!: keyof typeof ReadinessItemEnum;

  @Field(() => String, { nullable: true, description: 'In which field of procedures; all where null.' })
  field!: string | null;

  @Field(() => Int, { description: 'How many are done.' })
  done!: number;

  @Field(() => Int, { description: 'Of how many.' })
  total!: number;

  @Field(() => Int, { nullable: true, description: PERCENT })
  percent!: number | null;

  @Field(() => Period, { description: 'From when until when it was said so.' })
  period!: Period;

  @Field(() => String, { nullable: true, description: 'Where the count comes from.' })
  source!: string | null;

  @Field(() => Boolean, { description: 'True where what was published leaves it open and it was assumed.' })
  assumed!: boolean;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;
}

@ObjectType({ description: 'A unit that is not ready with an item.' })
export class UnitBehind {
  @Field(() => OrgUnit, { description: 'The unit.' })
  unit!: OrgUnit;

  @Field(() => Float, { nullable: true, description: 'How many are done; null where nothing was said.' })
  done!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of how many; null where nothing was said.' })
  total!: number | null;
}

@ObjectType({
  description: 'How far centers and branches are with an item. One is ready where all that was said of it is done.',
})
export class ReadinessSummary {
  @Field(() => ReadinessItemEnum, { description: 'With what.' })
  item!: keyof typeof ReadinessItemEnum;

  @Field(() => Int, { description: 'How many centers and branches are ready.' })
  ready!: number;

  @Field(() => Int, { description: 'How many there are on the day.' })
  units!: number;

  @Field(() => Float, { description: 'How many are done, over everything said of a unit there.' })
  done!: number;

  @Field(() => Float, { description: 'Of how many.' })
  total!: number;

  @Field(() => Int, { nullable: true, description: PERCENT })
  percent!: number | null;
}

@ArgsType()
export class WithinArgs extends PointArgs {
  @Field(() => String, { nullable: true, description: 'Code of a unit: it and the units below it.' })
  under?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of a plan: its center and the units below it. One of `under` and `plan` is given.',
  })
  plan?: string | null;
}

@InputType({ description: 'How far a unit is with something.' })
export class ReadinessInput {
  @Field(() => String, { description: 'Code of the unit; it may begin later, but has not ended.' })
  unit!: string;

  @Field(() => ReadinessItemEnum, { description: 'With what.' })
  item!: keyof typeof ReadinessItemEnum;

  @Field(() => String, { nullable: true, description: 'In which field of procedures; all where left out.' })
  field?: string | null;

  @Field(() => Int, { description: 'How many are done, at most `total`.' })
  done!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of how many, 0 to 999,999. May be left out for OFFICIAL_ACCOUNTS: then as many as people work at the unit and its points on the day.',
  })
  total?: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'From which day on, until a later one; today where left out. That of the same day is corrected.',
  })
  on?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the count comes from.' })
  source?: string | null;
}

@InputType({ description: 'How far units are with what they get ready.' })
export class RecordReadinessInput extends CitingInput {
  @Field(() => [ReadinessInput], { description: MOST })
  items!: ReadinessInput[];
}

@ObjectType({ description: 'What came of saying how far units are.' })
export class RecordReadinessPayload extends Payload {
  @Field(() => [Readiness], { nullable: true, description: 'What was recorded; null where it was refused.' })
  readiness!: Readiness[] | null;
}
