import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { carryOut, documentOf, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const rename = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(
    server,
    'renameUnit',
    { instrument: PLAN_29, on: '2025-09-01', ...input },
    { show: 'name version', ...asking },
  );

const codes = ({ violations }: Data): string[] => violations.map(({ code }: Data) => code);

describe('expectedVersion', () => {
  it('lets through who read the unit as it is', async () => {
    const { unit } = await server.query('{ unit(code: "HN-B03") { version } }');

    const payload = await rename({ unit: 'HN-B03', name: 'Ba', expectedVersion: unit.version });

    expect(payload.violations).toEqual([]);
    expect(payload.unit.version).toBeGreaterThan(unit.version);
  });

  it('stops who read it before another changed it', async () => {
    const { unit } = await server.query('{ unit(code: "HN-B04") { version } }');
    const first = await rename({ unit: 'HN-B04', name: 'Bốn', expectedVersion: unit.version });

    const second = await withoutWriting(server.databaseUrl, () =>
      rename({ unit: 'HN-B04', name: 'IV', on: '2025-10-01', expectedVersion: unit.version }),
    );

    expect(codes(first)).toEqual([]);
    expect(second).toMatchObject({
      unit: null,
      violations: [
        {
          __typename: 'UnitViolation',
          code: 'VERSION_CONFLICT',
          path: ['expectedVersion'],
          unit: { code: 'HN-B04' },
          message: `Unit HN-B04 has changed: its version is ${first.unit.version}, not ${unit.version}.`,
        },
      ],
    });
  });

  it('is not raised by a rehearsal', async () => {
    const { unit } = await server.query('{ unit(code: "HN-B05") { version } }');
    await rename({ unit: 'HN-B05', name: 'Năm', rehearse: true });

    expect((await server.query('{ unit(code: "HN-B05") { version } }')).unit).toEqual(unit);
  });
});

describe('idempotencyKey', () => {
  it('sent again answers the first time and does nothing twice', async () => {
    const input = { unit: 'HN-B06', name: 'Sáu', idempotencyKey: 'six' };
    const first = await rename(input);

    const again = await withoutWriting(server.databaseUrl, () => rename(input));

    expect(codes(first)).toEqual([]);
    expect(again).toEqual(first);
  });

  it('sent again by many at once does it once', async () => {
    const input = { unit: 'HN-B07', name: 'Bảy', idempotencyKey: 'seven' };
    const before = await rowCounts(server.databaseUrl);

    const answers = await Promise.all(Array.from({ length: 5 }, () => rename(input)));

    expect(answers).toEqual(Array.from({ length: 5 }, () => answers[0]));
    expect(codes(answers[0])).toEqual([]);
    const after = await rowCounts(server.databaseUrl);
    expect([after.change_event, after.idempotency_key]).toEqual([
      (before.change_event ?? 0) + 1,
      (before.idempotency_key ?? 0) + 1,
    ]);
  });

  it('may name its fields in another order', async () => {
    await rename({ unit: 'HN-B08', name: 'Tám', idempotencyKey: 'eight' });

    const again = await withoutWriting(server.databaseUrl, () =>
      carryOut(server, 'renameUnit', {
        idempotencyKey: 'eight',
        on: '2025-09-01',
        name: 'Tám',
        unit: 'HN-B08',
        instrument: PLAN_29,
      }),
    );

    expect(codes(again)).toEqual([]);
  });

  it('sent with another request is refused', async () => {
    const input = { unit: 'HN-B09', name: 'Chín', idempotencyKey: 'nine' };
    await rename(input);

    const [otherName, otherVerb] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([
        rename({ ...input, name: 'IX' }),
        carryOut(server, 'reparentUnit', {
          unit: 'HN-B09',
          parent: 'HN',
          on: '2025-09-01',
          instrument: PLAN_29,
          idempotencyKey: 'nine',
        }),
      ]),
    );

    expect(otherName).toMatchObject({
      unit: null,
      violations: [
        {
          code: 'IDEMPOTENCY_MISMATCH',
          path: ['idempotencyKey'],
          message: 'This idempotency key was used for a different request.',
        },
      ],
    });
    expect(codes(otherVerb)).toEqual(['IDEMPOTENCY_MISMATCH']);
  });

  it('is one caller’s own', async () => {
    const input = { unit: 'HN-B10', name: 'Mười', idempotencyKey: 'ten' };
    await rename(input);

    const other = await rename({ ...input, name: 'X' }, { role: 'PLANNER' });

    expect(codes(other)).toEqual([]);
    expect(other.unit.name).toBe('X');
  });

  it('of a request that was refused or rehearsed is free again', async () => {
    const input = { unit: 'HN-B11', idempotencyKey: 'eleven' };

    const refused = await rename({ ...input, name: '' });
    const rehearsed = await rename({ ...input, name: 'Mười một', rehearse: true });
    const done = await rename({ ...input, name: 'Mười một' });

    expect([refused, rehearsed, done].map(codes)).toEqual([['INPUT_INVALID'], [], []]);
    expect([rehearsed.rehearsed, done.rehearsed]).toEqual([true, false]);
  });
});

