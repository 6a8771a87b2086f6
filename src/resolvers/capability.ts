import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { type CapabilityFacts, type CapabilitySubject, capabilitiesOf } from '../domain/capability.ts';
import { Capability } from '../schema/capability.ts';
import { Phase, Plan } from '../schema/plan.ts';
import { Staff } from '../schema/staff.ts';
import { OrgUnit } from '../schema/unit.ts';
import { shown } from './answers.ts';
import type { RequestContext } from './context.ts';
import { rolesOf } from './permissions.ts';

/** The statement tells what is so; what follows for the caller is decided here. */
function told(
  subject: CapabilitySubject,
  source: unknown,
  { actor, language }: RequestContext,
  info: GraphQLResolveInfo,
) {
  const facts = shown<CapabilityFacts | []>(source, info);
  // Of a unit that is only named nothing is told.
  if (Array.isArray(facts)) return [];
  const rolesOfAct = (act: string) => [...rolesOf('Mutation', act), ...rolesOf('Query', act)];
  return capabilitiesOf(subject, facts, { actor, language, rolesOf: rolesOfAct });
}

const WHAT = 'What the caller may do with it, and why not.';

@Resolver(() => OrgUnit)
export class UnitCapabilityResolver {
  @FieldResolver(() => [Capability], { description: WHAT })
  viewerCan(@Root() unit: unknown, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Capability[] {
    return told('OrgUnit', unit, context, info);
  }
}

@Resolver(() => Plan)
export class PlanCapabilityResolver {
  @FieldResolver(() => [Capability], { description: WHAT })
  viewerCan(@Root() plan: unknown, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Capability[] {
    return told('Plan', plan, context, info);
  }
}

@Resolver(() => Phase)
export class PhaseCapabilityResolver {
  @FieldResolver(() => [Capability], { description: WHAT })
  viewerCan(@Root() phase: unknown, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Capability[] {
    return told('Phase', phase, context, info);
  }
}

@Resolver(() => Staff)
export class StaffCapabilityResolver {
  @FieldResolver(() => [Capability], { description: WHAT })
  viewerCan(@Root() staff: unknown, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Capability[] {
    return told('Staff', staff, context, info);
  }
}
