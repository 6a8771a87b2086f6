import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeEvent } from './change.ts';
import { CommandInput } from './command.ts';
import { ChangeKindEnum, LineageExtentEnum, UnitKindEnum } from './enums.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';
import { EntitlementsInput, RelationInput, SiteInput } from './unit-command.ts';

@InputType({ description: 'A unit that a change starts from.' })
export class ChangeSourceInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => LineageExtentEnum, { defaultValue: 'WHOLE', description: 'How much of it goes into the change.' })
  extent!: keyof typeof LineageExtentEnum;
}

@InputType({ description: 'What a unit is from the day on; what is left out stays as it was.' })
export class ChangeResultInput {
  @Field(() => String, { description: 'Code of the unit, new or not.' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'Full name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Short name; null takes it away.' })
  shortName?: string | null;

  @Field(() => UnitKindEnum, { nullable: true, description: 'Kind.' })
  kind?: keyof typeof UnitKindEnum | null;

  @Field(() => Int, { nullable: true, description: 'Type of a branch; null takes it away.' })
  branchType?: number | null;

  @Field(() => String, { nullable: true, description: 'Rank; null takes it away.' })
  rank?: string | null;

  @Field(() => EntitlementsInput, { nullable: true, description: 'What it may have of its own.' })
  entitlements?: EntitlementsInput | null;

  @Field(() => [RelationInput], { defaultValue: [], description: 'The units it stands under from then on.' })
  relations!: RelationInput[];

  @Field(() => [String], { defaultValue: [], description: 'Official codes of territories it begins to receive for.' })
  territories!: string[];

  @Field(() => [String], { defaultValue: [], description: 'Official codes of territories it stops receiving for.' })
  endTerritories!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'In a SPLIT: codes of units below the source that come under this one.',
  })
  children!: string[];

  @Field(() => SiteInput, { nullable: true, description: 'Where it has its seat.' })
  seat?: SiteInput | null;
}

@InputType({ description: 'One change of whatever kind.' })
export class ChangeInput {
  @Field(() => ChangeKindEnum, { description: 'Kind; a correction is made with `correctUnit`.' })
  kind!: keyof typeof ChangeKindEnum;

  @Field(() => DateScalar, { description: 'First day on which it holds.' })
  on!: string;

  @Field(() => [ChangeSourceInput], { defaultValue: [], description: 'Units it starts from.' })
  sources!: ChangeSourceInput[];

  @Field(() => [ChangeResultInput], { defaultValue: [], description: 'Units that result.' })
  results!: ChangeResultInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'In a DISSOLVE: says that nobody takes over.' })
  noSuccessor!: boolean;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note?: string | null;
}

@InputType({ description: 'A change to carry out: one that a plan foresees, or one that is stated here.' })
export class ApplyChangeInput extends CommandInput {
  @Field(() => String, { nullable: true, description: 'Code of the plan under which it is carried out.' })
  plan?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Ordinal of the phase; the one active on the day where left out.',
  })
  phase?: number | null;

  @Field(() => ID, { nullable: true, description: 'Id of a planned change.' })
  plannedChange?: string | null;

  @Field(() => ChangeInput, { nullable: true, description: 'The change, where no plan foresees it.' })
  change?: ChangeInput | null;

  @Field(() => String, {
    nullable: true,
    description: "Number or id of the instrument that decides it; the plan's own where left out under a plan.",
  })
  instrument?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the deciding unit; the instrument's issuer where left out.",
  })
  decidedBy?: string | null;
}

@InputType({ description: 'The code of a unit that comes back.' })
export class RestoredCodeInput {
  @Field(() => String, { description: 'The code it had.' })
  unit!: string;

  @Field(() => String, { description: 'The code it gets: a code is never used twice.' })
  as!: string;
}

@InputType({ description: 'An act to undo by another.' })
export class CompensateChangeInput extends CommandInput {
  @Field(() => ID, { description: 'Id of the change event.' })
  change!: string;

  @Field(() => DateScalar, { description: 'First day on which it is undone.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that decides it; required.' })
  instrument?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the deciding unit; the instrument's issuer where left out.",
  })
  decidedBy?: string | null;

  @Field(() => [RestoredCodeInput], {
    defaultValue: [],
    description: 'Codes for units that come back; `X.2` for a unit `X` where nothing is said.',
  })
  restoredAs!: RestoredCodeInput[];
}

function changePayload(name: string, description: string) {
  @ObjectType(name, { description })
  class ChangePayload extends Payload {
    @Field(() => ChangeEvent, { nullable: true, description: 'The act, unless refused.' })
    change!: ChangeEvent | null;

    @Field(() => OrgUnit, { nullable: true, description: 'The unit it is about, as it is from that day.' })
    unit!: OrgUnit | null;
  }
  return ChangePayload;
}
export const ApplyChangePayload = changePayload('ApplyChangePayload', 'What carrying out a change came to.');
export const CompensateChangePayload = changePayload('CompensateChangePayload', 'What undoing an act came to.');
