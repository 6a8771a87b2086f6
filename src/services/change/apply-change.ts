import { findPlannedChange } from '../../db/repositories/phases.ts';
import { insertSite } from '../../db/repositories/sites.ts';
import { findTerritories } from '../../db/repositories/territories.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import {
  aChange,
  aResult,
  type Change,
  type ChangeKind,
  type ChangeResult,
  type ChangeSource,
  type RelationChange,
  subjectOf,
} from '../../domain/change.ts';
import { decideShape } from '../../domain/change-shape.ts';
import type { Day } from '../../domain/day.ts';
import { statusOn } from '../../domain/life-cycle.ts';
import { decideChangeInPhase } from '../../domain/phase.ts';
import { decidePlanInForce, type PlanFacts } from '../../domain/plan.ts';
import { decideSite, type Site } from '../../domain/site.ts';
import type { TerritoryRef } from '../../domain/territory.ts';
import { decideText } from '../../domain/text.ts';
import type { UnitAttributes } from '../../domain/unit.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { underPlan } from '../plan/import-plan.ts';
import { phaseOf, takePlan } from '../plan/with-plan.ts';
import { carryOut } from './carry-out.ts';

/** What a unit is to be from the day on, with territories by official code. */
export interface RequestedResult {
  unit: string;
  attributes: Partial<UnitAttributes>;
  relations: RelationChange[];
  territories: readonly string[];
  endTerritories: readonly string[];
  children: readonly string[];
  seat: Site | null;
}

/** Any one change, as somebody asks for it. */
export interface RequestedChange {
  kind: ChangeKind;
  on: Day;
  sources: ChangeSource[];
  results: RequestedResult[];
  noSuccessor: boolean;
  note: string | null;
}

export interface ApplyChange extends CommandOptions {
  /** The plan it is carried out under, where it is one's. */
  plan: string | null;
  /** Ordinal of the phase; the one active on the day where left out. */
  phase: number | null;
  /** A change the plan foresees, by its id; or one that is asked for. */
  planned: number | null;
  change: RequestedChange | null;
  instrument?: string | null;
  decidedBy?: string | null;
}

/** The act, and the unit it is about. */
export interface AppliedChange {
  change: number;
  unit: string;
  on: Day;
}

/** Carries out one change of whatever kind: of its own, under a phase of a plan, or as a plan foresees it. */
export function applyChange<S>(work: UnitOfWork<S>, command: ApplyChange): Promise<Result<AppliedChange, S>> {
  return work.run('applyChange', command, async (tx): Promise<Outcome<AppliedChange>> => {
    const cited = await citeInstrument(tx, command.instrument);
    const decidedBy = command.decidedBy ?? null;
    const stated = { instrument: cited.id, decidedBy };
    const taken = await takeRequest(tx, command, stated);
    const early = [...cited.violations, ...taken.violations];
    const { change } = taken;
    if (change === null) return refused(early);
    const outcome = await carryOut(tx, [change], { found: taken.outside });
    // An instrument that was named but not found is one violation, not also a missing one.
    const found = outcome.violations.filter(({ code }) => code !== 'INSTRUMENT_REQUIRED' || !cited.violations.length);
    const violations = [...early, ...found.map(inInput(change))];
    const [act] = outcome.value ?? [];
    return act === undefined || blocks(violations)
      ? refused(violations)
      : done({ change: act, unit: subjectOf(change), on: change.on }, violations);
  });
}

const OF_RESULTS: Readonly<Record<string, string>> = {
  code: 'unit',
  unit: 'unit',
  name: 'name',
  shortName: 'shortName',
  kind: 'kind',
  branchType: 'branchType',
  rank: 'rank',
  parent: 'relations',
  children: 'children',
};

/** Where a violation stands in the input: beside the change, or at the result it is about. */
function inInput({ results }: Change) {
  return (found: Violation): Violation => {
    const [change, field = '', ...rest] = found.path ?? [];
    if (field === 'instrument' || field === 'decidedBy') return { ...found, path: [field] };
    const named = results.findIndex(({ unit }) => unit === found.unit);
    const ofResult = rest.length === 0 && found.unit !== null && OF_RESULTS[field];
    if (change !== 'change' || !ofResult || results.length === 0) return found;
    return { ...found, path: ['change', 'results', String(Math.max(named, 0)), ofResult] };
  };
}

interface Taken {
  change: Change | null;
  /** What the phase has against it. */
  outside: Violation[];
  violations: Violation[];
}
type Stated = Pick<Change, 'instrument' | 'decidedBy'>;

async function takeRequest(tx: Work, command: ApplyChange, stated: Stated): Promise<Taken> {
  const refuse = (...violations: Violation[]): Taken => ({ change: null, outside: [], violations });
  const both = (command.planned === null) === (command.change === null);
  if (both) return refuse(violation('INPUT_INVALID', { path: ['change'], expected: 'ONE_OF_CHANGE_AND_PLANNED' }));
  const plan = command.plan === null ? null : await takePlan(tx, command.plan);
  if (plan?.missing.length) return refuse(...plan.missing);
  if (command.planned !== null) return takePlanned(tx, { ...command, planned: command.planned }, stated);
  if (command.change === null) return refuse();
  const requested = await toChange(tx, command.change, stated);
  if (!plan?.plan) return { ...requested, outside: [] };
  return underPhase(plan.plan, requested, command.phase);
}

