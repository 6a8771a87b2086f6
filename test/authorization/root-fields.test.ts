import { createSourceEventStream, execute, extendSchema, type GraphQLObjectType, graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, ROLES, type Role } from '../../src/domain/actor.ts';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { guard } from '../../src/resolvers/permissions.ts';
import { type ApiServer, type Asking, startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { aPremisesScene, ON_PREMISES, type PremisesScene } from '../support/premises-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aSealScene, ON_SEALS, type SealScene } from '../support/seal-scene.ts';
import { aStaffScene, mayOnStaff, STAFF_INPUTS, type StaffScene } from '../support/staff-scene.ts';
import { aPerson, aSecondment, staffCarried } from '../support/staff-verbs.ts';
import { notify, subscribe } from '../support/subscriber.ts';
import { onServer } from '../support/test-server.ts';
import { aTrainingPlan, communesOf, startFirst, trainingPlan } from '../support/training-plan.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

/** A question that every root field of Query can answer, and what it answers. */
const QUESTIONS: Record<string, { ask: string; answer: unknown }> = {
  accessStandard: {
    ask: 'accessStandard(plan: "BD", asOf: "2024-12-31") { before { communes outside } }',
    answer: { before: { communes: 91, outside: 0 } },
  },
  auditEntries: { ask: 'auditEntries(subject: "NOBODY") { totalCount }', answer: { totalCount: 0 } },
  awaitedEvents: { ask: 'awaitedEvents(under: "HN") { event }', answer: [] },
  bankAccounts: { ask: 'bankAccounts(unit: "HN") { totalCount }', answer: { totalCount: 0 } },
  capacity: {
    ask: 'capacity(unit: "HN-B02", from: "2025-01-01", until: "2025-02-01") { strengthPeak }',
    answer: { strengthPeak: 1 },
  },
  continuity: {
    ask: 'continuity(plan: "HN", from: "2025-07-01", until: "2025-07-02") { uninterrupted }',
    answer: { uninterrupted: true },
  },
  counters: { ask: 'counters(unit: "HN-B03") { totalCount }', answer: { totalCount: 3 } },
  coverage: {
    ask: 'coverage(plan: "HN", from: "2025-07-01", until: "2025-07-02") { territories }',
    answer: { territories: 30 },
  },
  dossierLoads: {
    ask: 'dossierLoads(unit: "HN", from: "2025-07-01", until: "2025-07-02") { totalCount }',
    answer: { totalCount: 0 },
  },
  equipmentConsolidation: {
    ask: 'equipmentConsolidation(center: "HN-B03") { items }',
    answer: { items: 0 },
  },
  equipmentNeeds: { ask: 'equipmentNeeds(under: "HN") { totalCount }', answer: { totalCount: 0 } },
  dueAfterRename: {
    ask: 'dueAfterRename(under: "HN-B01", asOf: "2025-06-30") { nodes { thing } }',
    answer: { nodes: Array(8).fill({ thing: 'SIGNBOARD' }) },
  },
  explainAssignment: {
    ask: 'explainAssignment(staff: "AN", unit: "HN-B03", from: "2025-07-15", until: "2025-08-15") { allowed violations { code } }',
    answer: { allowed: true, violations: [] },
  },
  exportTable: {
    ask: 'exportTable(kind: HEADCOUNT, format: CSV, unit: "HN-B03", from: "2025-01-01", until: "2025-02-01") { name rows }',
    answer: { name: 'headcount-HN-B03-2025-01-01-2025-02-01.csv', rows: 0 },
  },
  handovers: { ask: 'handovers(unit: "HN-B01") { totalCount }', answer: { totalCount: 2 } },
  headcountLedger: {
    ask: 'headcountLedger(root: "HN", from: "2025-01-01", until: "2025-02-01") { balanced }',
    answer: { balanced: true },
  },
  instruments: { ask: `instruments(number: "${PLAN_29}") { totalCount }`, answer: { totalCount: 1 } },
  integrationCandidates: {
    ask: 'integrationCandidates(plan: "NA", asOf: "2022-09-01") { asked }',
    answer: [],
  },
  kpis: { ask: 'kpis(root: "HN", from: "2025-07-01", until: "2025-07-02") { days }', answer: { days: 0 } },
  node: { ask: 'node(id: "bm9ib2R5") { id }', answer: null },
  personalReads: { ask: 'personalReads(staff: "NOBODY") { totalCount }', answer: { totalCount: 0 } },
  plan: { ask: 'plan(code: "HN") { status }', answer: { status: 'ADOPTED' } },
  plans: { ask: 'plans(search: "nghe an") { nodes { code } }', answer: { nodes: [{ code: 'NA' }] } },
  policies: { ask: 'policies(plan: "HN", key: "deputies.max") { value }', answer: [{ value: '2' }] },
  quotas: { ask: 'quotas(center: "HN", year: 2025) { ceiling }', answer: [{ ceiling: 7 }] },
  rehearsePhase: {
    ask: 'rehearsePhase(plan: "HN", phase: 3) { rehearsed violations { code } }',
    answer: { rehearsed: true, violations: [] },
  },
  readiness: {
    ask: 'readiness(under: "HN-B03") { ready units }',
    answer: [
      { ready: 0, units: 1 },
      { ready: 0, units: 1 },
    ],
  },
  signaturesDue: { ask: 'signaturesDue(under: "HN-B03") { totalCount }', answer: { totalCount: 1 } },
  sealCutover: { ask: 'sealCutover(plan: "BD") { units seamless }', answer: { units: 10, seamless: true } },
  seals: { ask: 'seals(unit: "HN-B02") { nodes { status } }', answer: { nodes: [{ status: 'IN_USE' }] } },
  signboards: { ask: 'signboards(under: "BD") { totalCount }', answer: { totalCount: 10 } },
  secondmentsEnding: {
    ask: 'secondmentsEnding(before: "2027-01-01", unit: "HN") { totalCount }',
    answer: { totalCount: 1 },
  },
  staff: { ask: 'staff(code: "AN") { workplace { code } }', answer: { workplace: { code: 'HN-B03' } } },
  staffMembers: { ask: 'staffMembers(unit: "HN-B03") { nodes { code } }', answer: { nodes: [{ code: 'AN' }] } },
  tasks: { ask: 'tasks(plan: "NA", asOf: "2022-09-01", late: true) { totalCount }', answer: { totalCount: 2 } },
  waivers: { ask: 'waivers(plan: "HN") { inForce }', answer: { inForce: 0 } },
  workload: { ask: 'workload(root: "HN", from: "2025-07-01", until: "2025-07-02") { limit }', answer: { limit: null } },
  organizationDiff: {
    ask: 'organizationDiff(root: "HN", from: { asOf: "2025-07-01" }, to: { asOf: "2025-07-01" }) { summary { count } }',
    answer: { summary: [] },
  },
  territories: { ask: 'territories(level: PROVINCE, search: "ha noi") { totalCount }', answer: { totalCount: 1 } },
  territory: { ask: 'territory(code: "01") { name }', answer: { name: 'Hà Nội' } },
  unit: { ask: 'unit(code: "HN") { code }', answer: { code: 'HN' } },
  units: { ask: 'units(under: "HN-B02") { totalCount }', answer: { totalCount: 8 } },
};

/** What is told of what is not there, to whoever asks the same without having it in scope. */
const ABSENT: Record<string, unknown> = {
  accessStandard: null,
  auditEntries: { totalCount: 0 },
  awaitedEvents: [],
  bankAccounts: { totalCount: 0 },
  capacity: null,
  continuity: null,
  counters: { totalCount: 0 },
  coverage: null,
  dossierLoads: { totalCount: 0 },
  dueAfterRename: { nodes: [] },
  equipmentConsolidation: null,
  equipmentNeeds: { totalCount: 0 },
  explainAssignment: { allowed: false, violations: [{ code: 'NOT_FOUND' }] },
  exportTable: null,
  handovers: { totalCount: 0 },
  headcountLedger: null,
  // The law and the map are everybody's.
  instruments: QUESTIONS.instruments?.answer,
  integrationCandidates: [],
  kpis: null,
  node: null,
  organizationDiff: null,
  personalReads: { totalCount: 0 },
  plan: null,
  plans: { nodes: [] },
  policies: [],
  quotas: [],
  readiness: [],
  rehearsePhase: { rehearsed: true, violations: [{ code: 'NOT_FOUND' }] },
  sealCutover: null,
  seals: { nodes: [] },
  secondmentsEnding: { totalCount: 0 },
  signaturesDue: { totalCount: 0 },
  signboards: { totalCount: 0 },
  staff: null,
  staffMembers: { nodes: [] },
  tasks: { totalCount: 0 },
  territories: QUESTIONS.territories?.answer,
  territory: QUESTIONS.territory?.answer,
  unit: null,
  units: { totalCount: 0 },
  waivers: { inForce: 0 },
  workload: null,
};
/** What anybody with the role may do: it is about no unit. */
const OF_NO_UNIT: ReadonlySet<string> = new Set(['recordInstrument', 'recordSite']);
/** What takes the role over everything. */
const OF_EVERYTHING: ReadonlySet<string> = new Set(['amendPlan', 'importPlan']);

type Roles = readonly Role[];
const PLANNERS: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'PLANNER'];
const LEADERS: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'LEADER'];
const EITHER: Roles = ['ADMIN', 'CENTER_DIRECTOR', 'LEADER', 'PLANNER'];

