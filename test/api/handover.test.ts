import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { forget } from '../support/forget.ts';
import { aHandover, allocated, aSite, refusalOf, stepped } from '../support/premises-scene.ts';
import { instantNow, sendStaffVerb, staffCarried } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();
await forget(server, 'handover_status');

afterAll(() => server.close());

const SIGNED = { minutes: '12/BB-BG', giverSignatory: 'Trần Văn Giao', receiverSignatory: 'Lê Thị Nhận' };
const SHOWN = `handover { id title status since minutes giverSignatory receiverSignatory note
  giver { code } receiver { code } unit { code } site { address holder { unit { code } } }
  items { position description quantity measure condition } phase { ordinal } }`;
const holderOn = async (site: string, ...days: string[]): Promise<(string | null)[]> => {
  const fields = days.map(
    (day, index) => `d${index}: node(id: "${site}", asOf: "${day}") { ... on Site { holder { unit { code } } } }`,
  );
  const found: Record<string, Data> = await server.query(`{ ${fields.join(' ')} }`);
  return Object.values(found).map(({ holder }) => holder?.unit.code ?? null);
};

describe('listHandover', () => {
  it('lists what a district hands to a branch', async () => {
    const site = await aSite(server);
    const items = [
      { description: 'Trụ sở Bộ phận Một cửa', measure: 'm²', quantity: 320.5, condition: 'Tốt' },
      { description: 'Máy lấy số' },
    ];

    const { handover, violations } = await sendStaffVerb(
      server,
      'listHandover',
      {
        title: ' Bàn giao trụ sở ',
        giver: 'PC-005',
        receiver: 'HN-B01',
        site,
        items,
        on: '2025-03-01',
        plan: 'HN',
        phase: 1,
      },
      { show: SHOWN },
    );

    expect(violations).toEqual([]);
    expect(handover).toMatchObject({
      title: 'Bàn giao trụ sở',
      status: 'LISTED',
      since: '2025-03-01',
      giver: { code: 'PC-005' },
      receiver: { code: 'HN-B01' },
      unit: { code: 'HN-B01' },
      site: { address: '1 Cầu Giấy', holder: null },
      items: [
        { position: 1, description: 'Trụ sở Bộ phận Một cửa', measure: 'm²', quantity: 320.5, condition: 'Tốt' },
        { position: 2, description: 'Máy lấy số', measure: null, quantity: 1, condition: null },
      ],
      phase: { ordinal: 1 },
    });
  });

  it('tells everything that is wrong with it, and writes nothing', async () => {
    const items = [
      { description: '', quantity: 0 },
      { description: 'Bàn', quantity: 1e308 },
    ];
    const input = { title: '', giver: 'NOBODY', receiver: 'HN-B03', site: 'x', items, on: '2025-03-01' };

    expect(await refusalOf(server, 'listHandover', input)).toEqual([
      ['INPUT_INVALID', 'title', null],
      ['NOT_FOUND', 'giver', '2025-03-01'],
      ['FACT_OUTSIDE_UNIT', 'receiver', '2025-03-01'],
      ['NOT_FOUND', 'site', null],
      ['INPUT_INVALID', 'items.0.description', null],
      ['INPUT_INVALID', 'items.0.quantity', null],
      ['INPUT_INVALID', 'items.1.quantity', null],
    ]);
  });

  it('refuses a unit that gives to itself, and a handover of nothing', async () => {
    const input = { title: 'Bàn giao', giver: 'HN-B01', receiver: 'HN-B01', items: [], on: '2025-03-01' };

    expect(await refusalOf(server, 'listHandover', input)).toEqual([
      ['INPUT_INVALID', 'receiver', '2025-03-01'],
      ['INPUT_INVALID', 'items', null],
    ]);
  });
});

describe('listHandovers', () => {
  it('takes a thousand at once, or none', async () => {
    const one = { giver: 'PC-005', receiver: 'HN-B01', items: [{ description: 'Ghế' }], on: '2025-03-02' };
    const many = Array.from({ length: 1_000 }, (_, index) => ({ ...one, title: `Bàn giao ${index}` }));

    const { statements, result } = await statementsOf(server, () =>
      sendStaffVerb(server, 'listHandovers', { handovers: many }, { show: 'handovers { title }' }),
    );

    const single = await statementsOf(server, () =>
      staffCarried(server, 'listHandovers', { handovers: [many[0]] }, 'handovers { title }'),
    );

    expect(result.handovers).toHaveLength(1_000);
    expect([statements.length, single.statements.length]).toEqual([11, 11]);
    expect(await refusalOf(server, 'listHandovers', { handovers: [...many, many[0]] })).toEqual([
      ['INPUT_INVALID', 'handovers', null],
    ]);
    expect(
      await refusalOf(server, 'listHandovers', {
        handovers: [one, { ...one, title: 'B' }].map((h) => ({ title: '', ...h })),
      }),
    ).toEqual([['INPUT_INVALID', 'handovers.0.title', null]]);
  });
});

