import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { expectationOf, messageOf } from '../domain/messages.ts';
import type { Violation as Found } from '../domain/violation.ts';
import { Territory } from '../schema/territory.ts';
import { OrgUnit } from '../schema/unit.ts';
import { PolicyReference, TerritoryViolation, UnitViolation, Violation } from '../schema/violation.ts';
import type { RequestContext } from './context.ts';

@Resolver(() => Violation)
export class ViolationResolver {
  @FieldResolver(() => String)
  message(@Root() violation: Found, @Ctx() { language }: RequestContext): string {
    return messageOf(violation, language);
  }

  @FieldResolver(() => String, { nullable: true })
  expected(@Root() violation: Found, @Ctx() { language }: RequestContext): string | null {
    return expectationOf(violation, language);
  }

  @FieldResolver(() => PolicyReference, { nullable: true })
  policy(@Root() { policy }: Found): PolicyReference | null {
    return policy && { ...policy, instrument: { number: policy.instrument } };
  }
}

@Resolver(() => UnitViolation)
export class UnitViolationResolver {
  @FieldResolver(() => OrgUnit, { nullable: true })
  unit(@Root() { unit, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return unit === null ? null : refer(info, { name: 'unit', code: unit, on });
  }
}

@Resolver(() => TerritoryViolation)
export class TerritoryViolationResolver {
  @FieldResolver(() => OrgUnit, {
    nullable: true,
    description: 'The unit, as of the day; null where there is none of that code.',
  })
  unit(@Root() { unit, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return unit === null ? null : refer(info, { name: 'unit', code: unit, on });
  }

  @FieldResolver(() => Territory, { nullable: true })
  territory(@Root() { territory, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return territory === null ? null : refer(info, { name: 'territory', code: territory, on });
  }
}