/** Callers that act on people and posts alone. */
const ON_STAFF: Roles = ['STAFF_MANAGER', 'HOME_BODY', 'BRANCH_DIRECTOR'];

/** What one caller acts on: units, plans and ids of its own, so that callers do not meet. */
interface Ground {
  caller: Role;
  /** The caller, as codes can hold it. */
  tag: string;
  /** A training plan whose first phase is planned, active, done but for its end, suspended; one that is a draft. */
  planned: string;
  active: string;
  done: string;
  suspended: string;
  draft: string;
  /** The number of a training plan that is not there yet. */
  no: number;
  waiver: string;
  /** Id of an act that can be undone. */
  change: string;
  counter: string;
}

/** Who may act, and an input that the act is carried out with, other for each caller; in an order in which each finds what it needs. */
const on = '2025-09-01';
const first = (plan: string) => ({ plan, phase: 1, instrument: null });
const ACTS: Record<string, { may: Roles; input: (ground: Ground) => object }> = {
  establishUnit: {
    may: PLANNERS,
    input: ({ tag }) => ({ code: `${tag}-NEW`, name: 'Mới', kind: 'OUTSIDE_BODY', on }),
  },
  renameUnit: { may: PLANNERS, input: ({ caller }) => ({ unit: 'HN-B06', name: `Chi nhánh ${caller}`, on }) },
  correctUnit: {
    may: PLANNERS,
    input: ({ caller }) => ({ unit: 'HN-B05', on, name: `Chi nhánh ${caller}`, reason: 'Ghi sai' }),
  },
  reparentUnit: {
    may: PLANNERS,
    input: ({ tag }) => ({ unit: `${tag}-OLD`, relation: 'PROFESSIONAL', parent: 'HN', on: '2025-08-15' }),
  },
  extendTerritory: {
    may: PLANNERS,
    input: ({ caller }) => ({
      unit: `HN-B0${1 + PLANNERS.indexOf(caller)}`,
      territories: ['01'],
      takeOver: true,
      on,
    }),
  },
  recordInstrument: {
    may: PLANNERS,
    input: ({ caller }) => ({
      number: `1/${caller}`,
      kind: 'PLAN',
      issuer: 'HN',
      issuedOn: on,
      inForceFrom: on,
      title: 'Kế hoạch',
      instrument: undefined,
    }),
  },
  openCounter: {
    may: PLANNERS,
    input: ({ tag }) => ({ unit: `${tag}-OLD`, label: '2', kind: 'STANDARD', from: '2025-08-10' }),
  },
  openCounters: {
    may: PLANNERS,
    input: ({ tag }) => ({ counters: [{ unit: `${tag}-OLD`, label: '3', kind: 'STANDARD', from: '2025-08-10' }] }),
  },
  changeCounter: { may: PLANNERS, input: ({ counter }) => ({ counter, label: '1A', on: '2025-08-15' }) },
  closeCounter: { may: PLANNERS, input: ({ counter }) => ({ counter, on: '2025-08-20' }) },
  dissolveUnit: { may: PLANNERS, input: ({ tag }) => ({ unit: `${tag}-OLD`, on, noSuccessor: true }) },
  compensateChange: { may: PLANNERS, input: ({ change }) => ({ change, on: '2025-07-15' }) },
  importPlan: {
    may: LEADERS,
    input: ({ no }) => ({ document: trainingPlan(no), attachments: communesOf(no), instrument: undefined }),
  },
  adoptPlan: { may: LEADERS, input: ({ draft }) => ({ plan: draft, on: '2025-01-01' }) },
  amendPlan: {
    may: LEADERS,
    input: ({ draft }) => {
      const no = Number(draft.slice(1));
      return { document: trainingPlan(no), attachments: communesOf(no), on: '2025-01-01' };
    },
  },
  attestGate: {
    may: EITHER,
    input: ({ planned }) => ({ ...first(planned), gate: 'HEARD', evidence: 'BB-1', on: '2025-01-01' }),
  },
  readyPhase: { may: LEADERS, input: ({ planned }) => ({ ...first(planned), on: '2025-01-01' }) },
  startPhase: { may: LEADERS, input: ({ planned }) => ({ ...first(planned), on: '2025-01-01' }) },
  revokeAttestation: {
    may: EITHER,
    input: ({ planned }) => ({ ...first(planned), gate: 'HEARD', on: '2025-02-01' }),
  },
  cancelPhase: { may: LEADERS, input: ({ planned }) => ({ plan: planned, phase: 3, on: '2025-02-01' }) },
  applyChange: {
    may: PLANNERS,
    input: ({ tag }) => ({
      change: {
        kind: 'ESTABLISH',
        on,
        results: [{ unit: `${tag}-ANY`, name: 'Mới', kind: 'OUTSIDE_BODY' }],
      },
    }),
  },
  applyPhase: { may: PLANNERS, input: ({ active }) => ({ plan: active, phase: 1, instrument: undefined }) },
  completeTask: { may: EITHER, input: ({ active }) => ({ plan: active, task: 'FEES', on: '2025-02-20' }) },
  cancelTask: { may: EITHER, input: ({ active }) => ({ plan: active, task: 'REPORT', on: '2025-02-20' }) },
  extendPhase: {
    may: LEADERS,
    input: ({ active }) => ({ plan: active, phase: 1, until: '2025-04-15', on: '2025-03-01' }),
  },
  suspendPhase: { may: LEADERS, input: ({ active }) => ({ ...first(active), on: '2025-03-15' }) },
  resumePhase: { may: LEADERS, input: ({ suspended }) => ({ ...first(suspended), on: '2025-03-01' }) },
  completePhase: { may: LEADERS, input: ({ done }) => ({ ...first(done), on: '2025-04-01' }) },
  supersedePlan: { may: LEADERS, input: ({ done }) => ({ plan: done, on: '2025-07-01' }) },
  setPolicy: {
    may: LEADERS,
    input: ({ planned }) => ({ key: 'deputies.max', value: '2', from: on, unit: planned }),
  },
  grantWaiver: {
    may: LEADERS,
    input: ({ planned }) => ({
      code: 'PHASE_GATE_UNMET',
      plan: planned,
      from: on,
      until: '2025-12-01',
      reason: 'Thí điểm',
    }),
  },
  revokeWaiver: { may: LEADERS, input: ({ waiver }) => ({ waiver, on }) },
};

