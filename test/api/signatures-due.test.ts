import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting, writingARowEach } from '../support/row-counts.ts';
import {
  anAssignment,
  aPerson,
  aSecondment,
  instantNow,
  sendStaffVerb,
  staffCarried,
  toldInFull,
} from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { onServer } from '../support/test-server.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOWN = 'staff { code digitalSignature { serial } digitalSignatures { serial status period { from until } } }';
let certificates = 0;

/** A certificate of a person from 2025-03-01 to 2026-03-01; answers its number. */
async function aSignature(staff: string, input: object = {}): Promise<string> {
  certificates += 1;
  const serial = `5401${certificates}`;
  const held = { serial, issuer: 'VNPT-CA', from: '2025-03-01', until: '2026-03-01', ...input };
  await staffCarried(server, 'recordDigitalSignature', { staff, ...held });
  return held.serial;
}

const revoke = (input: object) =>
  sendStaffVerb(
    server,
    'revokeDigitalSignature',
    { on: '2025-06-01', reason: 'Mất thiết bị', instrument: PLAN_29, ...input },
    { show: SHOWN },
  );
const refused = async (input: object) =>
  toldInFull(await withoutWriting(server.databaseUrl, () => revoke(input))).map(([code, path, on]) => [code, path, on]);
const statusesOn = async (staff: string, args: string): Promise<string[]> =>
  (
    await server.query(`{ staff(code: "${staff}", ${args}) { digitalSignatures { status } } }`)
  ).staff.digitalSignatures.map(({ status }: Data) => status);

describe('revokeDigitalSignature', () => {
  it('ends a certificate on the day; what was before stays', async () => {
    const staff = await aPerson(server);
    const serial = await aSignature(staff);
    const instant = await instantNow(server);

    const payload = await writingARowEach(server.databaseUrl, ['digital_signature', 'audit_entry'], () =>
      revoke({ staff, serial: ` ${serial} ` }),
    );

    expect(payload).toEqual({
      staff: {
        code: staff,
        digitalSignature: null,
        digitalSignatures: [{ serial, status: 'REVOKED', period: { from: '2025-03-01', until: '2025-06-01' } }],
      },
      violations: [],
      rehearsed: false,
    });
    expect(
      await Promise.all(
        ['2025-02-28', '2025-03-01', '2025-05-31', '2025-06-01'].map((day) => statusesOn(staff, `asOf: "${day}"`)),
      ),
    ).toEqual([['PENDING'], ['VALID'], ['VALID'], ['REVOKED']]);
    expect(await statusesOn(staff, `asOf: "2025-06-01", knownAt: "${instant}"`)).toEqual(['VALID']);
    expect(await statusesOn(staff, `asOf: "2026-03-01", knownAt: "${instant}"`)).toEqual(['EXPIRED']);
    const [entry] = await onServer(
      server.databaseUrl,
      (sql) => sql`SELECT after FROM audit_entry WHERE verb = 'revokeDigitalSignature'`,
    );
    expect(entry?.after).toMatchObject({ signatures: [{ serial, revoked: true, reason: 'Mất thiết bị' }] });
  });

  it('lets another person have the number from that day on', async () => {
    const [one, other] = [await aPerson(server), await aPerson(server)];
    const serial = await aSignature(one);
    await revoke({ staff: one, serial });

    expect(await aSignature(other, { serial, from: '2025-06-01' })).toBe(serial);
  });

  it('is refused of a certificate that does not work on the day', async () => {
    const staff = await aPerson(server);
    const serial = await aSignature(staff, { until: '2025-05-01' });
    const twice = await aSignature(staff);
    await revoke({ staff, serial: twice });

    expect(await refused({ staff, serial: 'NONE' })).toEqual([['NOT_FOUND', 'serial', '2025-06-01']]);
    expect(await refused({ staff, serial, reason: ' ' })).toEqual([
      ['TRANSITION_INVALID', 'serial', '2025-06-01'],
      ['INPUT_INVALID', 'reason', null],
    ]);
    expect(await refused({ staff, serial: twice, on: '2025-07-01' })).toEqual([
      ['TRANSITION_INVALID', 'serial', '2025-07-01'],
    ]);
    expect(await refused({ staff, serial, on: '2025-03-01' })).toEqual([['PERIOD_INVALID', 'on', '2025-03-01']]);
    expect(await refused({ staff: 'NOBODY', serial })).toEqual([['NOT_FOUND', 'staff', null]]);
  });

  it('asks for the issuer where somebody has the number of several', async () => {
    const staff = await aPerson(server);
    const serial = await aSignature(staff);
    await aSignature(staff, { serial, issuer: 'Ban Cơ yếu Chính phủ' });

    const ambiguous = await refused({ staff, serial });
    const payload = await revoke({ staff, serial, issuer: 'VNPT-CA' });

    expect(ambiguous).toEqual([['INPUT_INVALID', 'issuer', '2025-06-01']]);
    expect(payload.staff.digitalSignatures.map(({ status }: Data) => status).sort()).toEqual(['REVOKED', 'VALID']);
  });
});

