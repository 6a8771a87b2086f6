import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReform } from '../../src/services/reform/read-reform.ts';
import type { Problem } from '../../src/services/reform/reform.ts';
import { writeCountry } from '../support/country.ts';

const UNITS = 'units-2025-03-01.csv';
const PROVINCES = 'provinces-2025-07-01.csv';
const COMMUNES = 'communes-2025-07-01.csv';
const MAPPING = 'mapping-2025-07-01.csv';

type FileName = typeof UNITS | typeof PROVINCES | typeof COMMUNES | typeof MAPPING;
type Files = Record<FileName, string[]>;

/** A reform in small: two provinces become one, a third stays; one unit is split, one is an island district. */
const GOOD: Files = {
  [UNITS]: [
    'province_code,province_kind,province_name,district_code,district_kind,district_name,unit_code,unit_kind,unit_name',
    '24,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,07201,Phường,Thọ Xương',
    '24,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,07204,Phường,Trần Nguyên Hãn',
    '24,Tỉnh,Bắc Giang,222,Thị Xã,Việt Yên,07777,Phường,Bích Động',
    '27,Tỉnh,Bắc Ninh,256,Thành phố,Bắc Ninh,09163,Phường,Vũ Ninh',
    '77,Tỉnh,Bà Rịa - Vũng Tàu,747,Thành phố,Vũng Tàu,26506,Phường,1',
    '77,Tỉnh,Bà Rịa - Vũng Tàu,755,Huyện,Côn Đảo,755,Huyện,Côn Đảo',
  ],
  [PROVINCES]: [
    'province_code,province_name,merged_from',
    '24,Tỉnh Bắc Ninh,Tỉnh Bắc Giang; Tỉnh Bắc Ninh',
    '79,Thành phố Hồ Chí Minh,Tỉnh Bà Rịa - Vũng Tàu',
  ],
  [COMMUNES]: [
    'province_code,commune_code,commune_name,lat,lon,area_km2',
    '24,07204,Phường Bắc Giang,21.27,106.19,25.25',
    '24,09163,Phường Vũ Ninh,21.19,106.08,20.1',
    '79,26506,Phường Vũng Tàu,10.35,107.08,27.03',
    '79,26732,Đặc khu Côn Đảo,,,',
  ],
  [MAPPING]: [
    'new_province_code,new_commune_code,old_unit_code,extent',
    '24,07204,07201,full',
    '24,07204,07204,partial',
    '24,09163,07204,partial',
    '24,09163,07777,full',
    '24,09163,09163,full',
    '79,26506,26506,full',
    '79,26732,755,full',
  ],
};

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reform-'));
});

afterEach(() => rm(directory, { recursive: true }));

/** The good files with some lines replaced by number, or taken out (null); a line 99 is put at the end. */
function withLines(...changes: [file: FileName, line: number, text: string | null][]): Files {
  const files = structuredClone(GOOD);
  for (const [file, line, text] of [...changes].sort(([, one], [, other]) => other - one)) {
    files[file].splice(line - 1, line === 99 ? 0 : 1, ...(text === null ? [] : [text]));
  }
  return files;
}

async function read(files: Files, lineEnding = '\n') {
  for (const [file, lines] of Object.entries(files)) {
    await writeFile(join(directory, file), lines.map((line) => line + lineEnding).join(''));
  }
  return readReform(directory);
}

async function problemsOf(...changes: Parameters<typeof withLines>): Promise<Problem[]> {
  return (await read(withLines(...changes))).problems;
}

