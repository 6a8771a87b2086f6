import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { Places } from '../../src/app/limits/places.ts';
import { PAST, Undertaking } from '../../src/app/limits/traffic.ts';
import { askUntil } from '../../src/db/cancel.ts';

const never = new Promise<never>(() => {});

const begun = (deadlineMs: number, closed = new EventEmitter(), places: unknown = {}) =>
  new Undertaking({ deadlineMs, closed, places: places as never, charge: () => {} });

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

it('what is left by its client keeps its place until the database has let go of it', async () => {
  const places = { query: new Places({ places: 1, waiting: 1, waitMs: 60_000 }) };
  const closed = new EventEmitter();
  const left = begun(60_000, closed, places);
  await left.enter('query');
  let letGo = (): void => {};
  const asked = new Promise<[]>((resolve) => {
    letGo = () => resolve([]);
  });
  const answer = askUntil(() => asked, left.over);
  const next = begun(60_000, new EventEmitter(), places);
  let hasEntered = false;
  const entered = next.enter('query').then(() => {
    hasEntered = true;
  });

  closed.emit('close');
  await expect(answer).rejects.toThrow('given up');
  left.end();
  await new Promise(setImmediate);
  expect(hasEntered).toBe(false);

  letGo();
  await entered;
  next.end();
});

it('but not for ever where nothing is heard of it', async () => {
  const places = { query: new Places({ places: 1, waiting: 1, waitMs: 60_000 }) };
  const closed = new EventEmitter();
  const left = begun(20, closed, places);
  await left.enter('query');
  const answer = askUntil(() => never, left.over);
  closed.emit('close');
  await expect(answer).rejects.toThrow('given up');
  left.end();

  const next = begun(60_000, new EventEmitter(), places);
  await next.enter('query');
  next.end();
});
