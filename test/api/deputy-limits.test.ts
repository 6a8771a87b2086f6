import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import {
  anAppointment,
  anInstrument,
  aPerson,
  sendStaffVerb,
  staffCarried,
  toldInFull,
} from '../support/staff-verbs.ts';
import { onServer } from '../support/test-server.ts';
import { given, PLAN_29 } from '../support/verbs.ts';
import { connect, waiters } from '../support/writer.ts';

const server = await startApiServer();

afterAll(() => server.close());

const CENTERS = ['X-1', 'X-2', 'X-3'] as const;

/** A province with three commune centers of its own, of which no policy says anything yet. */
beforeAll(async () => {
  const on = '2025-01-01';
  await given(server, 'establishUnit', { code: 'PC-X', name: 'Ủy ban X', kind: 'PEOPLES_COMMITTEE', on });
  await given(server, 'establishUnit', {
    code: 'X',
    name: 'Trung tâm X',
    kind: 'PROVINCIAL_CENTER',
    parent: 'PC-X',
    on,
  });
  for (const code of CENTERS)
    await given(server, 'establishUnit', { code, name: `Trung tâm ${code}`, kind: 'COMMUNE_CENTER', parent: 'X', on });
});

/** Appoints somebody new as a deputy, by a body above the unit. */
async function deputy(unit: string, { decidedBy = 'HN', from = '2025-05-01', ...input }: Record<string, unknown> = {}) {
  const staff = await aPerson(server, { payrollHome: 'HN' });
  return sendStaffVerb(
    server,
    'appointLeader',
    { staff, unit, role: 'DEPUTY_DIRECTOR', from, decidedBy, instrument: PLAN_29, ...input },
    { show: 'appointment { id }' },
  );
}

/** So many deputies of a unit. */
async function deputies(unit: string, count: number, { decidedBy = 'HN', from = '2025-05-01' } = {}): Promise<void> {
  for (let no = 0; no < count; no += 1) {
    const staff = await aPerson(server, { payrollHome: 'HN' });
    await anAppointment(server, { staff, unit, from, decidedBy });
  }
}

/** Two deputies in each commune center that has none, who all lead the others besides: as if 97 had been appointed twice. */
const fill = (): Promise<unknown> =>
  onServer(server.databaseUrl, (sql) =>
    sql.begin(async (tx) => {
      for (const code of ['MANY-1', 'MANY-2']) {
        await tx`
          WITH person AS (INSERT INTO staff (code) VALUES (${code}) RETURNING id)
          INSERT INTO staff_version (staff_id, name, category, valid_from, valid_to)
          SELECT id, 'Nhiều', 'PUBLIC_EMPLOYEE', '2025-01-01', 'infinity' FROM person`;
        await tx`
          WITH appointed AS (
            INSERT INTO appointment (staff_id, unit_id, role, concurrent, instrument_id)
            SELECT staff.id, unit.id, 'DEPUTY_DIRECTOR', true, (SELECT min(id) FROM legal_instrument)
            FROM staff CROSS JOIN unit JOIN unit_version v ON v.unit_id = unit.id AND v.superseded_at = 'infinity'
            WHERE staff.code = ${code} AND v.kind = 'COMMUNE_CENTER' AND unit.code LIKE 'BN-%' AND unit.code NOT IN ('BN-07210', 'BN-09295')
            RETURNING *)
          INSERT INTO leadership (appointment_id, staff_id, unit_id, role, concurrent, valid_from, valid_to, instrument_id)
          SELECT id, staff_id, unit_id, role, concurrent, '2025-10-15', 'infinity', instrument_id FROM appointed`;
      }
    }),
  );

/** Begins several acts and lets nobody write a leader before all of them wait for another. */
async function onceAllWait<T>(count: number, begin: () => Promise<T>[]): Promise<T[]> {
  const sql = connect(server.databaseUrl, { max: 2 });
  const { acts } = await sql.begin(async (tx) => {
    await tx`LOCK TABLE leadership IN SHARE ROW EXCLUSIVE MODE`;
    const begun = begin();
    for (const deadline = Date.now() + 10_000; (await waiters(sql)) < count && Date.now() < deadline; ) await sleep(10);
    // Wrapped, as they go on only once this transaction is over.
    return { acts: begun };
  });
  await sql.end({ timeout: 5 });
  return Promise.all(acts);
}

const policy = (unit: string, key: string, value: string, days: object = { from: '2025-01-01' }) =>
  staffCarried(server, 'setPolicy', { unit, key, value, instrument: PLAN_29, article: 'Điều 5', ...days });

const told = ({ violations }: Data) => violations.map(({ code, path, on }: Data) => [code, path?.join('.'), on]);
const quoted = ({ violations }: Data) => violations.map(({ policy: found }: Data) => found);

