import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { AuditEntriesArgs, AuditEntryConnection, PersonalReadConnection, PersonalReadsArgs } from '../schema/audit.ts';
import type { RequestContext } from './context.ts';

@Resolver()
export class AuditResolver {
  @Query(() => AuditEntryConnection, { description: 'Who changed what, the newest first.' })
  auditEntries(
    @Args(() => AuditEntriesArgs) _args: AuditEntriesArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => PersonalReadConnection, {
    description: 'Who looked at whom, the newest first; what was shown within the last second may not be there yet.',
  })
  personalReads(
    @Args(() => PersonalReadsArgs) _args: PersonalReadsArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }
}
