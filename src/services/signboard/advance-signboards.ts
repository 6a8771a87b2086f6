import { loadSiteUse } from '../../db/repositories/premises.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideUseOfSite } from '../../domain/handover.ts';
import { Holdings, type SiteUse } from '../../domain/premises.ts';
import { decideLettering, SIGNBOARD_LIFE, type SignboardStatus } from '../../domain/signboard.ts';
import type { ThingFacts } from '../../domain/thing.ts';
import type { Violation } from '../../domain/violation.ts';
import { type AskedStep, advanceThings } from '../thing/advance-things.ts';
import type { ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

interface SignboardStep extends AskedStep<SignboardStatus> {
  /** The approval of the brand, the minutes of the mounting, … */
  reference: string | null;
  note: string | null;
}

export interface AdvanceSignboards extends ThingCommand {
  steps: readonly SignboardStep[];
  list?: string;
}

/** Takes signboards a step further: approved, made, mounted, removed, disposed of. */
export function advanceSignboards<S>(
  work: UnitOfWork<S>,
  command: AdvanceSignboards,
  verb = 'advanceSignboards',
): Promise<Result<ThingsValue, S>> {
  const { steps, list } = command;
  const isMounting = steps.some(({ to }) => to === 'MOUNTED');
  let use: SiteUse = { holdings: new Holdings(), handovers: [] };
  return advanceThings<SignboardStatus, SignboardStep, S>(work, command, {
    verb,
    type: 'Signboard',
    life: SIGNBOARD_LIFE,
    steps,
    field: 'signboard',
    list,
    lay: async ({ tx }, { things }) => {
      use = await loadSiteUse(tx, isMounting ? [...things.values()].flatMap((board) => siteOf(board) ?? []) : []);
    },
    decide: (step, board, ground) => (step.to === 'MOUNTED' ? decideMounting(step, board, { ground, use }) : []),
    status: ({ reference, note }) => ({ reference, note }),
  });
}

const siteOf = ({ said }: ThingFacts): number | null => (said.site_id == null ? null : Number(said.site_id));

/** A board hangs with the name of the day, and where its unit may be. */
function decideMounting(
  { on, path }: SignboardStep,
  board: ThingFacts<SignboardStatus>,
  { ground, use }: { ground: ThingGround<SignboardStatus>; use: SiteUse },
): Violation[] {
  const { unit, said } = board;
  const at = [...path, 'signboard'];
  const site = siteOf(board);
  return [
    ...decideLettering(ground.organization, { unit, text: String(said.text) }, { on, paths: { unit: at, text: at } }),
    ...(site === null ? [] : decideUseOfSite(ground.organization, use, { unit, site, on, path: at })),
  ];
}
