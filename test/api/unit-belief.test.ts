import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-10-01' });

const OLD = 'Chi nhánh Tây Hồ';
const WRONG = 'Chi nhánh Hồ Tay';
const RIGHT = 'Chi nhánh Hồ Tây';

/** Instants of belief: before anything was changed, after the rename, after the correction of it. */
let loaded: string;
let renamed: string;
let corrected: string;

async function recordedAt(): Promise<string> {
  const { unit } = await server.query('{ unit(code: "HN-B02", asOf: "2025-09-01") { history { recordedAt } } }');
  return unit.history
    .map((version: { recordedAt: string }) => version.recordedAt)
    .sort()
    .at(-1);
}

beforeAll(async () => {
  loaded = await recordedAt();
  await given(server, 'renameUnit', { unit: 'HN-B02', name: WRONG, on: '2025-09-01' });
  renamed = await recordedAt();
  await given(server, 'correctUnit', {
    unit: 'HN-B02',
    name: RIGHT,
    on: '2025-09-15',
    reason: 'Gõ sai',
    instrument: null,
  });
  corrected = await recordedAt();
  await given(server, 'reparentUnit', { unit: 'HN-00091', parent: 'HN-B01', on: '2025-09-01' });
});

afterAll(() => server.close());

async function known(query: string, knownAt: string | null) {
  return server.query(`query ($knownAt: DateTime) { ${query} }`, { knownAt });
}

describe('knownAt', () => {
  it('tells the story as it was believed, to the microsecond', async () => {
    const query = 'unit(code: "HN-B02", asOf: "2025-09-15", knownAt: $knownAt) { name }';
    const justBefore = renamed.replace(
      /\d{6}Z$/,
      (micros) => `${String(Number.parseInt(micros, 10) - 1).padStart(6, '0')}Z`,
    );

    const names = await Promise.all(
      [loaded, justBefore, renamed, corrected, null].map(async (instant) => (await known(query, instant)).unit.name),
    );

    expect(names).toEqual([OLD, OLD, WRONG, RIGHT, RIGHT]);
  });

  it('leaves other days alone', async () => {
    const query = 'unit(code: "HN-B02", asOf: "2025-08-31", knownAt: $knownAt) { name }';

    expect(await Promise.all([loaded, renamed, corrected].map((instant) => known(query, instant)))).toEqual(
      [OLD, OLD, OLD].map((name) => ({ unit: { name } })),
    );
  });

  it.each([
    ['parent', 'HN-00094', 'parent { name }', (unit: { parent: { name: string } }) => unit.parent.name],
    [
      'parents',
      'HN-00094',
      'parents { unit { name } }',
      (unit: { parents: { unit: { name: string } }[] }) => unit.parents[0]?.unit.name,
    ],
    [
      'territories',
      'HN-B02',
      'territories { receivedBy { name } }',
      (unit: { territories: { receivedBy: { name: string } }[] }) => unit.territories[0]?.receivedBy.name,
    ],
    [
      'successors',
      'HN-003',
      'successors { unit { name } }',
      (unit: { successors: { unit: { name: string } }[] }) => unit.successors[0]?.unit.name,
    ],
  ])('is inherited by %s', async (_field, code, show, nameOf) => {
    const asOf = code === 'HN-003' ? '2024-11-30' : '2025-09-15';
    const query = `unit(code: "${code}", asOf: "${asOf}", knownAt: $knownAt) { ${show} }`;

    const names = await Promise.all([loaded, renamed, null].map(async (at) => nameOf((await known(query, at)).unit)));

    // A successor is shown as of the day of succession, when it bore its first name.
    expect(names).toEqual(code === 'HN-003' ? [OLD, OLD, OLD] : [OLD, WRONG, RIGHT]);
  });

  it('is inherited by children, descendants and units', async () => {
    const query = `
      unit(code: "HN", asOf: "2025-09-15", knownAt: $knownAt) {
        children { code name children { code } } descendants(search: "HN-B02") { nodes { name } } }
      units(search: "HN-B02", asOf: "2025-09-15", knownAt: $knownAt) { nodes { name } }`;

    for (const [instant, name, points] of [
      [loaded, OLD, 8],
      [renamed, WRONG, 8],
      [corrected, RIGHT, 8],
      [null, RIGHT, 7],
    ] as const) {
      const { unit, units } = await known(query, instant);
      const branch = unit.children.find(({ code }: { code: string }) => code === 'HN-B02');

      expect([branch.name, branch.children.length]).toEqual([name, points]);
      expect(unit.descendants.nodes).toEqual([{ name }]);
      expect(units.nodes).toEqual([{ name }]);
    }
  });

  it('finds by the names believed then', async () => {
    const query = 'units(search: "ho tay", asOf: "2025-09-15", knownAt: $knownAt) { nodes { code name } }';

    expect((await known(query, loaded)).units.nodes.map(({ name }: { name: string }) => name)).not.toContain(WRONG);
    expect((await known(query, renamed)).units.nodes).toContainEqual({ code: 'HN-B02', name: WRONG });
    expect((await known(query, null)).units.nodes).toContainEqual({ code: 'HN-B02', name: RIGHT });
  });

  it('before anything was recorded knows nothing', async () => {
    const nothing = await known(
      `unit(code: "HN", knownAt: $knownAt) { code } units(knownAt: $knownAt) { totalCount }
       territory(code: "01", knownAt: $knownAt) { code } territories(knownAt: $knownAt) { totalCount }
       instruments(knownAt: $knownAt) { totalCount }
       coverage(plan: "HN", from: "2025-04-01", until: "2025-08-01", knownAt: $knownAt) { territories }`,
      '2020-01-01T00:00:00Z',
    );

    expect(nothing).toEqual({
      unit: null,
      units: { totalCount: 0 },
      territory: null,
      territories: { totalCount: 0 },
      instruments: { totalCount: 0 },
      coverage: null,
    });
  });

  it('is answered in UTC with microseconds, which can be sent back', () => {
    expect([loaded, renamed, corrected]).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)),
    );
  });
});

