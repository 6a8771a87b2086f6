import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { InstrumentKindEnum } from './enums.ts';
import { connectionOf, Node } from './node.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@ObjectType({ implements: Node, description: 'A law, resolution, decision, plan or dispatch that decisions cite.' })
export class LegalInstrument {
  @Field(() => ID, { description: 'Opaque global id.' })
  id!: string;

  @Field(() => String, { description: 'Number, such as `29/KH-UBND`; unique only within issuer and day.' })
  number!: string;

  @Field(() => InstrumentKindEnum, { description: 'Kind.' })
  kind!: string;

  @Field(() => String, { description: 'Code of the issuing unit, or the name of a body that is no unit here.' })
  issuer!: string;

  @Field(() => DateScalar, { description: 'Day of issue.' })
  issuedOn!: string;

  @Field(() => DateScalar, { description: 'First day in force.' })
  inForceFrom!: string;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it replaces.' })
  supersedes!: LegalInstrument | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is recorded.' })
  recordedAt!: string;
}

@ObjectType({ description: 'A page of instruments, by number.' })
export class LegalInstrumentConnection extends connectionOf(LegalInstrument, 'LegalInstrument') {}

@ArgsType()
export class InstrumentsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only those with exactly this number.' })
  number?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of number or title, diacritics optional.' })
  search?: string | null;
}