describe('files without a problem', () => {
  it('are read into plain data with the line of each row', async () => {
    const { reform, problems } = await read(GOOD);

    expect(problems).toEqual([]);
    expect(reform.oldProvinces).toEqual([
      { line: 2, code: '24', kind: 'Tỉnh', name: 'Bắc Giang' },
      { line: 5, code: '27', kind: 'Tỉnh', name: 'Bắc Ninh' },
      { line: 6, code: '77', kind: 'Tỉnh', name: 'Bà Rịa - Vũng Tàu' },
    ]);
    expect(
      reform.oldDistricts.map(({ line, code, provinceCode, kind, name }) => [line, code, provinceCode, kind, name]),
    ).toEqual([
      [2, '213', '24', 'Thành phố', 'Bắc Giang'],
      [4, '222', '24', 'Thị xã', 'Việt Yên'],
      [5, '256', '27', 'Thành phố', 'Bắc Ninh'],
      [6, '747', '77', 'Thành phố', 'Vũng Tàu'],
      [7, '755', '77', 'Huyện', 'Côn Đảo'],
    ]);
    expect(reform.oldUnits[0]).toEqual({
      line: 2,
      code: '07201',
      districtCode: '213',
      provinceCode: '24',
      kind: 'Phường',
      name: 'Thọ Xương',
      isDistrict: false,
    });
    expect(reform.oldUnits[5]).toMatchObject({ code: '755', districtCode: '755', kind: 'Huyện', isDistrict: true });
    expect(reform.newProvinces).toEqual([
      { line: 2, code: '24', kind: 'Tỉnh', name: 'Bắc Ninh', mergedFrom: ['24', '27'] },
      { line: 3, code: '79', kind: 'Thành phố', name: 'Hồ Chí Minh', mergedFrom: ['77'] },
    ]);
    expect(reform.newCommunes[0]).toEqual({
      line: 2,
      code: '07204',
      provinceCode: '24',
      kind: 'Phường',
      name: 'Bắc Giang',
      latitude: 21.27,
      longitude: 106.19,
      areaKm2: 25.25,
    });
    expect(reform.newCommunes[3]).toMatchObject({ kind: 'Đặc khu', name: 'Côn Đảo', latitude: null, areaKm2: null });
    expect(reform.transfers[1]).toEqual({
      line: 3,
      provinceCode: '24',
      communeCode: '07204',
      oldUnitCode: '07204',
      extent: 'PARTIAL',
    });
    expect(reform.transfers.map(({ extent }) => extent).filter((extent) => extent === 'WHOLE')).toHaveLength(5);
  });

  it('may have a byte order mark, CRLF, blank lines at the end, decomposed letters and stray spaces', async () => {
    const files = structuredClone(GOOD);
    const plain = await read(GOOD);
    for (const file of Object.keys(files) as FileName[]) {
      files[file] = files[file].map((line) => line.normalize('NFD').replaceAll(',', ' , '));
      files[file][0] = `\uFEFF${files[file][0]}`;
      files[file].push('', ',,', '');
    }

    const { reform, problems } = await read(files, '\r\n');

    expect(problems).toEqual([]);
    expect(reform).toEqual(plain.reform);
  });

  it('may have their columns in another order, and further ones', async () => {
    const lines = ['note,extent,old_unit_code,new_commune_code,new_province_code'];
    for (const line of GOOD[MAPPING].slice(1)) lines.push(['"a, b"', ...line.split(',').reverse()].join(','));

    const { reform, problems } = await read({ ...GOOD, [MAPPING]: lines });

    expect(problems).toEqual([]);
    expect(reform.transfers).toHaveLength(7);
    expect(reform.transfers[0]).toMatchObject({ provinceCode: '24', communeCode: '07204', oldUnitCode: '07201' });
  });

  it('may spell an old province with another dash, case, tone mark or kind', async () => {
    const { reform, problems } = await read(
      withLines(
        [PROVINCES, 2, '24,Tỉnh Bắc Ninh,tỉnh BẮC GIANG;Thành phố Bắc Ninh'],
        [PROVINCES, 3, '79,Thành phố Hồ Chí Minh,Bà Riạ–Vũng Tàu'],
      ),
    );

    expect(problems).toEqual([]);
    expect(reform.newProvinces.map(({ mergedFrom }) => mergedFrom)).toEqual([['24', '27'], ['77']]);
  });

  it('count physical lines, also after a quoted line break', async () => {
    const { reform, problems } = await read(
      withLines(
        [UNITS, 2, '24,Tỉnh,Bắc Giang,213,Thành phố,"Bắc\nGiang",07201,Phường,"Thọ\n\nXương"'],
        [UNITS, 5, '27,Tỉnh,Bắc Ninh,256,Làng,Bắc Ninh,09163,Phường,Vũ Ninh'],
      ),
    );

    expect(reform.oldUnits[0]).toMatchObject({ line: 2, name: 'Thọ Xương' });
    expect(reform.oldUnits[1]).toMatchObject({ line: 6, name: 'Trần Nguyên Hãn' });
    expect(problems.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [8, 'district_kind', '"Làng" is not a kind known here'],
    ]);
  });
});

