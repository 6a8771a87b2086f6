import type { ApiServer, Data } from './api-server.ts';
import { advanced, needsOf, STEPS } from './equipment-scene.ts';
import { carried } from './plan-verbs.ts';
import { aPremisesScene, ON_PREMISES, stepped } from './premises-scene.ts';
import { aSealScene, ON_SEALS } from './seal-scene.ts';
import { ServiceScene } from './service-scene.ts';
import { aStaffScene, STAFF_INPUTS, type StaffScene } from './staff-scene.ts';
import { anAppointment, anAssignment, aPerson, aSecondment, staffCarried } from './staff-verbs.ts';
import { aTrainingPlan, communesOf, namesOf, plannedIn, startFirst, trainingPlan } from './training-plan.ts';
import { PLAN_29 } from './verbs.ts';

/** Training plans by where they stand; each number is that of the plan's own province. */
const STANDING = {
  planned: 91,
  waived: 92,
  active: 93,
  done: 94,
  suspended: 95,
  draft: 96,
  attested: 97,
  toImport: 98,
};
const PLANNED = namesOf(STANDING.planned);
const ACTIVE = namesOf(STANDING.active);
const DONE = namesOf(STANDING.done);

/** Arguments with which each query answers something on the four plans and the training plans. A new root field needs an entry here. */
export const QUERY_ARGUMENTS: Readonly<Record<string, string>> = {
  accessStandard: 'plan: "BD", asOf: "2025-06-30", within: ["718"]',
  auditEntries: 'subjectType: OrgUnit, first: 2',
  awaitedEvents: 'under: "DEMO-G"',
  bankAccounts: 'under: "DEMO-S"',
  capacity: 'unit: "HN-B02", from: "2025-01-01", until: "2026-01-01"',
  continuity: 'plan: "HN", from: "2018-01-01", until: "2025-08-01"',
  counters: 'unit: "HN-B02"',
  coverage: 'plan: "HN", from: "2025-04-01", until: "2025-08-01"',
  dossierLoads: 'under: "BN", from: "2025-07-01", until: "2025-07-15"',
  equipmentConsolidation: 'center: "HN", asOf: "2025-09-01"',
  equipmentNeeds: 'under: "HN", asOf: "2025-09-01"',
  dueAfterRename: 'under: "HN-B01", asOf: "2025-09-01", first: 2',
  explainAssignment: 'staff: "BINH", unit: "BN-07210", from: "2025-07-15"',
  exportTable: 'kind: STAFF, format: CSV, unit: "HN"',
  handovers: 'unit: "DEMO-G"',
  headcountLedger: 'root: "HN", from: "2025-01-01", until: "2026-01-01", first: 3',
  instruments: 'first: 2',
  integrationCandidates: 'plan: "BD", asOf: "2025-06-30"',
  kpis: 'root: "BN", from: "2025-07-01", until: "2025-07-15"',
  node: `id: "${Buffer.from('OrgUnit:1').toString('base64')}"`,
  organizationDiff: 'root: "HN", from: { asOf: "2025-06-30" }, to: { asOf: "2025-07-01" }',
  personalReads: 'staff: "AN"',
  plan: `code: "${ACTIVE.plan}", asOf: "2025-01-15"`,
  plans: 'search: "nghe an", first: 2',
  policies: 'plan: "HN"',
  quotas: 'center: "HN", year: 2025',
  rehearsePhase: `plan: "${ACTIVE.plan}", phase: 1`,
  readiness: 'under: "HN", asOf: "2025-09-01"',
  sealCutover: 'plan: "BD", phase: 1',
  seals: 'under: "BD", first: 2',
  signboards: 'under: "BD", first: 2',
  secondmentsEnding: 'before: "2027-01-01"',
  signaturesDue: 'under: "HN", asOf: "2025-09-01"',
  staff: 'code: "AN"',
  staffMembers: 'unit: "HN-B02"',
  tasks: 'plan: "NA", late: true, first: 2',
  territories: 'parent: "24", first: 2',
  territory: 'code: "24"',
  unit: 'code: "BN-07432"',
  units: 'under: "HN", kinds: [BRANCH], first: 2',
  workload: 'root: "BN", from: "2025-07-01", until: "2025-07-15"',
  waivers: 'code: PHASE_GATE_UNMET, asOf: "2025-01-15"',
};

