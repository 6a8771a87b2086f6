import { Field, ObjectType } from 'type-graphql';
import { ChangeKindEnum } from './enums.ts';
import { LegalInstrument } from './instrument.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({ description: 'One decided act on the organization; every structural fact comes from one.' })
export class ChangeEvent {
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
}
