import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Continuity, ContinuityArgs } from '../schema/continuity.ts';
import { Counter, CounterConnection, CounterKindEnum, CountersArgs, CounterVersion } from '../schema/counter.ts';
import {
  ChangeCounterInput,
  ChangeCounterPayload,
  CloseCounterInput,
  CloseCounterPayload,
  type CounterInput,
  OpenCounterInput,
  OpenCounterPayload,
  OpenCountersInput,
  OpenCountersPayload,
} from '../schema/counter-command.ts';
import { Assignment } from '../schema/staff.ts';
import { OrgUnit } from '../schema/unit.ts';
import { changeCounter } from '../services/counter/change-counter.ts';
import { closeCounter } from '../services/counter/close-counter.ts';
import { openCounter } from '../services/counter/open-counter.ts';
import { openCounters } from '../services/counter/open-counters.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

const labelOf = (label: string): string => label.normalize().trim();
const toOpen = <Input extends CounterInput>(input: Input) => ({
  ...input,
  label: labelOf(input.label),
  until: input.until ?? null,
});

@Resolver(() => Counter)
export class CounterResolver {
  @Query(() => CounterConnection, { description: 'Counters that are there on a day, by unit and label.' })
  counters(
    @Args(() => CountersArgs) _args: CountersArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => Continuity, {
    nullable: true,
    description:
      'Proves for every day of a plan that each of its territories has an open counter, or tells where there is a gap. Null where there is no such plan.',
  })
  continuity(
    @Args(() => ContinuityArgs) _args: ContinuityArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @FieldResolver(() => [CounterVersion], { description: 'What it was over all its days, by their order.' })
  history(
    @Root() counter: unknown,
    @Arg('corrections', () => Boolean, {
      defaultValue: false,
      description: 'Also what was believed once and is no longer.',
    })
    _corrections: boolean,
    @Info() info: GraphQLResolveInfo,
  ): CounterVersion[] {
    return shown(counter, info);
  }

  @Mutation(() => OpenCounterPayload, { description: 'Opens a counter at a unit.' })
  openCounter(
    @Arg('input', () => OpenCounterInput, { description: INPUT }) input: OpenCounterInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => openCounter(work, toOpen(input)));
  }

  @Mutation(() => OpenCountersPayload, { description: 'Opens many counters at once, all or none.' })
  openCounters(
    @Arg('input', () => OpenCountersInput, { description: INPUT }) input: OpenCountersInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => openCounters(work, { ...input, counters: input.counters.map(toOpen) }));
  }

  @Mutation(() => ChangeCounterPayload, { description: 'Gives a counter another label, kind or week from a day on.' })
  changeCounter(
    @Arg('input', () => ChangeCounterInput, { description: INPUT }) input: ChangeCounterInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { label, kind, weekdays, ...command } = input;
    const week = weekdays && [...weekdays].sort((one, other) => one - other);
    const patch = {
      label: label == null ? undefined : labelOf(label),
      kind: kind ?? undefined,
      weekdays: week ?? undefined,
    };
    return change(info, (work) => changeCounter(work, { ...command, patch }));
  }

  @Mutation(() => CloseCounterPayload, { description: 'Closes a counter from a day on.' })
  closeCounter(
    @Arg('input', () => CloseCounterInput, { description: INPUT }) input: CloseCounterInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => closeCounter(work, { ...input, reason: input.reason ?? null }));
  }
}

@Resolver(() => OrgUnit)
export class UnitCounterResolver {
  @FieldResolver(() => [Counter], { description: 'Its own counters on the day, in Vietnamese order of labels.' })
  counters(
    @Root() unit: unknown,
    @Arg('kind', () => CounterKindEnum, { nullable: true, description: 'Only of this kind.' }) _kind: string | null,
    @Info() info: GraphQLResolveInfo,
  ): Counter[] {
    return shown(unit, info);
  }
}

@Resolver(() => Assignment)
export class AssignmentCounterResolver {
  @FieldResolver(() => Counter, {
    nullable: true,
    description: 'The counter that `counter` names at the unit on the day asked; null where none is recorded.',
  })
  atCounter(@Root() assignment: unknown, @Info() info: GraphQLResolveInfo): Counter | null {
    return shown(assignment, info);
  }
}