/** Arguments of mutations that show types no query shows. */
export const MUTATION_ARGUMENTS: Readonly<Record<string, string>> = {
  assignStaff: 'input: { staff: "BINH", unit: "BN-07432", from: "2025-07-01", rehearse: true }',
  supersedePlan: `input: { plan: "${DONE.plan}", on: "2025-07-01", instrument: "${DONE.decision}", rehearse: true }`,
};

const DECIDED = { on: '2025-09-01', instrument: PLAN_29 };

/** Puts on record what the arguments and inputs speak of: training plans that stand where each verb finds something to do. */
export async function prepare(server: ApiServer): Promise<void> {
  for (const no of [STANDING.planned, STANDING.attested]) await aTrainingPlan(server, no);
  await aTrainingPlan(server, STANDING.draft, (document) => {
    document.instrument = undefined;
  });
  const document = trainingPlan(STANDING.done);
  await carried(server, 'importPlan', { document, attachments: communesThatEnd(STANDING.done) });
  await aTrainingPlan(server, STANDING.active, withMore);
  await aTrainingPlan(server, STANDING.suspended);
  for (const no of [STANDING.active, STANDING.done, STANDING.suspended]) await startFirst(server, namesOf(no).plan);
  const { plan: attested } = namesOf(STANDING.attested);
  await carried(server, 'attestGate', { plan: attested, phase: 1, gate: 'HEARD', evidence: 'BB-1', on: '2025-01-01' });
  await carried(server, 'applyPhase', { plan: DONE.plan, phase: 1 });
  await carried(server, 'completeTask', { plan: DONE.plan, task: 'FEES', on: '2025-02-20' });
  await carried(server, 'suspendPhase', { plan: namesOf(STANDING.suspended).plan, phase: 1, on: '2025-02-01' });
  await prepareStaff(server);
  await prepareService(server);
  await aSealScene(server, 'DEMO');
  const { handovers } = await aPremisesScene(server, 'DEMO');
  await stepped(server, handovers[0], 'INSPECTED', { on: '2025-05-06' });
  const counter = { unit: 'HN-B02', label: 'Quầy 2', kind: 'PRIORITY', from: '2025-04-01', instrument: PLAN_29 };
  await carried(server, 'openCounter', counter);
  const { plan: waived, decision: instrument } = await aTrainingPlan(server, STANDING.waived);
  await carried(server, 'grantWaiver', { ...WAIVER, plan: waived, instrument });
  await carried(server, 'startPhase', { plan: waived, phase: 1, on: '2025-01-01' });
  await server.query('{ staff(code: "AN") { name } }');
  await server.recorded();
}

/** A person of whom everything is said that can be, a leader of the unit asked about, and posts granted in Hanoi. */
async function prepareStaff(server: ApiServer): Promise<void> {
  const staff = await aPerson(server, { code: 'AN', payrollHome: 'HN-B01' });
  const move = { moves: [{ staff, toUnit: 'HN-B02' }], on: '2025-03-01', instrument: PLAN_29 };
  await staffCarried(server, 'transferStaff', move);
  await anAppointment(server, { staff, unit: 'HN-B02', role: 'DIRECTOR', from: '2025-04-01' });
  await anAssignment(server, { staff, unit: 'HN-00109', counter: 'Quầy 2', from: '2025-04-01', until: '2025-05-01' });
  await staffCarried(server, 'recordDigitalSignature', {
    staff,
    serial: '5401',
    issuer: 'Ban Cơ yếu Chính phủ',
    from: '2025-04-01',
  });
  await aSecondment(server, { staff, host: 'HN-B03' });
  await prepareReadiness(server);
  const director = { staff: await aPerson(server, { code: 'BINH', payrollHome: 'BN-07432', from: '2025-07-01' }) };
  await anAppointment(server, { ...director, unit: 'BN-07432', role: 'DIRECTOR', decidedBy: 'BN', from: '2025-07-01' });
  const total = { unit: 'HN', category: 'PUBLIC_EMPLOYEE', ceiling: 100, minimum: 1 };
  const granted = { center: 'HN', year: 2025, allocations: [total], instrument: PLAN_29 };
  await staffCarried(server, 'allocateHeadcount', granted);
}

