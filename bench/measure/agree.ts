import { isDeepStrictEqual } from 'node:util';
import type { Contestant, Running } from '../contestants/contestants.ts';
import type { Facts } from '../operations/canonical.ts';
import type { Ground } from '../operations/ground.ts';
import type { Operation } from '../operations/operations.ts';
import type { Variables } from '../operations/variables.ts';

/** What is compared before anything is measured: other variables than those that are. */
const COMPARED = 4;
const SEED = 20_250_701;

export interface Expected {
  operation: Operation;
  variables: Variables;
  facts: Facts;
}

async function asked(
  contestant: Contestant,
  running: Running,
  operation: string,
  variables: Variables,
): Promise<Facts | null> {
  const request = contestant.ask(operation, variables);
  if (request === null) return null;
  const response = await fetch(`${running.url}${request.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...running.headers },
    body: request.body,
  });
  const text = await response.text();
  const answer = JSON.parse(text);
  if (response.status !== 200 || answer?.errors)
    throw new Error(
      `${contestant.title}, ${operation} of ${JSON.stringify(variables)}: ${response.status} ${text.slice(0, 1000)}`,
    );
  return contestant.read(operation, answer);
}

/** What the product answers, to which everybody is held. */
export async function whatProductTells(
  product: Contestant,
  running: Running,
  operations: readonly Operation[],
  ground: Ground,
): Promise<Expected[]> {
  const expected: Expected[] = [];
  for (const operation of operations.filter(({ isWrite }) => !isWrite)) {
    const drawn = operation.first(ground, SEED);
    const some = Array.from(
      { length: operation.id === 'b' ? 2 : COMPARED },
      () => drawn.next().value as Variables | undefined,
    );
    const all = [
      ...some.filter((variables) => variables !== undefined),
      ...operation.repeated(ground).slice(0, COMPARED),
    ];
    for (const variables of all)
      expected.push({ operation, variables, facts: await asked(product, running, operation.id, variables) });
  }
  return expected;
}

/** Holds a contestant to the product's facts; answers the operations that it has. */
export async function agree(contestant: Contestant, running: Running, expected: readonly Expected[]): Promise<void> {
  for (const { operation, variables, facts } of expected) {
    if (contestant.ask(operation.id, variables) === null) continue;
    const told = await asked(contestant, running, operation.id, variables);
    if (isDeepStrictEqual(told, facts)) continue;
    const [theirs, ours] = [JSON.stringify(told), JSON.stringify(facts)];
    const at = [...ours].findIndex((letter, index) => letter !== theirs[index]);
    throw new Error(
      [
        `${contestant.title} answers ${operation.id} of ${JSON.stringify(variables)} otherwise than the product:`,
        `  product: …${ours.slice(Math.max(0, at - 150), at + 150)}…`,
        `  theirs:  …${theirs.slice(Math.max(0, at - 150), at + 150)}…`,
      ].join('\n'),
    );
  }
}
