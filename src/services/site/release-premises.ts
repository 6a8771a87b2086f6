import { lockUnits } from '../../db/repositories/organization.ts';
import { loadHoldings, writePremises } from '../../db/repositories/premises.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideRelease } from '../../domain/premises.ts';
import { decideText } from '../../domain/text.ts';
import { blocks } from '../../domain/violation.ts';
import { citeInstrument, requireInstrument } from '../instrument/cite-instrument.ts';
import type { PremisesValue } from './allocate-premises.ts';

export interface ReleasePremises extends CommandOptions {
  /** Global id of the site. */
  site: string;
  /** First day on which it is no longer held. */
  on: Day;
  instrument?: string | null;
  reason: string;
}

/** Ends who holds a site on a day, where nobody takes it over. */
export function releasePremises<S>(work: UnitOfWork<S>, command: ReleasePremises): Promise<Result<PremisesValue, S>> {
  return work.run('releasePremises', command, async (tx) => {
    const { on, reason } = command;
    const site = idOf('Site', command.site);
    const cited = await citeInstrument(tx, command.instrument);
    // Whose row is needed only the holding tells. Should it change before that row is taken, ending it fails as stale.
    const holdings = await loadHoldings(tx.tx, [site]);
    const held = holdings.on(site, on);
    await lockUnits(tx.tx, held ? [held.unit] : [], { above: false });
    const violations = [
      ...requireInstrument(cited, on),
      ...decideText('reason', reason, { path: ['reason'] }),
      ...decideRelease(holdings, { site, on, what: command.site }),
    ];
    if (blocks(violations) || !held) return refused(violations);
    holdings.end({ site, on });
    await writePremises(tx.tx, holdings.delta());
    const before = { unit: held.unit, from: held.from, until: held.until, untilEvent: held.untilEvent };
    const after = { unit: held.unit, from: held.from, until: on, reason };
    await tx.audit([{ subjectType: 'Site', subject: command.site, before, after, instrument: cited.id, change: null }]);
    return done({ premises: site, on: addDays(on, -1) }, violations);
  });
}
