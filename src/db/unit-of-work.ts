import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Day } from '../domain/day.ts';
import { concealed, isForged } from '../domain/naming.ts';
import { decideText } from '../domain/text.ts';
import { blocks, type Violation, violation } from '../domain/violation.ts';
import { type Over, tellUntil } from './cancel.ts';
import type { Database, Transaction } from './client.ts';
import { databaseError, violationOf } from './constraint.ts';
import { ConflictError, StaleFactsError } from './errors.ts';
import type { Viewpoint } from './read/compiler.ts';
import { standingOf } from './read/standing.ts';
import { trespasses } from './read/trespass.ts';
import { type AuditContext, type AuditRecord, insertAuditEntries } from './repositories/audit.ts';
import { type Attempt, claimKey, keepOutcome } from './repositories/idempotency.ts';
import { insertWaiverUses } from './repositories/waivers.ts';

const ATTEMPTS = 6;
const BACKOFF_MS = 15;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** What a verb came to: its value, unless something blocks it, and all it has to say about it. */
export interface Outcome<T> {
  value: T | null;
  violations: Violation[];
}

export const done = <T>(value: T, violations: Violation[] = []): Outcome<T> => ({ value, violations });
export const refused = (violations: Violation[]): Outcome<never> => ({ value: null, violations });

/** What every command may ask for. */
export interface CommandOptions {
  rehearse?: boolean | null;
  idempotencyKey?: string | null;
  /** The day it is, where the verb asks: no part of what the caller asks for. */
  today?: Day;
}

/** What a verb has in reach inside its transaction. */
export interface Work {
  tx: Transaction;
  audit(records: readonly AuditRecord[]): Promise<void>;
  /** Records which waivers lifted what. */
  use(violations: readonly Violation[]): Promise<void>;
}

export interface Result<T, S> extends Outcome<T> {
  rehearsed: boolean;
  /** The value as the caller asked to see it, read in the transaction: so a rehearsal shows what would be. */
  shown: S | null;
}

/** Thrown to leave a transaction without its effects. */
class RolledBack extends Error {}

/** Who carries something out, in which request and, where that has bounds, within what and until when. */
interface Author {
  actor: string;
  requestId: string;
  within?: Viewpoint;
  /** Aborted when it is no longer worth going on. */
  over?: Over;
}

/** A unit as a file names it, for a day. */
interface UnitNaming {
  unit: string;
  on: Day;
}

/** Runs one verb as one transaction: rehearsal, retries, idempotency, refusals by name, scope, audit. No service does any of that. */
export class UnitOfWork<S = null> {
  private readonly database: Database;
  private readonly by: Author;
  private readonly present: (tx: Transaction, value: unknown) => Promise<S | null>;

  constructor(
    database: Database,
    by: Author,
    present: (tx: Transaction, value: unknown) => Promise<S | null> = async () => null,
  ) {
    this.database = database;
    this.by = by;
    this.present = present;
  }

  /**
   * How units that a file names are called: by a name that nothing bears where they are beyond the scope of who sends it.
   * To arguments that is done before a verb sees them; what stands in a file is known only to the verb that reads it.
   */
  async concealUnits(named: readonly UnitNaming[]): Promise<(unit: string, on: Day) => string> {
    const { within, over } = this.by;
    if (!within) return (unit) => unit;
    const keyOf = ({ unit, on }: UnitNaming) => JSON.stringify([unit, on]);
    // Many rows name the same.
    const distinct = new Map(named.map((one) => [keyOf(one), one]));
    const namings = [...distinct.values()].map(({ unit, on }) => ({ what: 'UNIT' as const, name: unit, on }));
    const standings = await standingOf(this.database.reads, namings, { ...within, over });
    const isBeyond = (index: number) => standings[index]?.exists === true && !standings[index].within;
    const beyond = new Set([...distinct.keys()].filter((_, index) => isBeyond(index)));
    return (unit, on) => (beyond.has(keyOf({ unit, on })) || isForged(unit) ? concealed(unit) : unit);
  }

