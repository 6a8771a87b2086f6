import type { ApiServer, Data } from './api-server.ts';
import { carried, sendVerb } from './plan-verbs.ts';

/** The communes of the training province `no`, as `<no>001` and so on. */
const COMMUNES = ['An', 'Bình', 'Cát', 'Đông'] as const;

/** The codes that a training plan uses; plans of other numbers share none of them. */
export function namesOf(no: number) {
  const commune = (index: number) => `${no}00${index}`;
  return {
    plan: `T${no}`,
    center: `T${no}`,
    committee: `PC-${no}`,
    commune,
    /** The one-stop of a commune, from 1 to 4. */
    point: (index: number) => `T${no}-${commune(index)}`,
    /** The branch into which the one-stops 1 and 2 are merged. */
    branch: `T${no}-B`,
    /** Sets up what stands before the plan, and adopts the plan. */
    plans: `${no}/KH`,
    /** A later decision, to extend, amend, waive and end by. */
    decision: `${no}/QD`,
  };
}

/**
 * A plan of three phases with a gap between the first two: one-stops come under the center, two of them are merged, one
 * is renamed. `tweak` changes the document before it is sent.
 */
export function trainingPlan(no: number, tweak: (document: Data) => void = () => {}): string {
  const { plan, center, committee, branch, plans, decision, point, commune } = namesOf(no);
  const each = { level: 'COMMUNE', within: String(no) };
  const before = { on: '2020-01-01', instrument: `${no}/NQ` };
  const listed = { issuer: committee, issuedOn: '2024-12-20', inForceFrom: '2025-01-01' };
  const document: Data = {
    code: plan,
    title: `Kế hoạch ${no}`,
    center,
    instrument: plans,
    mustCover: { level: 'COMMUNE', within: String(no), on: '2025-01-01' },
    instruments: [
      {
        number: `${no}/NQ`,
        kind: 'RESOLUTION',
        issuer: 'Quốc hội',
        issuedOn: '2020-01-01',
        inForceFrom: '2020-01-01',
        title: 'Danh mục',
      },
      { number: plans, kind: 'PLAN', title: 'Kế hoạch', ...listed },
      { number: decision, kind: 'DECISION', title: 'Quyết định', ...listed },
    ],
    territories: { file: 'communes.csv', instrument: `${no}/NQ` },
    before: [
      { change: 'ESTABLISH', ...before, unit: committee, name: `Ủy ban ${no}`, kind: 'PEOPLES_COMMITTEE' },
      {
        change: 'ESTABLISH',
        ...before,
        unit: center,
        name: `Trung tâm ${no}`,
        kind: 'PROVINCIAL_CENTER',
        parents: { ESTABLISHMENT: committee },
      },
      {
        change: 'ESTABLISH',
        ...before,
        each,
        unit: `${plan}-{code}`,
        name: 'Một cửa {name}',
        kind: 'ONE_STOP',
        parents: { ESTABLISHMENT: committee },
        territories: ['{code}'],
      },
    ],
    tasks: [{ code: 'REPORT', title: 'Báo cáo', owner: committee, due: { precision: 'NONE', text: 'hằng quý' } }],
    phases: [
      {
        ordinal: 1,
        title: 'Chuyển về Trung tâm',
        from: '2025-01-01',
        to: '2025-03-31',
        freezes: [{ what: 'NAME', each, units: `${plan}-{code}` }],
        gates: [
          { code: 'HEARD', title: 'Đã lấy ý kiến', kind: 'ATTESTATION', before: 'READY', owner: committee },
          { code: 'COVERAGE', title: 'Mọi xã có nơi tiếp nhận', kind: 'TERRITORY_COVERAGE', owner: center },
          { code: 'APPLIED', title: 'Đã chuyển xong', kind: 'CHANGES_APPLIED', owner: center },
          { code: 'TASKS', title: 'Xong việc', kind: 'TASKS_DONE' },
          { code: 'SIGNS', title: 'Đã treo biển', kind: 'ATTESTATION', mandatory: false },
        ],
        tasks: [
          {
            code: 'FEES',
            title: 'Tham mưu về phí',
            owner: committee,
            coOwners: [center],
            due: { on: '2025-02-28', precision: 'MONTH' },
          },
        ],
        changes: [{ change: 'REPARENT', each, unit: `${plan}-{code}`, parents: { ESTABLISHMENT: center } }],
      },
      {
        ordinal: 2,
        title: 'Sáp nhập',
        from: '2025-05-01',
        to: '2025-06-30',
        allows: ['MERGE', 'RENAME'],
        changes: [
          {
            change: 'MERGE',
            sources: [point(1), point(2)],
            unit: branch,
            name: 'Chi nhánh An Bình',
            kind: 'BRANCH',
            parents: { ESTABLISHMENT: center },
          },
        ],
      },
      {
        ordinal: 3,
        title: 'Đổi tên',
        from: '2025-07-01',
        changes: [{ change: 'RENAME', on: '2025-07-10', unit: point(3), name: `Điểm ${commune(3)}` }],
      },
    ],
  };
  tweak(document);
  return JSON.stringify(document, null, 2);
}

