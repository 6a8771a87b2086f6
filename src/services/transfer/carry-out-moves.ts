import { insertTransferSteps, insertTransfers } from '../../db/repositories/transfers.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { covers, type Day } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { lineAbove } from '../../domain/organization/decide-rules.ts';
import { decideTransferRules, type Move, movePerson } from '../../domain/transfer.ts';
import { type Violation, type ViolationCode, violation } from '../../domain/violation.ts';
import { type CitedInstrument, requireInstrument } from '../instrument/cite-instrument.ts';
import { settleStaff } from '../staff/settle-staff.ts';
import { loadStaffGround, type StaffGround } from '../staff/staff-ground.ts';

export interface Moving {
  moves: readonly Move[];
  on: Day;
  cited: CitedInstrument;
  /** Who decides, where it is not the instrument's issuer. */
  decidedBy: string | null;
  /** The transfer that is on record already; new ones where null. */
  existing: number | null;
  compensates: number | null;
  /** What is decided on, where that was read already. */
  ground?: StaffGround;
}

/** Takes and reads what a decision on moves looks at. */
export const loadGroundOfMoves = (
  work: Work,
  { moves, decider }: { moves: readonly Pick<Move, 'staff' | 'toUnit' | 'workplace'>[]; decider: string | null },
): Promise<StaffGround> =>
  loadStaffGround(work, {
    staff: moves.map(({ staff }) => staff),
    units: [
      ...new Set(
        [...moves.flatMap(({ toUnit, workplace }) => [toUnit, workplace]), decider].filter((one) => one !== null),
      ),
    ],
  });

/** Moves people, all of them or none: decides on each and on what their units then count, and writes it. */
export async function carryOutMoves(
  work: Work,
  moving: Moving,
  wrong: readonly Violation[] = [],
): Promise<{ violations: Violation[]; transfers: number[] | null }> {
  const { moves, on, cited, decidedBy } = moving;
  const ground = moving.ground ?? (await loadGroundOfMoves(work, { moves, decider: decidedBy ?? cited.issuer }));
  const first = new Map(moves.map(({ staff }, index) => [staff, index] as const).reverse());
  const origins = new Map(moves.map(({ staff }) => [staff, homeOn(ground, staff, on)]));
  const found = [
    ...wrong,
    ...requireInstrument(cited, on),
    ...decideDay(on, ['on']),
    ...decideDecider(ground, moving),
    ...decideRules(ground, moving),
    ...moves.flatMap((move, index) => movePersonOf(ground, move, first.get(move.staff) !== index)),
  ];
  const paths = new Map(moves.map((move) => [move.staff, pathsOf(move)]));
  const { violations, identified } = await settleStaff(work, ground, {
    found,
    pathsOf: (staff) => paths.get(staff) ?? pathsOf(moves[0] ?? { path: [] }),
    identify: async () => {
      await callOff(work, ground, moving);
      return { transfer: await record(work, moving, origins) };
    },
    audit: { instrument: cited.id },
  });
  return { violations, transfers: identified ? [...(identified.transfer ?? [])] : null };
}

const pathsOf = ({ path }: Pick<Move, 'path'>) => ({
  staff: [...path, 'staff'],
  payroll: [...path, 'toUnit'],
  workplace: [...path, 'workplace'],
  leadership: path,
});

const homeOn = ({ personnel }: StaffGround, staff: string, on: Day): string | null =>
  personnel.find(staff)?.payroll.find((fact) => covers(fact, on))?.unit ?? null;

function decideDecider({ organization }: StaffGround, { decidedBy }: Moving): Violation[] {
  if (decidedBy === null || organization.find(decidedBy)) return [];
  return [violation('NOT_FOUND', { path: ['decidedBy'], words: { what: decidedBy } })];
}

