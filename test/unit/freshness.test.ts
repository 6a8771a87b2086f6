import { describe, expect, it, vi } from 'vitest';
import { askNowAndThen, Freshness } from '../../src/db/freshness.ts';

/** A database that tells what it is given, sync by sync. */
function telling(syncs: { written?: string[]; forgotten?: boolean | null; server?: string; xmin?: string }[]) {
  const asked: unknown[][] = [];
  const forgets: unknown[][] = [];
  const sql = {
    unsafe: async (text: string, params: unknown[]) => {
      if (text.includes('forget_write_marks')) {
        forgets.push(params);
        return [];
      }
      asked.push(params);
      const { written = null, forgotten = false, server = 'one', xmin = '1' } = syncs[asked.length - 1] ?? {};
      return [{ snapshot: `snapshot ${asked.length}`, xmin, server, forgotten, written }];
    },
  };
  return { freshness: new Freshness(sql as never), asked, forgets };
}

const ANYTHING = { on: 'ANYTHING' } as const;
const STRUCTURE = { on: 'STRUCTURE' } as const;
const UNIT = { on: 'UNIT', unit: 'HN' } as const;

/** Whether what was read after the first sync holds after the second, for each dependence. */
async function heldAfter(second: Parameters<typeof telling>[0][number]) {
  const { freshness } = telling([{}, second]);
  const since = await freshness.sync();
  await freshness.sync();
  return [ANYTHING, STRUCTURE, UNIT].map((dependence) => freshness.holds(dependence, since));
}

describe('what was read', () => {
  it('before the first sync does not hold', async () => {
    const { freshness } = telling([{}]);
    await freshness.sync();

    expect(freshness.holds(ANYTHING, 0)).toBe(false);
  });

  it.each([
    ['nothing was written', {}, [true, true, true]],
    ['the organization changed', { written: ['0'] }, [false, false, false]],
    ['people at or below the unit changed', { written: ['UNIT HN', 'UNIT HN-B01'] }, [false, true, false]],
    ['people of another unit changed', { written: ['UNIT BD'] }, [false, true, true]],
    ['people of no unit changed', { written: ['-1'] }, [false, true, true]],
    ['marks were forgotten that nobody asked about', { forgotten: true }, [false, false, false]],
    ['all marks were lost', { forgotten: null }, [false, false, false]],
    ['another server answers', { server: 'two' }, [false, false, false]],
  ])('holds or not where %s', async (_what, second, expected) => {
    expect(await heldAfter(second)).toEqual(expected);
  });

  it('holds again once it was read again', async () => {
    const { freshness } = telling([{}, { written: ['0'] }]);
    await freshness.sync();
    const since = await freshness.sync();

    expect(freshness.holds(UNIT, since)).toBe(true);
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

it('has marks forgotten also where nobody asks', async () => {
  vi.useFakeTimers();
  const { freshness, forgets } = telling([]);
  const asking = askNowAndThen(freshness);
  await vi.advanceTimersByTimeAsync(3_600_000);
  clearInterval(asking);
  vi.useRealTimers();

  expect(forgets.length).toBeGreaterThan(1);
  expect(forgets.at(-1)).toEqual(['1']);
});

it('measures by the numbers of a server that has crashed no longer than until it has', async () => {
  const { freshness, forgets } = telling([{ xmin: '900' }, { server: 'two', xmin: '7' }]);
  await freshness.sync();
  await freshness.sync();

  expect(forgets).toEqual([['7']]);
});
