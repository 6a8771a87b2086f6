import { type Change, type ChangeResult, closingUnits } from '../change.ts';
import { covers, type Day, earlier, FOREVER, later } from '../day.ts';
import { policyFor, quoted, type Rulebook } from '../rulebook.ts';
import { type Violation, violation } from '../violation.ts';
import type { Organization } from './organization.ts';

/** What plans, policies and law say about a change, besides the organization's own rules; asked before it is applied. */
export function decideRules(organization: Organization, change: Change, rulebook: Rulebook): Violation[] {
  if (change.kind === 'CORRECTION') return [];
  return [...decideNames(organization, change, rulebook), ...decideGovernance(organization, change, rulebook)];
}

/** A unit itself and those it stands under on a day, nearest first. */
export function lineAbove(organization: Organization, unit: string, on: Day): string[] {
  const line = [unit];
  for (let code = unit; ; ) {
    const relations = organization.find(code)?.relations ?? [];
    const parent = relations.find((relation) => relation.kind === 'ESTABLISHMENT' && covers(relation, on))?.parent;
    if (parent === undefined || line.includes(parent)) return line;
    line.push(parent);
    code = parent;
  }
}

/** A unit under a phase's name freeze is not renamed in it. */
function decideNames(organization: Organization, change: Change, { freezes }: Rulebook): Violation[] {
  return change.results.flatMap(({ unit, attributes }) => {
    const before = organization.versionOn(unit, change.on);
    const renamed = before && attributes.name !== undefined && attributes.name !== before.name;
    if (!renamed) return [];
    return freezes
      .filter((freeze) => freeze.unit === unit && covers(freeze, change.on))
      .map(({ plan, phase }) =>
        violation('NAME_FROZEN', {
          path: [...change.path, 'name'],
          unit,
          on: change.on,
          words: { plan, phase },
          waivable: true,
        }),
      );
  });
}

/** A one-level province has no commune centers (Decree 118/2025/NĐ-CP): none begins, and none comes under it. */
function decideGovernance(organization: Organization, change: Change, rulebook: Rulebook): Violation[] {
  return change.results.flatMap((result) => {
    const { unit, attributes } = result;
    const kind = attributes.kind ?? organization.versionOn(unit, change.on)?.kind;
    if (kind !== 'COMMUNE_CENTER') return [];
    const parent = result.relations.find((relation) => relation.kind === 'ESTABLISHMENT')?.parent;
    const above = [unit, ...lineAbove(organization, parent ?? unit, change.on)];
    const policy = policyFor(rulebook, 'governance.model', { above, on: change.on });
    if (policy?.value !== 'ONE_LEVEL') return [];
    const path = [...change.path, attributes.kind === undefined ? 'parent' : 'kind'];
    return [violation('GOVERNANCE_MODEL_CONFLICT', { path, unit, on: change.on, policy: quoted(policy) })];
  });
}

const POINTS: readonly (string | undefined)[] = ['ONE_STOP', 'RECEPTION_POINT'];

/** The points that a merger integrates into another unit, each with the one that takes it in. */
export function integrations(organization: Organization, change: Change): { point: string; into: ChangeResult }[] {
  const [into] = change.results;
  if ((change.kind !== 'MERGE' && change.kind !== 'ABSORB') || !into) return [];
  return [...closingUnits(change)]
    .filter((point) => POINTS.includes(organization.versionOn(point, change.on)?.kind))
    .map((point) => ({ point, into }));
}

/**
 * At a cut-over every territory keeps a receiving unit: days on which somebody received for it before the changes and
 * nobody does after them, from the first such day. A territory that ends needs nobody any more.
 */
export function decideContinuity(before: Organization, after: Organization, changes: readonly Change[]): Violation[] {
  const touched = new Set(changes.flatMap(({ sources, results }) => [...sources, ...results].map(({ unit }) => unit)));
  const served = [...touched].flatMap((unit) => before.find(unit)?.services ?? []);
  const from = changes.reduce((first, { on }) => earlier(first, on), FOREVER);
  const found = served.flatMap((service) => {
    const span = { from: later(service.from, from), until: earlier(service.until, service.territory.until) };
    const gap = firstGap(after.servicesOf(service.territory.id), span);
    return gap === null ? [] : [{ service, gap }];
  });
  return found.map(({ service, gap }) => {
    const change = changes.find(({ sources, results }) =>
      [...sources, ...results].some(({ unit }) => unit === service.unit),
    );
    return violation('SERVICE_INTERRUPTED', {
      path: change ? [...change.path] : null,
      unit: service.unit,
      territory: service.territory.code,
      on: gap,
      waivable: true,
    });
  });
}

/** The first day of a span that no period covers. */
function firstGap(periods: readonly { from: Day; until: Day }[], span: { from: Day; until: Day }): Day | null {
  let day = span.from;
  for (const period of [...periods].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (day >= span.until) return null;
    if (period.from > day) return day;
    if (period.until > day) day = period.until;
  }
  return day < span.until ? day : null;
}
