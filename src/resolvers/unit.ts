import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PointArgs } from '../schema/args.ts';
import { BankAccount } from '../schema/bank-account.ts';
import { RelationKindEnum, UnitKindEnum } from '../schema/enums.ts';
import { EquipmentNeed } from '../schema/equipment.ts';
import { Readiness } from '../schema/readiness.ts';
import { Seal } from '../schema/seal.ts';
import { Signboard } from '../schema/signboard.ts';
import { Appointment } from '../schema/staff.ts';
import { Territory } from '../schema/territory.ts';
import { OrgRelation, OrgUnit, OrgUnitConnection, UnitLineage, UnitsArgs, UnitVersion } from '../schema/unit.ts';
import {
  CorrectUnitInput,
  CorrectUnitPayload,
  DissolveUnitInput,
  DissolveUnitPayload,
  EstablishUnitInput,
  EstablishUnitPayload,
  RenameUnitInput,
  RenameUnitPayload,
  ReparentUnitInput,
  ReparentUnitPayload,
} from '../schema/unit-command.ts';
import { correctUnit } from '../services/unit/correct-unit.ts';
import { dissolveUnit } from '../services/unit/dissolve-unit.ts';
import { establishUnit } from '../services/unit/establish-unit.ts';
import { renameUnit } from '../services/unit/rename-unit.ts';
import { reparentUnit } from '../services/unit/reparent-unit.ts';
import { shown } from './answers.ts';
import { INPUT, type RequestContext } from './context.ts';
import { attributesOf, relationsOf } from './unit-attributes.ts';

const STEPS = 'How many steps to follow, 1 to 100; null follows the lineage to its end.';

@Resolver(() => OrgUnit)
export class UnitResolver {
  @Query(() => OrgUnit, {
    nullable: true,
    description: 'A unit by its code, as of a day; null where it does not exist then.',
  })
  unit(
    @Arg('code', () => String, { description: 'Code of the unit.' }) _code: string,
    @Args(() => PointArgs) _point: PointArgs,
    @Ctx() { read }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read(info);
  }

  @Query(() => OrgUnitConnection, { description: 'Units of a day, in Vietnamese order of names.' })
  units(@Args(() => UnitsArgs) _args: UnitsArgs, @Ctx() { read }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return read(info);
  }

  @FieldResolver(() => [OrgRelation], { description: 'How it stands under others on the day.' })
  parents(
    @Root() unit: unknown,
    @Arg('relation', () => RelationKindEnum, { nullable: true, description: 'Only in this respect.' }) _relation:
      | string
      | null,
    @Info() info: GraphQLResolveInfo,
  ): OrgRelation[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [OrgUnit], { description: 'Units directly below it on the day, in Vietnamese order of names.' })
  children(
    @Root() unit: unknown,
    @Arg('relation', () => RelationKindEnum, { defaultValue: 'ESTABLISHMENT', description: 'In which respect.' })
    _relation: string,
    @Arg('kinds', () => [UnitKindEnum], { nullable: true, description: 'Only of these kinds.' }) _kinds:
      | string[]
      | null,
    @Info() info: GraphQLResolveInfo,
  ): OrgUnit[] {
    return shown(unit, info);
  }

