import type { Change } from './change.ts';
import { addDays, covers, type Day, FOREVER, overlaps, type Period } from './day.ts';
import { lastStatus, statusOn } from './life-cycle.ts';
import {
  decidePlanInForce,
  definitionOn,
  PHASE_LIFE,
  type PhaseFacts,
  type PhaseStatus,
  type PlanFacts,
} from './plan.ts';
import { type Violation, violation } from './violation.ts';

/** What somebody wants to become of a phase, and from which day. */
export interface PhaseStep {
  plan: PlanFacts;
  phase: PhaseFacts;
  on: Day;
}

const UNDER_WAY: readonly PhaseStatus[] = ['ACTIVE', 'SUSPENDED'];
/** A phase in one of these does not hold up the next. */
const OVER: readonly PhaseStatus[] = ['COMPLETED', 'SUPERSEDED', 'CANCELLED'];

/** The days a phase has for itself: its window, cut where it was cancelled or superseded in it. */
function liveWindow(phase: PhaseFacts, on: Day): Period {
  const { window } = definitionOn(phase, on);
  const end = phase.statuses.find(({ status }) => status === 'CANCELLED' || status === 'SUPERSEDED');
  if (end?.status === 'CANCELLED') return { from: window.from, until: window.from };
  return end && end.from < window.until ? { from: window.from, until: end.from } : window;
}

/** The life cycle lets the phase take the step, from what it is on the day; nothing may be decided for later already. */
export function decideTransition(
  { plan, phase, on }: PhaseStep,
  to: PhaseStatus,
  through: readonly PhaseStatus[] = [],
): Violation[] {
  const current = statusOn(phase.statuses, on) ?? 'DRAFT';
  const last = lastStatus(phase.statuses);
  const froms = [to, ...through];
  const possible = froms.some((step) => PHASE_LIFE[current].includes(step));
  if (possible && (!last || last.from <= on)) return [];
  const words = {
    what: `${plan.code}/${phase.ordinal}`,
    from: last && last.from > on ? last.status : current,
    to,
    // Superseding is for the plan as a whole.
    allowed: PHASE_LIFE[current].filter((status) => status !== 'SUPERSEDED').join(', ') || '–',
  };
  return [violation('TRANSITION_INVALID', { path: ['phase'], on: last && last.from > on ? last.from : on, words })];
}

/** A phase is not left before what was carried out in it has taken effect: changes take effect while it is active. */
export function decideLeaving({ phase: { lastAct }, on }: PhaseStep): Violation[] {
  if (lastAct == null || lastAct < on) return [];
  return [violation('PERIOD_INVALID', { path: ['on'], on: lastAct, expected: 'LATER_THAN', words: { day: lastAct } })];
}

/** A phase starts in its window, after the ones before it, and alone. */
export function decideStart(step: PhaseStep): Violation[] {
  const { plan, phase, on } = step;
  const { window } = definitionOn(phase, on);
  const words = { phase: phase.ordinal };
  const before = plan.phases.filter(({ ordinal }) => ordinal < phase.ordinal);
  const open = before.filter((other) => !OVER.includes(statusOn(other.statuses, on) ?? 'DRAFT'));
  const active = plan.phases.filter((other) =>
    other.statuses.some(({ status, until }) => UNDER_WAY.includes(status) && until > on),
  );
  return [
    ...decidePlanInForce(plan, on, ['plan']),
    // One that is under way is told so below.
    ...(active.includes(phase) ? [] : decideTransition(step, 'ACTIVE', ['READY'])),
    ...open.map((other) =>
      violation('PHASE_ORDER', {
        path: ['phase'],
        on,
        words: { ...words, before: other.ordinal, status: statusOn(other.statuses, on) ?? 'DRAFT' },
      }),
    ),
    ...active.map((other) =>
      violation('PHASE_ALREADY_ACTIVE', { path: ['phase'], on, words: { other: other.ordinal } }),
    ),
    ...(covers(window, on) ? [] : [outsideWindow(window, { phase, on, path: ['on'] })]),
  ];
}

/** A phase gets a later end, by an instrument of its own, as far as the next one leaves room. */
export function decideExtension(step: PhaseStep, until: Day): Violation[] {
  const { plan, phase, on } = step;
  const { window } = definitionOn(phase, on);
  const current = statusOn(phase.statuses, on) ?? 'DRAFT';
  const violations = [...decidePlanInForce(plan, on, ['plan'])];
  if (PHASE_LIFE[current].length === 0) violations.push(...decideTransition(step, 'ACTIVE'));
  // An extension decided for later stays: this one would cut it.
  const { until: end } = latestWindow(phase, window);
  if (until <= end)
    violations.push(
      violation('PERIOD_INVALID', {
        path: ['until'],
        on: until === FOREVER ? null : until,
        expected: 'LATER_THAN',
        words: { day: end === FOREVER ? '–' : addDays(end, -1) },
      }),
    );
  return [...violations, ...decideWindow(step, { from: window.from, until }, ['until'])];
}

/** Live phases of a plan never overlap. */
function decideWindow({ plan, phase, on }: PhaseStep, window: Period, path: readonly string[]): Violation[] {
  return plan.phases
    .filter((other) => other.ordinal !== phase.ordinal && overlaps(liveWindow(other, on), window))
    .map((other) => {
      const taken = liveWindow(other, on);
      const first = taken.from > window.from ? taken.from : window.from;
      return violation('PHASE_OVERLAP', { path, on: first, words: { phase: phase.ordinal, other: other.ordinal } });
    });
}

/** A change takes effect on a day inside an active phase that allows its kind. */
export function decideChangeInPhase({ plan, phase }: Omit<PhaseStep, 'on'>, change: Change): Violation[] {
  const { on, path } = change;
  const at = [...path, 'on'];
  const { window, allowed } = definitionOn(phase, on);
  const status = statusOn(phase.statuses, on) ?? 'DRAFT';
  const words = { phase: phase.ordinal, plan: plan.code, status, kind: change.kind };
  const violations = decidePlanInForce(plan, on, at);
  if (status !== 'ACTIVE') violations.push(violation('PHASE_NOT_ACTIVE', { path: at, on, words }));
  if (!covers(latestWindow(phase, window), on)) violations.push(outsideWindow(window, { phase, on, path: at }));
  if (!allowed.includes(change.kind))
    violations.push(
      violation('CHANGE_NOT_ALLOWED', {
        path: [...path, 'kind'],
        on,
        words: { ...words, allowed: allowed.join(', ') },
        waivable: true,
      }),
    );
  return violations;
}

/** The window as it was extended last: a change may take effect in days won by an extension decided later. */
function latestWindow(phase: PhaseFacts, window: Period): Period {
  return { from: window.from, until: phase.definitions.at(-1)?.window.until ?? window.until };
}

function outsideWindow(
  { from, until }: Period,
  { phase, on, path }: { phase: PhaseFacts; on: Day; path: readonly string[] },
): Violation {
  const words = { phase: phase.ordinal, from, until: until === FOREVER ? '–' : addDays(until, -1) };
  return violation('PHASE_WINDOW_CLOSED', { path, on, words });
}
