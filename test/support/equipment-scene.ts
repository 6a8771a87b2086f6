import type { ApiServer } from './api-server.ts';
import { staffCarried } from './staff-verbs.ts';
import { given, PLAN_29 } from './verbs.ts';

/** The Finance department of Hanoi, directly under the city's committee, which the plan does not name. */
export const FINANCE = 'HN-STC';

/** Brings the Finance department into being. */
export const finance = (server: ApiServer): Promise<void> =>
  given(server, 'establishUnit', {
    code: FINANCE,
    name: 'Sở Tài chính thành phố Hà Nội',
    kind: 'DEPARTMENT',
    parent: 'PC-01',
    on: '2020-01-01',
  });

/** Needs on record, by default of one branch; answers their ids. */
export async function needsOf(server: ApiServer, needs: readonly object[], input: object = {}): Promise<string[]> {
  const given = needs.map((need) => ({ ...A_SCANNER, ...need }));
  const payload = await staffCarried(server, 'registerEquipmentNeeds', { needs: given, ...input }, 'needs { id }');
  return payload.needs.map(({ id }: { id: string }) => id);
}

export const A_SCANNER = {
  unit: 'HN-B02',
  item: 'Máy quét',
  quantity: 3,
  unitPrice: 12_000_000,
  on: '2025-05-05',
};

/** Steps that a need takes in turn, each on its day and by whom it is for. */
export const STEPS = {
  CONSOLIDATED: { to: 'CONSOLIDATED', on: '2025-05-10' },
  FUNDED: { to: 'FUNDED', on: '2025-05-20', by: FINANCE, amount: 30_000_000 },
  PURCHASED: { to: 'PURCHASED', on: '2025-06-01', amount: 29_500_000, reference: '15/HĐ' },
  REFUSED: { to: 'REFUSED', on: '2025-06-01' },
} as const;

/** Takes needs through some steps, all of them together. */
export async function advanced(server: ApiServer, needs: readonly string[], ...steps: readonly object[]) {
  for (const step of steps)
    await staffCarried(server, 'advanceEquipmentNeeds', {
      steps: needs.map((need) => ({ need, ...step })),
      instrument: PLAN_29,
    });
}
