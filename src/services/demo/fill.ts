import { loadQuotasOfCenter } from '../../db/repositories/headcount.ts';
import type { UnitOfWork, Work } from '../../db/unit-of-work.ts';
import { type Allocation, yearOf } from '../../domain/allocation.ts';
import type { Change } from '../../domain/change.ts';
import { overlaps } from '../../domain/day.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { allocateHeadcount } from '../headcount/allocate-headcount.ts';
import { recordInstrument } from '../instrument/record-instrument.ts';
import { type Settling, settleStaff } from '../staff/settle-staff.ts';
import { loadStaffGround, type StaffGround } from '../staff/staff-ground.ts';
import { Acts } from './acts.ts';
import { DEMO_INSTRUMENT, DEMO_YEARS } from './demo-law.ts';
import { type Counting, planPosts, totalsOf } from './plan-posts.ts';
import type { Programme } from './programme.ts';
import type { Terrain } from './terrain.ts';
import { DemoRefused } from './within.ts';

/** The instrument that everything made up cites, recorded where it is not yet. */
export async function recordDemo(work: UnitOfWork): Promise<number> {
  const { value, violations } = await recordInstrument(work, DEMO_INSTRUMENT);
  if (value === null) throw new DemoRefused(violations);
  return value.instrument;
}

/** A center to which somebody granted posts is not ours to fill. */
export async function refuseForeignPosts({ tx }: Work, center: string): Promise<void> {
  for (const year of DEMO_YEARS) {
    const [granted] = await loadQuotasOfCenter(tx, center, year);
    if (granted) throw new DemoRefused([violation('QUOTA_OVERLAP', { unit: granted.unit, on: granted.from })]);
  }
}

/** Establishes units, all of them as one. */
export async function establishUnits(work: Work, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const { value, violations } = await carryOut(work, changes);
  if (value === null) throw new DemoRefused(violations);
}

interface Citing {
  instrument: number;
  /** Units that are spoken of. */
  units: readonly string[];
}

/** Puts people on record, decided on by every rule on people, written and audited as one. */
export async function enlistPeople(
  work: Work,
  people: readonly StaffFacts[],
  { instrument, units }: Citing,
): Promise<void> {
  const ground = await loadStaffGround(work, { staff: people.map(({ code }) => code), units });
  const found = ground.personnel
    .all()
    .map(({ code }) => violation('ALREADY_EXISTS', { staff: code, words: { what: code } }));
  for (const person of people) ground.personnel.put(person);
  await settle(work, ground, { found, instrument });
}

/** Appoints, lends and places people who are on record, all of them as one. */
export async function carryOutActs(
  work: Work,
  { leaders, secondments, assignments }: Pick<Programme, 'leaders' | 'secondments' | 'assignments'>,
  { instrument, units }: Citing,
): Promise<void> {
  const staff = [...leaders, ...secondments, ...assignments].map((act) => act.staff);
  const ground = await loadStaffGround(work, { staff: [...new Set(staff)], units });
  const acts = await Acts.on(work, ground, { instrument, units });
  for (const leader of leaders) acts.appoint(leader);
  for (const [index, secondment] of secondments.entries())
    acts.lend(secondment, { homeAgreement: `${index + 1}/CV-MP`, hostAgreement: `${index + 5_001}/CV-MP` });
  for (const assignment of assignments) acts.place(assignment);
  await settle(work, ground, { found: acts.violations, instrument, identify: () => acts.identify(work) });
}

async function settle(
  work: Work,
  ground: StaffGround,
  { instrument, ...settling }: Pick<Settling, 'found' | 'identify'> & { instrument: number },
): Promise<void> {
  const pathsOf = (staff: string) => ({ staff: [staff], payroll: [staff], workplace: [staff], leadership: [staff] });
  const { violations } = await settleStaff(work, ground, { ...settling, pathsOf, audit: { instrument } });
  if (blocks(violations)) throw new DemoRefused(violations);
}

/** Grants posts for every year: to the center what it needs in all, to the units below it then their part. */
export async function grantPosts(
  work: UnitOfWork,
  { terrain, center, minimum }: { terrain: Terrain; center: string; minimum: number | null },
  counting: readonly Counting[],
): Promise<void> {
  const { organization } = terrain;
  const within = membershipOf(organization);
  const units = [...new Set(counting.map(({ unit }) => unit))].sort();
  const below = units.filter((unit) => unit !== center && within(unit, center).length > 0);
  const posts = planPosts({ center, units: below, minimum }, counting);
  const { number: instrument } = DEMO_INSTRUMENT;
  for (const year of DEMO_YEARS) {
    const isThere = ({ unit }: Allocation) =>
      overlaps(organization.get(unit).life, yearOf(year)) &&
      within(unit, center).some((days) => overlaps(days, yearOf(year)));
    const parts = posts.parts.filter(isThere);
    const allocations = [...totalsOf(center, { ...posts, parts }), ...parts];
    await allocateHeadcount(work, { center, year, from: null, allocations, instrument });
  }
}
