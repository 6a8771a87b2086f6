import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { forget } from '../support/forget.ts';
import { givenBack } from '../support/seal-scene.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer();
await forget(server, 'counter_version');

/** HN-005 → HN-B01 (in the plan) → HN-X1 → HN-X2, all wholly; and HN-B02 dissolved into two parts. */
beforeAll(async () => {
  const branch = { kind: 'BRANCH', parent: 'HN' };
  await given(server, 'establishUnit', { ...branch, code: 'HN-X1', name: 'Một', on: '2025-09-01', succeeds: 'HN-B01' });
  await given(server, 'establishUnit', { ...branch, code: 'HN-X2', name: 'Hai', on: '2025-10-01', succeeds: 'HN-X1' });
  await given(server, 'establishUnit', { ...branch, code: 'HN-Y1', name: 'Đông', on: '2025-09-01' });
  await given(server, 'establishUnit', { ...branch, code: 'HN-Y2', name: 'Tây', on: '2025-09-01' });
  const { unit } = await server.query('{ unit(code: "HN-B02", asOf: "2025-09-01") { children { code } } }');
  for (const { code } of unit.children)
    await given(server, 'reparentUnit', { unit: code, parent: 'HN-Y1', on: '2025-09-01' });
  await given(server, 'extendTerritory', { unit: 'HN-Y2', territories: ['003'], on: '2025-09-01', takeOver: true });
  await givenBack(server, 'HN-B02', '2025-09-01');
  await given(server, 'dissolveUnit', { unit: 'HN-B02', on: '2025-09-01', successors: ['HN-Y2', 'HN-Y1'] });
});

afterAll(() => server.close());

async function lineage(code: string, asOf: string, field: string): Promise<string[]> {
  const { unit } = await server.query(
    `{ unit(code: "${code}", asOf: "${asOf}") { lines: ${field} { step on extent unit { code } } } }`,
  );
  return unit.lines.map(({ step, on, extent, unit: other }: Data) => `${step} ${other.code} ${on} ${extent}`);
}

describe('predecessors', () => {
  it('are those directly before, unless more steps are asked', async () => {
    expect(await lineage('HN-X2', '2025-10-01', 'predecessors')).toEqual(['1 HN-X1 2025-10-01 WHOLE']);
    expect(await lineage('HN-X2', '2025-10-01', 'predecessors(steps: 2)')).toEqual([
      '1 HN-X1 2025-10-01 WHOLE',
      '2 HN-B01 2025-09-01 WHOLE',
    ]);
  });

  it('reach to the beginning with steps null', async () => {
    expect(await lineage('HN-X2', '2025-10-01', 'predecessors(steps: null)')).toEqual([
      '1 HN-X1 2025-10-01 WHOLE',
      '2 HN-B01 2025-09-01 WHOLE',
      '3 HN-005 2024-12-01 WHOLE',
      '3 HN-009 2025-07-01 WHOLE',
    ]);
  });

  it('are only those it had by the day asked', async () => {
    expect(await lineage('HN-B01', '2025-06-30', 'predecessors')).toEqual(['1 HN-005 2024-12-01 WHOLE']);
    expect(await lineage('HN-B01', '2025-07-01', 'predecessors')).toEqual([
      '1 HN-005 2024-12-01 WHOLE',
      '1 HN-009 2025-07-01 WHOLE',
    ]);
  });

  it('of a merger are all its sources, the survivor not among them', async () => {
    expect(await lineage('HN-B03', '2025-04-01', 'predecessors')).toEqual([
      '1 HN-269 2025-04-01 WHOLE',
      '1 HN-271 2025-04-01 WHOLE',
      '1 HN-276 2025-04-01 WHOLE',
    ]);
    expect(await lineage('BD-718', '2025-04-01', 'predecessors(steps: null)')).toEqual(['1 BD-25747 2025-04-01 WHOLE']);
  });

  it('of a unit that came out of nothing are none', async () => {
    expect(await lineage('HN-Y1', '2025-09-01', 'predecessors(steps: null)')).toEqual([
      '1 HN-B02 2025-09-01 PARTIAL',
      '2 HN-003 2024-12-01 WHOLE',
    ]);
    expect(await lineage('HN', '2025-09-01', 'predecessors(steps: null)')).toEqual([]);
  });
});

describe('successors', () => {
  it('are told ahead of the day asked', async () => {
    expect(await lineage('HN-005', '2018-06-21', 'successors')).toEqual(['1 HN-B01 2024-12-01 WHOLE']);
  });

  it('reach to the end with steps null', async () => {
    expect(await lineage('HN-009', '2025-06-30', 'successors(steps: null)')).toEqual([
      '1 HN-B01 2025-07-01 WHOLE',
      '2 HN-X1 2025-09-01 WHOLE',
      '3 HN-X2 2025-10-01 WHOLE',
    ]);
    expect(await lineage('HN-009', '2025-06-30', 'successors(steps: 2)')).toHaveLength(2);
  });

  it('are several, in parts, where a unit was divided', async () => {
    expect(await lineage('HN-003', '2024-11-30', 'successors(steps: null)')).toEqual([
      '1 HN-B02 2024-12-01 WHOLE',
      '2 HN-Y1 2025-09-01 PARTIAL',
      '2 HN-Y2 2025-09-01 PARTIAL',
    ]);
  });

  it('are shown as on the first day of succession, with the act', async () => {
    const { unit } = await server.query(`{ unit(code: "HN-005", asOf: "2024-11-30") {
      successors { unit { code name } event { kind on retroactive assumed decidedBy { code } instrument { number issuer } } } } }`);

    expect(unit.successors).toEqual([
      {
        unit: { code: 'HN-B01', name: 'Chi nhánh Cầu Giấy' },
        event: {
          kind: 'ESTABLISH',
          on: '2024-12-01',
          retroactive: true,
          assumed: true,
          decidedBy: null,
          instrument: { number: '29/KH-UBND', issuer: 'PC-01' },
        },
      },
    ]);
  });
});

describe('steps', () => {
  it.each([0, -1, 101])('%i are refused with what is expected', async (steps) => {
    const { data, errors } = await server.ask(
      'query ($steps: Int) { unit(code: "HN-B01") { predecessors(steps: $steps) { step } successors(steps: $steps) { step } } }',
      { steps },
    );

    expect(data).toEqual({ unit: null });
    expect(errors?.map(({ extensions }) => [extensions?.code, extensions?.field, extensions?.expected])).toEqual([
      ['BAD_USER_INPUT', 'steps', 'a number from 1 to 100, or null for all'],
    ]);
  });
});
