import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeEvent } from './change.ts';
import { CommandInput } from './command.ts';
import { Payload } from './payload.ts';
import { Phase, Plan } from './plan.ts';
import { DateScalar } from './scalars.ts';
import { SupersessionImpact } from './supersession.ts';
import { Task } from './task.ts';

@InputType({ description: 'A file that a plan document names.' })
export class AttachmentInput {
  @Field(() => String, { description: 'Its name in the document.' })
  name!: string;

  @Field(() => String, { description: 'What it holds: CSV.' })
  content!: string;
}

@InputType({ description: 'A plan document to record.' })
export class ImportPlanInput extends CommandInput {
  @Field(() => String, {
    description:
      'The document: YAML or JSON as `plan.schema.json` says. A request holds 4 MB; larger ones are loaded with `npm run load-plan`.',
  })
  document!: string;

  @Field(() => [AttachmentInput], { defaultValue: [], description: 'The territory files it names.' })
  attachments!: AttachmentInput[];
}

@InputType({ description: 'A plan document that replaces what the plan says from a day on.' })
export class AmendPlanInput extends ImportPlanInput {
  @Field(() => DateScalar, { description: 'First day on which it holds.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that amends it; required.' })
  instrument?: string | null;

  @Field(() => Int, { nullable: true, description: 'The `version` of the plan the caller read.' })
  expectedVersion?: number | null;
}

@InputType()
abstract class PlanStepInput extends CommandInput {
  @Field(() => String, { description: 'Code of the plan.' })
  plan!: string;

  @Field(() => Int, { nullable: true, description: 'The `version` of the plan the caller read.' })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: 'Remark.' })
  note?: string | null;
}

@InputType({ description: 'A draft to put into force.' })
export class AdoptPlanInput extends PlanStepInput {
  @Field(() => DateScalar, { description: 'First day in force.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that adopts it; required.' })
  instrument?: string | null;
}

@InputType({ description: 'A plan to end.' })
export class SupersedePlanInput extends PlanStepInput {
  @Field(() => DateScalar, { description: 'First day on which nothing new takes effect under it.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that ends it; required.' })
  instrument?: string | null;
}

@InputType({ description: 'A step of a phase.' })
class PhaseStepInput extends PlanStepInput {
  @Field(() => Int, { description: 'Ordinal of the phase.' })
  phase!: number;

  @Field(() => DateScalar, { nullable: true, description: 'First day of the new status; today where left out.' })
  on?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Number or id of the instrument that decides it; the plan's own where left out.",
  })
  instrument?: string | null;
}

@InputType({ description: 'A planned phase to be declared ready.' })
export class ReadyPhaseInput extends PhaseStepInput {}
@InputType({ description: 'A phase to start.' })
export class StartPhaseInput extends PhaseStepInput {}
@InputType({ description: 'A phase to complete.' })
export class CompletePhaseInput extends PhaseStepInput {}
@InputType({ description: 'A phase to hold.' })
export class SuspendPhaseInput extends PhaseStepInput {}
@InputType({ description: 'A phase to take up again.' })
export class ResumePhaseInput extends PhaseStepInput {}
@InputType({ description: 'A phase to give up before it begins.' })
export class CancelPhaseInput extends PhaseStepInput {}

@InputType({ description: 'A later end for a phase.' })
export class ExtendPhaseInput extends PhaseStepInput {
  @Field(() => DateScalar, { nullable: true, description: 'First day no longer in the window; null leaves it open.' })
  until?: string | null;
}

@InputType({ description: 'A statement that a gate is met.' })
export class AttestGateInput extends PhaseStepInput {
  @Field(() => String, { description: 'Code of the gate, which asks for a statement.' })
  gate!: string;

  @Field(() => String, { description: 'What shows it, up to 2,000 characters.' })
  evidence!: string;
}

@InputType({ description: 'A statement about a gate to take back.' })
export class RevokeAttestationInput extends PhaseStepInput {
  @Field(() => String, { description: 'Code of the gate.' })
  gate!: string;
}

