/** What a made-up province has, as far as its plan speaks of it. */
export interface Province {
  /** The code of its center, such as `D01`. */
  code: string;
  branches: readonly string[];
  points: readonly { code: string; name: string }[];
}

const RENAMED_AT_START = 40;
const RENAMED_ON_THE_WAY = 60;
const STILL_TO_RENAME = 40;
const DAYS_ON_THE_WAY = ['2025-04-15', '2025-05-20', '2025-06-10', '2025-07-01', '2025-08-05'];

/**
 * The plan of a made-up province as people would write it: three phases with windows in 2025, of which the first is
 * reported as completed and the second as begun; points are renamed, boards put up, and tasks owed.
 */
export function planDocumentOf({ code, branches, points }: Province): string {
  const instrument = `1/KH-${code}`;
  const committee = `${code}-PC`;
  const renames = points
    .slice(0, RENAMED_AT_START + RENAMED_ON_THE_WAY + STILL_TO_RENAME)
    .map(({ code: unit, name }) => ({
      change: 'RENAME',
      unit,
      name: name.replace('Điểm tiếp nhận', 'Điểm phục vụ'),
    }));
  const [first, rest] = [renames.slice(0, RENAMED_AT_START), renames.slice(RENAMED_AT_START)];
  const second = rest
    .slice(0, RENAMED_ON_THE_WAY)
    .map((change, index) => ({ ...change, on: DAYS_ON_THE_WAY[index % DAYS_ON_THE_WAY.length] }));
  const third = rest.slice(RENAMED_ON_THE_WAY);
  const tasks = (phase: number) =>
    branches.slice(0, 5).map((owner, index) => ({
      code: `P${phase}-${index + 1}`,
      title: `Rà soát các điểm của chi nhánh, giai đoạn ${phase}`,
      owner,
      due: { on: `2025-0${phase * 3}-28`, precision: 'DAY' },
    }));
  const gates = [
    { code: 'CHANGES', title: 'Mọi điểm đã được đổi tên', kind: 'CHANGES_APPLIED' },
    { code: 'TASKS', title: 'Mọi việc đã xong', kind: 'TASKS_DONE', mandatory: false },
    { code: 'HEARD', title: 'Đã lấy ý kiến các chi nhánh', kind: 'ATTESTATION', before: 'READY', mandatory: false },
  ];
  const boards = (renamed: readonly { unit: string; name: string }[], phase: number, on: string) =>
    renamed.slice(0, 10).map(({ unit, name }) => ({
      unit,
      text: name,
      phase,
      statuses: [{ is: 'MOUNTED', on }],
    }));
  const handovers = branches.slice(0, 4).map((receiver, index) => ({
    title: `Bàn giao trang thiết bị số ${index + 1}`,
    giver: code,
    receiver,
    phase: (index % 2) + 1,
    items: [{ description: 'Máy tính', quantity: 10 }],
    statuses: [{ is: 'LISTED', on: index % 2 === 0 ? '2025-01-10' : '2025-04-10' }],
  }));
  return JSON.stringify({
    code: `KH-${code}`,
    title: `Đổi tên các điểm tiếp nhận của ${code} (mô phỏng)`,
    center: code,
    instrument,
    instruments: [
      {
        number: instrument,
        kind: 'PLAN',
        issuer: committee,
        issuedOn: '2024-12-01',
        inForceFrom: '2024-12-01',
        title: 'Kế hoạch đổi tên các điểm tiếp nhận (mô phỏng)',
      },
    ],
    things: { signboards: [...boards(first, 1, '2025-01-28'), ...boards(second, 2, '2025-08-28')], handovers },
    phases: [
      {
        ordinal: 1,
        title: 'Các điểm thứ nhất',
        from: '2025-01-01',
        to: '2025-03-31',
        reported: { started: '2025-01-01', completed: '2025-04-01' },
        gates,
        tasks: tasks(1),
        changes: first,
      },
      {
        ordinal: 2,
        title: 'Các điểm tiếp theo',
        from: '2025-04-01',
        to: '2025-08-31',
        reported: { started: '2025-04-01' },
        gates,
        tasks: tasks(2),
        changes: second,
      },
      {
        ordinal: 3,
        title: 'Các điểm còn lại',
        from: '2025-09-15',
        to: '2025-12-31',
        gates,
        tasks: tasks(3),
        changes: third,
      },
    ],
  });
}
