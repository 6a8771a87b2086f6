import { Field, ObjectType } from 'type-graphql';
import { PLAN_EVENT_KINDS, type PlanEventKind } from '../domain/plan-notice.ts';
import { type Described, enumOf } from './enum-of.ts';
import { Phase, Plan } from './plan.ts';

const kinds: Described<PlanEventKind> = {
  PLAN: 'The plan itself: its status, or what it says.',
  PHASE: 'The status of a phase, or what the plan says of it.',
  GATE: 'A gate of a phase: that there is one, or that it was attested.',
  CHANGE: 'A change was carried out under the plan.',
  TASK: 'The status of a task.',
  RESYNC: 'Something may have been missed, for instance while the database was away: read again what you show.',
};
const PlanEventKindEnum = enumOf('PlanEventKind', 'What of a plan has changed.', [PLAN_EVENT_KINDS, kinds]);

@ObjectType({ description: 'That something of a plan has changed, and what the plan and the phase are now.' })
export class PlanEvent {
  @Field(() => PlanEventKindEnum, { description: 'What has changed.' })
  kind!: PlanEventKind;

  @Field(() => Plan, { description: 'The plan as it is now.' })
  plan!: Plan;

  @Field(() => Phase, {
    nullable: true,
    description: 'The phase as it is now; null where the change is about no single one.',
  })
  phase!: Phase | null;
}