  @FieldResolver(() => OrgUnitConnection, {
    description: 'All units below it on the day, in Vietnamese order of names.',
  })
  descendants(
    @Root() unit: unknown,
    @Arg('relation', () => RelationKindEnum, { defaultValue: 'ESTABLISHMENT', description: 'In which respect.' })
    _relation: string,
    @Arg('kinds', () => [UnitKindEnum], { nullable: true, description: 'Only of these kinds.' }) _kinds:
      | string[]
      | null,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Words of the name, diacritics optional, or the beginning of the code.',
    })
    _search: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'Items per page, 1 to 100.' }) _first:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which the page begins.' }) _after:
      | string
      | null,
    @Info() info: GraphQLResolveInfo,
  ): OrgUnitConnection {
    return shown(unit, info);
  }

  @FieldResolver(() => [Territory], { description: 'Territories it receives for on the day, by code.' })
  territories(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): Territory[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [UnitLineage], { description: 'Units it had come from by the day.' })
  predecessors(
    @Root() unit: unknown,
    @Arg('steps', () => Int, { nullable: true, defaultValue: 1, description: STEPS }) _steps: number | null,
    @Info() info: GraphQLResolveInfo,
  ): UnitLineage[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [UnitLineage], { description: 'Units that took over from it, on whatever day.' })
  successors(
    @Root() unit: unknown,
    @Arg('steps', () => Int, { nullable: true, defaultValue: 1, description: STEPS }) _steps: number | null,
    @Info() info: GraphQLResolveInfo,
  ): UnitLineage[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [UnitVersion], { description: 'What it was called and entitled to over its whole life.' })
  history(
    @Root() unit: unknown,
    @Arg('corrections', () => Boolean, {
      defaultValue: false,
      description: 'Also what was believed once and is no longer.',
    })
    _corrections: boolean,
    @Info() info: GraphQLResolveInfo,
  ): UnitVersion[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [Appointment], { description: 'Who leads it on the day, the director first.' })
  leaders(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): Appointment[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [Seal], { description: 'Its seals on the day.' })
  seals(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): Seal[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [Signboard], { description: 'Its signboards on the day.' })
  signboards(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): Signboard[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [BankAccount], { description: 'Its bank accounts on the day.' })
  bankAccounts(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): BankAccount[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [EquipmentNeed], { description: 'What equipment it needs on the day, whatever came of it.' })
  equipmentNeeds(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): EquipmentNeed[] {
    return shown(unit, info);
  }

  @FieldResolver(() => [Readiness], { description: 'How far it said to be with what it gets ready, on the day.' })
  readiness(@Root() unit: unknown, @Info() info: GraphQLResolveInfo): Readiness[] {
    return shown(unit, info);
  }

  @Mutation(() => EstablishUnitPayload, { description: 'Brings a unit into being.' })
  establishUnit(
    @Arg('input', () => EstablishUnitInput, { description: INPUT }) input: EstablishUnitInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const command = {
      ...input,
      attributes: { ...attributesOf(input), name: input.name.normalize().trim(), kind: input.kind },
      relations: relationsOf(input),
      succeeds: input.succeeds ?? null,
      seat: input.seat ? { latitude: null, longitude: null, areaM2: null, ...input.seat } : null,
    };
    return change(info, (work) => establishUnit(work, command));
  }

  @Mutation(() => RenameUnitPayload, { description: 'Gives a unit another name from a day on.' })
  renameUnit(
    @Arg('input', () => RenameUnitInput, { description: INPUT }) input: RenameUnitInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { shortName } = attributesOf(input);
    return change(info, (work) => renameUnit(work, { ...input, name: input.name.normalize().trim(), shortName }));
  }

  @Mutation(() => ReparentUnitPayload, {
    description: 'Puts a unit under another parent in one respect from a day on.',
  })
  reparentUnit(
    @Arg('input', () => ReparentUnitInput, { description: INPUT }) input: ReparentUnitInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => reparentUnit(work, { ...input, parent: input.parent ?? null }));
  }

  @Mutation(() => DissolveUnitPayload, {
    description: 'Closes a unit; its successors are named, or it is said that there are none.',
  })
  dissolveUnit(
    @Arg('input', () => DissolveUnitInput, { description: INPUT }) input: DissolveUnitInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => dissolveUnit(work, input));
  }

  @Mutation(() => CorrectUnitPayload, {
    description: 'Restates the version of a day that was recorded wrongly; what was believed before stays readable.',
  })
  correctUnit(
    @Arg('input', () => CorrectUnitInput, { description: INPUT }) input: CorrectUnitInput,
    @Ctx() { change }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const command = { ...input, attributes: attributesOf(input), beganOn: input.beganOn ?? null };
    return change(info, (work) => correctUnit(work, command));
  }
}
