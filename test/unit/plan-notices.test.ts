import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { PlanNotices } from '../../src/app/plan-notices.ts';
import { turns } from '../../src/app/subscriptions/turns.ts';
import { type PlanNotice, readPlanNotice } from '../../src/domain/plan-notice.ts';

const anEar = () => new PlanNotices(pino({ level: 'silent' }));
const text = (notice: Partial<PlanNotice>) => JSON.stringify({ plan: 'HN', phase: 2, kind: 'PHASE', ...notice });

/** All that waits, told as kind and phase. */
async function waiting(watch: AsyncIterableIterator<PlanNotice>): Promise<string[]> {
  const told: string[] = [];
  for (;;) {
    const next = await Promise.race([watch.next(), new Promise<null>((resolve) => setImmediate(resolve, null))]);
    if (!next || next.done) return told;
    told.push(`${next.value.kind} ${next.value.phase}`);
  }
}

describe('what the database tells', () => {
  it.each([
    ['a change of a phase', '{"plan":"HN","phase":2,"kind":"PHASE"}', { plan: 'HN', phase: 2, kind: 'PHASE' }],
    ['a change of no phase', '{"plan":"HN","phase":null,"kind":"PLAN"}', { plan: 'HN', phase: null, kind: 'PLAN' }],
    ['more than we know', '{"plan":"HN","kind":"TASK","by":"x"}', { plan: 'HN', phase: null, kind: 'TASK' }],
    ['an unknown kind', '{"plan":"HN","phase":2,"kind":"SEAL"}', null],
    ['no plan', '{"plan":7,"kind":"PLAN"}', null],
    ['no object', '7', null],
    ['nothing', 'null', null],
    ['no JSON', 'HN', null],
  ])('is read: %s', (_what, told, notice) => {
    expect(readPlanNotice(told)).toEqual(notice);
  });
});

describe('whoever watches a plan', () => {
  it('is told of that plan in the order of events', async () => {
    const ear = anEar();
    const watch = ear.watch('HN');

    for (const told of [text({}), text({ plan: 'BD' }), 'nonsense', text({ kind: 'GATE' })]) ear.heard(told);

    expect(await waiting(watch)).toEqual(['PHASE 2', 'GATE 2']);
  });

  it('is told once of what happens several times before it can be told', async () => {
    const ear = anEar();
    const watch = ear.watch('HN');

    for (let times = 0; times < 1_000; times += 1) {
      ear.heard(text({}));
      ear.heard(text({ phase: 3 }));
    }

    expect(await waiting(watch)).toEqual(['PHASE 2', 'PHASE 3']);
  });

  it('is told again of what happens after it was told', async () => {
    const ear = anEar();
    const watch = ear.watch('HN');

    ear.heard(text({}));
    const first = await watch.next();
    ear.heard(text({}));

    expect([first.value, await waiting(watch)]).toEqual([{ plan: 'HN', phase: 2, kind: 'PHASE' }, ['PHASE 2']]);
  });

  it('is told to read again, and nothing else, when too much waits', async () => {
    const ear = anEar();
    const watch = ear.watch('HN');

    for (let phase = 0; phase < 1_000; phase += 1) ear.heard(text({ phase }));

    expect(await waiting(watch)).toEqual(['RESYNC null']);
  });

  it('is told to read again when listening began again', async () => {
    const ear = anEar();
    const watches = [ear.watch('HN'), ear.watch('BD')];
    ear.heard(text({}));

    ear.began();

    expect(await Promise.all(watches.map(waiting))).toEqual([['RESYNC null'], ['RESYNC null']]);
  });

  it('can leave while it waits, and is told no more', async () => {
    const ear = anEar();
    const [watch, other] = [ear.watch('HN'), ear.watch('HN')];
    const next = watch.next();

    await watch.return?.();
    ear.heard(text({}));

    expect([await next, await waiting(watch), await waiting(other)]).toEqual([
      { done: true, value: undefined },
      [],
      ['PHASE 2'],
    ]);
  });
});

describe('turns', () => {
  it('let as many run at a time as there are places, in order, whatever fails', async () => {
    const inTurn = turns(2);
    const begun: number[] = [];
    let running = 0;
    let most = 0;

    const done = await Promise.allSettled(
      [0, 1, 2, 3, 4, 5].map((number) =>
        inTurn(async () => {
          begun.push(number);
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          if (number % 2 === 1) throw new Error('odd');
          return number;
        }),
      ),
    );

    expect([begun, most]).toEqual([[0, 1, 2, 3, 4, 5], 2]);
    expect(done.map(({ status }) => status)).toEqual(Array.from({ length: 3 }, () => ['fulfilled', 'rejected']).flat());
  });
});
