import { ArgsType, Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { UnitCommandInput } from './command.ts';
import { LineageExtentEnum, TerritoryLevelEnum } from './enums.ts';
import { connectionOf, Node, Period } from './node.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({
  implements: Node,
  description: 'An administrative territory. Official codes are reused: a territory is its code and its validity.',
})
export class Territory {
  @Field(() => ID, { description: 'Opaque global id.' })
  id!: string;

  @Field(() => String, {
    description: 'Official code of the statistics office: 2 digits for a province, 3 for a district, 5 for a commune.',
  })
  code!: string;

  @Field(() => String, { description: 'Name without the kind, such as `Thanh Xuân`.' })
  name!: string;

  @Field(() => String, { description: 'Vietnamese kind, such as `Quận` or `Xã`.' })
  kind!: string;

  @Field(() => TerritoryLevelEnum, { description: 'Level.' })
  level!: string;

  @Field(() => Period, { description: 'Validity.' })
  period!: Period;

  @Field(() => Float, { nullable: true, description: 'Latitude of its centroid in degrees, WGS 84.' })
  latitude!: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude of its centroid in degrees, WGS 84.' })
  longitude!: number | null;

  @Field(() => Float, { nullable: true, description: 'Area in km².' })
  areaKm2!: number | null;

  @Field(() => Territory, { nullable: true, description: 'The territory it lies in.' })
  parent!: Territory | null;

  @Field(() => [Territory], { description: 'Territories directly below it on the day, in Vietnamese order.' })
  children!: Territory[];
}

@ObjectType({ description: 'One step from a territory to the one it became.' })
export class TerritoryLineage {
  @Field(() => Territory, {
    description: 'The other territory: a predecessor on its last day, a successor on its first.',
  })
  territory!: Territory;

  @Field(() => DateScalar, { description: 'The day of the transfer: first day of the successor.' })
  on!: string;

  @Field(() => LineageExtentEnum, { description: 'How much of the predecessor passed.' })
  extent!: string;
}

@ObjectType({ description: 'A page of territories, in Vietnamese order.' })
export class TerritoryConnection extends connectionOf(Territory, 'Territory') {}

@ArgsType()
export class TerritoriesArgs extends PageArgs {
  @Field(() => TerritoryLevelEnum, { nullable: true, description: 'Only of this level.' })
  level?: keyof typeof TerritoryLevelEnum | null;

  @Field(() => String, { nullable: true, description: 'Only those directly in the territory of this code.' })
  parent?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, diacritics optional.' })
  search?: string | null;
}

@InputType({ description: 'Further territories for a unit to receive for.' })
export class ExtendTerritoryInput extends UnitCommandInput {
  @Field(() => [String], { description: 'Official codes, as they are on the day.' })
  territories!: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether those who received for them until then stop; otherwise that is refused with TERRITORY_OVERLAP.',
  })
  takeOver!: boolean;
}
