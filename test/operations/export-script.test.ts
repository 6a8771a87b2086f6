import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { HeadcountScene } from '../support/headcount-scene.ts';
import { runScript, startScript } from '../support/run-script.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-12-31' });
const scene = new HeadcountScene(server);
const folder = await mkdtemp(path.join(tmpdir(), 'sapxep-export-'));

beforeAll(async () => {
  await scene.begin();
  const { a, b } = await scene.aCenter();
  await scene.register('E1', a, { name: 'Bế Thị Ánh' });
  await scene.transfer('E1', b, { on: '2025-05-01' });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const env = () => ({ DATABASE_URL: server.databaseUrl, TODAY: '2025-12-31' });

const run = (...args: string[]) => runScript('export', args, env());

const fileOf = (name: string) => path.join(folder, name);

describe('npm run export', () => {
  it('writes a file, headers in Vietnamese unless said otherwise', async () => {
    const { code, told } = await startScript(
      'export',
      ['staff', '--unit', 'C1', '--format', 'csv', '--out', fileOf('a.csv'), '--as-of', '2025-02-01'],
      env(),
    );

    expect([code, told]).toEqual([0, expect.stringContaining(`Wrote 1 rows to ${fileOf('a.csv')}.`)]);
    expect(await readFile(fileOf('a.csv'), 'utf8')).toBe(
      '\uFEFFMã cán bộ,Họ và tên,Loại,Đơn vị hưởng lương,Tên đơn vị hưởng lương,Nơi làm việc,Tên nơi làm việc,Từ ngày\r\n' +
        'E1,Bế Thị Ánh,PUBLIC_EMPLOYEE,C1-A,C1-A,C1-A,C1-A,2024-06-01\r\n',
    );
    const { personalReads } = await server.query('{ personalReads(actor: "export") { nodes { field staff } } }');
    expect(personalReads.nodes).toEqual([{ field: 'exportTable', staff: ['E1'] }]);
  });

  it('writes the same bytes as the API hands out', async () => {
    const period = ['--from', '2025-01-01', '--until', '2026-01-01'];
    const { code } = await run(
      'ledger',
      '--unit',
      'C1',
      ...period,
      '--format',
      'csv',
      '--language',
      'en',
      '--out',
      fileOf('b.csv'),
    );

    const { exportTable } = await server.query(
      '{ exportTable(kind: LEDGER, format: CSV, unit: "C1", from: "2025-01-01", until: "2026-01-01") { base64 rows } }',
    );
    expect([code, exportTable.rows]).toEqual([0, 1]);
    expect((await readFile(fileOf('b.csv'))).toString('base64')).toBe(exportTable.base64);
  });

  it.each([
    ['a unit that is not there', ['headcount', '--unit', 'NOBODY', '--format', 'csv'], 'There is no unit NOBODY.'],
    ['a kind that is none', ['people', '--unit', 'C1', '--format', 'csv'], 'usage: npm run export'],
    [
      'a day that is none',
      ['staff', '--unit', 'C1', '--format', 'csv', '--as-of', '2025-02-30'],
      '--as-of must be a day',
    ],
    [
      'a ledger without a period',
      ['ledger', '--unit', 'C1', '--format', 'csv'],
      'from: expected the first day of a period.',
    ],
    ['an option that is none', ['staff', '--unit', 'C1', '--format', 'csv', '--day', '1'], "Unknown option '--day'"],
  ])('refuses %s and writes nothing', async (_what, args, message) => {
    const before = await readdir(folder);

    const { code, told } = await run(...args, '--out', fileOf('none.csv'));

    expect([code, told]).toEqual([2, expect.stringContaining(message)]);
    expect(await readdir(folder)).toEqual(before);
  });

  it('refuses a folder that is not there', async () => {
    const { code, told } = await run('staff', '--unit', 'C1', '--format', 'xlsx', '--out', fileOf('none/a.xlsx'));

    expect([code, told]).toEqual([2, expect.stringContaining('no such file or directory')]);
  });
});