describe('several verbs in one document', () => {
  it('are carried out one after the other, each its own transaction', async () => {
    const document = `mutation ($one: RenameUnitInput!, $two: RenameUnitInput!, $three: RenameUnitInput!) {
      one: renameUnit(input: $one) { unit { name } violations { code } }
      two: renameUnit(input: $two) { unit { name } violations { code } }
      three: renameUnit(input: $three) { unit { name history { name } } violations { code } }
    }`;
    const input = { unit: 'HN-B12', on: '2025-09-01', instrument: PLAN_29 };

    const data = await server.query(document, {
      one: { ...input, name: 'Mười hai' },
      two: { ...input, name: '' },
      three: { ...input, name: 'XII', on: '2025-10-01' },
    });

    expect(data).toEqual({
      one: { unit: { name: 'Mười hai' }, violations: [] },
      two: { unit: null, violations: [{ code: 'INPUT_INVALID' }] },
      three: {
        unit: {
          name: 'XII',
          history: [{ name: 'Chi nhánh Đống Đa – Hoàn Kiếm – Ba Đình' }, { name: 'Mười hai' }, { name: 'XII' }],
        },
        violations: [],
      },
    });
  });
});

describe('a payload', () => {
  it('may be asked for nothing but its flag', async () => {
    const data = await server.query(
      'mutation ($input: RenameUnitInput!) { renameUnit(input: $input) { __typename rehearsed } }',
      { input: { unit: 'HN-B01', name: 'A', on: '2025-09-01', instrument: PLAN_29, rehearse: true } },
    );

    expect(data).toEqual({ renameUnit: { __typename: 'RenameUnitPayload', rehearsed: true } });
  });

  it('may show its unit under several names', async () => {
    const data = await server.query(
      'mutation ($input: RenameUnitInput!) { renameUnit(input: $input) { now: unit { name } unit { code parent { code } } } }',
      { input: { unit: 'HN-B01', name: 'A', on: '2025-09-01', instrument: PLAN_29, rehearse: true } },
    );

    expect(data.renameUnit).toEqual({ now: { name: 'A' }, unit: { code: 'HN-B01', parent: { code: 'HN' } } });
  });

  it('names units of violations once each, as of the day, whatever is asked of them', async () => {
    const document = `mutation ($input: DissolveUnitInput!) { dissolveUnit(input: $input) { violations {
      __typename code ... on UnitViolation { unit { code parent { name } children(kinds: [RECEPTION_POINT]) { code } } }
    } } }`;

    const { dissolveUnit } = await server.query(document, {
      input: { unit: 'HN-B02', on: '2025-06-30', instrument: PLAN_29, rehearse: true },
    });

    expect(dissolveUnit.violations).toHaveLength(2);
    expect(dissolveUnit.violations[1]).toMatchObject({
      __typename: 'UnitViolation',
      code: 'UNIT_HAS_DEPENDENTS',
      unit: { code: 'HN-B02', parent: { name: 'Trung tâm Phục vụ hành chính công thành phố Hà Nội' } },
    });
    expect(dissolveUnit.violations[1].unit.children).toHaveLength(8);
  });
});

describe('a verb sent wrongly', () => {
  it.each([
    ['without what it needs', { unit: 'HN-B01', on: '2025-09-01' }],
    ['with what it does not know', { unit: 'HN-B01', on: '2025-09-01', name: 'A', color: 'red' }],
    ['on no day', { unit: 'HN-B01', on: '2025-02-30', name: 'A' }],
  ])('%s is a bad request and writes nothing', async (_how, input) => {
    const answer = await withoutWriting(server.databaseUrl, () => server.ask(documentOf('renameUnit'), { input }));

    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('by GET is not carried out', async () => {
    const query = encodeURIComponent(
      `mutation { renameUnit(input: { unit: "HN-B01", name: "A", on: "2025-09-01", instrument: "${PLAN_29}" }) { rehearsed } }`,
    );

    const status = await withoutWriting(server.databaseUrl, async () => {
      const headers = { authorization: `Bearer ${server.token('ADMIN')}` };
      return (await fetch(`${server.url}?query=${query}`, { headers })).status;
    });

    expect(status).toBe(405);
  });
});
