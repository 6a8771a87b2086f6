import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { StructuralInput, UnitCommandInput } from './command.ts';
import { RelationKindEnum, UnitKindEnum } from './enums.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';

@InputType({ description: 'What a unit may have of its own.' })
export class EntitlementsInput {
  @Field(() => Boolean, { nullable: true, description: 'A seal of its own.' })
  seal?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'A bank account of its own.' })
  account?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Accounts kept independently.' })
  independentAccounting?: boolean | null;
}

@InputType({ description: 'How a unit is to stand under another.' })
export class RelationInput {
  @Field(() => RelationKindEnum, { description: 'In which respect.' })
  relation!: keyof typeof RelationKindEnum;

  @Field(() => String, { description: 'Code of the unit above.' })
  unit!: string;

  @Field(() => String, { nullable: true, description: 'The event that will end it, where no date is known.' })
  untilEvent?: string | null;
}

@InputType({ description: 'A place.' })
export class SiteInput {
  @Field(() => String, { description: 'Address.' })
  address!: string;

  @Field(() => Float, { nullable: true, description: 'Latitude in degrees, WGS 84.' })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude in degrees, WGS 84.' })
  longitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Usable area in m², above 0 and up to 1,000,000.' })
  areaM2?: number | null;
}

@InputType({ description: 'A unit to establish.' })
export class EstablishUnitInput extends StructuralInput {
  @Field(() => String, { description: 'Code of the new unit: capitals, digits, hyphens, dots.' })
  code!: string;

  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Short name.' })
  shortName?: string | null;

  @Field(() => UnitKindEnum, { description: 'Kind.' })
  kind!: keyof typeof UnitKindEnum;

  @Field(() => Int, { nullable: true, description: 'Type of a branch, 1 to 9.' })
  branchType?: number | null;

  @Field(() => String, { nullable: true, description: 'Rank.' })
  rank?: string | null;

  @Field(() => EntitlementsInput, {
    nullable: true,
    description: 'What it may have of its own; nothing where left out.',
  })
  entitlements?: EntitlementsInput | null;

  @Field(() => String, { nullable: true, description: 'Code of the unit it is established under.' })
  parent?: string | null;

  @Field(() => [RelationInput], { defaultValue: [], description: 'Its other relations.' })
  relations!: RelationInput[];

  @Field(() => [String], { defaultValue: [], description: 'Official codes of the territories it receives for.' })
  territories!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Code of the unit it succeeds, which closes that day and passes on territories and units below it.',
  })
  succeeds?: string | null;

  @Field(() => SiteInput, { nullable: true, description: 'Where it has its seat.' })
  seat?: SiteInput | null;
}

@InputType({ description: 'Another name for a unit.' })
export class RenameUnitInput extends UnitCommandInput {
  @Field(() => String, { description: 'The new name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The new short name; left out it stays, null takes it away.' })
  shortName?: string | null;
}

@InputType({ description: 'Another parent for a unit.' })
export class ReparentUnitInput extends UnitCommandInput {
  @Field(() => RelationKindEnum, { defaultValue: 'ESTABLISHMENT', description: 'In which respect.' })
  relation!: keyof typeof RelationKindEnum;

  @Field(() => String, { nullable: true, description: 'Code of the new parent; null ends the relation.' })
  parent?: string | null;

  @Field(() => String, { nullable: true, description: 'The event that will end the relation, where no date is known.' })
  untilEvent?: string | null;
}

@InputType({ description: 'A unit to close.' })
export class DissolveUnitInput extends UnitCommandInput {
  @Field(() => [String], {
    defaultValue: [],
    description: 'Codes of those who take over: the whole where it is one, parts where it is several.',
  })
  successors!: string[];

  @Field(() => Boolean, { defaultValue: false, description: 'Says that nobody takes over.' })
  noSuccessor!: boolean;
}

@InputType({ description: 'How the version of a day should have been recorded; what is left out stays.' })
export class CorrectUnitInput extends UnitCommandInput {
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

  @Field(() => EntitlementsInput, { nullable: true, description: 'What it might have of its own.' })
  entitlements?: EntitlementsInput | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which this version really began, where that was wrong; the one before it ends then.',
  })
  beganOn?: string | null;

  @Field(() => String, { description: 'Why it is corrected.' })
  reason!: string;
}

/** The payload of a verb on a unit. */
function unitPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class UnitPayload extends Payload {
    @Field(() => OrgUnit, {
      nullable: true,
      description: 'The unit as it is from that day (a closed one as it last was), unless refused.',
    })
    unit!: OrgUnit | null;
  }
  return UnitPayload;
}

export const EstablishUnitPayload = unitPayload('EstablishUnitPayload', 'What establishing a unit came to.');
export const RenameUnitPayload = unitPayload('RenameUnitPayload', 'What renaming a unit came to.');
export const ReparentUnitPayload = unitPayload('ReparentUnitPayload', 'What reparenting a unit came to.');
export const DissolveUnitPayload = unitPayload('DissolveUnitPayload', 'What dissolving a unit came to.');
export const CorrectUnitPayload = unitPayload('CorrectUnitPayload', 'What correcting a unit came to.');
export const ExtendTerritoryPayload = unitPayload('ExtendTerritoryPayload', 'What extending a territory came to.');
