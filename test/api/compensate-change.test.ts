import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aTrainingPlan, namesOf } from '../support/training-plan.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-07-15' });
const ON = '2025-06-01';
const BACK = '2025-07-01';
const SHOW = `change { kind on compensates { id kind } compensatedBy { id } }
  unit { code name territories { code } predecessors { unit { code } } }`;

afterAll(() => server.close());

/** Carries out a change in a plan's province and answers the id of the act. */
async function done(no: number, change: object): Promise<string> {
  const input = { instrument: namesOf(no).decision, change: { on: ON, ...change } };
  return (await carried(server, 'applyChange', input, 'change { id }')).change.id;
}

const undo = (no: number, change: string, input: object = {}) =>
  sendVerb(
    server,
    'compensateChange',
    { change, on: BACK, instrument: namesOf(no).decision, ...input },
    { show: SHOW },
  );
const refusedUndo = (...sent: Parameters<typeof undo>) => withoutWriting(server.databaseUrl, () => undo(...sent));

const unitOn = async (code: string, asOf: string): Promise<Data> =>
  (
    await server.query(
      `query ($code: String!, $asOf: Date!) { unit(code: $code, asOf: $asOf) { code name parent { code } territories { code } } }`,
      { code, asOf },
    )
  ).unit;

describe('compensateChange', () => {
  it('gives a unit its name back, from a day on, once', async () => {
    const { point } = await aTrainingPlan(server, 10);
    const act = await done(10, { kind: 'RENAME', results: [{ unit: point(1), name: 'Mới' }] });

    const payload = await undo(10, act);

    expect(payload.violations).toEqual([]);
    expect(payload.change).toEqual({
      kind: 'RENAME',
      on: BACK,
      compensates: { id: act, kind: 'RENAME' },
      compensatedBy: null,
    });
    const names = await Promise.all(['2025-05-31', ON, BACK].map(async (day) => (await unitOn(point(1), day)).name));
    expect(names).toEqual(['Một cửa An', 'Mới', 'Một cửa An']);
    expect(told(await refusedUndo(10, act))).toEqual([['ALREADY_DONE', 'change', null]]);
  });

  it('brings merged units back under codes of their own', async () => {
    const { point, commune, branch, committee } = await aTrainingPlan(server, 11);
    const act = await done(11, {
      kind: 'MERGE',
      sources: [{ unit: point(1) }, { unit: point(2) }],
      results: [
        { unit: branch, name: 'Chung', kind: 'ONE_STOP', relations: [{ relation: 'ESTABLISHMENT', unit: committee }] },
      ],
    });

    const payload = await undo(11, act, { restoredAs: [{ unit: point(1), as: 'T11-AGAIN' }] });

    expect(payload.violations).toEqual([]);
    expect(payload.change.kind).toBe('SPLIT');
    expect(await unitOn('T11-AGAIN', BACK)).toEqual({
      code: 'T11-AGAIN',
      name: 'Một cửa An',
      parent: { code: committee },
      territories: [{ code: commune(1) }],
    });
    expect((await unitOn(`${point(2)}.2`, BACK)).territories).toEqual([{ code: commune(2) }]);
    expect(await unitOn(branch, BACK)).toBeNull();
    expect((await unitOn(branch, '2025-06-30')).territories).toHaveLength(2);
  });

  it('takes an absorbed unit out again', async () => {
    const { point, commune } = await aTrainingPlan(server, 12);
    const act = await done(12, { kind: 'ABSORB', sources: [{ unit: point(1) }], results: [{ unit: point(2) }] });

    expect((await undo(12, act)).violations).toEqual([]);

    expect((await unitOn(`${point(1)}.2`, BACK)).territories).toEqual([{ code: commune(1) }]);
    expect((await unitOn(point(2), BACK)).territories).toEqual([{ code: commune(2) }]);
  });

  it('closes a unit that was established', async () => {
    const { committee } = await aTrainingPlan(server, 13);
    const act = await done(13, {
      kind: 'ESTABLISH',
      results: [
        { unit: 'T13-X', name: 'Mới', kind: 'ONE_STOP', relations: [{ relation: 'ESTABLISHMENT', unit: committee }] },
      ],
    });

    const payload = await undo(13, act);

    expect([payload.violations, payload.change.kind]).toEqual([[], 'DISSOLVE']);
    expect([(await unitOn('T13-X', '2025-06-30')).code, await unitOn('T13-X', BACK)]).toEqual(['T13-X', null]);
  });

  it('gives territories back', async () => {
    const { point, commune } = await aTrainingPlan(server, 14);
    const act = await done(14, {
      kind: 'TERRITORY',
      results: [
        { unit: point(1), endTerritories: [commune(1)] },
        { unit: point(2), territories: [commune(1)] },
      ],
    });

    expect((await undo(14, act)).violations).toEqual([]);

    const [first, second] = await Promise.all([unitOn(point(1), BACK), unitOn(point(2), BACK)]);
    expect([first.territories, second.territories]).toEqual([[{ code: commune(1) }], [{ code: commune(2) }]]);
  });

  it('puts a unit that was split together again, and brings back one that was dissolved', async () => {
    const { point, commune, committee } = await aTrainingPlan(server, 17);
    const part = (unit: string, territories: string[]) => ({
      unit,
      name: unit,
      kind: 'ONE_STOP',
      territories,
      relations: [{ relation: 'ESTABLISHMENT', unit: committee }],
    });
    await done(17, {
      kind: 'TERRITORY',
      on: '2025-05-01',
      results: [
        { unit: point(1), territories: [commune(2)] },
        { unit: point(2), endTerritories: [commune(2)] },
      ],
    });
    const split = await done(17, {
      kind: 'SPLIT',
      sources: [{ unit: point(1) }],
      results: [part('T17-S1', [commune(1)]), part('T17-S2', [commune(2)])],
    });
    const gone = await done(17, { kind: 'DISSOLVE', sources: [{ unit: point(2) }], noSuccessor: true });

    const [together, back] = [await undo(17, split), await undo(17, gone)];

    expect([together.violations, back.violations]).toEqual([[], []]);
    expect([together.change.kind, back.change.kind]).toEqual(['MERGE', 'ESTABLISH']);
    expect((await unitOn(`${point(1)}.2`, BACK)).territories).toEqual([{ code: commune(1) }, { code: commune(2) }]);
    expect(await unitOn(`${point(2)}.2`, BACK)).toMatchObject({ name: 'Một cửa Bình', territories: [] });
  });

  it('moves a unit back, and takes back what it ranked as', async () => {
    const { point, center, committee } = await aTrainingPlan(server, 18);
    const moved = await done(18, {
      kind: 'REPARENT',
      results: [{ unit: point(1), relations: [{ relation: 'ESTABLISHMENT', unit: center }] }],
    });
    const ranked = await done(18, { kind: 'RETYPE', results: [{ unit: point(1), kind: 'BRANCH' }] });

    expect((await undo(18, ranked)).violations).toEqual([]);
    expect((await undo(18, moved)).violations).toEqual([]);

    expect((await unitOn(point(1), BACK)).parent).toEqual({ code: committee });
    const { unit } = await server.query(`{ unit(code: "${point(1)}", asOf: "${BACK}") { kind } }`);
    expect(unit.kind).toBe('ONE_STOP');
  });

  it('rehearsed shows the inverse and writes nothing', async () => {
    const { point } = await aTrainingPlan(server, 15);
    const act = await done(15, { kind: 'RENAME', results: [{ unit: point(1), name: 'Mới' }] });

    const payload = await refusedUndo(15, act, { rehearse: true });

    expect(payload).toMatchObject({
      rehearsed: true,
      violations: [],
      change: { kind: 'RENAME', compensates: { id: act } },
      unit: { name: 'Một cửa An' },
    });
    expect((await unitOn(point(1), BACK)).name).toBe('Mới');
  });

  it('is told of the act that it undid', async () => {
    const { point } = await aTrainingPlan(server, 16);
    const act = await done(16, { kind: 'RENAME', results: [{ unit: point(1), name: 'Mới' }] });
    await undo(16, act);

    const { node } = await server.query(
      'query ($id: ID!) { node(id: $id) { ... on ChangeEvent { compensatedBy { kind on } } } }',
      { id: act },
    );

    expect(node.compensatedBy).toEqual({ kind: 'RENAME', on: BACK });
  });
});

