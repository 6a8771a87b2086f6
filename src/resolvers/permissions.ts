import { defaultFieldResolver, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { applyMiddleware, type IMiddlewareGenerator, type IMiddlewareTypeMap } from 'graphql-middleware';
import { deny, rule, shield } from 'graphql-shield';
import { ROLES, type Role, spellRole } from '../domain/actor.ts';
import { concealWhatIsOutOfScope } from './conceal.ts';
import type { RequestContext } from './context.ts';

const forbidden = (message: string) => new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
const REFUSAL = forbidden('You may not do this.');

/** Pure: looks at the caller alone. Which rows a caller sees is decided in SQL, never here. */
function allow(roles: readonly Role[]) {
  const refusal =
    roles === anyone
      ? REFUSAL
      : forbidden(`You may not do this; it takes one of the roles ${roles.map(spellRole).join(', ')}.`);
  return rule({ cache: 'no_cache' })(
    (_parent, _args, { actor }: RequestContext) => actor.grants.some(({ role }) => roles.includes(role)) || refusal,
  );
}

type Roles = readonly Role[];
const anyone: Roles = ROLES;
const planners: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'PLANNER'];
/** Who takes a plan and its phases through their lives. */
const leaders: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'LEADER'];
/** Who moves people and posts. */
const managers: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'PLANNER', 'STAFF_MANAGER'];
/** … or speaks for a body that lends or lets go. */
const bodies: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'PLANNER', 'STAFF_MANAGER', 'HOME_BODY'];
/** … or places people within a branch. */
const placers: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'BRANCH_DIRECTOR', 'PLANNER', 'STAFF_MANAGER'];
/** Who looks into what others did; what others looked at is for those alone who are there to ask. */
const examiners: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'AUDITOR'];
const auditors: Roles = ['ADMIN', 'AUDITOR'];
/** Who keeps the seals, boards, accounts, premises and counters of units. */
const keepers: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'BRANCH_DIRECTOR', 'PLANNER'];
/** Who reports what the service came to. */
const reporters: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'BRANCH_DIRECTOR', 'PLANNER'];
const either: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'LEADER', 'PLANNER'];

/** Who may call what, over the units they have the role for. A root field that is not named here is refused to everybody. */
const permissions = {
  Query: {
    accessStandard: anyone,
    auditEntries: examiners,
    awaitedEvents: anyone,
    capacity: anyone,
    continuity: anyone,
    counters: anyone,
    coverage: anyone,
    dossierLoads: anyone,
    equipmentConsolidation: anyone,
    equipmentNeeds: anyone,
    // It reads, but holds the person while it does, as the act itself would.
    explainAssignment: placers,
    exportTable: anyone,
    handovers: anyone,
    headcountLedger: anyone,
    instruments: anyone,
    integrationCandidates: anyone,
    kpis: anyone,
    node: anyone,
    organizationDiff: anyone,
    personalReads: auditors,
    plan: anyone,
    plans: anyone,
    policies: anyone,
    quotas: anyone,
    // It reads, but holds the plan while it does, as the act itself would.
    rehearsePhase: either,
    bankAccounts: anyone,
    dueAfterRename: anyone,
    sealCutover: anyone,
    readiness: anyone,
    seals: anyone,
    signaturesDue: anyone,
    signboards: anyone,
    secondmentsEnding: anyone,
    staff: anyone,
    staffMembers: anyone,
    tasks: anyone,
    territories: anyone,
    territory: anyone,
    unit: anyone,
    units: anyone,
    waivers: anyone,
    workload: anyone,
  },
  Mutation: {
    adoptPlan: leaders,
    advanceBankAccounts: keepers,
    advanceHandover: keepers,
    advanceHandovers: keepers,
    advanceEquipmentNeeds: keepers,
    advanceSeal: keepers,
    advanceSeals: keepers,
    advanceSignboards: keepers,
    allocatePremises: keepers,
    designSignboards: keepers,
    listHandover: keepers,
    listHandovers: keepers,
    // It puts units under other managers, as `reparentUnit` does.
    recordEvent: planners,
    recordSite: keepers,
    releasePremises: keepers,
    recordReadiness: keepers,
    registerEquipmentNeeds: keepers,
    requestBankAccounts: keepers,
    requestSeal: keepers,
    requestSeals: keepers,
    agreeSecondment: bodies,
    agreeTransfer: bodies,
    allocateHeadcount: managers,
    amendPlan: leaders,
    applyChange: planners,
    applyPhase: planners,
    appointLeader: managers,
    assignStaff: placers,
    attestGate: either,
    attestProtection: bodies,
    cancelPhase: leaders,
    cancelTask: either,
    cancelTransfer: managers,
    changeCounter: planners,
    closeCounter: planners,
    compensateChange: planners,
    compensateTransfer: managers,
    completePhase: leaders,
    completeTask: either,
    correctStaff: managers,
    correctUnit: planners,
    decideSecondment: managers,
    decideTransfer: managers,
    dissolveUnit: planners,
    endAppointment: managers,
    endAssignment: placers,
    endSecondment: managers,
    establishUnit: planners,
    extendPhase: leaders,
    extendSecondment: managers,
    extendTerritory: planners,
    grantWaiver: leaders,
    // A document with an instrument is adopted at once.
    importPlan: leaders,
    importStaff: managers,
    leaveStaff: managers,
    openCounter: planners,
    openCounters: planners,
    proposeSecondment: bodies,
    proposeTransfer: bodies,
    readyPhase: leaders,
    recallSecondment: bodies,
    recordDigitalSignature: bodies,
    recordDossierLoads: reporters,
    recordInstrument: planners,
    registerStaff: managers,
    renameUnit: planners,
    reparentUnit: planners,
    resumePhase: leaders,
    retractStep: keepers,
    revokeAttestation: either,
    revokeDigitalSignature: bodies,
    revokeWaiver: leaders,
    secondStaff: managers,
    setPolicy: leaders,
    startPhase: leaders,
    supersedePlan: leaders,
    suspendPhase: leaders,
    transferStaff: managers,
  },
  Subscription: {
    planChanged: anyone,
  },
} satisfies Record<string, Record<string, Roles>>;

