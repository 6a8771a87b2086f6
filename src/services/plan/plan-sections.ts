import { insertHandoverItems } from '../../db/repositories/handovers.ts';
import type { ThingColumns } from '../../db/repositories/things.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import { HANDOVER_LIFE } from '../../domain/handover.ts';
import type { LifeCycle } from '../../domain/life-cycle.ts';
import type { Organization } from '../../domain/organization/organization.ts';
import {
  decideEngraving,
  decideSoleUse,
  engravingOf,
  isGivenBack,
  SEAL_LIFE,
  type SealStatus,
} from '../../domain/seal.ts';
import { decideLettering, SIGNBOARD_LIFE } from '../../domain/signboard.ts';
import { decideUnit, stepped, type ThingFacts, type ThingType } from '../../domain/thing.ts';
import type { Violation } from '../../domain/violation.ts';
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
type Template = (PlannedThings['seals'] | PlannedThings['signboards'] | PlannedThings['handovers'])[number];
type Units = ReadonlyMap<string, number>;

/** A thing that a template stands for, with its life until today. */
export interface Planned<T extends Template = Template> {
  template: T;
  facts: ThingFacts;
  /** Codes of other units that it names. */
  others: readonly string[];
  say(text: string): string;
  path: readonly string[];
}

/** Everything of one type that a document lists, and how its rules decide on it. */
export interface Section {
  type: ThingType;
  life: LifeCycle<string>;
  planned: Planned[];
  decide(planned: Planned, organization: Organization): Violation[];
  /** Columns of what is said once, and of a status. */
  said(planned: Planned, units: Units): ThingColumns;
  status(planned: Planned, status: Template['statuses'][number], units: Units): ThingColumns;
  /** Records what belongs to the things, once they have their ids. */
  besides?(work: Work, ids: readonly number[]): Promise<void>;
}

/** Everything with a life of its own that a document lists. */
export const sectionsOf = (recording: ThingsRecording): Section[] => [
  sealsOf(recording),
  signboardsOf(recording),
  handoversOf(recording),
];

/** The things that templates of a list stand for; what is still to come is left out. */
function expand<T extends Template>(
  templates: readonly T[],
  { ground: { directory }, today }: ThingsRecording,
  { list, units }: { list: string; units(template: T): [string, ...string[]] },
): Planned<T>[] {
  return templates.flatMap((template, index) => {
    const statuses = template.statuses.filter(({ on }) => on <= today);
    const [first] = statuses;
    if (!first) return [];
    const named = template.each ? directory.select(template.each, first.on) : [undefined];
    return named.map((territory) => {
      const say = (text: string) => substitute(text, territory, directory);
      const [unit, ...others] = units(template).map(say);
      const begun = [{ id: null, status: first.is, from: first.on, until: FOREVER }];
      const facts = statuses.slice(1).reduce((thing: ThingFacts, { is, on }) => stepped(thing, { to: is, on }), {
        id: 0,
        unit: unit ?? '',
        said: {},
        statuses: begun,
      });
      return { template, facts, others, say, path: ['things', list, String(index)] };
    });
  });
}

function sealsOf(recording: ThingsRecording): Section {
  const templates = recording.document.things?.seals ?? [];
  const planned = expand(templates, recording, { list: 'seals', units: ({ unit }) => [unit] }).map((seal, index) => {
    const said = { kind: seal.template.kind, engraved_name: seal.say(seal.template.engravedName) };
    return { ...seal, facts: { ...seal.facts, id: -index - 1, said } };
  });
  const seals = planned.map(({ facts }) => facts as ThingFacts<SealStatus>);
  return {
    type: 'Seal',
    life: SEAL_LIFE,
    planned,
    decide: (seal, organization) => decideSeal(seal, seals, organization),
    said: ({ facts }, units) => ({ ...engravingOf(facts), unitId: units.get(facts.unit) }),
    status: ({ facts }, { is, receivedBy }, units) => ({
      unitId: units.get(facts.unit),
      kind: engravingOf(facts).kind,
      holderId: isGivenBack(is as SealStatus) ? null : units.get(facts.unit),
      receivedBy: receivedBy ?? null,
    }),
  };
}

function decideSeal(
  { facts, path }: Planned,
  seals: readonly ThingFacts<SealStatus>[],
  organization: Organization,
): Violation[] {
  const seal = facts as ThingFacts<SealStatus>;
  const paths = { unit: [...path, 'unit'], name: [...path, 'engravedName'] };
  const uses = seal.statuses.filter(({ status, from, until }) => status === 'IN_USE' && from < until);
  if (uses.length === 0) return decideExists(organization, facts.unit, paths.unit);
  return uses.flatMap(({ from, until }) => [
    ...decideEngraving(organization, { ...engravingOf(seal), unit: seal.unit }, { on: from, paths }),
    ...decideSoleUse(seal, seals, { on: from, until, path: paths.unit }),
  ]);
}

function signboardsOf(recording: ThingsRecording): Section {
  const templates = recording.document.things?.signboards ?? [];
  const planned = expand(templates, recording, { list: 'signboards', units: ({ unit }) => [unit] }).map((board) => ({
    ...board,
    facts: { ...board.facts, said: { text: board.say(board.template.text) } },
  }));
  return {
    type: 'Signboard',
    life: SIGNBOARD_LIFE,
    planned,
    decide: ({ facts, path }, organization) => {
      const paths = { unit: [...path, 'unit'], text: [...path, 'text'] };
      const mounted = facts.statuses.find(({ status }) => status === 'MOUNTED');
      if (!mounted) return decideExists(organization, facts.unit, paths.unit);
      return decideLettering(
        organization,
        { unit: facts.unit, text: String(facts.said.text) },
        { on: mounted.from, paths },
      );
    },
    said: ({ facts }, units) => ({ text: facts.said.text, unitId: units.get(facts.unit) }),
    status: ({ facts }, _status, units) => ({ unitId: units.get(facts.unit) }),
  };
}

function handoversOf(recording: ThingsRecording): Section {
  const templates = recording.document.things?.handovers ?? [];
  const planned = expand(templates, recording, {
    list: 'handovers',
    units: ({ receiver, giver }) => [receiver, giver],
  });
  return {
    type: 'Handover',
    life: HANDOVER_LIFE,
    planned,
    decide: ({ facts, others, path }, organization) => [
      ...decideExists(organization, facts.unit, [...path, 'receiver']),
      ...others.flatMap((giver) => decideExists(organization, giver, [...path, 'giver'])),
    ],
    said: ({ template, facts, others, say }, units) => ({
      title: 'title' in template ? say(template.title) : '',
      receiverId: units.get(facts.unit),
      giverId: units.get(others[0] ?? ''),
    }),
    status: ({ facts }, _status, units) => ({ unitId: units.get(facts.unit) }),
    besides: ({ tx }, ids) =>
      insertHandoverItems(
        tx,
        planned.map(({ template: { items }, say }, index) => ({
          handover: ids[index] ?? 0,
          items: items.map((item) => ({ ...item, description: say(item.description) })),
        })),
      ),
  };
}

const decideExists = (organization: Organization, unit: string, path: readonly string[]): Violation[] =>
  organization.find(unit) ? [] : decideUnit(organization, unit, { on: '', path });
