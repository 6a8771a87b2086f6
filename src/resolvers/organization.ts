import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { PointArgs, PointInput } from '../schema/args.ts';
import { Node } from '../schema/node.ts';
import { Coverage, OrganizationDiff } from '../schema/organization.ts';
import { DateScalar, DateTimeScalar } from '../schema/scalars.ts';
import type { RequestContext } from './context.ts';

@Resolver()
export class OrganizationResolver {
  @Query(() => Node, { nullable: true, description: 'Anything by its opaque global id, as of a day.' })
  node(
    @Arg('id', () => ID, { description: 'Global id.' }) _id: string,
    @Args(() => PointArgs) _point: PointArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => OrganizationDiff, {
    nullable: true,
    description:
      'What differs in the tree of a unit between two points, each a day and an instant of belief. Null where there is no such unit.',
  })
  organizationDiff(
    @Arg('root', () => String, { description: 'Code of the unit whose tree is compared, itself included.' })
    _root: string,
    @Arg('from', () => PointInput, { description: 'The one point.' }) _from: PointInput,
    @Arg('to', () => PointInput, { description: 'The other point.' }) _to: PointInput,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => Coverage, {
    nullable: true,
    description:
      "Which of a plan's territories no unit of its center's tree receives for, or more than one, on which days. Null where there is no such plan.",
  })
  coverage(
    @Arg('plan', () => String, { description: 'Code of the plan.' }) _plan: string,
    @Arg('from', () => DateScalar, { description: 'First day looked at.' }) _from: string,
    @Arg('until', () => DateScalar, { description: 'First day no longer looked at.' }) _until: string,
    @Arg('knownAt', () => DateTimeScalar, {
      nullable: true,
      description: 'What was believed at this instant; now where left out.',
    })
    _knownAt: string | null,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }
}
