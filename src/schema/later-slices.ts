import { Field, ID, ObjectType } from 'type-graphql';
import { Period } from './node.ts';

@ObjectType({ description: 'A person of staff. None is recorded yet.' })
export class Staff {
  @Field(() => String, { description: 'Staff code.' })
  code!: string;

  @Field(() => String, { description: 'Full name.' })
  name!: string;
}

@ObjectType({ description: 'Who leads a unit. None is recorded yet.' })
export class Leadership {
  @Field(() => String, { description: 'Role.' })
  role!: string;

  @Field(() => Staff, { description: 'The person.' })
  staff!: Staff;

  @Field(() => Period, { description: 'From when until when.' })
  period!: Period;
}

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
