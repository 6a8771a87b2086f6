import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { anAppointment, anAssignment, aPerson, aSecondment, instantNow, staffCarried } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';

const server = await startApiServer();

afterAll(() => server.close());

/** Names to be found; the codes begin so that a code is never found by another's. */
const NAMED = [
  ['NV_01', 'Nguyễn Văn Đạt'],
  ['NVX01', 'Nguyễn Thị Vân'],
  ['TR.2', 'Trần Đình Đô'],
  ['TR-3', 'Trần Dinh 100% Do'],
  ['HO_4', 'Hồ_Lê'],
] as const;

/** People of two branches, by what is said of them. */
const PLACED = {
  atPoint: { payrollHome: 'HN-B02', workplace: 'HN-00109' },
  ofPoint: { payrollHome: 'HN-00091' },
  elsewhere: { payrollHome: 'HN-B02', workplace: 'HN-B03', from: '2025-04-01' },
  guest: { payrollHome: 'HN-B03', from: '2025-04-01' },
  volunteer: { category: 'VOLUNTEER', payrollHome: null, workplace: 'HN-00109' },
  placedOut: { payrollHome: 'HN-B02', category: 'CONTRACT' },
  beside: { payrollHome: 'HN-B03', from: '2025-04-01' },
} as const;
type Placed = keyof typeof PLACED;

beforeAll(async () => {
  for (const [code, name] of NAMED) await aPerson(server, { code, name, payrollHome: 'NA' });
  for (const [code, parts] of Object.entries(PLACED)) await aPerson(server, { code, name: code, ...parts });
  await aSecondment(server, { staff: 'guest', host: 'HN-B02' });
  const away = { staff: 'placedOut', unit: 'HN-B03', decidedBy: 'HN', from: '2025-06-01', until: '2025-09-01' };
  await anAssignment(server, away);
  await anAssignment(server, { staff: 'beside', unit: 'HN-B02', decidedBy: 'HN', primary: false, from: '2025-06-01' });
  await anAppointment(server, { staff: 'atPoint', unit: 'HN-B02', role: 'DIRECTOR', from: '2025-06-01' });
  await anAppointment(server, { staff: 'ofPoint', unit: 'HN-B02', from: '2025-06-01' });
  for (const no of [3, 1, 2, ...Array.from({ length: 52 }, (_, index) => index + 4)])
    await aPerson(server, {
      code: `L-${String(no).padStart(2, '0')}`,
      name: 'Lê Thị Lan',
      payrollHome: 'HN-B12',
      from: '2025-04-01',
    });
});

interface Filters {
  search?: string;
  unit?: string;
  descendants?: boolean | null;
  place?: string | null;
  categories?: string[] | null;
  role?: string | null;
  seconded?: boolean | null;
  asOf?: string;
  knownAt?: string;
  first?: number;
  after?: string;
}

const DOCUMENT = (show: string) => `query (
  $search: String, $unit: String, $descendants: Boolean! = true, $place: StaffPlace! = EITHER, $categories: [StaffCategory!],
  $role: LeaderRole, $seconded: Boolean, $asOf: Date, $knownAt: DateTime, $first: Int = 100, $after: String
) {
  staffMembers(
    search: $search, unit: $unit, descendants: $descendants, place: $place, categories: $categories, role: $role,
    seconded: $seconded, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after
  ) { ${show} }
}`;
const PAGE =
  'totalCount nodes { code } edges { cursor node { code } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

const page = async (filters: Filters): Promise<Data> => (await server.query(DOCUMENT(PAGE), filters)).staffMembers;
const codes = ({ nodes }: Data): string[] => nodes.map(({ code }: Data) => code);

async function found(filters: Filters): Promise<string[]> {
  const all = await page(filters);
  expect(all.totalCount).toBe(all.nodes.length);
  return codes(all);
}