describe('a file that cannot be read', () => {
  it('is missing: one problem on line 0, and no consequential ones', async () => {
    await read(GOOD);
    await rm(join(directory, UNITS));

    const { reform, problems } = await readReform(directory);

    expect(problems).toEqual([
      {
        file: UNITS,
        line: 0,
        column: null,
        reason: 'the file is missing',
        expected:
          'a CSV file with the columns province_code, province_kind, province_name, district_code, district_kind, district_name, unit_code, unit_kind, unit_name',
      },
    ]);
    expect(reform.oldUnits).toEqual([]);
  });

  it('reports all four files of an empty directory', async () => {
    const { problems } = await readReform(directory);

    expect(problems.map(({ file, line }) => [file, line])).toEqual([
      [UNITS, 0],
      [PROVINCES, 0],
      [COMMUNES, 0],
      [MAPPING, 0],
    ]);
  });

  it('misspells a column: one problem on line 1 that names those expected', async () => {
    const problems = await problemsOf([MAPPING, 1, 'new_province_code,new_comune_code,old_unit_code,extent']);

    expect(problems).toEqual([
      {
        file: MAPPING,
        line: 1,
        column: 'new_commune_code',
        reason:
          'column new_commune_code is missing; the header reads "new_province_code,new_comune_code,old_unit_code,extent"',
        expected: 'the columns new_province_code, new_commune_code, old_unit_code, extent, separated by commas',
      },
    ]);
  });

  it('lacks several columns or has one twice: still one problem', async () => {
    const problems = await problemsOf(
      [PROVINCES, 1, 'province_code;province_name;merged_from'],
      [MAPPING, 1, 'new_province_code,new_commune_code,old_unit_code,extent,extent'],
    );

    expect(problems.map(({ file, line, column, reason }) => [file, line, column, reason])).toEqual([
      [
        PROVINCES,
        1,
        null,
        'column province_code is missing, column province_name is missing, column merged_from is missing; the header reads "province_code;province_name;merged_from"',
      ],
      [
        MAPPING,
        1,
        'extent',
        'column extent is there twice; the header reads "new_province_code,new_commune_code,old_unit_code,extent,extent"',
      ],
    ]);
  });

  it('is empty, or has a header only', async () => {
    const { problems } = await read({ ...GOOD, [COMMUNES]: [], [MAPPING]: GOOD[MAPPING].slice(0, 1) });

    expect(problems.map(({ file, line, reason }) => [file, line, reason.slice(0, 32)])).toEqual([
      [COMMUNES, 1, 'column province_code is missing,'],
      [MAPPING, 1, 'the file has no rows'],
    ]);
  });

  it('has a line that is not UTF-8', async () => {
    await read(GOOD);
    const lines = GOOD[COMMUNES].map((line, index) => Buffer.from(`${line}\n`, index === 2 ? 'latin1' : 'utf8'));
    await writeFile(join(directory, COMMUNES), Buffer.concat([...lines, Buffer.from('79,00001,Xã,A,1,1\n')]));

    const { problems } = await readReform(directory);

    expect(problems[0]).toEqual({
      file: COMMUNES,
      line: 3,
      column: null,
      reason: 'the line is not valid UTF-8',
      expected: 'UTF-8',
    });
    expect(problems.map(({ line }) => line)).toContain(6);
  });

  it('is in another encoding: one problem', async () => {
    await read(GOOD);
    await writeFile(join(directory, COMMUNES), Buffer.from(`\uFEFF${GOOD[COMMUNES].join('\n')}`, 'utf16le'));

    const { problems } = await readReform(directory);

    expect(problems.map(({ file, line, reason }) => [file, line, reason])).toEqual([
      [COMMUNES, 1, 'not valid UTF-8 (lines concerned: 5); the file was not read'],
    ]);
  });

  it('opens a quote and never closes it', async () => {
    const problems = await problemsOf([MAPPING, 4, '24,"09163,07204,partial']);

    expect(problems.map(({ file, line, reason }) => [file, line, reason])).toEqual([
      [MAPPING, 4, 'a quote is opened and never closed; the rest of the file was not read'],
    ]);
  });

  it('has a quote inside a cell', async () => {
    const problems = await problemsOf(
      [UNITS, 3, '24,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,07204,Phường,Trần "Nguyên" Hãn'],
      [UNITS, 4, '24,Tỉnh,Bắc Giang,222,Thị Xã,Việt Yên,07777,Phường,'],
    );

    expect(problems.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, null, 'a quote stands inside an unquoted cell; the row was not read'],
      [4, 'unit_name', 'the cell is empty'],
    ]);
  });
});

