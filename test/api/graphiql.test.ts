import { afterAll, describe, expect, it } from 'vitest';
import { aServer } from '../support/tiny-server.ts';

const options = { localToken: 'local-token', exampleQuery: '{ twice(number: 21) }' };
const development = await aServer(options);
const production = await aServer({ ...options, production: true });

afterAll(() => Promise.all([development.close(), production.close()]));

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('GraphiQL', () => {
  it.each(['localhost', 'localhost:4000', 'LOCALHOST:1', '127.0.0.1:4000', '[::1]:4000'])(
    'opens in development for a browser at %s, with token and example',
    async (host) => {
      const response = await development.app.inject({ url: '/graphql', headers: { ...BROWSER, host } });

      expect(response.statusCode).toBe(200);
      expect(response.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
      });
      expect(response.body).toContain(String.raw`"{\"authorization\":\"Bearer local-token\"}"`);
      expect(response.body).toContain('"query":"{ twice(number: 21) }"');
      expect(response.body).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
    },
  );

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:4000',
    'localhost:4000@evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.5:4000',
    '0.0.0.0:4000',
  ])('stays shut for the host name %s, which may be rebound to this machine', async (host) => {
    const response = await development.app.inject({ url: '/graphql', headers: { ...BROWSER, host } });

    expect(response.statusCode).toBe(401);
    expect(response.body).not.toContain('local-token');
  });

  it.each(['192.168.1.5', '10.0.0.9', '::ffff:10.0.0.9', '2001:db8::1'])(
    'stays shut for a client at %s, whatever host it names',
    async (remoteAddress) => {
      const headers = { ...BROWSER, host: 'localhost' };

      const response = await development.app.inject({ url: '/graphql', headers, remoteAddress });

      expect(response.statusCode).toBe(401);
      expect(response.body).not.toContain('local-token');
    },
  );

  it('does not exist in production', async () => {
    const headers = { ...BROWSER, host: 'localhost:4000' };

    const response = await production.app.inject({ url: '/graphql', headers });

    expect(response.statusCode).toBe(401);
    expect(response.body).not.toContain('local-token');
  });

  it('opens again when it is reloaded with what was being edited', async () => {
    const headers = { ...BROWSER, host: 'localhost:4000' };

    const response = await development.app.inject({ url: '/graphql?query={whoAmI}', headers });

    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it.each([
    ['brings a token', { ...BROWSER, authorization: 'Bearer wrong' }],
    ['likes JSON better', { accept: 'application/json, text/html;q=0.5' }],
    ['takes anything', { accept: '*/*' }],
    ['says nothing', {}],
  ])('does not get in the way of a client that %s', async (_what, headers) => {
    const response = await development.app.inject({ url: '/graphql', headers: { host: 'localhost', ...headers } });

    expect(response.statusCode).toBe(401);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });
});
