import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { SealConnection, SealsArgs } from '../schema/seal.ts';
import {
  AdvanceSealInput,
  AdvanceSealPayload,
  AdvanceSealsInput,
  AdvanceSealsPayload,
  RequestSealInput,
  RequestSealPayload,
  RequestSealsInput,
  RequestSealsPayload,
  type SealRequestInput,
  type SealStepInput,
} from '../schema/seal-command.ts';
import { DueAfterRenameArgs, RenewalDueConnection, SealCutover, SealCutoverArgs } from '../schema/seal-ledger.ts';
import { advanceSeals } from '../services/seal/advance-seals.ts';
import { requestSeals } from '../services/seal/request-seals.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class SealResolver {
  @Query(() => SealConnection, { description: 'Seals of a day, by the codes of their units.' })
  seals(@Args(() => SealsArgs) _args: SealsArgs, @Ctx() { read }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return read(info);
  }

  @Query(() => SealCutover, {
    nullable: true,
    description:
      'How the seals of a plan follow one another: no gap and no overlap, or which; null where there is no such plan or phase.',
  })
  sealCutover(
    @Args(() => SealCutoverArgs) _args: SealCutoverArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => RenewalDueConnection, {
    description: 'Seals and signboards that changes of name made due, by themselves, and that are not there yet.',
  })
  dueAfterRename(
    @Args(() => DueAfterRenameArgs) _args: DueAfterRenameArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => RequestSealPayload, { description: 'Asks for a seal of an entitled unit.' })
  requestSeal(
    @Arg('input', () => RequestSealInput, { description: INPUT }) input: RequestSealInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { unit, kind, engravedName, on, usedFrom, ...command } = input;
    const seal = toRequest({ unit, kind, engravedName, on, usedFrom }, { today, path: [] });
    return change(info, (work) => requestSeals(work, { ...command, seals: [seal] }, 'requestSeal'));
  }

  @Mutation(() => RequestSealsPayload, { description: 'Asks for seals of entitled units, all in one transaction.' })
  requestSeals(
    @Arg('input', () => RequestSealsInput, { description: INPUT }) { seals, ...command }: RequestSealsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const requests = seals.map((seal, index) => toRequest(seal, { today, path: ['seals', String(index)] }));
    return change(info, (work) => requestSeals(work, { ...command, seals: requests, list: 'seals' }));
  }

  @Mutation(() => AdvanceSealPayload, {
    description: 'Takes a seal a step further: authorized, engraved, registered, in use, withdrawn, given back.',
  })
  advanceSeal(
    @Arg('input', () => AdvanceSealInput, { description: INPUT }) input: AdvanceSealInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { seal, to, on, holder, receivedBy, minutes, note, ...command } = input;
    const step = toStep({ seal, to, on, holder, receivedBy, minutes, note }, { today, path: [] });
    return change(info, (work) => advanceSeals(work, { ...command, steps: [step] }, 'advanceSeal'));
  }

  @Mutation(() => AdvanceSealsPayload, { description: 'Takes seals a step further, all in one transaction.' })
  advanceSeals(
    @Arg('input', () => AdvanceSealsInput, { description: INPUT }) { steps, ...command }: AdvanceSealsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const taken = steps.map((step, index) => toStep(step, { today, path: ['steps', String(index)] }));
    return change(info, (work) => advanceSeals(work, { ...command, steps: taken, list: 'steps' }));
  }
}

interface Place {
  today: string;
  path: readonly string[];
}

const toRequest = ({ on, usedFrom = null, ...seal }: SealRequestInput, { today, path }: Place) => ({
  ...seal,
  on: on ?? today,
  usedFrom,
  path,
});

const toStep = (
  { seal: id, to, on, holder = null, receivedBy = null, minutes = null, note = null }: SealStepInput,
  { today, path }: Place,
) => ({ id, to, on: on ?? today, holder, receivedBy, minutes, note, path });
