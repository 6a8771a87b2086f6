import type { Role } from '../../src/domain/actor.ts';
import type { ApiServer } from './api-server.ts';
import { needsOf } from './equipment-scene.ts';
import { anAppointment, anAssignment, aPerson, aSecondment, staffCarried } from './staff-verbs.ts';
import { given, PLAN_29 } from './verbs.ts';

/** The center of Nghe An, under which scenes are laid: none of its rules stands in their way. */
const CENTER = 'NA';
const LETTER = { reference: '1/CV' };

/** Two branches of a center, and for each verb on people somebody to carry it out on, who is no other verb's. */
export interface StaffScene {
  branch: string;
  host: string;
  /** The code of the person of a verb. */
  of(verb: string): string;
  /** The id of what stands on record for a verb: a transfer, a secondment, an assignment or an appointment. */
  on(verb: string): string;
}

/** What each verb finds on record, other than its person. */
const STANDING: Readonly<Record<string, (server: ApiServer, scene: StaffScene, staff: string) => Promise<string>>> = {
  advanceEquipmentNeeds: async (server, { branch }) => {
    const [need = ''] = await needsOf(server, [{ unit: branch }]);
    return need;
  },
  agreeSecondment: proposedSecondment,
  agreeTransfer: proposedTransfer,
  cancelTransfer: proposedTransfer,
  compensateTransfer: async (server, { host }, staff) => {
    const input = { moves: [{ staff, toUnit: host }], on: '2025-06-01', decidedBy: CENTER, instrument: PLAN_29 };
    const { transfers } = await staffCarried(server, 'transferStaff', input, 'transfers { id }');
    return transfers[0].id;
  },
  decideSecondment: async (server, scene, staff) => {
    const secondment = await proposedSecondment(server, scene, staff);
    for (const side of ['HOME', 'HOST']) await staffCarried(server, 'agreeSecondment', { secondment, side, ...LETTER });
    return secondment;
  },
  decideTransfer: async (server, scene, staff) => {
    const transfer = await proposedTransfer(server, scene, staff);
    for (const side of ['FROM', 'TO']) await staffCarried(server, 'agreeTransfer', { transfer, side, ...LETTER });
    return transfer;
  },
  endAppointment: (server, { branch }, staff) =>
    anAppointment(server, { staff, unit: branch, decidedBy: CENTER, from: '2025-05-01' }),
  endAssignment: (server, { branch }, staff) => anAssignment(server, { staff, unit: branch, from: '2025-05-01' }),
  endSecondment: activeSecondment,
  extendSecondment: activeSecondment,
  recallSecondment: activeSecondment,
  revokeDigitalSignature: async (server, _scene, staff) => {
    const held = { staff, serial: staff, issuer: 'Ban Cơ yếu Chính phủ', from: '2025-05-01' };
    await staffCarried(server, 'recordDigitalSignature', held);
    return staff;
  },
};

async function proposedTransfer(server: ApiServer, { host }: StaffScene, staff: string): Promise<string> {
  const input = { staff, toUnit: host, on: '2025-09-01', ...LETTER };
  const { transfer } = await staffCarried(server, 'proposeTransfer', input, 'transfer { id }');
  return transfer.id;
}

async function proposedSecondment(server: ApiServer, { host }: StaffScene, staff: string): Promise<string> {
  const input = { staff, host, from: '2025-09-01', until: '2026-09-01', onReturn: 'RETURN', ...LETTER };
  const { secondment } = await staffCarried(server, 'proposeSecondment', input, 'secondment { id }');
  return secondment.id;
}

function activeSecondment(server: ApiServer, { host }: StaffScene, staff: string): Promise<string> {
  return aSecondment(server, { staff, host });
}

const AGREED = { homeAgreement: '3/CV', hostAgreement: '4/CV', onReturn: 'RETURN' };
const on = '2025-09-01';