/** A change the plan foresees, unless it was carried out; a decision of its own replaces what the plan cites. */
async function takePlanned(
  tx: Work,
  { planned, plan: code }: { planned: number; plan: string | null },
  stated: Stated,
): Promise<Taken> {
  const path = ['plannedChange'];
  const found = await findPlannedChange(tx.tx, planned);
  const refuse = (...violations: Violation[]): Taken => ({ change: null, outside: [], violations });
  if (!found || (code !== null && found.plan !== code))
    return refuse(violation('NOT_FOUND', { path, words: { what: String(planned) } }));
  const { plan } = await takePlan(tx, found.plan);
  const phase = plan?.phases.find(({ id }) => id === found.phase);
  if (!plan || !phase) throw new Error(`planned change ${planned} belongs to no phase`);
  // Read again under the plan's lock: somebody else may have carried it out meanwhile.
  const again = await findPlannedChange(tx.tx, planned);
  if (!again || again.act !== null) return refuse(violation('ALREADY_DONE', { path, words: { what: found.plan } }));
  const under = { plan: plan.id, phase: phase.id, planned, instrument: plan.instrument };
  const own = {
    ...again.change,
    instrument: stated.instrument ?? again.change.instrument,
    decidedBy: stated.decidedBy,
  };
  const change = { ...underPlan(own, under), path: path };
  return { change, outside: decideChangeInPhase({ plan, phase }, change), violations: [] };
}

/** A change under the phase that is named, or the one active on its day. */
function underPhase(plan: PlanFacts, { change, violations }: Requested, ordinal: number | null): Taken {
  if (change === null) return { change, outside: [], violations };
  const active = plan.phases.find((phase) => statusOn(phase.statuses, change.on) === 'ACTIVE');
  const found = ordinal === null ? { phase: active ?? null, missing: [] } : phaseOf(plan, ordinal);
  const { phase } = found;
  if (phase === null) {
    const words = { phase: ordinal ?? '–', plan: plan.code, status: '–' };
    const none = violation('PHASE_NOT_ACTIVE', { path: ['change', 'on'], on: change.on, words });
    // A plan that is not in force has no active phase: that is the reason to be told.
    const over = decidePlanInForce(plan, change.on, ['change', 'on']);
    const absent = ordinal === null ? [...over, none] : found.missing;
    return { change: null, outside: [], violations: [...violations, ...absent] };
  }
  const under = underPlan(change, { plan: plan.id, phase: phase.id, planned: null, instrument: plan.instrument });
  return { change: under, outside: decideChangeInPhase({ plan, phase }, under), violations };
}

interface Requested {
  change: Change | null;
  violations: Violation[];
}

/** What is asked for with its territories looked up and its seats recorded. */
async function toChange({ tx }: Work, requested: RequestedChange, stated: Stated): Promise<Requested> {
  const { kind, on, sources, noSuccessor, note } = requested;
  const codes = requested.results.flatMap(({ territories, endTerritories }) => [...territories, ...endTerritories]);
  const territories = await findTerritories(tx, codes, on);
  const violations: Violation[] = note === null ? [] : decideText('note', note, { path: ['change', 'note'] });
  const named = (code: string, path: readonly string[]): TerritoryRef[] => {
    const found = territories.get(code);
    if (!found) violations.push(violation('NOT_FOUND', { path, territory: code, on, words: { what: code } }));
    return found ? [found] : [];
  };
  const results: ChangeResult[] = [];
  for (const [index, result] of requested.results.entries()) {
    const path = ['results', String(index)];
    const seat = result.seat ? decideSite(result.seat, ['change', ...path, 'seat']) : [];
    violations.push(...seat);
    const ends = result.endTerritories.flatMap((code, at) =>
      named(code, ['change', ...path, 'endTerritories', String(at)]),
    );
    const starts = result.territories.flatMap((code, at) => {
      const step = [...path, 'territories', String(at)];
      return named(code, ['change', ...step]).map((territory) => ({ ...territory, path: step }));
    });
    const sites =
      result.seat && seat.length === 0 ? [{ site: await insertSite(tx, result.seat), role: 'SEAT' as const }] : [];
    const { unit, attributes, relations, children } = result;
    results.push(aResult(unit, { attributes, relations, starts, ends, sites, adopts: children }));
  }
  const change = aChange({ kind, on, ...stated, sources, results, noSuccessor, note, path: ['change'] });
  // What was not found is left out of the change, whose shape then says nothing.
  const isWhole = violations.every(({ territory }) => territory === null);
  return { change, violations: isWhole ? [...violations, ...decideShape(change)] : violations };
}
