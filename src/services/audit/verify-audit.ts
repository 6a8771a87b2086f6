import type { Sql } from '../../db/client.ts';
import {
  type ChainHead,
  type CheckedSeal,
  chainHeads,
  checkedSeals,
  countSeals,
  inSnapshot,
  type Snapshot,
  unsealedEntries,
} from '../../db/repositories/audit-seals.ts';
import { type Anchor, type LostAnchor, lostOf } from './anchor.ts';

const GENESIS = '0'.repeat(64);

/** Something that is not as it was written. Entries are named by their id, seals by chain and position. */
export type AuditFinding =
  | { kind: 'ENTRY_ALTERED' | 'ENTRY_REMOVED'; entry: string; chain: number; position: number }
  | { kind: 'ENTRY_INSERTED'; entry: string }
  | { kind: 'SEAL_ALTERED' | 'SEAL_OUT_OF_PLACE'; chain: number; position: number }
  | { kind: 'SEALS_REMOVED'; chain: number; position: number; until: number }
  | { kind: 'HEAD_MOVED'; chain: number; position: number }
  | ({ kind: 'ANCHOR_LOST' } & LostAnchor);

/** How the audit is verified: what it is held against, and who is told on the way. */
interface VerifyAudit {
  anchors?: readonly Anchor[];
  found: (finding: AuditFinding) => void;
  progress?: (done: number, total: number) => void;
}

/** What was looked at. */
export interface VerifiedAudit {
  entries: number;
  seals: number;
  findings: number;
  heads: ChainHead[];
}

/** Computes all seals of the audit again, in one snapshot and constant memory, and tells everything that differs. */
export function verifyAudit(sql: Sql, { anchors = [], found, progress }: VerifyAudit): Promise<VerifiedAudit> {
  return inSnapshot(sql, async (snapshot) => {
    const heads = [...(await chainHeads(snapshot))];
    const verified = { entries: 0, seals: 0, findings: 0, heads };
    const tell = (finding: AuditFinding): void => {
      verified.findings += 1;
      found(finding);
    };
    const total = await countSeals(snapshot);
    const walk = new Walk(heads, tell);
    for await (const seals of checkedSeals(snapshot)) {
      for (const seal of seals) {
        walk.step(seal);
        verified.entries += seal.entries;
      }
      verified.seals += seals.length;
      progress?.(verified.seals, total);
    }
    walk.end();
    for await (const entries of unsealedEntries(snapshot))
      for (const { id } of entries) tell({ kind: 'ENTRY_INSERTED', entry: id });
    await holdAgainst(snapshot, anchors, tell);
    return verified;
  });
}

async function holdAgainst(
  snapshot: Snapshot,
  anchors: readonly Anchor[],
  tell: (finding: AuditFinding) => void,
): Promise<void> {
  for (const anchor of anchors)
    for (const lost of await lostOf(snapshot, anchor)) tell({ kind: 'ANCHOR_LOST', ...lost });
}

/** Goes along the chains, link by link, in their order. */
class Walk {
  private readonly heads: Map<number, ChainHead>;
  private readonly tell: (finding: AuditFinding) => void;
  private at: ChainHead | null = null;

  constructor(heads: readonly ChainHead[], tell: (finding: AuditFinding) => void) {
    this.heads = new Map(heads.map((head) => [head.chain, head]));
    this.tell = tell;
  }

  step(seal: CheckedSeal): void {
    if (this.at?.chain !== seal.chain) {
      this.leave();
      this.at = { chain: seal.chain, position: 0, hash: GENESIS };
    }
    const { chain, position } = seal;
    const next = this.at.position + 1;
    if (position > next) this.tell({ kind: 'SEALS_REMOVED', chain, position: next, until: position - 1 });
    else if (seal.previous !== this.at.hash) this.tell({ kind: 'SEAL_OUT_OF_PLACE', chain, position });
    if (seal.computed !== seal.hash) this.tell({ kind: 'SEAL_ALTERED', chain, position });
    for (const { entry, gone } of seal.wrong)
      this.tell({ kind: gone ? 'ENTRY_REMOVED' : 'ENTRY_ALTERED', entry, chain, position });
    this.at = seal;
  }

  /** Chains that have a head and not one seal are told of at the end. */
  end(): void {
    this.leave();
    for (const { chain, position } of this.heads.values())
      this.tell({ kind: 'SEALS_REMOVED', chain, position: 1, until: position });
  }

  /** The last seal of a chain is where its head stands. */
  private leave(): void {
    if (this.at === null) return;
    const { chain, position, hash } = this.at;
    const head = this.heads.get(chain);
    this.heads.delete(chain);
    if (head && head.position > position)
      this.tell({ kind: 'SEALS_REMOVED', chain, position: position + 1, until: head.position });
    else if (head?.position !== position || head.hash !== hash) this.tell({ kind: 'HEAD_MOVED', chain, position });
  }
}