const STAFF_VERBS = Object.keys(STAFF_INPUTS);
const MUTATIONS = [...Object.keys(ACTS), ...Object.keys(ON_PREMISES), ...Object.keys(ON_SEALS), ...STAFF_VERBS];
const mayCarryOut = (field: string): Roles =>
  (ACTS[field] ?? ON_PREMISES[field] ?? ON_SEALS[field])?.may ?? mayOnStaff(field);

/** What every root field of Subscription can watch, and what then happens. */
const WATCHES: Record<string, { watch: string; notice: object; event: unknown }> = {
  planChanged: {
    watch: 'planChanged(plan: "HN") { kind plan { code } phase { ordinal } }',
    notice: { plan: 'HN', phase: 1, kind: 'PHASE' },
    event: { kind: 'PHASE', plan: { code: 'HN' }, phase: { ordinal: 1 } },
  },
};

const READERS: Roles = ['VIEWER', 'PLANNER', 'ADMIN'];
/** Queries that hold what they read. */
const ASKERS: Readonly<Record<string, Roles>> = {
  auditEntries: ['ADMIN', 'CENTER_DIRECTOR', 'AUDITOR'],
  personalReads: ['ADMIN', 'AUDITOR'],
  explainAssignment: mayOnStaff('assignStaff'),
  rehearsePhase: EITHER,
};

