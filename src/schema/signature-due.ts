import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from './node.ts';
import { WithinArgs } from './readiness.ts';
import { DateScalar } from './scalars.ts';
import { DigitalSignature } from './signature.ts';
import { Staff } from './staff.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'A seconded official who cannot sign digitally on the day.' })
class SignatureDue {
  @Field(() => Staff, { description: 'The official.' })
  staff!: Staff;

  @Field(() => OrgUnit, { nullable: true, description: 'Where they are counted and paid; it owes the certificate.' })
  home!: OrgUnit | null;

  @Field(() => OrgUnit, { description: 'To which they are seconded.' })
  host!: OrgUnit;

  @Field(() => DateScalar, { description: 'Since when they are.' })
  since!: string;

  @Field(() => DigitalSignature, {
    nullable: true,
    description: 'Their last certificate, or one to come; null where they never had any.',
  })
  last!: DigitalSignature | null;
}

@ObjectType({ description: 'A page of officials who cannot sign, in Vietnamese order of names.' })
export class SignatureDueConnection extends connectionOf(SignatureDue, 'SignatureDue') {}

@ArgsType()
export class SignaturesDueArgs extends WithinArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'Items per page, 1 to 100.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor after which the page begins.' })
  after?: string | null;
}
