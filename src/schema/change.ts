import { Field, ID, ObjectType } from 'type-graphql';
import { ChangeKindEnum } from './enums.ts';
import { LegalInstrument } from './instrument.ts';
import { Node } from './node.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({
  implements: Node,
  description: 'One decided act on the organization; every structural fact comes from one.',
})
export class ChangeEvent {
  @Field(() => ID, { description: 'Opaque global id.' })
  id!: string;

  @Field(() => ChangeKindEnum, { description: 'Kind.' })
  kind!: string;

  @Field(() => DateScalar, { description: 'First day on which it holds.' })
  on!: string;

  @Field(() => LegalInstrument, { description: 'The instrument that decides it.' })
  instrument!: LegalInstrument;

  @Field(() => Boolean, { description: 'True where the instrument was issued later than the day of effect.' })
  retroactive!: boolean;

  @Field(() => Boolean, { description: 'True where the published text leaves this open and it was assumed.' })
  assumed!: boolean;

  @Field(() => String, { nullable: true, description: 'Remark, such as the reason of a correction.' })
  note!: string | null;

  @Field(() => ChangeEvent, { nullable: true, description: 'The act that it undoes.' })
  compensates!: ChangeEvent | null;

  @Field(() => ChangeEvent, { nullable: true, description: 'The act that undid it.' })
  compensatedBy!: ChangeEvent | null;
}
