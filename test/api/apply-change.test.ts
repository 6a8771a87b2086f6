import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan, completeFirst, plannedIn, startFirst } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated' });
const SHOW = `change { kind on instrument { number } phase { ordinal } }
  unit { code name kind parent { code } territories { code } children { code } predecessors { unit { code } extent } }`;

afterAll(() => server.close());

const apply = (input: object) => sendVerb(server, 'applyChange', input, { show: SHOW });
const refusedApply = (input: object) => withoutWriting(server.databaseUrl, () => apply(input));

/** Standing under another. */
const under = (unit: string) => ({ relation: 'ESTABLISHMENT', unit });

/** A unit as it stands on a day. */
const unitOn = async (code: string, asOf: string): Promise<Data> =>
  (
    await server.query(
      `query ($code: String!, $asOf: Date!) { unit(code: $code, asOf: $asOf) {
    code name kind parent { code } territories { code } children { code } } }`,
      { code, asOf },
    )
  ).unit;

describe('applyChange of its own', () => {
  const on = '2025-07-01';
  const of = async (no: number) => {
    const names = await aTrainingPlan(server, no);
    const instrument = names.decision;
    return { ...names, send: (change: object) => apply({ instrument, change: { on, ...change } }) };
  };

  it('establishes a unit', async () => {
    const { send, committee } = await of(10);
    const { unit, change, violations } = await send({
      kind: 'ESTABLISH',
      results: [{ unit: 'T10-NEW', name: 'Điểm mới', kind: 'ONE_STOP', relations: [under(committee)] }],
    });

    expect(violations).toEqual([]);
    expect(change).toEqual({ kind: 'ESTABLISH', on, instrument: { number: '10/QD' }, phase: null });
    expect(unit).toMatchObject({
      code: 'T10-NEW',
      name: 'Điểm mới',
      kind: 'ONE_STOP',
      parent: { code: committee },
      territories: [],
    });
  });

  it('tells of a code that can be none at the result that it was given', async () => {
    const { send, committee } = await of(16);
    const one = (unit: string) => ({ unit, name: 'Mới', kind: 'ONE_STOP', relations: [under(committee)] });

    const { violations } = await send({
      kind: 'SPLIT',
      sources: [{ unit: 'T16' }],
      results: [one('T16-S1'), one('t 16')],
    });

    expect(violations.filter(({ code }: Data) => code === 'INPUT_INVALID')).toMatchObject([
      { path: ['change', 'results', '1', 'unit'], unit: null },
    ]);
  });

  it('renames, retypes and moves', async () => {
    const { send, point, center } = await of(11);
    const unit = point(1);

    const renamed = await send({ kind: 'RENAME', results: [{ unit, name: 'Tên mới' }] });
    const moved = await send({ kind: 'REPARENT', results: [{ unit, relations: [under(center)] }] });
    const retyped = await send({ kind: 'RETYPE', results: [{ unit, kind: 'RECEPTION_POINT' }] });

    expect([renamed, retyped, moved].map((payload) => payload.violations)).toEqual([[], [], []]);
    expect([renamed.unit.name, retyped.unit.kind, moved.unit.parent]).toEqual([
      'Tên mới',
      'RECEPTION_POINT',
      { code: center },
    ]);
  });

  it('merges and absorbs, and what the closing units received for passes on', async () => {
    const { send, point, commune, branch, committee } = await of(12);

    const merged = await send({
      kind: 'MERGE',
      sources: [{ unit: point(1) }, { unit: point(2) }],
      results: [{ unit: branch, name: 'Mới', kind: 'ONE_STOP', relations: [under(committee)] }],
    });
    const absorbed = await send({ kind: 'ABSORB', sources: [{ unit: point(3) }], results: [{ unit: point(4) }] });

    expect([merged.violations, absorbed.violations]).toEqual([[], []]);
    expect(merged.unit).toMatchObject({
      territories: [{ code: commune(1) }, { code: commune(2) }],
      predecessors: [
        { unit: { code: point(1) }, extent: 'WHOLE' },
        { unit: { code: point(2) }, extent: 'WHOLE' },
      ],
    });
    expect(absorbed.unit.territories).toEqual([{ code: commune(3) }, { code: commune(4) }]);
    expect(await unitOn(point(1), on)).toBeNull();
  });

  it('splits a unit, saying who gets which children and territories', async () => {
    const { send, point, commune, branch } = await of(13);
    await send({
      kind: 'MERGE',
      on: '2025-06-01',
      sources: [{ unit: point(1) }, { unit: point(2) }],
      results: [{ unit: branch, name: 'Chung', kind: 'BRANCH', relations: [under('T13')] }],
    });
    await send({ kind: 'REPARENT', on: '2025-06-01', results: [{ unit: point(3), relations: [under(branch)] }] });

    const { violations } = await send({
      kind: 'SPLIT',
      sources: [{ unit: branch }],
      results: [
        {
          unit: 'T13-S1',
          name: 'Một',
          kind: 'BRANCH',
          relations: [under('T13')],
          territories: [commune(1)],
          children: [point(3)],
        },
        { unit: 'T13-S2', name: 'Hai', kind: 'BRANCH', relations: [under('T13')], territories: [commune(2)] },
      ],
    });

    expect(violations).toEqual([]);
    const [first, second, old] = await Promise.all(['T13-S1', 'T13-S2', branch].map((code) => unitOn(code, on)));
    expect([first.territories, first.children]).toEqual([[{ code: commune(1) }], [{ code: point(3) }]]);
    expect([second.territories, second.children, old]).toEqual([[{ code: commune(2) }], [], null]);
  });

  it('dissolves a unit that receives for nobody, and gives territories to another', async () => {
    const { send, point, commune } = await of(14);

    const given = await send({
      kind: 'TERRITORY',
      results: [
        { unit: point(1), endTerritories: [commune(1)] },
        { unit: point(2), territories: [commune(1)] },
      ],
    });
    const gone = await send({ kind: 'DISSOLVE', on: '2025-07-02', sources: [{ unit: point(1) }], noSuccessor: true });

    expect([given.violations, gone.violations]).toEqual([[], []]);
    expect((await unitOn(point(2), on)).territories).toEqual([{ code: commune(1) }, { code: commune(2) }]);
    expect(await unitOn(point(1), '2025-07-02')).toBeNull();
  });

  it('is refused without instrument, for what is not there, and for both or neither of change and plannedChange', async () => {
    const { point, plan, decision } = await of(15);
    const change = { kind: 'RENAME', on, results: [{ unit: point(1), name: 'Mới' }] };

    expect(told(await refusedApply({ change }))).toEqual([['INSTRUMENT_REQUIRED', 'instrument', on]]);
    expect(told(await refusedApply({ instrument: decision }))).toEqual([['INPUT_INVALID', 'change', null]]);
    const [planned] = await plannedIn(server, plan, 1);
    expect(told(await refusedApply({ instrument: decision, change, plannedChange: planned }))).toEqual([
      ['INPUT_INVALID', 'change', null],
    ]);
    const gone = { ...change, results: [{ unit: 'GONE', name: 'Mới' }] };
    expect(told(await refusedApply({ instrument: decision, change: gone })).map(([code]) => code)).toEqual([
      'NOT_FOUND',
    ]);
    const nowhere = { kind: 'TERRITORY', on, results: [{ unit: point(1), territories: ['99999'] }] };
    expect(told(await refusedApply({ instrument: decision, change: nowhere }))).toEqual([
      ['NOT_FOUND', 'change.results.0.territories.0', on],
    ]);
  });
});

