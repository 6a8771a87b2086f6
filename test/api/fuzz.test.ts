import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/resolvers/build-schema.ts';
import { type ApiServer, type Holder, startApiServer } from '../support/api-server.ts';
import { inventedDocuments } from '../support/invented-document.ts';
import { prepare } from '../support/root-fields.ts';

/** The same documents each time, unless others are asked for. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_250_715);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1_000);
const AT_A_TIME = 8;
/** In turn: statements are others for who sees a part. */
const CALLERS: readonly Holder[] = ['ADMIN', 'ADMIN@PC-01', 'ADMIN@HN-B03', ['ADMIN@BD', 'STAFF_MANAGER@PC-01']];
const LONGEST_MS_EACH = 200;

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ deadlineMs: 20_000 });
  await prepare(server);
}, 120_000);

afterAll(() => server.close());

describe(`of ${REQUESTS} documents that fit the schema (FUZZ_SEED=${SEED})`, () => {
  it(
    'none is answered by a fault of the server',
    async () => {
      const invented = fc.sample(inventedDocuments(buildSchema()), { numRuns: REQUESTS, seed: SEED });
      const faults: object[] = [];
      let carriedOut = 0;
      const queue = invented.entries();
      const work = async () => {
        for (const [index, { document, variables }] of queue) {
          const role = CALLERS[index % CALLERS.length];
          const { status, errors = [] } = await server.ask(document, variables, { role });
          if (errors.length === 0) carriedOut += 1;
          const isFault = errors.some(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR');
          if (status >= 500 || isFault) faults.push({ index, role, status, document, variables, errors });
        }
      };

      await Promise.all(Array.from({ length: AT_A_TIME }, work));

      expect(faults, `FUZZ_SEED=${SEED}`).toEqual([]);
      // Were most of them refused at the door, little would have been tried.
      expect(carriedOut).toBeGreaterThan(REQUESTS / 3);
    },
    Math.max(60_000, REQUESTS * LONGEST_MS_EACH),
  );
});
