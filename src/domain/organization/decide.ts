import { type Change, type ChangeResult, closingUnits } from '../change.ts';
import { addDays, covers, later } from '../day.ts';
import { isConcealed } from '../naming.ts';
import type { ServiceFact, TerritoryRef } from '../territory.ts';
import { decideText } from '../text.ts';
import { type Violation, violation } from '../violation.ts';
import { decideDissolution, decideMerger } from './decide-closing.ts';
import { decideInheritance } from './decide-inheritance.ts';
import { decideNewKind, decideRelations } from './decide-relation.ts';
import type { Organization } from './organization.ts';

const EARLIEST = '1900-01-01';
const UNIT_CODE = /^[A-Z0-9][A-Z0-9.-]{0,63}$/;

/** Everything that stands in the way of a change on the organization as it is believed to be. */
export function decideChange(organization: Organization, change: Change): Violation[] {
  const violations = [
    ...decideInstrument(change),
    ...decideDay(change),
    ...change.sources.flatMap((source, index) => decideSource(organization, change, { unit: source.unit, index })),
    ...change.results.flatMap((result, index) =>
      decideResult(organization, change, { result, path: pathOf(change, index) }),
    ),
    ...decideMerger(organization, change),
    ...decideInheritance(organization, change, pathOf(change, 0)),
  ];
  if (change.kind === 'DISSOLVE') violations.push(...decideDissolution(organization, change));
  return violations;
}

function decideInstrument(change: Change): Violation[] {
  if (change.instrument !== null) return [];
  return [violation('INSTRUMENT_REQUIRED', { path: [...change.path, 'instrument'], on: change.on })];
}

function decideDay({ on, path }: Change): Violation[] {
  return on >= EARLIEST ? [] : [violation('PERIOD_INVALID', { path: [...path, 'on'], on, expected: 'DAY_FROM_1900' })];
}

/**
 * A source is there on the day, and was before where it closes then: no life is empty. Parts of a unit may leave it on one
 * and the same day. It may not go before a succession decided for later, its own or one to it.
 */
function decideSource(
  organization: Organization,
  change: Change,
  { unit, index }: { unit: string; index: number },
): Violation[] {
  const path = [...change.path, ...(change.sources[index]?.path ?? ['sources', String(index)])];
  const facts = organization.find(unit);
  if (!facts) return [violation('NOT_FOUND', { path, unit, words: { what: unit } })];
  // A dissolution says all of it at once.
  const goesInParts = change.kind !== 'DISSOLVE' && change.sources[index]?.extent === 'PARTIAL';
  const partOfSameDay = facts.life.until === change.on && goesInParts;
  if (!covers(facts.life, change.on) && !partOfSameDay) {
    return [violation('FACT_OUTSIDE_UNIT', { path, unit, on: change.on })];
  }
  const survives = change.results.some((result) => result.unit === unit);
  // Also one that survives a split has a day before it: what becomes of a unit was there.
  const leaves = !survives || change.results.length > 1;
  if (leaves && facts.life.from >= change.on)
    return [violation('FACT_OUTSIDE_UNIT', { path, unit, on: addDays(change.on, -1) })];
  if (survives) return [];
  const decided = facts.successions.find(({ on, as }) => on > change.on || (as === 'TARGET' && on === change.on));
  return decided ? [violation('FACT_OUTSIDE_UNIT', { path, unit, on: decided.on })] : [];
}

/** The input field that names a result. */
function pathOf(change: Change, index: number): string[] {
  if (change.kind === 'DISSOLVE') return [...change.path, 'successors', String(index)];
  return [...change.path, change.kind === 'ESTABLISH' ? 'code' : 'unit'];
}

function decideResult(
  organization: Organization,
  change: Change,
  { result, path }: { result: ChangeResult; path: string[] },
): Violation[] {
  const standing = decideStanding(organization, change, { unit: result.unit, path });
  const stands = standing.length === 0;
  const misdated = stands ? decideCorrection(organization, change, result) : [];
  return [
    ...standing,
    ...(stands && !organization.find(result.unit) ? decideNewUnit(change, result) : []),
    ...decideAttributes(change, result),
    ...misdated,
    ...(stands && misdated.length === 0 ? decideNewKind(organization, change, result) : []),
    ...decideRelations(organization, change, { result, stands }),
    ...decideTerritories(organization, change, result),
  ];
}

