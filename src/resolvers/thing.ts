import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { RetractStepInput, RetractStepPayload } from '../schema/thing-retraction.ts';
import { retractStep } from '../services/thing/retract-step.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class ThingResolver {
  @Mutation(() => RetractStepPayload, {
    description: 'Takes back the last step of a thing, which was said by mistake: what it was before goes on.',
  })
  retractStep(
    @Arg('input', () => RetractStepInput, { description: INPUT }) input: RetractStepInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => retractStep(work, { ...input, today }));
  }
}
