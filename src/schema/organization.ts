import { Field, Int, ObjectType } from 'type-graphql';
import { ChangeEvent } from './change.ts';
import { UnitDifferenceEnum } from './enums.ts';
import { Period } from './node.ts';
import { Territory } from './territory.ts';
import { NamedUnit, OrgUnit } from './unit.ts';

@ObjectType({ description: 'A unit as it was at one of two points.' })
export class UnitState extends NamedUnit {
  @Field(() => String, { nullable: true, description: 'Code of the establishing parent.' })
  parentCode!: string | null;
}

@ObjectType({ description: 'One unit and one way in which it differs.' })
export class UnitChange {
  @Field(() => UnitDifferenceEnum, { description: 'In which way.' })
  kind!: string;

  @Field(() => OrgUnit, { description: 'The unit, as at the later point or as it last was.' })
  unit!: OrgUnit;

  @Field(() => UnitState, { nullable: true, description: 'At the earlier point; null where it did not exist.' })
  before!: UnitState | null;

  @Field(() => UnitState, { nullable: true, description: 'At the later point; null where it did not exist.' })
  after!: UnitState | null;

  @Field(() => ChangeEvent, { nullable: true, description: 'The act the difference comes from.' })
  event!: ChangeEvent | null;
}

@ObjectType({ description: 'How many units differ in one way.' })
export class UnitChangeCount {
  @Field(() => UnitDifferenceEnum, { description: 'In which way.' })
  kind!: string;

  @Field(() => Int, { description: 'Number of units.' })
  count!: number;
}

@ObjectType({ description: 'What differs in the tree of a unit between two points in both times.' })
export class OrganizationDiff {
  @Field(() => [UnitChangeCount], { description: 'Counts by way of differing; none with zero.' })
  summary!: UnitChangeCount[];

  @Field(() => [UnitChange], { description: 'Each difference, in Vietnamese order of the units.' })
  changes!: UnitChange[];
}

@ObjectType({ description: 'Days on which nobody receives for a territory.' })
export class CoverageGap {
  @Field(() => Territory, { description: 'The territory.' })
  territory!: Territory;

  @Field(() => Period, { description: 'The days.' })
  period!: Period;
}

@ObjectType({ description: 'Days on which more than one unit receives for a territory.' })
export class CoverageOverlap extends CoverageGap {
  @Field(() => [OrgUnit], { description: 'Those who receive.' })
  units!: OrgUnit[];
}

@ObjectType({
  description: "Whether every territory of a plan is received for by exactly one unit of its center's tree, every day.",
})
export class Coverage {
  @Field(() => Int, { description: 'Number of territories the plan must cover.' })
  territories!: number;

  @Field(() => [CoverageGap], { description: 'Territories without a receiving unit, with the exact days.' })
  uncovered!: CoverageGap[];

  @Field(() => [CoverageOverlap], { description: 'Territories with more than one, with the exact days.' })
  overlapping!: CoverageOverlap[];
}
