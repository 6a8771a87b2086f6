import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CommandInput } from './command.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';
import { CitingInput } from './staff-command.ts';
import { StaffCategoryEnum, TransferSideEnum } from './staff-enums.ts';
import { Transfer } from './transfer.ts';

const DECIDED_BY =
  "Code of the unit that decides; the instrument's issuer where left out. It manages the staff of the receiving unit that day, or stands above who does.";

@InputType({ description: 'A person to move.' })
export class MoveInput {
  @Field(() => String, { description: 'Code of the person.' })
  staff!: string;

  @Field(() => String, { description: 'Code of the unit that becomes the payroll home.' })
  toUnit!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of the unit where they work from then on. Left out, they stay where they work if that is within the new home, else they go there.',
  })
  workplace?: string | null;

  @Field(() => StaffCategoryEnum, {
    nullable: true,
    description: 'Their category from then on; as before where left out.',
  })
  category?: keyof typeof StaffCategoryEnum | null;
}

@InputType({ description: 'People to move from a day on, all of them or none.' })
export class TransferStaffInput extends CitingInput {
  @Field(() => [MoveInput], { description: 'Who is moved where, 1 to 10,000 entries.' })
  moves!: MoveInput[];

  @Field(() => DateScalar, { description: 'First day of the new payroll home, in the past or to come.' })
  on!: string;

  @Field(() => String, { nullable: true, description: DECIDED_BY })
  decidedBy?: string | null;
}

@InputType({ description: 'A move to propose.' })
export class ProposeTransferInput extends CommandInput {
  @Field(() => String, { description: 'Code of the person.' })
  staff!: string;

  @Field(() => String, { description: 'Code of the unit that is to become the payroll home.' })
  toUnit!: string;

  @Field(() => String, { nullable: true, description: 'Code of the unit where they are to work.' })
  workplace?: string | null;

  @Field(() => StaffCategoryEnum, {
    nullable: true,
    description: 'Their category from then on; as before where left out.',
  })
  category?: keyof typeof StaffCategoryEnum | null;

  @Field(() => DateScalar, { description: 'First day of the new payroll home.' })
  on!: string;

  @Field(() => String, { description: 'The letter that proposes it.' })
  reference!: string;
}

@InputType({ description: 'The word of one side about a transfer.' })
export class AgreeTransferInput extends CommandInput {
  @Field(() => ID, { description: 'Id of the transfer.' })
  transfer!: string;

  @Field(() => TransferSideEnum, { description: 'Whose word it is.' })
  side!: keyof typeof TransferSideEnum;

  @Field(() => Boolean, { defaultValue: true, description: 'False where that side refuses: the transfer is rejected.' })
  agreed!: boolean;

  @Field(() => String, { description: 'The letter.' })
  reference!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day of it; today where left out.' })
  on?: string | null;
}

@InputType({ description: 'A transfer to decide on.' })
export class DecideTransferInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the transfer.' })
  transfer!: string;

  @Field(() => String, { nullable: true, description: DECIDED_BY })
  decidedBy?: string | null;
}

@InputType({ description: 'A transfer to call off.' })
export class CancelTransferInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the transfer.' })
  transfer!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day of it; today where left out.' })
  on?: string | null;
}

@InputType({ description: 'A transfer that was wrong.' })
export class CompensateTransferInput extends CitingInput {
  @Field(() => ID, { description: 'Id of the transfer that was wrong.' })
  transfer!: string;

  @Field(() => DateScalar, { description: 'First day of the payroll home there was before.' })
  on!: string;

  @Field(() => String, { nullable: true, description: DECIDED_BY })
  decidedBy?: string | null;
}

@ObjectType({ description: 'What moving people came to.' })
export class TransferStaffPayload extends Payload {
  @Field(() => [Transfer], {
    description:
      'The transfers in the order given, as of their day or, where that is to come, today; empty where refused.',
  })
  transfers!: Transfer[];
}

function transferPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class TransferPayload extends Payload {
    @Field(() => Transfer, { nullable: true, description: 'The transfer, unless refused.' })
    transfer!: Transfer | null;
  }
  return TransferPayload;
}
export const ProposeTransferPayload = transferPayload('ProposeTransferPayload', 'What proposing a transfer came to.');
export const AgreeTransferPayload = transferPayload('AgreeTransferPayload', 'What the word of a side came to.');
export const DecideTransferPayload = transferPayload('DecideTransferPayload', 'What deciding on a transfer came to.');
export const CancelTransferPayload = transferPayload('CancelTransferPayload', 'What calling a transfer off came to.');
export const CompensateTransferPayload = transferPayload(
  'CompensateTransferPayload',
  'The transfer that answers the one that was wrong.',
);
