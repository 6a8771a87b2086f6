import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOW = `name shortName kind branchType rank entitlements { seal account independentAccounting }
  history { name period { from until } event { kind on note retroactive instrument { number } } }`;

const correct = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(server, 'correctUnit', { reason: 'Ghi sai', ...input }, { show: SHOW, ...asking });

const told = ({ unit, violations }: Data) => [unit, violations.map((v: Data) => [v.code, v.path, v.on, v.message])];
const story = (unit: Data): string[] =>
  unit.history.map(({ name, period }: Data) => `${name} ${period.from} ${period.until}`);

describe('correctUnit', () => {
  it('restates the version of a day, resting on the instrument it rested on', async () => {
    await given(server, 'renameUnit', { unit: 'HN-B03', name: 'Chi nhánh số3', on: '2025-09-01' });

    const { unit, violations } = await correct({
      unit: 'HN-B03',
      name: 'Chi nhánh số 3',
      on: '2025-12-24',
      reason: 'Thiếu dấu cách',
    });

    expect(violations).toEqual([]);
    expect(story(unit)).toEqual([
      'Chi nhánh Ba Vì – Sơn Tây – Thạch Thất 2025-04-01 2025-09-01',
      'Chi nhánh số 3 2025-09-01 null',
    ]);
    expect(unit.history[1].event).toEqual({
      kind: 'CORRECTION',
      on: '2025-12-24',
      note: 'Thiếu dấu cách',
      retroactive: false,
      instrument: { number: PLAN_29 },
    });
  });

  it('restates every attribute, and leaves what is not said', async () => {
    const all = {
      shortName: 'Số 4',
      branchType: 2,
      rank: 'ban',
      entitlements: { seal: false, independentAccounting: false },
    };

    const first = await correct({ unit: 'HN-B04', on: '2025-09-01', ...all });
    const second = await correct({ unit: 'HN-B04', on: '2025-09-01', shortName: null, branchType: null, rank: null });

    const name = 'Chi nhánh Đông Anh – Mê Linh – Sóc Sơn';
    const entitlements = { seal: false, account: true, independentAccounting: false };
    expect(first.unit).toMatchObject({ name, kind: 'BRANCH', ...all, entitlements });
    expect(second.unit).toMatchObject({ name, shortName: null, branchType: null, rank: null, entitlements });
  });

  it('moves the day on which a version began, and so the end of the one before', async () => {
    await given(server, 'renameUnit', { unit: 'HN-B05', name: 'Mới', on: '2025-09-01' });

    const later = await correct({ unit: 'HN-B05', on: '2025-09-01', beganOn: '2025-09-15' });
    const earlier = await correct({ unit: 'HN-B05', on: '2025-10-01', beganOn: '2025-08-15', name: 'Mới hơn' });

    const old = 'Chi nhánh Hoài Đức – Phúc Thọ – Đan Phượng 2025-04-01';
    expect(story(later.unit)).toEqual([`${old} 2025-09-15`, 'Mới 2025-09-15 null']);
    expect(story(earlier.unit)).toEqual([`${old} 2025-08-15`, 'Mới hơn 2025-08-15 null']);
    expect([later, earlier].flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('may cite another instrument', async () => {
    const { unit } = await correct({ unit: 'HN-B06', on: '2025-04-01', rank: 'ban', instrument: '61/2018/NĐ-CP' });

    expect(unit.history[0].event.instrument).toEqual({ number: '61/2018/NĐ-CP' });
  });

  it('rehearsed shows what would be believed and writes nothing', async () => {
    const { unit, rehearsed, violations } = await withoutWriting(server.databaseUrl, () =>
      correct({ unit: 'HN-B07', on: '2025-09-01', name: 'Thử', rehearse: true }),
    );

    expect([violations, rehearsed, story(unit)]).toEqual([[], true, ['Thử 2025-04-01 null']]);
  });

  it('writes one version for the one it replaces, an act and an audit entry', async () => {
    const before = await rowCounts(server.databaseUrl);

    await correct({ unit: 'HN-B08', on: '2025-09-01', name: 'Đúng' });

    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...before,
      unit_version: (before.unit_version ?? 0) + 1,
      change_event: (before.change_event ?? 0) + 1,
      audit_entry: (before.audit_entry ?? 0) + 1,
    });
  });
});

describe('correctUnit is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const { version } = (await server.query('{ unit(code: "HN-B09") { version } }')).unit;
    const input = {
      unit: 'HN-B09',
      on: '2025-09-01',
      name: ' ',
      branchType: 0,
      beganOn: '2025-05-01',
      reason: ' ',
      instrument: '404/QĐ',
      expectedVersion: version + 1,
    };

    const [en, vi] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([correct(input), correct(input, { headers: { 'accept-language': 'vi' } })]),
    );

    expect(told(en)).toEqual([
      null,
      [
        ['NOT_FOUND', ['instrument'], null, '404/QĐ was not found.'],
        ['INPUT_INVALID', ['reason'], null, 'Invalid value; expected text of 1 to 1000 characters.'],
        [
          'VERSION_CONFLICT',
          ['expectedVersion'],
          null,
          `Unit HN-B09 has changed: its version is ${version}, not ${version + 1}.`,
        ],
        ['INPUT_INVALID', ['name'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        ['INPUT_INVALID', ['branchType'], null, 'Invalid value; expected a branch type from 1 to 9.'],
        [
          'INPUT_INVALID',
          ['beganOn'],
          '2025-05-01',
          'Invalid value; expected a day after the version before begins and before this one ends.',
        ],
      ],
    ]);
    expect(vi.violations.at(-1).message).toBe(
      'Giá trị không hợp lệ; cần một ngày sau khi phiên bản trước bắt đầu và trước khi phiên bản này kết thúc.',
    );
  });

  it('where nothing is to be corrected', async () => {
    const payload = await correct({ unit: 'HN-B09', on: '2025-09-01', entitlements: {} });

    expect(told(payload)).toEqual([
      null,
      [['INPUT_INVALID', [], null, 'Invalid value; expected at least one change.']],
    ]);
  });

  it.each([
    ['NOBODY', '2025-09-01', 'NOT_FOUND', null, 'NOBODY was not found.'],
    ['HN-B09', '2025-03-31', 'FACT_OUTSIDE_UNIT', '2025-03-31', 'Unit HN-B09 does not exist on 2025-03-31.'],
  ])('for %s on %s, without asking for an instrument', async (unit, on, code, day, message) => {
    expect(told(await correct({ unit, on, name: 'A' }))).toEqual([null, [[code, ['unit'], day, message]]]);
  });

  it.each([
    ['not after the version before begins', '2025-04-01'],
    ['not before this one ends', '2026-01-01'],
  ])('with a first day %s', async (_what, beganOn) => {
    await given(server, 'renameUnit', { unit: 'HN-B10', name: 'Thu', on: '2025-09-01' });
    await given(server, 'renameUnit', { unit: 'HN-B10', name: 'Xuân', on: '2026-01-01' });

    const payload = await correct({ unit: 'HN-B10', on: '2025-09-01', beganOn });

    expect(payload.violations).toMatchObject([
      { code: 'INPUT_INVALID', path: ['beganOn'], on: beganOn, unit: { code: 'HN-B10' } },
    ]);
  });

  it('with a kind that does not fit above or below', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      correct({ unit: 'HN-B02', on: '2025-09-01', kind: 'ONE_STOP' }),
    );
    const center = await correct({ unit: 'NA', on: '2025-09-01', kind: 'OUTSIDE_BODY' });

    expect(payload.violations).toHaveLength(8);
    expect(told(payload)[1][0]).toEqual([
      'UNIT_KIND_PARENT',
      ['kind'],
      '2024-12-01',
      'Unit HN-00091 of kind RECEPTION_POINT cannot stand under HN-B02 of kind ONE_STOP; expected BRANCH, PROVINCIAL_CENTER, DISTRICT_CENTER, COMMUNE_CENTER.',
    ]);
    expect(told(center)[1]).toEqual([
      [
        'UNIT_KIND_PARENT',
        ['kind'],
        '2020-10-02',
        'Unit NA of kind OUTSIDE_BODY cannot stand under PC-40 of kind PEOPLES_COMMITTEE; expected OUTSIDE_BODY.',
      ],
    ]);
  });
});
