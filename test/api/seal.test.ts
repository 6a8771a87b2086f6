import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { sendStaffVerb, staffCarried } from '../support/staff-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOWN = 'seal { id status engravedName since bearsName holder { code } receivedBy minutes }';
const BRANCH = {
  unit: 'HN-B05',
  engravedName: 'Chi nhánh Hoài Đức – Phúc Thọ – Đan Phượng',
  on: '2025-05-05',
  instrument: PLAN_29,
};

const aSeal = async (input: object = {}): Promise<string> =>
  (await staffCarried(server, 'requestSeal', { ...BRANCH, ...input }, 'seal { id }')).seal.id;
const advance = (seal: string, to: string, input: object = {}) =>
  staffCarried(server, 'advanceSeal', { seal, to, on: '2025-05-06', instrument: PLAN_29, ...input }, SHOWN);
const refusedStep = (seal: string, to: string, input: object = {}) =>
  withoutWriting(server.databaseUrl, () =>
    sendStaffVerb(
      server,
      'advanceSeal',
      { seal, to, on: '2025-05-06', instrument: PLAN_29, ...input },
      { show: SHOWN },
    ),
  );

describe('requestSeal', () => {
  it('asks for a seal with the name of the day, in capitals as well', async () => {
    const payload = await sendStaffVerb(
      server,
      'requestSeal',
      { ...BRANCH, engravedName: BRANCH.engravedName.toLocaleUpperCase('vi') },
      { show: SHOWN },
    );

    expect(payload).toMatchObject({
      seal: { status: 'REQUESTED', since: '2025-05-05', bearsName: true, holder: { code: 'HN-B05' } },
      violations: [],
    });
  });
});

describe('advanceSeal', () => {
  it('goes from the request to the archive', async () => {
    const seal = await aSeal();
    for (const to of ['AUTHORIZED', 'ENGRAVED', 'REGISTERED']) await advance(seal, to);

    const used = await advance(seal, 'IN_USE');

    expect(used.seal).toMatchObject({ status: 'IN_USE', since: '2025-05-06' });
    await advance(seal, 'WITHDRAWN', { on: '2025-06-01' });
    const returned = await advance(seal, 'RETURNED', {
      on: '2025-06-02',
      receivedBy: 'Công an thành phố',
      minutes: '5/BB',
    });
    expect(returned.seal).toMatchObject({
      status: 'RETURNED',
      holder: null,
      receivedBy: 'Công an thành phố',
      minutes: '5/BB',
    });
  });

  it('refuses use before registration', async () => {
    const seal = await aSeal();

    const { violations } = await refusedStep(seal, 'IN_USE');

    expect(violations.map(({ code, path }: { code: string; path: string[] }) => [code, path])).toEqual([
      ['TRANSITION_INVALID', ['to']],
      ['SEAL_NOT_REGISTERED', ['seal']],
    ]);
  });
});
