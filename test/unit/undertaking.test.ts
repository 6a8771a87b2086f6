import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { PAST, Undertaking } from '../../src/app/limits/traffic.ts';

const never = new Promise<never>(() => {});

const begun = (deadlineMs: number, closed = new EventEmitter()) =>
  new Undertaking({ deadlineMs, closed, places: {} as never, charge: () => {} });

it('what does not stop by itself is past some time after its deadline', async () => {
  const undertaking = begun(5);

  expect(await undertaking.unlessPast(never, 5)).toBe(PAST);
  expect(undertaking.over.aborted).toBe(true);
});

it('so is what goes on after its client has gone', async () => {
  const closed = new EventEmitter();
  const undertaking = begun(60_000, closed);
  closed.emit('close');

  expect(await undertaking.unlessPast(never, 5)).toBe(PAST);
});

it('what ended in time never is', async () => {
  const undertaking = begun(5);
  const past = undertaking.unlessPast(never, 5);
  undertaking.end();

  expect(await Promise.race([past, new Promise((resolve) => setTimeout(resolve, 30, 'ended'))])).toBe('ended');
});
