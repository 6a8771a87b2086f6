import { afterAll, describe, expect, it } from 'vitest';
import { aServer, TOKEN } from '../support/tiny-server.ts';

const server = await aServer();
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

afterAll(() => server.close());

interface Question {
  query?: string;
  payload?: string | Buffer;
  headers?: Record<string, string | undefined>;
}

/** Posts to `/graphql` as the bearer of a good token; a header given as undefined is left out. */
async function post({ query = '{ whoAmI }', payload = JSON.stringify({ query }), headers = {} }: Question = {}) {
  const all = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}`, ...headers };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return server.app.inject({ method: 'POST', url: '/graphql', payload, headers: sent as Record<string, string> });
}

describe('a caller without a good token', () => {
  const BODY = {
    errors: [
      { message: 'A valid bearer token is needed.', extensions: { code: 'UNAUTHENTICATED', requestId: 'call-1' } },
    ],
  };

  it.each([
    ['no token', undefined],
    ['a bad token', 'Bearer wrong'],
    ['another scheme', `Basic ${TOKEN}`],
  ])('is answered 401 on POST with %s', async (_what, authorization) => {
    const headers = { authorization, 'x-request-id': 'call-1', 'accept-language': 'en' };

    const response = await post({ query: '{ __schema { types { name } } }', headers });

    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toEqual(BODY);
  });

  it('is answered 401 on GET', async () => {
    const headers = { 'x-request-id': 'call-1', 'accept-language': 'en', accept: 'application/graphql-response+json' };

    const response = await server.app.inject({ url: '/graphql?query={whoAmI}', headers });

    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
    expect(response.json()).toEqual(BODY);
  });

  it('learns nothing about the schema from a query that does not fit it', async () => {
    const response = await post({ query: '{ whoAmIt }', headers: { authorization: undefined } });

    expect(response.statusCode).toBe(401);
    expect(response.body).not.toContain('whoAmI');
  });

  it('has no body read, however large', async () => {
    const response = await post({ payload: 'x'.repeat(2_000_000), headers: { authorization: undefined } });

    expect(response.statusCode).toBe(401);
  });
});

describe('a caller with a good token', () => {
  it('is known to resolvers, with language and request id', async () => {
    const response = await post({ headers: { 'accept-language': 'en', 'x-request-id': 'call-1' } });

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ data: { whoAmI: 'lan (PLANNER) en call-1' } });
  });

  it('may ask by GET, but change nothing', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-request-id': 'call-1' };

    const question = await server.app.inject({ url: '/graphql?query={twice(number:4)}', headers });
    const change = await server.app.inject({ url: '/graphql?query=mutation{leaveTrace}', headers });

    expect(question.json()).toEqual({ data: { twice: 8 } });
    expect(change.statusCode).toBe(405);
    expect(change.headers.allow).toBe('POST');
    expect(change.json().errors[0].extensions).toEqual({ code: 'BAD_REQUEST', requestId: 'call-1' });
    expect(server.ran).toEqual([]);
  });

  it.each([
    'application/xml',
    'application/json; charset=latin1',
    'application/graphql-response+json; profile=other, application/xml',
  ])('is refused before a mutation runs when it accepts no form of answer but %s', async (accept) => {
    const response = await post({ query: 'mutation { leaveTrace }', headers: { accept } });

    expect(response.statusCode).toBe(406);
    expect(response.json().errors[0].extensions.code).toBe('BAD_REQUEST');
    expect(server.ran).toEqual([]);
  });
});

describe('request id', () => {
  it.each(['call-1', 'A.b_c-9', 'x'.repeat(64)])('of the caller is kept when it is sane: %s', async (id) => {
    const response = await post({ headers: { 'x-request-id': id } });

    expect(response.headers['x-request-id']).toBe(id);
    expect(response.json().data.whoAmI).toBe(`lan (PLANNER) vi ${id}`);
  });

  it.each([undefined, '', 'two words', '{"a":1}', 'x'.repeat(65)])('is a new one instead of %j', async (id) => {
    const response = await post({ headers: { 'x-request-id': id } });

    expect(response.headers['x-request-id']).toMatch(UUID);
    expect(response.json().data.whoAmI).toBe(`lan (PLANNER) vi ${response.headers['x-request-id']}`);
  });
});

describe('language', () => {
  it.each([
    [undefined, 'vi'],
    ['vi', 'vi'],
    ['en', 'en'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['en-US,en;q=0.9,vi;q=0.8', 'en'],
    ['en;q=0.3, VI;q=0.7', 'vi'],
    ['fr-CH, fr;q=0.9, vi;q=0.2, en;q=0.1', 'vi'],
    ['vi;q=0, en;q=0.1', 'en'],
    ['en;q=0, *', 'vi'],
    ['*', 'vi'],
    ['en, *', 'en'],
    ['fr', 'en'],
    ['vi;q=0', 'en'],
    ['vi;q=high, en;q=0.1', 'en'],
    ['video', 'en'],
  ])('of Accept-Language %j is %s', async (header, language) => {
    const response = await post({ headers: { 'accept-language': header, 'x-request-id': 'call-1' } });

    expect(response.json()).toEqual({ data: { whoAmI: `lan (PLANNER) ${language} call-1` } });
  });
});

describe('body', () => {
  const query = '{ __type(name: "Đà Nẵng") { name } }';

  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8"'])('is read as %s', async (type) => {
    const response = await post({ query, headers: { 'content-type': type } });

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ data: { __type: null } });
  });

  it.each<[string, Question, number]>([
    ['larger than 4 MB', { payload: JSON.stringify({ query: `# ${'x'.repeat(4 * 1024 * 1024)}\n{ whoAmI }` }) }, 413],
    ['that is no JSON', { payload: '{"query": "{ who' }, 400],
    ['that is empty', { payload: '' }, 400],
    ['that is no object', { payload: '"text"' }, 400],
    ['that is a batch', { payload: '[{"query":"{ whoAmI }"}]' }, 400],
    ['without a query', { payload: '{"question":"{ whoAmI }"}' }, 400],
    ['in broken UTF-8', { payload: Buffer.from([0x22, 0xc3, 0x28, 0x22]) }, 400],
    ['in another encoding', { headers: { 'content-type': 'application/json; charset=windows-1258' } }, 415],
    ['of plain text', { headers: { 'content-type': 'text/plain' } }, 415],
    ['of a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['of no stated type', { headers: { 'content-type': undefined } }, 415],
  ])('%s is refused as JSON', async (_what, question, status) => {
    const headers = { 'x-request-id': 'call-1', ...question.headers };

    const response = await post({ ...question, headers });

    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST', requestId: 'call-1' } }],
    });
  });
});

describe('every answer', () => {
  it.each([
    ['/graphql', 401],
    ['/live', 200],
    ['/nowhere', 404],
    ['/%zz', 400],
  ])('at %s is not to be stored, guessed at or referred from', async (url, status) => {
    const response = await server.app.inject({ url, headers: { 'x-request-id': 'call-1' } });

    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'call-1',
    });
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/graphql/'],
    ['GET', '/.well-known/apollo/server-health'],
    ['PUT', '/graphql'],
    ['OPTIONS', '/graphql'],
    ['POST', '/live'],
  ] as const)('to %s %s is 404 as JSON', async (method, url) => {
    const response = await server.app.inject({ method, url, headers: { 'x-request-id': 'call-1' } });

    expect(response.statusCode).toBe(404);
    expect(response.json()).toEqual({
      errors: [{ message: 'Không có gì ở địa chỉ này.', extensions: { code: 'NOT_FOUND', requestId: 'call-1' } }],
    });
  });

  it('to a host that is no name is 400', async () => {
    const response = await post({ headers: { host: '[nonsense' } });

    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].extensions.code).toBe('BAD_REQUEST');
  });
});