describe('advanceHandover', () => {
  it('goes through a dispute to signed minutes, and is closed', async () => {
    const handover = await aHandover(server);
    await stepped(server, handover, 'INSPECTED');
    const disputed = await stepped(server, handover, 'DISPUTED', { note: 'Thiếu hai máy tính' });
    await stepped(server, handover, 'INSPECTED', { on: '2025-05-07' });
    await stepped(server, handover, 'SIGNED', { on: '2025-05-08', ...SIGNED });

    const closed = await stepped(server, handover, 'CLOSED', { on: '2025-05-09' });

    expect([disputed.handover.status, closed.handover.status]).toEqual(['DISPUTED', 'CLOSED']);
    const { node } = await server.query(`{ node(id: "${handover}", asOf: "2025-05-08") { ... on Handover {
      status minutes giverSignatory receiverSignatory steps { status minutes note period { from until } } } } }`);
    expect(node).toEqual({
      status: 'SIGNED',
      ...SIGNED,
      steps: [
        { status: 'LISTED', minutes: null, note: null, period: { from: '2025-05-05', until: '2025-05-06' } },
        { status: 'INSPECTED', minutes: null, note: null, period: { from: '2025-05-06', until: '2025-05-06' } },
        {
          status: 'DISPUTED',
          minutes: null,
          note: 'Thiếu hai máy tính',
          period: { from: '2025-05-06', until: '2025-05-07' },
        },
        { status: 'INSPECTED', minutes: null, note: null, period: { from: '2025-05-07', until: '2025-05-08' } },
        { status: 'SIGNED', minutes: '12/BB-BG', note: null, period: { from: '2025-05-08', until: '2025-05-09' } },
        { status: 'CLOSED', minutes: null, note: null, period: { from: '2025-05-09', until: null } },
      ],
    });
    const shown = '... on Handover { minutes giverSignatory receiverSignatory }';
    expect(
      await server.query(`{
        before: node(id: "${handover}", asOf: "2025-05-07") { ${shown} }
        after: node(id: "${handover}", asOf: "2025-05-09") { ${shown} } }`),
    ).toEqual({ before: { minutes: null, giverSignatory: null, receiverSignatory: null }, after: SIGNED });
  });

  it('refuses signatures before an inspection, and tells all that the minutes lack', async () => {
    const handover = await aHandover(server);
    const input = { handover, to: 'SIGNED', on: '2025-05-06', receiverSignatory: ' ' };

    expect(await refusalOf(server, 'advanceHandover', input)).toEqual([
      ['TRANSITION_INVALID', 'to', '2025-05-06'],
      ['HANDOVER_INCOMPLETE', 'minutes', '2025-05-06'],
      ['HANDOVER_INCOMPLETE', 'giverSignatory', '2025-05-06'],
      ['HANDOVER_INCOMPLETE', 'receiverSignatory', '2025-05-06'],
    ]);
  });

  it('refuses a dispute about nothing', async () => {
    const handover = await aHandover(server);

    expect(await refusalOf(server, 'advanceHandover', { handover, to: 'DISPUTED', on: '2025-05-06' })).toEqual([
      ['INPUT_INVALID', 'note', null],
    ]);
  });

  it('passes the site on with the signatures: the giver holds it until that day, the receiver from then on', async () => {
    const site = await aSite(server);
    await allocated(server, { site, unit: 'PC-005', from: '2025-01-01' });
    const handover = await aHandover(server, { site });
    await stepped(server, handover, 'INSPECTED');
    const before = await instantNow(server);

    const { handover: shown } = await stepped(server, handover, 'SIGNED', { on: '2025-05-08', ...SIGNED });

    expect(shown.site.holder.unit.code).toBe('HN-B01');
    expect(await holderOn(site, '2025-05-07', '2025-05-08', '2026-01-01')).toEqual(['PC-005', 'HN-B01', 'HN-B01']);
    const premises = 'premises { period { from until } handover { id } instrument { number } assumed }';
    const { unit, then } = await server.query(`{
      unit(code: "HN-B01", asOf: "2025-05-08") { ${premises} }
      then: unit(code: "PC-005", asOf: "2025-05-08", knownAt: "${before}") { ${premises} } }`);
    expect(unit.premises).toEqual([
      {
        period: { from: '2025-05-08', until: null },
        handover: { id: handover },
        instrument: { number: PLAN_29 },
        assumed: false,
      },
    ]);
    await stepped(server, handover, 'CLOSED', { on: '2025-05-08' });
    const closed = await server.query(
      '{ unit(code: "HN-B01", asOf: "2025-06-01") { premises { handover { status minutes giverSignatory receiverSignatory } } } }',
    );
    expect(closed.unit.premises).toEqual([{ handover: { status: 'CLOSED', ...SIGNED } }]);
    expect(then.premises).toEqual([
      { period: { from: '2025-01-01', until: null }, handover: null, instrument: { number: PLAN_29 }, assumed: false },
    ]);
  });

  it('is the first statement about a site that nobody is known to have held', async () => {
    const site = await aSite(server);
    const handover = await aHandover(server, { site });
    await stepped(server, handover, 'INSPECTED');

    await stepped(server, handover, 'SIGNED', SIGNED);

    expect(await holderOn(site, '2025-05-05', '2025-05-06')).toEqual([null, 'HN-B01']);
  });

  it('refuses a giver who no longer holds the site', async () => {
    const site = await aSite(server);
    await allocated(server, { site, unit: 'PC-005', from: '2025-01-01', until: '2025-02-01' });
    const handover = await aHandover(server, { site });
    await stepped(server, handover, 'INSPECTED');
    const input = { handover, to: 'SIGNED', on: '2025-05-06', ...SIGNED };

    expect(await refusalOf(server, 'advanceHandover', input)).toEqual([
      ['HANDOVER_INCOMPLETE', 'handover', '2025-05-06'],
    ]);
  });

  it('refuses a site that somebody else holds, now or later', async () => {
    const [now, later] = [await aSite(server), await aSite(server)];
    await allocated(server, { site: now, unit: 'HN-B02', from: '2025-01-01' });
    await allocated(server, { site: later, unit: 'PC-005', from: '2025-01-01', until: '2025-08-01' });
    await allocated(server, { site: later, unit: 'HN-B02', from: '2025-08-01' });
    for (const [site, day] of [
      [now, '2025-05-06'],
      [later, '2025-08-01'],
    ] as const) {
      const handover = await aHandover(server, { site });
      await stepped(server, handover, 'INSPECTED');
      const input = { handover, to: 'SIGNED', on: '2025-05-06', ...SIGNED };

      expect(await refusalOf(server, 'advanceHandover', input, 'message')).toEqual([
        ['SITE_DOUBLE_ALLOCATED', 'handover', day, `These premises are held by HN-B02 on ${day}.`],
      ]);
    }
  });

  it('refuses a site that the giver itself is to hold again', async () => {
    const site = await aSite(server);
    await allocated(server, { site, unit: 'PC-005', from: '2025-01-01', until: '2025-06-01' });
    await allocated(server, { site, unit: 'PC-005', from: '2025-09-01' });
    const handover = await aHandover(server, { site });
    await stepped(server, handover, 'INSPECTED');
    const input = { handover, to: 'SIGNED', on: '2025-05-06', ...SIGNED };

    expect(await refusalOf(server, 'advanceHandover', input)).toEqual([
      ['SITE_DOUBLE_ALLOCATED', 'handover', '2025-09-01'],
    ]);
  });

  it('can be cancelled until it is signed', async () => {
    const handover = await aHandover(server);
    await stepped(server, handover, 'CANCELLED');

    const input = { handover, to: 'INSPECTED', on: '2025-05-07', instrument: PLAN_29 };
    expect(await refusalOf(server, 'advanceHandover', input)).toEqual([['TRANSITION_INVALID', 'to', '2025-05-07']]);
  });

  it('decides each of several steps on what the one before left', async () => {
    const site = await aSite(server);
    const first = await aHandover(server, { site });
    const second = await aHandover(server, { site, giver: 'HN-B01', receiver: 'HN-B02' });
    const steps = [first, second].map((handover) => ({ handover, to: 'INSPECTED', on: '2025-05-06' }));
    await staffCarried(server, 'advanceHandovers', { steps });

    const signed = [first, second].map((handover, index) => ({
      handover,
      to: 'SIGNED',
      on: `2025-05-${10 + index}`,
      ...SIGNED,
    }));
    const { statements } = await statementsOf(server, () =>
      staffCarried(server, 'advanceHandovers', { steps: signed }),
    );

    expect(await holderOn(site, '2025-05-10', '2025-05-11')).toEqual(['HN-B01', 'HN-B02']);
    expect(statements).toHaveLength(13);
  });

  it('writes nothing when it is rehearsed, and shows what would be', async () => {
    const site = await aSite(server);
    const handover = await aHandover(server, { site });
    await stepped(server, handover, 'INSPECTED');

    const payload = await stepped(server, handover, 'SIGNED', { ...SIGNED, rehearse: true });

    expect(payload.handover.site.holder.unit.code).toBe('HN-B01');
    expect(await holderOn(site, '2025-05-06')).toEqual([null]);
  });
});

