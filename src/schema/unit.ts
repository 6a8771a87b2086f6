import { ArgsType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { ChangeEvent } from './change.ts';
import { LineageExtentEnum, RelationKindEnum, UnitKindEnum } from './enums.ts';
import { connectionOf, Node, Period } from './node.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@ObjectType({ description: 'What a unit may have of its own.' })
export class Entitlements {
  @Field(() => Boolean, { description: 'A seal of its own.' })
  seal!: boolean;

  @Field(() => Boolean, { description: 'A bank account of its own.' })
  account!: boolean;

  @Field(() => Boolean, { description: 'Accounts kept independently.' })
  independentAccounting!: boolean;
}

@ObjectType({ implements: Node, description: 'A place; what is corrected about it is a new one.' })
export class Site extends Node {
  @Field(() => String, { description: 'Address.' })
  address!: string;

  @Field(() => Float, { nullable: true, description: 'Latitude in degrees, WGS 84.' })
  latitude!: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude in degrees, WGS 84.' })
  longitude!: number | null;

  @Field(() => Float, { nullable: true, description: 'Usable area in m².' })
  areaM2!: number | null;
}

@ObjectType()
export abstract class NamedUnit {
  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Short name.' })
  shortName!: string | null;

  @Field(() => UnitKindEnum, { description: 'Kind.' })
  kind!: string;

  @Field(() => Int, { nullable: true, description: 'Type of a branch, 1 upward.' })
  branchType!: number | null;

  @Field(() => String, { nullable: true, description: 'Rank, such as that of a division.' })
  rank!: string | null;

  @Field(() => Entitlements, { description: 'What it may have of its own.' })
  entitlements!: Entitlements;
}

@ObjectType({
  implements: Node,
  description: 'A unit of an organization as it is on the day asked, as it was believed at the instant asked.',
})
export class OrgUnit extends NamedUnit {
  @Field(() => ID, { description: 'Opaque global id.' })
  id!: string;

  @Field(() => String, { description: 'Code that people refer to it by; lasting.' })
  code!: string;

  @Field(() => Int, { description: 'Grows with every change; a write sends it back as `expectedVersion`.' })
  version!: number;

  @Field(() => Period, { description: 'Its whole life.' })
  period!: Period;

  @Field(() => OrgUnit, { nullable: true, description: 'The unit it is established under (relation ESTABLISHMENT).' })
  parent!: OrgUnit | null;

  @Field(() => Site, { nullable: true, description: 'Where it has its seat.' })
  seat!: Site | null;
}

@ObjectType({ description: 'How a unit stands under another in one respect.' })
export class OrgRelation {
  @Field(() => RelationKindEnum, { description: 'In which respect.' })
  relation!: string;

  @Field(() => OrgUnit, { description: 'The unit above.' })
  unit!: OrgUnit;

  @Field(() => Period, { description: 'From when until when.' })
  period!: Period;

  @Field(() => String, { nullable: true, description: 'The event that will end it, where no date is known.' })
  untilEvent!: string | null;

  @Field(() => ChangeEvent, { description: 'The act it comes from.' })
  event!: ChangeEvent;
}

@ObjectType({ description: 'One step from a unit to one that succeeded it.' })
export class UnitLineage {
  @Field(() => OrgUnit, {
    description: 'The other unit: a predecessor on its last day as such, a successor on its first.',
  })
  unit!: OrgUnit;

  @Field(() => DateScalar, { description: 'The day of succession.' })
  on!: string;

  @Field(() => LineageExtentEnum, { description: 'How much of the predecessor passed.' })
  extent!: string;

  @Field(() => Int, { description: 'Number of steps from the unit asked, 1 for the next.' })
  step!: number;

  @Field(() => ChangeEvent, { description: 'The act of succession.' })
  event!: ChangeEvent;
}

@ObjectType({ description: 'What a unit was called and entitled to over a span of days.' })
export class UnitVersion extends NamedUnit {
  @Field(() => Period, { description: 'From when until when it held.' })
  period!: Period;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it was believed; null where it still is.' })
  supersededAt!: string | null;

  @Field(() => ChangeEvent, { description: 'The act it comes from.' })
  event!: ChangeEvent;
}

@ObjectType({ description: 'A page of units, in Vietnamese order of names.' })
export class OrgUnitConnection extends connectionOf(OrgUnit, 'OrgUnit') {}

@ArgsType()
export class UnitsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words of the name, diacritics optional, or the beginning of the code.',
  })
  search?: string | null;

  @Field(() => [UnitKindEnum], { nullable: true, description: 'Only of these kinds.' })
  kinds?: (keyof typeof UnitKindEnum)[] | null;

  @Field(() => String, { nullable: true, description: 'Only units below the one of this code.' })
  under?: string | null;
}
