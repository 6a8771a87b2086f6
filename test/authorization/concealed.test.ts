import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTable } from '../../src/services/export/write-table.ts';
import { type ApiServer, type Data, type Holder, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aPerson, staffCarried } from '../support/staff-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
  await aPerson(server, { code: 'AN' });
  await aPerson(server, { code: 'BINH', payrollHome: 'BD', from: '2024-01-01' });
  await aPerson(server, { code: 'CUC', payrollHome: 'BD', from: '2024-01-01' });
  await staffCarried(server, 'leaveStaff', { staff: 'CUC', on: '2025-02-01', instrument: PLAN_29 });
});

afterAll(() => server.close());

/** What an administrator of Hanoi is told, with `NAME` in the place of a code. */
async function told(document: string, { variables, of }: { variables?: object; of: string }): Promise<Data> {
  const { data, errors } = await server.ask(document, variables, { role: 'ADMIN@HN' });
  return JSON.parse(JSON.stringify({ data, errors }).replaceAll(of, 'NAME'));
}

const VIOLATIONS =
  'violations { code severity path on message expected ... on UnitViolation { unit { code } } ... on StaffViolation { unit { code } staff { code } } }';

describe('a file', () => {
  const COLUMNS = ['code', 'name', 'category', 'payroll_home', 'workplace', 'from'];
  type Row = readonly [code: string, payrollHome: string, workplace: string];

  async function fileOf(format: 'CSV' | 'XLSX', rows: readonly Row[]): Promise<object> {
    const columns = COLUMNS.map((key) => ({ key, header: key, type: 'text' as const }));
    const written = rows.map(([code, payroll_home, workplace]) => ({
      code,
      name: 'Lê An',
      category: 'PUBLIC_EMPLOYEE',
      payroll_home,
      workplace: workplace || null,
      from: '2025-04-01',
    }));
    const bytes = await writeTable({ title: 'Staff', columns, rows: written }, format);
    return {
      name: `staff.${format.toLowerCase()}`,
      base64: Buffer.from(bytes).toString('base64'),
      instrument: PLAN_29,
    };
  }

  const imported = (input: object, of: string): Promise<Data> =>
    told(
      `mutation ($input: ImportStaffInput!) { importStaff(input: $input) { imported leftOut rehearsed ${VIOLATIONS} } }`,
      { variables: { input }, of },
    );

  const codesOf = ({ violations }: Data) =>
    violations.map(({ code, severity, path }: Data) => [code, severity, path.join(' ')]);

  describe.each(['CSV', 'XLSX'] as const)('of people, %s', (format) => {
    it.each([
      ['counted at', (unit: string): Row[] => [['F1', unit, '']], ['file 2 payrollHome']],
      ['working at', (unit: string): Row[] => [['F1', 'HN-B03', unit]], ['file 2 workplace']],
      [
        'in several rows at',
        (unit: string): Row[] => [
          ['F1', unit, 'HN-B03'],
          ['F2', 'HN-B03', ''],
          ['F3', unit, unit],
        ],
        ['file 2 payrollHome', 'file 4 payrollHome', 'file 4 workplace'],
      ],
    ])('tells of somebody %s a unit elsewhere as of one that is not there', async (_, rows, paths) => {
      const [hidden, absent] = await withoutWriting(server.databaseUrl, async () => [
        await imported(await fileOf(format, rows('BD')), 'BD'),
        await imported(await fileOf(format, rows('ZZ')), 'ZZ'),
      ]);

      expect(hidden).toEqual(absent);
      expect(codesOf(hidden.data.importStaff)).toEqual(paths.map((path) => ['NOT_FOUND', 'BLOCKING', path]));
    });

    it('is written without rows about units elsewhere where good rows are accepted', async () => {
      const rows = (unit: string): Row[] => [
        ['F4', unit, ''],
        ['F5', 'HN-B03', unit],
        ['F6', 'HN-B03', ''],
      ];
      const input = (of: string) => fileOf(format, rows(of)).then((file) => ({ ...file, acceptGoodRows: true }));

      const absent = await imported({ ...(await input('ZZ')), rehearse: true }, 'ZZ');
      const hidden = await imported({ ...(await input('BD')), rehearse: true }, 'BD');

      expect(hidden).toEqual(absent);
      expect(hidden.data.importStaff).toMatchObject({ imported: 1, leftOut: 2 });
      expect(codesOf(hidden.data.importStaff)).toEqual([
        ['NOT_FOUND', 'WARNING', 'file 2 payrollHome'],
        ['NOT_FOUND', 'WARNING', 'file 3 workplace'],
      ]);
    });

    it('leaves out whose code somebody elsewhere bears, in the words of anybody on staff', async () => {
      const input = async (code: string) => ({
        ...(await fileOf(format, [
          [code, 'HN-B03', ''],
          ['F7', 'HN-B03', ''],
        ])),
        acceptGoodRows: true,
        rehearse: true,
      });

      const { violations, ...counted } = (await imported(await input('BINH'), 'BINH')).data.importStaff;

      expect(counted).toEqual({ imported: 1, leftOut: 1, rehearsed: true });
      expect(violations).toEqual([
        {
          code: 'ALREADY_EXISTS',
          severity: 'WARNING',
          path: ['file', '2', 'code'],
          on: null,
          message: 'NAME already exists.',
          expected: null,
          unit: null,
          staff: null,
        },
      ]);
    });

    it('puts on record who has left elsewhere, as `registerStaff` does', async () => {
      const registered = await told(
        `mutation { registerStaff(input: { code: "CUC", name: "Lê An", category: PUBLIC_EMPLOYEE, payrollHome: "HN-B03", from: "2025-04-01", instrument: "${PLAN_29}", rehearse: true }) { staff { code } violations { code } } }`,
        { of: 'CUC' },
      );
      const { importStaff } = (
        await imported({ ...(await fileOf(format, [['CUC', 'HN-B03', '']])), rehearse: true }, 'CUC')
      ).data;

      expect(registered.data.registerStaff).toEqual({ staff: { code: 'NAME' }, violations: [] });
      expect(importStaff).toEqual({ imported: 1, leftOut: 0, rehearsed: true, violations: [] });
    });
  });

  describe('of figures', () => {
    const report = (unit: string, input: (row: string) => object) =>
      told(
        `mutation ($input: RecordDossierLoadsInput!) { recordDossierLoads(input: $input) { recorded corrected unchanged ${VIOLATIONS} } }`,
        { variables: { input: input(`${unit},2025-07-01,7`) }, of: unit },
      );
    const csvOf = (...rows: string[]) => ({ csv: ['unit,day,received', ...rows].join('\n') });

    it.each([
      ['once', (row: string) => csvOf('HN-B03,2025-07-01,5', row), [['NOT_FOUND', 'csv 3 unit']]],
      [
        'twice',
        (row: string) => csvOf(row, row),
        [
          ['INPUT_INVALID', 'csv 3 day'],
          ['NOT_FOUND', 'csv 2 unit'],
          ['NOT_FOUND', 'csv 3 unit'],
        ],
      ],
      [
        'beside the same report as an argument',
        (row: string) => ({ ...csvOf(row), loads: [{ unit: row.split(',')[0], day: '2025-07-01', received: 7 }] }),
        [
          ['INPUT_INVALID', 'csv 2 day'],
          ['NOT_FOUND', 'loads 0 unit'],
          ['NOT_FOUND', 'csv 2 unit'],
        ],
      ],
    ])('tells of a unit elsewhere that is named %s as of one that is not there', async (_, input, expected) => {
      const [hidden, absent] = await withoutWriting(server.databaseUrl, async () => [
        await report('BD-718', input),
        await report('ZZ-Z01', input),
      ]);

      expect(hidden).toEqual(absent);
      expect(codesOf(hidden.data.recordDossierLoads).map(([code, , path]: Data) => [code, path])).toEqual(expected);
    });
  });

  it('of figures of units within the scope is recorded', async () => {
    const { data } = await told(
      'mutation { recordDossierLoads(input: { csv: "unit,day,received\\nHN-B03,2025-07-01,5", rehearse: true }) { recorded violations { code } } }',
      { of: 'HN-B03' },
    );

    expect(data).toEqual({ recordDossierLoads: { recorded: 1, violations: [] } });
  });
});

