import { insertHandoverItems } from '../../db/repositories/handovers.ts';
import { findSites } from '../../db/repositories/sites.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideItems, decideSides, type HandedItem, type HandoverStatus } from '../../domain/handover.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { recordThings, type ThingRequest, type ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

/** Something to be handed over; `unit` is the receiver. */
interface HandoverRequest extends ThingRequest {
  title: string;
  giver: string;
  /** Global id of the premises, where such are handed over. */
  site: string | null;
  items: readonly HandedItem[];
}

export interface ListHandovers extends ThingCommand {
  handovers: readonly HandoverRequest[];
  list?: string;
}

/** Lists what units are to hand to others: premises, assets, files. */
export function listHandovers<S>(
  work: UnitOfWork<S>,
  command: ListHandovers,
  verb = 'listHandovers',
): Promise<Result<ThingsValue, S>> {
  const { handovers, list } = command;
  const wanted = handovers.flatMap(({ site }) => (site === null ? [] : [idOf('Site', site)]));
  let sites: ReadonlySet<number> = new Set();
  return recordThings<HandoverStatus, HandoverRequest, S>(work, command, {
    verb,
    type: 'Handover',
    first: 'LISTED',
    requests: handovers,
    list,
    others: handovers.map(({ giver }) => giver),
    lay: async ({ tx }) => {
      sites = await findSites(tx, wanted);
    },
    decide: (request, ground) => decideRequest(request, ground, sites),
    said: ({ title, giver, unit, site }, { units }) => ({
      title: title.trim(),
      giverId: units.get(giver),
      receiverId: units.get(unit),
      siteId: site === null ? null : idOf('Site', site),
    }),
    besides: ({ tx }, ids) =>
      insertHandoverItems(
        tx,
        handovers.map(({ items }, index) => ({ handover: ids[index] ?? 0, items })),
      ),
  });
}

function decideRequest(
  { title, giver, unit, site, items, on, path }: HandoverRequest,
  { organization }: ThingGround<HandoverStatus>,
  sites: ReadonlySet<number>,
): Violation[] {
  const at = (field: string) => [...path, field];
  const isUnknown = site !== null && !sites.has(idOf('Site', site));
  return [
    ...decideText('title', title, { path: at('title') }),
    ...decideSides(
      organization,
      { giver, receiver: unit },
      { on, paths: { giver: at('giver'), receiver: at('receiver') } },
    ),
    ...(isUnknown ? [violation('NOT_FOUND', { path: at('site'), words: { what: site } })] : []),
    ...decideItems(items, at('items')),
  ];
}
