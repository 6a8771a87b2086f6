import type { AuditFinding } from '../services/audit/verify-audit.ts';

/** A line for a terminal: what is not as it was written, and where. */
export function describeFinding(finding: AuditFinding): string {
  switch (finding.kind) {
    case 'ENTRY_ALTERED':
      return `entry ${finding.entry} was altered (${placeOf(finding)})`;
    case 'ENTRY_REMOVED':
      return `entry ${finding.entry} was removed (${placeOf(finding)})`;
    case 'ENTRY_INSERTED':
      return `entry ${finding.entry} was inserted without a seal`;
    case 'SEAL_ALTERED':
      return `the seal at ${placeOf(finding)} was altered`;
    case 'SEAL_OUT_OF_PLACE':
      return `the seal at ${placeOf(finding)} does not follow the one before it`;
    case 'SEALS_REMOVED':
      return `the seals at ${placeOf(finding)} to ${finding.until} were removed`;
    case 'HEAD_MOVED':
      return `the head of chain ${finding.chain} was moved: its last seal is at position ${finding.position}`;
    case 'ANCHOR_LOST':
      return describeLost(finding);
  }
}

const placeOf = ({ chain, position }: { chain: number | null; position: number | null }): string =>
  `chain ${chain}, position ${position}`;

function describeLost(lost: Extract<AuditFinding, { kind: 'ANCHOR_LOST' }>): string {
  const which = `anchor sha256:${lost.digest.slice(0, 12)}…`;
  if (lost.chain === null) return `${which}: a chain was rewritten`;
  return `${which}: the seal at ${placeOf(lost)} ${lost.gone ? 'was removed' : 'is another'}`;
}
