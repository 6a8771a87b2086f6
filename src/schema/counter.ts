import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { COUNTER_KINDS, type CounterKind } from '../domain/counter.ts';
import { PageArgs } from './args.ts';
import { ChangeEvent } from './change.ts';
import { type Described, enumOf } from './enum-of.ts';
import { LegalInstrument } from './instrument.ts';
import { connectionOf, Node, Period } from './node.ts';
import { DateTimeScalar } from './scalars.ts';
import { Staff } from './staff.ts';
import { OrgUnit, Site } from './unit.ts';

const kinds: Described<CounterKind> = {
  STANDARD: 'Quầy thường: dossiers of the territories its unit receives for.',
  NON_BOUNDARY: 'Quầy không phụ thuộc địa giới: dossiers from anywhere in the province.',
  PRIORITY: 'Quầy ưu tiên: disabled people, people of merit and others who go first.',
  COMBINED: 'Quầy gộp: everything at one counter; it counts as NON_BOUNDARY and as PRIORITY.',
};
export const CounterKindEnum = enumOf('CounterKind', 'Whom a counter is for.', [COUNTER_KINDS, kinds]);

const WEEKDAYS = 'Days of the week on which it opens; Monday is 1, Sunday 7.';

@ObjectType({
  implements: Node,
  description: 'A place at which a unit receives dossiers, as it is on the day asked; it lasts while it has its days.',
})
export class Counter extends Node {
  @Field(() => OrgUnit, { description: 'The unit it belongs to on the day.' })
  unit!: OrgUnit;

  @Field(() => String, { description: 'What it is called; one counter of its unit a day is.' })
  label!: string;

  @Field(() => CounterKindEnum, { description: 'Whom it is for.' })
  kind!: keyof typeof CounterKindEnum;

  @Field(() => [Int], { description: WEEKDAYS })
  weekdays!: number[];

  @Field(() => Period, { description: 'From when until when there is the counter, at whatever unit.' })
  period!: Period;

  @Field(() => Boolean, {
    description: 'Whether it receives on the day asked: it is there, and the weekday is one of its.',
  })
  open!: boolean;

  @Field(() => Site, { nullable: true, description: 'Where it stands, where that is said.' })
  site!: Site | null;

  @Field(() => [Staff], { description: 'People placed at it on the day, in Vietnamese order of names.' })
  staff!: Staff[];

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on, where one was cited.' })
  instrument!: LegalInstrument | null;

  @Field(() => Boolean, { description: 'True where what was published leaves it open and it was assumed.' })
  assumed!: boolean;
}

@ObjectType({ description: 'What a counter was over a span of days.' })
export class CounterVersion {
  @Field(() => OrgUnit, { description: 'The unit it belonged to, as on the first of these days.' })
  unit!: OrgUnit;

  @Field(() => String, { description: 'What it was called.' })
  label!: string;

  @Field(() => CounterKindEnum, { description: 'Whom it was for.' })
  kind!: keyof typeof CounterKindEnum;

  @Field(() => [Int], { description: WEEKDAYS })
  weekdays!: number[];

  @Field(() => Period, { description: 'From when until when it held.' })
  period!: Period;

  @Field(() => Site, { nullable: true, description: 'Where it stood, where that is said.' })
  site!: Site | null;

  @Field(() => LegalInstrument, { nullable: true, description: 'The instrument it rests on, where one was cited.' })
  instrument!: LegalInstrument | null;

  @Field(() => Boolean, { description: 'True where what was published leaves it open and it was assumed.' })
  assumed!: boolean;

  @Field(() => ChangeEvent, {
    nullable: true,
    description: 'The act that took the counter to this unit, where one did.',
  })
  event!: ChangeEvent | null;

  @Field(() => DateTimeScalar, { description: 'Since when it is believed.' })
  recordedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it was believed; null where it still is.' })
  supersededAt!: string | null;
}

@ObjectType({ description: 'A page of counters, by code of their unit and label.' })
export class CounterConnection extends connectionOf(Counter, 'Counter') {}

@ArgsType()
export class CountersArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only of the unit of this code.' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of the unit of this code and the units below it.' })
  under?: string | null;

  @Field(() => CounterKindEnum, { nullable: true, description: 'Only of this kind.' })
  kind?: keyof typeof CounterKindEnum | null;
}