/** In which roles a caller may call a root field. */
export function rolesOf(type: string, field: string): Roles {
  const fields: Record<string, Roles> | undefined = permissions[type as keyof typeof permissions];
  return fields?.[field] ?? [];
}

const rules = (fields: Record<string, Roles>) => ({
  '*': deny,
  ...Object.fromEntries(Object.entries(fields).map(([field, roles]) => [field, allow(roles)])),
});

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;
/** Resolves to what `resolve` does, or to the error of a refusal. */
type Check = (resolve: () => unknown, ...asked: Parameters<Resolver>) => Promise<unknown>;

/** Guards the root fields. shield would wrap every field of every type, at three times the cost of a read: only these are. */
export function guard(schema: GraphQLSchema): GraphQLSchema {
  concealWhatIsOutOfScope(schema);
  const generator = shield(
    Object.fromEntries(Object.entries(permissions).map(([type, fields]) => [type, rules(fields)])),
    {
      allowExternalErrors: true,
      fallbackRule: deny,
      fallbackError: REFUSAL,
    },
  ) as IMiddlewareGenerator<unknown, RequestContext, unknown>;
  const { Query, Mutation, Subscription } = generator.generate(schema) as IMiddlewareTypeMap<unknown, RequestContext>;
  const guarded = applyMiddleware(schema, { Query, Mutation } as IMiddlewareTypeMap<unknown, RequestContext>);
  guardSubscriptions(guarded, Subscription as Readonly<Record<string, Check | { resolve: Check }>>);
  return guarded;
}

/** graphql-middleware wraps how an event is resolved and, where it does, leaves subscribing itself to anybody. */
function guardSubscriptions(schema: GraphQLSchema, checks: Readonly<Record<string, Check | { resolve: Check }>>): void {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const given = checks[field.name];
    // shield wraps rules that are made of rules, `deny` among them.
    const check = typeof given === 'function' ? given : given?.resolve;
    const guarded = (resolve: Resolver = defaultFieldResolver): Resolver => {
      return (...asked) => check?.(() => resolve(...asked), ...asked) ?? REFUSAL;
    };
    field.subscribe = guarded(field.subscribe);
    field.resolve = guarded(field.resolve);
  }
}
