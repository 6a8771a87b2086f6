import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer();

beforeAll(async () => {
  const point = { kind: 'RECEPTION_POINT', parent: 'HN-B01', on: '2025-09-01' };
  await given(server, 'establishUnit', {
    ...point,
    code: 'HN-X1',
    name: 'Điểm số hóa 100% hồ sơ',
    shortName: 'Quầy lẻ',
  });
  await given(server, 'establishUnit', { ...point, code: 'HN-X2', name: 'Điểm số hóa 1000 hồ sơ' });
  await given(server, 'establishUnit', { ...point, code: 'HN-X3', name: 'Điểm a_b' });
  await given(server, 'establishUnit', { ...point, code: 'HN-X4', name: 'Điểm acb' });
});

afterAll(() => server.close());

async function found(search: string, asOf = '2025-05-15'): Promise<string[]> {
  const { units } = await server.query(
    'query ($search: String!, $asOf: Date!) { units(search: $search, asOf: $asOf, first: 100) { totalCount nodes { code } } }',
    { search, asOf },
  );
  expect(units.totalCount).toBe(units.nodes.length);
  return units.nodes.map((unit: { code: string }) => unit.code);
}

describe('search', () => {
  it.each([
    ['without diacritics', 'chi nhanh dong da'],
    ['with them', 'Chi nhánh Đống Đa'],
    ['in capitals', 'CHI NHÁNH ĐỐNG ĐA'],
    ['with decomposed letters', 'Chi nhánh Đống Đa'.normalize('NFD')],
    ['in another order of words', 'đa đống nhánh'],
    ['with spaces around and between', '  chi   nhanh \t dong da '],
    ['by parts of words', 'nhan don hoa kiem'],
  ])('finds a unit by its name %s', async (_how, text) => {
    expect(await found(text)).toEqual(['HN-B12']);
  });

  it('folds đ into d and tells other letters apart', async () => {
    expect(await found('Dịch Vọng')).toEqual(['HN-00166', 'HN-00167']);
    expect(await found('bich vong')).toEqual([]);
  });

  it('finds by the beginning of the code, whatever its case', async () => {
    expect(await found('hn-b1')).toEqual(['HN-B12', 'HN-B11', 'HN-B10']);
    expect(await found('HN-B03')).toEqual(['HN-B03']);
    expect(await found('b03')).toEqual([]);
  });

  it('finds by the short name', async () => {
    expect(await found('quay le', '2025-09-01')).toEqual(['HN-X1']);
  });

  it.each([
    ['100%', ['HN-X1']],
    ['a_b', ['HN-X3']],
    ['%', ['HN-X1']],
    ['_', ['HN-X3']],
    ['\\', []],
    ['HN-X_', []],
    ["' OR true --", []],
  ])('takes %j for what it is', async (text, codes) => {
    expect(await found(text, '2025-09-01')).toEqual(codes);
  });

  it('looks at the names of the day only', async () => {
    expect(await found('Cau Giay – Thanh Xuan', '2025-06-30')).toEqual([]);
    expect(await found('Cau Giay – Thanh Xuan', '2025-07-01')).toEqual(['HN-B01']);
    expect(await found('hn-x1', '2025-08-31')).toEqual([]);
  });

  it.each(['', '   '])('for %j lists everything', async (text) => {
    const { all, asked } = await server.query(
      'query ($text: String!) { all: units { totalCount } asked: units(search: $text) { totalCount } }',
      { text },
    );

    expect(asked.totalCount).toBe(803);
    expect(asked).toEqual(all);
  });

  it('stays within the descendants it is asked of', async () => {
    const { unit, other } = await server.query(`{
      unit(code: "HN-B01", asOf: "2025-05-15") { descendants(search: "dich vong") { nodes { code } } }
      other: unit(code: "HN-B02", asOf: "2025-05-15") { descendants(search: "dich vong") { nodes { code } } }
    }`);

    expect(unit.descendants.nodes).toEqual([{ code: 'HN-00166' }, { code: 'HN-00167' }]);
    expect(other.descendants.nodes).toEqual([]);
  });

  it('goes together with kinds, under and pages', async () => {
    const { units } = await server.query(
      '{ units(search: "phuong", kinds: [RECEPTION_POINT], under: "HN-B01", asOf: "2025-05-15", first: 2) { totalCount nodes { code } } }',
    );

    expect(units).toEqual({ totalCount: 8, nodes: [{ code: 'HN-00166' }, { code: 'HN-00167' }] });
  });

  it('of more than 200 characters is told to be too long', async () => {
    const { data, errors } = await server.ask('query ($s: String!) { units(search: $s) { totalCount } }', {
      s: 'x'.repeat(201),
    });

    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'search',
      expected: 'at most 200 characters',
    });
  });

  it('with what PostgreSQL cannot hold is told so', async () => {
    const { errors } = await server.ask('query ($s: String!) { units(search: $s) { totalCount } }', { s: 'a\0b' });

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'search' });
  });
});

describe('order', () => {
  const LETTERS = ['An', 'Ăn', 'Ân', 'Da', 'Dạ', 'Đa', 'E', 'Ê', 'O', 'Ò', 'Ô', 'Ơ', 'Ớ', 'U', 'Ư', 'Y', 'Ý'];

  it('is that of a Vietnamese dictionary, in lists and pages alike', async () => {
    const body = { kind: 'OUTSIDE_BODY', on: '2025-09-01' };
    await given(server, 'establishUnit', { ...body, code: 'POST', name: 'Bưu điện' });
    for (const [index, name] of [...LETTERS].reverse().entries()) {
      await given(server, 'establishUnit', { ...body, code: `POST-${index}`, name, parent: 'POST' });
    }

    const { unit, units } = await server.query(`{
      unit(code: "POST", asOf: "2025-09-01") { children { name } descendants(first: 100) { nodes { name } } }
      units(under: "POST", asOf: "2025-09-01") { nodes { name } }
    }`);

    const expected = LETTERS.map((name) => ({ name }));
    expect(unit.children).toEqual(expected);
    expect(unit.descendants.nodes).toEqual(expected);
    expect(units.nodes).toEqual(expected);
  });

  it('puts Đ after D and Ă, Â after A among the branches of Hanoi', async () => {
    const { unit } = await server.query('{ unit(code: "HN", asOf: "2025-07-01") { children { name } } }');

    expect(unit.children.map(({ name }: { name: string }) => name.replace('Chi nhánh ', ''))).toEqual([
      'Ba Vì – Sơn Tây – Thạch Thất',
      'Cầu Giấy – Thanh Xuân',
      'Đông Anh – Mê Linh – Sóc Sơn',
      'Đống Đa – Hoàn Kiếm – Ba Đình',
      'Hà Đông – Chương Mỹ – Quốc Oai',
      'Hoài Đức – Phúc Thọ – Đan Phượng',
      'Hoàng Mai – Hai Bà Trưng',
      'Long Biên – Gia Lâm',
      'Nam Từ Liêm – Bắc Từ Liêm',
      'Tây Hồ',
      'Thanh Oai – Ứng Hòa – Mỹ Đức',
      'Thường Tín – Phú Xuyên – Thanh Trì',
    ]);
  });
});
