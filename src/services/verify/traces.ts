import type { ViolationCode } from '../../domain/violation.ts';

/**
 * Rules whose keeping nothing on record proves: why. A gate is weighed on the day of the step, by figures that go on
 * changing; what was compared with what a caller had read is nowhere kept.
 */
export const TRACELESS: Readonly<Partial<Record<ViolationCode, string>>> = {
  COUNTER_REQUIRED: 'asked when counters change, of the policy of that day; a waiver or a later policy may allow it',
  EQUIPMENT_AUTHORITY: 'asked when a step is taken, of who stood above the unit then',
  HEADCOUNT_BELOW_MINIMUM: 'a gate of opening; people may leave afterwards, which is a warning',
  HISTORY_IMMUTABLE: 'an attempt; that belief never overlaps is proved by the codes of one statement a day',
  INSTRUMENT_AMBIGUOUS: 'a question to the caller; what was cited in the end is on record',
  INTEGRATION_CRITERIA_UNMET: 'weighed on distance, volume and staff of the eve, figures that may be corrected since',
  LEADERS_SURPLUS: 'a warning of a merger',
  OUT_OF_SCOPE: 'asked of a caller, whose grants are not on record',
  TERRITORY_UNCOVERED: 'a gate; a plan may begin with territories that nobody receives for',
};
