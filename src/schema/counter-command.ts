import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput } from './command.ts';
import { Counter, CounterKindEnum } from './counter.ts';
import { Payload } from './payload.ts';
import { DateScalar } from './scalars.ts';

const WEEKDAYS = 'Days of the week on which it opens, each once; Monday is 1, Sunday 7.';
const INSTRUMENT = 'Number or id of an instrument it rests on, where there is one.';

@InputType({ description: 'A counter to be opened.' })
export class CounterInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => String, { description: 'What it is called, up to 200 characters; one counter of the unit a day is.' })
  label!: string;

  @Field(() => CounterKindEnum, { description: 'Whom it is for.' })
  kind!: keyof typeof CounterKindEnum;

  @Field(() => [Int], { defaultValue: [1, 2, 3, 4, 5], description: WEEKDAYS })
  weekdays!: number[];

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day on which it is closed; for good where left out.' })
  until?: string | null;
}

@InputType({ description: 'Opens a counter.' })
export class OpenCounterInput extends CommandInput {
  @Field(() => String, { description: 'Code of the unit.' })
  unit!: string;

  @Field(() => String, { description: 'What it is called, up to 200 characters; one counter of the unit a day is.' })
  label!: string;

  @Field(() => CounterKindEnum, { description: 'Whom it is for.' })
  kind!: keyof typeof CounterKindEnum;

  @Field(() => [Int], { defaultValue: [1, 2, 3, 4, 5], description: WEEKDAYS })
  weekdays!: number[];

  @Field(() => DateScalar, { description: 'First day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day on which it is closed; for good where left out.' })
  until?: string | null;

  @Field(() => String, { nullable: true, description: INSTRUMENT })
  instrument?: string | null;
}

@InputType({ description: 'Opens many counters at once, all or none.' })
export class OpenCountersInput extends CommandInput {
  @Field(() => [CounterInput], { description: 'The counters, 1 to 1,000.' })
  counters!: CounterInput[];

  @Field(() => String, { nullable: true, description: INSTRUMENT })
  instrument?: string | null;
}

@InputType()
abstract class CounterStepInput extends CommandInput {
  @Field(() => ID, { description: 'Global id of the counter.' })
  counter!: string;

  @Field(() => String, { nullable: true, description: INSTRUMENT })
  instrument?: string | null;
}

@InputType({ description: 'Gives a counter another label, kind or week; what is left out stays.' })
export class ChangeCounterInput extends CounterStepInput {
  @Field(() => DateScalar, { description: 'From which day on.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'What it is called.' })
  label?: string | null;

  @Field(() => CounterKindEnum, { nullable: true, description: 'Whom it is for.' })
  kind?: keyof typeof CounterKindEnum | null;

  @Field(() => [Int], { nullable: true, description: WEEKDAYS })
  weekdays?: number[] | null;
}

@InputType({ description: 'Closes a counter.' })
export class CloseCounterInput extends CounterStepInput {
  @Field(() => DateScalar, { description: 'First day on which it is closed.' })
  on!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;
}

function counterPayload(name: string, description: string) {
  @ObjectType(name, { description })
  class CounterPayload extends Payload {
    @Field(() => Counter, { nullable: true, description: 'The counter as it is from that day, unless refused.' })
    counter!: Counter | null;
  }
  return CounterPayload;
}
export const OpenCounterPayload = counterPayload('OpenCounterPayload', 'What opening a counter came to.');
export const ChangeCounterPayload = counterPayload('ChangeCounterPayload', 'What changing a counter came to.');
export const CloseCounterPayload = counterPayload('CloseCounterPayload', 'What closing a counter came to.');

@ObjectType({ description: 'What opening counters came to.' })
export class OpenCountersPayload extends Payload {
  @Field(() => [Counter], { description: 'The counters in the order of the input; empty where refused.' })
  counters!: Counter[];
}
