import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planSchemaJson } from '../../src/services/plan/plan-schema.ts';
import { type PlanProblem, type ReadPlan, readPlan, readPlanFile } from '../../src/services/plan/read-plan.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A plan that says as little as a plan can. */
const HEAD = ['code: DEMO', 'title: Kế hoạch', 'center: DEMO'];

const CSV = 'code,level,kind,name,parent,from,until,latitude,longitude,area_km2';
const LINEAGE = 'source,target,extent,on';

type Attachments = Record<string, string | string[]>;

function read(text: string | readonly string[], attachments: Attachments = {}) {
  const contents = Object.entries(attachments).map(([name, lines]) => [name, [lines].flat().join('\n')] as const);
  return readPlan({ name: 'demo.yaml', text: [text].flat().join('\n'), attachments: new Map(contents) });
}

function problemsOf(text: string | readonly string[], attachments: Attachments = {}): PlanProblem[] {
  return read(text, attachments).problems;
}

/** Each problem as the command line tells it. */
function told(text: string | readonly string[], attachments: Attachments = {}): string[] {
  return problemsOf(text, attachments).map(
    ({ line, column, path, message }) => `${line}:${column} ${path.join('.')}: ${message}`,
  );
}

function planOf(text: string | readonly string[], attachments: Attachments = {}): ReadPlan {
  const { plan, problems } = read(text, attachments);
  expect(problems).toEqual([]);
  if (!plan) throw new Error('not reached');
  return plan;
}

/** A phase of one line, with more keys. */
const phase = (ordinal: number, more = '') => `  - { ordinal: ${ordinal}, title: x, from: 2025-01-01${more} }`;

