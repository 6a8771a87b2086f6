import { endPhaseParts, findPlannedChanges, redefinePhase } from '../../db/repositories/phases.ts';
import {
  endPhaseWindows,
  insertPlanTerritories,
  insertPlanVersion,
  setPhaseStatuses,
} from '../../db/repositories/plans.ts';
import { findOpenTasks, findTasks, insertTasks, setTaskStatuses } from '../../db/repositories/tasks.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import { decideDay, FIRST_DAY, lastStatus } from '../../domain/life-cycle.ts';
import { decidePlanInForce, definitionOn, PHASE_LIFE, type PhaseFacts, type PlanFacts } from '../../domain/plan.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { decideVersion } from '../phase/step-phase.ts';
import { decidePhases } from './decide-phases.ts';
import { layGround } from './plan-ground.ts';
import type { ReadPlan } from './read-plan.ts';
import {
  definitionOf,
  type PlannedPhase,
  planPhases,
  type Recording,
  Roster,
  recordParts,
  recordPhases,
  recordPolicies,
  tasksOf,
  unitsNamed,
} from './record-plan.ts';
import { type PlanValue, takePlan } from './with-plan.ts';

export interface AmendPlan extends CommandOptions {
  /** The whole document as it reads from now on; `before`, `alongside` and `reported` were said once and are not read. */
  plan: ReadPlan;
  on: Day;
  instrument?: string | null;
  expectedVersion?: number | null;
}

/**
 * A new version of a plan from a day on. What is over stays as it was; phases still to come are planned anew, those that
 * are no longer named are superseded, and what was carried out under the old version stays.
 */
export function amendPlan<S>(
  work: UnitOfWork<S>,
  { plan: read, ...command }: AmendPlan,
): Promise<Result<PlanValue, S>> {
  return work.run('amendPlan', { ...command, document: read.text } as CommandOptions, async (tx) => {
    const outcome = await amend(tx, read, command);
    const violations = outcome.violations.map((found) => ({ ...found, place: read.placeOf(found.path ?? []) }));
    return { ...outcome, violations };
  });
}

async function amend(work: Work, read: ReadPlan, command: Omit<AmendPlan, 'plan'>): Promise<Outcome<PlanValue>> {
  const { document } = read;
  const { on } = command;
  const { plan, missing } = await takePlan(work, document.code);
  if (plan === null) return refused(missing.map((found) => ({ ...found, path: ['code'] })));
  const cited = await citeInstrument(work, command.instrument);
  const ground = await layGround(work, { ...read, document: { ...document, before: [] } });
  const phases = await planPhases(document, ground);
  const fates = fatesOf(plan, phases);
  const early: Violation[] = [
    ...cited.violations,
    ...(command.instrument ? [] : [violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on })]),
    ...(document.center === plan.center
      ? []
      : [violation('INPUT_INVALID', { path: ['center'], expected: 'SAME_PLAN' })]),
    ...decidePlanInForce(plan, on, ['plan']),
    ...decideVersion(plan, command.expectedVersion),
    ...decideDay(on, ['on']),
    ...decideLater(plan, on),
    ...ground.misses,
    ...decidePhases([
      ...fates.kept.map(({ planned }) => planned),
      ...fates.changed.map(({ planned }) => planned),
      ...fates.begun,
    ]),
  ];
  const roster = await Roster.of(work, unitsNamed(document, ground));
  if (blocks(early) || cited.id === null) return refused(early);
  const policies = await recordPolicies(work, { document, ground, roster });
  if (blocks([...policies, ...roster.misses])) return refused([...policies, ...roster.misses]);

  const recording = { plan: plan.id, document, ground, roster, instrument: cited.id, on };
  const source = document.source ?? null;
  await insertPlanVersion(work.tx, { ...recording, title: document.title, source, document: read.text });
  const covered = document.mustCover ? ground.directory.select(document.mustCover, document.mustCover.on) : [];
  await insertPlanTerritories(
    work.tx,
    plan.id,
    covered.map(({ id }) => id),
  );
  await replan(work, fates, recording);
  await reassign(work, phases, recording);
  if (roster.misses.length > 0) return refused(roster.misses);
  const names = ({ ordinal }: PhaseFacts) => ordinal;
  const after = {
    on,
    superseded: fates.dropped.map(names),
    planned: fates.begun.map(({ template }) => template.ordinal),
  };
  await work.audit([
    { subjectType: 'Plan', subject: plan.code, before: null, after, instrument: cited.id, change: null },
  ]);
  return done({ plan: plan.code, on }, early);
}

interface Fates {
  /** Over: what the document says of them is not read. */
  kept: { phase: PhaseFacts; planned: PlannedPhase }[];
  changed: { phase: PhaseFacts; planned: PlannedPhase }[];
  begun: PlannedPhase[];
  dropped: PhaseFacts[];
}

