import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, type Holder, startApiServer } from '../support/api-server.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
});

afterAll(() => server.close());

const query = (role: Holder, document: string) => server.query(document, {}, { role });

it('smoke', async () => {
  const as = (role: Holder) =>
    query(
      role,
      `{ hn: unit(code: "HN") { code parent { code } parents { unit { code } } } bd: unit(code: "BD") { code } b: unit(code: "HN-B03") { name parent { code } }
         units { totalCount } plans { nodes { code } } seals { totalCount } tasks { totalCount } counters { totalCount } staffMembers { totalCount }
         coverage(plan: "HN", from: "2025-07-01", until: "2025-07-02") { territories }
         organizationDiff(root: "BD", from: { asOf: "2024-12-31" }, to: { asOf: "2025-06-30" }) { summary { count } } }`,
    );
  for (const role of [
    'VIEWER',
    'VIEWER@HN',
    'VIEWER@HN-B03',
    'VIEWER@BD',
    'STAFF_MANAGER@PC-01',
    'HOME_BODY@NA-STP',
  ] as const)
    console.log(role, JSON.stringify(await as(role)));
  const rename = (unit: string) =>
    server.query(
      `mutation { renameUnit(input: { unit: "${unit}", name: "Chi nhánh X", on: "2025-08-01", instrument: "29/KH-UBND", rehearse: true }) { unit { code name } violations { code message path ... on UnitViolation { unit { code name } } } } }`,
      {},
      { role: 'PLANNER@HN' },
    );
  console.log(JSON.stringify([await rename('BD'), await rename('XX'), await rename('HN-B03')]));
});
