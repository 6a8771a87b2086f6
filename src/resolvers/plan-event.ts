import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Resolver, Root, Subscription } from 'type-graphql';
import type { PlanNotice } from '../domain/plan-notice.ts';
import { PlanEvent } from '../schema/plan-event.ts';
import type { RequestContext } from './context.ts';

@Resolver()
export class PlanEventResolver {
  @Subscription(() => PlanEvent, {
    description: 'Tells each time something of a plan has changed, whoever changed it and wherever.',
    subscribe: ({ args, context, info }) => (context as RequestContext).watch(info, String(args.plan)),
  })
  planChanged(
    @Arg('plan', () => String, { description: 'Code of the plan.' }) _plan: string,
    @Root() notice: PlanNotice,
    @Ctx() { tell }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return tell(info, notice);
  }
}
