import { ArgsType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { CommandInput } from './command.ts';
import { connectionOf } from './node.ts';
import { Payload } from './payload.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';

const FIGURES = {
  received: 'Dossiers received; at least so many where only a range was published.',
  receivedAtMost: 'Where only a range was published: at most so many.',
  resolvedOnTime: 'Dossiers resolved within their deadline.',
  late: 'Dossiers resolved after their deadline.',
  supplementAsked: 'Dossiers for which something more was asked of the person.',
  withdrawn: 'Dossiers withdrawn.',
  digitized: 'Of the dossiers received, how many were digitized before they are processed.',
  archived: 'Of the dossiers resolved, how many were archived electronically.',
  published: 'Of the dossiers resolved, how many are published and can be tracked.',
  surveyed: 'People asked whether they are satisfied.',
  satisfied: 'Of these, how many are.',
} as const;

@ObjectType({
  description: 'Dossiers of a unit, or of one of its counters, on a day. Null is a figure that nobody states.',
})
class DossierLoad {
  @Field(() => OrgUnit, { description: 'The unit, as on the day.' })
  unit!: OrgUnit;

  @Field(() => DateScalar, { description: 'The day.' })
  day!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Label of the counter on the day; null for the unit as a whole.',
  })
  counter!: string | null;

  @Field(() => Int, { description: FIGURES.received })
  received!: number;

  @Field(() => Int, { nullable: true, description: FIGURES.receivedAtMost })
  receivedAtMost!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.resolvedOnTime })
  resolvedOnTime!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.late })
  late!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.supplementAsked })
  supplementAsked!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.withdrawn })
  withdrawn!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.digitized })
  digitized!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.archived })
  archived!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.published })
  published!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.surveyed })
  surveyed!: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.satisfied })
  satisfied!: number | null;

  @Field(() => String, { nullable: true, description: 'Where the figures come from.' })
  source!: string | null;

  @Field(() => Boolean, { description: 'True where what was published leaves it open and it was assumed.' })
  assumed!: boolean;

  @Field(() => DateTimeScalar, { description: 'Since when they are believed.' })
  recordedAt!: string;
}

@ObjectType({ description: 'A page of figures: by day, then by unit, the unit as a whole before its counters.' })
export class DossierLoadConnection extends connectionOf(DossierLoad, 'DossierLoad') {}

@InputType({ description: 'What a unit, or one of its counters, reports of a day. Figures are 0 to 999,999.' })
export class DossierLoadInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => DateScalar, { description: 'The day; not in the future.' })
  day!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Label of a counter that the unit has on the day; the unit as a whole where left out.',
  })
  counter?: string | null;

  @Field(() => Int, { description: FIGURES.received })
  received!: number;

  @Field(() => Int, { nullable: true, description: FIGURES.receivedAtMost })
  receivedAtMost?: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.resolvedOnTime })
  resolvedOnTime?: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.late })
  late?: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.supplementAsked })
  supplementAsked?: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.withdrawn })
  withdrawn?: number | null;

  @Field(() => Int, { nullable: true, description: `${FIGURES.digitized} At most those received.` })
  digitized?: number | null;

  @Field(() => Int, { nullable: true, description: `${FIGURES.archived} At most those resolved.` })
  archived?: number | null;

  @Field(() => Int, { nullable: true, description: `${FIGURES.published} At most those resolved.` })
  published?: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.surveyed })
  surveyed?: number | null;

  @Field(() => Int, { nullable: true, description: FIGURES.satisfied })
  satisfied?: number | null;
}

@InputType({
  description:
    'Reports of service figures, up to 10,000 in all. One of the same unit, day and counter as an earlier one, with other figures, corrects it, and so does one of figures that were assumed.',
})
export class RecordDossierLoadsInput extends CommandInput {
  @Field(() => [DossierLoadInput], { nullable: true, description: 'The reports.' })
  loads?: DossierLoadInput[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Further reports as CSV: a first row that names the columns as the fields of a report are called (unit, day and received at least), cells apart by comma, semicolon or tab, days as `YYYY-MM-DD` or day/month/year. The path of a violation is `csv`, the line, and the column.',
  })
  csv?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the figures come from, such as a report or a system.' })
  source?: string | null;
}

@ObjectType({ description: 'What recording service figures came to. Null counts where it was refused.' })
export class RecordDossierLoadsPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many reports are the first of their unit, day and counter.' })
  recorded!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many correct an earlier one, which stays on record.' })
  corrected!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many say again what is on record, and change nothing.' })
  unchanged!: number | null;
}

@ArgsType()
export class DossierLoadsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Code of the unit; one of `unit` and `under` is needed.' })
  unit?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of a unit, for it and those established below it on the day of each figure; on the day `asOf` where that is given.',
  })
  under?: string | null;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day no longer asked about.' })
  until!: string;
}
