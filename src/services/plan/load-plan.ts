import { findPlan, insertPlan } from '../../db/repositories/plans.ts';
import { insertSite } from '../../db/repositories/sites.ts';
import {
  findTerritoriesByCode,
  linkTerritories,
  storeTerritories,
  storeTerritoryLineages,
} from '../../db/repositories/territories.ts';
import { done, type Outcome, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import type { Change } from '../../domain/change.ts';
import type { Violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { storeInstrument } from '../instrument/record-instrument.ts';
import { expandChange, type Surroundings } from './expand-change.ts';
import type { ChangeTemplate, PlanDocument } from './plan-document.ts';
import type { Plan } from './read-plan.ts';
import { TerritoryDirectory } from './territory-directory.ts';

/** What loading a plan did; all zero where it was loaded before. */
export interface LoadedPlan {
  plan: string;
  territories: number;
  changes: number;
}

/** Records a plan and carries out its changes in one transaction; a plan that is there already is left alone. */
export function loadPlan<S>(
  work: UnitOfWork<S>,
  plan: Plan,
  options: { rehearse?: boolean } = {},
): Promise<Result<LoadedPlan, S>> {
  const { document } = plan;
  return work.run('loadPlan', options, async (tx): Promise<Outcome<LoadedPlan>> => {
    if (await findPlan(tx.tx, document.code)) return done({ plan: document.code, territories: 0, changes: 0 });
    const instruments = new Map<string, number>();
    const units = unitsBefore(document);
    const early = await recordInstruments(
      tx,
      instruments,
      document.instruments.filter((i) => !units.has(i.issuer)),
    );
    const territories = await recordTerritories(tx, plan, instruments);
    const directory = new TerritoryDirectory(
      await findTerritoriesByCode(
        tx.tx,
        plan.territories.map((t) => t.code),
      ),
      plan.lineages,
    );
    const around: Omit<Surroundings, 'on' | 'path'> = {
      instrument: document.instrument,
      directory,
      instrumentId: (number) => instruments.get(number) ?? null,
      siteId: (seat) => insertSite(tx.tx, seat),
    };

    const before = await carryOut(tx, await expandAll(document.before, { ...around, on: '', path: ['before'] }));
    const late = await recordInstruments(
      tx,
      instruments,
      document.instruments.filter((i) => units.has(i.issuer)),
    );
    const phases = await carryOut(tx, await changesOfPhases(document, around));
    const violations = [...early, ...before.violations, ...late, ...phases.violations];
    if (before.value === null || phases.value === null || early.length + late.length > 0) return refused(violations);

    const instrument = instruments.get(document.instrument) ?? null;
    const covered = directory.select(document.mustCover, document.mustCover.on);
    await insertPlan(tx.tx, {
      code: document.code,
      title: document.title,
      center: document.center,
      instrument,
      territories: covered.map((t) => t.id),
    });
    await tx.audit([
      {
        subjectType: 'Plan',
        subject: document.code,
        before: null,
        after: { title: document.title },
        instrument,
        change: null,
      },
    ]);
    return done({ plan: document.code, territories, changes: before.value.length + phases.value.length }, violations);
  });
}

/** Codes of the units that stand before the plan begins; an instrument may be issued by one of them. */
function unitsBefore({ before }: PlanDocument): Set<string> {
  return new Set(before.map((template) => template.unit));
}

async function recordInstruments(
  tx: Work,
  ids: Map<string, number>,
  records: PlanDocument['instruments'],
): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const [index, record] of records.entries()) {
    const { value, violations: found } = await storeInstrument(tx, record);
    if (value) ids.set(record.number, value.instrument);
    violations.push(...found.map((v) => ({ ...v, path: ['instruments', String(index), ...(v.path ?? [])] })));
  }
  return violations;
}

async function recordTerritories(
  { tx }: Work,
  { document, territories, lineages }: Plan,
  instruments: ReadonlyMap<string, number>,
): Promise<number> {
  const { instrument, lineageInstrument } = document.territories;
  const stored = await storeTerritories(tx, territories, instruments.get(instrument) ?? null);
  if (lineages.length > 0) {
    await storeTerritoryLineages(
      tx,
      await linkTerritories(tx, lineages),
      instruments.get(lineageInstrument ?? instrument) ?? null,
    );
  }
  return stored;
}

async function changesOfPhases({ phases }: PlanDocument, around: Omit<Surroundings, 'on' | 'path'>): Promise<Change[]> {
  const all: Change[] = [];
  for (const [index, phase] of phases.entries()) {
    all.push(
      ...(await expandAll(phase.changes, { ...around, on: phase.from, path: ['phases', String(index), 'changes'] })),
    );
  }
  return all;
}

async function expandAll(templates: readonly ChangeTemplate[], around: Surroundings): Promise<Change[]> {
  const all: Change[] = [];
  for (const [index, template] of templates.entries()) {
    all.push(...(await expandChange(template, { ...around, path: [...around.path, String(index)] })));
  }
  return all;
}
