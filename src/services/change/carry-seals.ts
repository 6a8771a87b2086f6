import { endThingStatuses, insertThingStatuses, loadThingsOf } from '../../db/repositories/things.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import type { Work } from '../../db/unit-of-work.ts';
import type { AccountStatus } from '../../domain/bank-account.ts';
import { type Change, closingUnits } from '../../domain/change.ts';
import { type Day, later } from '../../domain/day.ts';
import type { StatusFact } from '../../domain/life-cycle.ts';
import { decideReturned, engravingOf, type SealStatus } from '../../domain/seal.ts';
import type { ThingFacts } from '../../domain/thing.ts';
import { type Violation, violation } from '../../domain/violation.ts';

/** Seals and accounts of units that changes close, and the seals that are withdrawn by them. */
export interface Keepsakes {
  seals: Map<number, ThingFacts<SealStatus>>;
  accounts: readonly ThingFacts<AccountStatus>[];
  withdrawn: { seal: ThingFacts<SealStatus>; use: StatusFact<SealStatus>; on: Day; change: number }[];
}

/** Reads the seals and accounts of units that changes close; nothing where none closes. */
export async function loadKeepsakes({ tx }: Work, changes: readonly Change[]): Promise<Keepsakes> {
  const units = [...new Set(changes.flatMap((change) => [...closingUnits(change)]))];
  const seals = units.length === 0 ? [] : await loadThingsOf<SealStatus>(tx, 'Seal', units);
  const dissolves = changes.some(({ kind }) => kind === 'DISSOLVE');
  const accounts = dissolves ? await loadThingsOf<AccountStatus>(tx, 'BankAccount', units) : [];
  return { seals: new Map(seals.map((seal) => [seal.id, seal])), accounts, withdrawn: [] };
}

/**
 * A unit is dissolved only when its seals are given back and its accounts closed. One that others follow stops using its
 * seal that day: it is withdrawn, and due to be returned. `index` is the place of the change among those carried out.
 */
export function carryKeepsakes(keepsakes: Keepsakes, change: Change, index: number): Violation[] {
  const closing = closingUnits(change);
  const { on } = change;
  if (change.kind === 'DISSOLVE')
    return [...closing].flatMap((unit) => decideDisposed(keepsakes, { unit, on, path: [...change.path, 'unit'] }));
  for (const seal of keepsakes.seals.values()) {
    const use = seal.statuses.find(({ status, from, until }) => status === 'IN_USE' && until > on && from < until);
    if (closing.has(seal.unit) && use) keepsakes.withdrawn.push({ seal, use, on: later(on, use.from), change: index });
  }
  return [];
}

function decideDisposed(
  { seals, accounts }: Keepsakes,
  { unit, on, path }: { unit: string; on: Day; path: readonly string[] },
): Violation[] {
  const isLeft = ({ status, until }: StatusFact<AccountStatus>) => status === 'OPENED' && until > on;
  const open = accounts.filter((account) => account.unit === unit && account.statuses.some(isLeft));
  const words = { children: 0, territories: 0, people: 0, things: open.length };
  return [
    ...decideReturned(seals.values(), { unit, on, path }),
    ...(open.length > 0 ? [violation('UNIT_HAS_DEPENDENTS', { path, unit, on, words })] : []),
  ];
}

/** Writes that seals are withdrawn; `acts` are the ids of the changes carried out. */
export async function writeKeepsakes(
  { tx }: Work,
  { withdrawn }: Keepsakes,
  { changes, acts }: { changes: readonly Change[]; acts: readonly number[] },
): Promise<void> {
  if (withdrawn.length === 0) return;
  const units = await findUnitIds(
    tx,
    withdrawn.map(({ seal }) => seal.unit),
  );
  const ends = withdrawn.flatMap(({ use, on }) => (use.id === null ? [] : [{ status: use.id, on }]));
  await endThingStatuses(tx, 'Seal', ends);
  await insertThingStatuses(
    tx,
    'Seal',
    withdrawn.map(({ seal, use, on, change }) => ({
      thing: seal.id,
      columns: {
        status: 'WITHDRAWN',
        kind: engravingOf(seal).kind,
        unitId: units.get(seal.unit),
        holderId: units.get(seal.unit),
        instrumentId: changes[change]?.instrument ?? null,
        changeId: acts[change],
        validFrom: on,
        // Where the seal was to go later anyway, that stays.
        validTo: use.until,
      },
    })),
  );
}
