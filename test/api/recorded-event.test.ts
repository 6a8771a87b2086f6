import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { forget } from '../support/forget.ts';
import { allocated, aSite, refusalOf } from '../support/premises-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { anInstrument, instantNow, sendStaffVerb, staffCarried } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-06-15' });
await forget(server, 'premises');

afterAll(() => server.close());

const DECISION = '77/QĐ-UBND';
const EVENT = 'Thực hiện xong kế hoạch mua hoặc thuê trụ sở cho các chi nhánh';
const BRANCHES = ['718', '719', '720', '721', '722', '723', '724', '725', '726'].map((code) => `BD-${code}`);
await anInstrument(server, { number: DECISION, issuer: 'PC-74' });

const SHOWN = 'units { code } premisesEnded';
const event = (input: object = {}) => ({ event: EVENT, on: '2025-06-10', instrument: DECISION, ...input });
const codesOf = (units: Data[]): string[] => units.map(({ code }) => code);
const awaited = async (args = ''): Promise<Data[]> =>
  (await server.query(`{ awaitedEvents(under: "BD"${args}) { event units { code } premises { unit { code } } } }`))
    .awaitedEvents;
const managers = async (asOf: string, more = ''): Promise<(string | null)[]> => {
  const fields = BRANCHES.map(
    (code, index) => `b${index}: unit(code: "${code}", asOf: "${asOf}"${more}) {
      parents(relation: FACILITY_MANAGEMENT) { unit { code } untilEvent } }`,
  );
  const found: Record<string, Data> = await server.query(`{ ${fields.join(' ')} }`);
  return Object.values(found).map(({ parents }) => parents[0]?.unit.code ?? null);
};
const DISTRICTS = BRANCHES.map((code) => code.replace('BD', 'PC'));

describe('awaitedEvents', () => {
  it('tells that the nine branches of Binh Duong wait for their premises', async () => {
    expect(await awaited()).toEqual([{ event: EVENT, units: BRANCHES.map((code) => ({ code })), premises: [] }]);
    expect(await awaited(', asOf: "2024-09-29"')).toEqual([]);
    expect((await server.query('{ awaitedEvents(under: "HN") { event } }')).awaitedEvents).toEqual([]);
  });

  it('are read by one statement', async () => {
    const { statements } = await statementsOf(server, () => awaited());

    expect(statements).toHaveLength(1);
  });
});

