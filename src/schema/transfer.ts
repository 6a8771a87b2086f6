import { Field, ObjectType } from 'type-graphql';
import { LegalInstrument } from './instrument.ts';
import { Node } from './node.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { Staff } from './staff.ts';
import { StaffCategoryEnum, TransferStatusEnum, TransferStepEnum } from './staff-enums.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'What was said about a transfer.' })
export class TransferStep {
  @Field(() => TransferStepEnum, { description: 'What.' })
  step!: keyof typeof TransferStepEnum;

  @Field(() => DateScalar, { description: 'On which day; for a decision, the day from which it holds.' })
  on!: string;

  @Field(() => LegalInstrument, { nullable: true, description: 'By which instrument.' })
  instrument!: LegalInstrument | null;

  @Field(() => String, { nullable: true, description: 'By which letter, or why.' })
  reference!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ObjectType({ implements: Node, description: "A person's payroll home becomes another." })
export class Transfer extends Node {
  @Field(() => TransferStatusEnum, { description: 'Where it stands on the day.' })
  status!: keyof typeof TransferStatusEnum;

  @Field(() => Staff, { description: 'The person.' })
  staff!: Staff;

  @Field(() => OrgUnit, { nullable: true, description: 'The payroll home before; null where there was none.' })
  fromUnit!: OrgUnit | null;

  @Field(() => OrgUnit, { description: 'The payroll home from then on.' })
  toUnit!: OrgUnit;

  @Field(() => DateScalar, { description: 'First day of the new payroll home.' })
  on!: string;

  @Field(() => String, { description: 'Equal for transfers that were decided together.' })
  batch!: string;

  @Field(() => StaffCategoryEnum, {
    nullable: true,
    description: 'Their category from then on, where it becomes another.',
  })
  category!: keyof typeof StaffCategoryEnum | null;

  @Field(() => OrgUnit, { nullable: true, description: 'Who decided it, where that is a unit.' })
  decidedBy!: OrgUnit | null;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument that decides it; null until then.' })
  instrument!: LegalInstrument | null;

  @Field(() => Boolean, { description: 'Whether that was issued after the day from which the transfer holds.' })
  retroactive!: boolean;

  @Field(() => Transfer, { nullable: true, description: 'The transfer that it answers because that was wrong.' })
  compensates!: Transfer | null;

  @Field(() => Transfer, { nullable: true, description: 'The transfer that answers it because it was wrong.' })
  compensatedBy!: Transfer | null;

  @Field(() => [TransferStep], { description: 'What was said about it, in order.' })
  steps!: TransferStep[];
}