describe('search', () => {
  it.each([
    ['without diacritics', 'nguyen van', ['NVX01', 'NV_01']],
    ['with them', 'Nguyễn Văn Đạt', ['NV_01']],
    ['in capitals', 'NGUYỄN VĂN ĐẠT', ['NV_01']],
    ['with decomposed letters', 'Nguyễn Văn Đạt'.normalize('NFD'), ['NV_01']],
    ['in another order of words', 'đạt nguyễn', ['NV_01']],
    ['with spaces around and between', '  trần  \t đô ', ['TR-3', 'TR.2']],
    ['by parts of words', 'guy thi', ['NVX01']],
    ['with d for đ', 'dinh do', ['TR-3', 'TR.2']],
    ['with đ for d', 'Đinh Đo', ['TR-3', 'TR.2']],
    ['by the beginning of the code, whatever its case', 'nv', ['NVX01', 'NV_01']],
    ['by the whole code', 'tr.2', ['TR.2']],
    ['not by the end of the code', '01', []],
  ])('finds people %s', async (_how, search, expected) => {
    expect(await found({ search })).toEqual(expected);
  });

  it.each([
    ['nv_', ['NV_01']],
    ['NV_01', ['NV_01']],
    ['ho_4', ['HO_4']],
    ['hồ_lê', ['HO_4']],
    ['100%', ['TR-3']],
    ['%', ['TR-3']],
    ['_', ['HO_4']],
    ['nv%', []],
    ['\\', []],
    ["' OR true --", []],
  ])('takes %j for what it is', async (search, expected) => {
    expect(await found({ search })).toEqual(expected);
  });

  it('finds by a name recorded in pieces', async () => {
    const code = await aPerson(server, { name: 'Vũ Thị Thuỷ Tiên'.normalize('NFD'), payrollHome: 'NA' });

    expect(await found({ search: 'thuy tien' })).toEqual([code]);
    expect(await found({ search: 'Thuỷ Tiên' })).toEqual([code]);
  });

  it('looks at what was believed of the day', async () => {
    const code = await aPerson(server, { name: 'Bùi Sai Tên', payrollHome: 'NA', from: '2025-03-01' });
    const instant = await instantNow(server);
    await staffCarried(server, 'correctStaff', { staff: code, on: '2025-03-01', name: 'Bùi Đúng', reason: 'Ghi sai' });

    expect(await found({ search: 'bui sai' })).toEqual([]);
    expect(await found({ search: 'bui sai', knownAt: instant })).toEqual([code]);
    expect(await found({ search: 'bui dung' })).toEqual([code]);
    expect(await found({ search: 'bui dung', asOf: '2025-02-28' })).toEqual([]);
  });

  it.each(['', '   '])('for %j lists everybody', async (search) => {
    const { totalCount } = await page({ search, first: 1 });

    expect(totalCount).toBe((await page({ first: 1 })).totalCount);
  });

  it.each(['x'.repeat(201), 'a\0b'])('for what is too long or cannot be kept is told so', async (search) => {
    const { errors } = await server.ask(DOCUMENT(PAGE), { search });

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'search' });
  });
});

