import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { PointArgs } from './args.ts';
import { Policy } from './policy.ts';
import { Territory } from './territory.ts';
import { OrgUnit } from './unit.ts';

@ObjectType({
  description:
    'What policies ask of the way to a point: one criterion met is enough, and one without a policy is not asked.',
})
export class AccessCriteria {
  @Field(() => Float, { nullable: true, description: 'Kilometers along a great circle, at most.' })
  kilometers!: number | null;

  @Field(() => Float, { nullable: true, description: 'Minutes, at most; asked only where there is a speed.' })
  minutes!: number | null;

  @Field(() => Float, { nullable: true, description: 'Speed by which minutes are reckoned, in km/h.' })
  speed!: number | null;

  @Field(() => Policy, { nullable: true, description: 'The policy `access.distance.max`.' })
  distancePolicy!: Policy | null;

  @Field(() => Policy, { nullable: true, description: 'The policy `access.time.max`.' })
  timePolicy!: Policy | null;

  @Field(() => Policy, { nullable: true, description: 'The policy `access.speed`.' })
  speedPolicy!: Policy | null;

  @Field(() => Boolean, { description: 'Whether any criterion can be asked.' })
  asked!: boolean;
}

@ObjectType({ description: 'How many communes lie near an open point.' })
export class AccessSummary {
  @Field(() => Int, { description: 'Communes in all.' })
  communes!: number;

  @Field(() => Int, { description: 'Those that meet the standard.' })
  within!: number;

  @Field(() => Int, { description: 'Those that do not.' })
  outside!: number;

  @Field(() => Int, { description: 'Those of which it is not known where they lie.' })
  unlocated!: number;
}

@ObjectType({ description: 'The open point that is nearest to a commune.' })
export class NearestPoint {
  @Field(() => OrgUnit, { description: 'The point.' })
  unit!: OrgUnit;

  @Field(() => Float, { description: 'Kilometers from the centroid of the commune, along a great circle.' })
  kilometers!: number;

  @Field(() => Float, { nullable: true, description: 'Minutes at the speed of the policy; null without one.' })
  minutes!: number | null;
}

@ObjectType({ description: 'A commune and its way to a point.' })
export class CommuneAccess {
  @Field(() => Territory, { description: 'The commune.' })
  territory!: Territory;

  @Field(() => NearestPoint, {
    nullable: true,
    description: 'The nearest open point; null where there is none, or nobody knows where the commune lies.',
  })
  nearest!: NearestPoint | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it meets the standard; null where that cannot be said.',
  })
  within!: boolean | null;

  @Field(() => NearestPoint, { nullable: true, description: 'The nearest open point once the units named are closed.' })
  nearestAfterClosing!: NearestPoint | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it would meet the standard then.' })
  withinAfterClosing!: boolean | null;
}

@ObjectType({
  description:
    'Which communes of a plan lie near an open point. A point lies at its seat or, where that has no coordinates, amid the territories it receives for.',
})
export class AccessStandard {
  @Field(() => AccessCriteria, { description: 'The standard.' })
  standard!: AccessCriteria;

  @Field(() => Int, {
    description:
      "Open points: centers, branches and points of the tree of the plan's center; where counters are recorded there, only those with an open one.",
  })
  points!: number;

  @Field(() => Int, { description: 'Those of which it is not known where they lie: they bring nobody near.' })
  unlocatedPoints!: number;

  @Field(() => [OrgUnit], { description: 'These points, by code.' })
  pointsWithoutPlace!: OrgUnit[];

  @Field(() => [OrgUnit], { description: 'Open points among the units to be closed.' })
  closing!: OrgUnit[];

  @Field(() => AccessSummary, { description: 'How many communes meet it as things are.' })
  before!: AccessSummary;

  @Field(() => AccessSummary, { description: 'How many would, were the units named closed.' })
  after!: AccessSummary;

  @Field(() => [CommuneAccess], { description: 'The communes, by code.' })
  communes!: CommuneAccess[];
}

@ArgsType()
export class AccessStandardArgs extends PointArgs {
  @Field(() => String, { description: 'Code of the plan.' })
  plan!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Codes of units that are thought closed; they alone, not those below them. NOT_FOUND of one there is not.',
  })
  closing?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of a unit that is thought closed with everything below it. NOT_FOUND where there is none.',
  })
  closingUnder?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Codes of territories; only communes in them are looked at, to points anywhere. NOT_FOUND of one there is not on the day.',
  })
  within?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Show only communes that do not meet the standard, before or after the closing; counts show all.',
  })
  onlyOutside?: boolean | null;
}

@ObjectType({ description: 'A criterion for integrating a point into the unit it stands under.' })
export class IntegrationCriterion {
  @Field(() => String, { description: 'Key of the policy, such as `integration.distance.max`.' })
  key!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'Kilometers between them; m² of the seat of the unit; dossiers a day of the point, on average over the days of the last 90 with figures; people paid at the unit or below it. Null where it is not recorded.',
  })
  actual!: number | null;

  @Field(() => Float, { nullable: true, description: 'What the policy asks; null where there is none.' })
  needed!: number | null;

  @Field(() => Boolean, { description: 'True where so much is needed at least, false where at most.' })
  atLeast!: boolean;

  @Field(() => Policy, { nullable: true, description: 'The policy.' })
  policy!: Policy | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is met, which nothing is that is not recorded; null where it is not asked.',
  })
  met!: boolean | null;
}

@ObjectType({ description: 'A point that could be integrated into the unit it stands under.' })
export class IntegrationCandidate {
  @Field(() => OrgUnit, { description: 'The point.' })
  point!: OrgUnit;

  @Field(() => OrgUnit, { nullable: true, description: 'The branch or center it stands under.' })
  into!: OrgUnit | null;

  @Field(() => [IntegrationCriterion], { description: 'Every criterion, asked or not.' })
  criteria!: IntegrationCriterion[];

  @Field(() => Int, { description: 'How many criteria are met.' })
  met!: number;

  @Field(() => Int, { description: 'How many criteria are asked.' })
  asked!: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a commune would no longer meet the access standard; null where none is asked.',
  })
  breaksAccess!: boolean | null;

  @Field(() => [Territory], { description: 'These communes: no other open point is near enough to them.' })
  leavesOutside!: Territory[];
}

@ArgsType()
export class IntegrationCandidatesArgs extends PointArgs {
  @Field(() => String, { description: 'Code of the plan.' })
  plan!: string;
}
