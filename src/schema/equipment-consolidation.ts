import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { PointArgs } from './args.ts';
import { DongScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'How much of equipment, and for how much money.' })
class EquipmentFigures {
  @Field(() => Int, { description: 'How many needs.' })
  needs!: number;

  @Field(() => Int, { description: 'How many units have one.' })
  units!: number;

  @Field(() => Float, { description: 'How many pieces.' })
  quantity!: number;

  @Field(() => DongScalar, {
    description:
      'Money: what it costs as registered; of what is funded, what was granted; of what is bought, what was paid, else granted. Nothing for what bears no price.',
  })
  money!: number;
}

@ObjectType()
abstract class EquipmentStanding {
  @Field(() => EquipmentFigures, { description: 'All that is not refused.' })
  total!: EquipmentFigures;

  @Field(() => EquipmentFigures, { description: 'What stands REGISTERED on the day.' })
  registered!: EquipmentFigures;

  @Field(() => EquipmentFigures, { description: 'What stands CONSOLIDATED.' })
  consolidated!: EquipmentFigures;

  @Field(() => EquipmentFigures, { description: 'What stands FUNDED.' })
  funded!: EquipmentFigures;

  @Field(() => EquipmentFigures, { description: 'What stands PURCHASED.' })
  purchased!: EquipmentFigures;

  @Field(() => EquipmentFigures, { description: 'What stands REFUSED.' })
  refused!: EquipmentFigures;
}

@ObjectType({ description: 'What one unit needs of an item.' })
export class EquipmentOfUnit extends EquipmentStanding {
  @Field(() => OrgUnit, { description: 'The unit.' })
  unit!: OrgUnit;
}

@ObjectType({
  description: 'What all units of a center need of an item, worded alike whatever the case of letters and the spaces.',
})
export class EquipmentItem extends EquipmentStanding {
  @Field(() => String, { description: 'What is needed.' })
  item!: string;
}

@ObjectType({ description: 'What a center and the units below it need, by item.' })
export class EquipmentConsolidation extends EquipmentStanding {
  @Field(() => OrgUnit, { description: 'The center.' })
  center!: OrgUnit;

  @Field(() => Int, { description: 'How many different items there are.' })
  items!: number;
}

@ArgsType()
export class EquipmentConsolidationArgs extends PointArgs {
  @Field(() => String, { description: 'Code of the center; any unit with others below it.' })
  center!: string;

  @Field(() => String, { nullable: true, description: 'Only what is provided under this plan.' })
  plan?: string | null;

  @Field(() => Int, { nullable: true, description: 'Only what is provided under a phase of this ordinal.' })
  phase?: number | null;
}
