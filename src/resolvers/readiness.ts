import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ReadinessSummary,
  RecordReadinessInput,
  RecordReadinessPayload,
  UnitBehind,
  WithinArgs,
} from '../schema/readiness.ts';
import { recordReadiness } from '../services/readiness/record-readiness.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver(() => ReadinessSummary)
export class ReadinessResolver {
  @Query(() => [ReadinessSummary], {
    description: 'How far centers and branches are on a day, by item; nothing where there is no such unit or plan.',
  })
  readiness(
    @Args(() => WithinArgs) _args: WithinArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @FieldResolver(() => [UnitBehind], { description: 'Those that are not ready, by code.' })
  behind(
    @Root() summary: unknown,
    @Arg('first', () => Int, {
      defaultValue: 100,
      description: 'At most so many, 1 to 1,000; see `units` and `ready`.',
    })
    _first: number,
    @Info() info: GraphQLResolveInfo,
  ): UnitBehind[] {
    return shown(summary, info);
  }

  @Mutation(() => RecordReadinessPayload, {
    description:
      'Says how far units are with what they get ready, from a day on; one of the same day corrects, of a later day ends, what was said before.',
  })
  recordReadiness(
    @Arg('input', () => RecordReadinessInput, { description: INPUT }) input: RecordReadinessInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const items = input.items.map(({ field, total = null, on, source = null, ...item }, index) => ({
      ...item,
      field: field?.normalize().trim() ?? null,
      total,
      on: on ?? today,
      source,
      path: ['items', String(index)],
    }));
    return change(info, (work) => recordReadiness(work, { ...input, items }));
  }
}