describe('people of a unit', () => {
  const HERE: Filters = { unit: 'HN-B02' };
  const inOrder = (...people: Placed[]): string[] => [...people].sort((a, b) => a.localeCompare(b, 'vi'));

  it.each<[what: string, filters: Filters, people: Placed[]]>([
    ['counted or working there', {}, ['atPoint', 'ofPoint', 'elsewhere', 'guest', 'volunteer', 'placedOut']],
    ['… in the unit itself', { descendants: false }, ['atPoint', 'elsewhere', 'guest', 'placedOut']],
    ['counted there', { place: 'PAYROLL_HOME' }, ['atPoint', 'ofPoint', 'elsewhere', 'placedOut']],
    ['… in the unit itself', { place: 'PAYROLL_HOME', descendants: false }, ['atPoint', 'elsewhere', 'placedOut']],
    ['working there', { place: 'WORKPLACE' }, ['atPoint', 'ofPoint', 'guest', 'volunteer']],
    ['… in the unit itself', { place: 'WORKPLACE', descendants: false }, ['guest']],
    [
      '… before the secondment and the assignment',
      { place: 'WORKPLACE', asOf: '2025-04-15' },
      ['atPoint', 'ofPoint', 'volunteer', 'placedOut'],
    ],
    ['seconded', { seconded: true }, ['guest']],
    ['not seconded', { seconded: false }, ['atPoint', 'ofPoint', 'elsewhere', 'volunteer', 'placedOut']],
    [
      'not seconded by then',
      { seconded: false, place: 'WORKPLACE', asOf: '2026-05-01' },
      ['atPoint', 'ofPoint', 'volunteer', 'placedOut'],
    ],
    ['directing', { role: 'DIRECTOR' }, ['atPoint']],
    ['deputies', { role: 'DEPUTY_DIRECTOR' }, ['ofPoint']],
    ['directing on a day before', { role: 'DIRECTOR', asOf: '2025-05-31' }, []],
    ['of a category', { categories: ['VOLUNTEER'] }, ['volunteer']],
    ['of several categories', { categories: ['VOLUNTEER', 'CONTRACT'] }, ['volunteer', 'placedOut']],
    ['of no category', { categories: [] }, []],
    [
      'of whatever is null',
      { categories: null, role: null, seconded: null },
      ['atPoint', 'ofPoint', 'elsewhere', 'guest', 'volunteer', 'placedOut'],
    ],
    [
      'by everything at once',
      { search: 'at', categories: ['PUBLIC_EMPLOYEE'], role: 'DIRECTOR', seconded: false, place: 'WORKPLACE' },
      ['atPoint'],
    ],
    ['on a day on which nobody was', { asOf: '2024-12-31' }, []],
    ['on a day before there was anything', { asOf: '1899-12-31' }, []],
  ])('%s: %j', async (_what, filters, people) => {
    expect(await found({ ...HERE, ...filters })).toEqual(inOrder(...people));
  });

  it('are none where nobody knows the unit', async () => {
    expect(await found({ unit: 'NOBODY' })).toEqual([]);
  });

  it('are those of its tree on the day', async () => {
    expect(await found({ unit: 'HN', search: 'atPoint' })).toEqual(['atPoint']);
    expect(await found({ unit: 'HN-B03', place: 'WORKPLACE' })).toEqual(inOrder('elsewhere', 'placedOut', 'beside'));
    expect(await found({ unit: 'HN-B03', place: 'WORKPLACE', asOf: '2025-09-01' })).toEqual(
      inOrder('elsewhere', 'beside'),
    );
  });

  it('are not asked for with a day or a place that is none', async () => {
    for (const wrong of [{ asOf: '2025-02-30' }, { place: 'HOME' }, { place: null }, { descendants: null }]) {
      const { errors } = await server.ask(DOCUMENT(PAGE), wrong);

      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('order and pages', () => {
  it('are those of a Vietnamese dictionary', async () => {
    const names = ['An', 'Ăn', 'Ân', 'Da', 'Dạ', 'Đa', 'E', 'Ê', 'O', 'Ô', 'Ơ', 'U', 'Ư', 'Y', 'Ý'].map(
      (one) => `Zz ${one}`,
    );
    for (const name of [...names].reverse()) await aPerson(server, { name, payrollHome: 'NA' });

    const { staffMembers } = await server.query('{ staffMembers(search: "zz") { nodes { name } } }');

    expect(staffMembers.nodes.map(({ name }: Data) => name)).toEqual(names);
  });

  const LAN = Array.from({ length: 55 }, (_, index) => `L-${String(index + 1).padStart(2, '0')}`);

  it.each([
    [10, 6],
    [55, 1],
    [1, 55],
  ])('of people of one name, %i at a time, go by the code on %i pages', async (first, count) => {
    const pages = [await page({ search: 'le thi lan', first })];
    while (pages.at(-1).pageInfo.hasNextPage)
      pages.push(await page({ search: 'le thi lan', first, after: pages.at(-1).pageInfo.endCursor }));

    expect(pages).toHaveLength(count);
    expect(pages.flatMap(codes)).toEqual(LAN);
    expect(new Set(pages.map(({ totalCount }) => totalCount))).toEqual(new Set([55]));
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(pages.map((_, index) => index > 0));
  });

  it('go on after a cursor whose person has left', async () => {
    await aPerson(server, { code: 'M-1', name: 'Mai', payrollHome: 'NA' });
    await aPerson(server, { code: 'M-2', name: 'Mai', payrollHome: 'NA' });
    const { edges } = await page({ search: 'mai', first: 1 });
    await staffCarried(server, 'leaveStaff', { staff: 'M-1', on: '2025-07-01' });

    const next = await page({ search: 'mai', first: 1, after: edges[0].cursor });

    expect([codes(next), next.totalCount]).toEqual([['M-2'], 1]);
  });

  it('are 20 long where nothing is said', async () => {
    const { staffMembers } = await server.query(
      '{ staffMembers(search: "lan", first: null) { totalCount nodes { code } } }',
    );

    expect([staffMembers.totalCount, codes(staffMembers)]).toEqual([55, LAN.slice(0, 20)]);
  });

  it.each([{ first: 0 }, { first: 101 }, { after: 'bm90IGEgY3Vyc29y' }])('are not asked for with %j', async (wrong) => {
    const { errors } = await server.ask(DOCUMENT(PAGE), wrong);

    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('one statement', () => {
  const ROW = `id code name category protected version period { from until } payrollHome { code name parent { code } }
    workplace(asOf: "2025-12-31") { code } payroll { unit { code } period { from } } workplaces { unit { code } basis }
    appointments { role unit { code } } secondment { host { code } } secondments { status } transfers { status toUnit { code } }
    digitalSignature { serial } history(corrections: true) { name recordedAt }`;

  it.each([1, 50])('answers a page of %i with everything of each person', async (first) => {
    const { statements, result } = await statementsOf(server, () =>
      server.query(DOCUMENT(`totalCount nodes { ${ROW} } edges { node { ${ROW} } }`), {
        first,
        unit: 'HN-B12',
        search: 'lan',
        seconded: false,
      }),
    );

    expect(result.staffMembers.nodes).toHaveLength(first);
    expect(statements).toHaveLength(1);
  });
});
