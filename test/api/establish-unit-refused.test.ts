import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const BRANCH = { kind: 'BRANCH', parent: 'HN', on: '2025-09-01' };

const establish = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(server, 'establishUnit', { instrument: PLAN_29, ...input }, asking);

const told = ({ unit, violations }: Data) => [unit, violations.map((v: Data) => [v.code, v.path, v.on, v.message])];

describe('establishUnit is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const input = {
      code: 'hn a9',
      name: ' ',
      kind: 'BRANCH',
      branchType: 10,
      rank: 'x'.repeat(201),
      parent: 'PC-01',
      on: '2025-09-01',
      instrument: undefined,
      decidedBy: 'NOBODY',
      succeeds: 'NADA',
      territories: ['005', '999', '005'],
      relations: [
        { relation: 'STAFF_MANAGEMENT', unit: 'HN' },
        { relation: 'PROFESSIONAL', unit: 'NOPE' },
        { relation: 'STAFF_MANAGEMENT', unit: 'PC-01' },
      ],
      seat: { address: '', latitude: 21, areaM2: 0 },
    };

    const [en, vi] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([establish(input), establish(input, { headers: { 'accept-language': 'vi' } })]),
    );

    expect(told(en)).toEqual([
      null,
      [
        ['NOT_FOUND', ['territories', '1'], '2025-09-01', '999 was not found.'],
        ['INPUT_INVALID', ['territories', '2'], null, 'Invalid value; expected each entry only once.'],
        ['INPUT_INVALID', ['seat', 'address'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        [
          'INPUT_INVALID',
          ['seat'],
          null,
          'Invalid value; expected both latitude (-90 to 90) and longitude (-180 to 180), or neither.',
        ],
        ['INPUT_INVALID', ['seat', 'areaM2'], null, 'Invalid value; expected an area above 0, up to 1000000 m².'],
        ['INSTRUMENT_REQUIRED', ['instrument'], '2025-09-01', 'This decision must cite a legal instrument.'],
        ['NOT_FOUND', ['succeeds'], null, 'NADA was not found.'],
        ['INPUT_INVALID', ['code'], null, 'Invalid value; expected a code of capitals A-Z, digits, hyphens and dots.'],
        ['INPUT_INVALID', ['name'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        ['INPUT_INVALID', ['rank'], null, 'Invalid value; expected text of 1 to 200 characters.'],
        ['INPUT_INVALID', ['branchType'], null, 'Invalid value; expected a branch type from 1 to 9.'],
        [
          'UNIT_KIND_PARENT',
          ['parent'],
          '2025-09-01',
          'Unit hn a9 of kind BRANCH cannot stand under PC-01 of kind PEOPLES_COMMITTEE; expected PROVINCIAL_CENTER.',
        ],
        ['NOT_FOUND', ['relations', '1', 'unit'], null, 'NOPE was not found.'],
        [
          'UNIT_PARENT_OVERLAP',
          ['relations', '2', 'unit'],
          '2025-09-01',
          'Unit hn a9 already has a parent of this relation on 2025-09-01.',
        ],
        [
          'TERRITORY_OVERLAP',
          ['territories', '0'],
          '2025-09-01',
          'Territory 005 is already received for by HN-B01 from 2025-09-01.',
        ],
        ['NOT_FOUND', ['decidedBy'], null, 'NOBODY was not found.'],
      ],
    ]);
    const messages = vi.violations.map(({ message }: Data) => message);
    expect(messages).toContain('Địa bàn 005 đã do đơn vị HN-B01 tiếp nhận từ ngày 2025-09-01.');
    expect(messages).toContain(
      'Đơn vị hn a9 loại BRANCH không được đặt dưới PC-01 loại PEOPLES_COMMITTEE; cần PROVINCIAL_CENTER.',
    );
    expect(messages).toContain('Giá trị không hợp lệ; cần mã gồm chữ hoa A-Z, số, dấu gạch nối và dấu chấm.');
    expect(vi.violations.map(({ code, path }: Data) => [code, path])).toEqual(
      en.violations.map(({ code, path }: Data) => [code, path]),
    );
  });

  it('where the code is taken, with what else is wrong', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      establish({ ...BRANCH, code: 'HN-B05', name: '', parent: 'NOPE', territories: ['999'] }),
    );

    expect(told(payload)).toEqual([
      null,
      [
        ['NOT_FOUND', ['territories', '0'], '2025-09-01', '999 was not found.'],
        ['ALREADY_EXISTS', ['code'], null, 'HN-B05 already exists.'],
        ['INPUT_INVALID', ['name'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        ['NOT_FOUND', ['parent'], null, 'NOPE was not found.'],
      ],
    ]);
  });

  it('where the code was borne by a unit that closed', async () => {
    const payload = await establish({ ...BRANCH, code: 'HN-005', name: 'Lại' });

    expect(told(payload)).toEqual([null, [['ALREADY_EXISTS', ['code'], null, 'HN-005 already exists.']]]);
  });

  it('under a parent that does not exist yet, or not for as long', async () => {
    const early = await establish({ ...BRANCH, code: 'HN-C1', name: 'Sớm', on: '2018-06-20' });
    const point = {
      code: 'HN-C2',
      name: 'Điểm',
      kind: 'RECEPTION_POINT',
      on: '2025-03-01',
      parent: 'BD-25747',
      relations: [],
    };
    const brief = await establish({ ...point, kind: 'OUTSIDE_BODY' });

    expect(told(early)).toEqual([
      null,
      [['FACT_OUTSIDE_UNIT', ['parent'], '2018-06-20', 'Unit HN does not exist on 2018-06-20.']],
    ]);
    expect(told(brief)).toEqual([
      null,
      [
        ['FACT_OUTSIDE_UNIT', ['parent'], '2025-04-01', 'Unit BD-25747 does not exist on 2025-04-01.'],
        [
          'UNIT_KIND_PARENT',
          ['parent'],
          '2025-03-01',
          'Unit HN-C2 of kind OUTSIDE_BODY cannot stand under BD-25747 of kind ONE_STOP; expected OUTSIDE_BODY.',
        ],
      ],
    ]);
  });

  it('in succession of a unit that is gone, or begins that very day', async () => {
    await given(server, 'establishUnit', { ...BRANCH, code: 'HN-D1', name: 'Mới' });

    const gone = await establish({ ...BRANCH, code: 'HN-D2', name: 'A', succeeds: 'HN-009' });
    const born = await establish({ ...BRANCH, code: 'HN-D2', name: 'A', succeeds: 'HN-D1' });

    expect(told(gone)[1]).toEqual([
      ['FACT_OUTSIDE_UNIT', ['succeeds'], '2025-09-01', 'Unit HN-009 does not exist on 2025-09-01.'],
    ]);
    expect(told(born)[1]).toEqual([
      ['FACT_OUTSIDE_UNIT', ['succeeds'], '2025-08-31', 'Unit HN-D1 does not exist on 2025-08-31.'],
    ]);
  });
});
