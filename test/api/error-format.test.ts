import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { LEAKY_MESSAGE } from '../support/tiny-schema.ts';
import { aServer, TOKEN } from '../support/tiny-server.ts';

const server = await aServer();

afterAll(() => server.close());

beforeEach(() => {
  server.logged.length = 0;
});

/** Asks in English under the request id `call-1`. */
async function ask(query: string, { variables = {}, headers = {}, to = server.app } = {}) {
  const response = await to.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query, variables },
    headers: { authorization: `Bearer ${TOKEN}`, 'accept-language': 'en', 'x-request-id': 'call-1', ...headers },
  });
  return { status: response.statusCode, body: response.json(), text: response.body };
}

const MASKED = { message: 'The server failed; please report it with the request id.' };
const INTERNAL = { code: 'INTERNAL_SERVER_ERROR', requestId: 'call-1' };

describe('a database error', () => {
  it('reaches the client without SQL, parameters or stack', async () => {
    const { status, body } = await ask('{ salary }');

    expect(status).toBe(200);
    expect(body).toEqual({
      errors: [{ ...MASKED, locations: [{ line: 1, column: 3 }], path: ['salary'], extensions: INTERNAL }],
      data: { salary: null },
    });
  });

  it('is masked in the language of the client', async () => {
    const { body } = await ask('{ salary }', { headers: { 'accept-language': 'vi' } });

    expect(body.errors[0].message).toBe('Máy chủ gặp lỗi; hãy báo kèm mã yêu cầu.');
  });

  it('is logged with SQLSTATE, constraint and place, but no SQL', async () => {
    await ask('query Salaries { salary }');

    expect(server.logged).toEqual([
      {
        level: 50,
        time: expect.any(Number),
        requestId: 'call-1',
        operation: 'Salaries',
        path: 'salary',
        error: { name: 'QueryError', code: '23P01', constraint: 'staff_home_overlap', stack: expect.any(Array) },
        msg: 'a GraphQL operation failed',
      },
    ]);
    expect(JSON.stringify(server.logged)).toContain('at TinyResolver.salary');
    expect(JSON.stringify(server.logged)).not.toContain('select');
    expect(JSON.stringify(server.logged)).not.toContain('Nguyễn');
  });

  it('in the making of a request context is masked and logged too', async () => {
    const other = await aServer({
      context: () => Promise.reject(Object.assign(new Error(LEAKY_MESSAGE), { params: ['Nguyễn Văn An'] })),
    });

    const { status, body } = await ask('{ whoAmI }', { to: other.app });

    expect([status, body]).toEqual([500, { errors: [{ ...MASKED, extensions: INTERNAL }] }]);
    expect(other.logged.map(({ msg, requestId }) => ({ msg, requestId }))).toEqual([
      { msg: 'a request context failed', requestId: 'call-1' },
    ]);
    expect(JSON.stringify(other.logged)).not.toContain('Nguyễn');
    await other.close();
  });

  it('in authentication is masked and logged too', async () => {
    const other = await aServer({ authenticate: () => Promise.reject(new Error('the key is gone')) });

    const { status, body } = await ask('{ whoAmI }', { to: other.app });

    expect([status, body]).toEqual([500, { errors: [{ ...MASKED, extensions: INTERNAL }] }]);
    expect(other.logged).toMatchObject([
      { requestId: 'call-1', error: { name: 'Error', message: 'the key is gone' }, msg: 'a request failed' },
    ]);
    await other.close();
  });
});

describe('an error of a resolver', () => {
  it('with a code that is not for clients is masked and logged with its message', async () => {
    const { body } = await ask('{ unknownCode }');

    expect(body.errors).toEqual([
      { ...MASKED, locations: [{ line: 1, column: 3 }], path: ['unknownCode'], extensions: INTERNAL },
    ]);
    expect(server.logged).toMatchObject([{ error: { message: 'an inner matter' } }]);
  });

  it('is masked where its answer is what a scalar cannot show: the client asked nothing wrong', async () => {
    const { body } = await ask('{ tooMany }');

    expect(body.errors).toEqual([
      { ...MASKED, locations: [{ line: 1, column: 3 }], path: ['tooMany'], extensions: INTERNAL },
    ]);
    expect(server.logged).toHaveLength(1);
  });

  it('about an input tells field and expectation, and nothing else', async () => {
    const { body } = await ask('{ refusedInput }');

    expect(body.errors).toEqual([
      {
        message: 'until lies before from',
        locations: [{ line: 1, column: 3 }],
        path: ['refusedInput'],
        extensions: { code: 'BAD_USER_INPUT', field: 'until', expected: 'a later day', requestId: 'call-1' },
      },
    ]);
    expect(server.logged).toEqual([]);
  });
});

describe('a request that fails as such', () => {
  const BAD_VARIABLE = { query: 'query ($n: Int!) { twice(number: $n) }', variables: { n: 'two' } };

  it('is told in Vietnamese, and cut where it repeats what was sent', async () => {
    const headers = { 'accept-language': 'vi' };

    const { body } = await ask(BAD_VARIABLE.query, { headers, variables: BAD_VARIABLE.variables });
    const long = await ask(BAD_VARIABLE.query, { headers, variables: { n: 'x'.repeat(100_000) } });

    expect(body.errors[0].message).toBe(
      'Biến "$n" có giá trị không hợp lệ "two"; Int cannot represent non-integer value: "two"',
    );
    expect(long.body.errors[0].message.length).toBeLessThan(1_100);
  });

  it.each([
    ['GRAPHQL_PARSE_FAILED', '{', {}],
    ['GRAPHQL_VALIDATION_FAILED', '{ salaries }', {}],
    ['BAD_USER_INPUT', BAD_VARIABLE.query, BAD_VARIABLE.variables],
    ['OPERATION_RESOLUTION_FAILURE', 'query A { whoAmI } query B { whoAmI }', {}],
  ])('with %s is 200 in plain JSON and 400 in the newer type', async (code, query, variables) => {
    const plain = await ask(query, { variables, headers: { accept: 'application/json' } });
    const newer = await ask(query, { variables, headers: { accept: 'application/graphql-response+json' } });

    expect([plain.status, newer.status]).toEqual([200, 400]);
    expect(plain.body.errors[0].extensions).toEqual({ code, requestId: 'call-1' });
    expect(newer.body).toEqual(plain.body);
    expect(plain.body).not.toHaveProperty('data');
    expect(server.logged).toEqual([]);
  });

  it('answers in the type the client likes better', async () => {
    const headers = { accept: 'application/json;q=0.5, application/graphql-response+json' };

    const { status } = await ask('{', { headers });

    expect(status).toBe(400);
  });

  it('suggests names in development, none in production', async () => {
    const production = await aServer({ production: true });

    const inDevelopment = await ask('{ whoAmIt }');
    const inProduction = await ask('{ whoAmIt }', { to: production.app });

    expect(inDevelopment.body.errors[0].message).toBe(
      'Cannot query field "whoAmIt" on type "Query". Did you mean "whoAmI"?',
    );
    expect(inProduction.body.errors[0].message).toBe('Cannot query field "whoAmIt" on type "Query".');
    await production.close();
  });

  it('is not a persisted query: none are kept', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };

    const response = await server.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { extensions },
      headers: { authorization: `Bearer ${TOKEN}`, 'x-request-id': 'call-1' },
    });

    expect(response.json().errors).toEqual([
      {
        message: 'PersistedQueryNotSupported',
        extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', requestId: 'call-1' },
      },
    ]);
  });
});