/** What becomes of each phase of the plan and each of the document. */
function fatesOf(plan: PlanFacts, phases: readonly PlannedPhase[]): Fates {
  const fates: Fates = { kept: [], changed: [], begun: [], dropped: [] };
  const isOver = (phase: PhaseFacts) => PHASE_LIFE[lastStatus(phase.statuses)?.status ?? 'DRAFT'].length === 0;
  for (const planned of phases) {
    const phase = plan.phases.find(({ ordinal }) => ordinal === planned.template.ordinal);
    if (!phase) fates.begun.push(planned);
    else if (isOver(phase)) {
      const { window } = definitionOn(phase, FOREVER);
      // The days of one that was given up are free for others.
      const taken = lastStatus(phase.statuses)?.status === 'COMPLETED' ? window : { ...window, until: window.from };
      fates.kept.push({ phase, planned: { ...planned, window: taken, changes: [] } });
    } else fates.changed.push({ phase, planned });
  }
  const named = new Set(phases.map(({ template }) => template.ordinal));
  fates.dropped = plan.phases.filter((phase) => !named.has(phase.ordinal) && !isOver(phase));
  return fates;
}

/** An amendment does not reach behind what was decided for later. */
function decideLater(plan: PlanFacts, on: Day): Violation[] {
  return plan.phases.flatMap(({ ordinal, statuses, definitions }) => {
    const decided = [...statuses, ...definitions].map(({ from }) => from).filter((from) => from > on);
    const [first] = decided.sort();
    if (first === undefined) return [];
    return [
      violation('PERIOD_INVALID', {
        path: ['on'],
        on: first,
        expected: 'LATER_THAN',
        words: { day: first, phase: ordinal },
      }),
    ];
  });
}

type Amending = Recording & { instrument: number; on: Day };

async function replan(work: Work, { changed, begun, dropped }: Fates, amending: Amending): Promise<void> {
  const { plan, instrument, on } = amending;
  const step = (phases: readonly PhaseFacts[], status: 'SUPERSEDED' | 'PLANNED') =>
    setPhaseStatuses(
      work.tx,
      phases.map(({ id }) => ({ phase: id, plan, status, on, instrument })),
    );
  await step(dropped, 'SUPERSEDED');
  await endPhaseWindows(
    work.tx,
    dropped.map(({ id }) => id),
    on,
  );
  const ready = changed.filter(({ phase }) => lastStatus(phase.statuses)?.status === 'READY');
  await step(
    ready.map(({ phase }) => phase),
    'PLANNED',
  );
  for (const { phase, planned } of changed)
    await redefinePhase(work.tx, { phase: phase.id, plan, on, instrument, ...definitionOf(planned) });

  const ids = changed.map(({ phase }) => phase.id);
  await endPhaseParts(work.tx, ids);
  const carried = (await findPlannedChanges(work.tx, ids)).map(({ change }) => sameness(change));
  const known = await findTasks(work.tx, plan, codesOf([...changed.map(({ planned }) => planned), ...begun]));
  const left = changed.map(({ phase, planned }) => ({
    id: phase.id,
    phase: { ...planned, changes: planned.changes.filter((change) => !carried.includes(sameness(change))) },
  }));
  await recordParts(work, left, { ...amending, known });
  const statuses = () => [
    { status: 'DRAFT' as const, from: FIRST_DAY, until: on, instrument: null, assumed: false },
    { status: 'PLANNED' as const, from: on, until: FOREVER, instrument, assumed: false },
  ];
  await recordPhases(work, begun, { ...amending, statuses });
}

/** Equal for changes that would do the same; where they stand in the document does not matter. */
const sameness = ({ kind, on, sources, results }: PlannedPhase['changes'][number]): string =>
  JSON.stringify([
    kind,
    on,
    sources.map(({ unit }) => unit),
    results.map(({ unit, attributes }) => [unit, attributes]),
  ]);

const codesOf = (phases: readonly PlannedPhase[]): string[] =>
  phases.flatMap(({ template }) => template.tasks.map(({ code }) => code));

/** Open tasks that are no longer named are cancelled, new ones of no phase are recorded. */
async function reassign(work: Work, phases: readonly PlannedPhase[], amending: Amending): Promise<void> {
  const { plan, document, roster, instrument, on } = amending;
  const own = document.tasks.map(({ code }) => code);
  const known = await findTasks(work.tx, plan, own);
  const tasks = tasksOf(document.tasks, { plan, phase: null, path: ['tasks'], roster });
  if (roster.misses.length > 0) return;
  await insertTasks(
    work.tx,
    tasks.filter(({ code }) => !known.has(code)),
  );
  const named = new Set((await findTasks(work.tx, plan, [...own, ...codesOf(phases)])).values());
  const open = (await findOpenTasks(work.tx, plan, on)).filter((task) => !named.has(task));
  await setTaskStatuses(work.tx, { tasks: open, plan, status: 'CANCELLED', on, evidence: null, instrument });
}
