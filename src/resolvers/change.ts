import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { idOf } from '../domain/global-id.ts';
import {
  ApplyChangeInput,
  ApplyChangePayload,
  type ChangeInput,
  type ChangeResultInput,
  CompensateChangeInput,
  CompensateChangePayload,
} from '../schema/change-command.ts';
import { applyChange, type RequestedChange, type RequestedResult } from '../services/change/apply-change.ts';
import { compensateChange } from '../services/change/compensate-change.ts';
import { INPUT, type RequestContext } from './context.ts';
import { attributesOf } from './unit-attributes.ts';

@Resolver()
export class ChangeResolver {
  @Mutation(() => ApplyChangePayload, {
    description:
      'Carries out one change of whatever kind: of its own, under a phase of a plan, or as a plan foresees it.',
  })
  applyChange(
    @Arg('input', () => ApplyChangeInput, { description: INPUT }) input: ApplyChangeInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { plan = null, phase = null, plannedChange, ...rest } = input;
    const command = {
      ...rest,
      plan,
      phase,
      planned: plannedChange == null ? null : idOf('PlannedChange', plannedChange),
      change: input.change ? requestedChange(input.change) : null,
    };
    return change(info, (work) => applyChange(work, command));
  }

  @Mutation(() => CompensateChangePayload, {
    description:
      'Undoes an act by another with the opposite effect; `rehearse` shows which. Units that closed come back under codes of their own.',
  })
  compensateChange(
    @Arg('input', () => CompensateChangeInput, { description: INPUT }) input: CompensateChangeInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const restoredAs = new Map(input.restoredAs.map(({ unit, as }) => [unit, as]));
    const command = { ...input, change: idOf('ChangeEvent', input.change), restoredAs };
    return change(info, (work) => compensateChange(work, command));
  }
}

function requestedChange({ kind, on, sources, results, noSuccessor, note = null }: ChangeInput): RequestedChange {
  const placed = sources.map((source, index) => ({ ...source, path: ['sources', String(index), 'unit'] }));
  return { kind, on, sources: placed, results: results.map(requestedResult), noSuccessor, note };
}

function requestedResult(result: ChangeResultInput, position: number): RequestedResult {
  const { unit, relations, territories, endTerritories, children, seat } = result;
  return {
    unit,
    attributes: attributesOf(result),
    relations: relations.map(({ relation, unit: parent, untilEvent }, index) => {
      const path = ['results', String(position), 'relations', String(index), 'unit'];
      return { kind: relation, parent, untilEvent, path };
    }),
    territories,
    endTerritories,
    children,
    seat: seat ? { latitude: null, longitude: null, areaM2: null, ...seat } : null,
  };
}
