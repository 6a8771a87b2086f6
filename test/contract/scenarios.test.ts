import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { differences, fill, type Kept } from '../support/matching.ts';
import { LATER_OPERATIONS, LATER_STEPS } from './later.ts';

interface Step {
  title?: string;
  operation: string;
  document?: string;
  variables?: Record<string, unknown>;
  expect?: unknown;
  errors?: unknown;
}

const read = (...names: string[]) => readFileSync(path.join(import.meta.dirname, ...names), 'utf8');
const scenarios = readdirSync(path.join(import.meta.dirname, 'scenarios')).map((file) => path.basename(file, '.json'));

describe.each(scenarios)('scenario %s', async (scenario) => {
  const { steps } = JSON.parse(read('scenarios', `${scenario}.json`)) as { steps: Step[] };
  const server = await startApiServer();
  const kept: Kept = {};

  afterAll(() => server.close());

  /** What of the answer to a step is not as expected. */
  async function carryOut(step: Step): Promise<unknown[]> {
    const document = step.document ?? read('operations', `${step.operation}.graphql`);
    const { data, errors } = await server.ask(document, fill(step.variables ?? {}, kept) as object);
    return [
      ...(step.errors ? differences(step.errors, errors, 'errors', kept) : (errors ?? [])),
      ...(step.expect ? differences(step.expect, data, 'data', kept) : []),
    ];
  }

  const known = steps
    .map((step, index) => ({ ...step, name: `${index + 1} ${step.title ?? step.operation}` }))
    .filter(({ operation }) => !LATER_OPERATIONS.includes(operation));
  const isLater = ({ title }: Step) => LATER_STEPS.includes(`${scenario}: ${title}`);

  for (const step of known) {
    it(isLater(step) ? `${step.name}: not yet` : step.name, async () => {
      const found = await carryOut(step);

      if (isLater(step)) expect(found).not.toEqual([]);
      else expect(found).toEqual([]);
    });
  }
});
