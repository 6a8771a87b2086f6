import { endAttestation, findGate, insertAttestation } from '../../db/repositories/gates.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { onPhase, type PhaseCommand } from '../phase/step-phase.ts';
import type { PhaseValue } from '../plan/with-plan.ts';

export interface AttestGate extends PhaseCommand {
  gate: string;
  /** What shows it, in words or as a reference. */
  evidence: string;
  attestedBy: string;
}

/** States with evidence that a gate is met from a day on; only gates that ask for a statement take one. */
export function attestGate<S>(work: UnitOfWork<S>, command: AttestGate): Promise<Result<PhaseValue, S>> {
  const { gate, evidence, attestedBy, on } = command;
  return onPhase(work, { verb: 'attestGate', command }, async (tx, { plan, phase, instrument }) => {
    const found = await findGate(tx.tx, { phase: phase.id, code: gate, on });
    const path = ['gate'];
    const violations = decideText('evidence', evidence, { path: ['evidence'] });
    if (!found) violations.push(violation('NOT_FOUND', { path, words: { what: gate } }));
    if (found && found.kind !== 'ATTESTATION')
      violations.push(violation('INPUT_INVALID', { path, expected: 'ATTESTATION_GATE' }));
    if (found?.attested) violations.push(violation('ALREADY_DONE', { path, on, words: { what: gate } }));
    if (blocks(violations)) return { violations };
    await insertAttestation(tx.tx, { plan: plan.id, phase: phase.id, gate, evidence, by: attestedBy, instrument, on });
    return { violations, after: { gate, evidence, on } };
  });
}

/** Takes a statement back from a day on: the gate is unmet again. */
export function revokeAttestation<S>(
  work: UnitOfWork<S>,
  command: Omit<AttestGate, 'evidence' | 'attestedBy'>,
): Promise<Result<PhaseValue, S>> {
  const { gate, on } = command;
  return onPhase(work, { verb: 'revokeAttestation', command }, async (tx, { phase }) => {
    const found = await findGate(tx.tx, { phase: phase.id, code: gate, on });
    if (!found?.attested)
      return { violations: [violation('NOT_FOUND', { path: ['gate'], on, words: { what: gate } })] };
    await endAttestation(tx.tx, phase.id, { gate, on });
    return { violations: [], before: { gate }, after: { gate, until: on } };
  });
}
