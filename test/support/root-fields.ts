import { PLAN_29 } from './verbs.ts';

/** Arguments with which each query answers something on the four plans. A new root field needs an entry here. */
export const QUERY_ARGUMENTS: Readonly<Record<string, string>> = {
  coverage: 'plan: "HN", from: "2025-04-01", until: "2025-08-01"',
  instruments: 'first: 2',
  node: `id: "${Buffer.from('OrgUnit:1').toString('base64')}"`,
  organizationDiff: 'root: "HN", from: { asOf: "2025-06-30" }, to: { asOf: "2025-07-01" }',
  territories: 'parent: "24", first: 2',
  territory: 'code: "24"',
  unit: 'code: "BN-07432"',
  units: 'under: "HN", kinds: [BRANCH], first: 2',
};

const DECIDED = { on: '2025-09-01', instrument: PLAN_29 };

/** Inputs that each mutation carries out on the four plans. A new root field needs an entry here. */
export const MUTATION_INPUTS: Readonly<Record<string, object>> = {
  correctUnit: { unit: 'HN-B01', rank: 'ban', reason: 'Ghi sai', ...DECIDED },
  dissolveUnit: { unit: 'PC-001', noSuccessor: true, ...DECIDED },
  establishUnit: { code: 'HN-B13', name: 'Chi nhánh 13', kind: 'BRANCH', parent: 'HN', ...DECIDED },
  extendTerritory: { unit: 'BN', territories: ['24'], ...DECIDED },
  recordInstrument: {
    number: '1/QĐ',
    kind: 'DECISION',
    issuer: 'PC-01',
    issuedOn: '2025-07-01',
    inForceFrom: '2025-07-01',
    title: 'Quyết định',
  },
  renameUnit: { unit: 'HN-B02', name: 'Chi nhánh Hồ Tây', ...DECIDED },
  reparentUnit: { unit: 'HN-00166', parent: 'HN-B02', ...DECIDED },
};