/** A result is there on the day, unless the change brings it into being: then it is not there at all. */
function decideStanding(
  organization: Organization,
  change: Change,
  { unit, path }: { unit: string; path: string[] },
): Violation[] {
  const facts = organization.find(unit);
  const opens = change.kind === 'ESTABLISH' || change.kind === 'MERGE' || change.kind === 'SPLIT';
  // A code is borne once in the country: that it is taken is told also where the unit that bears it is not.
  const isTaken = facts ? change.kind === 'ESTABLISH' : opens && isConcealed(unit);
  if (isTaken) return [violation('ALREADY_EXISTS', { path, unit, words: { what: unit } })];
  if (!facts) return opens ? [] : [violation('NOT_FOUND', { path, unit, words: { what: unit } })];
  return covers(facts.life, change.on) ? [] : [violation('FACT_OUTSIDE_UNIT', { path, unit, on: change.on })];
}

function decideNewUnit(change: Change, { unit, attributes }: ChangeResult): Violation[] {
  const violations: Violation[] = [];
  if (!UNIT_CODE.test(unit))
    violations.push(violation('INPUT_INVALID', { path: [...change.path, 'code'], unit, expected: 'UNIT_CODE' }));
  if (attributes.name === undefined || attributes.kind === undefined) {
    violations.push(violation('INPUT_INVALID', { path: change.path, unit, expected: 'ATTRIBUTES_OF_NEW_UNIT' }));
  }
  return violations;
}

function decideAttributes(change: Change, { unit, attributes }: ChangeResult): Violation[] {
  const violations: Violation[] = [];
  for (const field of ['name', 'shortName', 'rank'] as const) {
    const text = attributes[field];
    if (text !== undefined && text !== null)
      violations.push(...decideText(field, text, { path: [...change.path, field], unit }));
  }
  const type = attributes.branchType;
  if (type !== undefined && type !== null && !(Number.isInteger(type) && type >= 1 && type <= 9)) {
    violations.push(
      violation('INPUT_INVALID', { path: [...change.path, 'branchType'], unit, expected: 'BRANCH_TYPE' }),
    );
  }
  return violations;
}

/** A corrected first day moves only the border to the version before: both keep at least a day. */
function decideCorrection(organization: Organization, change: Change, { unit, beganOn }: ChangeResult): Violation[] {
  const version = organization.versionOn(unit, change.on);
  if (beganOn === null || !version) return [];
  const before = organization.find(unit)?.versions.find((other) => other.until === version.from);
  if (before && before.from < beganOn && beganOn < version.until) return [];
  return [
    violation('INPUT_INVALID', {
      path: [...change.path, 'beganOn'],
      unit,
      on: beganOn,
      expected: 'DAY_WITHIN_VERSION',
    }),
  ];
}

/** One receiving unit per territory and day; what leaves a source or ends in this same change makes room. */
function decideTerritories(organization: Organization, change: Change, result: ChangeResult): Violation[] {
  const leaving = closingUnits(change);
  const isTerritory = (id: number) => (start: TerritoryRef) => start.id === id;
  const ends = (service: ServiceFact) =>
    covers(service, change.on) &&
    change.results.some(
      ({ unit, ends: ended }) => unit === service.unit && ended.some(isTerritory(service.territory.id)),
    );
  return result.starts.flatMap((territory, index) => {
    const first = change.results.find(({ starts }) => starts.some(isTerritory(territory.id))) ?? result;
    const again = first.unit !== result.unit || result.starts.findIndex(isTerritory(territory.id)) < index;
    const taken = organization
      .servicesOf(territory.id)
      .filter((service) => service.until > change.on && !leaving.has(service.unit) && !ends(service))
      .sort((a, b) => (a.from < b.from ? -1 : 1))
      .map(({ unit, from }) => ({ holder: unit, on: later(from, change.on) }));
    if (again) taken.push({ holder: first.unit, on: change.on });
    return taken.map(({ holder, on }) =>
      violation('TERRITORY_OVERLAP', {
        path: [...change.path, ...(territory.path ?? ['territories'])],
        unit: result.unit,
        territory: territory.code,
        on,
        words: { holder },
      }),
    );
  });
}
