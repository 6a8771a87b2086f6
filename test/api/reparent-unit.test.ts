import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const PARENTS = 'code parent { code } parents { relation unit { code } period { from until } untilEvent }';

const reparent = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(server, 'reparentUnit', { instrument: PLAN_29, ...input }, { show: PARENTS, ...asking });

const told = ({ unit, violations }: Data) => [unit, violations.map((v: Data) => [v.code, v.path, v.on, v.message])];

async function parentOn(code: string, ...days: string[]): Promise<(string | undefined)[]> {
  const fields = days.map((day, index) => `d${index}: unit(code: "${code}", asOf: "${day}") { parent { code } }`);
  return Object.values<Data>(await server.query(`{ ${fields.join(' ')} }`)).map((unit) => unit.parent?.code);
}

describe('reparentUnit', () => {
  it('puts a unit under another parent from the day on, in the tree where nothing else is said', async () => {
    const payload = await reparent({ unit: 'HN-00166', parent: 'HN-B02', on: '2025-09-01' });

    expect(payload).toMatchObject({
      violations: [],
      rehearsed: false,
      unit: { code: 'HN-00166', parent: { code: 'HN-B02' } },
    });
    expect(await parentOn('HN-00166', '2025-08-31', '2025-09-01')).toEqual(['HN-B01', 'HN-B02']);
  });

  it('in another respect leaves the tree alone', async () => {
    const { unit } = await reparent({
      unit: 'HN-B03',
      relation: 'FACILITY_MANAGEMENT',
      parent: 'PC-271',
      untilEvent: 'Bàn giao trụ sở',
      on: '2025-09-01',
    });

    expect(unit).toEqual({
      code: 'HN-B03',
      parent: { code: 'HN' },
      parents: [
        {
          relation: 'ESTABLISHMENT',
          unit: { code: 'HN' },
          period: { from: '2025-04-01', until: null },
          untilEvent: null,
        },
        {
          relation: 'STAFF_MANAGEMENT',
          unit: { code: 'HN' },
          period: { from: '2025-04-01', until: null },
          untilEvent: null,
        },
        {
          relation: 'FACILITY_MANAGEMENT',
          unit: { code: 'PC-271' },
          period: { from: '2025-09-01', until: null },
          untilEvent: 'Bàn giao trụ sở',
        },
      ],
    });
  });

  it('keeps a move that was decided for later', async () => {
    await given(server, 'reparentUnit', { unit: 'HN-00167', parent: 'HN-B03', on: '2026-01-01' });

    const { unit } = await reparent({ unit: 'HN-00167', parent: 'HN-B02', on: '2025-09-01' });

    expect(unit.parents[0].period).toEqual({ from: '2025-09-01', until: '2026-01-01' });
    expect(await parentOn('HN-00167', '2025-08-31', '2025-09-01', '2025-12-31', '2026-01-01')).toEqual([
      'HN-B01',
      'HN-B02',
      'HN-B02',
      'HN-B03',
    ]);
  });

  it('to null ends the relation and leaves what is planned for later', async () => {
    await given(server, 'reparentUnit', {
      unit: 'HN-B04',
      relation: 'STAFF_MANAGEMENT',
      parent: 'PC-01',
      on: '2026-01-01',
    });

    const { unit } = await reparent({ unit: 'HN-B04', relation: 'STAFF_MANAGEMENT', parent: null, on: '2025-09-01' });
    const later = await server.query('{ unit(code: "HN-B04", asOf: "2026-02-01") { parents { relation } } }');

    expect(unit.parents.map(({ relation }: Data) => relation)).toEqual(['ESTABLISHMENT']);
    expect(later.unit.parents).toEqual([{ relation: 'ESTABLISHMENT' }, { relation: 'STAFF_MANAGEMENT' }]);
  });

  it('rehearsed shows the tree as it would be and writes nothing', async () => {
    const show = 'parent { code children { code } descendants(search: "HN-00172") { totalCount } }';

    const payload = await withoutWriting(server.databaseUrl, () =>
      reparent({ unit: 'HN-00172', parent: 'HN-B05', on: '2025-09-01', rehearse: true }, { show }),
    );

    expect([payload.violations, payload.rehearsed]).toEqual([[], true]);
    expect(payload.unit.parent).toMatchObject({ code: 'HN-B05', descendants: { totalCount: 1 } });
    expect(payload.unit.parent.children).toContainEqual({ code: 'HN-00172' });
    expect(await parentOn('HN-00172', '2025-09-01')).toEqual(['HN-B01']);
  });
});

