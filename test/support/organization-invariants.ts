import type { Change } from '../../src/domain/change.ts';
import { contains, FOREVER, type Period } from '../../src/domain/day.ts';
import type { Organization } from '../../src/domain/organization/organization.ts';
import type { UnitFacts } from '../../src/domain/unit.ts';
import { contradictionsIn } from './believed.ts';

/**
 * What in an organization the database would refuse at commit: two parents or receivers, a cycle, facts outside a life,
 * days without exactly one version, two seats, a closed unit of which nobody said what became of it.
 */
export function brokenRules(
  organization: Organization,
  { codes, changes }: { codes: readonly string[]; changes: ReadonlyMap<number, Change> },
): string[] {
  const units = codes.flatMap((code) => organization.find(code) ?? []);
  return [
    ...contradictionsIn({
      lives: units.map(({ code, life }) => ({ ...life, unit: code, ...BELIEVED })),
      relations: units.flatMap(({ code, relations }) =>
        relations.map((fact) => ({ ...fact, child: code, ...BELIEVED })),
      ),
      services: units.flatMap(({ services }) =>
        services.map((fact) => ({ ...fact, territory: fact.territory.code, ...BELIEVED })),
      ),
    }),
    ...strayLineages(organization),
    ...units.flatMap((unit) => [
      ...emptyPeriods(unit),
      ...versionsOf(unit),
      ...seatsOf(unit),
      ...lineageOf(unit, organization, changes),
    ]),
  ];
}

/** A predecessor lives until the day at least, a successor on it. */
function strayLineages(organization: Organization): string[] {
  return organization.lineages.flatMap(({ source, target, on }) => {
    const [from, to] = [organization.get(source).life, organization.get(target).life];
    const stands = from.from < on && on <= from.until && to.from <= on && on < to.until;
    return stands ? [] : [`${source} to ${target} on ${on}: outside their lives`];
  });
}

const BELIEVED = { recordedAt: 0, supersededAt: Number.POSITIVE_INFINITY };

function emptyPeriods({ code, life, versions, relations, services, sites }: UnitFacts): string[] {
  const periods: Period[] = [life, ...versions, ...relations, ...services, ...sites];
  return periods.filter(({ from, until }) => from >= until).map(({ from }) => `${code}: an empty period on ${from}`);
}

/** Put in order, the versions of a life follow each other from its first day to its end. */
function versionsOf({ code, life, versions }: UnitFacts): string[] {
  const ordered = [...versions].sort((one, other) => (one.from < other.from ? -1 : 1));
  const borders = [life.from, ...ordered.flatMap(({ from, until }) => [from, until]), life.until];
  const broken = borders.filter((day, index) => index % 2 === 0 && day !== borders[index + 1]);
  return broken.map((day) => `${code}: not exactly one version around ${day}`);
}

function seatsOf({ code, life, sites }: UnitFacts): string[] {
  const seats = [...sites].filter(({ role }) => role === 'SEAT').sort((one, other) => (one.from < other.from ? -1 : 1));
  return [
    ...sites.filter((site) => !contains(life, site)).map(({ from }) => `${code}: a site of ${from} outside its life`),
    ...seats
      .filter((seat, index) => seat.from < (seats[index - 1]?.until ?? seat.from))
      .map(() => `${code}: two seats`),
  ];
}

function lineageOf(
  { code, life }: UnitFacts,
  { lineages }: Organization,
  changes: ReadonlyMap<number, Change>,
): string[] {
  const told =
    life.until === FOREVER ||
    lineages.some(({ source, on }) => source === code && on === life.until) ||
    changes.get(life.closedBy ?? 0)?.noSuccessor === true;
  return told ? [] : [`${code}: closed on ${life.until} and nobody said what became of it`];
}
