import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  AssignStaffInput,
  Headcount,
  OrgUnit,
  PlanConnection,
  Seal,
  Staff,
  StaffConnection,
  TransferStaffInput,
  UnitConnection,
  Written,
} from './schema.ts';
import type { Source, UnitRow } from './source.ts';

type Batch = 'units' | 'children' | 'parents' | 'payrolls' | 'seconded' | 'seals' | 'homes' | 'workplaces';
type Told<B extends Batch> = Awaited<ReturnType<Source[B]>>[number];

/** New for each request, which asks about one day. */
export class Loaders {
  readonly source: Source;
  private readonly loaders = new Map<Batch, DataLoader<number, unknown>>();

  constructor(source: Source) {
    this.source = source;
  }

  load<B extends Batch>(batch: B, id: number, asOf: string): Promise<Told<B>> {
    let loader = this.loaders.get(batch);
    if (!loader) {
      loader = new DataLoader<number, unknown>((ids) => this.source[batch](ids, asOf));
      this.loaders.set(batch, loader);
    }
    return loader.load(id) as Promise<Told<B>>;
  }
}

const on =
  (asOf: string) =>
  (row: UnitRow): OrgUnit => ({ ...row, asOf });

@Resolver(() => OrgUnit)
export class UnitResolver {
  @Query(() => OrgUnit, { nullable: true })
  async unit(
    @Arg('code', () => String) code: string,
    @Arg('asOf', () => String) asOf: string,
    @Ctx() { source }: Loaders,
  ): Promise<OrgUnit | null> {
    const row = await source.unitByCode(code, asOf);
    return row && on(asOf)(row);
  }

  @Query(() => UnitConnection)
  async units(
    @Arg('asOf', () => String) asOf: string,
    @Arg('first', () => Int) _first: number,
    @Arg('kinds', () => [String], { nullable: true }) _kinds: string[] | null,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Ctx() { source }: Loaders,
  ): Promise<UnitConnection> {
    if (search != null) {
      const { total, rows } = await source.search(search, asOf);
      return { totalCount: total, nodes: rows.map(on(asOf)) };
    }
    const rows = await source.centers(asOf);
    return { totalCount: rows.length, nodes: rows.map(on(asOf)) };
  }

  @FieldResolver(() => Headcount)
  async headcount(@Root() { id, asOf }: OrgUnit, @Ctx() loaders: Loaders): Promise<Headcount> {
    const [payroll, secondedIn] = await Promise.all([
      loaders.load('payrolls', id, asOf),
      loaders.load('seconded', id, asOf),
    ]);
    return { payroll, secondedIn };
  }

  @FieldResolver(() => [Seal])
  seals(@Root() { id, asOf }: OrgUnit, @Ctx() loaders: Loaders): Promise<Seal[]> {
    return loaders.load('seals', id, asOf);
  }

  @FieldResolver(() => [OrgUnit])
  async children(@Root() { id, asOf }: OrgUnit, @Ctx() loaders: Loaders): Promise<OrgUnit[]> {
    return (await loaders.load('children', id, asOf)).map(on(asOf));
  }

  @FieldResolver(() => OrgUnit, { nullable: true })
  async parent(@Root() { id, asOf }: OrgUnit, @Ctx() loaders: Loaders): Promise<OrgUnit | null> {
    const row = await loaders.load('parents', id, asOf);
    return row && on(asOf)(row);
  }
}

@Resolver(() => Staff)
export class StaffResolver {
  @Query(() => StaffConnection)
  async staffMembers(
    @Arg('unit', () => String) unit: string,
    @Arg('asOf', () => String) asOf: string,
    @Arg('first', () => Int) _first: number,
    @Ctx() { source }: Loaders,
  ): Promise<StaffConnection> {
    const { total, rows } = await source.staffOf(unit, asOf);
    return { totalCount: total, nodes: rows.map((row) => ({ ...row, asOf })) };
  }

  @FieldResolver(() => OrgUnit, { nullable: true })
  payrollHome(@Root() { id, asOf }: Staff, @Ctx() loaders: Loaders): Promise<OrgUnit | null> {
    return unitAt(loaders, 'homes', { id, asOf });
  }

  @FieldResolver(() => OrgUnit, { nullable: true })
  workplace(@Root() { id, asOf }: Staff, @Ctx() loaders: Loaders): Promise<OrgUnit | null> {
    return unitAt(loaders, 'workplaces', { id, asOf });
  }

  @Mutation(() => Written)
  assignStaff(
    @Arg('input', () => AssignStaffInput) input: AssignStaffInput,
    @Ctx() { source }: Loaders,
  ): Promise<Written> {
    return source.assign({ ...input });
  }

  @Mutation(() => Written)
  transferStaff(
    @Arg('input', () => TransferStaffInput) input: TransferStaffInput,
    @Ctx() { source }: Loaders,
  ): Promise<Written> {
    return source.transfer({ ...input });
  }
}

async function unitAt(
  loaders: Loaders,
  batch: 'homes' | 'workplaces',
  { id, asOf }: { id: number; asOf: string },
): Promise<OrgUnit | null> {
  const unit = await loaders.load(batch, id, asOf);
  const row = unit === null ? null : await loaders.load('units', unit, asOf);
  return row && on(asOf)(row);
}

@Resolver()
export class PlanResolver {
  @Query(() => PlanConnection)
  async plans(
    @Arg('asOf', () => String) asOf: string,
    @Arg('first', () => Int) _first: number,
    @Ctx() { source }: Loaders,
  ): Promise<PlanConnection> {
    return { nodes: await source.rollout(asOf) };
  }
}
