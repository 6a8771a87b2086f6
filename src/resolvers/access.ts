import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import {
  AccessStandard,
  AccessStandardArgs,
  IntegrationCandidate,
  IntegrationCandidatesArgs,
} from '../schema/access.ts';
import type { RequestContext } from './context.ts';

@Resolver()
export class AccessResolver {
  @Query(() => AccessStandard, {
    nullable: true,
    description:
      'Which communes of a plan lie near an open point on a day, and would if some units closed; null where there is no such plan.',
  })
  accessStandard(
    @Args(() => AccessStandardArgs) _args: AccessStandardArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => [IntegrationCandidate], {
    description:
      "The one-stop and reception points of a plan's center, with how each criterion for integrating it turns out; those that meet most come first.",
  })
  integrationCandidates(
    @Args(() => IntegrationCandidatesArgs) _args: IntegrationCandidatesArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }
}
