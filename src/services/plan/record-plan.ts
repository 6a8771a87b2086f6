import { insertFreezes, insertGates, insertPhases, insertPlannedChanges } from '../../db/repositories/phases.ts';
import { setPolicyFrom } from '../../db/repositories/policies.ts';
import { insertTasks } from '../../db/repositories/tasks.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import type { Work } from '../../db/unit-of-work.ts';
import type { Change, ChangeKind } from '../../domain/change.ts';
import { addDays, type Day, FOREVER, type Period } from '../../domain/day.ts';
import { decidePolicy } from '../../domain/policy.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { substitute } from './expand-change.ts';
import type { PhaseTemplate, PlanDocument, TaskTemplate } from './plan-document.ts';
import { expandAll, type Ground } from './plan-ground.ts';

/** A phase of a document with the changes it stands for. */
export interface PlannedPhase {
  template: PhaseTemplate;
  path: readonly string[];
  window: Period;
  allowed: ChangeKind[];
  changes: Change[];
}

/** Phases with their windows half-open and their templates filled in, and what stands in the way of them as such. */
export async function planPhases(document: PlanDocument, ground: Ground): Promise<PlannedPhase[]> {
  const phases: PlannedPhase[] = [];
  for (const [index, template] of document.phases.entries()) {
    const path = ['phases', String(index)];
    const around = { on: template.from, instrument: null, path: [...path, 'changes'] };
    const changes = await expandAll(template.changes, ground, around);
    const kinds = new Set<ChangeKind>(template.allows ?? template.changes.map(({ change }) => change));
    // A merger of one is a succession: allowed where mergers are.
    if (kinds.has('MERGE') && changes.some(({ kind }) => kind === 'ESTABLISH')) kinds.add('ESTABLISH');
    const window = { from: template.from, until: template.to ? addDays(template.to, 1) : FOREVER };
    phases.push({ template, path, window, allowed: [...kinds], changes });
  }
  return phases;
}

/** Codes of units as ids; who is not there is told with the place that names it. */
export class Roster {
  readonly misses: Violation[] = [];
  private readonly ids: ReadonlyMap<string, number>;

  private constructor(ids: ReadonlyMap<string, number>) {
    this.ids = ids;
  }

  static async of({ tx }: Work, codes: readonly string[]): Promise<Roster> {
    return new Roster(await findUnitIds(tx, codes));
  }

  id(code: string, path: readonly string[]): number {
    const id = this.ids.get(code);
    if (id === undefined) this.misses.push(violation('NOT_FOUND', { path, unit: code, words: { what: code } }));
    return id ?? 0;
  }
}

/** Every unit that gates, tasks, freezes and policies of a document name. */
export function unitsNamed(document: PlanDocument, ground: Ground): string[] {
  const owners = ({ owner, coOwners }: TaskTemplate) => [owner, ...coOwners];
  return [
    document.center,
    ...document.tasks.flatMap(owners),
    ...document.policies.flatMap(({ unit }) => unit ?? []),
    ...document.phases.flatMap((phase) => [
      ...phase.tasks.flatMap(owners),
      ...phase.gates.flatMap(({ owner }) => owner ?? []),
      ...frozenUnits(phase, ground).map(({ unit }) => unit),
    ]),
  ];
}

/** The units whose names a phase freezes. */
function frozenUnits({ freezes, from }: PhaseTemplate, { directory }: Ground) {
  return freezes.flatMap(({ each, units, source }, index) =>
    (each ? directory.select(each, from) : [undefined]).flatMap((territory) =>
      units.map((unit) => ({ unit: substitute(unit, territory, directory), source, index })),
    ),
  );
}

/** Where the parts of a plan are recorded, and with which status its phases begin. */
export interface Recording {
  plan: number;
  document: PlanDocument;
  ground: Ground;
  roster: Roster;
}

/** Records phases with all that belongs to them; answers each phase's id and those of its planned changes. */
export async function recordPhases(
  work: Work,
  phases: readonly PlannedPhase[],
  recording: Recording & {
    statuses(phase: PlannedPhase): PhaseStatuses;
    instrument: number | null;
    /** From which day the plan speaks of them; always where left out. */
    on?: Day;
  },
): Promise<{ id: number; planned: number[] }[]> {
  const { plan, instrument, statuses } = recording;
  const ids = await insertPhases(
    work.tx,
    phases.map((phase) => ({
      plan,
      instrument,
      ordinal: phase.template.ordinal,
      ...definitionOf(phase),
      statuses: statuses(phase),
    })),
    recording.on,
  );
  return recordParts(
    work,
    phases.map((phase, index) => ({ phase, id: ids[index] ?? 0 })),
    recording,
  );
}