describe('deputies of a unit', () => {
  it('are as many as the policy says, which a refusal quotes', async () => {
    await deputies('HN-B01', 2);
    const staff = await aPerson(server);
    const input = { staff, unit: 'HN-B01', role: 'DEPUTY_DIRECTOR', from: '2025-05-01', decidedBy: 'HN' };

    const payload = await withoutWriting(server.databaseUrl, () =>
      sendStaffVerb(server, 'appointLeader', { ...input, instrument: PLAN_29 }, { show: 'appointment { id }' }),
    );

    expect(payload).toMatchObject({
      appointment: null,
      violations: [
        {
          __typename: 'StaffViolation',
          code: 'DEPUTY_LIMIT_EXCEEDED',
          severity: 'BLOCKING',
          path: ['role'],
          on: '2025-05-01',
          message: 'HN-B01 would have 3 deputies on 2025-05-01; at most 2.',
          waivable: true,
          policy: { key: 'deputies.max', value: '2', instrument: { number: PLAN_29 }, article: null },
          unit: { code: 'HN-B01' },
          staff: { code: staff },
        },
      ],
    });
  });

  it('are counted on every day, not on the first alone', async () => {
    await deputies('HN-B02', 2, { from: '2025-09-01' });

    const open = await deputy('HN-B02');
    const until = await deputy('HN-B02', { until: '2025-09-01' });

    expect(told(open)).toEqual([['DEPUTY_LIMIT_EXCEEDED', 'role', '2025-09-01']]);
    expect(until.violations).toEqual([]);
  });

  it('are not counted as directors, nor in other units', async () => {
    await deputies('HN-B03', 2);
    const staff = await aPerson(server, { payrollHome: 'HN' });

    const director = await sendStaffVerb(server, 'appointLeader', {
      staff,
      unit: 'HN-B03',
      role: 'DIRECTOR',
      from: '2025-05-01',
      decidedBy: 'HN',
      instrument: PLAN_29,
    });

    expect([director.violations, (await deputy('HN-B04')).violations]).toEqual([[], []]);
  });

  it('are as many as anybody likes where no policy says a number', async () => {
    await deputies('NA', 4, { decidedBy: 'PC-40' });

    expect((await deputy('NA', { decidedBy: 'PC-40' })).violations).toEqual([]);
  });

  it('are held against a lower limit from the day on which it begins', async () => {
    await policy('HN-B05', 'deputies.max', '1', { from: '2026-01-01' });
    await deputies('HN-B05', 1);

    const open = await deputy('HN-B05');
    const until = await deputy('HN-B05', { until: '2026-01-01' });

    expect(told(open)).toEqual([['DEPUTY_LIMIT_EXCEEDED', 'role', '2026-01-01']]);
    expect(quoted(open)).toEqual([
      { key: 'deputies.max', value: '1', instrument: { number: PLAN_29 }, article: 'Điều 5' },
    ]);
    expect(until.violations).toEqual([]);
  });

  it('are held against the limit of the center again once one of their own is over', async () => {
    await policy('HN-B06', 'deputies.max', '3', { from: '2025-05-01', until: '2026-01-01' });
    await deputies('HN-B06', 2);

    const open = await deputy('HN-B06');
    const until = await deputy('HN-B06', { until: '2026-01-01' });

    expect(told(open)).toEqual([['DEPUTY_LIMIT_EXCEEDED', 'role', '2026-01-01']]);
    expect(quoted(open)).toMatchObject([{ value: '2' }]);
    expect(until.violations).toEqual([]);
  });

  it('may be more by a waiver, which the warning names and which is used', async () => {
    await deputies('HN-B07', 2);
    const waiver = { code: 'DEPUTY_LIMIT_EXCEEDED', unit: 'HN-B07', from: '2025-05-01', until: '2025-12-01' };
    const granted = await staffCarried(
      server,
      'grantWaiver',
      { ...waiver, reason: 'Sáp nhập', instrument: PLAN_29 },
      'waiver { id }',
    );

    const payload = await deputy('HN-B07');
    const elsewhere = await deputy('HN-B01');

    expect(payload.appointment).not.toBeNull();
    expect(payload.violations).toMatchObject([
      {
        code: 'DEPUTY_LIMIT_EXCEEDED',
        severity: 'WARNING',
        policy: { value: '2' },
        waivedBy: { id: granted.waiver.id, instrument: { number: PLAN_29 } },
      },
    ]);
    expect(elsewhere.violations).toMatchObject([{ severity: 'BLOCKING', waivedBy: null }]);
    const { node } = await server.query(`{ node(id: "${granted.waiver.id}") { ... on Waiver { uses { verb on } } } }`);
    expect(node.uses).toEqual([{ verb: 'appointLeader', on: '2025-05-01' }]);
  });

  it('appointed at once are not more than the limit', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => deputy('HN-B08')));

    expect(answers.map(told).sort()).toEqual([
      [],
      [],
      [['DEPUTY_LIMIT_EXCEEDED', 'role', '2025-05-01']],
      [['DEPUTY_LIMIT_EXCEEDED', 'role', '2025-05-01']],
    ]);
  });
});

