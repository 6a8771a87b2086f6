import { auditProofs } from './audit.ts';
import { decisionProofs } from './decisions.ts';
import { headcountProofs } from './headcount.ts';
import { organizationProofs } from './organization.ts';
import { planProofs } from './plan.ts';
import { progressProofs } from './progress.ts';
import type { Proof } from './proof.ts';
import { recordProofs } from './record.ts';
import { referenceProofs } from './references.ts';
import { scopeProofs } from './scope.ts';
import { serviceProofs } from './service.ts';
import { staffProofs } from './staff.ts';
import { statedProofs } from './stated.ts';
import { thingProofs } from './things.ts';

/** Everything that is proved, by area and in the order in which it is. */
export const AREAS: readonly { area: string; proofs: readonly Proof[] }[] = [
  { area: 'record', proofs: recordProofs },
  { area: 'references', proofs: referenceProofs },
  { area: 'stated', proofs: statedProofs },
  { area: 'organization', proofs: organizationProofs },
  { area: 'plan', proofs: planProofs },
  { area: 'staff', proofs: staffProofs },
  { area: 'decisions', proofs: decisionProofs },
  { area: 'headcount', proofs: headcountProofs },
  { area: 'things', proofs: thingProofs },
  { area: 'service', proofs: serviceProofs },
  { area: 'progress', proofs: progressProofs },
  { area: 'scope', proofs: scopeProofs },
  { area: 'audit', proofs: auditProofs },
];
