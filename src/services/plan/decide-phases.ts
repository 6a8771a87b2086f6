import { addDays, covers, type Day, FOREVER, overlaps } from '../../domain/day.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import type { PlannedPhase } from './record-plan.ts';

/** Windows of phases that live at the same time do not overlap, and their changes lie in them and are allowed. */
export function decidePhases(phases: readonly PlannedPhase[]): Violation[] {
  return phases.flatMap(({ template, path, window, allowed, changes }, index) => {
    const words = { phase: template.ordinal, from: window.from, until: template.to ?? '–' };
    // The first one says it all: of many phases each would overlap many others.
    const first = phases.slice(0, index).find((other) => overlaps(other.window, window));
    const overlapping = first ? [first] : [];
    const outside = changes.filter(({ on }) => !covers(window, on));
    const foreign = changes.filter(({ kind }) => !allowed.includes(kind));
    return [
      ...overlapping.map((other) =>
        violation('PHASE_OVERLAP', {
          path: [...path, 'from'],
          on: window.from > other.window.from ? window.from : other.window.from,
          words: { ...words, other: other.template.ordinal },
        }),
      ),
      ...outside.map(({ on, path: at }) => violation('PHASE_WINDOW_CLOSED', { path: [...at, 'on'], on, words })),
      ...foreign.map(({ on, kind, path: at }) =>
        violation('CHANGE_NOT_ALLOWED', {
          path: [...at, 'change'],
          on,
          words: { ...words, kind, allowed: allowed.join(', ') },
        }),
      ),
    ];
  });
}

/** What is reported of the past went in the order of phases, each in its window; its gates alone are not asked. */
export function decideReported(phases: readonly PlannedPhase[], adoptedOn: Day | null): Violation[] {
  return phases.flatMap(({ template, path, window }, index) => {
    const { ordinal, reported } = template;
    if (!reported) return [];
    const { started, completed } = reported;
    const at = (field: string) => [...path, 'reported', field];
    const words = { phase: ordinal, from: window.from, until: template.to ?? '–' };
    const before = phases
      .slice(0, index)
      .find(({ template: other }) => (other.reported?.completed ?? FOREVER) > started);
    const invalid = (field: string, parts: Parameters<typeof violation>[1]) =>
      violation('PERIOD_INVALID', { path: at(field), ...parts });
    return [
      ...(covers(window, started)
        ? []
        : [violation('PHASE_WINDOW_CLOSED', { path: at('started'), on: started, words })]),
      ...(adoptedOn !== null && started < adoptedOn
        ? [invalid('started', { on: started, expected: 'LATER_THAN', words: { day: addDays(adoptedOn, -1) } })]
        : []),
      ...(completed !== undefined && completed <= started
        ? [invalid('completed', { on: completed, expected: 'FROM_BEFORE_UNTIL' })]
        : []),
      ...(before
        ? [
            violation('PHASE_ORDER', {
              path: at('started'),
              on: started,
              words: { ...words, before: before.template.ordinal, status: '–' },
            }),
          ]
        : []),
    ];
  });
}
