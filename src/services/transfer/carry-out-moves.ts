import { insertTransferSteps, insertTransfers } from '../../db/repositories/transfers.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { covers, type Day } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { lineAbove } from '../../domain/organization/decide-rules.ts';
import { decideTransferRules, type Move, movePerson } from '../../domain/transfer.ts';
import { type Violation, violation } from '../../domain/violation.ts';
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
}

/** Moves people, all of them or none: decides on each and on what their units then count, and writes it. */
export async function carryOutMoves(
  work: Work,
  moving: Moving,
  wrong: readonly Violation[] = [],
): Promise<{ violations: Violation[]; transfers: number[] | null }> {
  const { moves, on, cited, decidedBy } = moving;
  const ground = await loadStaffGround(work, {
    staff: moves.map(({ staff }) => staff),
    units: [
      ...new Set(
        [...moves.flatMap(({ toUnit, workplace }) => [toUnit, workplace]), decidedBy, cited.issuer].filter(
          (one) => one !== null,
        ),
      ),
    ],
  });
  const origins = new Map(moves.map(({ staff }) => [staff, homeOn(ground, staff, on)]));
  const found = [
    ...wrong,
    ...requireInstrument(cited, on),
    ...decideDay(on, ['on']),
    ...decideDecider(ground, moving),
    ...decideRules(ground, moving),
    ...moves.flatMap((move, index) =>
      movePersonOf(ground, move, moves.findIndex(({ staff }) => staff === move.staff) < index),
    ),
  ];
  const paths = new Map(moves.map((move) => [move.staff, pathsOf(move)]));
  const { violations, identified } = await settleStaff(work, ground, {
    found,
    pathsOf: (staff) => paths.get(staff) ?? pathsOf(moves[0] ?? { path: [] }),
    identify: async () => ({ transfer: await record(work, moving, origins) }),
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

/** Who decides and when is asked of each receiving unit once, where it is first named. */
function decideRules(ground: StaffGround, { moves, on, cited, decidedBy }: Moving): Violation[] {
  const first = new Map<string, Move>();
  for (const move of moves) if (!first.has(move.toUnit)) first.set(move.toUnit, move);
  const decider = decidedBy ?? cited.issuer;
  // Without an instrument nobody has decided: that it is missing says enough.
  const isDecided = decidedBy !== null || cited.id !== null;
  return [...first.values()].flatMap((move) =>
    decideTransferRules(ground, { toUnit: move.toUnit, on, path: [...move.path, 'toUnit'] }, decider).filter(
      ({ code }) => isDecided || code !== 'TRANSFER_MANAGER_MISMATCH',
    ),
  );
}

/** Moves one person, and tells why not. */
function movePersonOf({ personnel, organization }: StaffGround, move: Move, again: boolean): Violation[] {
  const { staff, toUnit, on, path } = move;
  const person = personnel.find(staff);
  if (!person) return [violation('NOT_FOUND', { path: [...path, 'staff'], staff, words: { what: staff } })];
  if (again) return [violation('INPUT_INVALID', { path: [...path, 'staff'], staff, expected: 'ANOTHER_STAFF' })];
  const home = person.payroll.find((fact) => covers(fact, on));
  if (!person.versions.some((version) => covers(version, on)))
    return [violation('FACT_OUTSIDE_EMPLOYMENT', { path: [...path, 'staff'], staff, on, expected: 'STAFF_MEMBER' })];
  if (home?.unit === toUnit && (move.category ?? home.category) === home.category)
    return [
      violation('INPUT_INVALID', { path: [...path, 'toUnit'], staff, unit: toUnit, on, expected: 'ANOTHER_UNIT' }),
    ];
  if (organization.find(toUnit))
    personnel.put(movePerson(person, move, (unit) => lineAbove(organization, unit, on).includes(toUnit)));
  return organization.find(toUnit)
    ? []
    : [violation('NOT_FOUND', { path: [...path, 'toUnit'], unit: toUnit, words: { what: toUnit } })];
}

/** The transfers on record: decided now, whether or not they were proposed before. */
async function record(
  { tx }: Work,
  { moves, on, cited, decidedBy, existing, compensates }: Moving,
  origins: ReadonlyMap<string, string | null>,
): Promise<number[]> {
  const step = { step: 'DECIDED' as const, on, instrument: cited.id, reference: null };
  if (existing !== null) {
    await insertTransferSteps(tx, [existing], step);
    return [existing];
  }
  const decider = decidedBy ?? cited.issuer;
  const ids = decider === null ? new Map<string, number>() : await findUnitIds(tx, [decider]);
  const records = moves.map((move) => ({ ...move, fromUnit: origins.get(move.staff) ?? null, compensates }));
  return insertTransfers(tx, records, { decidedBy: ids.get(decider ?? '') ?? null, step });
}

/** The day from which a transfer is shown: the one it is for or, where that is still to come, today. */
export const shownOn = (on: Day, today: Day): Day => (on <= today ? on : today);
