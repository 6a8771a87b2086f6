import { expect, it } from 'vitest';
import { Ending, settledUntil } from '../../src/db/cancel.ts';

const reason = new Error('given up');
const never = new Promise<never>(() => {});

it('settles as what it waits for does', async () => {
  const over = new Ending();

  await expect(settledUntil(Promise.resolve(7), over)).resolves.toBe(7);
  await expect(settledUntil(Promise.reject(new Error('broken')), over)).rejects.toThrow('broken');
});

it('fails as soon as it is over, and tells so once', async () => {
  const over = new Ending();
  let told = 0;
  const settled = settledUntil(never, over, () => {
    told += 1;
  });
  over.abort(reason);
  over.abort(new Error('again'));

  await expect(settled).rejects.toBe(reason);
  expect(told).toBe(1);
  expect(over.aborted).toBe(true);
  expect(() => over.throwIfAborted()).toThrow(reason);
});

it('tells nobody whose answer came before', async () => {
  const over = new Ending();
  let told = 0;
  await settledUntil(Promise.resolve(), over, () => {
    told += 1;
  });
  over.abort(reason);

  expect(told).toBe(0);
});
