import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { attacked, rawly } from './attacks/attack.ts';
import { DOCUMENT_ATTACKS } from './attacks/documents.ts';
import { injections } from './attacks/injections.ts';
import { REQUEST_ATTACKS } from './attacks/requests.ts';
import { VARIABLE_ATTACKS } from './attacks/variables.ts';

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

let server: ApiServer;
let before: Record<string, number>;

beforeAll(async () => {
  server = await startApiServer({ deadlineMs: 10_000, traffic: { requestDeadlineMs: 10_000 } });
  before = await rowCounts(server.databaseUrl);
});

afterAll(() => server.close());

describe('a document', () => {
  it.each(DOCUMENT_ATTACKS)('with $name does no harm', (attack) => attacked(server, attack));
});

describe('variables', () => {
  it.each(VARIABLE_ATTACKS)('with $name do no harm', (attack) => attacked(server, attack));
});

describe('a request', () => {
  it.each(REQUEST_ATTACKS)('with $name does no harm', (attack) => attacked(server, attack));

  it.each([
    ['a method that is none', 'BREW /graphql HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00', 400],
    ['two lengths', `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`, 400],
    ['a length and chunks', `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['headers beyond all measure', `${HEAD}x: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
  ])('with %s is turned away', async (_name, bytes, status) => {
    expect(await rawly(server, bytes, 5_000)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('that is never sent to its end keeps nobody from being answered', async () => {
    const half = `${HEAD}authorization: Bearer ${server.token('ADMIN')}\r\ncontent-length: 1000\r\n\r\n{"query":`;

    const slow = Array.from({ length: 100 }, () => rawly(server, half, 500));
    const { __typename } = await server.query('{ __typename }');

    expect(__typename).toBe('Query');
    expect(new Set(await Promise.all(slow))).toEqual(new Set(['']));
  });
});

describe('SQL in a text', () => {
  const all = injections(buildSchema());

  it('is tried for the texts of nearly every question', () => {
    expect(all.length).toBeGreaterThan(60);
  });

  it.each(all)('of $at is only a text', async ({ document, variables }) => {
    const started = Date.now();

    const { status, errors = [] } = await server.ask(document, variables);

    const codes = new Set(errors.map(({ extensions }) => extensions?.code));
    expect(status).toBe(200);
    expect([...codes].filter((code) => code !== 'BAD_USER_INPUT' && code !== 'NOT_FOUND')).toEqual([]);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe('after all that', () => {
  it('nothing was written, nothing went wrong, and the server answers', async () => {
    const { unit } = await withoutWriting(server.databaseUrl, () => server.query('{ unit(code: "HN") { code } }'));

    expect(unit).toEqual({ code: 'HN' });
    expect(await rowCounts(server.databaseUrl)).toEqual(before);
    expect(server.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
