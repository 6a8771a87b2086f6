import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PointArgs } from '../schema/args.ts';
import {
  ExtendTerritoryInput,
  TerritoriesArgs,
  Territory,
  TerritoryConnection,
  TerritoryLineage,
} from '../schema/territory.ts';
import { OrgUnit } from '../schema/unit.ts';
import { ExtendTerritoryPayload } from '../schema/unit-command.ts';
import { extendTerritory } from '../services/territory/extend-territory.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver(() => Territory)
export class TerritoryResolver {
  @Query(() => Territory, { nullable: true, description: 'The territory that bears an official code on a day.' })
  territory(
    @Arg('code', () => String, { description: 'Official code.' }) _code: string,
    @Args(() => PointArgs) _point: PointArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => TerritoryConnection, { description: 'Territories of a day, in Vietnamese order.' })
  territories(
    @Args(() => TerritoriesArgs) _args: TerritoriesArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @FieldResolver(() => OrgUnit, { nullable: true, description: 'The unit that receives for it on the day.' })
  receivedBy(@Root() territory: unknown, @Info() info: GraphQLResolveInfo): OrgUnit | null {
    return shown(territory, info);
  }

  @FieldResolver(() => [TerritoryLineage], { description: 'Territories it was made of.' })
  predecessors(@Root() territory: unknown, @Info() info: GraphQLResolveInfo): TerritoryLineage[] {
    return shown(territory, info);
  }

  @FieldResolver(() => [TerritoryLineage], { description: 'Territories it became.' })
  successors(@Root() territory: unknown, @Info() info: GraphQLResolveInfo): TerritoryLineage[] {
    return shown(territory, info);
  }

  @Mutation(() => ExtendTerritoryPayload, { description: 'Lets a unit receive for further territories from a day on.' })
  extendTerritory(
    @Arg('input', () => ExtendTerritoryInput, { description: INPUT }) input: ExtendTerritoryInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => extendTerritory(work, input));
  }
}