@InputType({ description: 'A phase whose changes are to be carried out.' })
export class ApplyPhaseInput extends CommandInput {
  @Field(() => String, { description: 'Code of the plan.' })
  plan!: string;

  @Field(() => Int, { description: 'Ordinal of the phase, which is active.' })
  phase!: number;
}

@InputType({ description: 'A task that ends.' })
class TaskStepInput extends CommandInput {
  @Field(() => String, { description: 'Code of the plan.' })
  plan!: string;

  @Field(() => String, { description: 'Code of the task, or its id.' })
  task!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it ended; today where left out.' })
  on?: string | null;

  @Field(() => String, { nullable: true, description: 'Number or id of the instrument that says so.' })
  instrument?: string | null;

  @Field(() => String, { nullable: true, description: 'What shows it, up to 2,000 characters.' })
  evidence?: string | null;
}

@InputType({ description: 'A task that was done.' })
export class CompleteTaskInput extends TaskStepInput {}
@InputType({ description: 'A task that is no longer owed.' })
export class CancelTaskInput extends TaskStepInput {}

function planPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class PlanPayload extends Payload {
    @Field(() => Plan, { nullable: true, description: 'The plan as it is from that day, unless refused.' })
    plan!: Plan | null;
  }
  return PlanPayload;
}
export const ImportPlanPayload = planPayload('ImportPlanPayload', 'What recording a plan came to.');
export const AmendPlanPayload = planPayload('AmendPlanPayload', 'What amending a plan came to.');
export const AdoptPlanPayload = planPayload('AdoptPlanPayload', 'What adopting a plan came to.');

@ObjectType({ description: 'What ending a plan came to.' })
export class SupersedePlanPayload extends Payload {
  @Field(() => Plan, { nullable: true, description: 'The plan as it is from that day, unless refused.' })
  plan!: Plan | null;

  @Field(() => SupersessionImpact, { nullable: true, description: 'What its end leaves to be decided.' })
  impact!: SupersessionImpact | null;
}

function phasePayload(name: string, description: string) {
  @ObjectType(name, { description })
  class PhasePayload extends Payload {
    @Field(() => Phase, { nullable: true, description: 'The phase as it is from that day, unless refused.' })
    phase!: Phase | null;
  }
  return PhasePayload;
}
export const ReadyPhasePayload = phasePayload('ReadyPhasePayload', 'What declaring a phase ready came to.');
export const StartPhasePayload = phasePayload('StartPhasePayload', 'What starting a phase came to.');
export const CompletePhasePayload = phasePayload('CompletePhasePayload', 'What completing a phase came to.');
export const SuspendPhasePayload = phasePayload('SuspendPhasePayload', 'What holding a phase came to.');
export const ResumePhasePayload = phasePayload('ResumePhasePayload', 'What taking up a phase came to.');
export const CancelPhasePayload = phasePayload('CancelPhasePayload', 'What giving up a phase came to.');
export const ExtendPhasePayload = phasePayload('ExtendPhasePayload', 'What extending a phase came to.');
export const AttestGatePayload = phasePayload('AttestGatePayload', 'What stating that a gate is met came to.');
export const RevokeAttestationPayload = phasePayload(
  'RevokeAttestationPayload',
  'What taking a statement back came to.',
);

@ObjectType({ description: 'What carrying out the changes of a phase came to.' })
export class ApplyPhasePayload extends Payload {
  @Field(() => Phase, { nullable: true, description: 'The phase as it is today, unless refused.' })
  phase!: Phase | null;

  @Field(() => [ChangeEvent], { nullable: true, description: 'The acts, unless refused.' })
  changes!: ChangeEvent[] | null;
}

function taskPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class TaskPayload extends Payload {
    @Field(() => Task, { nullable: true, description: 'The task as it is from that day, unless refused.' })
    task!: Task | null;
  }
  return TaskPayload;
}
export const CompleteTaskPayload = taskPayload('CompleteTaskPayload', 'What completing a task came to.');
export const CancelTaskPayload = taskPayload('CancelTaskPayload', 'What cancelling a task came to.');
