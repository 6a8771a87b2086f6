import { describe, expect, it } from 'vitest';
import { Lag } from '../../src/db/replica/lag.ts';

describe('how far a replica lags behind', () => {
  it('is beyond any bound as long as nothing is known', () => {
    expect(new Lag().isBeyond(1_000_000, 0)).toBe(true);
  });

  it('grows only from when the primary had something that it lacks', () => {
    const lag = new Lag();

    lag.seen(100, 100, 0);
    lag.seen(100, 100, 5_000);
    lag.seen(100, 120, 6_000);

    expect(lag.isBeyond(1_000, 6_000)).toBe(false);
    expect(lag.isBeyond(1_000, 6_001)).toBe(true);
  });

  it('is measured by what it replayed where the primary goes on writing all the time', () => {
    const lag = new Lag();

    lag.seen(100, 100, 0);
    lag.seen(100, 200, 1_000);
    lag.seen(150, 300, 2_000);
    lag.seen(200, 400, 3_000);

    expect(lag.isBeyond(2_000, 3_000)).toBe(false);
    expect(lag.isBeyond(2_000, 3_001)).toBe(true);
  });
});