describe('a change with a result under a code that is taken elsewhere', () => {
  const applied = async (role: Holder, change: string): Promise<Data> => {
    const document = `mutation { applyChange(input: { change: ${change}, instrument: "${PLAN_29}", rehearse: true }) { unit { code } ${VIOLATIONS} } }`;
    return (await server.query(document, {}, { role })).applyChange;
  };
  const branch = (code: string, more = '') =>
    `{ unit: "${code}", name: "Chi nhánh Mới", kind: BRANCH, relations: [{ relation: ESTABLISHMENT, unit: "HN" }]${more} }`;
  const taken = (result: number) => ({
    code: 'ALREADY_EXISTS',
    severity: 'BLOCKING',
    path: ['change', 'results', String(result), 'unit'],
    on: null,
    message: 'BD-718 already exists.',
    expected: null,
    unit: null,
  });

  it('is told that the code is taken, in the words in which everybody is', async () => {
    const change = `{ kind: ESTABLISH, on: "2025-08-01", results: [${branch('BD-718')}] }`;

    const bounded = await applied('PLANNER@HN', change);
    const unbounded = await applied('PLANNER', change);

    expect(bounded).toEqual({ unit: null, violations: [taken(0)] });
    expect(unbounded).toEqual({ unit: null, violations: [{ ...taken(0), unit: { code: 'BD-718' } }] });
  });

  it.each([
    [
      'a merger',
      0,
      `{ kind: MERGE, on: "2025-08-01", sources: [{ unit: "HN-B03" }, { unit: "HN-B04" }], results: [${branch('BD-718')}] }`,
    ],
    [
      'a split',
      1,
      `{ kind: SPLIT, on: "2025-08-01", sources: [{ unit: "HN-B03", extent: PARTIAL }], results: [{ unit: "HN-B03" }, ${branch('BD-718')}] }`,
    ],
  ])('is told so of %s as well', async (_, result, change) => {
    const { violations } = await applied('PLANNER@HN', change);

    expect(violations.filter(({ code }: Data) => code === 'ALREADY_EXISTS')).toEqual([taken(result)]);
    expect(violations.map(({ code }: Data) => code)).not.toContain('INPUT_INVALID');
  });

  it('is told so of a unit that is established, and not who bears it', async () => {
    const document = `mutation { establishUnit(input: { code: "BD-718", name: "Chi nhánh Mới", kind: BRANCH, parent: "HN", on: "2025-08-01", instrument: "${PLAN_29}", rehearse: true }) { ${VIOLATIONS} } }`;

    const { establishUnit } = await server.query(document, {}, { role: 'PLANNER@HN' });

    expect(establishUnit.violations).toEqual([{ ...taken(0), path: ['code'] }]);
  });

  it('is told so of a unit that comes back, and not who bears it', async () => {
    const { renameUnit } = await server.query(
      `mutation { renameUnit(input: { unit: "HN-B04", name: "Chi nhánh Mới", on: "2025-07-20", instrument: "${PLAN_29}" }) { unit { history { event { id kind } } } } }`,
    );
    const renaming = renameUnit.unit.history.find(({ event }: Data) => event.kind === 'RENAME').event.id;
    const document = `mutation { compensateChange(input: { change: "${renaming}", on: "2025-08-01", restoredAs: [{ unit: "HN-B04", as: "BD-718" }], instrument: "${PLAN_29}", rehearse: true }) { ${VIOLATIONS} } }`;

    const { compensateChange } = await server.query(document, {}, { role: 'PLANNER@HN' });

    expect(compensateChange.violations).toContainEqual({ ...taken(0), path: ['restoredAs'] });
  });

  it('is told of the unit that does not exist where the change brings none into being', async () => {
    const rename = (code: string) =>
      `{ kind: RENAME, on: "2025-08-01", results: [{ unit: "${code}", name: "Chi nhánh Mới" }] }`;

    const [hidden, absent] = [
      await applied('PLANNER@HN', rename('BD-718')),
      await applied('PLANNER@HN', rename('ZZ-718')),
    ];

    expect(JSON.parse(JSON.stringify(hidden).replaceAll('BD-718', 'ZZ-718'))).toEqual(absent);
    expect(absent.violations.map(({ code }: Data) => code)).toEqual(['NOT_FOUND']);
  });
});

