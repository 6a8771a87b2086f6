import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PointArgs } from './args.ts';
import { LegalInstrument } from './instrument.ts';
import { Node, Period } from './node.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';
import { ViolationCodeEnum } from './violation-codes.ts';

@ObjectType({ implements: Node, description: 'A number, approver or deadline that a rule reads: dated and sourced.' })
export class Policy extends Node {
  @Field(() => String, { description: 'Key, such as `secondment.max`.' })
  key!: string;

  @Field(() => String, { description: 'Value, in the form of its key.' })
  value!: string;

  @Field(() => OrgUnit, { nullable: true, description: 'The unit below which it applies; null applies everywhere.' })
  scope!: OrgUnit | null;

  @Field(() => Period, { description: 'Days in force.' })
  period!: Period;

  @Field(() => LegalInstrument, { description: 'The instrument it comes from.' })
  instrument!: LegalInstrument;

  @Field(() => String, { nullable: true, description: 'The article of it.' })
  article!: string | null;

  @Field(() => Boolean, { description: 'Whether a lawyer of the province confirmed it.' })
  confirmed!: boolean;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ArgsType()
export class PoliciesArgs extends PointArgs {
  @Field(() => String, { nullable: true, description: "Only those that apply to this plan's center or below it." })
  plan?: string | null;

  @Field(() => String, { nullable: true, description: 'Only this key.' })
  key?: string | null;
}

@ObjectType({ description: 'Something that a waiver lifted.' })
export class WaiverUse {
  @Field(() => String, { description: 'By which verb.' })
  verb!: string;

  @Field(() => String, { description: 'Code of the unit or gate it was about.' })
  subject!: string;

  @Field(() => DateScalar, { description: 'The day of the violation.' })
  on!: string;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ObjectType({
  implements: Node,
  description: 'Somebody competent lets a rule be broken, within a scope and until a day.',
})
export class Waiver extends Node {
  @Field(() => ViolationCodeEnum, { description: 'The rule.' })
  code!: string;

  @Field(() => OrgUnit, { nullable: true, description: 'The unit in whose tree it works.' })
  unit!: OrgUnit | null;

  @Field(() => String, { nullable: true, description: 'Code of the plan it is for.' })
  plan!: string | null;

  @Field(() => Int, { nullable: true, description: 'Ordinal of the phase it is for.' })
  phase!: number | null;

  @Field(() => String, { nullable: true, description: 'Code of the gate it is for.' })
  gate!: string | null;

  @Field(() => Period, { description: 'Days on which it works.' })
  period!: Period;

  @Field(() => Boolean, { description: 'Whether it works on the day asked.' })
  inForce!: boolean;

  @Field(() => Int, { description: 'Days left from the day asked.' })
  daysLeft!: number;

  @Field(() => String, { description: 'Why it was granted.' })
  reason!: string;

  @Field(() => OrgUnit, { nullable: true, description: "Who granted it, where that is not the instrument's issuer." })
  approvedBy!: OrgUnit | null;

  @Field(() => LegalInstrument, { description: 'The instrument that grants it.' })
  instrument!: LegalInstrument;

  @Field(() => [WaiverUse], { description: 'What it lifted.' })
  uses!: WaiverUse[];
}

@ObjectType({ description: 'How many waivers are left from a day on.' })
export class WaiverBurnDown {
  @Field(() => DateScalar, { description: 'The first day on which one or more no longer work.' })
  on!: string;

  @Field(() => Int, { description: 'How many still work then, of those that work on the day asked.' })
  left!: number;
}

@ObjectType({ description: 'Waivers, and how they burn down.' })
export class Waivers {
  @Field(() => Int, { description: 'How many work on the day asked.' })
  inForce!: number;

  @Field(() => [Waiver], { description: 'Those that were granted, in the order in which they end.' })
  nodes!: Waiver[];

  @Field(() => [WaiverBurnDown], { description: 'How many are left as they end.' })
  burnDown!: WaiverBurnDown[];
}

@ArgsType()
export class WaiversArgs extends PointArgs {
  @Field(() => ViolationCodeEnum, { nullable: true, description: 'Only for this rule.' })
  code?: keyof typeof ViolationCodeEnum | null;

  @Field(() => String, { nullable: true, description: 'Only for this plan.' })
  plan?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that work on the day, or that do not.' })
  inForce?: boolean | null;
}
