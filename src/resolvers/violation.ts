import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import { expectationOf, messageOf } from '../domain/messages.ts';
import { missingOf } from '../domain/missing-messages.ts';
import { revealed } from '../domain/naming.ts';
import type { Violation as Found } from '../domain/violation.ts';
import { Gate, GateMissing } from '../schema/gate.ts';
import { Waiver } from '../schema/policy.ts';
import { Staff } from '../schema/staff.ts';
import { StaffCategoryEnum } from '../schema/staff-enums.ts';
import { Territory } from '../schema/territory.ts';
import { OrgUnit } from '../schema/unit.ts';
import {
  DocumentViolation,
  HeadcountViolation,
  PhaseGateViolation,
  PolicyReference,
  StaffViolation,
  TerritoryViolation,
  UnitViolation,
  Violation,
} from '../schema/violation.ts';
import { shown } from './answers.ts';
import type { RequestContext } from './context.ts';

@Resolver(() => Violation)
export class ViolationResolver {
  @FieldResolver(() => String)
  message(@Root() violation: Found, @Ctx() { language }: RequestContext): string {
    return revealed(messageOf(violation, language));
  }

  @FieldResolver(() => String, { nullable: true })
  expected(@Root() violation: Found, @Ctx() { language }: RequestContext): string | null {
    const expected = expectationOf(violation, language);
    return expected === null ? null : revealed(expected);
  }

  @FieldResolver(() => PolicyReference, { nullable: true })
  policy(@Root() { policy }: Found): PolicyReference | null {
    return policy && { ...policy, instrument: { number: policy.instrument } };
  }

  @FieldResolver(() => Waiver, { nullable: true })
  waivedBy(@Root() { waiver, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return waiver && refer(info, { name: 'waiver', code: String(waiver.id), on });
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

@Resolver(() => PhaseGateViolation)
export class PhaseGateViolationResolver {
  @FieldResolver(() => Gate, { nullable: true })
  gate(@Root() { gate, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return gate && refer(info, { name: 'gate', code: `${gate.plan}/${gate.phase}/${gate.code}`, on });
  }

  @FieldResolver(() => [GateMissing])
  missing(@Root() { gate, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return gate && refer(info, { name: 'gateMissing', code: `${gate.plan}/${gate.phase}/${gate.code}`, on });
  }
}

@Resolver(() => StaffViolation)
export class StaffViolationResolver {
  @FieldResolver(() => OrgUnit, { nullable: true, description: 'The unit, as of the day; null where there is none.' })
  unit(@Root() { unit, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return unit === null ? null : refer(info, { name: 'unit', code: unit, on });
  }

  @FieldResolver(() => Staff, { nullable: true, description: 'The person, as of the day; null where there is none.' })
  staff(@Root() { staff, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return staff === null ? null : refer(info, { name: 'staff', code: staff, on });
  }
}

@Resolver(() => HeadcountViolation)
export class HeadcountViolationResolver {
  @FieldResolver(() => OrgUnit, { nullable: true, description: 'The unit, as of the day; null where there is none.' })
  unit(@Root() { unit, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return unit === null ? null : refer(info, { name: 'unit', code: unit, on });
  }

  @FieldResolver(() => StaffCategoryEnum)
  category(@Root() { headcount }: Found): string | undefined {
    return headcount?.category;
  }

  @FieldResolver(() => Int)
  ceiling(@Root() { headcount }: Found): number | undefined {
    return headcount?.ceiling;
  }

  @FieldResolver(() => Int)
  counted(@Root() { headcount }: Found): number | undefined {
    return headcount?.counted;
  }
}

@Resolver(() => GateMissing)
export class GateMissingResolver {
  @FieldResolver(() => String, { description: 'What is missing, for people.' })
  description(@Root() item: unknown, @Ctx() { language }: RequestContext, @Info() info: GraphQLResolveInfo): string {
    return missingOf(shown(item, info), language);
  }
}

@Resolver(() => DocumentViolation)
export class DocumentViolationResolver {
  @FieldResolver(() => Int)
  line(@Root() { place }: Found): number {
    return place?.line ?? 1;
  }

  @FieldResolver(() => Int)
  column(@Root() { place }: Found): number {
    return place?.column ?? 1;
  }

  @FieldResolver(() => OrgUnit, { nullable: true, description: 'The unit, as of the day; null where there is none.' })
  unit(@Root() { unit, on }: Found, @Ctx() { refer }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return unit === null ? null : refer(info, { name: 'unit', code: unit, on });
  }
}
