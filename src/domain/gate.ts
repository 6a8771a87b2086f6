import type { Day } from './day.ts';
import { type Violation, violation } from './violation.ts';

/** What a gate looks at. */
export const GATE_KINDS = [
  'TERRITORY_COVERAGE',
  'CHANGES_APPLIED',
  'DIRECTOR_APPOINTED',
  'MINIMUM_HEADCOUNT',
  'SEALS_IN_USE',
  'OLD_SEALS_RETURNED',
  'SIGNBOARDS_MOUNTED',
  'HANDOVERS_SIGNED',
  'COUNTERS_OPEN',
  'TASKS_DONE',
  'ACCOUNTS_CREATED',
  'KPI_REACHED',
  'ATTESTATION',
  'BANK_ACCOUNTS_OPEN',
  'DIGITAL_SIGNATURES_VALID',
  'PROCEDURES_CONFIGURED',
  'EQUIPMENT_PURCHASED',
] as const;
export type GateKind = (typeof GATE_KINDS)[number];

/** Before which step of the phase a gate must be met. */
export const GATE_MOMENTS = ['READY', 'COMPLETED'] as const;
export type GateMoment = (typeof GATE_MOMENTS)[number];

/** A gate with what it came to on a day. */
export interface GateState {
  code: string;
  title: string;
  kind: GateKind;
  moment: GateMoment;
  mandatory: boolean;
  met: boolean;
  /** How many things are missing. */
  missing: number;
}

/** A step of a phase needs every mandatory gate; all unmet ones come back together. */
export function decideGates(
  gates: readonly GateState[],
  { plan, phase, moment, on }: { plan: string; phase: number; moment: GateMoment; on: Day },
): Violation[] {
  return gates
    .filter((gate) => gate.moment === moment && gate.mandatory && !gate.met)
    .map(({ code, title, missing }) =>
      violation('PHASE_GATE_UNMET', {
        path: ['phase'],
        on,
        gate: { plan, phase, code },
        words: { phase, gate: title, missing },
        waivable: true,
      }),
    );
}
