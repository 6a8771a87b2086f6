import { weighGates } from '../../db/repositories/gates.ts';
import { endPhaseWindows, setPhaseStatuses } from '../../db/repositories/plans.ts';
import { loadWaivers } from '../../db/repositories/rulebooks.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { decideGates, type GateMoment } from '../../domain/gate.ts';
import { decideDay, FIRST_DAY, statusOn } from '../../domain/life-cycle.ts';
import type { PhaseStep } from '../../domain/phase.ts';
import type { PhaseStatus } from '../../domain/plan.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { liftWaived } from '../../domain/waiver.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { type PhaseValue, phaseOf, takePlan } from '../plan/with-plan.ts';

/** What every verb on a phase takes. */
export interface PhaseCommand extends CommandOptions {
  plan: string;
  /** Ordinal of the phase. */
  phase: number;
  on: Day;
  /** The plan's own where left out. */
  instrument?: string | null;
  /** The `version` of the plan the caller read. */
  expectedVersion?: number | null;
  note?: string | null;
}

/** A phase about to take a step, and the instrument it rests on. */
export interface CitedStep extends PhaseStep {
  instrument: number | null;
}

interface Step {
  verb: string;
  to: PhaseStatus;
  decide(work: Work, step: PhaseStep): Promise<Violation[]> | Violation[];
}

/** Runs a verb that takes a phase one step further in its life, from a day on. */
export function stepPhase<S>(
  work: UnitOfWork<S>,
  command: PhaseCommand,
  { verb, to, decide }: Step,
): Promise<Result<PhaseValue, S>> {
  return onPhase(work, { verb, command }, async (tx, step) => {
    const violations = await lifted(tx, await decide(tx, step));
    if (blocks(violations)) return { violations };
    const { plan, phase, on, instrument } = step;
    await setPhaseStatuses(tx.tx, [
      { phase: phase.id, plan: plan.id, status: to, on, instrument, note: command.note ?? null },
    ]);
    if (to === 'CANCELLED') await endPhaseWindows(tx.tx, [phase.id], FIRST_DAY);
    await tx.use(violations);
    return {
      violations,
      before: { status: statusOn(phase.statuses, on) },
      after: { status: to, on, note: command.note },
    };
  });
}

interface Carried {
  violations: Violation[];
  before?: unknown;
  after?: unknown;
}

/** Runs a verb on a phase: takes the plan, cites the instrument, and audits what was carried out. */
export function onPhase<S>(
  work: UnitOfWork<S>,
  { verb, command }: { verb: string; command: PhaseCommand },
  story: (tx: Work, step: CitedStep) => Promise<Carried>,
): Promise<Result<PhaseValue, S>> {
  return work.run(verb, command, async (tx): Promise<Outcome<PhaseValue>> => {
    const taken = await takePlan(tx, command.plan);
    if (taken.plan === null) return refused(taken.missing);
    const { plan } = taken;
    const { phase, missing } = phaseOf(plan, command.phase);
    const cited = await citeInstrument(tx, command.instrument);
    const note = command.note == null ? [] : decideText('note', command.note, { path: ['note'] });
    const early = [
      ...missing,
      ...decideDay(command.on, ['on']),
      ...cited.violations,
      ...note,
      ...decideVersion(plan, command.expectedVersion),
    ];
    if (phase === null) return refused(early);

    const step = { plan, phase, on: command.on, instrument: cited.id ?? plan.instrument };
    // A draft has no instrument to fall back on.
    if (step.instrument === null && cited.violations.length === 0)
      early.push(violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on: command.on }));
    const { violations: found, before = null, after = null } = await story(tx, step);
    const violations = [...early, ...found];
    if (blocks(violations)) return refused(violations);
    const waivers = violations.flatMap(({ waiver }) => waiver?.id ?? []);
    await tx.audit([
      {
        subjectType: 'Phase',
        subject: `${plan.code}/${phase.ordinal}`,
        before,
        after,
        instrument: step.instrument,
        change: null,
        waivers,
      },
    ]);
    return done({ plan: plan.code, phase: phase.ordinal, on: command.on }, violations);
  });
}

export function decideVersion(
  { code, version }: { code: string; version: number },
  given: number | null | undefined,
): Violation[] {
  if (given == null || given === version) return [];
  const words = { unit: code, current: version, given };
  return [violation('VERSION_CONFLICT', { path: ['expectedVersion'], words })];
}

/** Violations with those lifted that a waiver covers. */
export async function lifted({ tx }: Work, violations: Violation[]): Promise<Violation[]> {
  if (!violations.some(({ waivable }) => waivable)) return violations;
  return liftWaived(violations, await loadWaivers(tx), () => false);
}

/** What the gates say about a step. */
export async function gatesFor({ tx }: Work, { plan, phase, on }: PhaseStep, moment: GateMoment): Promise<Violation[]> {
  const gates = await weighGates(tx, { id: phase.id, plan: plan.id }, on);
  return decideGates(gates, { plan: plan.code, phase: phase.ordinal, moment, on });
}
