import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { KPI_KINDS, type KpiKind } from '../domain/kpi.ts';
import { type Described, enumOf } from './enum-of.ts';
import { Period } from './node.ts';
import { Policy } from './policy.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';
import { OrgUnit } from './unit.ts';

const kinds: Described<KpiKind> = {
  DIGITIZED: 'Digitized, of the dossiers received.',
  ARCHIVED: 'Archived electronically, of those resolved.',
  PUBLISHED: 'Published and trackable, of those resolved.',
  SATISFACTION: 'Satisfied, of the people asked.',
  LATE: 'Late, of the dossiers resolved.',
  SUPPLEMENT: 'With something more asked of the person, of those received.',
  WITHDRAWN: 'Withdrawn, of those received.',
};
export const KpiKindEnum = enumOf('KpiKind', 'What is measured of a service.', [KPI_KINDS, kinds]);

@ObjectType({ description: 'A measure of the service over a period, against its target.' })
export class Kpi {
  @Field(() => KpiKindEnum, { description: 'What is measured.' })
  kind!: keyof typeof KpiKindEnum;

  @Field(() => Float, { description: 'How many did, over the figures that state both sides.' })
  numerator!: number;

  @Field(() => Float, {
    description:
      'Of how many, over the same figures. Of a range of dossiers received, the end that speaks against the unit.',
  })
  denominator!: number;

  @Field(() => Float, { nullable: true, description: 'The share in percent, to two decimals; null without figures.' })
  percent!: number | null;

  @Field(() => Float, { nullable: true, description: 'The target in percent; null where no policy sets one.' })
  target!: number | null;

  @Field(() => Boolean, {
    description: 'True where the share is to reach the target, false where it must not pass it.',
  })
  atLeast!: boolean;

  @Field(() => Policy, {
    nullable: true,
    description: 'The policy that sets the target, as on the last day of the period: `kpi.digitized` and so on.',
  })
  policy!: Policy | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is reached; null without figures or a target.' })
  met!: boolean | null;
}

@ObjectType({
  description: 'Measures of the service of a unit and those below it, each on days on which it stands there.',
})
export class Kpis {
  @Field(() => OrgUnit, { description: 'The unit, as on the last day.' })
  root!: OrgUnit;

  @Field(() => Period, { description: 'The period asked about.' })
  period!: Period;

  @Field(() => Int, { description: 'Days of which there are figures.' })
  days!: number;

  @Field(() => [Kpi], { description: 'Every measure.' })
  measures!: Kpi[];
}

@ObjectType({
  description: 'A day on which there are, or may be, more dossiers for each person than the policy allows.',
})
export class OverloadedDay {
  @Field(() => DateScalar, { description: 'The day.' })
  day!: string;

  @Field(() => String, { nullable: true, description: 'Label of the counter; null for the unit as a whole.' })
  counter!: string | null;

  @Field(() => Float, { description: 'Dossiers received; at least so many where only a range is known.' })
  dossiers!: number;

  @Field(() => Float, { description: 'Dossiers received at most.' })
  dossiersAtMost!: number;

  @Field(() => Int, { description: 'People who work there that day.' })
  strength!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Dossiers for each of them, at least; null where there is nobody.',
  })
  perPerson!: number | null;

  @Field(() => Float, { nullable: true, description: 'Dossiers for each of them at most.' })
  perPersonAtMost!: number | null;
}

@ObjectType({ description: 'What a counter of a unit receives, beside the other counters of the unit.' })
export class CounterWorkload {
  @Field(() => String, { nullable: true, description: 'Label, as on the last day of which it has figures.' })
  counter!: string | null;

  @Field(() => Float, { description: 'Dossiers received.' })
  dossiers!: number;

  @Field(() => Int, { description: 'Days of which it has figures.' })
  days!: number;

