import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { sendStaffVerb, staffCarried } from '../support/staff-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOWN = 'seal { id status engravedName since bearsName holder { code } receivedBy minutes }';
/** A center of whose seals nothing is published. */
const CENTER = {
  unit: 'NA',
  engravedName: 'Trung tâm Phục vụ hành chính công tỉnh Nghệ An',
  on: '2025-05-05',
  instrument: PLAN_29,
};

const aSeal = async (input: object = {}): Promise<string> =>
  (await staffCarried(server, 'requestSeal', { ...CENTER, ...input }, 'seal { id }')).seal.id;
const advance = (seal: string, to: string, input: object = {}) =>
  staffCarried(server, 'advanceSeal', { seal, to, on: '2025-05-06', instrument: PLAN_29, ...input }, SHOWN);
const refused = (verb: string, input: object, show = SHOWN) =>
  withoutWriting(server.databaseUrl, () => sendStaffVerb(server, verb, input, { show }));
const refusedStep = (seal: string, to: string, input: object = {}) =>
  refused('advanceSeal', { seal, to, on: '2025-05-06', instrument: PLAN_29, ...input });
const told = ({ violations }: Data) => violations.map(({ code, path, on }: Data) => [code, path.join('.'), on]);

describe('requestSeal', () => {
  it('asks for a seal with the name of the day, in capitals as well', async () => {
    const payload = await sendStaffVerb(
      server,
      'requestSeal',
      { ...CENTER, engravedName: CENTER.engravedName.toLocaleUpperCase('vi') },
      { show: SHOWN },
    );

    expect(payload).toMatchObject({
      seal: { status: 'REQUESTED', since: '2025-05-05', bearsName: true, holder: { code: 'NA' } },
      violations: [],
      rehearsed: false,
    });
  });

  it('asks for the seal of a name that is still to come', async () => {
    const wanted = {
      unit: 'HN-B01',
      engravedName: 'Chi nhánh Cầu Giấy – Thanh Xuân',
      on: '2025-06-15',
      usedFrom: '2025-07-01',
      instrument: PLAN_29,
    };

    const { seal, violations } = await sendStaffVerb(server, 'requestSeal', wanted, { show: SHOWN });

    expect(violations).toEqual([]);
    expect(seal).toMatchObject({ status: 'REQUESTED', bearsName: false });
  });

  it('tells everything that is wrong with a request at once', async () => {
    const payload = await refused('requestSeal', {
      unit: 'HN-00166',
      engravedName: 'Điểm tiếp nhận',
      on: '2025-05-05',
    });

    expect(payload.seal).toBeNull();
    expect(told(payload)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-05-05'],
      ['SEAL_NOT_ENTITLED', 'unit', '2025-05-05'],
      ['SEAL_NAME_MISMATCH', 'engravedName', '2025-05-05'],
    ]);
  });

  it('refuses a unit that is not there yet', async () => {
    const payload = await refused('requestSeal', { ...CENTER, unit: 'HN-B05', on: '2025-03-31' });

    expect(told(payload)).toEqual([['FACT_OUTSIDE_UNIT', 'unit', '2025-03-31']]);
  });
});

describe('advanceSeal', () => {
  it('goes from the request to the return, each step on its day, and remembers in whose custody it was', async () => {
    const seal = await aSeal();
    for (const to of ['AUTHORIZED', 'ENGRAVED', 'REGISTERED', 'IN_USE']) await advance(seal, to);
    await advance(seal, 'WITHDRAWN', { on: '2025-06-01' });

    const returned = await advance(seal, 'RETURNED', {
      on: '2025-06-02',
      receivedBy: 'Công an tỉnh',
      minutes: '5/BB',
    });

    expect(returned.seal).toMatchObject({
      status: 'RETURNED',
      since: '2025-06-02',
      holder: null,
      receivedBy: 'Công an tỉnh',
      minutes: '5/BB',
    });
    const { node } = await server.query(
      `query ($id: ID!) { node(id: $id, asOf: "2025-06-02") { ... on Seal { steps { status period { from until } } } } }`,
      { id: seal },
    );
    expect(node.steps.map(({ status, period: { from, until } }: Data) => [status, from, until])).toEqual([
      ['REQUESTED', '2025-05-05', '2025-05-06'],
      ['AUTHORIZED', '2025-05-06', '2025-05-06'],
      ['ENGRAVED', '2025-05-06', '2025-05-06'],
      ['REGISTERED', '2025-05-06', '2025-05-06'],
      ['IN_USE', '2025-05-06', '2025-06-01'],
      ['WITHDRAWN', '2025-06-01', '2025-06-02'],
      ['RETURNED', '2025-06-02', null],
    ]);
  });

  it('refuses use before registration', async () => {
    const seal = await aSeal({ on: '2026-01-05' });

    const payload = await refusedStep(seal, 'IN_USE', { on: '2026-01-06' });

    expect(told(payload)).toEqual([
      ['TRANSITION_INVALID', 'to', '2026-01-06'],
      ['SEAL_NOT_REGISTERED', 'seal', '2026-01-06'],
    ]);
  });

  it('refuses a second principal seal, and a name that the unit no longer has', async () => {
    const [{ id }] = (await server.query('{ seals(unit: "HN-B02", asOf: "2025-05-05") { nodes { id status } } }')).seals
      .nodes;
    const second = await aSeal({ unit: 'HN-B02', engravedName: 'Chi nhánh Tây Hồ' });
    for (const to of ['AUTHORIZED', 'ENGRAVED', 'REGISTERED']) await advance(second, to);

    const payload = await refusedStep(second, 'IN_USE');

    expect(told(payload)).toEqual([['SEAL_DUPLICATE', 'seal', '2025-05-06']]);
    // The old one out and the new one in on one day leave no gap and no overlap.
    const both = {
      instrument: PLAN_29,
      steps: [
        { seal: id, to: 'WITHDRAWN', on: '2025-05-06' },
        { seal: second, to: 'IN_USE', on: '2025-05-06' },
      ],
    };
    const { seals } = await staffCarried(server, 'advanceSeals', both, 'seals { id status }');
    expect(seals.map(({ status }: Data) => status).sort()).toEqual(['IN_USE', 'WITHDRAWN']);
  });

  it('wants to know who took a seal that is given back, and on which minutes', async () => {
    const seal = await aSeal({ kind: 'EMBOSSED' });
    for (const to of ['AUTHORIZED', 'ENGRAVED', 'REGISTERED', 'WITHDRAWN']) await advance(seal, to);

    const payload = await refusedStep(seal, 'RETURNED', { on: '2025-05-05' });

    expect(told(payload)).toEqual([
      ['PERIOD_INVALID', 'on', '2025-05-05'],
      ['INPUT_INVALID', 'receivedBy', null],
      ['INPUT_INVALID', 'minutes', null],
    ]);
  });
});

