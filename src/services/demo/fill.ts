import type { UnitOfWork, Work } from '../../db/unit-of-work.ts';
import { yearOf } from '../../domain/allocation.ts';
import { overlaps } from '../../domain/day.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { allocateHeadcount } from '../headcount/allocate-headcount.ts';
import { recordInstrument } from '../instrument/record-instrument.ts';
import { type Settling, settleStaff } from '../staff/settle-staff.ts';
import { loadStaffGround } from '../staff/staff-ground.ts';
import { DEMO_INSTRUMENT, DEMO_YEARS } from './demo-law.ts';
import { type Counting, planQuotas } from './plan-quotas.ts';
import type { Terrain } from './terrain.ts';
import { DemoRefused } from './within.ts';

/** The instrument that everything made up cites, recorded where it is not yet. */
export async function recordDemo(work: UnitOfWork): Promise<number> {
  const { value, violations } = await recordInstrument(work, DEMO_INSTRUMENT);
  if (value === null) throw new DemoRefused(violations);
  return value.instrument;
}

/** Puts people on record as they are made up: decided on by every rule on people, written and audited. */
export async function enlistPeople(
  work: Work,
  people: readonly StaffFacts[],
  { instrument, units, identify }: { instrument: number; units: readonly string[] } & Pick<Settling, 'identify'>,
): Promise<void> {
  const ground = await loadStaffGround(work, { staff: people.map(({ code }) => code), units });
  const known = ground.personnel
    .all()
    .map(({ code }) => violation('ALREADY_EXISTS', { staff: code, words: { what: code } }));
  for (const person of people) ground.personnel.put(person);
  const { violations } = await settleStaff(work, ground, {
    found: known,
    pathsOf: (staff) => ({ staff: [staff], payroll: [staff], workplace: [staff], leadership: [staff] }),
    identify,
    audit: { instrument },
  });
  if (blocks(violations)) throw new DemoRefused(violations);
}

/** Grants posts for every year: to the center what it needs in all, to the units below it their part. */
export async function grantPosts(
  work: UnitOfWork,
  { terrain, center, minimum }: { terrain: Terrain; center: string; minimum: number | null },
  counting: readonly Counting[],
): Promise<void> {
  const within = membershipOf(terrain.organization);
  const units = [...new Set(counting.map(({ unit }) => unit))].filter((unit) => unit !== center).sort();
  const below = (unit: string) => within(unit, center);
  const allocations = planQuotas({ center, units: units.filter((unit) => below(unit).length > 0), minimum }, counting);
  for (const year of DEMO_YEARS) {
    const isThere = ({ unit }: { unit: string }) =>
      below(unit).some((days) => overlaps(days, yearOf(year)) && isLive(terrain, unit, year));
    await allocateHeadcount(work, {
      center,
      year,
      from: null,
      allocations: allocations.filter(isThere),
      instrument: DEMO_INSTRUMENT.number,
    });
  }
}

const isLive = ({ organization }: Terrain, unit: string, year: number): boolean =>
  overlaps(organization.get(unit).life, yearOf(year));