describe('signaturesDue', () => {
  const due = async (args: string): Promise<Data[]> => {
    const { signaturesDue } = await server.query(`{ signaturesDue(${args}) { totalCount nodes {
      staff { code } home { code } host { code } since last { serial status } } } }`);
    expect(signaturesDue.totalCount).toBe(signaturesDue.nodes.length);
    return signaturesDue.nodes.map(({ staff, home, host, since, last }: Data) => [
      staff.code,
      home.code,
      host.code,
      since,
      last?.status ?? null,
    ]);
  };
  const lent = async (host: string, input: object = {}): Promise<string> => {
    const staff = await aPerson(server, { payrollHome: 'HN-B01', ...input });
    await aSecondment(server, { staff, host });
    return staff;
  };

  it('lists seconded officials who have nothing to sign by, with who owes it', async () => {
    const [none, valid, expired, pending] = [
      await lent('HN-B10'),
      await lent('HN-B10'),
      await lent('HN-B10'),
      await lent('HN-B10'),
    ];
    const revoked = await lent('HN-B10', { category: 'CIVIL_SERVANT' });
    await aSignature(valid);
    await aSignature(expired, { until: '2025-05-15' });
    await aSignature(pending, { from: '2025-09-01' });
    await revoke({ staff: revoked, serial: await aSignature(revoked) });
    const instant = await instantNow(server);
    await aSignature(none);

    const then = await due(`under: "HN-B10", asOf: "2025-06-01", knownAt: "${instant}"`);

    expect(then.map(([staff, home, host, since, status]) => [staff, home, host, since, status]).sort()).toEqual(
      [
        [none, 'HN-B01', 'HN-B10', '2025-05-01', null],
        [expired, 'HN-B01', 'HN-B10', '2025-05-01', 'EXPIRED'],
        [pending, 'HN-B01', 'HN-B10', '2025-05-01', 'PENDING'],
        [revoked, 'HN-B01', 'HN-B10', '2025-05-01', 'REVOKED'],
      ].sort(),
    );
    expect((await due('plan: "HN", asOf: "2025-06-01"')).map(([staff]) => staff).sort()).toEqual(
      [expired, pending, revoked].sort(),
    );
    expect(await due('under: "HN-B10", asOf: "2025-04-30"')).toEqual([]);
    expect(await due('under: "HN-B01", asOf: "2025-06-01"')).toEqual([]);
  });

  it('finds them where the host has placed them as well, and nobody else', async () => {
    const staff = await lent('HN-B02');
    await anAssignment(server, { staff, unit: 'HN-00109', from: '2025-06-01', until: '2025-07-01' });
    await aPerson(server, { payrollHome: 'HN-B02', workplace: 'HN-00109' });

    expect(await due('under: "HN-00109", asOf: "2025-06-01"')).toEqual([
      [staff, 'HN-B01', 'HN-B02', '2025-05-01', null],
    ]);
    expect(await due('under: "HN-00109", asOf: "2025-07-01"')).toEqual([]);
  });

  it('goes page by page, in one statement', async () => {
    const { statements, result } = await statementsOf(server, () =>
      server.query(
        '{ signaturesDue(plan: "HN", asOf: "2025-06-01", first: 1) { nodes { staff { code } last { serial } } pageInfo { hasNextPage } } }',
      ),
    );

    expect([statements.length, result.signaturesDue.nodes.length, result.signaturesDue.pageInfo.hasNextPage]).toEqual([
      1,
      1,
      true,
    ]);
  });
});