const schema = buildSchema();
const rootFields = (type: GraphQLObjectType | null | undefined): string[] =>
  Object.keys(type?.getFields() ?? {}).sort();

let server: ApiServer;
const grounds = new Map<Role, Ground>();
const scenes = new Map<Role, StaffScene>();
const premises = new Map<Role, PremisesScene>();
const seals = new Map<Role, SealScene>();
/** The units that stand below none, but for those of another province. */
const roots: string[] = [];
const ELSEWHERE = 'PC-24';

beforeAll(async () => {
  server = await startApiServer();
  // Provinces of the four plans are none of these.
  const numbers = [50, 60, 80, 90];
  for (const [index, caller] of EITHER.entries()) grounds.set(caller, await groundFor(caller, numbers[index] ?? 0));
  const laid = [...EITHER, ...ON_STAFF].map(async (caller) => {
    const tag = caller.replace('_', '-');
    scenes.set(caller, await aStaffScene(server, tag));
    premises.set(caller, await aPremisesScene(server, `P-${tag}`));
    seals.set(caller, await aSealScene(server, `P-${tag}`));
  });
  await Promise.all(laid);
  await prepareQuestions();
  roots.push(...(await rootUnits()));
}, 120_000);

afterAll(() => server.close());

/** What a caller is who has the role over all that there is here, one unit after the other, or over another province only. */
function overAllHere(role: Role): Asking {
  const ground = grounds.get(role);
  const made = ground ? [`${ground.tag}-NEW`, `${ground.tag}-ANY`, `PC-${ground.no}`] : [];
  return { role: [...roots, ...made].map((unit): `${Role}@${string}` => `${role}@${unit}`) };
}
const elsewhere = (role: Role): Asking => ({ role: `${role}@${ELSEWHERE}` });