/** A center with more people than it needs and a commune center with fewer, where one counter has too much to do. */
async function prepareService(server: ApiServer): Promise<void> {
  for (const code of ['CHI', 'DUNG']) await aPerson(server, { code, payrollHome: 'BN', from: '2025-07-01' });
  await new ServiceScene(server).counter('BN-07432', 'Quầy 1', '2025-07-01');
  const limit = { key: 'workload.person.max', value: '10', unit: 'BN', from: '2025-07-01', instrument: PLAN_29 };
  await carried(server, 'setPolicy', limit);
  const load = { day: '2025-07-02', received: 25 };
  const loads = [
    { ...load, unit: 'BN', received: 5 },
    { ...load, unit: 'BN-07432', counter: 'Quầy 1' },
  ];
  await carried(server, 'recordDossierLoads', { loads });
}

/** A need and a statement of readiness of a branch, and an official lent to it whose certificate has run out. */
async function prepareReadiness(server: ApiServer): Promise<void> {
  const cited = { plan: 'HN', phase: 1, instrument: PLAN_29 };
  const [need = ''] = await needsOf(server, [{}], cited);
  await advanced(server, [need], STEPS.CONSOLIDATED, { ...STEPS.FUNDED, by: 'HN' }, STEPS.PURCHASED);
  const said = {
    unit: 'HN-B02',
    item: 'PROCEDURES',
    field: 'Đất đai',
    done: 1,
    total: 2,
    on: '2025-05-05',
    source: 'BC',
  };
  const items = [said, { ...said, unit: 'BN-07432', on: '2025-07-02' }];
  await staffCarried(server, 'recordReadiness', { items, instrument: PLAN_29 });
  const staff = await aPerson(server, { payrollHome: 'HN-B01' });
  await aSecondment(server, { staff, host: 'HN-B03', until: '2026-05-01' });
  const held = { staff, serial: '5402', issuer: 'VNPT-CA', from: '2025-05-01', until: '2025-06-01' };
  await staffCarried(server, 'recordDigitalSignature', held);
}

/** The territory file of a training plan whose second commune is no more from 2025-07-01 on. */
function communesThatEnd(no: number): { name: string; content: string }[] {
  const ends = (content: string) => content.replace(/(?<=Bình,\d+,2020-01-01,)/, '2025-07-01');
  return communesOf(no).map(({ name, content }) => ({ name, content: ends(content) }));
}

/** A plan that says where it is from, of a center that has a branch already. */
const withMore = (document: Data) => {
  const [, center] = document.before;
  const branch = { unit: `${ACTIVE.center}-A`, kind: 'BRANCH', parents: { ESTABLISHMENT: ACTIVE.center } };
  document.before.push({ ...center, ...branch });
  document.source = { publication: 'demo.vn', reference: '1', paraphrase: 'Two one-stops are merged.' };
};

const WAIVER = {
  code: 'PHASE_GATE_UNMET',
  phase: 1,
  gate: 'HEARD',
  from: '2025-01-01',
  until: '2025-12-31',
  reason: 'Đang lấy ý kiến',
};