/** Verbs that take a list, with something of Hanoi and, of the code given, something that is not. */
const LISTS: readonly [verb: string, input: (code: string) => object, code?: string][] = [
  ['requestSeals', (unit) => ({ seals: both(unit, { kind: 'EMBOSSED', engravedName: 'X', on: '2025-07-10' }) })],
  ['designSignboards', (unit) => ({ signboards: both(unit, { text: 'X', on: '2025-07-10' }) })],
  ['requestBankAccounts', (unit) => ({ accounts: both(unit, { bank: 'Kho bạc', on: '2025-07-10' }) })],
  ['openCounters', (unit) => ({ counters: both(unit, { kind: 'STANDARD', label: '91', from: '2025-08-01' }) })],
  ['registerEquipmentNeeds', (unit) => ({ needs: both(unit, { item: 'Máy quét', quantity: 1, on: '2025-07-10' }) })],
  ['recordReadiness', (unit) => ({ items: both(unit, { item: 'PROCEDURES', done: 1, total: 2, on: '2025-07-01' }) })],
  ['recordDossierLoads', (unit) => ({ loads: both(unit, { day: '2025-07-01', received: 7 }) })],
  ['recordEvent', (unit) => ({ event: 'Mua xong trụ sở', units: ['HN-B03', unit], on: '2025-07-10' })],
  ['dissolveUnit', (unit) => ({ unit: 'HN-B03', successors: ['HN-B04', unit], on: '2025-08-01' })],
  [
    'listHandovers',
    (receiver) => ({ handovers: ['HN-B04', receiver].map((one) => ({ ...HANDOVER, giver: 'HN-B03', receiver: one })) }),
  ],
  [
    'allocateHeadcount',
    (unit) => ({ center: 'HN', year: 2025, allocations: both(unit, { category: 'CONTRACT', ceiling: 1 }) }),
  ],
  [
    'transferStaff',
    (toUnit) => ({
      on: '2025-08-01',
      moves: [
        { staff: 'AN', toUnit: 'HN-B03' },
        { staff: 'AN', toUnit },
      ],
    }),
  ],
  [
    'transferStaff',
    (staff) => ({ on: '2025-08-01', moves: ['AN', staff].map((one) => ({ staff: one, toUnit: 'HN-B03' })) }),
    'BINH',
  ],
];
const HANDOVER = { title: 'Bàn giao', items: [{ description: 'Bàn', quantity: 1 }], on: '2025-07-10' };
const both = (unit: string, of: object) => ['HN-B03', unit].map((one) => ({ unit: one, ...of }));

