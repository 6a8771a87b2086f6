import { retractThingStatuses } from '../../db/repositories/things.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { parseGlobalId } from '../../domain/global-id.ts';
import { decideRetraction } from '../../domain/retraction.ts';
import { decideText } from '../../domain/text.ts';
import { THING_TYPES } from '../../domain/thing.ts';
import { blocks, violation } from '../../domain/violation.ts';
import type { ThingsValue } from './record-things.ts';
import { findReferred, layThingGround } from './take-things.ts';

export interface RetractStep extends CommandOptions {
  /** Global id of a seal, signboard, account, handover or need. */
  id: string;
  reason: string;
  instrument?: string | null;
  today: Day;
}

/** Takes back the last step of a thing, which was said by mistake: what it was before goes on, and both stay known. */
export function retractStep<S>(work: UnitOfWork<S>, command: RetractStep): Promise<Result<ThingsValue, S>> {
  const { id, reason, today } = command;
  return work.run('retractStep', command, async (tx) => {
    const type = THING_TYPES.find((known) => known === parseGlobalId(id)?.type);
    const path = ['id'];
    if (!type) return refused([violation('NOT_FOUND', { path, words: { what: id } })]);
    const { units, referred, violations: missing } = await findReferred(tx, { type, references: [{ id, path }] });
    const { ground, violations: early } = await layThingGround(tx, { type, units, command });
    const thing = ground.things.get(referred[0]?.thing ?? 0);
    const violations = [...missing, ...early, ...decideText('reason', reason, { path: ['reason'] })];
    if (!thing) return refused(violations);
    const { organization, things } = ground;
    violations.push(...decideRetraction(type, { thing, things: things.values(), organization, path }));
    const [before, wrong] = thing.statuses.slice(-2);
    if (blocks(violations) || before?.id == null || wrong?.id == null) return refused(violations);
    await retractThingStatuses(tx.tx, type, { wrong: wrong.id, before: before.id });
    await tx.audit([
      {
        subjectType: type,
        subject: thing.unit,
        before: { status: wrong.status },
        after: { status: before.status, reason },
        instrument: ground.cited.id,
        change: null,
      },
    ]);
    return done({ things: { type, ids: [thing.id] }, on: today }, violations);
  });
}