/** Inputs that each mutation carries out on what was prepared. A new root field needs an entry here. */
export async function mutationInputs(server: ApiServer): Promise<Readonly<Record<string, object>>> {
  const { unit, waivers } = await server.query(`{
    unit(code: "${DONE.point(4)}") { parents { event { id } } }
    waivers(plan: "${namesOf(STANDING.waived).plan}") { nodes { id } }
  }`);
  const [planned] = await plannedIn(server, ACTIVE.plan, 1);
  const amended = trainingPlan(STANDING.planned, (document) => {
    document.title = 'Kế hoạch (sửa đổi)';
  });
  const cited = { plan: ACTIVE.plan, phase: 1, instrument: ACTIVE.decision };
  const scene = await aStaffScene(server, 'SC');
  const premises = await aPremisesScene(server, 'SC-P');
  const seals = await aSealScene(server, 'SC-P');
  const opening = (label: string) => ({ unit: 'HN-B03', label, kind: 'STANDARD', from: '2025-04-01' });
  const { counter } = await carried(server, 'openCounter', opening('1'), 'counter { id }');
  const { counter: closing } = await carried(server, 'openCounter', opening('2'), 'counter { id }');
  return {
    ...inputsOn(scene),
    ...Object.fromEntries(Object.entries(ON_SEALS).map(([verb, { input }]) => [verb, input(seals)])),
    ...Object.fromEntries(Object.entries(ON_PREMISES).map(([verb, { input }]) => [verb, input(premises)])),
    adoptPlan: { plan: namesOf(STANDING.draft).plan, on: '2025-01-01', instrument: namesOf(STANDING.draft).plans },
    amendPlan: {
      document: amended,
      attachments: communesOf(STANDING.planned),
      on: '2025-01-01',
      instrument: PLANNED.decision,
    },
    applyChange: { plan: ACTIVE.plan, plannedChange: planned },
    applyPhase: { plan: ACTIVE.plan, phase: 1 },
    attestGate: { plan: PLANNED.plan, phase: 1, gate: 'HEARD', evidence: 'BB-1', on: '2025-01-01' },
    cancelPhase: { plan: PLANNED.plan, phase: 3, instrument: PLANNED.decision, on: '2025-02-01' },
    cancelTask: { plan: ACTIVE.plan, task: 'FEES', evidence: 'Không còn cần', on: '2025-02-01' },
    changeCounter: { counter: counter.id, label: '1A', on: '2025-09-01' },
    closeCounter: { counter: closing.id, on: '2025-09-01' },
    compensateChange: { change: unit.parents[0].event.id, instrument: PLAN_29, on: '2025-07-15' },
    completePhase: { plan: DONE.plan, phase: 1, on: '2025-04-01' },
    completeTask: { plan: ACTIVE.plan, task: 'FEES', evidence: 'Tờ trình 5', on: '2025-02-20' },
    correctUnit: { unit: 'HN-B01', rank: 'ban', reason: 'Ghi sai', ...DECIDED },
    dissolveUnit: { unit: 'PC-001', noSuccessor: true, ...DECIDED },
    establishUnit: { code: 'HN-B13', name: 'Chi nhánh 13', kind: 'BRANCH', parent: 'HN', ...DECIDED },
    extendPhase: { ...cited, until: '2025-04-15', on: '2025-03-15' },
    extendTerritory: { unit: 'BN', territories: ['24'], ...DECIDED },
    grantWaiver: { ...WAIVER, plan: PLANNED.plan, instrument: PLANNED.decision },
    importPlan: { document: trainingPlan(STANDING.toImport), attachments: communesOf(STANDING.toImport) },
    openCounter: opening('3'),
    openCounters: { counters: [opening('4'), opening('5')] },
    readyPhase: { plan: namesOf(STANDING.attested).plan, phase: 1, on: '2025-01-01' },
    recordInstrument: {
      number: '1/QĐ',
      kind: 'DECISION',
      issuer: 'PC-01',
      issuedOn: '2025-07-01',
      inForceFrom: '2025-07-01',
      title: 'Quyết định',
    },
    renameUnit: { unit: 'HN-B02', name: 'Chi nhánh Hồ Tây', ...DECIDED },
    reparentUnit: { unit: 'HN-00166', parent: 'HN-B02', ...DECIDED },
    resumePhase: { plan: namesOf(STANDING.suspended).plan, phase: 1, on: '2025-03-01' },
    revokeAttestation: { plan: namesOf(STANDING.attested).plan, phase: 1, gate: 'HEARD', on: '2025-02-01' },
    revokeWaiver: { waiver: waivers.nodes[0].id, instrument: PLAN_29, on: '2025-08-01' },
    setPolicy: { key: 'deputies.max', value: '2', from: '2025-08-01', unit: ACTIVE.center, instrument: PLAN_29 },
    startPhase: { plan: namesOf(STANDING.attested).plan, phase: 1, on: '2025-01-01' },
    supersedePlan: { plan: PLANNED.plan, on: '2025-07-01', instrument: PLANNED.decision },
    suspendPhase: { ...cited, on: '2025-02-01' },
  };
}

const inputsOn = (scene: StaffScene): Record<string, object> =>
  Object.fromEntries(Object.entries(STAFF_INPUTS).map(([verb, input]) => [verb, input(scene)]));

/** Acts that each break a rule told with a kind of violation of its own. */
export const REFUSED: readonly [verb: string, input: object][] = [
  ['extendTerritory', { unit: 'HN-B02', territories: ['005'], on: '2025-09-01', expectedVersion: 0 }],
  ['startPhase', { plan: PLANNED.plan, phase: 1, on: '2025-01-01' }],
  ['importPlan', { document: 'code: 1' }],
  ['leaveStaff', { staff: 'AN', on: '2024-01-01' }],
  [
    'allocateHeadcount',
    {
      center: 'HN',
      year: 2025,
      allocations: [{ unit: 'HN', category: 'PUBLIC_EMPLOYEE', ceiling: 0 }],
      instrument: PLAN_29,
    },
  ],
];
