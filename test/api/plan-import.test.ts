import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { communesOf, importTraining, trainingPlan } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated' });
const SHOW = 'plan { code title status version center { code } instrument { number } phases { ordinal status } }';

afterAll(() => server.close());

/** An import that is refused: nothing is written. */
const refusedImport = (no: number, tweak?: (document: Data) => void) =>
  withoutWriting(server.databaseUrl, () => importTraining(server, { no, show: SHOW, tweak }));

/** The lines of a document that hold a text, counted from 1. */
const linesOf = (text: string, part: string): number[] =>
  text.split('\n').flatMap((line, index) => (line.includes(part) ? [index + 1] : []));

describe('importPlan', () => {
  it('with an instrument adopts the plan, and its phases are planned', async () => {
    const payload = await importTraining(server, { no: 10, show: SHOW });

    expect(payload).toMatchObject({
      violations: [],
      rehearsed: false,
      plan: {
        code: 'T10',
        title: 'Kế hoạch 10',
        status: 'ADOPTED',
        center: { code: 'T10' },
        instrument: { number: '10/KH' },
        phases: [1, 2, 3].map((ordinal) => ({ ordinal, status: 'PLANNED' })),
      },
    });
  });

  it('without an instrument leaves a draft', async () => {
    const payload = await importTraining(server, { no: 11, show: SHOW, tweak: (d) => delete d.instrument });

    expect(payload).toMatchObject({
      violations: [],
      plan: {
        status: 'DRAFT',
        instrument: null,
        phases: [1, 2, 3].map((ordinal) => ({ ordinal, status: 'DRAFT' })),
      },
    });
  });

  it('rehearsed shows the plan and leaves no trace', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      importTraining(server, { no: 12, show: SHOW, rehearse: true }),
    );

    expect(payload).toMatchObject({ violations: [], rehearsed: true, plan: { code: 'T12', status: 'ADOPTED' } });
    expect(await server.query('{ plan(code: "T12") { code } unit(code: "T12") { code } }')).toEqual({
      plan: null,
      unit: null,
    });
  });

  it('records what a document reports of the past, with its changes', async () => {
    const tweak = (d: Data) => {
      d.phases[0].reported = { started: '2025-01-02', completed: '2025-04-03', assumed: true };
    };

    const payload = await importTraining(server, { no: 13, tweak });

    expect(payload.violations).toEqual([]);
    const { plan, unit } = await server.query(`{
      plan(code: "T13") { phases { ordinal history { status assumed period { from until } } progress { changes { done total } } } }
      unit(code: "T13-13001", asOf: "2025-01-01") { parent { code } }
    }`);
    expect(plan.phases[0].history.slice(1)).toEqual([
      { status: 'PLANNED', assumed: false, period: { from: '2024-12-20', until: '2025-01-02' } },
      { status: 'ACTIVE', assumed: true, period: { from: '2025-01-02', until: '2025-04-03' } },
      { status: 'COMPLETED', assumed: true, period: { from: '2025-04-03', until: null } },
    ]);
    expect(plan.phases.map((phase: Data) => phase.progress.changes)).toEqual([
      { done: 4, total: 4 },
      { done: 0, total: 1 },
      { done: 0, total: 1 },
    ]);
    expect(unit.parent).toEqual({ code: 'T13' });
  });

  it('sent again with its idempotency key answers the same and writes nothing', async () => {
    const input = { document: trainingPlan(14), attachments: communesOf(14), idempotencyKey: 'import-14' };
    const first = await sendVerb(server, 'importPlan', input, { show: SHOW });

    const again = await withoutWriting(server.databaseUrl, () => sendVerb(server, 'importPlan', input, { show: SHOW }));

    expect(first.plan.code).toBe('T14');
    expect(again).toEqual(first);
    const other = await sendVerb(server, 'importPlan', { ...input, document: trainingPlan(15) }, { show: SHOW });
    expect([other.plan, told(other)]).toEqual([null, [['IDEMPOTENCY_MISMATCH', 'idempotencyKey', null]]]);
  });
});