/** Who decides and when is asked of each receiving unit once, and told of every move there. */
function decideRules(ground: StaffGround, { moves, on, cited, decidedBy }: Moving): Violation[] {
  const decider = decidedBy ?? cited.issuer;
  // Without an instrument, or by a unit that is not there, nobody has decided: that this is missing says enough.
  const isDecided = decidedBy === null ? cited.id !== null : ground.organization.find(decidedBy) !== undefined;
  const ruled = new Map<string, Violation[]>();
  return moves.flatMap(({ toUnit, path }) => {
    const rules = ruled.get(toUnit) ?? decideTransferRules(ground, { toUnit, on }, decider);
    ruled.set(toUnit, rules);
    return rules
      .filter(({ code }) => isDecided || code !== 'TRANSFER_MANAGER_MISMATCH')
      .map((found) => ({ ...found, path: [...path, 'toUnit'] }));
  });
}

/** Moves one person, and tells why not. */
function movePersonOf({ personnel, organization }: StaffGround, move: Move, again: boolean): Violation[] {
  const { staff, toUnit, on, path } = move;
  const unfit = (field: string, code: ViolationCode, parts: Partial<Violation>) =>
    violation(code, { path: [...path, field], staff, ...parts });
  const absent = [toUnit, move.workplace].map((unit, index) =>
    unit === null || organization.find(unit)
      ? null
      : unfit(index === 0 ? 'toUnit' : 'workplace', 'NOT_FOUND', { staff: null, unit, words: { what: unit } }),
  );
  const places = absent.filter((found) => found !== null);
  const person = personnel.find(staff);
  if (!person) return [unfit('staff', 'NOT_FOUND', { words: { what: staff } }), ...places];
  if (again) return [unfit('staff', 'INPUT_INVALID', { expected: 'ANOTHER_STAFF' }), ...places];
  const home = person.payroll.find((fact) => covers(fact, on));
  if (!person.versions.some((version) => covers(version, on)))
    return [unfit('staff', 'FACT_OUTSIDE_EMPLOYMENT', { on, expected: 'STAFF_MEMBER' }), ...places];
  if (home?.unit === toUnit && (move.category ?? home.category) === home.category)
    return [unfit('toUnit', 'INPUT_INVALID', { unit: toUnit, on, expected: 'ANOTHER_UNIT' }), ...places];
  if (!organization.find(toUnit)) return places;
  personnel.put(movePerson(person, move, (unit) => lineAbove(organization, unit, on).includes(toUnit)));
  return [];
}

/** A transfer of the same day that another replaces is called off by it: nothing of it is left. */
async function callOff(
  { tx }: Work,
  { personnel }: StaffGround,
  { moves, on, cited, existing, compensates }: Moving,
): Promise<void> {
  const replaced = moves.flatMap(({ staff }) => {
    const left = new Set(personnel.find(staff)?.payroll.map(({ transfer }) => transfer));
    const before = personnel.before(staff)?.payroll ?? [];
    return before.flatMap(({ transfer }) => (transfer === null || left.has(transfer) ? [] : [transfer]));
  });
  const others = [...new Set(replaced)].filter((id) => id !== existing && id !== compensates);
  await insertTransferSteps(tx, others, { step: 'CANCELLED', on, instrument: cited.id, reference: null });
}

/** The transfers on record: decided now, whether or not they were proposed before. */
async function record(
  { tx }: Work,
  { moves, on, cited, decidedBy, existing, compensates }: Moving,
  origins: ReadonlyMap<string, string | null>,
): Promise<number[]> {
  const said = { on, instrument: cited.id, reference: null, decidedBy: decidedBy ?? cited.issuer };
  const step = { step: 'DECIDED' as const, ...said };
  if (existing !== null) {
    await insertTransferSteps(tx, [existing], step);
    return [existing];
  }
  const records = moves.map((move) => ({ ...move, fromUnit: origins.get(move.staff) ?? null, compensates }));
  return insertTransfers(tx, records, step);
}

/** The day from which a transfer is shown: the one it is for or, where that is still to come, today. */
export const shownOn = (on: Day, today: Day): Day => (on <= today ? on : today);
