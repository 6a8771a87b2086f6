import { describe, expect, it } from 'vitest';
import { Freshness } from '../../src/db/freshness.ts';

/** A database that tells what it is given, sync by sync, and which units are at the top. */
function telling(syncs: { tops?: string[]; forgotten?: boolean; server?: string }[]) {
  const asked: unknown[][] = [];
  const sql = {
    unsafe: async (text: string, params: unknown[]) => {
      if (!text.includes('write_mark')) return [{ top: '7' }];
      asked.push(params);
      const { tops = null, forgotten = false, server = 'one' } = syncs[asked.length - 1] ?? {};
      return [{ snapshot: `snapshot ${asked.length}`, xmin: '1', server, forgotten, tops }];
    },
  };
  return { freshness: new Freshness(sql as never), asked };
}

const ANYTHING = { on: 'ANYTHING' } as const;
const STRUCTURE = { on: 'STRUCTURE' } as const;
const PROVINCE = { on: 'PROVINCE', unit: 'HN' } as const;

/** Whether what was read after the first sync holds after the second, for each dependence. */
async function heldAfter(second: Parameters<typeof telling>[0][number]) {
  const { freshness } = telling([{}, second]);
  const since = await freshness.sync();
  await freshness.sync();
  return Promise.all([ANYTHING, STRUCTURE, PROVINCE].map((dependence) => freshness.holds(dependence, since)));
}

describe('what was read', () => {
  it('before the first sync does not hold', async () => {
    const { freshness } = telling([{}]);
    await freshness.sync();

    expect(await freshness.holds(ANYTHING, 0)).toBe(false);
  });

  it.each([
    ['nothing was written', {}, [true, true, true]],
    ['the organization changed', { tops: ['0'] }, [false, false, false]],
    ['people of the province changed', { tops: ['7'] }, [false, true, false]],
    ['people of another province changed', { tops: ['8'] }, [false, true, true]],
    ['people of no province changed', { tops: ['-1'] }, [false, true, true]],
    ['marks were forgotten that nobody asked about', { forgotten: true }, [false, false, false]],
    ['another server answers, or the same after a crash', { server: 'two' }, [false, false, false]],
  ])('holds or not where %s', async (_what, second, expected) => {
    expect(await heldAfter(second)).toEqual(expected);
  });

  it('holds again once it was read again', async () => {
    const { freshness } = telling([{}, { tops: ['0'] }]);
    await freshness.sync();
    const since = await freshness.sync();

    expect(await freshness.holds(PROVINCE, since)).toBe(true);
  });
});

describe('a sync', () => {
  it('is shared by all who ask before it begins, and by nobody who asks later', async () => {
    const { freshness, asked } = telling([{}, {}, {}]);
    const first = [freshness.sync(), freshness.sync()];
    await Promise.resolve();
    const later = [freshness.sync(), freshness.sync()];

    expect(await Promise.all([...first, ...later])).toEqual([1, 1, 2, 2]);
    expect(asked).toEqual([['1:1:'], ['snapshot 1']]);
  });

  it('that fails is told to who asked, and the next asks about the same', async () => {
    const { freshness, asked } = telling([{}, {}]);
    await freshness.sync();
    const broken = freshness as unknown as { sql: { unsafe: unknown } };
    const { unsafe } = broken.sql;
    broken.sql.unsafe = async () => Promise.reject(new Error('away'));
    await expect(freshness.sync()).rejects.toThrow('away');
    broken.sql.unsafe = unsafe;

    expect(await freshness.sync()).toBe(2);
    expect(asked.at(-1)).toEqual(['snapshot 1']);
  });
});