describe('a signboard', () => {
  const board = async (site: string, unit = 'HN-B02', text = 'Chi nhánh Tây Hồ'): Promise<string> => {
    const input = { signboards: [{ unit, text, site, on: '2025-05-01' }] };
    const { signboards } = await staffCarried(server, 'designSignboards', input, 'signboards { id site { id } }');
    expect(signboards[0].site.id).toBe(site);
    for (const to of ['BRAND_APPROVED', 'MADE'])
      await staffCarried(server, 'advanceSignboards', {
        steps: [{ signboard: signboards[0].id, to, on: '2025-05-02' }],
      });
    return signboards[0].id;
  };
  const mounting = (signboard: string) => ({ steps: [{ signboard, to: 'MOUNTED', on: '2025-05-10' }] });

  it('is not mounted where another unit holds the site, nor before the minutes are signed', async () => {
    const [held, coming] = [await aSite(server), await aSite(server)];
    await allocated(server, { site: held, unit: 'HN-B01', from: '2025-01-01' });
    await aHandover(server, { site: coming, receiver: 'HN-B02' });

    expect(await refusalOf(server, 'advanceSignboards', mounting(await board(held)), 'message')).toEqual([
      [
        'HANDOVER_INCOMPLETE',
        'steps.0.signboard',
        '2025-05-10',
        'HN-B02 may not use these premises on 2025-05-10: HN-B01 holds them.',
      ],
    ]);
    expect(await refusalOf(server, 'advanceSignboards', mounting(await board(coming)), 'message')).toEqual([
      [
        'HANDOVER_INCOMPLETE',
        'steps.0.signboard',
        '2025-05-10',
        'HN-B02 may use these premises once their handover is signed; on 2025-05-10 it is LISTED.',
      ],
    ]);
  });

  it('is mounted where its unit or one above it holds the site, and where nobody is known to', async () => {
    const [own, above, free] = [await aSite(server), await aSite(server), await aSite(server)];
    await allocated(server, { site: own, unit: 'HN-B02', from: '2025-01-01' });
    await allocated(server, { site: above, unit: 'HN', from: '2025-01-01' });

    for (const site of [own, above, free]) {
      const { signboards } = await staffCarried(
        server,
        'advanceSignboards',
        mounting(await board(site)),
        'signboards { status }',
      );
      expect(signboards).toEqual([{ status: 'MOUNTED' }]);
    }
  });
});