  /** Carries out `story` for a command; a refusal or a rehearsal leaves nothing behind. */
  async run<T>(
    verb: string,
    command: CommandOptions,
    story: (work: Work) => Promise<Outcome<T>>,
  ): Promise<Result<T, S>> {
    let decidedAgain = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(verb, command, story);
      } catch (error) {
        const refusal = violationOf(error);
        // A constraint that the decision did not foresee means that another writer came between: decided again, on
        // what is there now, the caller gets the full violation and not just the constraint's code.
        if (refusal && (decidedAgain || attempt === ATTEMPTS))
          return { ...refused([refusal]), rehearsed: command.rehearse === true, shown: null };
        if (!refusal && !isCollision(error)) throw error;
        if (attempt === ATTEMPTS) throw new ConflictError();
        decidedAgain ||= refusal !== null;
        await sleep(Math.random() * BACKOFF_MS * 2 ** attempt);
      }
    }
  }

  private async attempt<T>(
    verb: string,
    command: CommandOptions,
    story: (work: Work) => Promise<Outcome<T>>,
  ): Promise<Result<T, S>> {
    const rehearsed = command.rehearse === true;
    let result: Result<T, S> | undefined;
    const transaction = this.database.writes.transaction((tx) =>
      tellUntil(tx, this.by.over, async () => {
        await this.database.seeEverything(tx);
        const outcome = await this.once(tx, { verb, command }, story);
        const stopped = blocks(outcome.violations);
        if (rehearsed && !stopped) await tx.execute(sql`SET CONSTRAINTS ALL IMMEDIATE`);
        const shown = outcome.value === null ? null : await this.present(tx, outcome.value);
        result = { ...outcome, rehearsed, shown };
        if (stopped || rehearsed) throw new RolledBack();
        await this.database.noteWriter(tx, this.by.actor);
      }),
    );
    await transaction.catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
    if (!result) throw new Error('a transaction ended without a result');
    return result;
  }

  /** The story, or what it answered the first time this caller used the key. */
  private async once<T>(
    tx: Transaction,
    { verb, command }: { verb: string; command: CommandOptions },
    story: (work: Work) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const { actor, requestId, within } = this.by;
    const context: AuditContext = { actor, requestId, verb };
    const written: AuditRecord[] = [];
    const tell = async (): Promise<Outcome<T>> => {
      const outcome = await story({
        tx,
        audit: (records) => {
          if (within) written.push(...records);
          return insertAuditEntries(tx, context, records);
        },
        use: (violations) => insertWaiverUses(tx, verb, violations),
      });
      if (!within || blocks(outcome.violations)) return outcome;
      const beyond = await trespasses(tx, { verb, records: written, viewpoint: within });
      return beyond.length > 0 ? refused([...outcome.violations, ...beyond]) : outcome;
    };
    if (!command.idempotencyKey || command.rehearse) return tell();
    const unfit = decideText('idempotencyKey', command.idempotencyKey, { path: ['idempotencyKey'] });
    if (unfit.length > 0) return refused(unfit);
    const attempt: Attempt = { actor: this.by.actor, key: command.idempotencyKey, verb, requestHash: hashOf(command) };
    const claim = await claimKey(tx, attempt);
    if (claim.kind === 'repeat') return claim.outcome as Outcome<T>;
    if (claim.kind === 'mismatch') return refused([violation('IDEMPOTENCY_MISMATCH', { path: ['idempotencyKey'] })]);
    const outcome = await tell();
    if (!blocks(outcome.violations)) await keepOutcome(tx, attempt, outcome);
    return outcome;
  }
}

function isCollision(error: unknown): boolean {
  const code = databaseError(error)?.code;
  return error instanceof StaleFactsError || code === SERIALIZATION_FAILURE || code === DEADLOCK;
}

/** Equal for commands that ask for the same, whatever the order of their fields and the day on which they are sent. */
function hashOf(command: CommandOptions): string {
  const { today: _today, ...asked } = command;
  return createHash('sha256')
    .update(JSON.stringify(sorted(asked)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
