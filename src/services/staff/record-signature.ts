import { loadHolders, type SignatureHolder } from '../../db/repositories/signatures.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { type Day, FOREVER, later, overlaps, type Period } from '../../domain/day.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { changePerson, type PersonCommand } from './change-person.ts';
import type { StaffValue } from './register-staff.ts';

export interface RecordSignature extends PersonCommand {
  serial: string;
  issuer: string;
  from: Day;
  /** First day on which it no longer works; open where null. */
  until: Day | null;
}

/** Records the certificate by which an official signs: its number and issuer, never a key. */
export function recordDigitalSignature<S>(
  work: UnitOfWork<S>,
  command: RecordSignature,
): Promise<Result<StaffValue, S>> {
  const { serial, issuer, from } = command;
  const until = command.until ?? FOREVER;
  return changePerson(
    work,
    { verb: 'recordDigitalSignature', command, on: from, counting: false },
    async ({ person }, { tx }) => {
      const holders = await loadHolders(tx, { serial, issuer });
      return {
        person: {
          ...person,
          signatures: [...person.signatures, { id: null, serial, issuer, revoked: false, from, until }],
        },
        violations: [
          ...decideText('number', serial, { path: ['serial'] }),
          ...decideText('issuer', issuer, { path: ['issuer'] }),
          ...(until <= from
            ? [violation('PERIOD_INVALID', { path: ['until'], on: until, expected: 'FROM_BEFORE_UNTIL' })]
            : decideHolders(holders, { from, until })),
        ],
      };
    },
  );
}

/** SIGNATURE_OVERLAP: a certificate is held by one person a day. */
const decideHolders = (holders: readonly SignatureHolder[], period: Period): Violation[] =>
  holders
    .filter((holder) => overlaps(holder, period))
    .map(({ staff, from }) =>
      violation('SIGNATURE_OVERLAP', { path: ['serial'], staff, on: later(from, period.from) }),
    );
