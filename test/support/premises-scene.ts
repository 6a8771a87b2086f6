import type { Role } from '../../src/domain/actor.ts';
import type { ApiServer, Data } from './api-server.ts';
import { withoutWriting } from './row-counts.ts';
import { sendStaffVerb, staffCarried } from './staff-verbs.ts';
import { given, PLAN_29 } from './verbs.ts';

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

/** What verbs on premises find on record under a tag. */
export interface PremisesScene {
  giver: string;
  receiver: string;
  /** What both wait for. */
  event: string;
  /** A site that nobody holds, and one that the giver does. */
  free: string;
  held: string;
  /** Handovers that are listed. */
  handovers: [string, string];
}

/** Two bodies of a tag; premises of the giver are managed, and held, until an event. */
export async function aPremisesScene(server: ApiServer, tag: string): Promise<PremisesScene> {
  const [giver, receiver, event] = [`${tag}-G`, `${tag}-R`, `Mua xong trụ sở ${tag}`];
  const body = { kind: 'OUTSIDE_BODY', on: '2025-01-01' };
  for (const code of [giver, receiver]) await given(server, 'establishUnit', { ...body, code, name: code });
  const managed = { unit: giver, relation: 'FACILITY_MANAGEMENT', parent: 'HN', untilEvent: event, on: '2025-02-01' };
  await given(server, 'reparentUnit', managed);
  const [free, held] = [await aSite(server), await aSite(server)];
  await allocated(server, { site: held, unit: giver, from: '2025-02-01', untilEvent: event });
  const listed = () => aHandover(server, { giver, receiver, site: free });
  return { giver, receiver, event, free, held, handovers: [await listed(), await listed()] };
}

const KEEPERS: readonly Role[] = ['ADMIN', 'CENTER_DIRECTOR', 'BRANCH_DIRECTOR', 'PLANNER'];
const PLANNERS: readonly Role[] = ['ADMIN', 'CENTER_DIRECTOR', 'PLANNER'];
const on = '2025-06-01';
const items = [{ description: 'Bàn làm việc' }];

/** Who may carry out each verb on premises, and an input on a scene; in an order in which each finds what it needs. */
export const ON_PREMISES: Readonly<Record<string, { may: readonly Role[]; input: (scene: PremisesScene) => object }>> =
  {
    recordSite: { may: KEEPERS, input: () => ({ address: '1 Test' }) },
    allocatePremises: {
      may: KEEPERS,
      input: ({ free: site, receiver: unit }) => ({ site, unit, from: on, instrument: PLAN_29 }),
    },
    recordEvent: {
      may: PLANNERS,
      input: ({ event, giver }) => ({ event, under: giver, on: '2025-07-01', instrument: PLAN_29 }),
    },
    releasePremises: {
      may: KEEPERS,
      input: ({ held: site }) => ({ site, on, reason: 'Trả lại', instrument: PLAN_29 }),
    },
    listHandover: {
      may: KEEPERS,
      input: ({ giver, receiver }) => ({ title: 'Bàn giao', giver, receiver, items, on }),
    },
    listHandovers: {
      may: KEEPERS,
      input: ({ giver, receiver }) => ({ handovers: [{ title: 'Bàn giao', giver, receiver, items, on }] }),
    },
    advanceHandover: {
      may: KEEPERS,
      input: ({ handovers: [handover] }) => ({ handover, to: 'INSPECTED', on }),
    },
    advanceHandovers: {
      may: KEEPERS,
      input: ({ handovers: [, handover] }) => ({ steps: [{ handover, to: 'INSPECTED', on }] }),
    },
  };
