import { type Actor, type Role, spellRole, writeGrant } from './actor.ts';
import type { Language } from './language.ts';

/** Of what it is told what its viewer may do to it. */
export type CapabilitySubject = 'OrgUnit' | 'Plan' | 'Phase' | 'Staff';

export const CAPABILITY_REASONS = ['ROLE', 'SCOPE', 'STATUS', 'PROTECTED'] as const;
export type CapabilityReason = (typeof CAPABILITY_REASONS)[number];

/** What is known of a subject on the day. */
export interface CapabilityFacts {
  /** Grants over a unit, as tokens hold them, that cover the subject. */
  covering: readonly string[];
  /** Of a plan or a phase. */
  status?: string;
  /** Of a person: not to be seconded. */
  protected?: boolean;
}

interface Reason {
  code: CapabilityReason;
  message: string;
}

export interface Capability {
  act: string;
  allowed: boolean;
  reasons: Reason[];
}

/** In which statuses an act has a meaning; in all where none are named. */
const ACTS: Record<CapabilitySubject, Record<string, readonly string[]>> = {
  OrgUnit: {
    allocateHeadcount: [],
    allocatePremises: [],
    appointLeader: [],
    correctUnit: [],
    designSignboards: [],
    dissolveUnit: [],
    establishUnit: [],
    extendTerritory: [],
    listHandovers: [],
    openCounters: [],
    recordDossierLoads: [],
    recordReadiness: [],
    registerEquipmentNeeds: [],
    registerStaff: [],
    renameUnit: [],
    reparentUnit: [],
    requestBankAccounts: [],
    requestSeals: [],
    setPolicy: [],
  },
  Plan: {
    adoptPlan: ['DRAFT'],
    amendPlan: ['ADOPTED'],
    grantWaiver: [],
    supersedePlan: ['ADOPTED'],
  },
  Phase: {
    applyPhase: ['ACTIVE'],
    attestGate: ['PLANNED', 'READY', 'ACTIVE', 'SUSPENDED'],
    cancelPhase: ['DRAFT', 'PLANNED', 'READY'],
    completePhase: ['ACTIVE'],
    extendPhase: ['PLANNED', 'READY', 'ACTIVE', 'SUSPENDED'],
    readyPhase: ['PLANNED'],
    rehearsePhase: ['PLANNED', 'READY', 'ACTIVE', 'SUSPENDED'],
    resumePhase: ['SUSPENDED'],
    startPhase: ['PLANNED', 'READY'],
    suspendPhase: ['ACTIVE'],
  },
  Staff: {
    appointLeader: [],
    assignStaff: [],
    attestProtection: [],
    correctStaff: [],
    leaveStaff: [],
    proposeSecondment: [],
    proposeTransfer: [],
    recordDigitalSignature: [],
    secondStaff: [],
    transferStaff: [],
  },
};

/** What lends somebody who is protected. */
const LENDING: ReadonlySet<string> = new Set(['proposeSecondment', 'secondStaff']);

interface Viewer {
  actor: Actor;
  language: Language;
  /** In which roles an act may be done. */
  rolesOf(act: string): readonly Role[];
}

/**
 * What a caller may try with a subject: by role, by scope and by how the subject stands. Whether the rules allow it is told
 * by a rehearsal.
 */
export function capabilitiesOf(subject: CapabilitySubject, facts: CapabilityFacts, viewer: Viewer): Capability[] {
  return Object.entries(ACTS[subject]).map(([act, statuses]) => {
    const reasons = [
      ...decideAuthority(act, facts, viewer),
      ...decideStanding({ act, statuses }, facts, viewer.language),
    ];
    return { act, allowed: reasons.length === 0, reasons };
  });
}

function decideAuthority(act: string, { covering }: CapabilityFacts, { actor, language, rolesOf }: Viewer): Reason[] {
  const roles = rolesOf(act);
  const held = actor.grants.filter(({ role }) => roles.includes(role));
  if (held.length === 0) return [reason('ROLE', language, roles.map(spellRole).join(', '))];
  const covers = held.some((grant) => grant.unit === null || covering.includes(writeGrant(grant)));
  return covers ? [] : [reason('SCOPE', language, held.map(({ unit }) => unit).join(', '))];
}

function decideStanding(
  { act, statuses }: { act: string; statuses: readonly string[] },
  { status, protected: isProtected }: CapabilityFacts,
  language: Language,
): Reason[] {
  const unfit = statuses.length > 0 && status !== undefined && !statuses.includes(status);
  return [
    ...(unfit ? [reason('STATUS', language, `${status}; ${statuses.join(', ')}`)] : []),
    ...(isProtected && LENDING.has(act) ? [reason('PROTECTED', language, '')] : []),
  ];
}

const WORDING: Record<CapabilityReason, Record<Language, (what: string) => string>> = {
  ROLE: { vi: (what) => `Cần một trong các vai trò: ${what}.`, en: (what) => `It takes one of the roles ${what}.` },
  SCOPE: {
    vi: (what) => `Nằm ngoài phạm vi quyền của bạn (${what}).`,
    en: (what) => `It is beyond what you have the role for (${what}).`,
  },
  STATUS: {
    vi: (what) => `Trạng thái không cho phép: ${what.replace('; ', '; cần ')}.`,
    en: (what) => `Its status does not allow it: ${what.replace('; ', '; expected ')}.`,
  },
  PROTECTED: {
    vi: () => 'Người này thuộc diện không được biệt phái.',
    en: () => 'This person is protected from being seconded.',
  },
};

const reason = (code: CapabilityReason, language: Language, what: string): Reason => ({
  code,
  message: WORDING[code][language](what),
});
