import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PointArgs } from './args.ts';
import { CommandInput } from './command.ts';
import { Handover } from './handover.ts';
import { LegalInstrument } from './instrument.ts';
import { Period } from './node.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { CitingInput } from './staff-command.ts';
import { OrgUnit, Site } from './unit.ts';

@ObjectType({ description: 'A site that a unit holds on some days, and by what.' })
export class Premises {
  @Field(() => Site, { description: 'The place.' })
  site!: Site;

  @Field(() => OrgUnit, { description: 'The unit that holds it.' })
  unit!: OrgUnit;

  @Field(() => Period, { description: 'From when until when.' })
  period!: Period;

  @Field(() => String, { nullable: true, description: 'The event that ends it, where no date is known.' })
  untilEvent!: string | null;

  @Field(() => Handover, { nullable: true, description: 'The handover by which it came to the unit.' })
  handover!: Handover | null;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument that it rests on.' })
  instrument!: LegalInstrument | null;

  @Field(() => Boolean, { description: 'The published text leaves this open, and it was assumed.' })
  assumed!: boolean;
}

@ObjectType({ description: 'An event that somebody waits for, because nobody knows its day.' })
export class AwaitedEvent {
  @Field(() => String, { description: 'The event, in the words in which it was said.' })
  event!: string;

  @Field(() => [OrgUnit], {
    description: 'Units whose premises others manage until then, and units that hold premises until then, by code.',
  })
  units!: OrgUnit[];

  @Field(() => [Premises], { description: 'Premises that are held until then.' })
  premises!: Premises[];
}

@ArgsType()
export class AwaitedEventsArgs extends PointArgs {
  @Field(() => String, { nullable: true, description: 'Only what waits at this unit or below it.' })
  under?: string | null;
}

@InputType({ description: 'A place to be put on record.' })
export class RecordSiteInput extends CommandInput {
  @Field(() => String, { description: 'Address.' })
  address!: string;

  @Field(() => Float, { nullable: true, description: 'Latitude in degrees, WGS 84.' })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude in degrees, WGS 84.' })
  longitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Usable area in m², above 0 and up to 1,000,000.' })
  areaM2?: number | null;
}

@InputType({ description: 'A unit that holds a site.' })
export class AllocatePremisesInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the site.' })
  site!: string;

  @Field(() => String, { description: 'Code of the unit that holds it.' })
  unit!: string;

  @Field(() => DateScalar, { description: 'From which day on.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day on which it no longer does.' })
  until?: string | null;

  @Field(() => String, { nullable: true, description: 'The event that ends it, where no day is known.' })
  untilEvent?: string | null;
}

@InputType({ description: 'A site that nobody holds any longer.' })
export class ReleasePremisesInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the site.' })
  site!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day on which it is not held; today where left out.' })
  on?: string | null;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@InputType({ description: 'An event that came about.' })
export class RecordEventInput extends CitingInput {
  @Field(() => String, { description: 'The event, in the words of those who wait for it.' })
  event!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Codes of the units for which it came about; all that wait for it where left out. What their manager holds until the same event ends with the last of those that it manages until then.',
  })
  units?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Only at this unit and below it.' })
  under?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it came about; today where left out.' })
  on?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the unit that manages the premises from then on; nobody where left out.',
  })
  nextManager?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of the unit that holds, from then on, the premises that were held until then; nobody where left out.',
  })
  nextHolder?: string | null;
}

@ObjectType({ description: 'What came of recording a place.' })
export class RecordSitePayload extends Payload {
  @Field(() => Site, { nullable: true, description: 'The place; null where the act was refused.' })
  site!: Site | null;
}

@ObjectType()
abstract class PremisesPayload extends Payload {
  @Field(() => Premises, { nullable: true, description: 'Who holds it; null where the act was refused.' })
  premises!: Premises | null;
}
@ObjectType({ description: 'What came of saying who holds a site.' })
export class AllocatePremisesPayload extends PremisesPayload {}
@ObjectType({ description: 'What came of giving up a site; the premises as they were on their last day.' })
export class ReleasePremisesPayload extends PremisesPayload {}

@ObjectType({ description: 'What came of an event.' })
export class RecordEventPayload extends Payload {
  @Field(() => [OrgUnit], { description: 'The units that waited for it, as they are from that day on.' })
  units!: OrgUnit[];

  @Field(() => Int, { nullable: true, description: 'How many premises were held until then; null where refused.' })
  premisesEnded!: number | null;
}
