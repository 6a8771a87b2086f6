import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { PageArgs } from './args.ts';
import { connectionOf, Node } from './node.ts';
import { Phase, Plan } from './plan.ts';
import { DuePrecisionEnum, TaskStatusEnum } from './plan-enums.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { Source } from './source.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'A deadline.' })
export class Due {
  @Field(() => DateScalar, { nullable: true, description: 'The last day in time; null where only words are given.' })
  on!: string | null;

  @Field(() => DuePrecisionEnum, { description: 'How exactly it was given.' })
  precision!: string;

  @Field(() => String, { nullable: true, description: 'Its wording.' })
  text!: string | null;
}

@ObjectType({ implements: Node, description: 'Something a plan asks a named body to do.' })
export class Task extends Node {
  @Field(() => String, { description: 'Code, unique in the plan.' })
  code!: string;

  @Field(() => String, { description: 'What is to be done.' })
  title!: string;

  @Field(() => OrgUnit, { description: 'Who owes it.' })
  owner!: OrgUnit;

  @Field(() => [OrgUnit], { description: 'Who helps.' })
  coOwners!: OrgUnit[];

  @Field(() => Due, { nullable: true, description: 'By when; null where no deadline was given.' })
  due!: Due | null;

  @Field(() => TaskStatusEnum, { description: 'Status on the day.' })
  status!: string;

  @Field(() => Boolean, { description: 'Whether it is open on the day and its deadline has passed.' })
  late!: boolean;

  @Field(() => String, { nullable: true, description: 'What shows that it was done.' })
  evidence!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'From when it is done or no longer owed.' })
  since!: string | null;

  @Field(() => Phase, { nullable: true, description: 'The phase it belongs to.' })
  phase!: Phase | null;

  @Field(() => Plan, { description: 'The plan it belongs to.' })
  plan!: Plan;

  @Field(() => Source, { nullable: true, description: 'Where it was published.' })
  source!: Source | null;

  @Field(() => Boolean, { description: 'True where the published text leaves this open and it was assumed.' })
  assumed!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

@ObjectType({ description: 'A page of tasks; those due first come first.' })
export class TaskConnection extends connectionOf(Task, 'Task') {}

@ArgsType()
export class TasksArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only of this plan.' })
  plan?: string | null;

  @Field(() => Int, { nullable: true, description: 'Only of the phase of this ordinal.' })
  phase?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are late on the day, or that are not.' })
  late?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Code of a unit that owes them or helps.' })
  owner?: string | null;

  @Field(() => TaskStatusEnum, { nullable: true, description: 'Only of this status on the day.' })
  status?: keyof typeof TaskStatusEnum | null;
}
