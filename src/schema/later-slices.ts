import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A seal of a unit. None is recorded yet.' })
export class Seal {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Where it stands in its life.' })
  status!: string;

  @Field(() => String, { description: 'The name engraved.' })
  engravedName!: string;
}

@ObjectType({ description: 'A signboard of a unit. None is recorded yet.' })
export class Signboard {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => String, { description: 'Where it stands in its life.' })
  status!: string;

  @Field(() => String, { description: 'The text it bears.' })
  text!: string;
}
