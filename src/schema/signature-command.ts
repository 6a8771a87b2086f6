import { Field, InputType } from 'type-graphql';
import { DateScalar } from './scalars.ts';
import { PersonInput, staffPayload } from './staff-command.ts';

@InputType({ description: 'A certificate by which an official signs; its number, never its key.' })
export class RecordDigitalSignatureInput extends PersonInput {
  @Field(() => String, { description: 'Its number.' })
  serial!: string;

  @Field(() => String, { description: 'Who issued it.' })
  issuer!: string;

  @Field(() => DateScalar, { description: 'First day on which it works.' })
  from!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day on which it no longer works; open where left out.',
  })
  until?: string | null;
}

@InputType({ description: 'A certificate that is taken back.' })
export class RevokeDigitalSignatureInput extends PersonInput {
  @Field(() => String, { description: 'Its number.' })
  serial!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its issuer; needed where the person has that number of several.',
  })
  issuer?: string | null;

  @Field(() => DateScalar, { description: 'First day on which it no longer works.' })
  on!: string;

  @Field(() => String, { description: 'Why it is taken back; kept in the audit.' })
  reason!: string;
}

export const RecordDigitalSignaturePayload = staffPayload(
  'RecordDigitalSignaturePayload',
  'What recording a digital signature came to.',
);
export const RevokeDigitalSignaturePayload = staffPayload(
  'RevokeDigitalSignaturePayload',
  'What taking a digital signature back came to; the person as of that day.',
);
