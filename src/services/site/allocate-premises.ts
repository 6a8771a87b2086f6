import { loadFacts, lockUnits } from '../../db/repositories/organization.ts';
import { loadHoldings, writePremises } from '../../db/repositories/premises.ts';
import { findSites } from '../../db/repositories/sites.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { type Allocation, decideAllocation, untilItsEnd } from '../../domain/premises.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { citeInstrument, requireInstrument } from '../instrument/cite-instrument.ts';

export interface AllocatePremises extends CommandOptions, Omit<Allocation, 'site'> {
  /** Global id of the site. */
  site: string;
  instrument?: string | null;
}

/** Who holds which site, to be shown as of a day. */
export interface PremisesValue {
  premises: number;
  on: Day;
}

/** Says by an instrument who holds a site, where no handover does. */
export function allocatePremises<S>(work: UnitOfWork<S>, command: AllocatePremises): Promise<Result<PremisesValue, S>> {
  return work.run('allocatePremises', command, async (tx) => {
    const { unit, from, until, untilEvent } = command;
    const site = idOf('Site', command.site);
    const cited = await citeInstrument(tx, command.instrument);
    await lockUnits(tx.tx, [unit], { above: false });
    const organization = new Organization(await loadFacts(tx.tx, { units: [unit], territories: [], standing: true }));
    const isKnown = (await findSites(tx.tx, [site])).has(site);
    const holdings = await loadHoldings(tx.tx, [site]);
    const violations = [
      ...requireInstrument(cited, from),
      ...(isKnown ? [] : [violation('NOT_FOUND', { path: ['site'], words: { what: command.site } })]),
      ...(untilEvent === null ? [] : decideText('untilEvent', untilEvent, { path: ['untilEvent'], unit })),
      ...decideAllocation(organization, holdings, { site, unit, from, until, untilEvent }),
    ];
    if (blocks(violations)) return refused(violations);
    const fact = { site, unit, from, until: untilItsEnd(organization, unit, until ?? FOREVER), assumed: false };
    const basis = { instrument: cited.id, handover: null, change: null };
    holdings.begin({ ...fact, ...basis, untilEvent: untilEvent?.trim() ?? null });
    await writePremises(tx.tx, holdings.delta());
    const after = { site: command.site, unit, from, until, untilEvent };
    await tx.audit([
      { subjectType: 'Site', subject: command.site, before: null, after, instrument: cited.id, change: null },
    ]);
    return done({ premises: site, on: from }, violations);
  });
}