describe('handovers', () => {
  const found = async (filter: string): Promise<Data> =>
    (await server.query(`{ handovers(${filter}) { totalCount nodes { title status } } }`)).handovers;

  beforeAll(async () => {
    await aHandover(server, { title: 'Bàn giao 9', giver: 'PC-271', receiver: 'HN-B03', plan: 'HN', phase: 2 });
    const signed = await aHandover(server, { title: 'Bàn giao 8', giver: 'HN-B03', receiver: 'HN-B04' });
    await stepped(server, signed, 'INSPECTED');
    await stepped(server, signed, 'SIGNED', SIGNED);
  });

  it('are found by either side, by status, plan and phase', async () => {
    expect((await found('unit: "HN-B03"')).nodes.map(({ title }: Data) => title)).toEqual(['Bàn giao 9', 'Bàn giao 8']);
    expect((await found('under: "HN-B03"')).totalCount).toBe(2);
    expect((await found('unit: "HN-B03", statuses: [SIGNED]')).nodes).toEqual([
      { title: 'Bàn giao 8', status: 'SIGNED' },
    ]);
    expect((await found('unit: "HN-B03", asOf: "2025-05-05", statuses: [SIGNED]')).totalCount).toBe(0);
    expect((await found('plan: "HN", phase: 2')).nodes).toEqual([{ title: 'Bàn giao 9', status: 'LISTED' }]);
    const { unit } = await server.query('{ unit(code: "HN-B03") { handovers { title giver { code } } } }');
    expect(unit.handovers).toEqual([
      { title: 'Bàn giao 9', giver: { code: 'PC-271' } },
      { title: 'Bàn giao 8', giver: { code: 'HN-B03' } },
    ]);
  });

  it('are read with all below them by one statement', async () => {
    const { statements } = await statementsOf(server, () =>
      server.query(
        `{ handovers(first: 50) { nodes { ${SHOWN.slice('handover {'.length, -1)} steps { status minutes } } } }`,
      ),
    );

    expect(statements).toHaveLength(1);
  });
});
