import type { Outcome } from '../../src/db/unit-of-work.ts';

type Act = () => Promise<Outcome<unknown>>;

/** How often a race is run. */
export const ROUNDS = 10;

/**
 * Two who begin at the same moment, time and again; who begins first changes, and so does the gap between them. Answers
 * for each round what both came to: `done`, or the codes of what stood in the way.
 */
export async function race(round: (index: number) => Promise<[Act, Act]>): Promise<[string, string][]> {
  const told: [string, string][] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const [first, second] = await round(index);
    const gapMs = (index % 5) * 10;
    const late = (act: Act) => new Promise((go) => setTimeout(go, gapMs)).then(act);
    const [one, other] = await Promise.all(index % 2 === 0 ? [first(), late(second)] : [late(first), second()]);
    told.push([tell(one), tell(other)]);
  }
  return told;
}

const tell = ({ value, violations }: Outcome<unknown>): string =>
  value !== null ? 'done' : [...new Set(violations.map(({ code }) => code))].sort().join(' ');

/** What came of the rounds, without repetition. */
export const kinds = (told: readonly [string, string][]): string[] =>
  [...new Set(told.map((both) => both.join(' / ')))].sort();
