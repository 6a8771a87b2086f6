import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { differences, fill, type Kept } from '../support/matching.ts';
import { LATER_OPERATIONS } from './later.ts';

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
  const isQuery = ({ operation }: Step) => /^query /m.test(read('operations', `${operation}.graphql`));

  for (const step of known) {
    it(step.name, async () => {
      const sent = server.statements().length;

      expect(await carryOut(step)).toEqual([]);

      // Whatever a query asks, it is one statement; a rehearsal acts first.
      if (isQuery(step) && step.operation !== 'rehearse-phase') expect(server.statements()).toHaveLength(sent + 1);
    });
  }
});

describe('the tree, which no scenario asks for', async () => {
  const server = await startApiServer();

  afterAll(() => server.close());

  it('comes as nested children, by one statement', async () => {
    const { unit } = await server.query(read('operations', 'tree.graphql'), { code: 'BD', asOf: '2025-06-30' });

    expect(unit).toMatchObject({ code: 'BD', kind: 'PROVINCIAL_CENTER' });
    expect(unit.children.map(({ code, branchType }: Data) => [code, branchType])).toEqual(
      ['719', '726', '720', '722', '721', '724', '723', '718', '725'].map((code) => [`BD-${code}`, 1]),
    );
    expect(unit.children.flatMap(({ children }: Data) => children)).toHaveLength(82);
    expect(server.statements()).toHaveLength(1);
  });
});
