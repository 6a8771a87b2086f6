import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { LOAD_FIGURES, type DossierLoad as Load, type LoadFigure } from '../domain/dossier-load.ts';
import {
  DossierLoadConnection,
  type DossierLoadInput,
  DossierLoadsArgs,
  RecordDossierLoadsInput,
  RecordDossierLoadsPayload,
} from '../schema/dossier-load.ts';
import { Kpis, ServiceArgs, Workload } from '../schema/workload.ts';
import { recordLoads } from '../services/workload/record-loads.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class WorkloadResolver {
  @Query(() => DossierLoadConnection, { description: 'Service figures by day and unit.' })
  dossierLoads(
    @Args(() => DossierLoadsArgs) _args: DossierLoadsArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => Kpis, {
    nullable: true,
    description:
      'What the service of a unit and those below it came to over a period, against its targets; null where there is no such unit.',
  })
  kpis(@Args(() => ServiceArgs) _args: ServiceArgs, @Ctx() { read }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return read(info);
  }

  @Query(() => Workload, {
    nullable: true,
    description:
      'What the units of a tree have to handle over a period, who handles it, and what would level it; null where there is no such unit.',
  })
  workload(
    @Args(() => ServiceArgs) _args: ServiceArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => RecordDossierLoadsPayload, {
    description: 'Puts on record what units or their counters report of days, and corrects what they reported before.',
  })
  recordDossierLoads(
    @Arg('input', () => RecordDossierLoadsInput, { description: INPUT }) input: RecordDossierLoadsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { csv = null, source = null } = input;
    const loads = (input.loads ?? []).map(asLoad);
    return change(info, (work) => recordLoads(work, { ...input, loads, csv, source, today }));
  }
}

function asLoad(input: DossierLoadInput): Load {
  const figures = Object.fromEntries(LOAD_FIGURES.map((figure) => [figure, input[figure] ?? null]));
  const { unit, day, counter = null } = input;
  return { unit, day, counter, ...(figures as Record<LoadFigure, number | null>) };
}
