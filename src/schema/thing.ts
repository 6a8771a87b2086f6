import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { LegalInstrument } from './instrument.ts';
import { Node, Period } from './node.ts';
import { Phase } from './plan.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';

@ObjectType()
export abstract class ThingStep {
  @Field(() => Period, { description: 'Its days; where it was passed on one day, it begins and ends on it.' })
  period!: Period;

  @Field(() => LegalInstrument, { nullable: true, description: 'By which instrument.' })
  instrument!: LegalInstrument | null;

  @Field(() => String, { nullable: true, description: 'By which minutes, letter or certificate.' })
  reference!: string | null;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note!: string | null;

  @Field(() => Boolean, { description: 'The published text leaves this open, and it was assumed.' })
  assumed!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ObjectType()
export abstract class Thing extends Node {
  @Field(() => OrgUnit, { description: 'The unit it belongs to.' })
  unit!: OrgUnit;

  @Field(() => Phase, { nullable: true, description: 'The phase of a plan under which it is provided.' })
  phase!: Phase | null;

  @Field(() => DateScalar, { description: 'Since when it stands so.' })
  since!: string;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument by which it stands so.' })
  instrument!: LegalInstrument | null;

  @Field(() => String, { nullable: true, description: 'The minutes, letter or certificate by which it stands so.' })
  reference!: string | null;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note!: string | null;

  @Field(() => Boolean, { description: 'That it stands so is left open by the published text, and was assumed.' })
  assumed!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ArgsType()
export abstract class ThingsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only those of this unit.' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Only those of this unit and the units below it.' })
  under?: string | null;

  @Field(() => String, { nullable: true, description: 'Only those provided under this plan.' })
  plan?: string | null;

  @Field(() => Int, { nullable: true, description: 'Only those provided under a phase of this ordinal.' })
  phase?: number | null;
}
