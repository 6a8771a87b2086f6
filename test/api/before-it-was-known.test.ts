import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';

const server = await startApiServer();

afterAll(() => server.close());

describe('figures of a unit, at an instant before anybody knew of it', () => {
  const known = 'knownAt: "2000-01-01T00:00:00Z"';
  const period = 'from: "2025-01-01", until: "2025-07-01"';

  it.each([
    ['capacity', `capacity(unit: "HN", ${period}, ${known}) { unit { code } }`],
    ['equipmentConsolidation', `equipmentConsolidation(center: "HN", ${known}) { center { code } }`],
    ['headcountLedger', `headcountLedger(root: "HN", ${period}, ${known}) { root { code } }`],
    ['kpis', `kpis(root: "HN", ${period}, ${known}) { root { code } }`],
    ['workload', `workload(root: "HN", ${period}, ${known}) { root { code } }`],
  ])('are none: %s', async (field, question) => {
    const now = question.replace(`, ${known}`, '');

    expect(await server.query(`{ ${question} }`)).toEqual({ [field]: null });
    expect(await server.query(`{ ${now} }`)).toEqual({ [field]: { [inner(question)]: { code: 'HN' } } });
  });
});

/** The unit that the figures are of, as the field calls it. */
const inner = (question: string): string => /\{ (\w+) \{ code/.exec(question)?.[1] ?? '';
