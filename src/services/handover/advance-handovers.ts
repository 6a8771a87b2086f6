import { findGivers } from '../../db/repositories/handovers.ts';
import { loadHoldings, writePremises } from '../../db/repositories/premises.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import {
  decideGiving,
  decideMinutes,
  decideSides,
  HANDOVER_LIFE,
  type HandoverStatus,
  type Minutes,
  passOn,
  type Sides,
} from '../../domain/handover.ts';
import { Holdings } from '../../domain/premises.ts';
import { decideText } from '../../domain/text.ts';
import type { ThingFacts } from '../../domain/thing.ts';
import { blocks, type Violation } from '../../domain/violation.ts';
import { type AskedStep, advanceThings } from '../thing/advance-things.ts';
import type { ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

/** A step of a handover, and what its minutes bear. */
interface HandoverStep extends AskedStep<HandoverStatus>, Minutes {
  note: string | null;
}

export interface AdvanceHandovers extends ThingCommand {
  steps: readonly HandoverStep[];
  list?: string;
}

/** Takes handovers a step further: inspected, signed, closed, disputed. A site changes hands with the signatures. */
export function advanceHandovers<S>(
  work: UnitOfWork<S>,
  command: AdvanceHandovers,
  verb = 'advanceHandovers',
): Promise<Result<ThingsValue, S>> {
  const { steps, list } = command;
  const isSigning = steps.some(({ to }) => to === 'SIGNED');
  let holdings = new Holdings();
  return advanceThings<HandoverStatus, HandoverStep, S>(work, command, {
    verb,
    type: 'Handover',
    life: HANDOVER_LIFE,
    steps,
    field: 'handover',
    list,
    reach: ({ tx }, things) => findGivers(tx, things),
    lay: async ({ tx }, { things }) => {
      const sites = [...things.values()].flatMap(({ said }) => (said.site_id === null ? [] : [Number(said.site_id)]));
      holdings = isSigning ? await loadHoldings(tx, sites) : new Holdings();
    },
    decide: (step, thing, ground) => decideHandover(step, { thing, ground, holdings }),
    status: ({ minutes, giverSignatory, receiverSignatory, note }) => ({
      reference: minutes,
      giverSignatory,
      receiverSignatory,
      note,
    }),
    besides: async ({ tx }) => {
      if (isSigning) await writePremises(tx, holdings.delta());
      return [];
    },
  });
}

/** What is said of a handover once; units by their codes, as far as they were taken. */
function sidesOf({ said, unit }: ThingFacts, { units }: ThingGround<HandoverStatus>): Sides {
  const [giver = ''] = [...units].find(([, id]) => id === Number(said.giver_id)) ?? [];
  return { giver, receiver: unit, site: said.site_id === null ? null : Number(said.site_id) };
}

/** Decides on a step; where the minutes hold, the site changes hands, so that the next step is decided on that. */
function decideHandover(
  step: HandoverStep,
  {
    thing,
    ground,
    holdings,
  }: { thing: ThingFacts<HandoverStatus>; ground: ThingGround<HandoverStatus>; holdings: Holdings },
): Violation[] {
  const { to, on, path, note } = step;
  const isSigning = to === 'SIGNED';
  const found = [
    ...decideMinutes(step, { isSigning, unit: thing.unit, on, path }),
    ...(to === 'DISPUTED' ? decideText('note', note ?? '', { path: [...path, 'note'] }) : []),
  ];
  if (!isSigning) return found;
  const { organization, cited } = ground;
  const sides = sidesOf(thing, ground);
  const at = [...path, 'handover'];
  found.push(
    ...decideSides(organization, sides, { on, paths: { giver: at, receiver: at } }),
    ...decideGiving(organization, holdings, { ...sides, on, path: at }),
  );
  if (!blocks(found)) passOn(organization, holdings, { ...sides, on, handover: thing.id, instrument: cited.id });
  return found;
}