describe('recordEvent', () => {
  it('refuses an event that nobody waits for, and writes nothing', async () => {
    expect(await refusalOf(server, 'recordEvent', event({ event: 'Something else' }))).toEqual([
      ['NOT_FOUND', 'event', '2025-06-10'],
    ]);
    expect(await refusalOf(server, 'recordEvent', event({ units: [] }))).toEqual([
      ['INPUT_INVALID', 'units', '2025-06-10'],
    ]);
    expect(await refusalOf(server, 'recordEvent', event({ under: 'HN' }))).toEqual([
      ['NOT_FOUND', 'event', '2025-06-10'],
    ]);
    expect(await refusalOf(server, 'recordEvent', event({ on: '1950-01-01' }))).toEqual([
      ['NOT_FOUND', 'event', '1950-01-01'],
    ]);
  });

  it('refuses units that do not wait, a manager that is not there, and no instrument', async () => {
    const input = event({ units: ['BD-718', 'HN-B01'], nextManager: 'NOBODY', instrument: null });

    expect(await refusalOf(server, 'recordEvent', input)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-06-10'],
      ['NOT_FOUND', 'units.1', '2025-06-10'],
      ['NOT_FOUND', 'nextManager', null],
    ]);
  });

  it('shows in a rehearsal what would end, and writes nothing', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      sendStaffVerb(server, 'recordEvent', event({ rehearse: true }), { show: SHOWN }),
    );

    expect([codesOf(payload.units), payload.premisesEnded, payload.rehearsed]).toEqual([BRANCHES, 0, true]);
    expect(await managers('2025-06-15')).toEqual(DISTRICTS);
  });

  it('ends for one branch what it waited for, by as many statements as for all the others', async () => {
    const one = await statementsOf(server, () =>
      staffCarried(server, 'recordEvent', event({ units: ['BD-718'], on: '2025-06-05' }), SHOWN),
    );
    expect(codesOf(one.result.units)).toEqual(['BD-718']);
    expect(await managers('2025-06-05')).toEqual([null, ...DISTRICTS.slice(1)]);
    const before = await instantNow(server);

    const all = await statementsOf(server, () =>
      staffCarried(server, 'recordEvent', event({ event: ` ${EVENT.toUpperCase()}  `, nextManager: 'BD' }), SHOWN),
    );

    expect(codesOf(all.result.units)).toEqual(BRANCHES.slice(1));
    expect(await managers('2025-06-09')).toEqual([null, ...DISTRICTS.slice(1)]);
    expect(await managers('2025-06-10')).toEqual([null, ...BRANCHES.slice(1).map(() => 'BD')]);
    expect(await managers('2025-06-10', `, knownAt: "${before}"`)).toEqual([null, ...DISTRICTS.slice(1)]);
    expect([await awaited(), await awaited(', asOf: "2025-06-09"')]).toMatchObject([
      [],
      [{ units: BRANCHES.slice(1).map((code) => ({ code })) }],
    ]);
    expect([one.statements.length, all.statements.length]).toEqual([14, 14]);
  });

  it('ends what a manager holds with the last of those that it manages until then, and says who holds it next', async () => {
    const [site, until] = [await aSite(server), { untilEvent: 'Xây xong' }];
    await allocated(server, { site, unit: 'PC-005', from: '2025-01-01', ...until, instrument: DECISION });
    for (const unit of ['HN-B01', 'HN-B02'])
      await given(server, 'reparentUnit', {
        unit,
        relation: 'FACILITY_MANAGEMENT',
        parent: 'PC-005',
        on: '2025-05-01',
        ...until,
      });
    const waiting = `{ awaitedEvents(under: "HN-B02") { event units { code } premises { site { id } } } }`;
    expect((await server.query(waiting)).awaitedEvents).toEqual([
      { event: 'Xây xong', units: [{ code: 'HN-B02' }, { code: 'PC-005' }], premises: [{ site: { id: site } }] },
    ]);
    const came = (input: object) => event({ event: 'Xây xong', nextManager: 'HN', ...input });
    const first = await staffCarried(server, 'recordEvent', came({ units: ['HN-B01'] }), SHOWN);
    expect([codesOf(first.units), first.premisesEnded]).toEqual([['HN-B01'], 0]);
    expect(await refusalOf(server, 'recordEvent', came({ nextHolder: 'NOBODY' }))).toEqual([
      ['NOT_FOUND', 'nextHolder', '2025-06-10'],
    ]);

    const last = await staffCarried(server, 'recordEvent', came({ under: 'HN-B02', nextHolder: 'HN' }), SHOWN);

    expect([codesOf(last.units), last.premisesEnded]).toEqual([['HN-B02', 'PC-005'], 1]);
    const { node } = await server.query(`{ node(id: "${site}") { ... on Site { holder { unit { code } } } } }`);
    expect(node.holder.unit.code).toBe('HN');
  });

  it('ends premises that were held until then', async () => {
    const [bought, other] = [await aSite(server), await aSite(server)];
    await allocated(server, {
      site: bought,
      unit: 'PC-718',
      from: '2025-01-01',
      untilEvent: 'Mua xong',
      instrument: DECISION,
    });
    await allocated(server, {
      site: other,
      unit: 'PC-719',
      from: '2025-01-01',
      untilEvent: 'Khác',
      instrument: DECISION,
    });
    const { awaitedEvents } = await server.query('{ awaitedEvents { event premises { unit { code } } } }');
    expect(awaitedEvents).toEqual([
      { event: 'Khác', premises: [{ unit: { code: 'PC-719' } }] },
      { event: 'Mua xong', premises: [{ unit: { code: 'PC-718' } }] },
    ]);

    const { units, premisesEnded } = await staffCarried(server, 'recordEvent', event({ event: 'mua  xong' }), SHOWN);

    expect([codesOf(units), premisesEnded]).toEqual([['PC-718'], 1]);
    const { bd, kept } = await server.query(`{
      bd: unit(code: "PC-718", asOf: "2025-06-09") { premises { period { from until } untilEvent } }
      kept: unit(code: "PC-719") { premises { period { from until } } } }`);
    expect(bd.premises).toEqual([{ period: { from: '2025-01-01', until: '2025-06-10' }, untilEvent: 'Mua xong' }]);
    expect(kept.premises).toEqual([{ period: { from: '2025-01-01', until: null } }]);
  });
});