describe('applyChange under a plan', () => {
  const rename = (unit: string, on: string) => ({ kind: 'RENAME', on, results: [{ unit, name: 'Đổi' }] });

  it('carries out a change that the plan foresees, once, on the plan’s instrument', async () => {
    const { plan, point } = await aTrainingPlan(server, 20);
    await startFirst(server, plan);
    const [plannedChange] = await plannedIn(server, plan, 1);

    const { change, unit, violations } = await apply({ plannedChange });

    expect(violations).toEqual([]);
    expect(change).toEqual({
      kind: 'REPARENT',
      on: '2025-01-01',
      instrument: { number: '20/KH' },
      phase: { ordinal: 1 },
    });
    expect(unit).toMatchObject({ code: point(1), parent: { code: 'T20' } });
    expect(told(await refusedApply({ plannedChange })).map(([code]) => code)).toEqual(['ALREADY_DONE']);
    const { phases } = (await server.query('{ plan(code: "T20") { phases { changes { event { kind } } } } }')).plan;
    expect(phases[0].changes.map(({ event }: Data) => event?.kind)).toEqual([
      'REPARENT',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is refused before the phase is active and in a gap', async () => {
    const { plan, point } = await aTrainingPlan(server, 21);
    const [plannedChange] = await plannedIn(server, plan, 1);

    expect(told(await refusedApply({ plannedChange })).map(([code]) => code)).toEqual(['PHASE_NOT_ACTIVE']);
    expect((await refusedApply({ plan, change: rename(point(1), '2025-04-15') })).violations).toMatchObject([
      { code: 'PHASE_NOT_ACTIVE', path: ['change', 'on'], on: '2025-04-15' },
    ]);
  });

  it('is refused where the phase does not allow it, and outside its window until it is extended', async () => {
    const { plan, point, center, decision } = await aTrainingPlan(server, 22);
    await startFirst(server, plan);
    const move = (on: string) => ({
      kind: 'REPARENT',
      on,
      results: [{ unit: point(4), relations: [under(center)] }],
    });

    const foreign = await refusedApply({ plan, change: { ...rename(center, '2025-02-01') } });
    expect(told(foreign)).toEqual([['CHANGE_NOT_ALLOWED', 'change.kind', '2025-02-01']]);
    expect(foreign.violations[0].waivable).toBe(true);
    const late = await refusedApply({ plan, change: move('2025-04-01') });
    expect(told(late)).toEqual([['PHASE_WINDOW_CLOSED', 'change.on', '2025-04-01']]);

    await carried(server, 'extendPhase', {
      plan,
      phase: 1,
      on: '2025-03-20',
      until: '2025-04-10',
      instrument: decision,
    });

    const payload = await apply({ plan, change: move('2025-04-01') });
    expect(payload.violations).toEqual([]);
    expect(payload.change).toMatchObject({ phase: { ordinal: 1 }, instrument: { number: '22/KH' } });
  });

  it('names the phase it is for, and is refused for one that is over', async () => {
    const { plan, point } = await aTrainingPlan(server, 23);
    await completeFirst(server, plan);
    const change = rename(point(4), '2025-05-20');

    expect(told(await refusedApply({ plan, phase: 1, change }))).toEqual([
      ['PHASE_NOT_ACTIVE', 'change.on', '2025-05-20'],
      ['PHASE_WINDOW_CLOSED', 'change.on', '2025-05-20'],
      ['CHANGE_NOT_ALLOWED', 'change.kind', '2025-05-20'],
    ]);
    await carried(server, 'startPhase', { plan, phase: 2, on: '2025-05-01' });
    expect((await apply({ plan, phase: 2, change, rehearse: true })).unit.name).toBe('Đổi');
    expect(told(await refusedApply({ plan, phase: 9, change }))).toEqual([['NOT_FOUND', 'phase', null]]);
    expect(told(await refusedApply({ plan: 'GONE', change }))).toEqual([['NOT_FOUND', 'plan', null]]);
  });
});
