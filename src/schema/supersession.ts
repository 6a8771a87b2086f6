import { Field, Int, ObjectType } from 'type-graphql';
import { ChangeEvent } from './change.ts';
import { Phase } from './plan.ts';
import { Seal } from './seal.ts';
import { Task } from './task.ts';
import { Territory } from './territory.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({ description: 'A territory that ends with the plan, and what became of it.' })
export class MappedTerritory {
  @Field(() => Territory, { description: 'The territory on its last day.' })
  territory!: Territory;

  @Field(() => [Territory], { description: 'What it became; an abolished district what its communes became.' })
  successors!: Territory[];

  @Field(() => Boolean, { description: 'True where it did not pass as a whole into one: somebody has to decide.' })
  partial!: boolean;
}

@ObjectType({ description: 'What the end of a plan leaves to be decided.' })
export class SupersessionImpact {
  @Field(() => [OrgUnit], { description: 'Units of the plan that have no territory left to receive for.' })
  orphanedUnits!: OrgUnit[];

  @Field(() => [MappedTerritory], { description: 'Territories that end that day, with what became of each.' })
  territories!: MappedTerritory[];

  @Field(() => [MappedTerritory], { description: 'Those of them that did not pass as a whole into one.' })
  toDecide!: MappedTerritory[];

  @Field(() => [Phase], { description: 'Phases cut short.' })
  phases!: Phase[];

  @Field(() => [Task], { description: 'Tasks that were open and are no longer owed.' })
  tasks!: Task[];

  @Field(() => [ChangeEvent], { description: 'Acts under the plan that take effect on the day or later: they stay.' })
  laterChanges!: ChangeEvent[];

  @Field(() => [Seal], { description: 'Seals of the units without territory that are still out.' })
  sealsToReturn!: Seal[];

  @Field(() => Int, { description: 'People paid or working at the units without territory.' })
  staffUnplaced!: number;
}
