import { loadHeadcount, loadMergers, loadQuotasOfCenter, writeQuotas } from '../../db/repositories/headcount.ts';
import { loadFacts, lockUnits } from '../../db/repositories/organization.ts';
import { loadRulebook } from '../../db/repositories/rulebooks.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { type Allocation, decideDays, decideGrant, grant, yearOf } from '../../domain/allocation.ts';
import type { Day } from '../../domain/day.ts';
import { quotaDelta } from '../../domain/headcount.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { blocks } from '../../domain/violation.ts';
import { liftWaived } from '../../domain/waiver.ts';
import { citeInstrument, requireInstrument } from '../instrument/cite-instrument.ts';

export interface AllocateHeadcount extends CommandOptions {
  center: string;
  year: number;
  allocations: readonly Allocation[];
  /** First day of the allocation, where it is not the first of the year. */
  from: Day | null;
  instrument?: string | null;
}

/** Quotas of a center and year, of the units named. */
export interface QuotasValue {
  quotas: { center: string; year: number; units: string[] };
  on: Day;
}

/** Grants posts out of a center's total: to itself what the total is, to units below it their part. */
export function allocateHeadcount<S>(work: UnitOfWork<S>, command: AllocateHeadcount): Promise<Result<QuotasValue, S>> {
  const { center, year, allocations } = command;
  const from = command.from ?? yearOf(year).from;
  return work.run('allocateHeadcount', command, async (tx) => {
    const cited = await citeInstrument(tx, command.instrument);
    // Outside the year there are no days to decide on.
    const unfit = decideDays({ year, from });
    if (unfit.length > 0) return refused([...cited.violations, ...unfit]);
    const units = [...new Set([center, ...allocations.map(({ unit }) => unit)])];
    const { organization, rulebook, ...ground } = await loadGround(tx, { units, center, year });
    const after = grant(organization, ground.quotas, { ...command, from, instrument: cited.id });
    const found = [
      ...requireInstrument(cited, from),
      ...decideGrant({ ...command, from }, { organization, ...ground, after }),
    ];
    const within = membershipOf(organization);
    const violations = liftWaived(found, rulebook.waivers, (unit, root) => within(unit, root).length > 0);
    if (blocks(violations)) return refused(violations);
    await writeQuotas(tx.tx, quotaDelta(ground.quotas, after));
    await tx.use(violations);
    await tx.audit(
      allocations.map((allocation) => ({
        subjectType: 'Quota' as const,
        subject: allocation.unit,
        before: ground.quotas.filter(
          (quota) => quota.unit === allocation.unit && quota.category === allocation.category,
        ),
        after: { ...allocation, year, from },
        instrument: cited.id,
        change: null,
      })),
    );
    return done({ quotas: { center, year, units }, on: from }, violations);
  });
}

async function loadGround({ tx }: Work, { units, center, year }: { units: string[]; center: string; year: number }) {
  await lockUnits(tx, units, { above: false });
  const facts = await loadFacts(tx, { units, territories: [], standing: true });
  const { quotas, steps } = await loadHeadcount(tx, units, { themselves: true });
  const granted = await loadQuotasOfCenter(tx, center, year);
  const named = quotas.filter((quota) => units.includes(quota.unit) && granted.every(({ id }) => id !== quota.id));
  return {
    organization: new Organization(facts),
    quotas: [...granted, ...named],
    steps,
    mergers: await loadMergers(tx, units),
    rulebook: await loadRulebook(tx, units),
  };
}
