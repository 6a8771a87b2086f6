import { Field, ObjectType } from 'type-graphql';
import { SIGNATURE_STATUSES, type SignatureStatus } from '../domain/signature.ts';
import { type Described, enumOf } from './enum-of.ts';
import { Period } from './node.ts';
import { DateTimeScalar } from './scalars.ts';

const statuses: Described<SignatureStatus> = {
  PENDING: 'It does not work yet.',
  VALID: 'It works.',
  EXPIRED: 'It ran out, or its holder left.',
  REVOKED: 'It was taken back.',
};
export const SignatureStatusEnum = enumOf('DigitalSignatureStatus', 'Where a certificate stands on the day.', [
  SIGNATURE_STATUSES,
  statuses,
]);

@ObjectType({ description: 'The certificate by which an official signs.' })
export class DigitalSignature {
  @Field(() => String, { description: 'Its number.' })
  serial!: string;

  @Field(() => String, { description: 'Who issued it.' })
  issuer!: string;

  @Field(() => SignatureStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof SignatureStatusEnum;

  @Field(() => Period, { description: 'From when until when it works.' })
  period!: Period;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;
}
