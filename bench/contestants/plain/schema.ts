import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class Headcount {
  @Field(() => Int) payroll!: number;
  @Field(() => Int) secondedIn!: number;
}

@ObjectType()
export class Seal {
  @Field(() => String) kind!: string;
  @Field(() => String) status!: string;
}

/** A unit as of a day, which the objects below it are asked for as well. */
@ObjectType()
export class OrgUnit {
  @Field(() => ID) id!: number;
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => String) kind!: string;
  asOf!: string;
}

@ObjectType()
export class UnitConnection {
  @Field(() => [OrgUnit]) nodes!: OrgUnit[];
  @Field(() => Int) totalCount!: number;
}

@ObjectType()
export class Staff {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => String) category!: string;
  id!: number;
  asOf!: string;
}

@ObjectType()
export class StaffConnection {
  @Field(() => Int) totalCount!: number;
  @Field(() => [Staff]) nodes!: Staff[];
}

@ObjectType()
export class Count {
  @Field(() => Int) done!: number;
  @Field(() => Int) total!: number;
}

@ObjectType()
export class Progress {
  @Field(() => Count) changes!: Count;
  @Field(() => Count) seals!: Count;
  @Field(() => Count) signboards!: Count;
  @Field(() => Count) handovers!: Count;
  @Field(() => Count) tasks!: Count;
}

@ObjectType()
export class Period {
  @Field(() => String) from!: string;
  @Field(() => String, { nullable: true }) until!: string | null;
}

@ObjectType()
export class Phase {
  @Field(() => Int) ordinal!: number;
  @Field(() => String) title!: string;
  @Field(() => String) status!: string;
  @Field(() => Boolean) overdue!: boolean;
  @Field(() => Period) period!: Period;
  @Field(() => Progress) progress!: Progress;
}

@ObjectType()
export class CurrentPhase {
  @Field(() => Int) ordinal!: number;
}

@ObjectType()
export class Center {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
}

@ObjectType()
export class Plan {
  @Field(() => String) code!: string;
  @Field(() => String) title!: string;
  @Field(() => String) status!: string;
  @Field(() => Center) center!: Center;
  @Field(() => CurrentPhase, { nullable: true }) currentPhase!: CurrentPhase | null;
  @Field(() => [Phase]) phases!: Phase[];
}

@ObjectType()
export class PlanConnection {
  @Field(() => [Plan]) nodes!: Plan[];
}

@InputType()
export class AssignStaffInput {
  @Field(() => String) staff!: string;
  @Field(() => String) unit!: string;
  @Field(() => String) from!: string;
  @Field(() => String) until!: string;
  @Field(() => String) decidedBy!: string;
  @Field(() => String) instrument!: string;
}

@InputType()
export class TransferStaffInput {
  @Field(() => String) staff!: string;
  @Field(() => String) unit!: string;
  @Field(() => String) on!: string;
  @Field(() => String) decidedBy!: string;
  @Field(() => String) instrument!: string;
}

@ObjectType()
export class Written {
  @Field(() => ID) id!: number;
  @Field(() => String) staff!: string;
}
