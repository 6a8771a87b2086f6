import { findGate } from '../../db/repositories/gates.ts';
import { findPlan, loadPlanFacts } from '../../db/repositories/plans.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import { insertWaiver } from '../../db/repositories/waivers.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, type Violation, type ViolationCode, violation } from '../../domain/violation.ts';
import { WAIVABLE } from '../../domain/waiver.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';

export interface GrantWaiver extends CommandOptions {
  code: ViolationCode;
  /** The unit in whose tree it works. */
  unit: string | null;
  /** The plan it is for, one phase of it, one gate of that. */
  plan: string | null;
  phase: number | null;
  gate: string | null;
  from: Day;
  /** First day on which it no longer works. */
  until: Day;
  reason: string;
  /** Code of the unit that grants it; the instrument's issuer where left out. */
  approvedBy: string | null;
  instrument?: string | null;
}

export interface WaiverValue {
  waiver: number;
  on: Day;
}

/** Lets a rule be broken within a scope and until a day, by an instrument. */
export function grantWaiver<S>(work: UnitOfWork<S>, command: GrantWaiver): Promise<Result<WaiverValue, S>> {
  const { code, unit, phase, gate, from, until, reason, approvedBy } = command;
  return work.run('grantWaiver', command, async (tx): Promise<Outcome<WaiverValue>> => {
    const cited = await citeInstrument(tx, command.instrument);
    const units = await findUnitIds(
      tx.tx,
      [unit, approvedBy].filter((one) => one !== null),
    );
    const plan = command.plan === null ? null : await findPlan(tx.tx, command.plan);
    const absent = (field: string, given: string | null, isThere: boolean) =>
      given === null || isThere ? [] : [violation('NOT_FOUND', { path: [field], words: { what: given } })];
    const violations: Violation[] = [
      ...cited.violations,
      ...decideDay(from, ['from']),
      ...(command.instrument ? [] : [violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on: from })]),
      ...absent('unit', unit, units.has(unit ?? '')),
      ...absent('approvedBy', approvedBy, units.has(approvedBy ?? '')),
      ...absent('plan', command.plan, plan !== null),
      ...(plan === null ? [] : await decideAim(tx, plan.id, command)),
      ...decideWaiver(command),
    ];
    const { id: instrument } = cited;
    if (blocks(violations) || instrument === null) return refused(violations);
    const id = (given: string | null) => (given === null ? null : (units.get(given) ?? null));
    const record = { code, unit: id(unit), plan: plan?.id ?? null, phase, gate, reason, approvedBy: id(approvedBy) };
    const waiver = await insertWaiver(tx.tx, { ...record, instrument, from, until });
    const after = { code, unit, plan: command.plan, phase, gate, from, until, reason };
    await tx.audit([{ subjectType: 'Waiver', subject: String(waiver), before: null, after, instrument, change: null }]);
    return done({ waiver, on: from });
  });
}

/** The phase and the gate it is for are there: one that misses them would lift nothing. */
async function decideAim({ tx }: Work, plan: number, { phase, gate, from }: GrantWaiver): Promise<Violation[]> {
  if (phase === null && gate === null) return [];
  const { phases } = await loadPlanFacts(tx, plan);
  const aimed = phases.filter(({ ordinal }) => phase === null || ordinal === phase);
  if (aimed.length === 0) return [violation('NOT_FOUND', { path: ['phase'], words: { what: String(phase) } })];
  if (gate === null) return [];
  for (const { id } of aimed) if (await findGate(tx, { phase: id, code: gate, on: from })) return [];
  return [violation('NOT_FOUND', { path: ['gate'], words: { what: gate } })];
}

/** A waiver is for a rule that can be waived, for somebody or something, and it ends. */
function decideWaiver({ code, unit, plan, phase, gate, from, until, reason }: GrantWaiver): Violation[] {
  const violations = decideText('reason', reason, { path: ['reason'] });
  if (!WAIVABLE.includes(code)) {
    const words = { codes: WAIVABLE.join(', ') };
    violations.push(violation('INPUT_INVALID', { path: ['code'], expected: 'WAIVABLE_CODE', words }));
  }
  const placeless = (unit === null && plan === null) || (plan === null && (phase !== null || gate !== null));
  if (placeless) violations.push(violation('INPUT_INVALID', { path: ['unit'], expected: 'SCOPE' }));
  if (until <= from)
    violations.push(violation('PERIOD_INVALID', { path: ['until'], on: until, expected: 'FROM_BEFORE_UNTIL' }));
  return violations;
}
