import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { aPerson, sendStaffVerb } from '../support/staff-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-07-15' });
const nextDay = await startApiServer({ today: '2025-07-16', databaseUrl: server.databaseUrl });

afterAll(async () => {
  await nextDay.close();
  await server.close();
});

const letters = { homeAgreement: '1/CV', hostAgreement: '2/CV', onReturn: 'RETURN' };
const days = { from: '2025-09-01', until: '2026-09-01' };

/** Verbs whose answer depends on the day it is, with an input about a person. */
const VERBS: Readonly<Record<string, { input: (staff: string) => object; show: string }>> = {
  transferStaff: {
    input: (staff) => ({ moves: [{ staff, toUnit: 'HN-B03' }], on: '2025-09-01', instrument: PLAN_29 }),
    show: 'transfers { id }',
  },
  proposeTransfer: {
    input: (staff) => ({ staff, toUnit: 'HN-B03', on: '2025-09-01', reference: '1/CV' }),
    show: 'transfer { id }',
  },
  secondStaff: {
    input: (staff) => ({ staff, host: 'HN-B03', ...days, ...letters, instrument: PLAN_29 }),
    show: 'secondment { id }',
  },
  proposeSecondment: {
    input: (staff) => ({ staff, host: 'HN-B03', ...days, onReturn: 'RETURN', reference: '1/CV' }),
    show: 'secondment { id }',
  },
};

describe('the same request, sent again on another day with its key,', () => {
  it.each(Object.keys(VERBS))('does %s once', async (verb) => {
    const staff = await aPerson(server);
    const input = { ...VERBS[verb]?.input(staff), idempotencyKey: staff };
    const show = VERBS[verb]?.show ?? '';
    const first = await sendStaffVerb(server, verb, input, { show });

    const again = await withoutWriting(server.databaseUrl, () => sendStaffVerb(nextDay, verb, input, { show }));

    expect(first.violations).toEqual([]);
    expect(again).toEqual(first);
  });
});
