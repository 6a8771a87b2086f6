import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { FOREVER } from '../domain/day.ts';
import {
  ApplyPhaseInput,
  ApplyPhasePayload,
  AttestGateInput,
  AttestGatePayload,
  CancelPhaseInput,
  CancelPhasePayload,
  CompletePhaseInput,
  CompletePhasePayload,
  ExtendPhaseInput,
  ExtendPhasePayload,
  ReadyPhaseInput,
  ReadyPhasePayload,
  ResumePhaseInput,
  ResumePhasePayload,
  RevokeAttestationInput,
  RevokeAttestationPayload,
  StartPhaseInput,
  StartPhasePayload,
  SuspendPhaseInput,
  SuspendPhasePayload,
} from '../schema/plan-command.ts';
import { attestGate, revokeAttestation } from '../services/gate/attest-gate.ts';
import { applyPhase } from '../services/phase/apply-phase.ts';
import { cancelPhase } from '../services/phase/cancel-phase.ts';
import { completePhase } from '../services/phase/complete-phase.ts';
import { extendPhase } from '../services/phase/extend-phase.ts';
import { readyPhase } from '../services/phase/ready-phase.ts';
import { resumePhase } from '../services/phase/resume-phase.ts';
import { startPhase } from '../services/phase/start-phase.ts';
import { suspendPhase } from '../services/phase/suspend-phase.ts';
import { INPUT, type RequestContext } from './context.ts';

/** A step that names no day is taken today. */
const dated = <Input extends { on?: string | null }>(input: Input, today: string) => ({
  ...input,
  on: input.on ?? today,
});

@Resolver()
export class PhaseResolver {
  @Mutation(() => ReadyPhasePayload, { description: 'Declares a planned phase ready to start.' })
  readyPhase(
    @Arg('input', () => ReadyPhaseInput, { description: INPUT }) input: ReadyPhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => readyPhase(work, dated(input, today)));
  }

  @Mutation(() => StartPhasePayload, {
    description:
      'Starts a phase in its window, after the ones before it, and alone; a planned one becomes ready on the way.',
  })
  startPhase(
    @Arg('input', () => StartPhaseInput, { description: INPUT }) input: StartPhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => startPhase(work, dated(input, today)));
  }

  @Mutation(() => CompletePhasePayload, { description: 'Completes an active phase, once every mandatory gate is met.' })
  completePhase(
    @Arg('input', () => CompletePhaseInput, { description: INPUT }) input: CompletePhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => completePhase(work, dated(input, today)));
  }

  @Mutation(() => SuspendPhasePayload, { description: 'Holds an active phase.' })
  suspendPhase(
    @Arg('input', () => SuspendPhaseInput, { description: INPUT }) input: SuspendPhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => suspendPhase(work, dated(input, today)));
  }

  @Mutation(() => ResumePhasePayload, { description: 'Takes up a suspended phase again.' })
  resumePhase(
    @Arg('input', () => ResumePhaseInput, { description: INPUT }) input: ResumePhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => resumePhase(work, dated(input, today)));
  }

  @Mutation(() => ExtendPhasePayload, { description: 'Gives a phase a later end, on an instrument of its own.' })
  extendPhase(
    @Arg('input', () => ExtendPhaseInput, { description: INPUT }) input: ExtendPhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => extendPhase(work, { ...dated(input, today), until: input.until ?? FOREVER }));
  }

  @Mutation(() => CancelPhasePayload, { description: 'Gives up a phase that has not begun.' })
  cancelPhase(
    @Arg('input', () => CancelPhaseInput, { description: INPUT }) input: CancelPhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => cancelPhase(work, dated(input, today)));
  }

  @Mutation(() => ApplyPhasePayload, {
    description: 'Carries out every change that an active phase foresees and nobody carried out yet: all or none.',
  })
  applyPhase(
    @Arg('input', () => ApplyPhaseInput, { description: INPUT }) input: ApplyPhaseInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => applyPhase(work, { ...input, today }));
  }

  @Mutation(() => AttestGatePayload, { description: 'States with evidence that a gate is met.' })
  attestGate(
    @Arg('input', () => AttestGateInput, { description: INPUT }) input: AttestGateInput,
    @Ctx() { change, today, actor }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => attestGate(work, { ...dated(input, today), attestedBy: actor.subject }));
  }

  @Mutation(() => RevokeAttestationPayload, { description: 'Takes back a statement that a gate is met.' })
  revokeAttestation(
    @Arg('input', () => RevokeAttestationInput, { description: INPUT }) input: RevokeAttestationInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => revokeAttestation(work, dated(input, today)));
  }
}