  @Field(() => Float, { description: 'Dossiers a day, on average over these days.' })
  averagePerDay!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'How many times the average of the counters of the unit that is; above 1 it is busier than they are.',
  })
  timesAverage!: number | null;
}

@ObjectType({ description: 'What a unit has to handle, and who handles it; of days of which it has figures.' })
export class UnitWorkload {
  @Field(() => OrgUnit, { description: 'The unit itself, without those below it; as on the last day of the period.' })
  unit!: OrgUnit;

  @Field(() => Float, { description: 'Dossiers received; at least so many where only a range is known.' })
  dossiers!: number;

  @Field(() => Float, { description: 'Dossiers received at most.' })
  dossiersAtMost!: number;

  @Field(() => Int, { description: 'Days of which it has figures.' })
  days!: number;

  @Field(() => Float, { description: 'Dossiers a day on average.' })
  averagePerDay!: number;

  @Field(() => Float, {
    description:
      'People who work there on average, whoever pays them: those lent to it counted, those lent away not, those never counted anywhere included.',
  })
  strength!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Dossiers for each person and day; null where nobody works there.',
  })
  perPersonAndDay!: number | null;

  @Field(() => Int, { nullable: true, description: 'People it needs by the policy; null where there is none.' })
  needed!: number | null;

  @Field(() => [OverloadedDay], {
    description:
      'Days above the policy, of the unit and of counters to which people are assigned, by the least that is known; none without a policy.',
  })
  overloaded!: OverloadedDay[];

  @Field(() => [OverloadedDay], {
    description: 'Further days, of which a range is known, that are above the policy if the most of it came.',
  })
  possiblyOverloaded!: OverloadedDay[];

  @Field(() => [CounterWorkload], { description: 'Its counters of which there are figures, the busiest first.' })
  counters!: CounterWorkload[];
}

@ObjectType({ description: 'People who could go from a unit that has more than it needs to one that has fewer.' })
export class LevelingProposal {
  @Field(() => OrgUnit, { description: 'Where they work.' })
  from!: OrgUnit;

  @Field(() => OrgUnit, { description: 'Where they are needed.' })
  to!: OrgUnit;

  @Field(() => Int, { description: 'How many.' })
  people!: number;
}

@ObjectType({ description: 'What would bring every unit of which there are figures within the policy, on average.' })
export class Leveling {
  @Field(() => Int, { description: 'People needed in all.' })
  needed!: number;

  @Field(() => Int, { description: 'People who work there, each unit rounded down.' })
  present!: number;

  @Field(() => Int, { description: 'People missing whoever goes where; 0 where there are enough.' })
  shortage!: number;

  @Field(() => [LevelingProposal], { description: 'Who could go where; no unit gives away whom it needs.' })
  proposals!: LevelingProposal[];
}

@ObjectType({ description: 'Dossiers and people of a unit and those below it over a period.' })
export class Workload {
  @Field(() => OrgUnit, { description: 'The unit, as on the last day.' })
  root!: OrgUnit;

  @Field(() => Period, { description: 'The period asked about.' })
  period!: Period;

  @Field(() => Float, {
    nullable: true,
    description: 'Dossiers that a person handles a day at most; null without a policy: then nothing is overloaded.',
  })
  limit!: number | null;

  @Field(() => Policy, {
    nullable: true,
    description: 'The policy `workload.person.max` of the unit, on the last day.',
  })
  policy!: Policy | null;

  @Field(() => [UnitWorkload], { description: 'Units of which there are figures, by code.' })
  units!: UnitWorkload[];

  @Field(() => Leveling, { nullable: true, description: 'What would level it; null without a policy.' })
  leveling!: Leveling | null;
}

@ArgsType()
export class ServiceArgs {
  @Field(() => String, { description: 'Code of the unit whose tree is asked about, itself included.' })
  root!: string;

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'First day no longer asked about; for `workload` at most five years later.' })
  until!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'What was believed at this instant; now where left out. Nested fields inherit it.',
  })
  knownAt?: string | null;
}
