import { registerEnumType } from 'type-graphql';

export type Described<Value extends string> = Readonly<Record<Value, string>>;

/** Registers an enum whose values are the domain's words, each with its description. */
export function enumOf<Value extends string>(
  name: string,
  description: string,
  [values, described]: [readonly Value[], Described<Value>],
): { [V in Value]: V } {
  const object = Object.fromEntries(values.map((value) => [value, value])) as { [V in Value]: V };
  registerEnumType(object, {
    name,
    description,
    valuesConfig: Object.fromEntries(values.map((value) => [value, { description: described[value] }])) as never,
  });
  return object;
}
