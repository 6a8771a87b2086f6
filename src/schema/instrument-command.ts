import { Field, InputType, ObjectType } from 'type-graphql';
import { CommandInput } from './command.ts';
import { InstrumentKindEnum } from './enums.ts';
import { LegalInstrument } from './instrument.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';

@InputType({ description: 'An instrument to record.' })
export class RecordInstrumentInput extends CommandInput {
  @Field(() => String, { description: 'Number.' })
  number!: string;

  @Field(() => InstrumentKindEnum, { description: 'Kind.' })
  kind!: keyof typeof InstrumentKindEnum;

  @Field(() => String, { description: 'Code of the issuing unit, or the name of a body that is no unit here.' })
  issuer!: string;

  @Field(() => DateScalar, { description: 'Day of issue.' })
  issuedOn!: string;

  @Field(() => DateScalar, { description: 'First day in force.' })
  inForceFrom!: string;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument it replaces.' })
  supersedes?: string | null;
}

@ObjectType({ description: 'What recording an instrument came to.' })
export class RecordInstrumentPayload extends Payload {
  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument, unless refused.' })
  instrument!: LegalInstrument | null;
}
