import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { EquipmentNeedConnection, EquipmentNeedsArgs } from '../schema/equipment.ts';
import {
  AdvanceEquipmentNeedsInput,
  AdvanceEquipmentNeedsPayload,
  RegisterEquipmentNeedsInput,
  RegisterEquipmentNeedsPayload,
} from '../schema/equipment-command.ts';
import {
  EquipmentConsolidation,
  EquipmentConsolidationArgs,
  EquipmentItem,
  EquipmentOfUnit,
} from '../schema/equipment-consolidation.ts';
import { advanceEquipmentNeeds } from '../services/equipment/advance-needs.ts';
import { registerEquipmentNeeds } from '../services/equipment/register-needs.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class EquipmentResolver {
  @Query(() => EquipmentNeedConnection, { description: 'Needs for equipment of a day, by the codes of their units.' })
  equipmentNeeds(
    @Args(() => EquipmentNeedsArgs) _args: EquipmentNeedsArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => EquipmentConsolidation, {
    nullable: true,
    description: 'What a center and the units below it need on a day, by item; null where there is no such unit.',
  })
  equipmentConsolidation(
    @Args(() => EquipmentConsolidationArgs) _args: EquipmentConsolidationArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Mutation(() => RegisterEquipmentNeedsPayload, { description: 'Registers what units need, all in one transaction.' })
  registerEquipmentNeeds(
    @Arg('input', () => RegisterEquipmentNeedsInput, { description: INPUT }) input: RegisterEquipmentNeedsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const needs = input.needs.map(({ unit, item, quantity, unitPrice = null, on }, index) => ({
      unit,
      item: item.normalize().trim(),
      quantity,
      unitPrice,
      on: on ?? today,
      path: ['needs', String(index)],
    }));
    return change(info, (work) => registerEquipmentNeeds(work, { ...input, needs }));
  }

  @Mutation(() => AdvanceEquipmentNeedsPayload, {
    description: 'Takes needs a step further: consolidated, funded, bought, or refused.',
  })
  advanceEquipmentNeeds(
    @Arg('input', () => AdvanceEquipmentNeedsInput, { description: INPUT }) input: AdvanceEquipmentNeedsInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const steps = input.steps.map(
      ({ need: id, to, on, by = null, amount = null, reference = null, note = null }, index) => ({
        id,
        to,
        on: on ?? today,
        by,
        amount,
        reference,
        note,
        path: ['steps', String(index)],
      }),
    );
    return change(info, (work) => advanceEquipmentNeeds(work, { ...input, steps }));
  }
}

@Resolver(() => EquipmentConsolidation)
export class EquipmentConsolidationResolver {
  @FieldResolver(() => [EquipmentItem], { description: 'By item, in Vietnamese order.' })
  rows(
    @Root() consolidation: unknown,
    @Arg('first', () => Int, { defaultValue: 100, description: 'At most so many, 1 to 1,000; see `items`.' })
    _first: number,
    @Info() info: GraphQLResolveInfo,
  ): EquipmentItem[] {
    return shown(consolidation, info);
  }
}

@Resolver(() => EquipmentItem)
export class EquipmentItemResolver {
  @FieldResolver(() => [EquipmentOfUnit], { description: 'By unit, in the order of codes.' })
  byUnit(
    @Root() item: unknown,
    @Arg('first', () => Int, { defaultValue: 100, description: 'At most so many, 1 to 1,000.' })
    _first: number,
    @Info() info: GraphQLResolveInfo,
  ): EquipmentOfUnit[] {
    return shown(item, info);
  }
}
