import type { Period } from '../../domain/day.ts';
import type { UnitFacts } from '../../domain/unit.ts';
import { DEMO_FROM } from './demo-law.ts';
import type { Muster } from './muster.ts';
import type { Person } from './person.ts';
import type { Sizes } from './sizes.ts';

/** A center, branch or commune center with the people whom it is made of. */
export interface Team {
  unit: string;
  /** Units with people of the team, beside itself. */
  points: readonly string[];
  /** Those who come to lead it. */
  leaders: readonly Person[];
  /** Others who work at the unit itself, paid by it or by who manages its staff. */
  own: readonly Person[];
  atPoints: readonly Person[];
}

const LEADERS = 4;
const LEADERS_HIRED: Period = { from: DEMO_FROM, until: '2021-10-01' };
const RECRUITED_UNTIL = '2026-09-01';

/** Makes up the people of the center itself. */
export function musterCenter(muster: Muster, center: string, sizes: Sizes): Team {
  const wanted = { series: center, post: center };
  const leaders = muster.hireMany(LEADERS, { ...wanted, hired: LEADERS_HIRED, stays: true });
  const own = muster.hireMany(sizes.center - LEADERS, wanted);
  muster.hireMany(sizes.postalAtCenter, { ...wanted, category: 'POSTAL' });
  muster.hireMany(sizes.supportAtCenter, { ...wanted, category: 'OUTSIDE_SUPPORT' });
  return { unit: center, points: [], leaders, own, atPoints: [] };
}

/** Makes up the people of every branch or commune center below it, and of their points. */
export function musterHeads(muster: Muster, sizes: Sizes): Team[] {
  return muster.terrain
    .lasting(['BRANCH', 'COMMUNE_CENTER', 'DISTRICT_CENTER'])
    .map((head) => musterHead(muster, head, sizes));
}

function musterHead(muster: Muster, head: UnitFacts, sizes: Sizes): Team {
  const { terrain, dice } = muster;
  const { code, life } = head;
  const isYoung = life.from > DEMO_FROM;
  const closed = terrain.originsOf(code).map((one) => one.code);
  const origins = isYoung ? closed : [];
  const points = [...terrain.lastingBelow(code).map((one) => one.code), ...(isYoung ? [] : closed)];
  const team = [code, ...points];
  const payer = sizes.handovers.length > 0 ? terrain.payerOn(code, '2024-09-01') : undefined;
  const postOf = (place: number) => origins[place % origins.length] ?? code;
  const leaders = Array.from({ length: LEADERS }, (_, place) =>
    muster.hire({ series: code, post: postOf(place), payer, hired: LEADERS_HIRED, stays: true }),
  );
  const own = Array.from({ length: dice.between(sizes.head) - LEADERS }, (_, place) => {
    const isRecruit = place > 0 && dice.happens(12);
    const before = origins.length > 0 ? undefined : cameFrom(muster, { team, sizes });
    if (!isRecruit) return muster.hire({ series: code, post: postOf(place), before, payer, stays: place === 0 });
    // Whoever is hired once a unit stands on its own is paid by it.
    const opened = isYoung ? life.from : '2025-01-01';
    return muster.hire({ series: code, post: code, hired: { from: opened, until: RECRUITED_UNTIL } });
  });
  const atPoints = points.flatMap((post) => musterPoint(muster, { team, post, payer, sizes }));
  if (dice.happens(sizes.postal)) muster.hire({ series: code, post: code, category: 'POSTAL' });
  muster.hireMany(dice.between(sizes.volunteers), { series: code, post: code, category: 'VOLUNTEER', hired: LATELY });
  if (sizes.support) musterSupport(muster, head);
  return { unit: code, points, leaders, own, atPoints };
}

const LATELY: Period = { from: '2025-01-01', until: RECRUITED_UNTIL };

function musterPoint(
  muster: Muster,
  { team, post, payer, sizes }: { team: readonly string[]; post: string; payer: string | undefined; sizes: Sizes },
): Person[] {
  const series = team[0] ?? post;
  const people = Array.from({ length: muster.dice.between(sizes.point) }, () =>
    muster.hire({ series, post, before: cameFrom(muster, { team, sizes }), payer }),
  );
  if (muster.dice.happens(sizes.postal)) muster.hire({ series, post, category: 'POSTAL' });
  return people;
}

/** Another unit of the center, or of the team, where somebody worked before. */
function cameFrom(
  { terrain, dice }: Muster,
  { team, sizes: { history } }: { team: readonly string[]; sizes: Sizes },
): string | undefined {
  if (dice.happens(history.otherBranch)) return dice.pick(terrain.lasting(['BRANCH', 'RECEPTION_POINT'])).code;
  return dice.happens(history.otherPoint) ? dice.pick(team) : undefined;
}

/** Telecom staff from the first day on; at some centers it left again once things ran. */
function musterSupport(muster: Muster, { code, life }: UnitFacts): void {
  const until = muster.dice.happens(40) ? muster.dice.pick(['2025-10-01', '2026-01-01', '2026-07-01']) : undefined;
  const hired = { from: life.from, until: life.from };
  muster.hire({ series: code, post: code, category: 'OUTSIDE_SUPPORT', hired, until, stays: true });
}

/** Makes up people for one-stops that nothing has taken over yet. */
export function musterOneStops(muster: Muster): void {
  const staffed = new Set(muster.people.flatMap(({ posts }) => posts.map(({ unit }) => unit)));
  for (const { code } of muster.terrain.lasting(['ONE_STOP']))
    if (!staffed.has(code)) muster.hireMany(muster.dice.between([2, 3]), { series: code, post: code });
}