describe('retractStep', () => {
  it('takes back a step, which stays known as what was believed', async () => {
    const seal = await aSeal({ kind: 'REDUCED' });
    await advance(seal, 'INVALIDATED');
    const now = new Date().toISOString();

    const payload = await staffCarried(server, 'retractStep', { id: seal, reason: 'Nhầm con dấu' }, 'id');

    expect(payload.id).toBe(seal);
    const { after, before } = await server.query(
      `query ($id: ID!, $at: DateTime!) {
        after: node(id: $id, asOf: "2025-05-06") { ... on Seal { status since } }
        before: node(id: $id, asOf: "2025-05-06", knownAt: $at) { ... on Seal { status } }
      }`,
      { id: seal, at: now },
    );
    expect(after).toEqual({ status: 'REQUESTED', since: '2025-05-05' });
    expect(before).toEqual({ status: 'INVALIDATED' });
  });

  it('has nothing to take back where a thing never was anything else', async () => {
    const id = await aSeal({ kind: 'REDUCED' });

    const payload = await refused('retractStep', { id, reason: 'Nhầm' }, 'id');

    expect(told(payload)).toEqual([['TRANSITION_INVALID', 'id', '2025-05-05']]);
  });
});

describe('a thousand seals', () => {
  const many = Array.from({ length: 1000 }, (_, index) => index);

  it('are asked for and authorized in one transaction each', async () => {
    const requests = many.map(() => ({
      unit: 'NA',
      kind: 'EMBOSSED',
      engravedName: CENTER.engravedName,
      on: '2025-05-05',
    }));

    const { seals } = await staffCarried(
      server,
      'requestSeals',
      { seals: requests, instrument: PLAN_29 },
      'seals { id }',
    );
    const steps = seals.map(({ id }: Data) => ({ seal: id, to: 'AUTHORIZED', on: '2025-05-06' }));
    const advanced = await staffCarried(server, 'advanceSeals', { steps, instrument: PLAN_29 }, 'seals { status }');

    expect(new Set(advanced.seals.map(({ status }: Data) => status))).toEqual(new Set(['AUTHORIZED']));
    expect(advanced.seals).toHaveLength(1000);
  });

  it('come back with every violation, and nothing is written', async () => {
    const seals = many.map((index) => ({
      unit: index % 2 === 0 ? 'HN-00166' : 'NA',
      engravedName: CENTER.engravedName,
      on: '2025-05-05',
    }));

    const payload = await refused('requestSeals', { seals, instrument: PLAN_29 }, 'seals { id }');

    expect(payload.violations).toHaveLength(1000);
    expect(told(payload).slice(0, 3)).toEqual([
      ['SEAL_NOT_ENTITLED', 'seals.0.unit', '2025-05-05'],
      ['SEAL_NAME_MISMATCH', 'seals.0.engravedName', '2025-05-05'],
      ['SEAL_NOT_ENTITLED', 'seals.2.unit', '2025-05-05'],
    ]);
  });

  it('are no more than that, and each is named once', async () => {
    const seal = await aSeal({ kind: 'EMBOSSED' });
    const steps = [1, 2].map(() => ({ seal, to: 'AUTHORIZED', on: '2025-05-06' }));

    const twice = await refused('advanceSeals', { steps, instrument: PLAN_29 }, 'seals { id }');
    const none = await refused('advanceSeals', { steps: [], instrument: PLAN_29 }, 'seals { id }');

    expect(told(twice)).toEqual([['INPUT_INVALID', 'steps.1.seal', null]]);
    expect(told(none)).toEqual([['INPUT_INVALID', 'steps', null]]);
  });
});
