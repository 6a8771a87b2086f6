import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { aCounter, aPremises, auditOf, countersOf, holdersOf } from '../support/counter-verbs.ts';
import { forget } from '../support/forget.ts';
import { carried, sendVerb, told } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

// Branches of Hanoi from 2025-04-01 on.
const server = await startApiServer({ today: '2025-05-15' });
await forget(server, 'counter_version');
const instrument = PLAN_29;
const on = '2025-06-01';
const refused = (act: () => Promise<Data>): Promise<Data> => withoutWriting(server.databaseUrl, act);

afterAll(() => server.close());

const apply = (change: object, more: object = {}) =>
  sendVerb(server, 'applyChange', { instrument, ...more, change: { on, ...change } }, { show: 'change { id }' });
const merge = (sources: string[], unit: string) =>
  apply({ kind: 'MERGE', sources: sources.map((source) => ({ unit: source })), results: [{ unit }] });
const history = async (id: string): Promise<Data> => {
  const document = `query ($id: ID!, $asOf: Date!) { node(id: $id, asOf: $asOf) { ... on Counter {
    history { unit { code } label period { from until } event { kind } } } } }`;
  return (await server.query(document, { id, asOf: '2025-08-01' })).node.history.map(
    ({ unit, label, period, event }: Data) => [unit.code, label, period.from, period.until, event?.kind ?? null],
  );
};
const aBody = (code: string) =>
  carried(server, 'establishUnit', { code, name: code, kind: 'OUTSIDE_BODY', on: '2025-04-01', instrument });

describe('a merger', () => {
  it('takes counters along under their ids; labels that are taken say whence they come', async () => {
    const own = await aCounter(server, { unit: 'HN-B03' });
    const same = await aCounter(server, { unit: 'HN-B04', label: 'QUẦY 1' });
    const other = await aCounter(server, { unit: 'HN-B04', label: 'Quầy 2' });
    const later = await aCounter(server, { unit: 'HN-B04', label: 'Quầy 3', from: '2025-07-01' });

    const merged = await merge(['HN-B03', 'HN-B04'], 'HN-B03');

    expect(merged.violations).toEqual([]);
    expect(await countersOf(server, 'HN-B03', on)).toEqual([
      [own, 'Quầy 1', 'STANDARD'],
      [same, 'QUẦY 1 (HN-B04)', 'STANDARD'],
      [other, 'Quầy 2', 'STANDARD'],
    ]);
    expect(await history(same)).toEqual([
      ['HN-B04', 'QUẦY 1', '2025-04-01', on, null],
      ['HN-B03', 'QUẦY 1 (HN-B04)', on, null, 'MERGE'],
    ]);
    expect(await history(later)).toEqual([['HN-B03', 'Quầy 3', '2025-07-01', null, 'MERGE']]);
    expect(await countersOf(server, 'HN-B04', '2025-05-31')).toHaveLength(2);
    expect(await auditOf(server, same)).toEqual([
      ['openCounter', null],
      [
        'applyChange',
        [
          { unit: 'HN-B04', label: 'QUẦY 1', from: '2025-04-01', until: on },
          { unit: 'HN-B03', label: 'QUẦY 1 (HN-B04)', from: on, until: 'infinity' },
        ],
      ],
    ]);
  });

  it('into a new unit says of both counters of a label whence they come, and passes premises on', async () => {
    await aCounter(server, { unit: 'HN-B05' });
    await aCounter(server, { unit: 'HN-B06' });
    const site = await aPremises(server, 'HN-B06', '2025-04-01');

    const merged = await apply({
      kind: 'MERGE',
      sources: [{ unit: 'HN-B05' }, { unit: 'HN-B06' }],
      results: [
        {
          unit: 'HN-B13',
          name: 'Chi nhánh 13',
          kind: 'BRANCH',
          relations: [{ relation: 'ESTABLISHMENT', unit: 'HN' }],
        },
      ],
    });

    expect(merged.violations).toEqual([]);
    expect((await countersOf(server, 'HN-B13', on)).map(([, label]) => label)).toEqual([
      'Quầy 1 (HN-B05)',
      'Quầy 1 (HN-B06)',
    ]);
    expect(await holdersOf(server, site)).toEqual([
      ['HN-B06', '2025-04-01', on],
      ['HN-B13', on, 'infinity'],
    ]);
  });

  it('that is undone gives counters and premises back from that day on', async () => {
    await aCounter(server, { unit: 'HN-B07' });
    const taken = await aCounter(server, { unit: 'HN-B08' });
    const site = await aPremises(server, 'HN-B08', '2025-04-01');
    const { change } = await merge(['HN-B07', 'HN-B08'], 'HN-B07');
    await carried(server, 'changeCounter', { counter: taken, on: '2025-06-15', kind: 'PRIORITY' });

    const undone = await sendVerb(server, 'compensateChange', { change: change.id, on: '2025-07-01', instrument });

    expect(undone.violations).toEqual([]);
    expect(await history(taken)).toEqual([
      ['HN-B08', 'Quầy 1', '2025-04-01', on, null],
      ['HN-B07', 'Quầy 1 (HN-B08)', on, '2025-06-15', 'MERGE'],
      ['HN-B07', 'Quầy 1 (HN-B08)', '2025-06-15', '2025-07-01', null],
      ['HN-B08.2', 'Quầy 1', '2025-07-01', null, 'SPLIT'],
    ]);
    expect(await countersOf(server, 'HN-B07', '2025-07-01')).toHaveLength(1);
    expect(await holdersOf(server, site)).toEqual([
      ['HN-B08', '2025-04-01', on],
      ['HN-B07', on, '2025-07-01'],
      ['HN-B08.2', '2025-07-01', 'infinity'],
    ]);
  });

  it('sends as many statements for sixty counters as for one', async () => {
    const prepare = async (count: number) => {
      const units = [`ONE-${count}`, `TWO-${count}`];
      for (const unit of units) await aBody(unit);
      const counters = Array.from({ length: count }, (_, index) => ({
        unit: units[1],
        label: `Quầy ${index}`,
        kind: 'STANDARD',
        from: '2025-04-01',
      }));
      await carried(server, 'openCounters', { counters });
      return units;
    };
    const [one, many] = [await prepare(1), await prepare(60)];

    const sent = [
      await statementsOf(server, () => merge(one, `ONE-1`)),
      await statementsOf(server, () => merge(many, `ONE-60`)),
    ];

    expect(sent.map(({ result }) => result.violations)).toEqual([[], []]);
    expect(sent.map(({ statements }) => statements.length)).toEqual([23, 23]);
    expect(await countersOf(server, 'ONE-60', on)).toHaveLength(60);
  });
});

