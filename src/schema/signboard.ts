import { ArgsType, Field, ObjectType } from 'type-graphql';
import { connectionOf, Node } from './node.ts';
import { Thing, ThingStep, ThingsArgs } from './thing.ts';
import { SignboardStatusEnum } from './thing-enums.ts';
import { Site } from './unit.ts';

@ObjectType({ description: 'What a signboard was on some days.' })
export class SignboardStep extends ThingStep {
  @Field(() => SignboardStatusEnum, { description: 'What it was.' })
  status!: keyof typeof SignboardStatusEnum;
}

@ObjectType({ implements: Node, description: 'A board by which a unit is found.' })
export class Signboard extends Thing {
  @Field(() => SignboardStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof SignboardStatusEnum;

  @Field(() => String, { description: 'The text it bears.' })
  text!: string;

  @Field(() => Site, { nullable: true, description: 'The place where it is to hang, where that was said.' })
  site!: Site | null;

  @Field(() => Boolean, {
    description: 'Whether the text holds the name its unit has on the day, whatever the case of letters.',
  })
  bearsName!: boolean;

  @Field(() => [SignboardStep], { description: 'Its life, in order.' })
  steps!: SignboardStep[];
}

@ObjectType({ description: 'A page of signboards, by the codes of their units.' })
export class SignboardConnection extends connectionOf(Signboard, 'Signboard') {}

@ArgsType()
export class SignboardsArgs extends ThingsArgs {
  @Field(() => [SignboardStatusEnum], { nullable: true, description: 'Only those that stand so on the day.' })
  statuses?: (keyof typeof SignboardStatusEnum)[] | null;
}