/** An input with which each verb on people and posts is carried out on a scene. A new one needs an entry here. */
export const STAFF_INPUTS: Readonly<Record<string, (scene: StaffScene) => object>> = {
  advanceEquipmentNeeds: (scene) => ({
    steps: [{ need: scene.on('advanceEquipmentNeeds'), to: 'CONSOLIDATED', on }],
  }),
  agreeSecondment: (scene) => ({ secondment: scene.on('agreeSecondment'), side: 'HOME', ...LETTER }),
  agreeTransfer: (scene) => ({ transfer: scene.on('agreeTransfer'), side: 'TO', ...LETTER }),
  allocateHeadcount: ({ branch }) => ({
    center: branch,
    year: 2025,
    allocations: [{ unit: branch, category: 'PUBLIC_EMPLOYEE', ceiling: 100, minimum: 1 }],
    instrument: PLAN_29,
  }),
  appointLeader: ({ of, branch }) => ({
    staff: of('appointLeader'),
    unit: branch,
    role: 'DIRECTOR',
    from: on,
    decidedBy: CENTER,
    instrument: PLAN_29,
  }),
  assignStaff: ({ of, branch }) => ({
    staff: of('assignStaff'),
    unit: branch,
    counter: 'Quầy 1',
    from: on,
    instrument: PLAN_29,
  }),
  attestProtection: ({ of }) => ({ staff: of('attestProtection'), from: on, protected: true }),
  cancelTransfer: (scene) => ({ transfer: scene.on('cancelTransfer'), reason: 'Chưa cần' }),
  compensateTransfer: (scene) => ({
    transfer: scene.on('compensateTransfer'),
    on,
    decidedBy: CENTER,
    instrument: PLAN_29,
  }),
  correctStaff: ({ of }) => ({ staff: of('correctStaff'), on, name: 'Trần Thị Bình', reason: 'Ghi sai' }),
  decideSecondment: (scene) => ({ secondment: scene.on('decideSecondment'), instrument: PLAN_29 }),
  decideTransfer: (scene) => ({
    transfer: scene.on('decideTransfer'),
    decidedBy: CENTER,
    instrument: PLAN_29,
  }),
  endAppointment: (scene) => ({ appointment: scene.on('endAppointment'), on, instrument: PLAN_29 }),
  endAssignment: (scene) => ({ assignment: scene.on('endAssignment'), on }),
  endSecondment: (scene) => ({ secondment: scene.on('endSecondment'), on, outcome: 'RETURN', instrument: PLAN_29 }),
  extendSecondment: (scene) => ({
    secondment: scene.on('extendSecondment'),
    until: '2026-11-01',
    instrument: PLAN_29,
    ...AGREED,
  }),
  importStaff: ({ of, branch }) => ({
    name: 'staff.csv',
    base64: Buffer.from(
      `code,name,category,payroll_home,workplace,from\n${of('importStaff')},Hồ An,VOLUNTEER,${branch},,${on}\n`,
    ).toString('base64'),
  }),
  leaveStaff: ({ of }) => ({ staff: of('leaveStaff'), on }),
  proposeSecondment: ({ of, host }) => ({
    staff: of('proposeSecondment'),
    host,
    from: on,
    until: '2026-09-01',
    onReturn: 'RETURN',
    ...LETTER,
  }),
  proposeTransfer: ({ of, host }) => ({ staff: of('proposeTransfer'), toUnit: host, on, ...LETTER }),
  recallSecondment: (scene) => ({
    secondment: scene.on('recallSecondment'),
    on,
    reason: 'Cần người',
    instrument: PLAN_29,
  }),
  recordDigitalSignature: ({ of }) => ({
    staff: of('recordDigitalSignature'),
    serial: of('recordDigitalSignature'),
    issuer: 'Ban Cơ yếu Chính phủ',
    from: on,
  }),
  recordDossierLoads: ({ branch }) => ({ loads: [{ unit: branch, day: '2025-07-01', received: 1 }] }),
  recordReadiness: ({ branch }) => ({ items: [{ unit: branch, item: 'PROCEDURES', done: 1, total: 2, on }] }),
  registerEquipmentNeeds: ({ branch }) => ({ needs: [{ unit: branch, item: 'Máy in', quantity: 2, on }] }),
  registerStaff: ({ of, branch }) => ({
    code: of('registerStaff'),
    name: 'Lê Văn Cường',
    category: 'PUBLIC_EMPLOYEE',
    payrollHome: branch,
    from: on,
  }),
  revokeDigitalSignature: ({ of }) => ({
    staff: of('revokeDigitalSignature'),
    serial: of('revokeDigitalSignature'),
    on,
    reason: 'Mất thiết bị',
  }),
  secondStaff: ({ of, host }) => ({
    staff: of('secondStaff'),
    host,
    from: on,
    until: '2026-09-01',
    instrument: PLAN_29,
    ...AGREED,
  }),
  transferStaff: ({ of, host }) => ({
    moves: [{ staff: of('transferStaff'), toUnit: host }],
    on,
    decidedBy: CENTER,
    instrument: PLAN_29,
  }),
};

