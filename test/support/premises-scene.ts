import type { ApiServer, Data } from './api-server.ts';
import { withoutWriting } from './row-counts.ts';
import { sendStaffVerb, staffCarried } from './staff-verbs.ts';
import { PLAN_29 } from './verbs.ts';

/** A place on record; answers its id. */
export async function aSite(server: ApiServer, input: object = {}): Promise<string> {
  const { site } = await staffCarried(server, 'recordSite', { address: '1 Cầu Giấy', ...input }, 'site { id }');
  return site.id;
}

/** Says who holds a site. */
export const allocated = (server: ApiServer, input: object): Promise<Data> =>
  staffCarried(server, 'allocatePremises', { instrument: PLAN_29, ...input });

/** A handover that is listed, from the district of Cầu Giấy to the branch of that name; answers its id. */
export async function aHandover(server: ApiServer, input: object = {}): Promise<string> {
  const items = [{ description: 'Bàn làm việc', quantity: 4, measure: 'cái' }];
  const given = { title: 'Bàn giao', giver: 'PC-005', receiver: 'HN-B01', items, on: '2025-05-05', ...input };
  return (await staffCarried(server, 'listHandover', given, 'handover { id }')).handover.id;
}

/** Takes a handover a step further. */
export const stepped = (server: ApiServer, handover: string, to: string, input: object = {}): Promise<Data> =>
  staffCarried(
    server,
    'advanceHandover',
    { handover, to, on: '2025-05-06', instrument: PLAN_29, ...input },
    'handover { status site { holder { unit { code } } } }',
  );

/** What a verb that is refused tells: each rule with where in the input and on which day. Nothing is written. */
export async function refusalOf(server: ApiServer, verb: string, input: object, ...more: string[]): Promise<Data[][]> {
  const { violations } = await withoutWriting(server.databaseUrl, () => sendStaffVerb(server, verb, input));
  return violations.map((found: Data) => [
    found.code,
    found.path?.join('.'),
    found.on,
    ...more.map((field) => found[field]),
  ]);
}