describe('compensateChange is refused', () => {
  it('where what the act set was changed since', async () => {
    const { point } = await aTrainingPlan(server, 20);
    const act = await done(20, { kind: 'RENAME', results: [{ unit: point(1), name: 'Mới' }] });
    await done(20, { kind: 'RENAME', on: '2025-06-15', results: [{ unit: point(1), name: 'Mới nữa' }] });

    const { violations } = await refusedUndo(20, act);

    expect(violations).toMatchObject([
      {
        code: 'INPUT_INVALID',
        expected: `an act that still stands as decided; ${point(1)} was changed again on 2025-06-15`,
      },
    ]);
  });

  it('without instrument, before the act took effect, with a code that is taken, and for what is no act', async () => {
    const { point, branch, committee } = await aTrainingPlan(server, 21);
    const act = await done(21, {
      kind: 'MERGE',
      sources: [{ unit: point(1) }, { unit: point(2) }],
      results: [
        { unit: branch, name: 'Chung', kind: 'ONE_STOP', relations: [{ relation: 'ESTABLISHMENT', unit: committee }] },
      ],
    });
    const asked = async (input: object) => told(await refusedUndo(21, act, input)).map(([code, path]) => [code, path]);

    expect(await asked({ instrument: null })).toEqual([['INSTRUMENT_REQUIRED', 'instrument']]);
    expect(await asked({ on: ON })).toEqual([['PERIOD_INVALID', 'on']]);
    expect(await asked({ restoredAs: [{ unit: point(1), as: point(3) }] })).toEqual([['ALREADY_EXISTS', 'restoredAs']]);
    expect(await asked({ change: 'nothing' })).toEqual([['NOT_FOUND', 'change']]);
  });
});