// Longer than a file should be: one table of all problems shows what is covered better than several would.

/** Each changes a line or two of the good files, which gives exactly the problems listed. */
const CASES: [
  name: string,
  changes: Parameters<typeof withLines>,
  problems: [file: FileName, line: number, column: string | null, reason: string, expected: string][],
][] = [
  [
    'a row with too few cells',
    [[COMMUNES, 3, '24,09163,Phường Vũ Ninh,21.19']],
    [[COMMUNES, 3, null, 'the row has 4 cells, the header 6', '6 cells']],
  ],
  [
    'a row with too many cells',
    [[COMMUNES, 3, '24,09163,Phường Vũ Ninh,21,19,106,08,20.1']],
    [[COMMUNES, 3, null, 'the row has 8 cells, the header 6', '6 cells']],
  ],
  [
    'empty cells',
    [[UNITS, 2, ',,,,,,07201,,']],
    [
      [UNITS, 2, 'province_code', 'the cell is empty', '2 digits'],
      [UNITS, 2, 'province_kind', 'the cell is empty', 'Tỉnh, Thành phố'],
      [UNITS, 2, 'province_name', 'the cell is empty', 'a name'],
      [UNITS, 2, 'district_code', 'the cell is empty', '3 digits'],
      [UNITS, 2, 'district_kind', 'the cell is empty', 'Huyện, Quận, Thành phố, Thị xã'],
      [UNITS, 2, 'district_name', 'the cell is empty', 'a name'],
      [UNITS, 2, 'unit_kind', 'the cell is empty', 'Xã, Phường, Thị trấn'],
      [UNITS, 2, 'unit_name', 'the cell is empty', 'a name'],
    ],
  ],
  [
    'a unit code whose leading zero is lost, without consequences for the mapping',
    [[UNITS, 2, '24,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,7201,Phường,Thọ Xương']],
    [[UNITS, 2, 'unit_code', '"7201" is too short; a spreadsheet drops leading zeros', '5 or 3 digits']],
  ],
  [
    'a code that is none',
    [[COMMUNES, 2, 'BN,07204,Phường Bắc Giang,21.27,106.19,25.25']],
    [[COMMUNES, 2, 'province_code', '"BN" is not a code', '2 digits']],
  ],
  [
    'a unit with three digits that are not its district',
    [
      [UNITS, 7, '77,Tỉnh,Bà Rịa - Vũng Tàu,754,Huyện,Côn Đảo,755,Xã,Côn Đảo'],
      [MAPPING, 8, '79,26732,00755,full'],
    ],
    [
      [
        UNITS,
        7,
        'unit_code',
        '"755" is not the code of its district "754"; a spreadsheet drops leading zeros',
        '5 digits, or the code of a district without communes',
      ],
    ],
  ],
  [
    'a district that is its own unit under another name',
    [[UNITS, 7, '77,Tỉnh,Bà Rịa - Vũng Tàu,755,Huyện,Côn Đảo,755,Huyện,Côn Sơn']],
    [[UNITS, 7, 'unit_name', 'the unit is its own district, yet its name is not "Côn Đảo"', 'Côn Đảo']],
  ],
  [
    'a district that is its own unit and has communes',
    [[UNITS, 6, '77,Tỉnh,Bà Rịa - Vũng Tàu,755,Huyện,Côn Đảo,26506,Phường,1']],
    [
      [
        UNITS,
        7,
        'unit_code',
        'district 755 is a unit of its own here, yet unit 26506 on line 6 lies in it',
        'a district without communes',
      ],
    ],
  ],
  [
    'an invisible character in a name',
    [[UNITS, 2, '24,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,07201,Phường,Thọ\u200B Xương']],
    [[UNITS, 2, 'unit_name', 'the name holds the invisible character U+200B', 'a name without it']],
  ],
  [
    'a commune whose name lacks its kind, and a kind without a name',
    [
      [COMMUNES, 3, '24,09163,Vũ Ninh,,,'],
      [COMMUNES, 4, '79,26506,Phường,,,'],
    ],
    [
      [
        COMMUNES,
        3,
        'commune_name',
        '"Vũ Ninh" does not begin with a kind and a space',
        'Phường, Xã, Đặc khu, then the name',
      ],
      [
        COMMUNES,
        4,
        'commune_name',
        '"Phường" does not begin with a kind and a space',
        'Phường, Xã, Đặc khu, then the name',
      ],
    ],
  ],
  [
    'the same old unit, commune, province and transfer twice',
    [
      [UNITS, 99, '24,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,07201,Phường,Thọ Xương'],
      [PROVINCES, 99, '24,Tỉnh Bắc Giang,Tỉnh Bắc Giang'],
      [COMMUNES, 99, '24,07204,Phường Bắc Giang,,,'],
      [MAPPING, 99, '24,07204,07201,full'],
    ],
    [
      [UNITS, 8, 'unit_code', 'old unit 07201 is already on line 2', 'one row only'],
      [PROVINCES, 4, 'province_code', 'new province 24 is already on line 2', 'one row only'],
      [COMMUNES, 6, 'commune_code', 'new commune 07204 is already on line 2', 'one row only'],
      [MAPPING, 9, 'old_unit_code', 'the transfer of 07201 into 07204 is already on line 2', 'one row only'],
    ],
  ],
  [
    'one province name under two codes',
    [[PROVINCES, 3, '79,Tỉnh Bắc Ninh,Tỉnh Bà Rịa - Vũng Tàu']],
    [[PROVINCES, 3, 'province_name', '"Tỉnh Bắc Ninh" is already on line 2', 'one row only']],
  ],
  [
    'a province code with two names and kinds, once for the rows in the minority',
    [[UNITS, 2, '24,Thành phố,Bắc Giàng,213,Thành phố,Bắc Giang,07201,Phường,Thọ Xương']],
    [
      [UNITS, 2, 'province_kind', 'province 24 has province_kind "Thành phố" here and "Tỉnh" on line 3', 'Tỉnh'],
      [
        UNITS,
        2,
        'province_name',
        'province 24 has province_name "Bắc Giàng" here and "Bắc Giang" on line 3',
        'Bắc Giang',
      ],
    ],
  ],
  [
    'a district in two provinces, with two kinds and names',
    [[UNITS, 3, '27,Tỉnh,Bắc Ninh,213,Quận,Bắc Giáng,07204,Phường,Trần Nguyên Hãn']],
    [
      [UNITS, 3, 'province_code', 'district 213 has province_code "27" here and "24" on line 2', '24'],
      [UNITS, 3, 'district_kind', 'district 213 has district_kind "Quận" here and "Thành phố" on line 2', 'Thành phố'],
      [
        UNITS,
        3,
        'district_name',
        'district 213 has district_name "Bắc Giáng" here and "Bắc Giang" on line 2',
        'Bắc Giang',
      ],
    ],
  ],
  [
    'numbers that are none, out of Viet Nam, or not above zero',
    [
      [COMMUNES, 2, '24,07204,Phường Bắc Giang,106.19,21.27,0'],
      [COMMUNES, 3, '24,09163,Phường Vũ Ninh,"21,19",106.08,-3'],
    ],
    [
      [COMMUNES, 2, 'lat', '"106.19" is out of range', 'degrees north from 8 to 24 with a decimal point, or empty'],
      [COMMUNES, 2, 'lon', '"21.27" is out of range', 'degrees east from 102 to 118 with a decimal point, or empty'],
      [COMMUNES, 2, 'area_km2', '"0" is out of range', 'km² above 0 with a decimal point, or empty'],
      [COMMUNES, 3, 'lat', '"21,19" is not a number', 'degrees north from 8 to 24 with a decimal point, or empty'],
      [COMMUNES, 3, 'area_km2', '"-3" is out of range', 'km² above 0 with a decimal point, or empty'],
    ],
  ],
  [
    'a latitude without a longitude',
    [[COMMUNES, 2, '24,07204,Phường Bắc Giang,21.27,,25.25']],
    [[COMMUNES, 2, 'lon', 'the cell is empty, yet lat is not', 'both or neither']],
  ],
  [
    'an extent that is none',
    [
      [MAPPING, 2, '24,07204,07201,whole'],
      [MAPPING, 3, '24,07204,07204,'],
    ],
    [
      [MAPPING, 2, 'extent', '"whole" is not an extent', 'full or partial'],
      [MAPPING, 3, 'extent', 'the cell is empty', 'full or partial'],
    ],
  ],
  [
    'a mapping to nowhere and from nowhere',
    [
      [MAPPING, 2, '24,07205,07201,full'],
      [MAPPING, 99, '24,07204,07202,full'],
      [MAPPING, 99, '25,07204,07203,full'],
    ],
    [
      [MAPPING, 2, 'new_commune_code', `new commune 07205 is not in ${COMMUNES}`, 'a code of that file'],
      [MAPPING, 9, 'old_unit_code', `old unit 07202 is not in ${UNITS}`, 'a code of that file'],
      [MAPPING, 10, 'new_province_code', `new province 25 is not in ${PROVINCES}`, 'a code of that file'],
      [MAPPING, 10, 'old_unit_code', `old unit 07203 is not in ${UNITS}`, 'a code of that file'],
    ],
  ],
  [
    'a commune of an unknown province',
    [[COMMUNES, 2, '25,07204,Phường Bắc Giang,,,']],
    [[COMMUNES, 2, 'province_code', `new province 25 is not in ${PROVINCES}`, 'a code of that file']],
  ],
  [
    "a transfer whose province is not its commune's",
    [[MAPPING, 5, '79,09163,07777,full']],
    [[MAPPING, 5, 'new_province_code', `new commune 09163 lies in province 24 (${COMMUNES} line 3), not in 79`, '24']],
  ],
  [
    'a new commune without an origin',
    [[COMMUNES, 99, '24,07210,Xã Mới,,,']],
    [
      [
        COMMUNES,
        6,
        'commune_code',
        `new commune 07210 has no origin: no row of ${MAPPING} leads to it`,
        'one transfer or more',
      ],
    ],
  ],
  [
    'an old unit without a destination',
    [[UNITS, 99, '27,Tỉnh,Bắc Ninh,256,Thành phố,Bắc Ninh,09166,Phường,Đáp Cầu']],
    [
      [
        UNITS,
        8,
        'unit_code',
        `old unit 09166 has no destination: no row of ${MAPPING} starts from it`,
        'one transfer or more',
      ],
    ],
  ],
  [
    'an old unit that goes where its province did not',
    [[MAPPING, 5, '79,26506,07777,full']],
    [
      [
        MAPPING,
        5,
        'new_province_code',
        'old unit 07777 is of old province 24, which is not in merged_from of new province 79',
        '24',
      ],
    ],
  ],
  [
    'an old unit that goes over in full and then again',
    [[MAPPING, 3, '24,07204,07204,full']],
    [
      [
        MAPPING,
        3,
        'extent',
        'old unit 07204 goes over in full, yet line 4 moves it too',
        'full on its only row, or partial on each of them',
      ],
    ],
  ],
  [
    'an old unit that goes over in part only once',
    [[MAPPING, 5, '24,09163,07777,partial']],
    [
      [
        MAPPING,
        5,
        'extent',
        'old unit 07777 goes over in part, yet no other row moves the rest',
        'full on its only row, or partial on each of them',
      ],
    ],
  ],
  [
    'a new province without communes',
    [[PROVINCES, 99, '25,Tỉnh Phú Thọ,Tỉnh Bắc Ninh']],
    [[PROVINCES, 4, 'province_code', `new province 25 has no communes in ${COMMUNES}`, 'one commune or more']],
  ],
  [
    'an old province that became no new one, once and not for each unit',
    [[PROVINCES, 2, '24,Tỉnh Bắc Ninh,Tỉnh Bắc Ninh']],
    [
      [
        UNITS,
        2,
        'province_code',
        `old province 24 (Tỉnh Bắc Giang) is in no merged_from of ${PROVINCES}`,
        'a new province it became',
      ],
    ],
  ],
  [
    'a unit under a wrong province code, without a second province of that name',
    [[UNITS, 3, '25,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,07204,Phường,Trần Nguyên Hãn']],
    [[UNITS, 3, 'province_code', 'district 213 has province_code "25" here and "24" on line 2', '24']],
  ],
  [
    'old provinces that are unknown, repeated or left out',
    [
      [PROVINCES, 2, '24,Tỉnh Bắc Ninh,Tỉnh Bắc Giang; Tỉnh Bắc Ninh; Tỉnh Hà Bắc; Bắc Ninh'],
      [PROVINCES, 3, '79,Thành phố Hồ Chí Minh,'],
    ],
    [
      [
        UNITS,
        6,
        'province_code',
        `old province 77 (Tỉnh Bà Rịa - Vũng Tàu) is in no merged_from of ${PROVINCES}`,
        'a new province it became',
      ],
      [
        PROVINCES,
        2,
        'merged_from',
        `"Tỉnh Hà Bắc" is no old province of ${UNITS}`,
        'kind and name of one old province',
      ],
      [PROVINCES, 2, 'merged_from', '"Bắc Ninh" is named twice', 'each old province once'],
      [PROVINCES, 3, 'merged_from', 'the cell is empty', 'the old provinces, separated by "; "'],
    ],
  ],
];

