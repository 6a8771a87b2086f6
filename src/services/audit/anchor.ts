import { createHash } from 'node:crypto';
import { type ChainHead, type Snapshot, sealsAt } from '../../db/repositories/audit-seals.ts';

/** Enough of a hash to tell which chain is another; the digest over all of them is what proves. */
const SHOWN_DIGITS = 12;
const ANCHOR = /sapxep-audit((?: \d+:\d+:[0-9a-f]{12})*) sha256:([0-9a-f]{64})/g;

/** Where the chains stood once, as kept outside the database. */
export interface Anchor {
  heads: { chain: number; position: number; begins: string }[];
  digest: string;
}

/** Why an anchor is no part of the chains any more; no chain where all links are there but one was rewritten unseen. */
export interface LostAnchor {
  digest: string;
  chain: number | null;
  position: number | null;
  /** Whether the link is gone, not just another. */
  gone: boolean;
}

/** One digest of where all chains stand. */
const digestOf = (heads: readonly ChainHead[]): string => {
  const hash = createHash('sha256');
  for (const head of heads) hash.update(`${head.chain} ${head.position} ${head.hash}\n`);
  return hash.digest('hex');
};

/** Where the chains stand, in a line that can be kept in a file or a log. */
export function writeAnchor(heads: readonly ChainHead[]): string {
  const parts = heads.map(({ chain, position, hash }) => ` ${chain}:${position}:${hash.slice(0, SHOWN_DIGITS)}`);
  return `sapxep-audit${parts.join('')} sha256:${digestOf(heads)}`;
}

/** All anchors in a text, such as a file of them or a server's log. */
export function readAnchors(text: string): Anchor[] {
  return [...text.matchAll(ANCHOR)].map(([, parts = '', digest = '']) => ({
    digest,
    heads: parts
      .split(' ')
      .filter((part) => part !== '')
      .map((part) => {
        const [chain, position, begins = ''] = part.split(':');
        return { chain: Number(chain), position: Number(position), begins };
      }),
  }));
}

/** What of an anchor is no longer in the chains; nothing where all of it is. */
export async function lostOf(snapshot: Snapshot, { heads, digest }: Anchor): Promise<LostAnchor[]> {
  const found = await sealsAt(snapshot, heads);
  const hashes = new Map(found.map(({ chain, hash }) => [chain, hash]));
  const lost = heads
    .filter(({ chain, begins }) => !hashes.get(chain)?.startsWith(begins))
    .map(({ chain, position }) => ({ digest, chain, position, gone: !hashes.has(chain) }));
  if (lost.length > 0 || digestOf(found) === digest) return lost;
  return [{ digest, chain: null, position: null, gone: false }];
}
