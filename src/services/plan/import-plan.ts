import {
  citeAdoption,
  findPlan,
  insertPlan,
  insertPlanTerritories,
  setPlanStatus,
} from '../../db/repositories/plans.ts';
import { insertTasks } from '../../db/repositories/tasks.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import type { Change } from '../../domain/change.ts';
import { type Day, earlier, FOREVER } from '../../domain/day.ts';
import { FIRST_DAY } from '../../domain/life-cycle.ts';
import type { PhaseStatus } from '../../domain/plan.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { decidePhases, decideReported } from './decide-phases.ts';
import { expandAll, type Ground, layGround } from './plan-ground.ts';
import type { ReadPlan } from './read-plan.ts';
import {
  type PlannedPhase,
  planPhases,
  Roster,
  recordPhases,
  recordPolicies,
  tasksOf,
  unitsNamed,
} from './record-plan.ts';
import { recordPlanFacts } from './record-plan-facts.ts';
import { recordPlanThings } from './record-plan-things.ts';

export interface ImportPlan extends CommandOptions {
  plan: ReadPlan;
  /** Phases reported as begun or completed by this day are recorded so; later reports are left out. */
  today: Day;
}

/** What an import did. */
export interface ImportedPlan {
  plan: string;
  on: Day;
  territories: number;
  changes: number;
}

/**
 * Records a plan from its document: what stood before it, its phases and all that belongs to them. With an instrument it
 * is adopted at once, and what it reports of the past is carried out; without one it stays a draft.
 */
export function importPlan<S>(
  work: UnitOfWork<S>,
  { plan, today, ...options }: ImportPlan,
): Promise<Result<ImportedPlan, S>> {
  const command = { ...options, document: plan.text };
  return work.run('importPlan', command, async (tx) => {
    const outcome = await record(tx, plan, today);
    return {
      ...outcome,
      violations: outcome.violations.map((found) => ({ ...found, place: plan.placeOf(found.path ?? []) })),
    };
  });
}

async function record(work: Work, plan: ReadPlan, today: Day): Promise<Outcome<ImportedPlan>> {
  const { document } = plan;
  if (await findPlan(work.tx, document.code))
    return refused([violation('ALREADY_EXISTS', { path: ['code'], words: { what: document.code } })]);
  const ground = await layGround(work, plan);
  const before = await carryOut(
    work,
    await expandAll(document.before, ground, { on: '', instrument: document.instrument ?? null, path: ['before'] }),
  );
  if (before.value !== null) await ground.recordLate();
  const phases = await planPhases(document, ground);
  const adoption = adoptionOf(plan, ground);
  const early = [
    ...ground.misses,
    ...before.violations,
    ...decidePhases(phases),
    ...decideReported(phases, adoption?.on ?? null),
  ];
  if (before.value === null || blocks(early)) return refused(early);

  const roster = await Roster.of(work, unitsNamed(document, ground));
  roster.id(document.center, ['center']);
  const policies = await recordPolicies(work, { document, ground, roster });
  if (blocks([...policies, ...roster.misses])) return refused([...policies, ...roster.misses]);

  const planId = await insertPlan(work.tx, { ...document, source: document.source ?? null, document: plan.text });
  const covered = document.mustCover ? ground.directory.select(document.mustCover, document.mustCover.on) : [];
  await insertPlanTerritories(
    work.tx,
    planId,
    covered.map(({ id }) => id),
  );
  const recording = { plan: planId, document, ground, roster };
  const statuses = (phase: PlannedPhase) => statusesOf(phase, { adoption, today });
  const recorded = await recordPhases(work, phases, {
    ...recording,
    statuses,
    instrument: adoption?.instrument ?? null,
  });
  const tasks = tasksOf(document.tasks, { plan: planId, phase: null, path: ['tasks'], roster });
  if (roster.misses.length > 0) return refused(roster.misses);
  await insertTasks(work.tx, tasks);

  const value = { plan: document.code, on: today, territories: ground.territories, changes: before.value.length };
  await auditImport(work, plan, adoption?.instrument ?? null);
  const where = {
    document,
    ground,
    plan: planId,
    phases: new Map(phases.map(({ template }, index) => [template.ordinal, recorded[index]?.id ?? 0])),
    instrument: adoption?.instrument ?? null,
    today,
  };
  const standing = await recordPlanFacts(work, where);
  const rest = async () => [
    ...(await recordPlanThings(work, where)),
    ...(await recordPlanFacts(work, where, standing.leftOver)).violations,
  ];
  early.push(...standing.violations);
  if (blocks(early)) return refused(early);
  if (!adoption) {
    const found = [...early, ...(await rest())];
    return blocks(found) ? refused(found) : done(value, found);
  }
  await citeAdoption(work.tx, planId, adoption.instrument);
  await setPlanStatus(work.tx, { plan: planId, status: 'ADOPTED', ...adoption });
  const carried = await carryOutReported(work, { plan, phases, recorded, ground, adoption, planId, today });
  const violations = [...early, ...carried.violations];
  if (carried.value !== null) violations.push(...(await rest()));
  return carried.value === null || blocks(violations)
    ? refused(violations)
    : done({ ...value, changes: value.changes + carried.value.length }, violations);
}