const MANAGERS: readonly Role[] = ['ADMIN', 'CENTER_DIRECTOR', 'PLANNER', 'STAFF_MANAGER'];
const BODIES: readonly Role[] = [...MANAGERS, 'HOME_BODY'];
const PLACERS: readonly Role[] = [...MANAGERS, 'BRANCH_DIRECTOR'];
/** Who keeps what units have, whoever manages their people. */
const KEEPERS: readonly Role[] = ['ADMIN', 'CENTER_DIRECTOR', 'BRANCH_DIRECTOR', 'PLANNER'];
const BY_OTHERS: Readonly<Record<string, readonly Role[]>> = {
  advanceEquipmentNeeds: KEEPERS,
  agreeSecondment: BODIES,
  agreeTransfer: BODIES,
  assignStaff: PLACERS,
  attestProtection: BODIES,
  endAssignment: PLACERS,
  proposeSecondment: BODIES,
  proposeTransfer: BODIES,
  recallSecondment: BODIES,
  recordDigitalSignature: BODIES,
  recordDossierLoads: ['ADMIN', 'CENTER_DIRECTOR', 'BRANCH_DIRECTOR', 'PLANNER'],
  recordReadiness: KEEPERS,
  registerEquipmentNeeds: KEEPERS,
  revokeDigitalSignature: BODIES,
};

/** Who may carry out a verb on people and posts. */
export const mayOnStaff = (verb: string): readonly Role[] => BY_OTHERS[verb] ?? MANAGERS;

/** Verbs by which their person comes to be on record, or that are about nobody. */
const OF_NEWCOMERS: readonly string[] = ['importStaff', 'recordDossierLoads', 'registerStaff'];

/** The scene of a tag, with what each verb finds on record. */
export async function aStaffScene(server: ApiServer, tag: string): Promise<StaffScene> {
  const ids = new Map<string, string>();
  const scene: StaffScene = {
    branch: `${tag}-B`,
    host: `${tag}-H`,
    of: (verb) => `${tag}-${verb}`,
    on: (verb) => {
      const id = ids.get(verb);
      if (id === undefined) throw new Error(`nothing stands on record for ${verb}`);
      return id;
    },
  };
  const branch = { kind: 'BRANCH', parent: CENTER, on: '2025-01-01' };
  for (const code of [scene.branch, scene.host])
    await given(server, 'establishUnit', { ...branch, code, name: `Chi nhánh ${code}` });
  for (const verb of Object.keys(STAFF_INPUTS).filter((name) => !OF_NEWCOMERS.includes(name))) {
    const staff = await aPerson(server, { code: scene.of(verb), payrollHome: scene.branch });
    const stand = STANDING[verb];
    if (stand) ids.set(verb, await stand(server, scene, staff));
  }
  return scene;
}
