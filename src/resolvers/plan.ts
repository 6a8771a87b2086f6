import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { violation } from '../domain/violation.ts';
import { PointArgs } from '../schema/args.ts';
import { ChangeEvent } from '../schema/change.ts';
import { Phase, Plan, PlanConnection, PlansArgs } from '../schema/plan.ts';
import {
  AdoptPlanInput,
  AdoptPlanPayload,
  AmendPlanInput,
  AmendPlanPayload,
  ImportPlanInput,
  ImportPlanPayload,
  SupersedePlanInput,
  SupersedePlanPayload,
} from '../schema/plan-command.ts';
import { PhaseRehearsal } from '../schema/rehearsal.ts';
import { rehearsePhase } from '../services/phase/rehearse-phase.ts';
import { adoptPlan } from '../services/plan/adopt-plan.ts';
import { amendPlan } from '../services/plan/amend-plan.ts';
import { importPlan } from '../services/plan/import-plan.ts';
import { type PlanProblem, type ReadPlan, readPlan } from '../services/plan/read-plan.ts';
import { supersedePlan } from '../services/plan/supersede-plan.ts';
import { shown } from './answers.ts';
import { INPUT, type Payload, type RequestContext } from './context.ts';

@Resolver(() => Plan)
export class PlanResolver {
  @Query(() => Plan, { nullable: true, description: 'A plan by its code, as of a day; any day is answered.' })
  plan(
    @Arg('code', () => String, { description: 'Code of the plan.' }) _code: string,
    @Args(() => PointArgs) _point: PointArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => PlanConnection, { description: 'Plans as of a day, in Vietnamese order of titles.' })
  plans(@Args(() => PlansArgs) _args: PlansArgs, @Ctx() { read }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return read(info);
  }

  @Query(() => PhaseRehearsal, {
    description: 'What would happen if all that is left of a phase were carried out; nothing is written.',
  })
  rehearsePhase(
    @Arg('plan', () => String, { description: 'Code of the plan.' }) plan: string,
    @Arg('phase', () => Int, { description: 'Ordinal of the phase.' }) phase: number,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => rehearsePhase(work, { plan, phase }));
  }

  @Mutation(() => ImportPlanPayload, {
    description:
      'Records a plan from its document. With an instrument it is adopted at once, and what it reports of the past is carried out.',
  })
  importPlan(
    @Arg('input', () => ImportPlanInput, { description: INPUT }) { document, attachments, ...options }: ImportPlanInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { plan, problems } = readInput({ document, attachments });
    if (plan === null) return refusedFor(problems, options);
    return change(info, (work) => importPlan(work, { ...options, plan, today }));
  }

  @Mutation(() => AmendPlanPayload, {
    description:
      'A new version of a plan from a day on: phases still to come are planned anew, and what was done stays.',
  })
  amendPlan(
    @Arg('input', () => AmendPlanInput, { description: INPUT }) { document, attachments, ...command }: AmendPlanInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { plan, problems } = readInput({ document, attachments });
    if (plan === null) return refusedFor(problems, command);
    return change(info, (work) => amendPlan(work, { ...command, plan }));
  }

  @Mutation(() => AdoptPlanPayload, { description: 'Puts a draft into force by an instrument.' })
  adoptPlan(
    @Arg('input', () => AdoptPlanInput, { description: INPUT }) input: AdoptPlanInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => adoptPlan(work, input));
  }

  @Mutation(() => SupersedePlanPayload, {
    description: 'Ends a plan by an instrument, and tells what that leaves to be decided.',
  })
  supersedePlan(
    @Arg('input', () => SupersedePlanInput, { description: INPUT }) input: SupersedePlanInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => supersedePlan(work, input));
  }
}

@Resolver(() => ChangeEvent)
export class ChangePhaseResolver {
  @FieldResolver(() => Phase, { nullable: true, description: 'The phase of a plan under which it was carried out.' })
  phase(@Root() event: unknown, @Info() info: GraphQLResolveInfo): Phase | null {
    return shown(event, info);
  }
}

function readInput({ document, attachments }: Pick<ImportPlanInput, 'document' | 'attachments'>): {
  plan: ReadPlan | null;
  problems: readonly PlanProblem[];
} {
  const files = new Map(attachments.map(({ name, content }) => [name, content]));
  return readPlan({ name: 'document', text: document, attachments: files });
}

/** A document that is no plan: each problem at its place, and what was expected there. */
function refusedFor(problems: readonly PlanProblem[], { rehearse }: { rehearse?: boolean | null }): Payload {
  const violations = problems.map(({ path, line, column, message }) =>
    violation('INPUT_INVALID', { path, place: { line, column }, expected: 'DOCUMENT', words: { problem: message } }),
  );
  return { shown: {}, violations, rehearsed: rehearse === true };
}
