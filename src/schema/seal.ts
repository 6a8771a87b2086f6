import { ArgsType, Field, ObjectType } from 'type-graphql';
import { connectionOf, Node } from './node.ts';
import { Thing, ThingStep, ThingsArgs } from './thing.ts';
import { SealKindEnum, SealStatusEnum } from './thing-enums.ts';
import { OrgUnit } from './unit.ts';

const HOLDER = 'The unit that keeps it; null once it is given back or lost.';
const RECEIVED_BY = 'Who took it over.';
const MINUTES = 'By which minutes or certificate.';

@ObjectType({ description: 'What a seal was on some days, and in whose custody.' })
export class SealStep extends ThingStep {
  @Field(() => SealStatusEnum, { description: 'What it was.' })
  status!: keyof typeof SealStatusEnum;

  @Field(() => OrgUnit, { nullable: true, description: HOLDER })
  holder!: OrgUnit | null;

  @Field(() => String, { nullable: true, description: RECEIVED_BY })
  receivedBy!: string | null;

  @Field(() => String, { nullable: true, description: MINUTES })
  minutes!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    'A seal of a unit: engraved once, registered before it is used, given back when the unit is renamed or goes (Decree 99/2016/NĐ-CP).',
})
export class Seal extends Thing {
  @Field(() => SealKindEnum, { description: 'What kind of seal it is.' })
  kind!: keyof typeof SealKindEnum;

  @Field(() => SealStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof SealStatusEnum;

  @Field(() => String, { description: 'The name engraved.' })
  engravedName!: string;

  @Field(() => Boolean, {
    description: 'Whether that is the name its unit has on the day, whatever the case of letters.',
  })
  bearsName!: boolean;

  @Field(() => OrgUnit, { nullable: true, description: HOLDER })
  holder!: OrgUnit | null;

  @Field(() => String, { nullable: true, description: RECEIVED_BY })
  receivedBy!: string | null;

  @Field(() => String, { nullable: true, description: MINUTES })
  minutes!: string | null;

  @Field(() => [SealStep], { description: 'Its life, in order.' })
  steps!: SealStep[];
}

@ObjectType({ description: 'A page of seals, by the codes of their units.' })
export class SealConnection extends connectionOf(Seal, 'Seal') {}

@ArgsType()
export class SealsArgs extends ThingsArgs {
  @Field(() => [SealStatusEnum], { nullable: true, description: 'Only those that stand so on the day.' })
  statuses?: (keyof typeof SealStatusEnum)[] | null;
}
