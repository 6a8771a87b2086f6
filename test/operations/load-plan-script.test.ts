import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from '../support/run-script.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'sapxep-load-plan-'));

afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]) => runScript('load-plan', args, {});

describe('npm run load-plan', () => {
  it('says of a territory file that is missing in which folder it looked for it', async () => {
    expect(await run('data/plans/BD.yaml')).toEqual({
      code: 2,
      told: [
        'data/plans/BD.yaml:',
        '  20:22 territories.file: expected the file BD.csv in the folder data/plans',
        '1 problems; nothing was written.\n',
      ].join('\n'),
    });
    const { told } = await run('data/plans/BD.yaml', '--territories', folder);
    expect(told).toContain(`expected the file BD.csv in the folder ${folder}`);
  });

  it('says of a plan that is not there, or is a folder, that it cannot be read', async () => {
    const absent = path.join(folder, 'none.yaml');

    expect(await run(absent)).toEqual({ code: 2, told: `${absent} cannot be read.\n` });
    expect(await run(folder)).toEqual({ code: 2, told: `${folder} cannot be read.\n` });
  });
});
