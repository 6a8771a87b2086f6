import { findSites } from '../../db/repositories/sites.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideLettering, type SignboardStatus } from '../../domain/signboard.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { recordThings, type ThingRequest, type ThingsValue } from '../thing/record-things.ts';
import type { ThingCommand, ThingGround } from '../thing/take-things.ts';

/** A signboard to be made. */
interface SignboardRequest extends ThingRequest {
  text: string;
  /** First day on which it is to hang, by whose name it is lettered; the day of the design where left out. */
  mountedFrom: Day | null;
  /** Global id of the place where it is to hang, where that is known. */
  site: string | null;
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
  const wanted = command.signboards.flatMap(({ site }) => (site === null ? [] : [idOf('Site', site)]));
  let sites: ReadonlySet<number> = new Set();
  return recordThings<SignboardStatus, SignboardRequest, S>(work, command, {
    verb,
    type: 'Signboard',
    first: 'DESIGNED',
    requests: command.signboards,
    list: command.list,
    lay: async ({ tx }) => {
      sites = await findSites(tx, wanted);
    },
    decide: (request, ground) => decideDesign(request, ground, sites),
    said: ({ unit, text, site }, { units }) => ({
      unitId: units.get(unit),
      text: text.trim(),
      siteId: site === null ? null : idOf('Site', site),
    }),
  });
}

function decideDesign(
  { unit, text, on, mountedFrom, site, path }: SignboardRequest,
  { organization }: ThingGround<SignboardStatus>,
  sites: ReadonlySet<number>,
): Violation[] {
  const isUnknown = site !== null && !sites.has(idOf('Site', site));
  const paths = { unit: [...path, 'unit'], text: [...path, 'text'] };
  const lettering = decideLettering(organization, { unit, text }, { on: mountedFrom ?? on, paths });
  return [
    ...decideText('name', text, { path: paths.text }),
    ...(isUnknown ? [violation('NOT_FOUND', { path: [...path, 'site'], words: { what: site } })] : []),
    ...lettering.map((found) =>
      found.code === 'SIGNBOARD_NAME_MISMATCH' ? { ...found, severity: 'WARNING' as const } : found,
    ),
  ];
}
