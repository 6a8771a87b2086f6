import type { Change, ChangeResult } from '../change.ts';
import { type Day, FOREVER } from '../day.ts';
import type { ServiceFact } from '../territory.ts';
import type { Succession, UnitAttributes, UnitFacts } from '../unit.ts';
import { changeRelations, correctVersion, cut, endCurrent, given, patchVersions, tail } from './facts.ts';
import type { Organization } from './organization.ts';

const DEFAULTS: Omit<UnitAttributes, 'name' | 'kind'> = {
  shortName: null,
  branchType: null,
  rank: null,
  ownSeal: false,
  ownAccount: false,
  independentAccounting: false,
};

/** Carries out a change that was decided to be possible; `act` is the number its facts will cite. */
export function applyChange(organization: Organization, change: Change, act: number): void {
  for (const result of change.results) if (!organization.find(result.unit)) open(organization, result, { change, act });
  if (change.passesOn) passOn(organization, change, act);
  handOut(organization, change, act);
  for (const source of change.sources) {
    if (!change.results.some((result) => result.unit === source.unit))
      close(organization, source.unit, { change, act });
  }
  for (const result of change.results) alter(organization, result, { change, act });
  for (const source of change.sources) {
    for (const result of change.results) {
      if (result.unit === source.unit) continue;
      organization.lineages.push({
        id: null,
        source: source.unit,
        target: result.unit,
        extent: source.extent,
        on: change.on,
        change: act,
      });
      remember(organization, source.unit, { on: change.on, as: 'SOURCE' });
      remember(organization, result.unit, { on: change.on, as: 'TARGET' });
    }
  }
}

function remember(organization: Organization, code: string, succession: Succession): void {
  const unit = organization.get(code);
  organization.put({ ...unit, successions: [...unit.successions, succession] });
}

interface Act {
  change: Change;
  act: number;
}

function open(organization: Organization, result: ChangeResult, { change, act }: Act): void {
  const period = { from: change.on, until: FOREVER };
  const { name, kind } = result.attributes;
  if (name === undefined || kind === undefined) throw new Error('a new unit was let through without name or kind');
  organization.put({
    code: result.unit,
    version: 0,
    life: { id: null, ...period, openedBy: act, closedBy: null },
    versions: [{ id: null, ...period, change: act, ...DEFAULTS, ...given(result.attributes), name, kind }],
    relations: [],
    services: [],
    sites: [],
    successions: [],
  });
}

function close(organization: Organization, code: string, { change, act }: Act): void {
  const unit = organization.get(code);
  if (unit.life.until === change.on) return; // another change of that day closed it: parts of one unit go several ways
  organization.put({
    ...unit,
    life: { ...unit.life, id: null, until: change.on, closedBy: act },
    versions: cut(unit.versions, change.on),
    relations: cut(unit.relations, change.on),
    services: cut(unit.services, change.on),
    sites: cut(unit.sites, change.on),
  });
}

/** What the sources received for, and the units below them, go to the only result. */
function passOn(organization: Organization, change: Change, act: number): void {
  const [heir] = change.results;
  if (!heir || change.results.length !== 1) return;
  const leaving = new Set(change.sources.map((source) => source.unit));
  leaving.delete(heir.unit);
  for (const source of leaving) {
    for (const child of organization.childrenFrom(source, change.on)) {
      if (!leaving.has(child.code)) organization.put(adopt(child, { from: source, to: heir.unit, on: change.on, act }));
    }
    const services = tail(organization.get(source).services, change.on, act);
    const receiver = organization.get(heir.unit);
    organization.put({
      ...receiver,
      services: [...receiver.services, ...services.map((s) => ({ ...s, unit: heir.unit }))],
    });
  }
}

/** Of a unit that splits up, each result takes the units below that it names. */
function handOut(organization: Organization, change: Change, act: number): void {
  for (const { unit: source } of change.sources) {
    for (const { unit: heir, adopts } of change.results) {
      if (heir === source) continue;
      for (const child of adopts)
        organization.put(adopt(organization.get(child), { from: source, to: heir, on: change.on, act }));
    }
  }
}

function adopt(child: UnitFacts, move: { from: string; to: string; on: Day; act: number }): UnitFacts {
  const moving = child.relations.filter((relation) => relation.parent === move.from && relation.until > move.on);
  const staying = child.relations.filter((relation) => !moving.includes(relation));
  const moved = tail(moving, move.on, move.act).map((relation) => ({ ...relation, parent: move.to, change: move.act }));
  return { ...child, relations: [...staying, ...cut(moving, move.on), ...moved] };
}

function alter(organization: Organization, result: ChangeResult, { change, act }: Act): void {
  const unit = organization.get(result.unit);
  const { on } = change;
  if (change.kind === 'CORRECTION') {
    const versions = correctVersion(unit.versions, {
      on,
      patch: result.attributes,
      beganOn: result.beganOn,
      change: act,
    });
    organization.put({ ...unit, versions });
    return;
  }
  const life = unit.life.until;
  // What a source passed on and the change names as well is received for once.
  const restarted = new Set(result.starts.map((territory) => territory.id));
  const ended = new Set(result.ends.map((territory) => territory.id));
  organization.put({
    ...unit,
    versions: patchVersions(unit.versions, { on, patch: result.attributes, change: act }),
    relations: changeRelations(unit.relations, result.relations, { on, life, change: act }),
    services: [
      ...unit.services.flatMap((service) => {
        if (restarted.has(service.territory.id)) return cut([service], on);
        return ended.has(service.territory.id) ? endCurrent([service], on) : [service];
      }),
      ...result.starts.map(
        (territory): ServiceFact => ({ id: null, unit: unit.code, territory, from: on, until: life, change: act }),
      ),
    ],
    sites: [
      ...(result.sites.some((site) => site.role === 'SEAT')
        ? unit.sites.flatMap((site) => (site.role === 'SEAT' ? cut([site], on) : [site]))
        : unit.sites),
      ...result.sites.map((site) => ({ id: null, ...site, from: on, until: life, change: act })),
    ],
  });
}
