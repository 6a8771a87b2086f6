import type { Snapshot } from '../../db/snapshot.ts';
import type { Day } from '../../domain/day.ts';
import type { Proof, ProofCode } from './proof.ts';
import { AREAS } from './proofs.ts';

/** A rule that something on record breaks: which, what, and on which day where it has one. */
export interface Breach {
  code: ProofCode;
  subject: string;
  day: Day | null;
  /** What was looked at. */
  proof: string;
}

/** What an area came to. */
interface ProvedArea {
  area: string;
  proofs: number;
  breaches: number;
}

export interface Verifying {
  /** Told every breach as it is found: there may be more than fit into memory. */
  breach(found: Breach): void;
  progress?(proved: ProvedArea): void;
}

/** Proves every rule again over one snapshot of everything on record; answers how many breaches there are. */
export async function verify(snapshot: Snapshot, { breach, progress = () => {} }: Verifying): Promise<number> {
  let total = 0;
  for (const { area, proofs } of AREAS) {
    let breaches = 0;
    for (const proof of proofs) breaches += await prove(snapshot, proof, breach);
    progress({ area, proofs: proofs.length, breaches });
    total += breaches;
  }
  return total;
}

async function prove(snapshot: Snapshot, { code, title, sql }: Proof, tell: Verifying['breach']): Promise<number> {
  let found = 0;
  const rows = snapshot<{ subject: string | null; day: Day | null }>(
    `SELECT subject::text AS subject, day::text AS day FROM (${sql}) AS breach`,
  );
  for await (const { subject, day } of rows) {
    found += 1;
    tell({ code, subject: subject ?? '–', day, proof: title });
  }
  return found;
}