describe('reparentUnit is refused', () => {
  it('where a unit would stand below itself, and of the wrong kind, both at once', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      reparent({ unit: 'HN', parent: 'HN-B03', on: '2025-09-01' }),
    );

    expect(told(payload)).toEqual([
      null,
      [
        [
          'UNIT_KIND_PARENT',
          ['parent'],
          '2025-09-01',
          'Unit HN of kind PROVINCIAL_CENTER cannot stand under HN-B03 of kind BRANCH; expected PEOPLES_COMMITTEE, DEPARTMENT.',
        ],
        ['UNIT_CYCLE', ['parent'], '2025-09-01', 'Unit HN cannot stand below itself (on 2025-09-01).'],
      ],
    ]);
  });

  it('under itself', async () => {
    const payload = await reparent({ unit: 'PC-001', parent: 'PC-001', on: '2025-09-01' });

    expect(told(payload)[1]).toEqual([
      ['UNIT_CYCLE', ['parent'], '2025-09-01', 'Unit PC-001 cannot stand below itself (on 2025-09-01).'],
    ]);
  });

  it('where the cycle would close only on a later day', async () => {
    await given(server, 'reparentUnit', { unit: 'PC-001', parent: 'PC-002', on: '2026-03-01' });

    const payload = await reparent({ unit: 'PC-002', parent: 'PC-001', on: '2025-09-01' });

    expect(told(payload)[1]).toEqual([
      ['UNIT_CYCLE', ['parent'], '2026-03-01', 'Unit PC-002 cannot stand below itself (on 2026-03-01).'],
    ]);
  });

  it('in one respect only: the same pair may stand the other way round in another', async () => {
    await given(server, 'reparentUnit', { unit: 'HN', relation: 'PROFESSIONAL', parent: 'HN-B05', on: '2025-09-01' });

    const payload = await reparent({ unit: 'HN-B05', relation: 'PROFESSIONAL', parent: 'HN', on: '2025-10-01' });

    expect(told(payload)[1]).toEqual([
      ['UNIT_CYCLE', ['parent'], '2025-10-01', 'Unit HN-B05 cannot stand below itself (on 2025-10-01).'],
    ]);
  });

  it('with every violation at once, in English and Vietnamese', async () => {
    const input = { unit: 'NOBODY', parent: 'NOPE', on: '2025-09-01', instrument: null, decidedBy: 'NADA' };

    const [en, vi] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([reparent(input), reparent(input, { headers: { 'accept-language': 'vi' } })]),
    );

    expect(told(en)).toEqual([
      null,
      [
        ['INSTRUMENT_REQUIRED', ['instrument'], '2025-09-01', 'This decision must cite a legal instrument.'],
        ['NOT_FOUND', ['unit'], null, 'NOBODY was not found.'],
        ['NOT_FOUND', ['parent'], null, 'NOPE was not found.'],
        ['NOT_FOUND', ['decidedBy'], null, 'NADA was not found.'],
      ],
    ]);
    expect(vi.violations.map(({ message }: Data) => message)).toEqual([
      'Quyết định này phải dẫn một văn bản pháp lý.',
      'Không tìm thấy NOBODY.',
      'Không tìm thấy NOPE.',
      'Không tìm thấy NADA.',
    ]);
  });

  it('under a parent that ends before the relation would', async () => {
    await given(server, 'establishUnit', { code: 'OLD', name: 'Cũ', kind: 'OUTSIDE_BODY', on: '2025-08-01' });
    await given(server, 'dissolveUnit', { unit: 'OLD', on: '2026-01-01', noSuccessor: true });

    const payload = await reparent({ unit: 'HN-B06', relation: 'PROFESSIONAL', parent: 'OLD', on: '2025-09-01' });

    expect(told(payload)[1]).toEqual([
      ['FACT_OUTSIDE_UNIT', ['parent'], '2026-01-01', 'Unit OLD does not exist on 2026-01-01.'],
    ]);
  });
});
