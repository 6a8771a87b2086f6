import { Field, ObjectType } from 'type-graphql';
import { Violation } from './violation.ts';

@ObjectType()
export abstract class Payload {
  @Field(() => [Violation], { description: 'Every rule the act breaks or comes close to; empty where there is none.' })
  violations!: Violation[];

  @Field(() => Boolean, { description: 'True where it was only a rehearsal: nothing was written.' })
  rehearsed!: boolean;
}
