import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Handover } from '../schema/handover.ts';
import {
  AllocatePremisesInput,
  AllocatePremisesPayload,
  AwaitedEvent,
  AwaitedEventsArgs,
  Premises,
  RecordEventInput,
  RecordEventPayload,
  RecordSiteInput,
  RecordSitePayload,
  ReleasePremisesInput,
  ReleasePremisesPayload,
} from '../schema/premises.ts';
import { OrgUnit, Site } from '../schema/unit.ts';
import { recordEvent } from '../services/event/record-event.ts';
import { allocatePremises } from '../services/site/allocate-premises.ts';
import { recordSite } from '../services/site/record-site.ts';
import { releasePremises } from '../services/site/release-premises.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver(() => Site)
export class SiteResolver {
  @FieldResolver(() => Premises, {
    nullable: true,
    description: 'Who holds it on the day; null where nobody is known to.',
  })
  holder(@Root() site: unknown, @Info() info: GraphQLResolveInfo): Premises | null {
    return shown(site, info);
  }

  @FieldResolver(() => [Handover], { description: 'Handovers of it, as they stand on the day.' })
  handovers(@Root() site: unknown, @Info() info: GraphQLResolveInfo): Handover[] {
    return shown(site, info);
  }

  @Mutation(() => RecordSitePayload, { description: 'Puts a place on record.' })
  recordSite(
    @Arg('input', () => RecordSiteInput, { description: INPUT }) input: RecordSiteInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { latitude = null, longitude = null, areaM2 = null } = input;
    return change(info, (work) => recordSite(work, { ...input, latitude, longitude, areaM2 }));
  }

  @Mutation(() => AllocatePremisesPayload, {
    description: 'Says by an instrument which unit holds a site, where no handover says so.',
  })
  allocatePremises(
    @Arg('input', () => AllocatePremisesInput, { description: INPUT }) input: AllocatePremisesInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { until = null, untilEvent = null } = input;
    return change(info, (work) => allocatePremises(work, { ...input, until, untilEvent }));
  }

  @Mutation(() => ReleasePremisesPayload, { description: 'Ends who holds a site, where nobody takes it over.' })
  releasePremises(
    @Arg('input', () => ReleasePremisesInput, { description: INPUT }) input: ReleasePremisesInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => releasePremises(work, { ...input, on: input.on ?? today }));
  }
}

@Resolver(() => OrgUnit)
export class PremisesResolver {
  @FieldResolver(() => [Premises], { description: 'Premises it holds on the day.' })
  premises(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): Premises[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [Handover], { description: 'What it gives or receives, as it stands on the day.' })
  handovers(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): Handover[] {
    return shown(unit, info);
  }

  @Query(() => [AwaitedEvent], {
    description: 'Events until which premises are managed or held, in their order as text.',
  })
  awaitedEvents(
    @Args(() => AwaitedEventsArgs) _args: AwaitedEventsArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => RecordEventPayload, {
    description:
      'An event came about that premises were managed, or held, until: all that waited for it ends on the day, and others manage from then on where that is said.',
  })
  recordEvent(
    @Arg('input', () => RecordEventInput, { description: INPUT }) input: RecordEventInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { on, units = null, under = null, nextManager = null, nextHolder = null } = input;
    const command = { ...input, on: on ?? today, units, under, nextManager, nextHolder };
    return change(info, (work) => recordEvent(work, command));
  }
}