describe('history', () => {
  const SHOW = 'name period { from until } recordedAt supersededAt event { kind note }';

  it('is what is believed now', async () => {
    const { unit } = await server.query(`{ unit(code: "HN-B02", asOf: "2025-09-15") { history { ${SHOW} } } }`);

    expect(unit.history).toEqual([
      {
        name: OLD,
        period: { from: '2024-12-01', until: '2025-09-01' },
        recordedAt: renamed,
        supersededAt: null,
        event: { kind: 'ESTABLISH', note: null },
      },
      {
        name: RIGHT,
        period: { from: '2025-09-01', until: null },
        recordedAt: corrected,
        supersededAt: null,
        event: { kind: 'CORRECTION', note: 'Gõ sai' },
      },
    ]);
  });

  it('at an instant of the past does not yet know which beliefs will end', async () => {
    const { unit } = await known(
      'unit(code: "HN-B02", asOf: "2025-09-15", knownAt: $knownAt) { history(corrections: true) { name supersededAt } }',
      renamed,
    );

    expect(unit.history).toEqual([
      { name: OLD, supersededAt: renamed },
      { name: OLD, supersededAt: null },
      { name: WRONG, supersededAt: null },
    ]);
  });

  it('with corrections is also what was believed once', async () => {
    const { unit } = await server.query(
      `{ unit(code: "HN-B02", asOf: "2025-09-15") { history(corrections: true) { name period { until } recordedAt supersededAt } } }`,
    );

    expect(unit.history).toEqual([
      { name: OLD, period: { until: null }, recordedAt: loaded, supersededAt: renamed },
      { name: OLD, period: { until: '2025-09-01' }, recordedAt: renamed, supersededAt: null },
      { name: WRONG, period: { until: null }, recordedAt: renamed, supersededAt: corrected },
      { name: RIGHT, period: { until: null }, recordedAt: corrected, supersededAt: null },
    ]);
  });

  it('at an instant knows nothing that was recorded later', async () => {
    const query = `unit(code: "HN-B02", asOf: "2025-09-15", knownAt: $knownAt) {
      history { name } all: history(corrections: true) { name } }`;

    expect((await known(query, loaded)).unit).toEqual({ history: [{ name: OLD }], all: [{ name: OLD }] });
    expect((await known(query, renamed)).unit).toEqual({
      history: [{ name: OLD }, { name: WRONG }],
      all: [{ name: OLD }, { name: OLD }, { name: WRONG }],
    });
  });

  it('of a rehearsal is forgotten', async () => {
    const rehearsed = await carryOut(
      server,
      'renameUnit',
      { unit: 'HN-B02', name: 'Thử', on: '2025-12-01', instrument: PLAN_29, rehearse: true },
      { show: 'history(corrections: true) { name }' },
    );
    const { unit } = await server.query('{ unit(code: "HN-B02") { history(corrections: true) { name } } }');

    expect(rehearsed.unit.history.map(({ name }: { name: string }) => name)).toContain('Thử');
    expect(unit.history).toHaveLength(4);
  });
});
