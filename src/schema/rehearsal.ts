import { Field, Int, ObjectType } from 'type-graphql';
import { ChangeKindEnum, UnitKindEnum } from './enums.ts';
import { Gate, GateMissing } from './gate.ts';
import { OrganizationDiff } from './organization.ts';
import { Payload } from './payload.ts';
import { StaffCategoryEnum } from './staff-enums.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'How many changes are of a kind.' })
export class ChangeKindCount {
  @Field(() => ChangeKindEnum, { description: 'Kind.' })
  kind!: string;

  @Field(() => Int, { description: 'Number of changes.' })
  count!: number;
}

@ObjectType({ description: 'How many units are of a kind.' })
export class UnitKindCount {
  @Field(() => UnitKindEnum, { description: 'Kind.' })
  kind!: string;

  @Field(() => Int, { description: 'Number of units.' })
  count!: number;
}

@ObjectType({ description: 'People counted at a unit (payroll home) on the day before a phase and after it.' })
export class HeadcountMove {
  @Field(() => OrgUnit, { description: 'The unit.' })
  unit!: OrgUnit;

  @Field(() => StaffCategoryEnum, { description: 'Category of staff.' })
  category!: keyof typeof StaffCategoryEnum;

  @Field(() => Int, { description: 'People before.' })
  before!: number;

  @Field(() => Int, { description: 'People after.' })
  after!: number;
}

@ObjectType({
  description:
    'What would happen if the whole phase were carried out. `violations` holds every rule it breaks; nothing is written.',
})
export class PhaseRehearsal extends Payload {
  @Field(() => [ChangeKindCount], { nullable: true, description: 'Changes of the phase, carried out or not, by kind.' })
  changes!: ChangeKindCount[] | null;

  @Field(() => [UnitKindCount], { nullable: true, description: 'Units below the center on the day before the phase.' })
  unitsBefore!: UnitKindCount[] | null;

  @Field(() => [UnitKindCount], { nullable: true, description: 'Units below the center once all changes took effect.' })
  unitsAfter!: UnitKindCount[] | null;

  @Field(() => [HeadcountMove], { nullable: true, description: 'Units at which another number of people is counted.' })
  headcount!: HeadcountMove[] | null;

  @Field(() => OrganizationDiff, { nullable: true, description: "What differs in the center's tree between the two." })
  diff!: OrganizationDiff | null;

  @Field(() => [Gate], { nullable: true, description: 'The gates of the phase, as they would be then.' })
  gates!: Gate[] | null;

  @Field(() => [GateMissing], { nullable: true, description: 'What would be left to be decided or done.' })
  remaining!: GateMissing[] | null;
}
