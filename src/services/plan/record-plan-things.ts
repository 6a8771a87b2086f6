import { loadFacts } from '../../db/repositories/organization.ts';
import { insertThingStatuses, insertThings } from '../../db/repositories/things.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { FOREVER } from '../../domain/day.ts';
import type { LifeCycle } from '../../domain/life-cycle.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { decideThingStep } from '../../domain/thing.ts';
import { blocks, type Violation } from '../../domain/violation.ts';
import { type Planned, type Section, sectionsOf, type ThingsRecording } from './plan-sections.ts';

/** Records the seals, signboards and handovers of a document as they stood until today. */
export async function recordPlanThings(work: Work, recording: ThingsRecording): Promise<Violation[]> {
  const sections = sectionsOf(recording);
  const named = sections.flatMap(({ planned }) => planned.flatMap(({ facts, others }) => [facts.unit, ...others]));
  const codes = [...new Set(named)];
  if (codes.length === 0) return [];
  const organization = new Organization(await loadFacts(work.tx, { units: codes, territories: [], standing: true }));
  const units = await findUnitIds(work.tx, codes);
  const violations = sections.flatMap(({ life, planned, decide }) =>
    planned.flatMap((thing) => [...decideLife(life, thing), ...decide(thing, organization)]),
  );
  if (blocks(violations)) return violations;
  for (const section of sections) await storeSection(work, section, { recording, units });
  return violations;
}

/** Each status of a document follows from the one before. */
function decideLife(life: LifeCycle<string>, { facts, path }: Planned): Violation[] {
  return facts.statuses.slice(1).flatMap(({ status, from }, index) => {
    const before = facts.statuses
      .slice(0, index + 1)
      .map((fact, at) => (at === index ? { ...fact, until: FOREVER } : fact));
    const step = { to: status, on: from, path: [...path, 'statuses', String(index + 1)] };
    return decideThingStep(life, { ...facts, statuses: before }, step);
  });
}

async function storeSection(
  work: Work,
  { type, planned, said, status, besides }: Section,
  { recording, units }: { recording: ThingsRecording; units: ReadonlyMap<string, number> },
): Promise<void> {
  const { plan, phases, ground, instrument } = recording;
  const rows = planned.map((thing) => {
    const phaseId = thing.template.phase === undefined ? null : (phases.get(thing.template.phase) ?? null);
    return { ...said(thing, units), phaseId, planId: phaseId === null ? null : plan };
  });
  const ids = await insertThings(work.tx, type, rows);
  if (ids.length > 0) await besides?.(work, ids);
  const statuses = planned.flatMap((thing, index) => {
    const { facts, template } = thing;
    const cited = template.instrument === undefined ? instrument : ground.instrumentId(template.instrument);
    return facts.statuses.flatMap(({ from, until }, place) => {
      const stated = template.statuses[place];
      if (!stated) return [];
      const columns = {
        status: stated.is,
        instrumentId: cited,
        reference: stated.reference ?? null,
        note: template.source?.paraphrase ?? null,
        assumed: template.assumed,
        validFrom: from,
        validTo: until,
        ...status(thing, stated, units),
      };
      return [{ thing: ids[index] ?? 0, columns }];
    });
  });
  await insertThingStatuses(work.tx, type, statuses);
}
