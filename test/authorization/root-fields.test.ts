import { createSourceEventStream, execute, extendSchema, type GraphQLObjectType, graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { guard } from '../../src/resolvers/permissions.ts';
import { type ApiServer, type Asking, type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { notify, subscribe } from '../support/subscriber.ts';
import { documentOf, PLAN_29 } from '../support/verbs.ts';

/** A question that every root field of Query can answer, and what it answers. */
const QUESTIONS: Record<string, { ask: string; answer: unknown }> = {
  coverage: {
    ask: 'coverage(plan: "HN", from: "2025-07-01", until: "2025-07-02") { territories }',
    answer: { territories: 30 },
  },
  instruments: { ask: `instruments(number: "${PLAN_29}") { totalCount }`, answer: { totalCount: 1 } },
  node: { ask: 'node(id: "bm9ib2R5") { id }', answer: null },
  organizationDiff: {
    ask: 'organizationDiff(root: "HN", from: { asOf: "2025-07-01" }, to: { asOf: "2025-07-01" }) { summary { count } }',
    answer: { summary: [] },
  },
  territories: { ask: 'territories(level: PROVINCE) { totalCount }', answer: { totalCount: 4 } },
  territory: { ask: 'territory(code: "01") { name }', answer: { name: 'Hà Nội' } },
  unit: { ask: 'unit(code: "HN") { code }', answer: { code: 'HN' } },
  units: { ask: 'units(under: "HN-B02") { totalCount }', answer: { totalCount: 8 } },
};

/** An input that every root field of Mutation carries out, other for each caller. */
const on = '2025-09-01';
const ACTS: Record<string, (caller: string) => object> = {
  correctUnit: (caller) => ({ unit: 'HN-B05', on, name: `Chi nhánh ${caller}`, reason: 'Ghi sai' }),
  dissolveUnit: (caller) => ({ unit: `${caller}-OLD`, on, noSuccessor: true }),
  establishUnit: (caller) => ({ code: `${caller}-NEW`, name: 'Mới', kind: 'OUTSIDE_BODY', on }),
  extendTerritory: (caller) => ({
    unit: caller === 'ADMIN' ? 'HN-B01' : 'HN-B02',
    territories: ['01'],
    takeOver: true,
    on,
  }),
  recordInstrument: (caller) => ({
    number: `1/${caller}`,
    kind: 'PLAN',
    issuer: 'HN',
    issuedOn: on,
    inForceFrom: on,
    title: 'Kế hoạch',
  }),
  renameUnit: (caller) => ({ unit: 'HN-B06', name: `Chi nhánh ${caller}`, on }),
  reparentUnit: (caller) => ({ unit: `${caller}-OLD`, relation: 'PROFESSIONAL', parent: 'HN', on: '2025-08-15' }),
};

/** What every root field of Subscription can watch, and what then happens. */
const WATCHES: Record<string, { watch: string; notice: object; event: unknown }> = {
  planChanged: {
    watch: 'planChanged(plan: "HN") { kind plan { code } phase { ordinal } }',
    notice: { plan: 'HN', phase: 1, kind: 'PHASE' },
    event: { kind: 'PHASE', plan: { code: 'HN' }, phase: { ordinal: 1 } },
  },
};

const READERS = ['VIEWER', 'PLANNER', 'ADMIN'] as const;
const WRITERS = ['PLANNER', 'ADMIN'] as const;

const schema = buildSchema();
const rootFields = (type: GraphQLObjectType | null | undefined): string[] =>
  Object.keys(type?.getFields() ?? {}).sort();

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
  for (const caller of WRITERS) {
    const input = { code: `${caller}-OLD`, name: 'Cũ', kind: 'OUTSIDE_BODY', on: '2025-08-01', instrument: PLAN_29 };
    await server.query(documentOf('establishUnit'), { input });
  }
});

afterAll(() => server.close());

const ask = (field: string, asking: Asking) => server.ask(`{ ${QUESTIONS[field]?.ask} }`, {}, asking);
const act = (field: string, caller: string, asking: Asking) => {
  const input = { ...ACTS[field]?.(caller), ...(field === 'recordInstrument' ? {} : { instrument: PLAN_29 }) };
  return server.ask(documentOf(field), { input }, asking);
};

/** What a caller without permission is told of a root field; a field that may not be null takes all data with it. */
const refusal = (type: GraphQLObjectType | null | undefined, field: string) => ({
  status: 200,
  data: String(type?.getFields()[field]?.type).endsWith('!') ? null : { [field]: null },
  errors: [
    expect.objectContaining({
      message: 'You may not do this.',
      path: [field],
      extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
    }),
  ],
});

describe('every root field', () => {
  it('of Query is tried here', () => {
    expect(Object.keys(QUESTIONS).sort()).toEqual(rootFields(schema.getQueryType()));
  });

  it('of Mutation is tried here', () => {
    expect(Object.keys(ACTS).sort()).toEqual(rootFields(schema.getMutationType()));
  });

  it('of Subscription is tried here', () => {
    expect(Object.keys(WATCHES).sort()).toEqual(rootFields(schema.getSubscriptionType()));
  });
});

