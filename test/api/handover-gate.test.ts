import { afterAll, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { forget } from '../support/forget.ts';
import { aHandover, stepped } from '../support/premises-scene.ts';

const server = await startApiServer({ today: '2025-05-15' });
await forget(server, 'handover_status');

afterAll(() => server.close());

const SIGNED = { minutes: '12/BB-BG', giverSignatory: 'Trần Văn Giao', receiverSignatory: 'Lê Thị Nhận' };

/** Progress of the handovers of phase 2 of Hanoi, and what its gate misses. */
async function phaseOn(asOf: string, more = ''): Promise<Data> {
  const { plan } =
    await server.query(`{ plan(code: "HN", asOf: "${asOf}"${more}) { phases { ordinal progress { handovers { done total } }
    gates { kind met missing { description unit { code } owner { code } } } } } }`);
  const { progress, gates } = plan.phases.find(({ ordinal }: Data) => ordinal === 2);
  const { met, missing } = gates.find(({ kind }: Data) => kind === 'HANDOVERS_SIGNED');
  expect(met).toBe(missing.length === 0);
  return { ...progress.handovers, missing };
}

it('the gate of handovers misses those of its phase that are not signed, and one where none is listed', async () => {
  const none = await phaseOn('2025-05-15');
  const under = { plan: 'HN', phase: 2 };
  await aHandover(server, { title: 'Trụ sở Ba Vì', giver: 'PC-271', receiver: 'HN-B03', ...under });
  const second = await aHandover(server, { title: 'Trụ sở Đông Anh', giver: 'PC-017', receiver: 'HN-B04', ...under });
  await aHandover(server, { title: 'Ngoài giai đoạn' });
  await stepped(server, second, 'INSPECTED', { on: '2025-05-06' });
  await stepped(server, second, 'SIGNED', { on: '2025-05-08', ...SIGNED });
  await stepped(server, second, 'CLOSED', { on: '2025-05-10' });

  const later = await phaseOn('2025-05-15');
  const earlier = await phaseOn('2025-05-07');

  const missing = (title: string, status: string, unit: string, owner: string) => ({
    description: `Not handed over: ${title} (${status})`,
    unit: { code: unit },
    owner: { code: owner },
  });
  expect(none).toMatchObject({
    done: 0,
    total: 0,
    missing: [{ description: 'Nothing is listed to be handed over.', unit: null }],
  });
  expect(later).toEqual({ done: 1, total: 2, missing: [missing('Trụ sở Ba Vì', 'LISTED', 'HN-B03', 'PC-271')] });
  expect(earlier).toEqual({
    done: 0,
    total: 2,
    missing: [
      missing('Trụ sở Ba Vì', 'LISTED', 'HN-B03', 'PC-271'),
      missing('Trụ sở Đông Anh', 'INSPECTED', 'HN-B04', 'PC-017'),
    ],
  });
});
