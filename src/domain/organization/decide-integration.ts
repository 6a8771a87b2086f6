import type { Change } from '../change.ts';
import type { PolicyKey } from '../policy.ts';
import { policyFor, quoted, type Rulebook, type Standing } from '../rulebook.ts';
import { type Violation, violation } from '../violation.ts';
import { integrations, lineAbove } from './decide-rules.ts';
import type { Organization } from './organization.ts';

/** What each criterion measures between a point and the unit that takes it in; null where nothing is recorded. */
const CRITERIA: Readonly<
  Partial<
    Record<PolicyKey, { measure: (point?: Standing, into?: Standing) => number | null; least: boolean; unit: string }>
  >
> = {
  'integration.distance.max': { measure: kilometersBetween, least: false, unit: 'km' },
  'integration.premises.min': { measure: (_, into) => into?.areaM2 ?? null, least: true, unit: 'm²' },
  'integration.volume.max': { measure: (point) => point?.volume ?? null, least: false, unit: 'dossiers/day' },
  'integration.staff.min': { measure: (_, into) => into?.staff ?? null, least: true, unit: 'staff' },
};

/**
 * Points are integrated only where premises, distance, volume and staff meet the policy. What is not recorded does not
 * meet it; a criterion without a policy is not asked.
 */
export function decideIntegration(organization: Organization, change: Change, rulebook: Rulebook): Violation[] {
  if (!rulebook.policies.some(({ key }) => key in CRITERIA)) return [];
  return integrations(organization, change).flatMap(({ point, into }) => {
    const above = [...lineAbove(organization, into.unit, change.on), ...lineAbove(organization, point, change.on)];
    return Object.entries(CRITERIA).flatMap(([key, criterion]) => {
      const policy = policyFor(rulebook, key as PolicyKey, { above, on: change.on });
      if (!policy || !criterion) return [];
      const actual = criterion.measure(rulebook.standings.get(point), rulebook.standings.get(into.unit));
      const threshold = Number(policy.value);
      if (actual !== null && (criterion.least ? actual >= threshold : actual <= threshold)) return [];
      const words = {
        into: into.unit,
        criterion: key,
        actual: actual === null ? '–' : `${Math.round(actual * 10) / 10} ${criterion.unit}`,
        needed: `${criterion.least ? '≥' : '≤'} ${policy.value} ${criterion.unit}`,
      };
      const parts = { path: [...change.path, 'sources'], unit: point, on: change.on, words };
      return [violation('INTEGRATION_CRITERIA_UNMET', { ...parts, policy: quoted(policy), waivable: true })];
    });
  });
}

const EARTH_RADIUS_KM = 6371;

/** Along a great circle. */
export function kilometersBetween(one?: Standing, other?: Standing): number | null {
  if (one?.latitude == null || one.longitude == null || other?.latitude == null || other.longitude == null) return null;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [a, b] = [radians(one.latitude), radians(other.latitude)];
  const half =
    Math.sin((b - a) / 2) ** 2 +
    Math.cos(a) * Math.cos(b) * Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