const rootUnits = (): Promise<string[]> =>
  onServer(server.databaseUrl, async (sql) => {
    const found = await sql<{ code: string }[]>`
      SELECT code FROM unit WHERE code <> ${ELSEWHERE} AND NOT EXISTS (
        SELECT FROM unit_relation r WHERE r.child_id = unit.id AND r.kind = 'ESTABLISHMENT' AND r.superseded_at = 'infinity')`;
    return found.map(({ code }) => code);
  });

/** Lays what the questions about people and posts find. */
async function prepareQuestions(): Promise<void> {
  await aSecondment(server, { staff: await aPerson(server, { code: 'AN' }), host: 'HN-B03' });
  const granted = { unit: 'HN', category: 'PUBLIC_EMPLOYEE', ceiling: 7 };
  await staffCarried(server, 'allocateHeadcount', {
    center: 'HN',
    year: 2025,
    allocations: [granted],
    instrument: PLAN_29,
  });
}

/** Lays what a caller acts on, with training plans from a number on. */
async function groundFor(caller: Role, no: number): Promise<Ground> {
  const tag = caller.replace('_', '-');
  const old = { code: `${tag}-OLD`, name: 'Cũ', kind: 'OUTSIDE_BODY', on: '2025-08-01' };
  await given(server, 'establishUnit', old);
  const opening = { unit: old.code, label: '1', kind: 'STANDARD', from: old.on };
  const { counter } = await carried(server, 'openCounter', opening, 'counter { id }');
  const { plan: planned } = await aTrainingPlan(server, no + 1);
  const { plan: active } = await aTrainingPlan(server, no + 2);
  const { plan: done, point } = await aTrainingPlan(server, no + 3);
  const { plan: suspended } = await aTrainingPlan(server, no + 4);
  const { plan: draft } = await aTrainingPlan(server, no + 5, (document) => {
    document.instrument = undefined;
  });
  for (const plan of [active, done, suspended]) await startFirst(server, plan);
  await carried(server, 'applyPhase', { plan: done, phase: 1 });
  await carried(server, 'completeTask', { plan: done, task: 'FEES', on: '2025-02-20' });
  await carried(server, 'suspendPhase', { plan: suspended, phase: 1, on: '2025-02-01' });
  const waived = { code: 'NAME_FROZEN', unit: planned, from: '2025-08-01', until: '2025-12-01', reason: 'Thí điểm' };
  const { waiver } = await carried(server, 'grantWaiver', { ...waived, instrument: PLAN_29 }, 'waiver { id }');
  const { unit } = await server.query(`{ unit(code: "${point(4)}") { parents { event { id } } } }`);
  const change = unit.parents[0].event.id;
  const plans = { planned, active, done, suspended, draft, no: no + 6 };
  return { caller, tag, ...plans, waiver: waiver.id, change, counter: counter.id };
}