describe('a document without a problem', () => {
  it('is a plan with what it leaves out filled in, and the text as it was sent', () => {
    const plan = planOf(HEAD);

    expect(plan.document).toMatchObject({ code: 'DEMO', title: 'Kế hoạch', phases: [], tasks: [], alongside: [] });
    expect(plan.text).toBe(HEAD.join('\n'));
    expect([plan.territories, plan.lineages]).toEqual([[], []]);
  });

  it('may be JSON, indented by tabs and behind a byte order mark', () => {
    const json = JSON.stringify({ code: 'DEMO', title: 'Kế "hoạch"\n😀', center: 'A/B', phases: [] }, null, '\t');

    expect(planOf(`\uFEFF${json}`).document).toMatchObject({ title: 'Kế "hoạch"\n😀', center: 'A/B' });
  });

  it('may repeat what it says by anchors', () => {
    const { document } = planOf([
      ...HEAD,
      'mustCover: { level: COMMUNE, within: &province "24", on: 2025-07-01 }',
      'before:',
      '  - { change: ESTABLISH, on: 2020-01-01, unit: A, each: { level: COMMUNE, within: *province } }',
    ]);

    expect(document.before[0]?.each?.within).toEqual(['24']);
  });

  it('keeps keys as they are written, and days as they are whatever version of YAML it names', () => {
    const { document } = planOf([
      '%YAML 1.1',
      '---',
      ...HEAD,
      'before:',
      '  - change: ESTABLISH',
      '    on: 2020-01-01',
      '    unit: A',
      '    seats: { 00123: { address: x } }',
    ]);

    expect(document.before[0]?.on).toBe('2020-01-01');
    expect(Object.keys(document.before[0]?.seats ?? {})).toEqual(['00123']);
  });

  it('has its texts composed', () => {
    const { document } = planOf(HEAD.join('\n').normalize('NFD'));

    expect(document.title).toBe('Kế hoạch');
  });

  it.each(['BD', 'HN', 'BN', 'NA'])('is the plan %s that ships with the product', async (code) => {
    const file = await readPlanFile(join(ROOT, `data/plans/${code}.yaml`), join(ROOT, 'data/territories'));

    expect(readPlan(file).problems).toEqual([]);
  });

  it('is the example of the documentation', async () => {
    const { yaml, csv } = await exampleOfDocumentation();

    const { document, territories } = planOf(yaml, { 'demo.csv': csv });

    expect([document.phases.length, territories.length]).toEqual([2, 3]);
  });

  it('is right with what units have and do, in every section', async () => {
    const { yaml, things, csv } = await exampleOfDocumentation();

    const { document } = planOf(yaml.replace(/^phases:$/m, `${things}\nphases:`), { 'demo.csv': csv });

    expect(Object.values(document.things ?? {}).map((section) => section.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});

async function exampleOfDocumentation() {
  const page = await readFile(join(ROOT, 'docs/plan-documents.md'), 'utf8');
  const blocks = [...page.matchAll(/^```(yaml|csv|text)\n(.*?)^```$/gms)];
  const block = (kind: string, nth = 0) => blocks.filter((found) => found[1] === kind)[nth]?.[2] ?? '';
  return { yaml: block('yaml'), things: block('yaml', 1), csv: block('csv'), problems: block('text') };
}

describe('a text that cannot be read', () => {
  it('is told with every error of its syntax, and nothing else', () => {
    const problems = problemsOf(['title: Kế hoạch: giai đoạn 1', 'code: "x', 'bogus: 1']);

    expect(problems).toEqual([
      {
        path: [],
        line: 1,
        column: 8,
        message: 'expected one key a line; put a text that holds ": " in quotes, or mend the indentation',
      },
      { path: [], line: 3, column: 9, message: 'Missing closing "quote' },
    ]);
  });

  it('is told each key that stands twice', () => {
    expect(told([...HEAD, 'title: x', 'instruments:', '  - { number: 1, kind: LAW, number: 2 }'])).toEqual([
      '4:1 title: expected each key once; title stands on line 2 too',
      '6:29 instruments.0.number: expected each key once; number stands on line 6 too',
    ]);
  });

  it('is told aliases without an anchor before them, tags, and keys that are no text', () => {
    expect(told(['code: *later', 'title: &later [*later]', 'center: !here x', '? [a]', ': b'])).toEqual([
      '1:7 code: expected an anchor &later before its alias',
      '2:16 title.0: expected an anchor &later before its alias',
      '3:9 : expected a value without a tag (!)',
      '4:3 : expected plain text as key',
    ]);
  });

  it('is told where a second document begins', () => {
    expect(told([...HEAD, '---', 'code: B'])).toEqual(['4:1 : expected one document; a second one begins here']);
  });

  it('is told characters that cannot be stored, written or escaped', () => {
    expect(told(['code: A', 'title: a\0b'])).toEqual(['2:9 : expected text in UTF-8, without NUL']);
    expect(told(['code: A', 'title: K\uFFFD'])).toEqual(['2:9 : expected text in UTF-8, without NUL']);
    expect(told(['title: "\\u0000"', 'code: "\\ud800"'])).toEqual([
      '1:8 title: expected text without the NUL character and without half characters',
      '2:7 code: expected text without the NUL character and without half characters',
    ]);
  });

  it.each([
    ['nothing', '', '1:1 : expected a map, not nothing'],
    ['a list', '- a', '1:1 : expected a map, not a list'],
    ['one text', '\n  a', '2:3 : expected a map, not text'],
  ])('is told that it holds %s', (_, text, problem) => {
    expect(told(text)).toEqual([problem]);
  });

  it('is not read where it is too large, too deep, or multiplies itself', () => {
    const tenfold = (to: string, from: string) => `${to}: &${to} [${`*${from},`.repeat(10)}]`;

    expect(told('a'.repeat(5 * 2 ** 20 + 1))).toEqual(['1:1 : expected at most 5 MB']);
    expect(told('- '.repeat(20_000))).toEqual(['1:128 : expected at most 64 levels inside each other']);
    expect(told('['.repeat(100_000))).toEqual(['1:65 : expected at most 64 levels inside each other']);
    expect(told(['a: &a x', tenfold('b', 'a'), tenfold('c', 'b'), tenfold('d', 'c')])).toEqual([
      '1:1 : expected an anchor to be repeated no more than 100 times',
    ]);
  });

  it('is answered soon where a map has very many keys', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`);

    const problems = problemsOf([...keys, 'k7: 1']);

    expect(problems).toEqual([
      { path: ['k7'], line: 20_001, column: 1, message: 'expected each key once; k7 stands on line 8 too' },
    ]);
  });
});

describe('data that is no plan', () => {
  it('is told each missing key at the map that lacks it', () => {
    expect(problemsOf(['code: A', 'phases:', '  - title: x'])).toEqual([
      { path: ['title'], line: 1, column: 1, message: 'missing; expected text' },
      { path: ['center'], line: 1, column: 1, message: 'missing; expected text' },
      { path: ['phases', '0', 'ordinal'], line: 3, column: 5, message: 'missing; expected a number' },
      { path: ['phases', '0', 'from'], line: 3, column: 5, message: 'missing; expected a day YYYY-MM-DD' },
    ]);
  });

  it('is told each unknown key where it stands, with those that are still free', () => {
    const problems = told([...HEAD, 'source:', '  publication: x', '  pages: 3', '  reference: y', '  extra: z']);

    expect(problems).toEqual([
      '5:3 source.paraphrase: missing; expected text',
      '6:3 source.pages: unknown key; expected one of paraphrase',
      '8:3 source.extra: unknown key; expected one of paraphrase',
    ]);
    expect(told([...HEAD, 'source: { publication: x, reference: y, paraphrase: z, extra: 1 }'])).toEqual([
      '4:56 source.extra: unknown key',
    ]);
  });

  it('is told unknown keys where the keys are a list of their own', () => {
    expect(
      told([...HEAD, 'alongside: [{ change: REPARENT, unit: A, parents: { ABOVE: B, PROFESSIONAL: C } }]']),
    ).toEqual([
      '4:53 alongside.0.parents.ABOVE: unknown key; expected one of ESTABLISHMENT, STAFF_MANAGEMENT, FACILITY_MANAGEMENT',
    ]);
  });

  it('is told what kind of value was expected', () => {
    const problems = told([
      'code: a b',
      'title: 2025',
      'center:',
      'instrument: ""',
      'adoptedOn: 2025-02-30',
      'source: x',
      'tasks: { code: A }',
      'phases:',
      '  - { ordinal: one, title: true, from: 2025, to: [], assumed: maybe }',
      '  - { ordinal: 0, title: x, from: 2025-1-1, allows: [CORRECTION] }',
      '  - { ordinal: 1.5, title: x, from: 2025-01-01, changes: [{ change: RETYPE, unit: A, branchType: 10 }] }',
      '  - { ordinal: 2, title: x, from: 2025-01-01, freezes: [{ what: SEAL, units: A }] }',
    ]);

    expect(problems).toEqual([
      '1:7 code: expected capitals A-Z, digits, hyphens and dots',
      '2:8 title: expected text, not 2025; put it in quotes',
      '3:8 center: expected text, not nothing',
      '4:13 instrument: expected text that is not empty',
      '5:12 adoptedOn: expected a day YYYY-MM-DD',
      '6:9 source: expected a map, not text',
      '7:8 tasks: expected a list, not a map',
      '9:16 phases.0.ordinal: expected a number, not text',
      '9:28 phases.0.title: expected text, not true; put it in quotes',
      '9:40 phases.0.from: expected a day YYYY-MM-DD, not 2025',
      '9:50 phases.0.to: expected a day YYYY-MM-DD, not a list',
      '9:63 phases.0.assumed: expected true or false, not text',
      '10:16 phases.1.ordinal: expected a number above 0',
      '10:35 phases.1.from: expected a day YYYY-MM-DD',
      '10:54 phases.1.allows.0: expected one of ESTABLISH, RENAME, RETYPE, REPARENT, MERGE, ABSORB, SPLIT, DISSOLVE, TERRITORY',
      '11:16 phases.2.ordinal: expected a whole number, not 1.5',
      '11:98 phases.2.changes.0.branchType: expected a number of at most 9',
      '12:65 phases.3.freezes.0.what: expected NAME',
    ]);
  });

  it('is told what a value with several forms may be, or what is wrong with the form it has', () => {
    const problems = told([
      ...HEAD,
      'mustCover: { level: COMMUNE, codes: 24, within: [01], under: "", on: 2025-01-01 }',
      'policies: [{ key: a, value: [], from: 2025-01-01, instrument: x }]',
      'alongside:',
      '  - { change: MERGE, unit: A, sources: x }',
      '  - { change: MERGE, unit: A, sources: { predecessor: x } }',
    ]);

    expect(problems).toEqual([
      '4:37 mustCover.codes: expected text or a list, not 24; put it in quotes',
      '4:50 mustCover.within.0: expected text, not 1; put it in quotes',
      '4:62 mustCover.under: expected text that is not empty',
      '5:29 policies.0.value: expected text or a number or true or false, not a list',
      '7:40 alongside.0.sources: expected a list or a map, not text',
      '8:40 alongside.1.sources.predecessors: missing; expected text',
      '8:42 alongside.1.sources.predecessor: unknown key; expected one of predecessors',
    ]);
  });

  it('is told what the parts of the plan expect of each other', () => {
    const problems = told([
      ...HEAD,
      'tasks: [{ code: A, title: x, owner: B, due: { precision: DAY } }]',
      'alongside: [{ change: SPLIT, unit: A }]',
      'phases:',
      phase(1, ', to: 2024-12-31'),
    ]);

    expect(problems).toEqual([
      '4:45 tasks.0.due.on: expected a day for DAY and MONTH (its last), none for NONE',
      '5:36 alongside.0.unit: expected the unit that results, or `into` for a SPLIT',
      '7:51 phases.0.to: expected a day not before from',
    ]);
  });

  it('is told a problem inside an alias at its anchor', () => {
    const problems = told([
      ...HEAD,
      'source: &source { publication: x, reference: 7, paraphrase: z }',
      'tasks: [{ code: A, title: x, owner: B, source: *source }]',
    ]);

    expect(problems).toEqual([
      '4:46 source.reference: expected text, not 7; put it in quotes',
      '4:46 tasks.0.source.reference: expected text, not 7; put it in quotes',
    ]);
  });

  it('is told as the documentation shows', async () => {
    const { yaml, csv, problems } = await exampleOfDocumentation();
    const wrong = yaml
      .replace(/^title: .*/m, 'title: 2025')
      .replace('title: Chuyển', 'tilte: Chuyển')
      .replace('to: 2025-03-31', 'to: 31/3/2025');

    const lines = told(wrong, { 'demo.csv': csv.replace('Trung Tâm,99,2020-01-01', 'Trung Tâm,99,1/1/2020') });

    expect(lines).toEqual(problems.trim().split(/\n\s*/));
  });

  it('is told so much and no more', () => {
    const problems = problemsOf([...HEAD, ...Array.from({ length: 1200 }, (_, index) => `k${index}: 1`)]);

    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toEqual({ path: [], line: 1003, column: 1, message: 'and 200 more problems' });
  });
});

describe('a document that contradicts itself', () => {
  it('is told codes, numbers and ordinals that stand twice, also in different phases where the plan counts', () => {
    const problems = told([
      ...HEAD,
      'instruments:',
      '  - { number: 1/NQ, kind: RESOLUTION, issuer: x, issuedOn: 2020-01-01, inForceFrom: 2020-01-01, title: x }',
      '  - { number: " 1/NQ ", kind: RESOLUTION, issuer: y, issuedOn: 2020-01-01, inForceFrom: 2020-01-01, title: y }',
      'tasks: [{ code: A, title: x, owner: B }]',
      'phases:',
      phase(1, ', gates: [{ code: G, title: x, kind: ATTESTATION }, { code: G, title: y, kind: ATTESTATION }]'),
      phase(2, ', gates: [{ code: G, title: x, kind: ATTESTATION }], tasks: [{ code: A, title: x, owner: B }]'),
      phase(2),
    ]);

    expect(problems).toEqual([
      '6:15 instruments.1.number: expected each instrument once; 1/NQ is also instruments.0',
      '9:105 phases.0.gates.1.code: expected each gate code once in a phase; G is also phases.0.gates.0',
      '10:114 phases.1.tasks.0.code: expected each task code once in the plan; A is also tasks.0',
      '11:16 phases.2.ordinal: expected each ordinal once; 2 is also phases.1',
    ]);
  });

  it('is told phases out of order', () => {
    expect(told([...HEAD, 'phases:', phase(1), phase(3), phase(2)])).toEqual([
      '7:16 phases.2.ordinal: expected phases in the order of their ordinals; 2 comes after 3',
    ]);
  });

  it('is told changes before the plan that have no day', () => {
    expect(told([...HEAD, 'before:', '  - { change: ESTABLISH, unit: A }'])).toEqual([
      '5:5 before.0.on: missing; expected a day YYYY-MM-DD before the plan',
    ]);
  });

  it('may cite instruments that it does not list: they may be on record', () => {
    expect(told([...HEAD, 'instrument: 29/KH-UBND'])).toEqual([]);
  });
});

describe('territory files', () => {
  const DOCUMENT = [...HEAD, 'territories: { file: t.csv, instrument: x, lineage: l.csv }'];

  it('are read with their blank cells and columns in any order', () => {
    const { territories, lineages } = planOf(DOCUMENT, {
      't.csv': [
        'level,code,kind,name,parent,from,until,latitude,longitude,area_km2,remark',
        'PROVINCE,24,Tỉnh,Bắc Ninh,,2004-07-08,2025-07-01,,,,',
        '',
        'COMMUNE,09187,"Phường",Kinh Bắc,24,2025-07-01,,21.18,106.07,-1.5,x',
      ],
      'l.csv': [LINEAGE, '27,24,WHOLE,2025-07-01'],
    });

    expect(territories).toEqual([
      {
        code: '24',
        level: 'PROVINCE',
        kind: 'Tỉnh',
        name: 'Bắc Ninh',
        parent: null,
        from: '2004-07-08',
        until: '2025-07-01',
        latitude: null,
        longitude: null,
        areaKm2: null,
      },
      {
        code: '09187',
        level: 'COMMUNE',
        kind: 'Phường',
        name: 'Kinh Bắc',
        parent: '24',
        from: '2025-07-01',
        until: 'infinity',
        latitude: 21.18,
        longitude: 106.07,
        areaKm2: -1.5,
      },
    ]);
    expect(lineages).toEqual([{ source: '27', target: '24', extent: 'WHOLE', on: '2025-07-01' }]);
  });

  it('are missed where they are named and not attached, or named with folders', () => {
    expect(told(DOCUMENT)).toEqual([
      '4:22 territories.file: expected the file t.csv to be attached',
      '4:53 territories.lineage: expected the file l.csv to be attached',
    ]);
    expect(told([...HEAD, 'territories: { file: ../t.csv, instrument: x }'], { '../t.csv': CSV })).toEqual([
      '4:22 territories.file: expected the name of a file, without folders',
    ]);
  });

  it('are told with every wrong row and its line, together with the problems of the document', () => {
    const problems = told([...DOCUMENT, 'bogus: 1'], {
      't.csv': [
        CSV,
        '24,PROVINCE,Tỉnh,Bắc Ninh,,2004-07-08,2004-07-08,,,',
        '24,TOWN,,x,,2004-13-01,later,1e3,"21,5",',
        '24,PROVINCE',
        '25,PROVINCE,T\uFFFDnh,x,,2004-07-08,,,,',
        '26,PROVINCE,"x',
      ],
      'l.csv': [LINEAGE, '27,,HALF,2025'],
    });

    expect(problems).toEqual([
      '4:22 territories.file: t.csv:2 (until): expected a day after from',
      '4:22 territories.file: t.csv:3 (level): expected one of PROVINCE, DISTRICT, COMMUNE',
      '4:22 territories.file: t.csv:3 (kind): expected text that is not empty',
      '4:22 territories.file: t.csv:3 (from): expected a day YYYY-MM-DD',
      '4:22 territories.file: t.csv:3 (until): expected a day YYYY-MM-DD, or nothing',
      '4:22 territories.file: t.csv:3 (latitude): expected a number with a point, or nothing',
      '4:22 territories.file: t.csv:3 (longitude): expected a number with a point, or nothing',
      '4:22 territories.file: t.csv:4: expected 10 cells, not 2',
      '4:22 territories.file: t.csv:5 (kind): expected text in UTF-8, without NUL',
      '4:22 territories.file: t.csv:6: a quote is opened and never closed; the rest of the file was not read',
      '4:53 territories.lineage: l.csv:2 (target): expected text that is not empty',
      '4:53 territories.lineage: l.csv:2 (extent): expected one of WHOLE, PARTIAL',
      '4:53 territories.lineage: l.csv:2 (on): expected a day YYYY-MM-DD',
      '5:1 bogus: unknown key; expected one of instrument, adoptedOn, source, mustCover, instruments, policies, before, alongside, tasks, things, phases',
    ]);
  });

  it('are told where columns are missing or rows are', () => {
    expect(told(DOCUMENT, { 't.csv': CSV, 'l.csv': ['source,target,target,on', '1,2,3,4'] })).toEqual([
      '4:22 territories.file: t.csv:1: expected one row or more',
      '4:53 territories.lineage: l.csv:1: expected the columns source, target, extent, on, each once',
    ]);
  });
});

describe('the place of a path', () => {
  const plan = () =>
    planOf([
      ...HEAD,
      'source: &source { publication: x, reference: y, paraphrase: z }',
      'tasks:',
      '  - code: A',
      '    title: x',
      '    owner: B',
      '    source: *source',
      'phases:',
      '  - ordinal: 1',
      '    title: x',
      '    from: 2025-01-01',
      '    changes: [{ change: RENAME, unit: A }]',
    ]);

  it.each([
    ['', 1, 1],
    ['title', 2, 8],
    ['tasks', 6, 3],
    ['tasks.0', 6, 5],
    ['tasks.0.owner', 8, 12],
    ['phases.0.changes.0.unit', 14, 39],
  ])('%s is where its value stands', (path, line, column) => {
    expect(plan().placeOf(path.split('.').filter(Boolean))).toEqual({ line, column });
  });

  it.each([
    ['center.unit', 3, 9],
    ['mustCover', 1, 1],
    ['tasks.7.owner', 6, 3],
    ['phases.0.changes.0.name', 14, 15],
    ['phases.0.changes.0.results.0.unit', 14, 15],
  ])('%s is not there: the nearest thing above it is', (path, line, column) => {
    expect(plan().placeOf(path.split('.'))).toEqual({ line, column });
  });

  it('behind an alias is that of its anchor, and an alias has its own', () => {
    expect(plan().placeOf(['tasks', '0', 'source'])).toEqual({ line: 9, column: 13 });
    expect(plan().placeOf(['tasks', '0', 'source', 'reference'])).toEqual({ line: 4, column: 46 });
  });
});

describe('a document in a file', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plan-'));
    await mkdir(join(directory, 'plans'));
    await mkdir(join(directory, 'territories'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  async function write(lines: string[]): Promise<string> {
    const path = join(directory, 'plans/demo.yaml');
    await writeFile(path, lines.join('\n'));
    return path;
  }

  it('comes with the files it names from its own folder, without those that are not there', async () => {
    const path = await write([...HEAD, 'territories: { file: t.csv, instrument: x, lineage: l.csv }']);
    await writeFile(join(directory, 'plans/t.csv'), CSV);

    const file = await readPlanFile(path);

    expect([file.name, [...file.attachments]]).toEqual(['demo.yaml', [['t.csv', CSV]]]);
  });

  it('comes with files of another folder where that is told, and with none outside it', async () => {
    const path = await write(['bogus: [1', ']', 'territories: { file: ../plans/demo.yaml, lineage: l.csv }']);
    await writeFile(join(directory, 'territories/l.csv'), LINEAGE);

    const file = await readPlanFile(path, join(directory, 'territories'));

    expect([...file.attachments]).toEqual([['l.csv', LINEAGE]]);
  });

  it('is told in which folder a file that it names is missing', async () => {
    const file = await readPlanFile(await write([...HEAD, 'territories: { file: none.csv, instrument: x }']));

    expect(readPlan(file).problems.map(({ message }) => message)).toContain(
      `expected the file none.csv in the folder ${join(directory, 'plans')}`,
    );
  });

  it('comes without files where it cannot be read', async () => {
    const file = await readPlanFile(await write(['territories: {', 'file']));

    expect(file).toEqual({
      name: 'demo.yaml',
      text: 'territories: {\nfile',
      attachments: new Map(),
      directory: join(directory, 'plans'),
    });
  });
});

describe('the published schema', () => {
  it('says what people write, with what they may leave out', () => {
    const schema = JSON.parse(planSchemaJson());

    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'urn:sapxep:plan-document',
      required: ['code', 'title', 'center'],
      additionalProperties: false,
    });
    expect(schema.properties.phases.items.required).toEqual(['ordinal', 'title', 'from']);
    expect(schema.properties.phases.items.properties.gates.items.properties.before.enum).toEqual([
      'READY',
      'COMPLETED',
    ]);
  });
});
