import { insertSite } from '../../db/repositories/sites.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { globalId } from '../../domain/global-id.ts';
import { decideSite, type Site } from '../../domain/site.ts';

export interface RecordSite extends CommandOptions, Site {}

/** Puts a place on record, for premises, counters and boards to refer to. */
export function recordSite<S>(work: UnitOfWork<S>, command: RecordSite): Promise<Result<{ site: number }, S>> {
  return work.run('recordSite', command, async (tx) => {
    const { latitude, longitude, areaM2 } = command;
    const place = { address: command.address.trim(), latitude, longitude, areaM2 };
    const violations = decideSite(place, []);
    if (violations.length > 0) return refused(violations);
    const site = await insertSite(tx.tx, place);
    const subject = globalId('Site', site);
    await tx.audit([{ subjectType: 'Site', subject, before: null, after: place, instrument: null, change: null }]);
    return done({ site });
  });
}
