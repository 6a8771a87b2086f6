import { describe, expect, it } from 'vitest';
import { TokenBuckets } from '../../src/app/limits/token-buckets.ts';

const PER_MINUTE = 600;

/** Buckets with a clock that a test moves. */
function someBuckets() {
  const clock = { ms: 0 };
  return { clock, buckets: new TokenBuckets(PER_MINUTE, () => clock.ms) };
}

describe('a token bucket', () => {
  it('lets a minute’s worth be spent at once, and no more', () => {
    const { buckets } = someBuckets();

    buckets.spend('lan', PER_MINUTE - 1);
    expect(buckets.waitSeconds('lan')).toBe(0);
    buckets.spend('lan', 1);

    expect(buckets.waitSeconds('lan')).toBe(1);
  });

  it('has whoever overdrew it wait for as long as that takes to come in', () => {
    const { buckets, clock } = someBuckets();

    buckets.spend('lan', PER_MINUTE * 3);

    expect(buckets.waitSeconds('lan')).toBe(121);
    clock.ms = 119_000;
    expect(buckets.waitSeconds('lan')).toBe(2);
    clock.ms = 121_000;
    expect(buckets.waitSeconds('lan')).toBe(0);
  });

  it('is never fuller than full', () => {
    const { buckets, clock } = someBuckets();

    buckets.spend('lan', 1);
    clock.ms = 3_600_000;
    buckets.spend('lan', PER_MINUTE);

    expect(buckets.waitSeconds('lan')).toBe(1);
  });

  it('is each caller’s own', () => {
    const { buckets } = someBuckets();

    buckets.spend('lan', PER_MINUTE);

    expect(buckets.waitSeconds('minh')).toBe(0);
  });

  it('of whoever was not seen for the longest time is forgotten when there are too many', () => {
    const { buckets } = someBuckets();

    for (const who of ['lan', 'minh']) buckets.spend(who, PER_MINUTE);
    buckets.spend('lan', 1);
    for (let other = 0; other < 9_999; other += 1) buckets.spend(`caller-${other}`, 1);

    expect([buckets.waitSeconds('minh'), buckets.waitSeconds('lan')]).toEqual([0, 1]);
  });
});