describe('deputies of the commune centers of Bac Ninh', () => {
  const BN = { decidedBy: 'BN' };

  it('are one in each until 14 October 2025, by the decree', async () => {
    await deputies('BN-07210', 1, { ...BN, from: '2025-07-01' });

    const payload = await deputy('BN-07210', { ...BN, from: '2025-08-01' });

    expect(toldInFull(payload)).toEqual([
      ['DEPUTY_LIMIT_EXCEEDED', 'role', '2025-08-01', 'BN-07210 would have 2 deputies on 2025-08-01; at most 1.'],
    ]);
    expect(quoted(payload)).toEqual([
      { key: 'deputies.max', value: '1', instrument: { number: '118/2025/NĐ-CP' }, article: 'Điều 10' },
    ]);
  });

  it('may be three in one from 15 October on: two on average over 99 are 198', async () => {
    const answers = [1, 2, 3].map(() => deputy('BN-09295', { ...BN, from: '2025-10-15' }));

    expect((await Promise.all(answers)).flatMap(({ violations }) => violations)).toEqual([]);
    const { unit } = await server.query('{ unit(code: "BN-09295", asOf: "2025-10-15") { leaders { role } } }');
    expect(unit.leaders).toHaveLength(3);
  });

  it('are no more than 198 in all, whichever center it is', async () => {
    await fill();

    // One of BN-07210, three of BN-09295 and 194 others.
    const payload = await deputy('BN-07738', { ...BN, from: '2025-11-01' });

    expect(toldInFull(payload)).toEqual([
      ['DEPUTY_LIMIT_EXCEEDED', 'role', '2025-11-01', 'BN would have 199 deputies on 2025-11-01; at most 198.'],
    ]);
    expect(payload.violations[0].unit).toEqual({ code: 'BN-07738' });
    expect(quoted(payload)).toEqual([
      { key: 'deputies.average.max', value: '2', instrument: { number: '332/NQ-CP' }, article: null },
    ]);
  });
});

describe('deputies on average over a pool of three commune centers', () => {
  const X = { decidedBy: 'X' };

  it('are counted from the first day of the policy, over all of them and on every day', async () => {
    await policy('X', 'deputies.average.max', '1', { from: '2025-06-01', until: '2026-01-01' });
    await deputies('X-1', 3, { ...X, from: '2025-03-01' });

    const before = await deputy('X-2', { ...X, from: '2025-04-01', until: '2025-06-01' });
    const into = await deputy('X-2', { ...X, from: '2025-04-01' });
    const during = await deputy('X-3', { ...X, from: '2025-07-01' });
    const after = await deputy('X-3', { ...X, from: '2026-01-01', until: '2026-02-01' });

    expect([before.violations, after.violations]).toEqual([[], []]);
    expect([told(into), told(during)]).toEqual([
      [['DEPUTY_LIMIT_EXCEEDED', 'role', '2025-06-01']],
      [['DEPUTY_LIMIT_EXCEEDED', 'role', '2025-07-01']],
    ]);
  });

  it('are held against each of several policies, one after the other', async () => {
    await policy('X', 'deputies.average.max', '2', { from: '2027-01-01', until: '2028-01-01' });
    await policy('X', 'deputies.average.max', '1.4', { from: '2028-01-01' });

    const first = await deputy('X-3', { ...X, from: '2027-01-01', until: '2029-01-01' });
    const second = await deputy('X-3', { ...X, from: '2027-02-01', until: '2029-01-01' });

    // Three of X-1 and this one are as many as 1.4 times three allow.
    expect(first.violations).toEqual([]);
    expect(told(second)).toEqual([['DEPUTY_LIMIT_EXCEEDED', 'role', '2028-01-01']]);
    expect(quoted(second)).toMatchObject([{ value: '1.4' }]);
  });

  it('appointed at once in different centers are not more than it allows', async () => {
    await policy('X', 'deputies.average.max', '1.4', { from: '2030-01-01' });
    const instrument = await anInstrument(server, { number: '7/QĐ-X', issuer: 'X' });
    const inputs: object[] = [];
    for (const unit of CENTERS) {
      const staff = await aPerson(server, { payrollHome: unit });
      inputs.push({ staff, unit, role: 'DEPUTY_DIRECTOR', from: '2030-01-01', instrument });
    }

    const answers = await onceAllWait(inputs.length, () =>
      inputs.map((input) => sendStaffVerb(server, 'appointLeader', input, { show: 'appointment { id }' })),
    );

    // Three of X-1 are there: one more is as many as it allows.
    expect(answers.filter(({ appointment }) => appointment !== null)).toHaveLength(1);
    expect(answers.flatMap(told)).toEqual(
      Array.from({ length: 2 }, () => ['DEPUTY_LIMIT_EXCEEDED', 'role', '2030-01-01']),
    );
  });

  it('do not concern the director, nor the deputies of the center above', async () => {
    const staff = await aPerson(server, { payrollHome: 'HN' });
    const at = { from: '2030-02-01', decidedBy: 'PC-X', instrument: PLAN_29 };

    const director = await sendStaffVerb(server, 'appointLeader', { ...at, staff, unit: 'X-1', role: 'DIRECTOR' });
    const above = await deputy('X', at);

    expect([director.violations, above.violations]).toEqual([[], []]);
  });
});
