import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { HandoverConnection, HandoversArgs } from '../schema/handover.ts';
import {
  AdvanceHandoverInput,
  AdvanceHandoverPayload,
  AdvanceHandoversInput,
  AdvanceHandoversPayload,
  type HandoverRequestInput,
  type HandoverStepInput,
  ListHandoverInput,
  ListHandoverPayload,
  ListHandoversInput,
  ListHandoversPayload,
} from '../schema/handover-command.ts';
import { advanceHandovers } from '../services/handover/advance-handovers.ts';
import { listHandovers } from '../services/handover/list-handovers.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class HandoverResolver {
  @Query(() => HandoverConnection, {
    description: 'Handovers of a day, by the codes of their receivers; a unit is found as giver and as receiver.',
  })
  handovers(
    @Args(() => HandoversArgs) _args: HandoversArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => ListHandoverPayload, { description: 'Lists what a unit is to hand to another.' })
  listHandover(
    @Arg('input', () => ListHandoverInput, { description: INPUT }) input: ListHandoverInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { title, giver, receiver, site, items, on, ...command } = input;
    const handover = toRequest({ title, giver, receiver, site, items, on }, { today, path: [] });
    return change(info, (work) => listHandovers(work, { ...command, handovers: [handover] }, 'listHandover'));
  }

  @Mutation(() => ListHandoversPayload, { description: 'Lists what units are to hand to others, in one transaction.' })
  listHandovers(
    @Arg('input', () => ListHandoversInput, { description: INPUT }) { handovers, ...command }: ListHandoversInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const requests = handovers.map((one, index) => toRequest(one, { today, path: ['handovers', String(index)] }));
    return change(info, (work) => listHandovers(work, { ...command, handovers: requests, list: 'handovers' }));
  }

  @Mutation(() => AdvanceHandoverPayload, {
    description:
      'Takes a handover a step further: inspected, signed, closed, disputed. Premises change hands with the signatures.',
  })
  advanceHandover(
    @Arg('input', () => AdvanceHandoverInput, { description: INPUT }) input: AdvanceHandoverInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { handover, to, on, minutes, giverSignatory, receiverSignatory, note, ...command } = input;
    const asked = { handover, to, on, minutes, giverSignatory, receiverSignatory, note };
    const step = toStep(asked, { today, path: [] });
    return change(info, (work) => advanceHandovers(work, { ...command, steps: [step] }, 'advanceHandover'));
  }

  @Mutation(() => AdvanceHandoversPayload, { description: 'Takes handovers a step further, all in one transaction.' })
  advanceHandovers(
    @Arg('input', () => AdvanceHandoversInput, { description: INPUT }) { steps, ...command }: AdvanceHandoversInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const taken = steps.map((step, index) => toStep(step, { today, path: ['steps', String(index)] }));
    return change(info, (work) => advanceHandovers(work, { ...command, steps: taken, list: 'steps' }));
  }
}

interface Place {
  today: string;
  path: readonly string[];
}

const toRequest = (
  { title, giver, receiver: unit, site = null, items, on }: HandoverRequestInput,
  { today, path }: Place,
) => ({
  title,
  giver,
  unit,
  site,
  items: items.map(({ measure = null, condition = null, ...item }) => ({ ...item, measure, condition })),
  on: on ?? today,
  path,
});

const toStep = (
  {
    handover: id,
    to,
    on,
    minutes = null,
    giverSignatory = null,
    receiverSignatory = null,
    note = null,
  }: HandoverStepInput,
  { today, path }: Place,
) => ({ id, to, on: on ?? today, minutes, giverSignatory, receiverSignatory, note, path });
