import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import {
  aTrainingPlan,
  communesOf,
  completeFirst,
  namesOf,
  startFirst,
  trainingPlan,
} from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-05-20' });
const PHASES = 'phases { ordinal title status period { from until } }';
const SHOW = `plan { version title instrument { number } versions { number title period { from until } instrument { number } } ${PHASES} }`;

afterAll(() => server.close());

/** Sends the document of a plan with what is changed in it, to hold from a day on. */
const amend = (no: number, tweak: (document: Data) => void, input: object = {}) =>
  sendVerb(
    server,
    'amendPlan',
    {
      document: trainingPlan(no, tweak),
      attachments: communesOf(no),
      on: '2025-04-10',
      instrument: namesOf(no).decision,
      ...input,
    },
    { show: SHOW },
  );
const refusedAmend = (...sent: Parameters<typeof amend>) => withoutWriting(server.databaseUrl, () => amend(...sent));

describe('amendPlan', () => {
  it('keeps what is over, plans anew what is to come, drops what is not named and adds what is new', async () => {
    const { plan } = await aTrainingPlan(server, 10);
    await completeFirst(server, plan);
    await carried(server, 'readyPhase', { plan, phase: 2, on: '2025-04-05' });

    const payload = await amend(10, (d) => {
      d.title = 'Kế hoạch sửa đổi';
      d.phases[0].title = 'Không được đọc';
      Object.assign(d.phases[1], { title: 'Sáp nhập sau', from: '2025-06-01', to: '2025-07-31' });
      d.phases[2] = { ...d.phases[2], ordinal: 4, from: '2025-08-01' };
      d.phases[2].changes[0].on = '2025-08-10';
    });

    expect(payload.violations).toEqual([]);
    expect(payload.plan).toMatchObject({
      title: 'Kế hoạch sửa đổi',
      instrument: { number: '10/QD' },
      versions: [
        { number: 1, title: 'Kế hoạch 10', period: { until: '2025-04-10' }, instrument: { number: '10/KH' } },
        { number: 2, title: 'Kế hoạch sửa đổi', period: { from: '2025-04-10', until: null } },
      ],
      phases: [
        { ordinal: 1, title: 'Chuyển về Trung tâm', status: 'COMPLETED', period: { until: '2025-04-01' } },
        { ordinal: 2, title: 'Sáp nhập sau', status: 'PLANNED', period: { from: '2025-06-01', until: '2025-08-01' } },
        { ordinal: 3, title: 'Đổi tên', status: 'SUPERSEDED' },
        { ordinal: 4, title: 'Đổi tên', status: 'PLANNED', period: { from: '2025-08-01', until: null } },
      ],
    });
    const { eve } = await server.query(`{ eve: plan(code: "T10", asOf: "2025-04-09") { title ${PHASES} } }`);
    expect(eve.title).toBe('Kế hoạch 10');
    expect(eve.phases[1]).toMatchObject({ title: 'Sáp nhập', status: 'READY', period: { from: '2025-05-01' } });
  });

  it('leaves what a phase carried out, and plans only the rest', async () => {
    const { plan } = await aTrainingPlan(server, 11);
    await startFirst(server, plan);
    const { plan: was } = await server.query('{ plan(code: "T11") { phases { changes { id } } } }');
    await carried(server, 'applyChange', { plannedChange: was.phases[0].changes[0].id });

    const { violations } = await amend(11, () => {}, { on: '2025-02-01' });

    expect(violations).toEqual([]);
    const { phases } = (
      await server.query('{ plan(code: "T11") { phases { status changes { results event { on } } } } }')
    ).plan;
    expect(phases[0].status).toBe('ACTIVE');
    expect(phases[0].changes.map(({ results, event }: Data) => [results[0], event?.on ?? null]).sort()).toEqual([
      ['T11-11001', '2025-01-01'],
      ['T11-11002', null],
      ['T11-11003', null],
      ['T11-11004', null],
    ]);
  });

  it('cancels open tasks that are not named, records new ones, and leaves those that are done', async () => {
    const { plan } = await aTrainingPlan(server, 12);
    await carried(server, 'completeTask', { plan, task: 'FEES', on: '2025-02-01' });

    const { violations } = await amend(12, (d) => {
      d.tasks = [{ code: 'NEW', title: 'Mới', owner: 'PC-12' }];
      d.phases[0].tasks = [];
    });

    expect(violations).toEqual([]);
    const { tasks } = await server.query('{ tasks(plan: "T12") { nodes { code status since } } }');
    expect(tasks.nodes.sort((a: Data, b: Data) => (a.code < b.code ? -1 : 1))).toMatchObject([
      { code: 'FEES', status: 'DONE', since: '2025-02-01' },
      { code: 'NEW', status: 'OPEN' },
      { code: 'REPORT', status: 'CANCELLED', since: '2025-04-10' },
    ]);
  });

  it('rehearsed shows the plan amended and writes nothing', async () => {
    await aTrainingPlan(server, 13);

    const payload = await refusedAmend(13, (d) => d.phases.pop(), { rehearse: true });

    expect(payload).toMatchObject({ rehearsed: true, violations: [] });
    expect(payload.plan.phases[2].status).toBe('SUPERSEDED');
    expect((await server.query('{ plan(code: "T13") { phases { status } } }')).plan.phases[2].status).toBe('PLANNED');
  });

  it('keeps what was attested of a gate that stays', async () => {
    const { plan } = await aTrainingPlan(server, 14);
    await carried(server, 'attestGate', { plan, phase: 1, gate: 'HEARD', evidence: 'Biên bản', on: '2025-01-05' });

    await amend(14, () => {}, { on: '2025-02-01' });

    const { phases } = (await server.query('{ plan(code: "T14") { phases { gates { code met } } } }')).plan;
    expect(phases[0].gates[0]).toEqual({ code: 'HEARD', met: true });
    expect(phases[0].gates).toHaveLength(5);
  });
});

