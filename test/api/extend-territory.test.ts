import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { forget } from '../support/forget.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();
await forget(server, 'counter_version');

afterAll(() => server.close());

const ON = '2025-09-01';

const extend = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(
    server,
    'extendTerritory',
    { instrument: PLAN_29, on: ON, ...input },
    { show: 'code territories { code receivedBy { code } }', ...asking },
  );

const told = ({ unit, violations }: Data) => [unit, violations.map((v: Data) => [v.code, v.path, v.on, v.message])];

async function receivers(code: string, ...days: string[]): Promise<(string | undefined)[]> {
  const fields = days.map(
    (day, index) => `d${index}: territory(code: "${code}", asOf: "${day}") { receivedBy { code } }`,
  );
  return Object.values<Data>(await server.query(`{ ${fields.join(' ')} }`)).map((found) => found.receivedBy?.code);
}

describe('extendTerritory', () => {
  it('lets a unit receive for what nobody received for', async () => {
    const payload = await extend({ unit: 'BN', territories: ['24'] });

    expect(payload).toEqual({
      violations: [],
      rehearsed: false,
      unit: { code: 'BN', territories: [{ code: '24', receivedBy: { code: 'BN' } }] },
    });
    expect(await receivers('24', '2025-08-31', ON)).toEqual([undefined, 'BN']);
  });

  it('takes over from whoever received until then, of each territory', async () => {
    const { unit, violations } = await extend({ unit: 'HN-00167', territories: ['00166', '00091'], takeOver: true });

    expect(violations).toEqual([]);
    expect(unit.territories.map(({ code }: Data) => code)).toEqual(['00091', '00166', '00167']);
    expect(await receivers('00166', '2025-08-31', ON)).toEqual(['HN-00166', 'HN-00167']);
    expect(await receivers('00091', '2025-08-31', ON)).toEqual(['HN-00091', 'HN-00167']);
  });

  it('does not undo what others are to receive for only later', async () => {
    await given(server, 'extendTerritory', { unit: 'HN-B01', territories: ['003'], on: '2026-01-01', takeOver: true });

    const payload = await extend({ unit: 'HN-B03', territories: ['003'], takeOver: true });

    expect(payload.violations).toMatchObject([
      { code: 'TERRITORY_OVERLAP', on: '2026-01-01', path: ['territories', '0'] },
    ]);
    expect(await receivers('003', '2025-08-31', ON, '2026-01-01')).toEqual(['HN-B02', 'HN-B02', 'HN-B01']);
  });

  it('rehearsed shows who would receive and writes nothing', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      extend({ unit: 'HN-B04', territories: ['005'], takeOver: true, rehearse: true }),
    );

    expect([payload.violations, payload.rehearsed]).toEqual([[], true]);
    expect(payload.unit.territories).toContainEqual({ code: '005', receivedBy: { code: 'HN-B04' } });
    expect(await receivers('005', ON)).toEqual(['HN-B01']);
  });
});

describe('extendTerritory is refused', () => {
  it('where others receive and are not to be taken over from, each told', async () => {
    const [en, vi] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([
        extend({ unit: 'HN-B05', territories: ['005', '009'] }),
        extend({ unit: 'HN-B05', territories: ['005', '009'] }, { headers: { 'accept-language': 'vi' } }),
      ]),
    );

    expect(told(en)).toEqual([
      null,
      [
        ['TERRITORY_OVERLAP', ['territories', '0'], ON, `Territory 005 is already received for by HN-B01 from ${ON}.`],
        ['TERRITORY_OVERLAP', ['territories', '1'], ON, `Territory 009 is already received for by HN-B01 from ${ON}.`],
      ],
    ]);
    expect(en.violations[0]).toMatchObject({
      __typename: 'TerritoryViolation',
      unit: { code: 'HN-B05' },
      territory: { code: '005' },
    });
    expect(vi.violations[0].message).toBe(`Địa bàn 005 đã do đơn vị HN-B01 tiếp nhận từ ngày ${ON}.`);
  });

  it('from the first day on which another receives, where that is later', async () => {
    await given(server, 'establishUnit', { code: 'NEW', name: 'Mới', kind: 'OUTSIDE_BODY', on: '2025-10-01' });
    await given(server, 'extendTerritory', { unit: 'NEW', territories: ['40'], on: '2025-10-01', takeOver: true });
    await given(server, 'extendTerritory', { unit: 'NA', territories: ['40'], on: '2025-12-01', takeOver: true });

    const payload = await extend({ unit: 'BN', territories: ['40'], on: '2025-11-01' });

    expect(told(payload)[1]).toEqual([
      [
        'TERRITORY_OVERLAP',
        ['territories', '0'],
        '2025-11-01',
        'Territory 40 is already received for by NEW from 2025-11-01.',
      ],
      [
        'TERRITORY_OVERLAP',
        ['territories', '0'],
        '2025-12-01',
        'Territory 40 is already received for by NA from 2025-12-01.',
      ],
    ]);
  });

  it('for what the unit receives for already, taking over or not', async () => {
    const both = await Promise.all(
      [true, false].map((takeOver) => extend({ unit: 'HN-B06', territories: ['268'], takeOver })),
    );

    expect(both.map(told)).toEqual(
      Array.from({ length: 2 }, () => [
        null,
        [
          [
            'TERRITORY_OVERLAP',
            ['territories', '0'],
            ON,
            `Territory 268 is already received for by HN-B06 from ${ON}.`,
          ],
        ],
      ]),
    );
  });

  it('with every violation at once', async () => {
    const input = { unit: 'NOBODY', territories: ['zz', '005', '24x', '005'], instrument: null, decidedBy: 'NADA' };

    const payload = await withoutWriting(server.databaseUrl, () => extend(input));

    expect(told(payload)).toEqual([
      null,
      [
        ['NOT_FOUND', ['territories', '0'], ON, 'zz was not found.'],
        ['NOT_FOUND', ['territories', '2'], ON, '24x was not found.'],
        ['INPUT_INVALID', ['territories', '3'], null, 'Invalid value; expected each entry only once.'],
        ['INSTRUMENT_REQUIRED', ['instrument'], ON, 'This decision must cite a legal instrument.'],
        ['NOT_FOUND', ['unit'], null, 'NOBODY was not found.'],
        ['TERRITORY_OVERLAP', ['territories', '1'], ON, `Territory 005 is already received for by HN-B01 from ${ON}.`],
        ['NOT_FOUND', ['decidedBy'], null, 'NADA was not found.'],
      ],
    ]);
  });

  it('with a territory of another time, and with none', async () => {
    const old = await extend({ unit: 'BN', territories: ['27'] });
    const none = await withoutWriting(server.databaseUrl, () => extend({ unit: 'BN', territories: [] }));

    expect(told(old)).toEqual([null, [['NOT_FOUND', ['territories', '0'], ON, '27 was not found.']]]);
    expect(told(none)).toEqual([
      null,
      [['INPUT_INVALID', ['territories'], null, 'Invalid value; expected at least one change.']],
    ]);
  });
});
