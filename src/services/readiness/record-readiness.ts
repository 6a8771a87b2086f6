import { loadFacts, lockUnits } from '../../db/repositories/organization.ts';
import { countPeopleAt, endReadiness, insertReadiness, loadReadiness } from '../../db/repositories/readiness.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { later } from '../../domain/day.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { decideReadiness, type ReadinessFact, type ReadinessStatement, subjectOf } from '../../domain/readiness.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { decideMany } from '../thing/take-things.ts';

export interface RecordReadiness extends CommandOptions {
  items: readonly ReadinessStatement[];
  instrument?: string | null;
}

/** Statements a verb came to, to be shown as of a day. */
export interface ReadinessValue {
  readiness: number[];
  on: Day;
}

/** Says how far units are with what they get ready, from a day on; all of it or, where any is refused, nothing. */
export function recordReadiness<S>(work: UnitOfWork<S>, command: RecordReadiness): Promise<Result<ReadinessValue, S>> {
  return work.run('recordReadiness', command, async (tx) => {
    const many = decideMany(command.items.length, ['items']);
    if (many.length > 0) return refused(many);
    const units = [...new Set(command.items.map(({ unit }) => unit))];
    const cited = await citeInstrument(tx, command.instrument);
    // The lock comes before the read: which statement is the last is only as good as the rows it saw.
    await lockUnits(tx.tx, units, { above: false });
    const organization = new Organization(await loadFacts(tx.tx, { units, territories: [], standing: true }));
    const last = new Map((await loadReadiness(tx.tx, units)).map((fact) => [subjectOf(fact), fact]));
    const items = await withPeople(tx, command.items);
    const violations = [...cited.violations, ...decideAll(organization, items, last)];
    if (blocks(violations)) return refused(violations);
    const readiness = await store(tx, items, { last, instrument: cited.id });
    return done({ readiness, on: items.reduce((day, { on }) => later(day, on), '') }, violations);
  });
}

/** Accounts are for the people who work at the unit, where the statement does not say for how many. */
async function withPeople({ tx }: Work, items: readonly ReadinessStatement[]): Promise<readonly ReadinessStatement[]> {
  const isOpen = ({ item, total }: ReadinessStatement) => item === 'OFFICIAL_ACCOUNTS' && total === null;
  const counted = await countPeopleAt(
    tx,
    items.filter(isOpen).map(({ unit, on }) => ({ unit, on })),
  );
  const people = new Map(counted.map(({ unit, on, people: there }) => [`${unit} ${on}`, there]));
  return items.map((item) => (isOpen(item) ? { ...item, total: people.get(`${item.unit} ${item.on}`) ?? 0 } : item));
}

/** Every statement on its own; a subject is spoken of once. */
function decideAll(
  organization: Organization,
  items: readonly ReadinessStatement[],
  last: ReadonlyMap<string, ReadinessFact>,
): Violation[] {
  const spoken = new Set<string>();
  return items.flatMap((item) => {
    const subject = subjectOf(item);
    const isAgain = spoken.has(subject);
    spoken.add(subject);
    const again = isAgain ? [violation('INPUT_INVALID', { path: item.path, expected: 'NO_OTHER_ENTRY' })] : [];
    return [...again, ...decideReadiness(organization, item, last.get(subject))];
  });
}

async function store(
  work: Work,
  items: readonly ReadinessStatement[],
  { last, instrument }: { last: ReadonlyMap<string, ReadinessFact>; instrument: number | null },
): Promise<number[]> {
  const before = (item: ReadinessStatement) => last.get(subjectOf(item));
  const units = await findUnitIds(
    work.tx,
    items.map(({ unit }) => unit),
  );
  await endReadiness(
    work.tx,
    items.flatMap((item) => {
      const fact = before(item);
      return fact ? [{ id: fact.id, on: item.on }] : [];
    }),
  );
  const ids = await insertReadiness(
    work.tx,
    items.map(({ unit, item, field, done: ready, total, on, source }) => ({
      unitId: units.get(unit) ?? 0,
      item,
      field,
      done: ready,
      total: total ?? 0,
      instrumentId: instrument,
      source,
      validFrom: on,
    })),
  );
  await work.audit(
    items.map((item) => {
      const { path: _path, unit, ...after } = item;
      const fact = before(item);
      const said = fact ? { done: fact.done, total: fact.total, on: fact.from } : null;
      return { subjectType: 'Readiness' as const, subject: unit, before: said, after, instrument, change: null };
    }),
  );
  return ids;
}
