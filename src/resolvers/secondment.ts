import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { SecondmentConnection, SecondmentsEndingArgs } from '../schema/secondment.ts';
import {
  AgreeSecondmentInput,
  AgreeSecondmentPayload,
  DecideSecondmentInput,
  DecideSecondmentPayload,
  EndSecondmentInput,
  EndSecondmentPayload,
  ExtendSecondmentInput,
  ExtendSecondmentPayload,
  ProposeSecondmentInput,
  ProposeSecondmentPayload,
  RecallSecondmentInput,
  RecallSecondmentPayload,
  SecondStaffInput,
  SecondStaffPayload,
} from '../schema/secondment-command.ts';
import { agreeSecondment } from '../services/secondment/agree-secondment.ts';
import { decideSecondment } from '../services/secondment/decide-secondment.ts';
import { endSecondment } from '../services/secondment/end-secondment.ts';
import { extendSecondment } from '../services/secondment/extend-secondment.ts';
import { proposeSecondment } from '../services/secondment/propose-secondment.ts';
import { recallSecondment } from '../services/secondment/recall-secondment.ts';
import { secondStaff } from '../services/secondment/second-staff.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class SecondmentResolver {
  @Query(() => SecondmentConnection, {
    description: 'Secondments that end before a day and had not ended on the day asked, soonest first.',
  })
  secondmentsEnding(
    @Args(() => SecondmentsEndingArgs) _args: SecondmentsEndingArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => SecondStaffPayload, {
    description: 'Lends a person to another unit; both bodies have agreed in writing.',
  })
  secondStaff(
    @Arg('input', () => SecondStaffInput, { description: INPUT }) input: SecondStaffInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { homeAgreement = null, hostAgreement = null, onReturn = null } = input;
    return change(info, (work) => secondStaff(work, { ...input, homeAgreement, hostAgreement, onReturn, today }));
  }

  @Mutation(() => ProposeSecondmentPayload, { description: 'Proposes to lend somebody; the agreements come later.' })
  proposeSecondment(
    @Arg('input', () => ProposeSecondmentInput, { description: INPUT }) input: ProposeSecondmentInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { onReturn = null } = input;
    return change(info, (work) => proposeSecondment(work, { ...input, onReturn, today }));
  }

  @Mutation(() => AgreeSecondmentPayload, {
    description: 'Says that one body agrees to a secondment in writing, or refuses it.',
  })
  agreeSecondment(
    @Arg('input', () => AgreeSecondmentInput, { description: INPUT }) input: AgreeSecondmentInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => agreeSecondment(work, { ...input, on: input.on ?? today, today }));
  }

  @Mutation(() => DecideSecondmentPayload, { description: 'Decides on a secondment to which both bodies agreed.' })
  decideSecondment(
    @Arg('input', () => DecideSecondmentInput, { description: INPUT }) input: DecideSecondmentInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { onReturn = null } = input;
    return change(info, (work) => decideSecondment(work, { ...input, onReturn, on: input.on ?? today, today }));
  }

  @Mutation(() => ExtendSecondmentPayload, {
    description: 'Gives a secondment a later end, by the agreement of both bodies.',
  })
  extendSecondment(
    @Arg('input', () => ExtendSecondmentInput, { description: INPUT }) input: ExtendSecondmentInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => extendSecondment(work, extension({ ...input, on: input.on ?? today }, today)));
  }

  @Mutation(() => RecallSecondmentPayload, { description: 'Calls a person back before the end of the secondment.' })
  recallSecondment(
    @Arg('input', () => RecallSecondmentInput, { description: INPUT }) input: RecallSecondmentInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => recallSecondment(work, { ...input, today }));
  }

  @Mutation(() => EndSecondmentPayload, {
    description: 'Ends a secondment by return or transfer, or gives it a later end.',
  })
  endSecondment(
    @Arg('input', () => EndSecondmentInput, { description: INPUT }) input: EndSecondmentInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { outcome, decidedBy = null } = input;
    if (outcome === 'EXTEND') {
      const until = input.until ?? input.on;
      return change(info, (work) => extendSecondment(work, extension({ ...input, until }, today)));
    }
    return change(info, (work) => endSecondment(work, { ...input, outcome, decidedBy, today }));
  }
}

/** An extension, whether it is asked for as such or as the outcome of an end. */
function extension<T extends Pick<ExtendSecondmentInput, 'homeAgreement' | 'hostAgreement' | 'onReturn'>>(
  input: T,
  today: string,
) {
  const { homeAgreement = null, hostAgreement = null, onReturn = null } = input;
  return { ...input, homeAgreement, hostAgreement, onReturn, today };
}
