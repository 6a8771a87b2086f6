import { insertThingStatuses, insertThings, type ThingColumns } from '../../db/repositories/things.ts';
import { done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import type { ThingType } from '../../domain/thing.ts';
import { blocks, type Violation } from '../../domain/violation.ts';
import { decideMany, layThingGround, type ThingCommand, type ThingGround } from './take-things.ts';

/** Things a verb came to, to be shown as of a day. */
export interface ThingsValue {
  things: { type: ThingType; ids: number[] };
  on: Day;
}

/** A thing to put on record, and where the input asks for it. */
export interface ThingRequest {
  unit: string;
  /** The day on which its life begins. */
  on: Day;
  path: readonly string[];
}

/** How things of a type are put on record. */
export interface Recording<S extends string, R extends ThingRequest> {
  verb: string;
  type: ThingType;
  first: S;
  requests: readonly R[];
  /** The field of the input that lists them, where there may be many. */
  list?: string;
  /** Units whose rows are needed besides those the things are for. */
  others?: readonly string[];
  /** Reads what else the rules of the type look at, once the rows of units are taken. */
  lay?(work: Work): Promise<void>;
  decide(request: R, ground: ThingGround<S>): Violation[];
  /** What is said once, and what its first status says, as columns. */
  said(request: R, ground: ThingGround<S>): ThingColumns;
  status?(request: R, ground: ThingGround<S>): ThingColumns;
  /** Records what belongs to the things, once they have their ids. */
  besides?(work: Work, ids: readonly number[]): Promise<void>;
}

/** The story of every verb that puts things on record: all of them or, where any is refused, none. */
export function recordThings<S extends string, R extends ThingRequest, Shown>(
  work: UnitOfWork<Shown>,
  command: ThingCommand,
  recording: Recording<S, R>,
): Promise<Result<ThingsValue, Shown>> {
  const { verb, type, requests, list, others } = recording;
  return work.run(verb, command, async (tx) => {
    const many = list === undefined ? [] : decideMany(requests.length, [list]);
    if (many.length > 0) return refused(many);
    const units = [...new Set(requests.map(({ unit }) => unit))];
    const { ground, violations: early } = await layThingGround<S>(tx, { type, units, command, others });
    await recording.lay?.(tx);
    const found = requests.flatMap((request) => [
      ...decideDay(request.on, [...request.path, 'on']),
      ...recording.decide(request, ground),
    ]);
    const violations = once([...early, ...found]);
    if (blocks(violations)) return refused(violations);
    const ids = await store(tx, recording, ground);
    return done({ things: { type, ids }, on: requests[0]?.on ?? '' }, violations);
  });
}

async function store<S extends string, R extends ThingRequest>(
  work: Work,
  { type, first, requests, said, status, besides }: Recording<S, R>,
  ground: ThingGround<S>,
): Promise<number[]> {
  const { units, under, cited } = ground;
  const phase = { planId: under?.plan ?? null, phaseId: under?.phase ?? null };
  const ids = await insertThings(
    work.tx,
    type,
    requests.map((request) => ({ ...phase, ...said(request, ground) })),
  );
  await besides?.(work, ids);
  await insertThingStatuses(
    work.tx,
    type,
    requests.map((request, index) => ({
      thing: ids[index] ?? 0,
      columns: {
        status: first,
        unitId: units.get(request.unit),
        instrumentId: cited.id,
        validFrom: request.on,
        ...status?.(request, ground),
      },
    })),
  );
  await work.audit(
    requests.map((request) => ({
      subjectType: type,
      subject: request.unit,
      before: null,
      after: { ...shownInAudit(request), status: first },
      instrument: cited.id,
      change: null,
    })),
  );
  return ids;
}

/** What the audit shows of a request: everything but where it was asked for. */
export const shownInAudit = ({ path: _path, ...asked }: object & { path: readonly string[] }): object => asked;

/** What is wrong with what all share is said once. */
export const once = (violations: readonly Violation[]): Violation[] => {
  const seen = new Set<string>();
  return violations.filter(({ code, path, on, unit }) => {
    const key = JSON.stringify([code, path, on, unit]);
    return !seen.has(key) && seen.add(key);
  });
};