describe('importPlan is refused', () => {
  it('for a plan that is on record', async () => {
    await importTraining(server, { no: 20 });

    const payload = await refusedImport(20);

    expect(payload.plan).toBeNull();
    expect(payload.violations).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['code'], line: 2, column: 11, __typename: 'DocumentViolation' },
    ]);
  });

  it('for everything in the document that is not as it must be, at once and in the order of lines', async () => {
    const document = ['code: t1', 'title: 2025', 'center: T1', 'phases:', '  - { ordinal: 0, tilte: Một, to: 31/3 }'];

    const { violations } = await withoutWriting(server.databaseUrl, () =>
      sendVerb(server, 'importPlan', { document: document.join('\n') }),
    );

    expect(violations.map((v: Data) => [v.__typename, v.code, v.line, v.column, v.path.join('.'), v.expected])).toEqual(
      [
        [
          'DocumentViolation',
          'INPUT_INVALID',
          1,
          7,
          'code',
          'a plan document: expected capitals A-Z, digits, hyphens and dots',
        ],
        [
          'DocumentViolation',
          'INPUT_INVALID',
          2,
          8,
          'title',
          'a plan document: expected text, not 2025; put it in quotes',
        ],
        ['DocumentViolation', 'INPUT_INVALID', 5, 5, 'phases.0.title', 'a plan document: missing; expected text'],
        [
          'DocumentViolation',
          'INPUT_INVALID',
          5,
          5,
          'phases.0.from',
          'a plan document: missing; expected a day YYYY-MM-DD',
        ],
        ['DocumentViolation', 'INPUT_INVALID', 5, 16, 'phases.0.ordinal', 'a plan document: expected a number above 0'],
        [
          'DocumentViolation',
          'INPUT_INVALID',
          5,
          19,
          'phases.0.tilte',
          'a plan document: unknown key; expected one of title, from, source, assumed, allows, reported, freezes, gates, tasks, changes',
        ],
        ['DocumentViolation', 'INPUT_INVALID', 5, 35, 'phases.0.to', 'a plan document: expected a day YYYY-MM-DD'],
      ],
    );
  });

  it('where phases overlap, and where a change lies outside its phase or is not allowed in it, with the line', async () => {
    const tweak = (d: Data) => {
      d.phases[1].from = '2025-03-15';
      d.phases[1].changes[0].on = '2025-07-01';
      d.phases[2].allows = ['MERGE'];
    };

    const payload = await refusedImport(21, tweak);

    expect(told(payload)).toEqual([
      ['PHASE_OVERLAP', 'phases.1.from', '2025-03-15'],
      ['PHASE_WINDOW_CLOSED', 'phases.1.changes.0.on', '2025-07-01'],
      ['CHANGE_NOT_ALLOWED', 'phases.2.changes.0.change', '2025-07-10'],
    ]);
    const text = trainingPlan(21, tweak);
    expect(payload.violations.map(({ line }: Data) => line)).toEqual([
      ...linesOf(text, '"from": "2025-03-15"'),
      ...linesOf(text, '"on": "2025-07-01"'),
      ...linesOf(text, '"change": "RENAME"'),
    ]);
    expect(payload.violations.map(({ message }: Data) => message)).toEqual([
      'Phase 2 overlaps phase 1 from 2025-03-15.',
      '2025-07-01 lies outside the window of phase 2 (2025-03-15 to 2025-06-30).',
      'Phase 3 does not allow a change of kind RENAME; it allows MERGE.',
    ]);
  });

  it('where it names an instrument that is nowhere', async () => {
    const payload = await refusedImport(22, (d) => {
      d.phases[2].changes[0].instrument = '9/GONE';
      d.instrument = '8/GONE';
    });

    expect(told(payload)).toEqual([
      ['NOT_FOUND', 'instrument', null],
      ['NOT_FOUND', 'phases.2.changes.0.instrument', null],
    ]);
  });

  it('where it names units that are nowhere, all of them', async () => {
    const payload = await refusedImport(23, (d) => {
      d.tasks[0].owner = 'GONE-1';
      d.phases[0].tasks[0].coOwners = ['T23', 'GONE-2'];
      d.phases[0].gates[1].owner = 'GONE-3';
      d.phases[0].freezes.push({ what: 'NAME', units: 'GONE-4' });
    });

    expect(told(payload).sort()).toEqual([
      ['NOT_FOUND', 'phases.0.freezes.1.units', null],
      ['NOT_FOUND', 'phases.0.gates.1.owner', null],
      ['NOT_FOUND', 'phases.0.tasks.0.coOwners.1', null],
      ['NOT_FOUND', 'tasks.0.owner', null],
    ]);
  });

  it('where it names a center that is nowhere', async () => {
    const payload = await refusedImport(24, (d) => {
      d.center = 'GONE';
    });

    expect(told(payload)).toEqual([['NOT_FOUND', 'center', null]]);
  });

  it('where it names a territory that is nowhere', async () => {
    const payload = await refusedImport(25, (d) => {
      d.phases[2].allows = ['TERRITORY'];
      d.phases[2].changes = [{ change: 'TERRITORY', unit: 'T25-25003', territories: ['99999'] }];
    });

    expect(told(payload)).toEqual([['NOT_FOUND', 'phases.2.changes.0.territories', '2025-07-01']]);
  });

  it('where what stood before cannot have', async () => {
    const payload = await refusedImport(26, (d) => {
      d.before[1].parents.ESTABLISHMENT = 'GONE';
    });

    expect(told(payload)[0]).toEqual(['NOT_FOUND', 'before.1.parents.ESTABLISHMENT', null]);
  });
});