describe('a closing that passes nothing on', () => {
  it('closes the counters of the unit on that day', async () => {
    await aBody('X-1');
    const counter = await aCounter(server, { unit: 'X-1' });

    await carried(server, 'dissolveUnit', { unit: 'X-1', on, noSuccessor: true, instrument });

    expect(await history(counter).catch(() => null)).toBeNull();
    expect(await countersOf(server, 'X-1', '2025-05-31')).toHaveLength(1);
    expect(await countersOf(server, 'X-1', on)).toEqual([]);
  });

  it('is refused while the unit holds premises', async () => {
    await aBody('X-2');
    await aPremises(server, 'X-2', '2025-04-01');

    const payload = await refused(() =>
      sendVerb(server, 'dissolveUnit', { unit: 'X-2', on, noSuccessor: true, instrument }),
    );

    expect(told(payload)).toEqual([['UNIT_HAS_DEPENDENTS', 'unit', on]]);
    expect(payload.violations[0].message).toBe(
      'Unit X-2 still has 1 premises or accounts on 2025-06-01, neither taken over nor closed.',
    );
  });
});

describe('a cut-over', () => {
  const territory = '005';

  it('is refused where the territory loses its open counter, unless waived; nothing is asked where none was recorded', async () => {
    const takeOver = (rehearse: boolean) =>
      sendVerb(server, 'extendTerritory', {
        unit: 'HN-B02',
        territories: [territory],
        takeOver: true,
        on,
        instrument,
        rehearse,
      });
    expect(told(await takeOver(true))).toEqual([]);
    await aCounter(server, { unit: 'HN-B01' });

    const payload = await refused(() => takeOver(false));

    expect(payload.violations).toMatchObject([
      {
        code: 'SERVICE_INTERRUPTED',
        on,
        unit: { code: 'HN-B02' },
        territory: { code: territory },
        waivable: true,
        message: 'No counter is open for territory 005 from 2025-06-01 (HN-B02 receives for it).',
      },
    ]);
    await carried(server, 'grantWaiver', {
      code: 'SERVICE_INTERRUPTED',
      unit: 'HN-B02',
      from: '2025-05-01',
      until: '2025-07-01',
      reason: 'Mở quầy sau',
      instrument,
    });
    expect((await takeOver(true)).violations).toMatchObject([{ code: 'SERVICE_INTERRUPTED', severity: 'WARNING' }]);
  });

  it('holds where a counter is open at a unit below the one that receives from then on', async () => {
    const { units } = await server.query('{ units(under: "HN-B10", first: 1) { nodes { code } } }');
    await aCounter(server, { unit: 'HN-B09' });
    await aCounter(server, { unit: units.nodes[0].code });

    const payload = await sendVerb(server, 'extendTerritory', {
      unit: 'HN-B10',
      territories: ['008'],
      takeOver: true,
      on,
      instrument,
    });

    expect(payload.violations).toEqual([]);
  });

  it('is refused where the unit with the counters goes to another parent', async () => {
    const { units } = await server.query('{ units(under: "HN-B11", first: 1) { nodes { code } } }');
    const [{ code }] = units.nodes;
    await aCounter(server, { unit: code });

    const payload = await refused(() =>
      sendVerb(server, 'reparentUnit', { unit: code, parent: 'HN-B12', on, instrument }),
    );

    expect(payload.violations).toMatchObject([
      { code: 'SERVICE_INTERRUPTED', unit: { code: 'HN-B11' }, territory: { code: '004' } },
      { code: 'SERVICE_INTERRUPTED', unit: { code: 'HN-B11' }, territory: { code: '018' } },
    ]);
  });
});
