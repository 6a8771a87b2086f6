import type { Day } from './day.ts';
import type { LifeCycle } from './life-cycle.ts';
import type { Organization } from './organization/organization.ts';
import { decideUnit, lettered } from './thing.ts';
import { type Violation, violation } from './violation.ts';

export const SIGNBOARD_STATUSES = ['DESIGNED', 'BRAND_APPROVED', 'MADE', 'MOUNTED', 'REMOVED', 'DISPOSED'] as const;
export type SignboardStatus = (typeof SIGNBOARD_STATUSES)[number];

/** The brand of one-stops is approved before a board is made (dispatch 2319/VPCP-KSTT, Decision 468/QĐ-TTg). */
export const SIGNBOARD_LIFE: LifeCycle<SignboardStatus> = {
  DESIGNED: ['BRAND_APPROVED', 'DISPOSED'],
  BRAND_APPROVED: ['MADE', 'DISPOSED'],
  MADE: ['MOUNTED', 'DISPOSED'],
  MOUNTED: ['REMOVED'],
  REMOVED: ['MOUNTED', 'DISPOSED'],
  DISPOSED: [],
};

/** SIGNBOARD_NAME_MISMATCH: a mounted board bears the name its unit has that day, whatever else it says. */
export function decideLettering(
  organization: Organization,
  { unit, text }: { unit: string; text: string },
  { on, paths }: { on: Day; paths: { unit: readonly string[]; text: readonly string[] } },
): Violation[] {
  const version = organization.versionOn(unit, on);
  if (!version) return decideUnit(organization, unit, { on, path: paths.unit });
  const { name } = version;
  if (lettered(text).includes(lettered(name))) return [];
  return [violation('SIGNBOARD_NAME_MISMATCH', { path: paths.text, unit, on, words: { text, name } })];
}