interface Adoption {
  on: Day;
  instrument: number;
}

/** The instrument that adopts the plan and from which day; a plan can be signed after its first phase began. */
function adoptionOf({ document }: ReadPlan, ground: Ground): Adoption | null {
  const instrument = document.instrument === undefined ? null : ground.instrumentId(document.instrument);
  if (instrument === null || document.instrument === undefined) return null;
  const days = [ground.issuedOn(document.instrument) ?? FOREVER, ...document.phases.map(({ from }) => from)];
  return { on: document.adoptedOn ?? days.reduce(earlier), instrument };
}

/** What a phase is from day to day: planned once the plan is adopted, then as its document reports it until today. */
function statusesOf({ template }: PlannedPhase, { adoption, today }: { adoption: Adoption | null; today: Day }) {
  const { reported } = template;
  const steps: { status: PhaseStatus; from: Day; assumed: boolean }[] = [];
  const step = (status: PhaseStatus, from: Day, assumed = false) => {
    steps.push({ status, from, assumed });
  };
  step('DRAFT', FIRST_DAY);
  if (adoption) step('PLANNED', adoption.on);
  if (adoption && reported && reported.started <= today) {
    step('ACTIVE', reported.started, reported.assumed);
    if (reported.completed !== undefined && reported.completed <= today)
      step('COMPLETED', reported.completed, reported.assumed);
  }
  return steps
    .map(({ status, from, assumed }, index) => ({
      status,
      from,
      until: steps[index + 1]?.from ?? FOREVER,
      instrument: status === 'DRAFT' ? null : (adoption?.instrument ?? null),
      assumed,
    }))
    .filter(({ from, until }) => from < until);
}

/** Changes that run on their own clock, and those of phases that are reported to have begun, as far as their day has come. */
async function carryOutReported(
  work: Work,
  reporting: {
    plan: ReadPlan;
    phases: readonly PlannedPhase[];
    recorded: readonly { id: number; planned: number[] }[];
    ground: Ground;
    adoption: Adoption;
    planId: number;
    today: Day;
  },
): Promise<Outcome<number[]>> {
  const { plan, phases, recorded, ground, adoption, planId, today } = reporting;
  const { alongside, instrument = null } = plan.document;
  const own = await expandAll(alongside, ground, { on: adoption.on, instrument, path: ['alongside'] });
  const reported = phases.flatMap(({ template, changes }, index) => {
    const { id = 0, planned = [] } = recorded[index] ?? {};
    if (!template.reported || template.reported.started > today) return [];
    return changes.flatMap((change, position) =>
      change.on > today
        ? []
        : [
            underPlan(change, {
              plan: planId,
              phase: id,
              planned: planned[position] ?? null,
              instrument: adoption.instrument,
            }),
          ],
    );
  });
  const all = [...own, ...reported].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return carryOut(work, all);
}

/** A planned change as it is carried out: under its phase, on its own instrument or the plan's. */
export function underPlan(
  change: Change,
  {
    plan,
    phase,
    planned,
    instrument,
  }: { plan: number; phase: number; planned: number | null; instrument: number | null },
): Change {
  return { ...change, instrument: change.instrument ?? instrument, under: { plan, phase, planned } };
}

async function auditImport(work: Work, { document }: ReadPlan, instrument: number | null): Promise<void> {
  const after = { title: document.title, phases: document.phases.length };
  await work.audit([{ subjectType: 'Plan', subject: document.code, before: null, after, instrument, change: null }]);
}