describe('a row that cannot be right', () => {
  it.each(CASES)('reports %s', async (_name, changes, expected) => {
    const problems = await problemsOf(...changes);

    expect(problems.map(({ file, line, column, reason, expected }) => [file, line, column, reason, expected])).toEqual(
      expected,
    );
  });

  it('is reported together with all others, by file and line, and is left out', async () => {
    const { reform, problems } = await read(
      withLines(
        [MAPPING, 8, '79,26732,756,full'],
        [MAPPING, 2, '24,07204,07201,all'],
        [COMMUNES, 3, '24,09163,Làng Vũ Ninh,1,1,1'],
        [PROVINCES, 2, '24,Bắc Ninh,Tỉnh Bắc Giang; Tỉnh Bắc Ninh'],
        [UNITS, 2, '24,Tỉnh,Bắc Giang,213,Thành phố,Bắc Giang,07201,Thôn,Thọ Xương'],
      ),
    );

    expect(problems.map(({ file, line, column }) => [file, line, column])).toEqual([
      [UNITS, 2, 'unit_kind'],
      [UNITS, 7, 'unit_code'],
      [PROVINCES, 2, 'province_name'],
      [COMMUNES, 3, 'commune_name'],
      [COMMUNES, 3, 'lat'],
      [COMMUNES, 3, 'lon'],
      [MAPPING, 2, 'extent'],
      [MAPPING, 8, 'old_unit_code'],
    ]);
    expect(reform.oldUnits.map(({ code }) => code)).toEqual(['07204', '07777', '09163', '26506']);
    expect(reform.newProvinces.map(({ code }) => code)).toEqual(['79']);
    expect(reform.transfers.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7]);
  });
});

