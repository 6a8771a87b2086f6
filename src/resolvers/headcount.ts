import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  AllocateHeadcountInput,
  AllocateHeadcountPayload,
  Capacity,
  CapacityArgs,
  Quota,
  QuotasArgs,
  UnitHeadcount,
} from '../schema/headcount.ts';
import { HeadcountAccount, HeadcountLedger, HeadcountLedgerArgs } from '../schema/headcount-ledger.ts';
import { DateScalar } from '../schema/scalars.ts';
import { OrgUnit } from '../schema/unit.ts';
import { allocateHeadcount } from '../services/headcount/allocate-headcount.ts';
import { shown } from './answers.ts';
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

  @Query(() => HeadcountLedger, {
    nullable: true,
    description:
      'A double-entry ledger of the posts and people of a unit and those below it over a period; null where there is no such unit.',
  })
  headcountLedger(
    @Args(() => HeadcountLedgerArgs) _args: HeadcountLedgerArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
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

@Resolver(() => HeadcountLedger)
export class HeadcountLedgerResolver {
  @FieldResolver(() => [HeadcountAccount], {
    description:
      'Accounts of units that stand in the tree on some day of the period, by unit; none that never held anything in it.',
  })
  accounts(
    @Root() ledger: unknown,
    @Arg('on', () => DateScalar, {
      nullable: true,
      description: 'At the end of which day of the period; of the last one where left out.',
    })
    _on: string | null,
    @Info() info: GraphQLResolveInfo,
  ): HeadcountAccount[] {
    return shown(ledger, info);
  }
}

@Resolver(() => OrgUnit)
export class UnitHeadcountResolver {
  @FieldResolver(() => UnitHeadcount, {
    nullable: true,
    description: 'How many people it has on the day; null for a unit of which nothing is shown but who it is.',
  })
  headcount(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): UnitHeadcount | null {
    return shown(unit, info);
  }
}
