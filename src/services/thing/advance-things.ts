import { endThingStatuses, insertThingStatuses, type ThingColumns } from '../../db/repositories/things.ts';
import { done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { FOREVER, later } from '../../domain/day.ts';
import type { LifeCycle } from '../../domain/life-cycle.ts';
import { decideThingStep, stepped, type ThingFacts, type ThingStep, type ThingType } from '../../domain/thing.ts';
import { blocks, type Violation } from '../../domain/violation.ts';
import { once, shownInAudit, type ThingsValue } from './record-things.ts';
import {
  decideMany,
  findReferred,
  layThingGround,
  type Referred,
  type ThingCommand,
  type ThingGround,
} from './take-things.ts';

/** A step asked for, by the global id of its thing. */
export interface AskedStep<S extends string> extends ThingStep<S> {
  id: string;
}

/** A status to be written, with what is said of it. */
export interface NewStatus<S extends string> {
  to: S;
  from: string;
  columns: ThingColumns;
}

/** A step that was decided on, its thing as it was, and what is to be written. */
interface TakenStep<S extends string, A extends AskedStep<S>> {
  step: A;
  thing: ThingFacts<S>;
  statuses: NewStatus<S>[];
}

/** How things of a type go through their lives. */
export interface Advancing<S extends string, A extends AskedStep<S>> {
  verb: string;
  type: ThingType;
  life: LifeCycle<S>;
  steps: readonly A[];
  /** Where the input names the thing. */
  field: string;
  /** The field of the input that lists the steps, where there may be many. */
  list?: string;
  others?: readonly string[];
  /** Units whose rows are needed besides those the things are for, by the things' ids. */
  reach?(work: Work, things: readonly number[]): Promise<string[]>;
  /** Reads what else the rules of the type look at, once the rows of units are taken. */
  lay?(work: Work, ground: ThingGround<S>): Promise<void>;
  /** What the rules of the type say of a step that its life cycle lets it take. */
  decide(step: A, thing: ThingFacts<S>, ground: ThingGround<S>): Violation[];
  /** What is said of the new status. */
  status(step: A, thing: ThingFacts<S>, ground: ThingGround<S>): ThingColumns;
  /** Statuses that are known to follow it, such as the end of its unit. */
  follow?(step: A, thing: ThingFacts<S>, ground: ThingGround<S>): NewStatus<S>[];
  /** What else the steps bring about; anything it finds stands in the way. */
  besides?(work: Work, taken: readonly TakenStep<S, A>[], ground: ThingGround<S>): Promise<Violation[]>;
}

/** The story of every verb that takes things a step further: all of them or, where any is refused, none. */
export function advanceThings<S extends string, A extends AskedStep<S>, Shown>(
  work: UnitOfWork<Shown>,
  command: ThingCommand,
  advancing: Advancing<S, A>,
): Promise<Result<ThingsValue, Shown>> {
  const { verb, type, steps, field, list } = advancing;
  return work.run(verb, command, async (tx) => {
    const many = list === undefined ? [] : decideMany(steps.length, [list]);
    if (many.length > 0) return refused(many);
    const references = steps.map(({ id, path }) => ({ id, path: [...path, field] }));
    const { units, referred, violations: missing } = await findReferred(tx, { type, references });
    const others = [...(advancing.others ?? []), ...((await advancing.reach?.(tx, idsOf(referred))) ?? [])];
    const { ground, violations: early } = await layThingGround<S>(tx, { type, units, command, others });
    await advancing.lay?.(tx, ground);
    const taken: TakenStep<S, A>[] = [];
    const found = steps.flatMap((step, index) => {
      const thing = ground.things.get(referred[index]?.thing ?? 0);
      return thing ? take(advancing, { step, thing, ground, taken }) : [];
    });
    const violations = once([...early, ...missing, ...found]);
    if (blocks(violations)) return refused(violations);
    await store(tx, advancing, { taken, ground });
    violations.push(...((await advancing.besides?.(tx, taken, ground)) ?? []));
    if (blocks(violations)) return refused(violations);
    const on = steps.reduce((day, step) => later(day, step.on), '');
    return done({ things: { type, ids: taken.map(({ thing }) => thing.id) }, on }, violations);
  });
}

const idsOf = (referred: readonly (Referred | null)[]): number[] => referred.flatMap((found) => found?.thing ?? []);

/** Decides on a step; one that holds is taken, so that the next is decided on what it left. */
function take<S extends string, A extends AskedStep<S>>(
  { life, decide, status, follow }: Advancing<S, A>,
  { step, thing, ground, taken }: { step: A; thing: ThingFacts<S>; ground: ThingGround<S>; taken: TakenStep<S, A>[] },
): Violation[] {
  const found = [...decideThingStep(life, thing, step), ...decide(step, thing, ground)];
  if (blocks(found)) return found;
  const statuses = [
    { to: step.to, from: step.on, columns: status(step, thing, ground) },
    ...(follow?.(step, thing, ground) ?? []),
  ];
  ground.things.set(
    thing.id,
    statuses.reduce((after, { to, from }) => stepped(after, { to, on: from }), thing),
  );
  taken.push({ step, thing, statuses });
  return found;
}

async function store<S extends string, A extends AskedStep<S>>(
  work: Work,
  { type }: Advancing<S, A>,
  { taken, ground }: { taken: readonly TakenStep<S, A>[]; ground: ThingGround<S> },
): Promise<void> {
  const { units, cited } = ground;
  const ends = taken.flatMap(({ step, thing }) => {
    const last = thing.statuses.at(-1);
    return last?.id == null ? [] : [{ status: last.id, on: step.on }];
  });
  await endThingStatuses(work.tx, type, ends);
  const rows = taken.flatMap(({ thing, statuses }) =>
    statuses.map(({ to, from, columns }, index) => ({
      thing: thing.id,
      columns: {
        status: to,
        unitId: units.get(thing.unit),
        instrumentId: cited.id,
        validFrom: from,
        validTo: statuses[index + 1]?.from ?? FOREVER,
        ...columns,
      },
    })),
  );
  await insertThingStatuses(work.tx, type, rows);
  await work.audit(
    taken.map(({ step, thing }) => ({
      subjectType: type,
      subject: thing.unit,
      before: { status: thing.statuses.at(-1)?.status },
      after: shownInAudit(step),
      instrument: cited.id,
      change: null,
    })),
  );
}
