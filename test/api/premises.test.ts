import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { aHandover, allocated, aSite, refusalOf, stepped } from '../support/premises-scene.ts';
import { rowCounts, withoutWriting, writingARowEach } from '../support/row-counts.ts';
import { instantNow, sendStaffVerb, staffCarried } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const PREMISES = `premises { site { address } unit { code } period { from until } untilEvent
  handover { id } instrument { number } assumed }`;
const place = { address: '258 Võ Chí Công', latitude: 21.07, longitude: 105.8, areaM2: 640 };

describe('recordSite', () => {
  it('puts a place on record, which nobody holds yet', async () => {
    const { site, violations } = await writingARowEach(server.databaseUrl, ['site', 'audit_entry'], () =>
      sendStaffVerb(server, 'recordSite', place, {
        show: 'site { address latitude longitude areaM2 holder { unit { code } } handovers { id } }',
      }),
    );

    expect([site, violations]).toEqual([{ ...place, holder: null, handovers: [] }, []]);
  });

  it('tells what is wrong with it, and writes nothing', async () => {
    expect(await refusalOf(server, 'recordSite', { address: ' ', latitude: 21, areaM2: 0 })).toEqual([
      ['INPUT_INVALID', 'address', null],
      ['INPUT_INVALID', '', null],
      ['INPUT_INVALID', 'areaM2', null],
    ]);
    expect(await refusalOf(server, 'recordSite', { ...place, areaM2: 1e300 })).toEqual([
      ['INPUT_INVALID', 'areaM2', null],
    ]);
  });

  it('is done once for one key, and not at all when it is rehearsed', async () => {
    await withoutWriting(server.databaseUrl, () => staffCarried(server, 'recordSite', { ...place, rehearse: true }));
    const keyed = () => staffCarried(server, 'recordSite', { ...place, idempotencyKey: 'site-1' }, 'site { id }');

    const first = await keyed();
    const before = await rowCounts(server.databaseUrl);
    const again = await keyed();

    expect(again.site.id).toBe(first.site.id);
    expect(await rowCounts(server.databaseUrl)).toEqual(before);
  });
});

describe('allocatePremises', () => {
  it('says by an instrument who holds a site until an event', async () => {
    const site = await aSite(server, place);
    const input = { site, unit: 'HN-B02', from: '2025-04-01', untilEvent: ' Mua xong trụ sở ', instrument: PLAN_29 };

    const { premises } = await writingARowEach(server.databaseUrl, ['premises', 'audit_entry'], () =>
      staffCarried(server, 'allocatePremises', input, PREMISES),
    );

    const held = {
      site: { address: '258 Võ Chí Công' },
      unit: { code: 'HN-B02' },
      period: { from: '2025-04-01', until: null },
      untilEvent: 'Mua xong trụ sở',
      handover: null,
      instrument: { number: PLAN_29 },
      assumed: false,
    };
    expect(premises).toEqual(held);
    const { before, after } = await server.query(`{
      before: unit(code: "HN-B02", asOf: "2025-03-31") { ${PREMISES} } after: unit(code: "HN-B02") { ${PREMISES} } }`);
    expect([before.premises, after.premises]).toEqual([[], [held]]);
  });

  it('needs an instrument, a site and a unit that is there', async () => {
    expect(await refusalOf(server, 'allocatePremises', { site: 'x', unit: 'NOBODY', from: '2025-04-01' })).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-04-01'],
      ['NOT_FOUND', 'site', null],
      ['NOT_FOUND', 'unit', '2025-04-01'],
    ]);
    const site = await aSite(server);
    const early = { site, unit: 'HN-B03', from: '2025-03-31', instrument: PLAN_29 };
    expect(await refusalOf(server, 'allocatePremises', early)).toEqual([['FACT_OUTSIDE_UNIT', 'unit', '2025-03-31']]);
  });

  it('needs days in their order, and a last day or an event but not both', async () => {
    const site = await aSite(server);
    const input = {
      site,
      unit: 'HN-B02',
      from: '2025-04-01',
      until: '2025-04-01',
      untilEvent: 'Mua',
      instrument: PLAN_29,
    };

    expect(await refusalOf(server, 'allocatePremises', input)).toEqual([
      ['PERIOD_INVALID', 'until', '2025-04-01'],
      ['INPUT_INVALID', 'untilEvent', null],
    ]);
  });

  it('lasts no longer than its unit', async () => {
    const body = { code: 'HN-BRIEF', name: 'Tạm', kind: 'OUTSIDE_BODY', on: '2025-04-01' };
    await given(server, 'establishUnit', body);
    await given(server, 'dissolveUnit', { unit: 'HN-BRIEF', on: '2025-06-01', noSuccessor: true });
    const site = await aSite(server);
    const input = { site, unit: 'HN-BRIEF', from: '2025-05-01', instrument: PLAN_29 };

    expect(await refusalOf(server, 'allocatePremises', { ...input, until: '2025-06-02' })).toEqual([
      ['FACT_OUTSIDE_UNIT', 'until', '2025-06-01'],
    ]);
    const { premises } = await staffCarried(server, 'allocatePremises', input, PREMISES);
    expect(premises.period).toEqual({ from: '2025-05-01', until: '2025-06-01' });
  });

  it('refuses a second holder, told for the first day on which there would be two', async () => {
    const site = await aSite(server);
    await allocated(server, { site, unit: 'HN-B01', from: '2025-06-01', until: '2025-07-01' });
    const input = { site, unit: 'HN-B02', instrument: PLAN_29 };
    const asked = (days: object) => refusalOf(server, 'allocatePremises', { ...input, ...days }, 'message');

    expect(await asked({ from: '2025-05-01' })).toEqual([
      ['SITE_DOUBLE_ALLOCATED', 'site', '2025-06-01', 'These premises are held by HN-B01 on 2025-06-01.'],
    ]);
    expect(await asked({ from: '2025-06-30', until: '2025-08-01' })).toEqual([
      ['SITE_DOUBLE_ALLOCATED', 'site', '2025-06-30', 'These premises are held by HN-B01 on 2025-06-30.'],
    ]);
    await allocated(server, { site, unit: 'HN-B02', from: '2025-05-01', until: '2025-06-01' });
    await allocated(server, { site, unit: 'HN-B02', from: '2025-07-01' });
  });

  it('sends 9 statements', async () => {
    const site = await aSite(server);

    const { statements } = await statementsOf(server, () =>
      allocated(server, { site, unit: 'HN-B01', from: '2025-05-01' }),
    );

    expect(statements).toHaveLength(9);
  });
});