describe('the made-up country', () => {
  it('has the national size, reused codes and no problem, and is read in less than two seconds of CPU', async () => {
    const totals = await writeCountry(directory);

    const start = process.cpuUsage();
    const { reform, problems } = await readReform(directory);
    const { user, system } = process.cpuUsage(start);
    const elapsedMs = (user + system) / 1000;

    expect(problems).toEqual([]);
    expect(totals).toEqual({
      oldProvinces: 63,
      oldDistricts: 696,
      oldUnits: 10_052,
      newProvinces: 34,
      newCommunes: 3_321,
      whole: 9_592,
      partial: 1_012,
    });
    expect(reform.oldProvinces).toHaveLength(63);
    expect(reform.oldDistricts).toHaveLength(696);
    expect(reform.oldUnits).toHaveLength(10_052);
    expect(reform.oldUnits.filter(({ isDistrict }) => isDistrict)).toHaveLength(5);
    expect(reform.newProvinces).toHaveLength(34);
    expect(reform.newCommunes).toHaveLength(3_321);
    expect(reform.transfers.filter(({ extent }) => extent === 'WHOLE')).toHaveLength(9_592);
    expect(reform.transfers.filter(({ extent }) => extent === 'PARTIAL')).toHaveLength(1_012);
    const sources = new Set(reform.transfers.map(({ communeCode, oldUnitCode }) => `${communeCode} ${oldUnitCode}`));
    const oldCodes = new Set(reform.oldUnits.map(({ code }) => code));
    const reused = reform.newCommunes.filter(({ code }) => oldCodes.has(code));
    expect(reused).toHaveLength(3_316);
    expect(reused.filter(({ code }) => !sources.has(`${code} ${code}`))).toHaveLength(356);
    expect(elapsedMs).toBeLessThan(2_000);
  });

  it('has a smaller version with the provinces of the shipped plans', async () => {
    await writeCountry(directory, { provinces: 4 });

    const { reform, problems } = await readReform(directory);

    expect(problems).toEqual([]);
    expect(reform.newProvinces.map(({ code, mergedFrom }) => [code, mergedFrom])).toEqual([
      ['01', ['01']],
      ['24', ['24', '27']],
      ['40', ['40']],
      ['79', ['74', '77', '79']],
    ]);
  });
});