describe('amendPlan is refused', () => {
  it('without instrument, for another center, and for another version than the caller read', async () => {
    await aTrainingPlan(server, 20);

    const payload = await refusedAmend(
      20,
      (d) => {
        d.center = 'PC-20';
      },
      { instrument: null, expectedVersion: 1 },
    );

    expect(told(payload)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-04-10'],
      ['INPUT_INVALID', 'center', null],
      ['VERSION_CONFLICT', 'expectedVersion', null],
    ]);
  });

  it('for a plan that is not there', async () => {
    const payload = await refusedAmend(99, () => {}, { instrument: null });

    expect(told(payload)).toEqual([['NOT_FOUND', 'code', null]]);
  });

  it('behind a step that was decided for later', async () => {
    const { plan } = await aTrainingPlan(server, 21);
    await completeFirst(server, plan);

    expect(told(await refusedAmend(21, () => {}, { on: '2025-02-01' }))).toEqual([
      ['PERIOD_INVALID', 'on', '2025-04-01'],
    ]);
  });

  it('where phases overlap what is over, and where it names units that are nowhere', async () => {
    const { plan } = await aTrainingPlan(server, 22);
    await completeFirst(server, plan);

    const overlap = await refusedAmend(22, (d) => {
      d.phases[1].from = '2025-03-31';
    });
    expect(told(overlap).filter(([code]) => code === 'PHASE_OVERLAP')).toEqual([
      ['PHASE_OVERLAP', 'phases.1.from', '2025-03-31'],
    ]);
    const gone = await refusedAmend(22, (d) => {
      d.tasks[0] = { ...d.tasks[0], code: 'OTHER', owner: 'GONE-1' };
      d.phases[1].tasks = [{ code: 'NEW', title: 'Mới', owner: 'GONE-2' }];
    });
    expect(told(gone).sort()).toEqual([
      ['NOT_FOUND', 'phases.1.tasks.0.owner', null],
      ['NOT_FOUND', 'tasks.0.owner', null],
    ]);
  });

  it('for a document that is none', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'amendPlan', { document: 'code: X', on: '2025-04-10' }, { show: SHOW }),
    );

    expect(payload.violations.map(({ code, path, line }: Data) => [code, path.join('.'), line])).toEqual([
      ['INPUT_INVALID', 'title', 1],
      ['INPUT_INVALID', 'center', 1],
    ]);
  });
});

describe('an amended plan', () => {
  it('goes on: its phases start in their new windows and carry out what they foresee now', async () => {
    const { plan, point } = await aTrainingPlan(server, 30);
    await completeFirst(server, plan);
    await amend(30, (d) => {
      Object.assign(d.phases[1], { from: '2025-04-15', to: '2025-06-15', allows: ['RENAME'] });
      d.phases[1].changes = [{ change: 'RENAME', unit: point(1), name: 'Điểm An' }];
    });

    const early = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'startPhase', { plan, phase: 2, on: '2025-06-20' }),
    );
    await carried(server, 'startPhase', { plan, phase: 2, on: '2025-04-15' });
    const applied = await carried(
      server,
      'applyPhase',
      { plan, phase: 2 },
      'changes { kind on instrument { number } }',
    );

    expect(told(early)).toEqual([['PHASE_WINDOW_CLOSED', 'on', '2025-06-20']]);
    expect(applied.changes).toEqual([{ kind: 'RENAME', on: '2025-04-15', instrument: { number: '30/QD' } }]);
    expect((await server.query(`{ unit(code: "${point(1)}") { name } }`)).unit.name).toBe('Điểm An');
  });

  it('does not bring back a phase that an earlier amendment dropped', async () => {
    await aTrainingPlan(server, 31);
    await amend(31, (d) => d.phases.pop());

    const payload = await amend(31, () => {}, { on: '2025-04-12' });

    expect(payload.plan.phases[2].status).toBe('SUPERSEDED');
  });

  it('may use the days of a phase that was given up, also where the document still names it', async () => {
    const { plan } = await aTrainingPlan(server, 32);
    await carried(server, 'cancelPhase', { plan, phase: 2, on: '2025-01-10' });

    const payload = await amend(32, (d) => {
      d.phases[2].from = '2025-06-01';
    });

    expect(payload.violations).toEqual([]);
    expect(payload.plan.phases.map(({ status, period }: Data) => [status, period.from])).toEqual([
      ['PLANNED', '2025-01-01'],
      ['CANCELLED', '2025-05-01'],
      ['PLANNED', '2025-06-01'],
    ]);
  });
});
