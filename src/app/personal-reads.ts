import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { PersonalRead } from '../domain/personal-read.ts';
import { describeError } from './describe-error.ts';

const EVERY_MS = 1_000;
const ROWS_AT_ONCE = 500;
const CODES_AT_ONCE = 100_000;
/** What may wait for the database; beyond it nobody is shown anything of people. */
const MOST_WAITING = 10_000;
const MOST_CODES_WAITING = 1_000_000;

/** A root field of one request, and whom it has shown so far. */
export interface Look {
  readonly read: Omit<PersonalRead, 'staff'>;
  readonly staff: ReadonlySet<string>;
}

interface Options {
  write: (looks: readonly Look[]) => Promise<void>;
  logger: Logger;
  mostWaiting?: number;
}

/**
 * Keeps a log of who looked at whom without making anybody wait for it: it is collected here and written in batches, at
 * most a second later. What cannot be written waits; when too much waits, people are no longer shown.
 */
export class PersonalReads {
  private readonly options: Options;
  private waiting = new Set<Look>();
  private writing: readonly Look[] = [];
  private codes = 0;
  private failing = false;
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;

  constructor(options: Options) {
    this.options = options;
  }

  /** Throws UNAVAILABLE where what would be shown could not be recorded. */
  refuseWhenFull(): void {
    const { mostWaiting = MOST_WAITING } = this.options;
    if (this.waiting.size + this.writing.length < mostWaiting && this.codes < MOST_CODES_WAITING) return;
    throw new GraphQLError('What you look at cannot be recorded at the moment, so it is not shown; try again.', {
      extensions: { code: 'UNAVAILABLE' },
    });
  }

  /** Records whom a look has shown; one that was written meanwhile begins anew. Answers the look to add more to. */
  note(look: Look, people: ReadonlySet<string>): Look {
    const isWaiting = this.waiting.delete(look);
    if (isWaiting) this.codes -= look.staff.size;
    // Nobody changes a set: looks at the same people share theirs.
    const staff = isWaiting && look.staff.size > 0 ? new Set([...look.staff, ...people]) : people;
    const noted = { read: look.read, staff };
    this.codes += staff.size;
    this.waiting.add(noted);
    if (this.waiting.size >= ROWS_AT_ONCE && !this.failing) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
    return noted;
  }

  /** Writes all that waits; where the database is away it goes on waiting. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flushing ??= this.writeAll().finally(() => {
      this.flushing = undefined;
    });
    return this.flushing;
  }

  /** The last flush; what cannot be written now is lost, and the log says so. */
  async close(): Promise<void> {
    await this.flush();
    if (this.waiting.size > 0) await this.flush();
    clearTimeout(this.timer);
    if (this.waiting.size > 0)
      this.options.logger.error({ lost: this.waiting.size }, 'reads of personal data were not recorded');
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.size > 0) {
      this.writing = this.take();
      try {
        await this.options.write(this.writing);
        this.failing = false;
      } catch (error) {
        this.waiting = new Set([...this.writing, ...this.waiting]);
        this.writing = [];
        this.failed(error);
        return;
      }
      for (const { staff } of this.writing) this.codes -= staff.size;
      this.writing = [];
    }
  }

  private take(): Look[] {
    const taken: Look[] = [];
    let codes = 0;
    for (const look of this.waiting) {
      if (taken.length === ROWS_AT_ONCE || (taken.length > 0 && codes + look.staff.size > CODES_AT_ONCE)) break;
      taken.push(look);
      codes += look.staff.size;
      this.waiting.delete(look);
    }
    return taken;
  }

  private failed(error: unknown): void {
    if (!this.failing)
      this.options.logger.warn({ error: describeError(error) }, 'reads of personal data wait to be recorded');
    this.failing = true;
    this.timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
  }
}
