import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { connectionOf, Node } from './node.ts';
import { DongScalar } from './scalars.ts';
import { Thing, ThingStep, ThingsArgs } from './thing.ts';
import { NeedStatusEnum } from './thing-enums.ts';
import { OrgUnit } from './unit.ts';

const BY = 'The body that took the step.';

@ObjectType({ description: 'What a need for equipment was on some days.' })
export class EquipmentNeedStep extends ThingStep {
  @Field(() => NeedStatusEnum, { description: 'What it was.' })
  status!: keyof typeof NeedStatusEnum;

  @Field(() => OrgUnit, { nullable: true, description: BY })
  by!: OrgUnit | null;

  @Field(() => DongScalar, { nullable: true, description: 'What was granted or paid.' })
  amount!: number | null;
}

@ObjectType({
  implements: Node,
  description:
    'Equipment that a unit needs: registered by it, consolidated by the provincial center, funded, and bought by the unit.',
})
export class EquipmentNeed extends Thing {
  @Field(() => NeedStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof NeedStatusEnum;

  @Field(() => String, { description: 'What is needed.' })
  item!: string;

  @Field(() => Int, { description: 'How many.' })
  quantity!: number;

  @Field(() => DongScalar, { nullable: true, description: 'The price of one, as registered.' })
  unitPrice!: number | null;

  @Field(() => DongScalar, { nullable: true, description: 'The price of all; null where none was registered.' })
  cost!: number | null;

  @Field(() => DongScalar, { nullable: true, description: 'What had been granted by the day.' })
  fundedAmount!: number | null;

  @Field(() => DongScalar, { nullable: true, description: 'What had been paid by the day, where that was said.' })
  paidAmount!: number | null;

  @Field(() => OrgUnit, { nullable: true, description: BY })
  by!: OrgUnit | null;

  @Field(() => [EquipmentNeedStep], { description: 'Its life, in order.' })
  steps!: EquipmentNeedStep[];
}

@ObjectType({ description: 'A page of needs for equipment, by the codes of their units.' })
export class EquipmentNeedConnection extends connectionOf(EquipmentNeed, 'EquipmentNeed') {}

@ArgsType()
export class EquipmentNeedsArgs extends ThingsArgs {
  @Field(() => [NeedStatusEnum], { nullable: true, description: 'Only those that stand so on the day.' })
  statuses?: (keyof typeof NeedStatusEnum)[] | null;
}
