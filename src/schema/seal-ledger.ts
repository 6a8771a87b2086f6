import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PageArgs, PointArgs } from './args.ts';
import { ChangeEvent } from './change.ts';
import { type Described, enumOf } from './enum-of.ts';
import { connectionOf, Period } from './node.ts';
import { Phase } from './plan.ts';
import { DateScalar } from './scalars.ts';
import { Seal } from './seal.ts';
import { Signboard } from './signboard.ts';
import { OrgUnit } from './unit.ts';

const VERDICTS = ['SEAMLESS', 'FIRST', 'GAP', 'OVERLAP', 'OLD_IN_USE', 'NO_SEAL'] as const;
const verdicts: Described<(typeof VERDICTS)[number]> = {
  SEAMLESS: 'The new seal is in use from the day after the last of the old.',
  FIRST: 'There was none before; it is in use from the first day.',
  GAP: 'On some days there was no seal.',
  OVERLAP: 'On some days an old seal and the new one were both in use.',
  OLD_IN_USE: 'The old seal is still in use, and no new one is.',
  NO_SEAL: 'No seal is in use from the day on.',
};
const SealVerdictEnum = enumOf('SealVerdict', 'How the seals of a unit follow one another.', [VERDICTS, verdicts]);

@ObjectType({ description: 'The cut-over of one unit from its old seals to the new one.' })
export class SealCutoverRow {
  @Field(() => String, { description: 'Code of the unit that needs the new seal.' })
  code!: string;

  @Field(() => OrgUnit, {
    nullable: true,
    description: 'That unit on the day of the cut-over; null while it is not there.',
  })
  unit!: OrgUnit | null;

  @Field(() => Phase, { description: 'The phase by reason of which it needs one.' })
  phase!: Phase;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'First day of its name; where no act is the reason, the first day of the seal that the phase provides.',
  })
  on!: string | null;

  @Field(() => [Seal], { description: 'Seals in use before, of the unit itself or of those it follows.' })
  oldSeals!: Seal[];

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the old ones; null where there was none or it is still in use.',
  })
  lastDayOfOld!: string | null;

  @Field(() => Seal, {
    nullable: true,
    description: 'The first seal in use after under the name of the unit; null where there is none.',
  })
  newSeal!: Seal | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day of the new one.' })
  firstDayOfNew!: string | null;

  @Field(() => Period, { nullable: true, description: 'Days without a seal.' })
  gap!: Period | null;

  @Field(() => Period, { nullable: true, description: 'Days with an old seal and the new one.' })
  overlap!: Period | null;

  @Field(() => SealVerdictEnum, { description: 'How they follow one another.' })
  verdict!: keyof typeof SealVerdictEnum;

  @Field(() => Boolean, { description: 'Whether every old seal is given back by the day asked.' })
  returned!: boolean;
}

@ObjectType({ description: 'The ledger of the seals of a plan.' })
export class SealCutover {
  @Field(() => Int, { description: 'Units that need a seal by reason of the plan.' })
  units!: number;

  @Field(() => Int, { description: 'Old seals.' })
  oldSeals!: number;

  @Field(() => Int, { description: 'Old seals that are given back by the day asked.' })
  oldSealsReturned!: number;

  @Field(() => Int, { description: 'New seals that are in use by the day asked.' })
  newSeals!: number;

  @Field(() => Int, { description: 'Units with days without a seal.' })
  gaps!: number;

  @Field(() => Int, { description: 'Units with days with two.' })
  overlaps!: number;

  @Field(() => Boolean, { description: 'Whether every unit had one seal on every day.' })
  seamless!: boolean;

  @Field(() => [SealCutoverRow], { description: 'The units, by the day of their cut-over.' })
  rows!: SealCutoverRow[];
}

@ArgsType()
export class SealCutoverArgs extends PointArgs {
  @Field(() => String, { description: 'Code of the plan.' })
  plan!: string;

  @Field(() => Int, { nullable: true, description: 'Only the phase of this ordinal.' })
  phase?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only units whose seals do not follow one another cleanly.',
  })
  onlyProblems!: boolean;
}

const THINGS = ['SEAL', 'SIGNBOARD'] as const;
const RenewedThingEnum = enumOf('RenewedThing', 'What is due after a change of name.', [
  THINGS,
  { SEAL: 'Its seal.', SIGNBOARD: 'Its signboard.' },
]);

@ObjectType({ description: 'A seal or signboard that a change of name made due, and that is not there yet.' })
class RenewalDue {
  @Field(() => RenewedThingEnum, { description: 'What is due.' })
  thing!: keyof typeof RenewedThingEnum;

  @Field(() => OrgUnit, { description: 'The unit that was renamed.' })
  unit!: OrgUnit;

  @Field(() => String, { description: 'What it was called before.' })
  formerName!: string;

  @Field(() => DateScalar, { description: 'First day of the name it has.' })
  since!: string;

  @Field(() => ChangeEvent, { description: 'The act that gave it the name.' })
  event!: ChangeEvent;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'Last day for it, by the policy `seal.renewal.max` or `signboard.renewal.max`; null where none is in force.',
  })
  due!: string | null;

  @Field(() => Boolean, { description: 'Whether that day is over.' })
  overdue!: boolean;

  @Field(() => [Seal], { description: 'Where a seal is due: what is still out, and what is on the way.' })
  seals!: Seal[];

  @Field(() => [Signboard], { description: 'Where a signboard is due: those that are there, and those on the way.' })
  signboards!: Signboard[];
}

@ObjectType({ description: 'A page of what is due, by the codes of the units.' })
export class RenewalDueConnection extends connectionOf(RenewalDue, 'RenewalDue') {}

@ArgsType()
export class DueAfterRenameArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only of this unit.' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this unit and those below it.' })
  under?: string | null;

  @Field(() => String, { nullable: true, description: "Only of this plan's center and those below it." })
  plan?: string | null;
}
