import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import {
  AllocateHeadcountInput,
  AllocateHeadcountPayload,
  Capacity,
  CapacityArgs,
  Quota,
  QuotasArgs,
} from '../schema/headcount.ts';
import { allocateHeadcount } from '../services/headcount/allocate-headcount.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class HeadcountResolver {
  @Query(() => Capacity, {
    nullable: true,
    description:
      'Room and strength of a unit over a period, each figure at its worst day; null where there is no such unit.',
  })
  capacity(
    @Args(() => CapacityArgs) _args: CapacityArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => [Quota], { description: "Quotas of a year out of a center's total, its own first." })
  quotas(@Args(() => QuotasArgs) _args: QuotasArgs, @Ctx() { read }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return read(info);
  }

  @Mutation(() => AllocateHeadcountPayload, {
    description: "Grants posts out of a center's total for a year; what is not named stays.",
  })
  allocateHeadcount(
    @Arg('input', () => AllocateHeadcountInput, { description: INPUT }) input: AllocateHeadcountInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const allocations = input.allocations.map(({ minimum = null, ...allocation }) => ({ ...allocation, minimum }));
    return change(info, (work) => allocateHeadcount(work, { ...input, from: input.from ?? null, allocations }));
  }
}