const ask = (field: string, asking: Asking) => server.ask(`{ ${QUESTIONS[field]?.ask} }`, {}, asking);
/** Sends an act on the ground of one caller, as whoever is asking. */
const act = (field: string, caller: Role, asking: Asking) => {
  const input = inputOf(field, caller);
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${field}(input: $input) { rehearsed violations { code severity path message } } }`;
  return server.ask(document, { input }, asking);
};

/** An input that a caller carries a verb out with. */
function inputOf(field: string, caller: Role): object | undefined {
  const [ground, scene] = [grounds.get(caller), scenes.get(caller)];
  if (!scene || (field in ACTS && !ground)) throw new Error(`no ground was laid for ${caller}`);
  const held = premises.get(caller);
  if (held && field in ON_PREMISES) return ON_PREMISES[field]?.input(held);
  const kept = seals.get(caller);
  if (kept && field in ON_SEALS) return ON_SEALS[field]?.input(kept);
  return ground && field in ACTS
    ? { instrument: PLAN_29, ...ACTS[field]?.input(ground) }
    : STAFF_INPUTS[field]?.(scene);
}

/** How much the audit tells. */
const audited = (): Promise<number> =>
  onServer(server.databaseUrl, async (sql) => {
    const [row] = await sql<{ count: number }[]>`SELECT count(*)::int AS count FROM audit_entry`;
    return row?.count ?? 0;
  });

/** What a caller without permission is told of a root field; a field that may not be null takes all data with it. */
const refusal = (type: GraphQLObjectType | null | undefined, field: string) => ({
  status: 200,
  data: String(type?.getFields()[field]?.type).endsWith('!') ? null : { [field]: null },
  errors: [
    expect.objectContaining({
      message: expect.stringMatching(/^You may not do this(; it takes one of the roles admin, .+)?\.$/),
      path: [field],
      extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
    }),
  ],
});

describe('every root field', () => {
  it('of Query is tried here', () => {
    expect(Object.keys(QUESTIONS).sort()).toEqual(rootFields(schema.getQueryType()));
  });

  it('of Mutation is tried here', () => {
    expect([...MUTATIONS].sort()).toEqual(rootFields(schema.getMutationType()));
  });

  it('of Subscription is tried here', () => {
    expect(Object.keys(WATCHES).sort()).toEqual(rootFields(schema.getSubscriptionType()));
  });
});

describe.each(Object.keys(QUESTIONS))('Query.%s', (field) => {
  it('answers nobody without a token', async () => {
    const { status, data, errors } = await ask(field, { role: null });

    expect([status, data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([
      401,
      undefined,
      ['UNAUTHENTICATED'],
    ]);
  });

  it('is forbidden to a caller without roles', async () => {
    expect(await ask(field, { role: 'NONE' })).toEqual(refusal(schema.getQueryType(), field));
  });

  const askers = ASKERS[field] ?? READERS;

  it.each(READERS.filter((role) => !askers.includes(role)))('is forbidden to %s', async (role) => {
    expect(await ask(field, { role })).toEqual(refusal(schema.getQueryType(), field));
  });

  it.each(askers)('answers %s', async (role) => {
    expect(await ask(field, { role })).toEqual({ status: 200, data: { [field]: QUESTIONS[field]?.answer } });
  });

  it('answers who has the role over the units asked about, and tells others what it tells of what is not there', async () => {
    const [role = 'VIEWER'] = askers.toReversed();

    const [within, beyond] = await Promise.all([ask(field, overAllHere(role)), ask(field, elsewhere(role))]);

    expect(within).toEqual({ status: 200, data: { [field]: QUESTIONS[field]?.answer } });
    expect(beyond).toEqual({ status: 200, data: { [field]: ABSENT[field] } });
  });
});

describe.each(MUTATIONS)('Mutation.%s', (field) => {
  const others = ['NONE', ...ROLES.filter((role) => !mayCarryOut(field).includes(role))] as const;

  it(`answers nobody without a token, is forbidden to ${others.join(', ')}, and writes nothing`, async () => {
    const [unknown, ...answers] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([
        act(field, 'ADMIN', { role: null }),
        ...others.map(async (role) => [role, await act(field, 'ADMIN', { role })] as const),
      ]),
    );

    const { status, data, errors } = unknown;
    expect([status, data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([
      401,
      undefined,
      ['UNAUTHENTICATED'],
    ]);
    expect(answers).toEqual(others.map((role) => [role, refusal(schema.getMutationType(), field)]));
  });
});

describe.each(MUTATIONS.filter((field) => !OF_NO_UNIT.has(field) && !OF_EVERYTHING.has(field)))(
  'Mutation.%s',
  (field) => {
    const [role = 'ADMIN'] = mayCarryOut(field);

    it(`is refused to ${role} of another province, and writes nothing`, async () => {
      const { status, data, errors } = await withoutWriting(server.databaseUrl, () =>
        act(field, 'ADMIN', elsewhere(role)),
      );

      const codes = data?.[field]?.violations.map(({ code }: { code: string }) => code);
      expect([status, errors]).toEqual([200, undefined]);
      expect(codes).toEqual(expect.arrayContaining([expect.stringMatching(/^(NOT_FOUND|OUT_OF_SCOPE)$/)]));
    });
  },
);

describe.each([...OF_EVERYTHING])('Mutation.%s', (field) => {
  it('is forbidden to whoever has the role over some units, however many, and writes nothing', async () => {
    const { errors } = await withoutWriting(server.databaseUrl, () => act(field, 'LEADER', overAllHere('LEADER')));

    expect(errors).toMatchObject([
      { message: 'You may not do this; it takes the role over everything.', extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});

describe.each(Object.keys(WATCHES))('Subscription.%s', (field) => {
  const document = `subscription { ${WATCHES[field]?.watch} }`;
  const watch = (role: Asking['role']) => subscribe(server, { document, role });

  it('lets nobody in without a token', async () => {
    expect(await watch(null).ended()).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('is forbidden to a caller without roles', async () => {
    const { errors } = refusal(schema.getSubscriptionType(), field);

    expect(await watch('NONE').ended()).toEqual({ errors });
  });

  it.each(READERS)('tells %s', async (role) => {
    const subscriber = watch(role);
    await subscriber.live();

    await notify(server.databaseUrl, WATCHES[field]?.notice ?? {});

    expect(await subscriber.next(1)).toEqual([WATCHES[field]?.event]);
    subscriber.leave();
  });
});

describe.each([...EITHER, ...ON_STAFF])('%s', (role) => {
  // In an order in which each finds what it needs.
  const allowed = MUTATIONS.filter((field) => mayCarryOut(field).includes(role));

  it.each(allowed)('may carry out %s over the units concerned, of which the audit tells', async (field) => {
    const before = await audited();

    const asking = OF_EVERYTHING.has(field) ? { role } : overAllHere(role);
    const { status, data, errors } = await act(field, role, asking);

    expect([status, errors, data]).toEqual([200, undefined, { [field]: { rehearsed: false, violations: [] } }]);
    expect(await audited()).toBeGreaterThan(before);
  });
});

describe('several root fields at once', () => {
  it('are each refused or carried out for themselves', async () => {
    const document = `{ ${QUESTIONS.unit?.ask} ${QUESTIONS.territory?.ask} }`;

    const { data, errors } = await server.ask(document, {}, { role: 'NONE' });

    expect(data).toEqual({ unit: null, territory: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['unit'], 'FORBIDDEN'],
      [['territory'], 'FORBIDDEN'],
    ]);
  });
});

describe('a root field that no permission names', () => {
  it.each([
    ['Query', '{ newField territory(code: "01") { code } }', { territory: { code: '01' } }],
    [
      'Mutation',
      'mutation { newField renameUnit(input: { unit: "A", name: "B", on: "2025-09-01" }) { rehearsed } }',
      { renameUnit: { rehearsed: true } },
    ],
  ] as const)('of %s is refused to an administrator and not run', async (root, source, others) => {
    let ran = false;
    const extended = extendSchema(schema, parse(`extend type ${root} { newField: String }`));
    const added = (extended.getType(root) as GraphQLObjectType).getFields().newField;
    if (added)
      added.resolve = () => {
        ran = true;
        return 'done';
      };
    const contextValue = {
      actor: { subject: 'an', grants: [everywhere('ADMIN')] },
      read: async () => ({ code: '01' }),
      isUnbounded: () => true,
      change: async () => ({ shown: {}, violations: [], rehearsed: true }),
    };

    const unguarded = await graphql({ schema: extended, source, contextValue });
    const ranUnguarded = ran;
    ran = false;
    const { data, errors } = await graphql({ schema: guard(extended), source, contextValue });

    expect([unguarded, ranUnguarded]).toEqual([{ data: { newField: 'done', ...others } }, true]);
    expect([data, ran]).toEqual([{ newField: null, ...others }, false]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['newField'], 'FORBIDDEN']]);
  });

  it('of Subscription is refused to an administrator, and so is each event', async () => {
    let ran = 0;
    const extended = extendSchema(schema, parse('extend type Subscription { newField: String }'));
    const added = (extended.getType('Subscription') as GraphQLObjectType).getFields().newField;
    if (added) {
      added.subscribe = async function* () {
        ran += 1;
        yield 'event';
      };
      added.resolve = () => {
        ran += 1;
        return 'done';
      };
    }
    const document = parse('subscription { newField }');
    const contextValue = { actor: { subject: 'an', grants: [everywhere('ADMIN')] } };

    const unguarded = await createSourceEventStream({ schema: extended, document, contextValue });
    const told = await execute({ schema: extended, document, contextValue, rootValue: 'event' });
    const ranUnguarded = ran;
    ran = 0;
    const guarded = { schema: guard(extended), document, contextValue };
    const results = [await createSourceEventStream(guarded), await execute({ ...guarded, rootValue: 'event' })];

    expect([Symbol.asyncIterator in unguarded, told, ranUnguarded]).toEqual([true, { data: { newField: 'done' } }, 1]);
    expect(ran).toBe(0);
    for (const result of results) {
      expect(result).toMatchObject({ errors: [{ path: ['newField'], extensions: { code: 'FORBIDDEN' } }] });
    }
  });
});