describe('a list', () => {
  it.each(LISTS)('of %s tells of what is elsewhere as of what is not there', async (verb, input, code = 'BD-718') => {
    const send = (of: string) => {
      const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
      const cited = verb === 'recordDossierLoads' ? {} : { instrument: PLAN_29 };
      const variables = { input: { ...input(of), ...cited, rehearse: true } };
      return told(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${VIOLATIONS} } }`, { variables, of });
    };

    const [hidden, absent] = [await send(code), await send('ZZ-Z01')];

    expect(hidden).toEqual(absent);
    expect(hidden.data[verb].violations.map((one: Data) => one.code)).toContain('NOT_FOUND');
  });
});

describe('the mark of what is concealed', () => {
  // What a unit elsewhere would be called within the act, were the mark not put on again.
  const report = (rows: (unit: string) => object) => async (unit: string) => {
    const answer = await told(
      `mutation ($input: RecordDossierLoadsInput!) { recordDossierLoads(input: $input) { recorded ${VIOLATIONS} } }`,
      { variables: { input: rows(unit) }, of: unit },
    );
    return answer.data.recordDossierLoads;
  };
  const load = (unit: string) => ({ unit, day: '2025-07-01', received: 7 });
  const row = (unit: string) => `unit,day,received\n${unit},2025-07-01,7`;

  it.each([
    ['in arguments', (unit: string) => ({ loads: [load(unit), load(`${unit}\u2063`)] })],
    ['in a file', (unit: string) => ({ loads: [load(unit)], csv: row(`${unit}\u2063`) })],
    ['beside a file', (unit: string) => ({ loads: [load(`${unit}\u2063`)], csv: row(unit) })],
  ])('tells nothing of a unit elsewhere to whoever sends it %s', async (_, rows) => {
    const [hidden, absent] = await withoutWriting(server.databaseUrl, async () => [
      await report(rows)('BD-718'),
      await report(rows)('ZZ-Z01'),
    ]);

    expect(hidden).toEqual(absent);
    expect(hidden.violations.map(({ code }: Data) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  it('makes no code taken that its sender makes up', async () => {
    const document = `mutation ($unit: String!) { applyChange(input: { change: { kind: ESTABLISH, on: "2025-08-01", results: [{ unit: $unit, name: "Chi nhánh Mới", kind: BRANCH, relations: [{ relation: ESTABLISHMENT, unit: "HN" }] }] }, instrument: "${PLAN_29}", rehearse: true }) { violations { code } } }`;

    const { data } = await told(document, { variables: { unit: 'ZZ-718\u2063' }, of: 'ZZ-718' });

    expect(data.applyChange.violations).toEqual([{ code: 'INPUT_INVALID' }]);
  });
});