describe('releasePremises', () => {
  it('ends a holding on a day; what was believed before stays to be read', async () => {
    const site = await aSite(server);
    await allocated(server, { site, unit: 'HN-B04', from: '2025-05-01' });
    const before = await instantNow(server);
    const input = { site, on: '2025-06-01', instrument: PLAN_29, reason: 'Trả lại trụ sở' };

    const { premises } = await staffCarried(server, 'releasePremises', input, PREMISES);

    expect(premises).toMatchObject({ unit: { code: 'HN-B04' }, period: { from: '2025-05-01', until: '2025-06-01' } });
    const holder = 'holder { unit { code } }';
    const { last, gone, then } = await server.query(`{
      last: node(id: "${site}", asOf: "2025-05-31") { ... on Site { ${holder} } }
      gone: node(id: "${site}", asOf: "2025-06-01") { ... on Site { ${holder} } }
      then: node(id: "${site}", asOf: "2025-06-01", knownAt: "${before}") { ... on Site { ${holder} } } }`);
    expect([last, gone, then].map((found: Data) => found.holder?.unit.code ?? null)).toEqual([
      'HN-B04',
      null,
      'HN-B04',
    ]);
  });

  it('refuses a site that nobody holds, and a day that is not after the first', async () => {
    const site = await aSite(server);
    const input = { site, on: '2025-06-01', reason: '' };
    expect(await refusalOf(server, 'releasePremises', input)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-06-01'],
      ['INPUT_INVALID', 'reason', null],
      ['NOT_FOUND', 'site', '2025-06-01'],
    ]);
    await allocated(server, { site, unit: 'HN-B04', from: '2025-06-01' });
    expect(await refusalOf(server, 'releasePremises', { ...input, instrument: PLAN_29, reason: 'Trả' })).toEqual([
      ['PERIOD_INVALID', 'on', '2025-06-01'],
    ]);
  });
});

describe('a holding that ends', () => {
  it('leaves what the same unit is to hold later', async () => {
    const site = await aSite(server);
    await allocated(server, { site, unit: 'HN-B04', from: '2025-05-01', until: '2025-06-01' });
    await allocated(server, { site, unit: 'HN-B04', from: '2025-08-01' });
    const input = { site, on: '2025-05-15', instrument: PLAN_29, reason: 'Trả lại trụ sở' };

    await staffCarried(server, 'releasePremises', input, PREMISES);

    const holder = 'holder { period { from until } }';
    const { last, gone, later } = await server.query(`{
      last: node(id: "${site}", asOf: "2025-05-14") { ... on Site { ${holder} } }
      gone: node(id: "${site}", asOf: "2025-05-15") { ... on Site { ${holder} } }
      later: node(id: "${site}", asOf: "2025-08-01") { ... on Site { ${holder} } } }`);
    expect([last, gone, later].map((found: Data) => found.holder?.period ?? null)).toEqual([
      { from: '2025-05-01', until: '2025-05-15' },
      null,
      { from: '2025-08-01', until: null },
    ]);
  });

  it('is not released before the day on which it is handed over', async () => {
    const site = await aSite(server);
    await allocated(server, { site, unit: 'PC-005', from: '2025-01-01' });
    const handover = await aHandover(server, { site });
    await stepped(server, handover, 'INSPECTED');
    await stepped(server, handover, 'SIGNED', {
      on: '2025-06-01',
      minutes: '1/BB',
      giverSignatory: 'A',
      receiverSignatory: 'B',
    });
    const input = { site, on: '2025-05-20', instrument: PLAN_29, reason: 'Trả lại trụ sở' };

    expect(await refusalOf(server, 'releasePremises', input)).toEqual([['HANDOVER_INCOMPLETE', 'on', '2025-06-01']]);
  });
});

describe('premises of units', () => {
  it('are read by one statement, for one unit as for fifty', async () => {
    const reading = (first: number) =>
      statementsOf(server, () =>
        server.query(`{ units(first: ${first}) { nodes { code ${PREMISES} handovers { title } } } }`),
      );

    expect((await reading(1)).statements).toHaveLength(1);
    expect((await reading(50)).statements).toHaveLength(1);
  });
});
