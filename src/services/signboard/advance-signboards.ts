import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideLettering, SIGNBOARD_LIFE, type SignboardStatus } from '../../domain/signboard.ts';
import { type AskedStep, advanceThings } from '../thing/advance-things.ts';
import type { ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand } from '../thing/take-things.ts';

export interface SignboardStep extends AskedStep<SignboardStatus> {
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
  return advanceThings<SignboardStatus, SignboardStep, S>(work, command, {
    verb,
    type: 'Signboard',
    life: SIGNBOARD_LIFE,
    steps,
    field: 'signboard',
    list,
    decide: ({ to, on, path }, { unit, said }, { organization }) => {
      const at = [...path, 'signboard'];
      return to === 'MOUNTED'
        ? decideLettering(organization, { unit, text: String(said.text) }, { on, paths: { unit: at, text: at } })
        : [];
    },
    status: ({ reference, note }) => ({ reference, note }),
  });
}