type PhaseStatuses = Parameters<typeof insertPhases>[1][number]['statuses'];

export const definitionOf = ({ template, window, allowed }: PlannedPhase) => ({
  title: template.title,
  window,
  allowed,
  source: template.source ?? null,
  assumed: template.assumed,
});

/** Records gates, freezes, tasks and planned changes of phases; tasks that are there already stay as they are. */
export async function recordParts(
  { tx }: Work,
  phases: readonly { phase: PlannedPhase; id: number }[],
  { plan, ground, roster, known = new Map() }: Recording & { known?: ReadonlyMap<string, number> },
): Promise<{ id: number; planned: number[] }[]> {
  const gates = phases.flatMap(({ phase: { template, path }, id }) =>
    template.gates.map(({ owner, before, due, source, ...gate }, index) => ({
      ...gate,
      plan,
      phase: id,
      moment: before,
      owner: owner === undefined ? null : roster.id(owner, [...path, 'gates', String(index), 'owner']),
      due: due ?? null,
      source: source ?? null,
    })),
  );
  const freezes = phases.flatMap(({ phase: { template, path }, id }) =>
    frozenUnits(template, ground).map(({ unit, source, index }) => ({
      plan,
      phase: id,
      unit: roster.id(unit, [...path, 'freezes', String(index), 'units']),
      source: source ?? null,
    })),
  );
  const tasks = phases.flatMap(({ phase: { template, path }, id }) =>
    tasksOf(template.tasks, { plan, phase: id, path: [...path, 'tasks'], roster }),
  );
  const changes = phases.flatMap(({ phase, id }) => phase.changes.map((change) => ({ plan, phase: id, change })));
  if (roster.misses.length > 0) return [];
  await insertGates(tx, gates);
  await insertFreezes(tx, freezes);
  await insertTasks(
    tx,
    tasks.filter(({ code }) => !known.has(code)),
  );
  const planned = await insertPlannedChanges(tx, changes);
  let start = 0;
  return phases.map(({ phase, id }) => {
    start += phase.changes.length;
    return { id, planned: planned.slice(start - phase.changes.length, start) };
  });
}

/** Tasks as they are recorded: the owner first, then those who help. */
export function tasksOf(
  tasks: readonly TaskTemplate[],
  { plan, phase, path, roster }: { plan: number; phase: number | null; path: readonly string[]; roster: Roster },
) {
  return tasks.map(({ code, title, owner, coOwners, due, source, assumed }, index) => {
    const at = (...steps: string[]) => [...path, String(index), ...steps];
    const others = [...new Set(coOwners)].filter((other) => other !== owner);
    return {
      plan,
      phase,
      code,
      title,
      due: { on: due?.on ?? null, precision: due?.precision ?? ('NONE' as const), text: due?.text ?? null },
      source: source ?? null,
      assumed,
      owners: [
        roster.id(owner, at('owner')),
        ...others.map((other) => roster.id(other, at('coOwners', String(coOwners.indexOf(other))))),
      ],
    };
  });
}

/** Sets the policies of a document, each for the center unless it names another unit. */
export async function recordPolicies(
  { tx }: Work,
  { document, ground, roster }: Omit<Recording, 'plan'>,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const [index, policy] of document.policies.entries()) {
    const path = ['policies', String(index)];
    const { key, value, from, to, unit, instrument, article, confirmed, note } = policy;
    violations.push(...decidePolicy({ key, value }, { on: from, path }));
    const scope = roster.id(unit ?? document.center, [...path, 'unit']);
    const id = ground.instrumentId(instrument);
    if (violations.length > 0 || roster.misses.length > 0 || id === null) continue;
    const until: Day = to ? addDays(to, 1) : FOREVER;
    const rest = { article: article ?? null, confirmed, note: note ?? null };
    await setPolicyFrom(tx, { key, value, scope, instrument: id, from, until, ...rest });
  }
  return violations;
}
