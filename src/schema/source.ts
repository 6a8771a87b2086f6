import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where something was published.' })
export class Source {
  @Field(() => String, { description: 'The publication.' })
  publication!: string;

  @Field(() => String, { description: 'Where in it.' })
  reference!: string;

  @Field(() => String, { description: 'What it says, in our words.' })
  paraphrase!: string;
}
