import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf, Node } from './node.ts';
import { Thing, ThingStep, ThingsArgs } from './thing.ts';
import { HandoverStatusEnum } from './thing-enums.ts';
import { OrgUnit, Site } from './unit.ts';

const LAST = 'Of the last step that says it.';
const MINUTES = 'The number of the minutes.';
const GIVER_SIGNATORY = 'Who signed for the giver.';
const RECEIVER_SIGNATORY = 'Who signed for the receiver.';

@ObjectType({ description: 'What a handover was on some days.' })
export class HandoverStep extends ThingStep {
  @Field(() => HandoverStatusEnum, { description: 'What it was.' })
  status!: keyof typeof HandoverStatusEnum;

  @Field(() => String, { nullable: true, description: MINUTES })
  minutes!: string | null;

  @Field(() => String, { nullable: true, description: GIVER_SIGNATORY })
  giverSignatory!: string | null;

  @Field(() => String, { nullable: true, description: RECEIVER_SIGNATORY })
  receiverSignatory!: string | null;
}

@ObjectType({ description: 'Something that is handed over, and how it was found.' })
export class HandoverItem {
  @Field(() => Int, { description: 'Its place in the list, from 1.' })
  position!: number;

  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => Float, { description: 'How much or how many.' })
  quantity!: number;

  @Field(() => String, { nullable: true, description: 'In which measure.' })
  measure!: string | null;

  @Field(() => String, { nullable: true, description: 'In what condition.' })
  condition!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    'Premises and assets that one unit hands to another, on minutes that both sign. Its unit is the receiver.',
})
export class Handover extends Thing {
  @Field(() => HandoverStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof HandoverStatusEnum;

  @Field(() => String, { description: 'What it is about.' })
  title!: string;

  @Field(() => OrgUnit, { description: 'The unit that gives.' })
  giver!: OrgUnit;

  @Field(() => OrgUnit, { description: 'The unit that receives.' })
  receiver!: OrgUnit;

  @Field(() => Site, { nullable: true, description: 'The premises, where such are handed over.' })
  site!: Site | null;

  @Field(() => [HandoverItem], { description: 'What is handed over, as listed.' })
  items!: HandoverItem[];

  @Field(() => String, { nullable: true, description: `${MINUTES} ${LAST}` })
  minutes!: string | null;

  @Field(() => String, { nullable: true, description: `${GIVER_SIGNATORY} ${LAST}` })
  giverSignatory!: string | null;

  @Field(() => String, { nullable: true, description: `${RECEIVER_SIGNATORY} ${LAST}` })
  receiverSignatory!: string | null;

  @Field(() => [HandoverStep], { description: 'Its life, in order.' })
  steps!: HandoverStep[];
}

@ObjectType({ description: 'A page of handovers, by the codes of their receivers.' })
export class HandoverConnection extends connectionOf(Handover, 'Handover') {}

@ArgsType()
export class HandoversArgs extends ThingsArgs {
  @Field(() => [HandoverStatusEnum], { nullable: true, description: 'Only those that stand so on the day.' })
  statuses?: (keyof typeof HandoverStatusEnum)[] | null;
}
