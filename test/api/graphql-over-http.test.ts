import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, TOKEN } from '../support/tiny-server.ts';

const server = await aServer();
let origin: string;

beforeAll(async () => {
  origin = await server.listen();
});

afterAll(() => server.close());

/** The audits know nothing of tokens. */
function fetchWithToken(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${TOKEN}`);
  return fetch(url, { ...init, headers });
}

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${origin}/graphql`, fetchFn: fetchWithToken });

  it('is audited in full', () => {
    const levels = new Set(audits.map((audit) => audit.name.split(' ')[0]));

    expect([...levels].sort()).toEqual(['MAY', 'MUST', 'SHOULD']);
    expect(audits.length).toBeGreaterThan(60);
  });

  for (const audit of audits) {
    it(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();

      expect({ status: result.status, reason: 'reason' in result ? result.reason : undefined }).toEqual({
        status: 'ok',
        reason: undefined,
      });
    });
  }
});
