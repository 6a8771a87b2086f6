import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { type Revocation, revokeSignature } from '../../domain/signature.ts';
import { decideText } from '../../domain/text.ts';
import { changePerson, type PersonCommand } from './change-person.ts';
import type { StaffValue } from './register-staff.ts';

export interface RevokeSignature extends PersonCommand, Revocation {}

/** Takes back the certificate by which an official signs: it no longer works from a day on. */
export function revokeDigitalSignature<S>(
  work: UnitOfWork<S>,
  command: RevokeSignature,
): Promise<Result<StaffValue, S>> {
  const { on, reason } = command;
  return changePerson(work, { verb: 'revokeDigitalSignature', command, on, counting: false }, ({ person }) => {
    const { signatures, violations } = revokeSignature(person.signatures, command);
    return {
      person: violations.length > 0 ? person : { ...person, signatures },
      violations: [...violations, ...decideText('reason', reason, { path: ['reason'] })],
    };
  });
}