/** The territory file that a training plan names. */
export function communesOf(no: number): { name: string; content: string }[] {
  const { commune } = namesOf(no);
  const rows = COMMUNES.map((name, index) => `${commune(index + 1)},COMMUNE,Xã,${name},${no},2020-01-01,,,,`);
  const header = 'code,level,kind,name,parent,from,until,latitude,longitude,area_km2';
  const content = [header, `${no},PROVINCE,Tỉnh,Mẫu ${no},,2020-01-01,,,,`, ...rows].join('\n');
  return [{ name: 'communes.csv', content: `${content}\n` }];
}

/** Sends a training plan to be imported, whatever comes of it. */
export const importTraining = (
  server: ApiServer,
  { no, show, tweak, ...input }: { no: number; show?: string; tweak?: (document: Data) => void; rehearse?: boolean },
): Promise<Data> =>
  sendVerb(
    server,
    'importPlan',
    { document: trainingPlan(no, tweak), attachments: communesOf(no), ...input },
    { show },
  );

/** A training plan on record: what it is called. */
export async function aTrainingPlan(
  server: ApiServer,
  no: number,
  tweak?: (document: Data) => void,
): Promise<ReturnType<typeof namesOf>> {
  await carried(server, 'importPlan', { document: trainingPlan(no, tweak), attachments: communesOf(no) });
  return namesOf(no);
}

/** Attests what the first phase asks for and starts it. */
export async function startFirst(server: ApiServer, plan: string, on = '2025-01-01'): Promise<void> {
  await carried(server, 'attestGate', { plan, phase: 1, gate: 'HEARD', evidence: 'Biên bản', on });
  await carried(server, 'startPhase', { plan, phase: 1, on });
}

/** Carries the first phase out and completes it: the second can start. */
export async function completeFirst(server: ApiServer, plan: string): Promise<void> {
  await startFirst(server, plan);
  // Its changes take effect on the day it began.
  await carried(server, 'applyPhase', { plan, phase: 1 });
  await carried(server, 'completeTask', { plan, task: 'FEES', on: '2025-02-20' });
  await carried(server, 'completePhase', { plan, phase: 1, on: '2025-04-01' });
}

/** Ids of the changes that a phase foresees, in their order. */
export async function plannedIn(server: ApiServer, plan: string, ordinal: number): Promise<string[]> {
  const data = await server.query(
    'query ($plan: String!) { plan(code: $plan) { phases { ordinal changes { id } } } }',
    {
      plan,
    },
  );
  const phase = data.plan.phases.find((candidate: Data) => candidate.ordinal === ordinal);
  return phase.changes.map(({ id }: Data) => id);
}