describe.each(Object.keys(QUESTIONS))('Query.%s', (field) => {
  it('answers nobody without a token', async () => {
    const { status, data, errors } = await ask(field, { role: null });

    expect([status, data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([
      401,
      undefined,
      ['UNAUTHENTICATED'],
    ]);
  });

  it('is forbidden to a caller without roles', async () => {
    expect(await ask(field, { role: 'NONE' })).toEqual(refusal(schema.getQueryType(), field));
  });

  it.each(READERS)('answers %s', async (role) => {
    expect(await ask(field, { role })).toEqual({ status: 200, data: { [field]: QUESTIONS[field]?.answer } });
  });
});

describe.each(Object.keys(ACTS))('Mutation.%s', (field) => {
  it('answers nobody without a token and writes nothing', async () => {
    const { status, data, errors } = await withoutWriting(server.databaseUrl, () =>
      act(field, 'ADMIN', { role: null }),
    );

    expect([status, data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([
      401,
      undefined,
      ['UNAUTHENTICATED'],
    ]);
  });

  it.each(['NONE', 'VIEWER'] as const)('is forbidden to %s and writes nothing', async (role) => {
    const answer = await withoutWriting(server.databaseUrl, () => act(field, 'ADMIN', { role }));

    expect(answer).toEqual(refusal(schema.getMutationType(), field));
  });
});

describe.each(Object.keys(WATCHES))('Subscription.%s', (field) => {
  const document = `subscription { ${WATCHES[field]?.watch} }`;
  const watch = (role: Asking['role']) => subscribe(server, { document, role });

  it('lets nobody in without a token', async () => {
    expect(await watch(null).ended()).toEqual({ code: 4403, reason: 'Forbidden' });
  });

  it('is forbidden to a caller without roles', async () => {
    const { errors } = refusal(schema.getSubscriptionType(), field);

    expect(await watch('NONE').ended()).toEqual({ errors });
  });

  it.each(READERS)('tells %s', async (role) => {
    const subscriber = watch(role);
    await subscriber.live();

    await notify(server.databaseUrl, WATCHES[field]?.notice ?? {});

    expect(await subscriber.next(1)).toEqual([WATCHES[field]?.event]);
    subscriber.leave();
  });
});

describe.each(WRITERS)('%s', (role) => {
  // In an order in which each finds what it needs.
  it.each([
    'establishUnit',
    'renameUnit',
    'correctUnit',
    'reparentUnit',
    'extendTerritory',
    'recordInstrument',
    'dissolveUnit',
  ])('may carry out %s, of which the audit tells', async (field) => {
    const before = await rowCounts(server.databaseUrl);

    const { status, data, errors } = await act(field, role, { role });

    const { [field]: payload }: Data = data;
    expect([status, errors, payload.violations]).toEqual([200, undefined, []]);
    expect(payload.unit ?? payload.instrument).toEqual({ id: expect.any(String) });
    expect((await rowCounts(server.databaseUrl)).audit_entry).toBe((before.audit_entry ?? 0) + 1);
  });
});

describe('several root fields at once', () => {
  it('are each refused or carried out for themselves', async () => {
    const document = `{ ${QUESTIONS.unit?.ask} ${QUESTIONS.territory?.ask} }`;

    const { data, errors } = await server.ask(document, {}, { role: 'NONE' });

    expect(data).toEqual({ unit: null, territory: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['unit'], 'FORBIDDEN'],
      [['territory'], 'FORBIDDEN'],
    ]);
  });
});

describe('a root field that no permission names', () => {
  it.each([
    ['Query', '{ newField territory(code: "01") { code } }', { territory: { code: '01' } }],
    [
      'Mutation',
      'mutation { newField renameUnit(input: { unit: "A", name: "B", on: "2025-09-01" }) { rehearsed } }',
      { renameUnit: { rehearsed: true } },
    ],
  ] as const)('of %s is refused to an administrator and not run', async (root, source, others) => {
    let ran = false;
    const extended = extendSchema(schema, parse(`extend type ${root} { newField: String }`));
    const added = (extended.getType(root) as GraphQLObjectType).getFields().newField;
    if (added)
      added.resolve = () => {
        ran = true;
        return 'done';
      };
    const contextValue = {
      actor: { subject: 'an', roles: ['ADMIN'] },
      read: async () => ({ code: '01' }),
      change: async () => ({ shown: {}, violations: [], rehearsed: true }),
    };

    const unguarded = await graphql({ schema: extended, source, contextValue });
    const ranUnguarded = ran;
    ran = false;
    const { data, errors } = await graphql({ schema: guard(extended), source, contextValue });

    expect([unguarded, ranUnguarded]).toEqual([{ data: { newField: 'done', ...others } }, true]);
    expect([data, ran]).toEqual([{ newField: null, ...others }, false]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['newField'], 'FORBIDDEN']]);
  });

  it('of Subscription is refused to an administrator, and so is each event', async () => {
    let ran = 0;
    const extended = extendSchema(schema, parse('extend type Subscription { newField: String }'));
    const added = (extended.getType('Subscription') as GraphQLObjectType).getFields().newField;
    if (added) {
      added.subscribe = async function* () {
        ran += 1;
        yield 'event';
      };
      added.resolve = () => {
        ran += 1;
        return 'done';
      };
    }
    const document = parse('subscription { newField }');
    const contextValue = { actor: { subject: 'an', roles: ['ADMIN'] } };

    const unguarded = await createSourceEventStream({ schema: extended, document, contextValue });
    const told = await execute({ schema: extended, document, contextValue, rootValue: 'event' });
    const ranUnguarded = ran;
    ran = 0;
    const guarded = { schema: guard(extended), document, contextValue };
    const results = [await createSourceEventStream(guarded), await execute({ ...guarded, rootValue: 'event' })];

    expect([Symbol.asyncIterator in unguarded, told, ranUnguarded]).toEqual([true, { data: { newField: 'done' } }, 1]);
    expect(ran).toBe(0);
    for (const result of results) {
      expect(result).toMatchObject({ errors: [{ path: ['newField'], extensions: { code: 'FORBIDDEN' } }] });
    }
  });
});
