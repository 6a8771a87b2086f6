import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { statementsOf } from '../support/statements-of.ts';
import { aTrainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-03-01' });

afterAll(() => server.close());
beforeAll(async () => {
  await aTrainingPlan(server, 10, (d) => {
    d.tasks.push(
      ...[5, 6, 7].map((index) => ({
        code: `MORE-${index}`,
        title: 'Thêm',
        owner: 'T10',
        due: { on: `2025-03-0${index}`, precision: 'DAY' },
      })),
    );
  });
  await aTrainingPlan(server, 11);
});

const SHOW = 'task { code status since late evidence }';
const tasks = async (filter: string, fields = 'code'): Promise<Data> =>
  (await server.query(`{ tasks(${filter}) { totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`))
    .tasks;
const codes = async (filter: string) => (await tasks(filter)).nodes.map(({ code }: Data) => code);
const refused = (verb: string, input: object) =>
  withoutWriting(server.databaseUrl, () => sendVerb(server, verb, input, { show: SHOW }));

describe('tasks', () => {
  it('are found by plan, phase, owner, status and being late', async () => {
    expect(await codes('plan: "T11"')).toEqual(['FEES', 'REPORT']);
    expect(await codes('plan: "T10", phase: 1')).toEqual(['FEES']);
    expect((await codes('plan: "T10", owner: "PC-10"')).sort()).toEqual(['FEES', 'REPORT']);
    expect(await codes('plan: "T10", late: true')).toEqual(['FEES']);
    expect(await codes('plan: "T10", late: true, asOf: "2025-02-28"')).toEqual([]);
    expect(await codes('plan: "T10", late: true, asOf: "2025-03-07"')).toEqual(['FEES', 'MORE-5', 'MORE-6']);
    expect((await tasks('plan: "T10", status: OPEN')).totalCount).toBe(5);
    expect((await tasks('plan: "T10", status: DONE')).totalCount).toBe(0);
    expect((await tasks('plan: "GONE"')).totalCount).toBe(0);
  });

  it('say who owes them, who helps, and the deadline as it was given', async () => {
    const { nodes } = await tasks(
      'plan: "T11"',
      'code title owner { code } coOwners { code } due { on precision text } status late phase { ordinal } plan { code }',
    );

    expect(nodes[0]).toEqual({
      code: 'FEES',
      title: 'Tham mưu về phí',
      owner: { code: 'PC-11' },
      coOwners: [{ code: 'T11' }],
      due: { on: '2025-02-28', precision: 'MONTH', text: null },
      status: 'OPEN',
      late: true,
      phase: { ordinal: 1 },
      plan: { code: 'T11' },
    });
    expect(nodes[1].due).toEqual({ on: null, precision: 'NONE', text: 'hằng quý' });
  });

  it('come in pages, each in as many statements as all', async () => {
    const first = await tasks('plan: "T10", first: 2');
    const rest = await tasks(`plan: "T10", first: 100, after: "${first.pageInfo.endCursor}"`);

    expect([first.totalCount, first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([5, true, false]);
    expect([...first.nodes, ...rest.nodes].map(({ code }: Data) => code)).toEqual([
      'FEES',
      'MORE-5',
      'MORE-6',
      'MORE-7',
      'REPORT',
    ]);
    const sent = async (filter: string) =>
      (await statementsOf(server, () => tasks(filter, 'code owner { name } coOwners { name } phase { title }')))
        .statements;
    expect([(await sent('first: 1')).length, (await sent('first: 50')).length]).toEqual([1, 1]);
  });
});

describe('completeTask and cancelTask', () => {
  it('end a task from a day on, with what shows it', async () => {
    const done = await sendVerb(
      server,
      'completeTask',
      { plan: 'T10', task: 'MORE-5', on: '2025-02-20', evidence: 'Tờ trình 5' },
      { show: SHOW },
    );
    const cancelled = await carried(server, 'cancelTask', { plan: 'T10', task: 'MORE-6' }, SHOW);

    expect(done.violations).toEqual([]);
    expect(done.task).toEqual({
      code: 'MORE-5',
      status: 'DONE',
      since: '2025-02-20',
      late: false,
      evidence: 'Tờ trình 5',
    });
    expect(cancelled.task).toMatchObject({ status: 'CANCELLED', since: '2025-03-01' });
    expect(await codes('plan: "T10", status: DONE, asOf: "2025-02-19"')).toEqual([]);
    expect(await codes('plan: "T10", status: DONE')).toEqual(['MORE-5']);
  });

  it('are refused for a task that is over, not there, or of another plan', async () => {
    await carried(server, 'completeTask', { plan: 'T10', task: 'MORE-7' });

    const again = await refused('cancelTask', { plan: 'T10', task: 'MORE-7' });
    expect(again.violations).toMatchObject([
      {
        code: 'TRANSITION_INVALID',
        path: ['task'],
        message: 'MORE-7 is DONE and cannot become CANCELLED; nothing may follow.',
      },
    ]);
    expect(told(await refused('completeTask', { plan: 'T10', task: 'GONE' }))).toEqual([['NOT_FOUND', 'task', null]]);
    expect(told(await refused('completeTask', { plan: 'T11', task: 'MORE-7' }))).toEqual([['NOT_FOUND', 'task', null]]);
    expect(told(await refused('completeTask', { plan: 'GONE', task: 'FEES' }))).toEqual([['NOT_FOUND', 'plan', null]]);
    expect(told(await refused('completeTask', { plan: 'T10', task: 'FEES', evidence: ' ' }))).toEqual([
      ['INPUT_INVALID', 'evidence', null],
    ]);
  });
});
