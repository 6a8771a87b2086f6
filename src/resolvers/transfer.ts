import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import {
  AgreeTransferInput,
  AgreeTransferPayload,
  CancelTransferInput,
  CancelTransferPayload,
  CompensateTransferInput,
  CompensateTransferPayload,
  DecideTransferInput,
  DecideTransferPayload,
  ProposeTransferInput,
  ProposeTransferPayload,
  TransferStaffInput,
  TransferStaffPayload,
} from '../schema/transfer-command.ts';
import { agreeTransfer } from '../services/transfer/agree-transfer.ts';
import { cancelTransfer } from '../services/transfer/cancel-transfer.ts';
import { compensateTransfer } from '../services/transfer/compensate-transfer.ts';
import { decideTransfer } from '../services/transfer/decide-transfer.ts';
import { proposeTransfer } from '../services/transfer/propose-transfer.ts';
import { transferStaff } from '../services/transfer/transfer-staff.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class TransferResolver {
  @Mutation(() => TransferStaffPayload, {
    description: 'Moves the payroll home of one or many people from a day on, all of them or none.',
  })
  transferStaff(
    @Arg('input', () => TransferStaffInput, { description: INPUT }) input: TransferStaffInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { decidedBy = null } = input;
    const moves = input.moves.map(({ workplace = null, category = null, ...move }) => ({
      ...move,
      workplace,
      category,
    }));
    return change(info, (work) => transferStaff(work, { ...input, moves, decidedBy, today }));
  }

  @Mutation(() => ProposeTransferPayload, {
    description: 'Proposes to move somebody; nothing moves before both sides agreed and it was decided.',
  })
  proposeTransfer(
    @Arg('input', () => ProposeTransferInput, { description: INPUT }) input: ProposeTransferInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { workplace = null, category = null } = input;
    return change(info, (work) => proposeTransfer(work, { ...input, workplace, category, today }));
  }

  @Mutation(() => AgreeTransferPayload, { description: 'Says that one side agrees to a transfer, or refuses it.' })
  agreeTransfer(
    @Arg('input', () => AgreeTransferInput, { description: INPUT }) input: AgreeTransferInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => agreeTransfer(work, { ...input, on: input.on ?? today, today }));
  }

  @Mutation(() => DecideTransferPayload, { description: 'Decides on a transfer to which both sides agreed.' })
  decideTransfer(
    @Arg('input', () => DecideTransferInput, { description: INPUT }) input: DecideTransferInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { decidedBy = null } = input;
    return change(info, (work) => decideTransfer(work, { ...input, decidedBy, today }));
  }

  @Mutation(() => CancelTransferPayload, {
    description:
      'Calls a transfer off before it is effective; one decided for a day to come leaves everything as it was.',
  })
  cancelTransfer(
    @Arg('input', () => CancelTransferInput, { description: INPUT }) input: CancelTransferInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => cancelTransfer(work, { ...input, on: input.on ?? today, today }));
  }

  @Mutation(() => CompensateTransferPayload, {
    description: 'Answers a transfer that was wrong by one in the other direction; both stay on record.',
  })
  compensateTransfer(
    @Arg('input', () => CompensateTransferInput, { description: INPUT }) input: CompensateTransferInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { decidedBy = null } = input;
    return change(info, (work) => compensateTransfer(work, { ...input, decidedBy, today }));
  }
}
