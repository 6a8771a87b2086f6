import { type Change, closingUnits } from './change.ts';
import { addDays, type Day, earlier, later } from './day.ts';
import type { HeadcountFacts, HeadcountStep, Membership, QuotaFact } from './headcount.ts';
import { clear } from './personnel/place.ts';
import type { StaffCategory } from './staff.ts';

/**
 * Quotas as a merger leaves them: posts of units that close pass to their heir, so that a merger adds none
 * (MERGE_HEADCOUNT_INCREASE, Resolution 76/2025/UBTVQH15 art. 11). What a unit below another grants is part of that one's
 * already; a unit without a quota brings as many posts as it has people. Where nobody has a quota, nobody gets one.
 */
export function mergeQuotas(
  { quotas, steps }: HeadcountFacts,
  change: Change,
  { act, membership }: { act: number; membership: Membership },
): QuotaFact[] {
  const { on } = change;
  const closing = closingUnits(change);
  const heir = change.passesOn && change.results.length === 1 ? change.results[0]?.unit : undefined;
  const ending = quotas.filter(({ unit, until }) => closing.has(unit) && until > on);
  const kept = quotas.flatMap((quota) => (ending.includes(quota) ? endOn(quota, on) : [quota]));
  if (heir === undefined) return kept;
  const eve = addDays(on, -1);
  const isApart = (unit: string) =>
    [...closing, heir].every((other) => other === unit || !isWithin(membership, { unit, root: other, on: eve }));
  // The heir's own quota grows on the days of each that passes to it.
  const moving = ending.filter(({ unit }) => isApart(unit));
  const grown = moving.reduce((facts, quota) => addPosts(facts, { quota, heir, on, act }), kept);
  const unlimited = [...closing, heir].filter(isApart);
  const extraOf = (category: StaffCategory) =>
    unlimited
      .filter((unit) => !quotas.some((own) => own.unit === unit && own.category === category && own.until > on))
      .reduce((sum, unit) => sum + countedAt(steps, { unit, category, on: eve }), 0);
  return grown.flatMap((quota) => {
    const extra = quota.unit === heir && quota.until > on ? extraOf(quota.category) : 0;
    if (extra === 0) return [quota];
    const raised = { ...quota, id: null, from: later(quota.from, on), ceiling: quota.ceiling + extra, change: act };
    return [...endOn(quota, on), raised];
  });
}

const endOn = (quota: QuotaFact, on: Day): QuotaFact[] => (quota.from < on ? [{ ...quota, id: null, until: on }] : []);

const isWithin = (membership: Membership, { unit, root, on }: { unit: string; root: string; on: Day }): boolean =>
  membership(unit, root).some(({ from, until }) => from <= on && on < until);

/** Posts that pass to the heir on the days of a quota from a day on, on top of what it has then. */
function addPosts(
  facts: readonly QuotaFact[],
  { quota, heir, on, act }: { quota: QuotaFact; heir: string; on: Day; act: number },
): QuotaFact[] {
  const days = { from: later(quota.from, on), until: quota.until };
  const center = quota.center === quota.unit ? heir : quota.center;
  const isOwn = (fact: QuotaFact) => fact.unit === heir && fact.category === quota.category;
  const own = facts.filter((fact) => isOwn(fact) && fact.from < days.until && days.from < fact.until);
  const raised = own.map((fact) => ({
    ...fact,
    id: null,
    from: later(fact.from, days.from),
    until: earlier(fact.until, days.until),
    ceiling: fact.ceiling + quota.ceiling,
    change: act,
  }));
  const others = facts.filter((fact) => !own.includes(fact));
  const free = own.reduce(
    (gaps, taken) => clear(gaps, taken),
    [{ ...quota, ...days, id: null, unit: heir, center, minimum: null, change: act }],
  );
  return [...others, ...own.flatMap((fact) => clear([fact], days)), ...raised, ...free];
}

const countedAt = (
  steps: readonly HeadcountStep[],
  { unit, category, on }: { unit: string; category: StaffCategory; on: Day },
): number =>
  steps.reduce(
    (sum, step) => (step.unit === unit && step.category === category && step.on <= on ? sum + step.change : sum),
    0,
  );
