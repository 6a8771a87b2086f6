import type { Day, Period } from './day.ts';
import { type Violation, violation } from './violation.ts';

/** How values of a policy are written. */
const FORMS = {
  model: /^(ONE_LEVEL|TWO_LEVEL)$/,
  count: /^\d{1,6}$/,
  measure: /^\d{1,9}(\.\d{1,3})?$/,
  percent: /^(100(\.0+)?|\d{1,2}(\.\d{1,3})?)$/,
  duration: /^P(\d{1,3}Y)?(\d{1,4}M)?(\d{1,5}D)?$/,
  period: /^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}$/,
  yesNo: /^(true|false)$/,
} as const;

/** Every policy a rule reads, with the form of its value. Numbers, approvers and deadlines live here, never in code. */
const POLICY_KEYS = {
  /** ONE_LEVEL: the province has its center and branches alone; TWO_LEVEL: communes have centers too. */
  'governance.model': 'model',
  /** Points are integrated only where the way to the receiving unit is no longer (kilometers, great circle). */
  'integration.distance.max': 'measure',
  /** … where its premises are at least as large (m²). */
  'integration.premises.min': 'measure',
  /** … where the point receives no more dossiers a day. */
  'integration.volume.max': 'count',
  /** … where the receiving unit has at least as many staff. */
  'integration.staff.min': 'count',
  /** A citizen lives no further from an open point (kilometers) … */
  'access.distance.max': 'measure',
  /** … or reaches one within so many minutes … */
  'access.time.max': 'count',
  /** … at this speed (km/h). */
  'access.speed': 'measure',
  /** Whether dossiers are received regardless of boundary within the province. */
  'reception.boundaryless': 'yesNo',
  /** Longest secondment; the shortest. */
  'secondment.max': 'duration',
  'secondment.min': 'duration',
  /** Days on which staff are transferred, first and last (ISO interval, both included). */
  'transfer.window': 'period',
  /** Deputies of a unit at most; on average over the units of a pool. */
  'deputies.max': 'count',
  'deputies.average.max': 'measure',
  /** Staff a unit opens with at least. */
  'headcount.min': 'count',
  /** Whether contract staff is counted at its payroll home, as where nothing is said, or only where it works. */
  'headcount.contract.counted': 'yesNo',
  /** Targets of service, percent. */
  'kpi.digitized': 'percent',
  'kpi.archived': 'percent',
  'kpi.published': 'percent',
  'kpi.satisfaction': 'percent',
  /** … and what it stays within: late, asked for supplements, withdrawn. */
  'kpi.late.max': 'percent',
  'kpi.supplement.max': 'percent',
  'kpi.withdrawn.max': 'percent',
  /** How long after a change of name its seal, or its signboard, may be renewed; after its withdrawal a seal be returned. */
  'seal.renewal.max': 'duration',
  'seal.return.max': 'duration',
  'signboard.renewal.max': 'duration',
  /** Whether units keep a counter that receives regardless of boundary; for people who go first. */
  'counter.nonBoundary.required': 'yesNo',
  'counter.priority.required': 'yesNo',
  /** Dossiers a person handles a day at most. */
  'workload.person.max': 'measure',
} as const satisfies Record<string, keyof typeof FORMS>;
export type PolicyKey = keyof typeof POLICY_KEYS;

/** A value that a rule reads, on the days it is in force, where it applies and where it comes from. */
export interface PolicyFact extends Period {
  id: number;
  key: PolicyKey;
  value: string;
  /** The unit below which it applies; null applies everywhere. */
  scope: string | null;
  instrument: string;
  article: string | null;
}

const isPolicyKey = (key: string): key is PolicyKey => Object.hasOwn(POLICY_KEYS, key);

/** Keys of the same subject, which is what stands before the first dot; all of them where there is none. */
function nearestKeys(key: string): string[] {
  const [subject] = key.toLowerCase().split('.', 1);
  const keys = Object.keys(POLICY_KEYS);
  const near = keys.filter((known) => known.split('.', 1)[0] === subject);
  return near.length > 0 ? near : keys;
}

/** A policy has a known key and a value of its form. */
export function decidePolicy(
  { key, value }: { key: string; value: string },
  { on, path }: { on: Day; path: readonly string[] },
): Violation[] {
  if (!isPolicyKey(key)) {
    const words = { what: key, known: nearestKeys(key).join(', ') };
    return [violation('NOT_FOUND', { path: [...path, 'key'], on, words })];
  }
  if (FORMS[POLICY_KEYS[key]].test(value)) return [];
  const words = { form: FORM_EXAMPLES[POLICY_KEYS[key]] };
  return [violation('INPUT_INVALID', { path: [...path, 'value'], on, expected: 'POLICY_VALUE', words })];
}

/** What a value of each form looks like, for people. */
const FORM_EXAMPLES: Readonly<Record<keyof typeof FORMS, string>> = {
  model: 'ONE_LEVEL, TWO_LEVEL',
  count: '12',
  measure: '2.5',
  percent: '95',
  duration: 'P3Y, P6M',
  period: '2025-01-01/2025-12-31',
  yesNo: 'true, false',
};
