import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { SignboardConnection, SignboardsArgs } from '../schema/signboard.ts';
import {
  AdvanceSignboardsInput,
  AdvanceSignboardsPayload,
  DesignSignboardsInput,
  DesignSignboardsPayload,
} from '../schema/signboard-command.ts';
import { advanceSignboards } from '../services/signboard/advance-signboards.ts';
import { designSignboards } from '../services/signboard/design-signboards.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class SignboardResolver {
  @Query(() => SignboardConnection, { description: 'Signboards of a day, by the codes of their units.' })
  signboards(
    @Args(() => SignboardsArgs) _args: SignboardsArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => DesignSignboardsPayload, { description: 'Puts designs of signboards on record.' })
  designSignboards(
    @Arg('input', () => DesignSignboardsInput, { description: INPUT }) input: DesignSignboardsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const signboards = input.signboards.map(({ unit, text, on, mountedFrom = null, site = null }, index) => ({
      unit,
      text,
      on: on ?? today,
      mountedFrom,
      site,
      path: ['signboards', String(index)],
    }));
    return change(info, (work) => designSignboards(work, { ...input, signboards, list: 'signboards' }));
  }

  @Mutation(() => AdvanceSignboardsPayload, {
    description: 'Takes signboards a step further: approved, made, mounted, removed, disposed of.',
  })
  advanceSignboards(
    @Arg('input', () => AdvanceSignboardsInput, { description: INPUT }) input: AdvanceSignboardsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const steps = input.steps.map(({ signboard: id, to, on, reference = null, note = null }, index) => ({
      id,
      to,
      on: on ?? today,
      reference,
      note,
      path: ['steps', String(index)],
    }));
    return change(info, (work) => advanceSignboards(work, { ...input, steps, list: 'steps' }));
  }
}
