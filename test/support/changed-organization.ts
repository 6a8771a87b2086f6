import { aChange, type Change } from '../../src/domain/change.ts';
import type { Day } from '../../src/domain/day.ts';
import { applyChange } from '../../src/domain/organization/apply.ts';
import { decideChange } from '../../src/domain/organization/decide.ts';
import { Organization } from '../../src/domain/organization/organization.ts';
import type { UnitFacts } from '../../src/domain/unit.ts';

/** The day of a change, where nothing is said. */
export const ON: Day = '2025-03-01';
const ACT = -1;

type Parts = Partial<Change> & Pick<Change, 'kind'>;

/** What a change breaks: code, path, unit, day, and what was expected instead. */
export function told(units: readonly UnitFacts[], parts: Parts): unknown[] {
  const change = aChange({ on: ON, instrument: 1, ...parts });
  return decideChange(new Organization(units), change).map(({ code, path, unit, on, expected, words }) => [
    code,
    path?.join('.'),
    unit,
    on,
    ...(expected ? [expected] : []),
    ...(Object.keys(words).length > 0 ? [words] : []),
  ]);
}

/** An organization after a change that nothing stands in the way of. */
export function changed(units: readonly UnitFacts[], parts: Parts): Organization {
  const refusal = told(units, parts);
  if (refusal.length > 0) throw new Error(`refused: ${JSON.stringify(refusal)}`);
  const organization = new Organization(units);
  applyChange(organization, aChange({ on: ON, instrument: 1, ...parts }), ACT);
  return organization;
}

/** Relations of a unit as `kind parent from until`. */
export const relationsOf = (organization: Organization, code: string): string[] =>
  organization
    .get(code)
    .relations.map(({ kind, parent, from, until }) => `${kind} ${parent} ${from} ${until}`)
    .sort();

/** What a unit receives for as `territory from until`. */
export const servicesOf = (organization: Organization, code: string): string[] =>
  organization
    .get(code)
    .services.map(({ territory, from, until }) => `${territory.id} ${from} ${until}`)
    .sort();

/** Lines of lineage as `source target extent day`. */
export const lineagesOf = (organization: Organization): string[] =>
  organization.lineages.map(({ source, target, extent, on }) => `${source} ${target} ${extent} ${on}`);

/** The days of a unit's life. */
export const lifeOf = (organization: Organization, code: string): [Day, Day] => {
  const { from, until } = organization.get(code).life;
  return [from, until];
};
