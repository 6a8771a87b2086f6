import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { decideLettering, type SignboardStatus } from '../../domain/signboard.ts';
import { decideText } from '../../domain/text.ts';
import type { Violation } from '../../domain/violation.ts';
import { recordThings, type ThingRequest, type ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

/** A signboard to be made. */
export interface SignboardRequest extends ThingRequest {
  text: string;
  /** First day on which it is to hang, by whose name it is lettered; the day of the design where left out. */
  mountedFrom: Day | null;
}

export interface DesignSignboards extends ThingCommand {
  signboards: readonly SignboardRequest[];
  list?: string;
}

/** Puts designs of signboards on record. A name that is not the unit's is told, and refused once the board is mounted. */
export function designSignboards<S>(
  work: UnitOfWork<S>,
  command: DesignSignboards,
  verb = 'designSignboards',
): Promise<Result<ThingsValue, S>> {
  return recordThings<SignboardStatus, SignboardRequest, S>(work, command, {
    verb,
    type: 'Signboard',
    first: 'DESIGNED',
    requests: command.signboards,
    list: command.list,
    decide: decideDesign,
    said: ({ unit, text }, { units }) => ({ unitId: units.get(unit), text: text.trim() }),
  });
}

function decideDesign(
  { unit, text, on, mountedFrom, path }: SignboardRequest,
  { organization }: ThingGround<SignboardStatus>,
): Violation[] {
  const paths = { unit: [...path, 'unit'], text: [...path, 'text'] };
  const lettering = decideLettering(organization, { unit, text }, { on: mountedFrom ?? on, paths });
  return [
    ...decideText('name', text, { path: paths.text }),
    ...lettering.map((found) =>
      found.code === 'SIGNBOARD_NAME_MISMATCH' ? { ...found, severity: 'WARNING' as const } : found,
    ),
  ];
}
