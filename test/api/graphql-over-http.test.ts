import { serverAudits } from 'graphql-http';
import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';

const server = await startApiServer({ template: 'migrated' });

afterAll(() => server.close());

/** The audits know nothing of tokens. */
function fetchWithToken(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${server.token('VIEWER')}`);
  return fetch(url, { ...init, headers });
}

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: server.url, fetchFn: fetchWithToken });

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
