import { loadFacts } from '../../db/repositories/organization.ts';
import { insertThingStatuses, insertThings, type ThingColumns } from '../../db/repositories/things.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import type { LifeCycle } from '../../domain/life-cycle.ts';
import { Organization } from '../../domain/organization/organization.ts';
import {
  decideEngraving,
  decideSoleUse,
  engravingOf,
  isGivenBack,
  SEAL_LIFE,
  type SealStatus,
} from '../../domain/seal.ts';
import { decideLettering, SIGNBOARD_LIFE } from '../../domain/signboard.ts';
import { decideThingStep, decideUnit, stepped, type ThingFacts, type ThingType } from '../../domain/thing.ts';
import { blocks, type Violation } from '../../domain/violation.ts';
import { substitute } from './expand-change.ts';
import type { PlanDocument } from './plan-document.ts';
import type { Ground } from './plan-ground.ts';
import type { PlannedThings } from './things-document.ts';

/** Where the things of a document are recorded. */
export interface ThingsRecording {
  document: PlanDocument;
  ground: Ground;
  plan: number;
  /** Ids of phases by their ordinals. */
  phases: ReadonlyMap<number, number>;
  /** Of the plan, where a thing cites none. */
  instrument: number | null;
  today: Day;
}

/** What every template of a thing says. */
type Template = PlannedThings['seals'][number] | PlannedThings['signboards'][number];

/** A thing that a template stands for, with its life until today. */
interface Planned {
  facts: ThingFacts;
  template: Template;
  said: ThingColumns;
  path: readonly string[];
}

/** Everything of one type that a document lists, and how its rules decide on it. */
interface Section {
  type: ThingType;
  life: LifeCycle<string>;
  planned: Planned[];
  decide(planned: Planned, all: readonly Planned[], organization: Organization): Violation[];
  status(planned: Planned, status: Template['statuses'][number], unit: number): ThingColumns;
}

/** Records the seals and signboards of a document as they stood until today. */
export async function recordPlanThings(work: Work, recording: ThingsRecording): Promise<Violation[]> {
  const sections = [sealsOf(recording), signboardsOf(recording)];
  const codes = [...new Set(sections.flatMap(({ planned }) => planned.map(({ facts }) => facts.unit)))];
  if (codes.length === 0) return [];
  const organization = new Organization(await loadFacts(work.tx, { units: codes, territories: [], standing: true }));
  const units = await findUnitIds(work.tx, codes);
  const violations = sections.flatMap((section) =>
    section.planned.flatMap((planned) => [
      ...decideLife(section.life, planned),
      ...section.decide(planned, section.planned, organization),
    ]),
  );
  if (blocks(violations)) return violations;
  for (const section of sections) await storeSection(work, section, { recording, units });
  return violations;
}

/** The things that templates of a list stand for; what is still to come is left out. */
function expand<T extends Template>(
  templates: readonly T[],
  {
    list,
    said,
    recording,
  }: { list: string; said(template: T, say: (text: string) => string): ThingColumns; recording: ThingsRecording },
): Planned[] {
  const { directory } = recording.ground;
  return templates.flatMap((template, index) => {
    const statuses = template.statuses.filter(({ on }) => on <= recording.today);
    const [first] = statuses;
    if (!first) return [];
    const named = template.each ? directory.select(template.each, first.on) : [undefined];
    return named.map((territory) => {
      const say = (text: string) => substitute(text, territory, directory);
      const facts = statuses.slice(1).reduce((thing: ThingFacts, { is, on }) => stepped(thing, { to: is, on }), {
        id: 0,
        unit: say(template.unit),
        said: {},
        statuses: [{ id: null, status: first.is, from: first.on, until: FOREVER }],
      });
      return { facts, template, said: said(template, say), path: ['things', list, String(index)] };
    });
  });
}

function sealsOf(recording: ThingsRecording): Section {
  const planned = expand(recording.document.things?.seals ?? [], {
    list: 'seals',
    said: ({ kind, engravedName }, say) => ({ kind, engravedName: say(engravedName) }),
    recording,
  }).map((seal, index) => ({
    ...seal,
    facts: { ...seal.facts, id: -index - 1, said: { kind: seal.said.kind, engraved_name: seal.said.engravedName } },
  }));
  return {
    type: 'Seal',
    life: SEAL_LIFE,
    planned,
    decide: (seal, all, organization) => decideSeal(seal, all, organization),
    status: ({ facts }, { is, receivedBy }, unit) => ({
      kind: engravingOf(facts).kind,
      holderId: isGivenBack(is as SealStatus) ? null : unit,
      receivedBy: receivedBy ?? null,
    }),
  };
}

function decideSeal({ facts, path }: Planned, all: readonly Planned[], organization: Organization): Violation[] {
  const seal = facts as ThingFacts<SealStatus>;
  const paths = { unit: [...path, 'unit'], name: [...path, 'engravedName'] };
  const seals = all.map((other) => other.facts as ThingFacts<SealStatus>);
  const uses = seal.statuses.filter(({ status, from, until }) => status === 'IN_USE' && from < until);
  if (uses.length === 0) return decideExists(organization, facts, paths.unit);
  return uses.flatMap(({ from, until }) => [
    ...decideEngraving(organization, { ...engravingOf(seal), unit: seal.unit }, { on: from, paths }),
    ...decideSoleUse(seal, seals, { on: from, until, path: paths.unit }),
  ]);
}

function signboardsOf(recording: ThingsRecording): Section {
  const planned = expand(recording.document.things?.signboards ?? [], {
    list: 'signboards',
    said: ({ text }, say) => ({ text: say(text) }),
    recording,
  });
  return {
    type: 'Signboard',
    life: SIGNBOARD_LIFE,
    planned,
    decide: ({ facts, said, path }, _all, organization) => {
      const paths = { unit: [...path, 'unit'], text: [...path, 'text'] };
      const mounted = facts.statuses.find(({ status }) => status === 'MOUNTED');
      if (!mounted) return decideExists(organization, facts, paths.unit);
      return decideLettering(organization, { unit: facts.unit, text: String(said.text) }, { on: mounted.from, paths });
    },
    status: () => ({}),
  };
}

const decideExists = (organization: Organization, { unit }: ThingFacts, path: readonly string[]): Violation[] =>
  organization.find(unit) ? [] : decideUnit(organization, unit, { on: '', path });

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
  { tx }: Work,
  { type, planned, status }: Section,
  { recording, units }: { recording: ThingsRecording; units: ReadonlyMap<string, number> },
): Promise<void> {
  const { plan, phases, ground, instrument } = recording;
  const ids = await insertThings(
    tx,
    type,
    planned.map(({ facts, template, said }) => {
      const phaseId = template.phase === undefined ? null : (phases.get(template.phase) ?? null);
      return { ...said, unitId: units.get(facts.unit), phaseId, planId: phaseId === null ? null : plan };
    }),
  );
  const rows = planned.flatMap((thing, index) => {
    const { facts, template } = thing;
    const unitId = units.get(facts.unit) ?? 0;
    const cited = template.instrument === undefined ? instrument : ground.instrumentId(template.instrument);
    return facts.statuses.map(({ status: is, from, until }, place) => {
      const stated = template.statuses[place];
      const columns = {
        status: is,
        unitId,
        instrumentId: cited,
        reference: stated?.reference ?? null,
        note: template.source?.paraphrase ?? null,
        assumed: template.assumed,
        validFrom: from,
        validTo: until,
        ...(stated && status(thing, stated, unitId)),
      };
      return { thing: ids[index] ?? 0, columns };
    });
  });
  await insertThingStatuses(tx, type, rows);
}
